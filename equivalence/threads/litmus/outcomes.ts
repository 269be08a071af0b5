/**
 * The outcomes of a litmus program under sequential consistency, by trying every interleaving of its accesses: nothing is reduced.
 * @category Equivalence: threads
 * @module
 */
import type { Access, Litmus } from './programs.ts';
import { accessesOf } from './programs.ts';

/** Values of places and registers; what is not there is 0. */
type Values = Readonly<Record<string, number>>;

const perform = (access: Access, values: Values): Values => {
  const { x } = access, old = values[x] ?? 0;
  switch (access.op) {
    case 'write': return { ...values, [x]: access.value };
    case 'read': return { ...values, [access.to]: old };
    case 'add': return { ...values, [access.to]: old, [x]: old + access.value };
    case 'xchg': return { ...values, [access.to]: old, [x]: access.value };
    case 'cmpxchg': return { ...values, [access.to]: old, [x]: old === access.expected ? access.value : old };
  }
};

/** The outcomes, as texts in order: `0 1`. */
export const outcomesOf = ({ threads, shows }: Litmus): readonly string[] => {
  const found = new Set<string>();
  const go = (rest: readonly (readonly Access[])[], values: Values): void => {
    if (rest.every((accesses) => accesses.length === 0)) found.add(shows.map((name) => values[name] ?? 0).join(' '));
    rest.forEach(([next, ...later], i) => {
      if (next !== undefined) go(rest.with(i, later), perform(next, values));
    });
  };
  go(threads.map(accessesOf), {});
  return [...found].sort();
};
