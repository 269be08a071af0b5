/** Litmus programs as modules: each thread is an exported function that returns its registers, and `final` returns the places. */
import type { Kind } from '../../equivalence/threads/litmus/places.ts';
import { accessText, declared, readText, registersOf, syntaxOf } from '../../equivalence/threads/litmus/places.ts';
import type { Litmus, Order } from '../../equivalence/threads/litmus/programs.ts';
import { accessesOf, PLACES } from '../../equivalence/threads/litmus/programs.ts';

const functionFor = (thread: string, i: number, kind: Kind, order: Order): string => {
  const registers = registersOf(thread);
  const accesses = accessesOf(thread).map((a) => {
    const text = accessText(syntaxOf(kind), a, order);
    return 'to' in a ? `(local.set $${a.to} ${text})` : text;
  });
  return `(func (export "${i}") (result ${registers.map(() => 'i32').join(' ')}) ${registers.map((r) => `(local $${r} i32)`).join(' ')}
    ${accesses.join('\n    ')}
    ${registers.map((r) => `(local.get $${r})`).join(' ')})`;
};
/** The module of a litmus program. */
export const moduleFor = ({ threads }: Litmus, kind: Kind, order: Order): string => `(module
  ${declared(kind)}
  ${threads.map((thread, i) => functionFor(thread, i, kind, order)).join('\n  ')}
  (func (export "final") (result ${PLACES.map(() => 'i32').join(' ')})
    ${PLACES.map((x) => readText(syntaxOf(kind), x)).join(' ')}))`;
