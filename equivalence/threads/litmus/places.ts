/**
 * The places of litmus programs as shared things of every kind, and accesses to them as text.
 * @category Equivalence: threads
 * @module
 */
import type { Access, Litmus, Order } from './programs.ts';
import { accessesOf, PLACES } from './programs.ts';

/** What places are. */
export type Kind = 'global' | 'memory' | 'struct' | 'array' | 'table';
/** All kinds. */
export const KINDS: readonly Kind[] = ['global', 'memory', 'struct', 'array', 'table'];

/** The number of a place. */
export const placeNumber = (x: string): number => PLACES.findIndex((known) => known === x);
/** How instructions of a kind begin: the name, and the immediates and operands that say which place. A table has references to numbers. */
export interface Syntax {
  readonly name: string;
  readonly at: (x: string) => readonly [immediates: string, operands: string];
  readonly isReference?: true;
}

/** A kind with one of each place. */
interface Single extends Syntax {
  readonly fields: string;
}
const STRUCT = '(global.get $struct)', ARRAY = '(global.get $array)';
const I31 = '(ref null (shared i31))', ZERO = '(ref.i31_shared (i32.const 0))';
const kinds: { readonly [kind in Kind]: Single } = {
  global: {
    fields: PLACES.map((x) => `(global $${x} (shared (mut i32)) (i32.const 0))`).join('\n  '),
    name: 'global', at: (x) => [`$${x}`, ''],
  },
  memory: { fields: '(memory 1 1 shared)', name: 'i32', at: (x) => ['', `(i32.const ${placeNumber(x) * 4})`] },
  struct: {
    fields: `(type $s (shared (struct ${PLACES.map((x) => `(field $${x} (mut i32))`).join(' ')})))
  (global $struct (shared (ref $s)) (struct.new_default $s))`,
    name: 'struct', at: (x) => [`$s $${x}`, STRUCT],
  },
  array: {
    fields: `(type $a (shared (array (mut i32))))
  (global $array (shared (ref $a)) (array.new_default $a (i32.const ${PLACES.length})))`,
    name: 'array', at: (x) => ['$a', `${ARRAY} (i32.const ${placeNumber(x)})`],
  },
  table: {
    fields: `(table $places shared ${PLACES.length} ${PLACES.length} ${I31} ${ZERO})`,
    name: 'table', at: (x) => ['$places', `(i32.const ${placeNumber(x)})`], isReference: true,
  },
};
/** One of each place, declared. */
export const declared = (kind: Kind): string => kinds[kind].fields;
/** How one of each place is accessed. */
export const syntaxOf = (kind: Kind): Syntax => kinds[kind];
/** Whether there are the instructions: references cannot be added. */
export const hasAccesses = (kind: Kind, { threads }: Litmus): boolean =>
  kind !== 'table' || threads.flatMap(accessesOf).every(({ op }) => op !== 'add');

/** What an access does, as text; a number v is written as `value(v)`. Accesses that modify are atomic whatever the ordering. */
export const accessText = (
  { name, at, isReference }: Syntax, a: Access, order: Order, value: (v: number) => number = (v) => v,
): string => {
  const [immediates, operands] = at(a.x), constant = (v: number): string => {
    const number = `(i32.const ${value(v)})`;
    return isReference === true ? `(ref.i31_shared ${number})` : number;
  };
  const inMemory = name === 'i32', verbs = { read: inMemory ? 'load' : 'get', write: inMemory ? 'store' : 'set' };
  const verb = a.op === 'read' || a.op === 'write' ? verbs[a.op] : `rmw.${a.op}`;
  const isPlain = order === 'unord' && (a.op === 'read' || a.op === 'write');
  const head = isPlain ? `${name}.${verb}` : `${name}.atomic.${verb} ${order === 'acqrel' ? 'acqrel' : ''}`;
  const values = [...a.op === 'cmpxchg' ? [constant(a.expected)] : [], ...'value' in a ? [constant(a.value)] : []];
  const instr = `(${head} ${immediates} ${operands} ${values.join(' ')})`;
  return isReference === true && 'to' in a ? `(i31.get_u ${instr})` : instr;
};
/** A read of a place when all is over. */
export const readText = (syntax: Syntax, x: string): string => accessText(syntax, { op: 'read', x, to: '' }, 'unord');

/** The registers that a thread writes, in their order. */
export const registersOf = (thread: string): readonly string[] => accessesOf(thread).flatMap((a) => 'to' in a ? [a.to] : []);
