/**
 * Litmus programs as modules that spawn the threads: registers are shared globals.
 * @category Equivalence: threads
 * @module
 */
import type { ProgramText } from '../replay/subjects.ts';
import type { Kind } from './places.ts';
import { accessText, declared, hasAccesses, KINDS, registersOf, syntaxOf } from './places.ts';
import type { Litmus, Order } from './programs.ts';
import { accessesOf, litmusPrograms } from './programs.ts';

const ORDERS: readonly Order[] = ['unord', 'acqrel', 'seqcst'];
/** The types and the import of modules that spawn threads without arguments. */
export const SPAWNING = `(type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))`;
/** An export that spawns functions by their names. */
export const spawningFunction = (name: string, functions: readonly string[]): string =>
  `(elem declare (ref (shared func)) ${functions.map((f) => `(ref.func ${f})`).join(' ')})
  (func (export "${name}") ${functions.map((f) => `(drop (call $spawn (ref.func ${f})))`).join(' ')})`;

/** What the places of a litmus program are, and how they are accessed. */
interface Form {
  readonly kind: Kind;
  readonly order: Order;
}
const formsOf = (litmus: Litmus): readonly Form[] => KINDS.filter((kind) => hasAccesses(kind, litmus)).flatMap((kind) =>
  ORDERS.filter((order) => litmus.allowed[order] !== null).map((order) => ({ kind, order })));
const nameOf = ({ kind, order }: Form): string => `${kind}, ${order}`;

const threadText = (thread: string, name: string, { kind, order }: Form): string => {
  const accesses = accessesOf(thread).map((a) => {
    const text = accessText(syntaxOf(kind), a, order);
    return 'to' in a ? `(global.set $r-${a.to} ${text})` : text;
  });
  return `(func ${name} (type $job)\n    ${accesses.join('\n    ')})`;
};
const formText = ({ threads }: Litmus, form: Form): string => {
  const names = threads.map((_, i) => `$${form.kind}-${form.order}-${i}`);
  const functions = threads.map((thread, i) => threadText(thread, names[i] ?? '', form));
  return [...functions, spawningFunction(nameOf(form), names)].join('\n  ');
};
const moduleOf = (litmus: Litmus): string => `(module
  ${SPAWNING}
  ${KINDS.filter((kind) => hasAccesses(kind, litmus)).map(declared).join('\n  ')}
  ${litmus.threads.flatMap(registersOf).map((r) => `(global $r-${r} (shared (mut i32)) (i32.const 0))`).join('\n  ')}
  ${formsOf(litmus).map((form) => formText(litmus, form)).join('\n  ')})
`;

/** The litmus programs, each with an entry for every form of places and accesses. */
export const litmusModules: readonly ProgramText[] = litmusPrograms.map((litmus) =>
  ({ name: litmus.name, text: moduleOf(litmus), entries: formsOf(litmus).map(nameOf) }));
