/** Litmus programs as modules: each thread is an exported function that returns its registers, and `final` returns the places. */
import type { Access, Litmus, Order } from './programs.ts';
import { accessesOf, PLACES } from './programs.ts';

/** What places are. */
export type Kind = 'global' | 'memory' | 'struct' | 'array';
export const KINDS: readonly Kind[] = ['global', 'memory', 'struct', 'array'];

const place = (x: string): number => PLACES.findIndex((known) => known === x);
const object = '(global.get $object)';
/** How places of a kind are declared, and how its instructions begin: the name, and the immediates and operands that say which place. */
interface Syntax {
  readonly fields: string;
  readonly name: string;
  readonly at: (x: string) => readonly [immediates: string, operands: string];
}
const kinds: { readonly [kind in Kind]: Syntax } = {
  global: {
    fields: PLACES.map((x) => `(global $${x} (shared (mut i32)) (i32.const 0))`).join('\n  '),
    name: 'global', at: (x) => [`$${x}`, ''],
  },
  memory: { fields: '(memory 1 1 shared)', name: 'i32', at: (x) => ['', `(i32.const ${place(x) * 4})`] },
  struct: {
    fields: `(type $s (shared (struct ${PLACES.map((x) => `(field $${x} (mut i32))`).join(' ')})))
  (global $object (shared (ref $s)) (struct.new_default $s))`,
    name: 'struct', at: (x) => [`$s $${x}`, object],
  },
  array: {
    fields: `(type $a (shared (array (mut i32))))
  (global $object (shared (ref $a)) (array.new_default $a (i32.const ${PLACES.length})))`,
    name: 'array', at: (x) => ['$a', `${object} (i32.const ${place(x)})`],
  },
};

const reads = (kind: Kind): string => kind === 'memory' ? 'load' : 'get';
const writes = (kind: Kind): string => kind === 'memory' ? 'store' : 'set';
/** Accesses that modify are atomic whatever the ordering. */
const access = (a: Access, kind: Kind, order: Order): string => {
  const { name, at } = kinds[kind], [immediates, operands] = at(a.x);
  const value = 'value' in a ? `(i32.const ${a.value})` : '', expected = a.op === 'cmpxchg' ? `(i32.const ${a.expected})` : '';
  const verb = a.op === 'read' ? reads(kind) : a.op === 'write' ? writes(kind) : `rmw.${a.op}`;
  const isPlain = order === 'unord' && (a.op === 'read' || a.op === 'write');
  const head = isPlain ? `${name}.${verb}` : `${name}.atomic.${verb} ${order === 'acqrel' ? 'acqrel' : ''}`;
  const instr = `(${head} ${immediates} ${operands} ${expected} ${value})`;
  return 'to' in a ? `(local.set $${a.to} ${instr})` : instr;
};
const registersOf = (accesses: readonly Access[]): readonly string[] => accesses.flatMap((a) => 'to' in a ? [a.to] : []);

const functionFor = (thread: string, i: number, kind: Kind, order: Order): string => {
  const accesses = accessesOf(thread), registers = registersOf(accesses);
  return `(func (export "${i}") (result ${registers.map(() => 'i32').join(' ')}) ${registers.map((r) => `(local $${r} i32)`).join(' ')}
    ${accesses.map((a) => access(a, kind, order)).join('\n    ')}
    ${registers.map((r) => `(local.get $${r})`).join(' ')})`;
};

/** The registers that a thread returns, in their order. */
export const returned = (thread: string): readonly string[] => registersOf(accessesOf(thread));
/** The module of a litmus program. */
export const moduleFor = ({ threads }: Litmus, kind: Kind, order: Order): string => `(module
  ${kinds[kind].fields}
  ${threads.map((thread, i) => functionFor(thread, i, kind, order)).join('\n  ')}
  (func (export "final") (result ${PLACES.map(() => 'i32').join(' ')})
    ${PLACES.map((x) => {
    const { name, at } = kinds[kind];
    return `(${name}.${reads(kind)} ${at(x).join(' ')})`;
  }).join(' ')}))`;
