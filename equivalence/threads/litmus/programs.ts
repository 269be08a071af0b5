/**
 * Litmus programs: a few threads of accesses to shared places, and an outcome that only a weak memory shows.
 *
 * ```text
 * thread ::= access*        separated by blanks
 * access ::= x=1            writes a number          a=x            reads
 *          | a=x+1          adds, and reads the old value
 *          | a=x:=1         exchanges                a=x?0:1        compares with 0, and if it is equal, writes 1
 * ```
 *
 * Places are x, y, z and d, all other letters are registers. All places are 0 at first.
 * @category Equivalence: threads
 * @module
 */

/** The memory orderings of accesses. */
export type Order = 'unord' | 'acqrel' | 'seqcst';
/** A litmus program. */
export interface Litmus {
  readonly name: string;
  readonly threads: readonly string[];
  /** the registers, and the places in the end, that make an outcome */
  readonly shows: readonly string[];
  /** the outcome that is asked about, and the orderings that allow it; null where the program has no accesses of that ordering */
  readonly weak: readonly number[];
  readonly allowed: Readonly<Record<Order, boolean | null>>;
}

/** `AAF`: allowed with unordered and acquire-release accesses, forbidden with sequentially consistent ones */
const litmus = (name: string, threads: string, shows: string, weak: readonly number[], allowed: string): Litmus => {
  const at = (i: number): boolean | null => allowed[i] === '–' ? null : allowed[i] === 'A';
  return { name, threads: threads.split(' | '), shows: shows.split(' '), weak, allowed: { unord: at(0), acqrel: at(1), seqcst: at(2) } };
};

/** All litmus programs. */
export const litmusPrograms: readonly Litmus[] = [
  litmus('SB', 'x=1 a=y | y=1 c=x', 'a c', [0, 0], 'AAF'),
  litmus('MP', 'x=1 y=1 | a=y c=x', 'a c', [1, 0], 'AFF'),
  litmus('LB', 'a=x y=1 | c=y x=1', 'a c', [1, 1], 'AFF'),
  litmus('IRIW', 'x=1 | y=1 | a=x c=y | e=y f=x', 'a c e f', [1, 0, 1, 0], 'AAF'),
  litmus('2+2W', 'x=1 y=2 | y=1 x=2', 'x y', [1, 1], 'AAF'),
  litmus('R', 'x=1 y=1 | y=2 a=x', 'a y', [0, 2], 'AAF'),
  litmus('S', 'x=2 y=1 | a=y x=1', 'a x', [1, 2], 'AFF'),
  litmus('WRC', 'x=1 | a=x y=1 | c=y e=x', 'a c e', [1, 1, 0], 'AFF'),
  litmus('ISA2', 'x=1 y=1 | a=y z=1 | c=z e=x', 'a c e', [1, 1, 0], 'AFF'),
  litmus('RWC', 'x=1 | a=x c=y | y=1 e=x', 'a c e', [1, 0, 0], 'AAF'),
  litmus('W+RWC', 'x=1 z=1 | a=z c=y | y=1 e=x', 'a c e', [1, 0, 0], 'AAF'),
  litmus('CoRR', 'x=1 | a=x c=x', 'a c', [1, 0], 'AFF'),
  litmus('CoRR2', 'x=1 | x=2 | a=x c=x | e=x f=x', 'a c e f', [1, 2, 2, 1], 'AFF'),
  litmus('CoRW2', 'a=x x=1 | x=2', 'a x', [2, 2], 'AFF'),
  litmus('CoWW', 'x=1 x=2', 'x', [1], 'FFF'),
  litmus('CoWR', 'x=1 a=x | x=2', 'a', [0], 'FFF'),
  litmus('CoRW1', 'a=x x=1', 'a', [1], 'FFF'),
  litmus('SB+rfi', 'x=1 a=x c=y | y=1 e=y f=x', 'a c e f', [1, 0, 1, 0], 'AAF'),
  litmus('SB+rmws', 'a=x:=1 c=y | e=y:=1 f=x', 'a c e f', [0, 0, 0, 0], '–AF'),
  litmus('RMW increments', 'a=x+1 | c=x+1', 'a c', [0, 0], '–FF'),
  litmus('RMW increments in the end', 'a=x+1 | c=x+1', 'x', [1], '–FF'),
  litmus('RMW increments in a row', 'a=x+1 c=x+1 e=x+1 | f=x+1 g=x+1 h=x+1', 'x', [1], '–FF'),
  litmus('CAS race', 'a=x?0:1 | c=x?0:2', 'a c', [0, 0], '–FF'),
  litmus('RMW release sequence', 'd=1 x=1 | a=x?1:2 | c=x e=d', 'a c e', [1, 2, 0], '–FF'),
];

/** An access to the place x; what is read goes to the register `to`. */
export type Access =
  | { readonly op: 'write'; readonly x: string; readonly value: number }
  | { readonly op: 'read'; readonly x: string; readonly to: string }
  | { readonly op: 'add' | 'xchg'; readonly x: string; readonly to: string; readonly value: number }
  | { readonly op: 'cmpxchg'; readonly x: string; readonly to: string; readonly expected: number; readonly value: number };

/** The places that programs share. */
export const PLACES = ['x', 'y', 'z', 'd'] as const;
const grammar = /^(?<to>[a-z])=(?<x>[a-z])?(?:(?<op>\+|:=|\?(?<expected>\d):))?(?<value>\d)?$/u;
const ops: Readonly<Record<string, 'add' | 'xchg'>> = { '+': 'add', ':=': 'xchg' };

/** The accesses of a thread. */
export const accessesOf = (thread: string): readonly Access[] => thread.split(' ').map((word): Access => {
  const { to = '', x, op, expected, value } = grammar.exec(word)?.groups ?? {};
  if (x === undefined) return { op: 'write', x: to, value: Number(value) };
  if (op === undefined) return { op: 'read', x, to };
  if (expected !== undefined) return { op: 'cmpxchg', x, to, expected: Number(expected), value: Number(value) };
  const kind = ops[op];
  if (kind === undefined) throw new Error(`${word} is no access`);
  return { op: kind, x, to, value: Number(value) };
});
