/**
 * Programs whose numbers of equivalence classes are known: small benchmarks that the literature on stateless model checking shares (the
 * correctness suite of GenMC runs them with these numbers). A spin loop is an assumption: an execution in which it would spin is given up,
 * and not counted as complete.
 */
import type { Instruction, Program } from './toy.ts';
import { add, assume, cas, goto, put, read, write } from './toy.ts';

const times = (n: number, code: (i: number) => readonly Instruction[], from = 0): Program['codes'] =>
  Array.from({ length: n }, (_, i) => code(i + from));

/** One writes x, n read it. */
export const readers = (n: number): Program => ({ codes: [[write('x', 42)], ...times(n, () => [read('x')])] });

/** n increment x, each in one step. */
export const ainc = (n: number): Program => ({ codes: times(n, () => [add('x', 1)]) });

/** Thread i makes x go from i − 1 to i, if it can. */
export const casrot = (n: number): Program => ({ codes: times(n, (i) => [cas('x', i - 1, i)], 1) });

/** Writers put a[j] := a[j−1] + 1; a reader looks for the last zero, from a[n] down. */
export const lastzero = (n: number): Program => ({
  codes: [
    [put(1, n), read((r) => `a${r[1]}`), put(1, (r) => (r[1] ?? 0) - 1), goto(1, (r) => r[0] !== 0)],
    ...times(n, (j) => [read(`a${j - 1}`), write(`a${j}`, (r) => (r[0] ?? 0) + 1)], 1),
  ],
});

/** n threads enter four numbers each into a hash table of 128 places; threads meet only from the twelfth on. */
export const indexer = (n: number): Program => ({
  codes: times(n, (id) => [
    put(3, (r) => (r[1] ?? 0) * 11 + id), // the number to enter
    put(2, (r) => ((r[3] ?? 0) * 7) % 128), // its place
    cas((r) => `t${r[2]}`, 0, (r) => r[3] ?? 0),
    goto(6, (r) => r[0] === 0),
    put(2, (r) => ((r[2] ?? 0) + 1) % 128),
    goto(2),
    put(1, (r) => (r[1] ?? 0) + 1),
    goto(0, (r) => (r[1] ?? 0) < 4),
  ]),
});

/** Peterson's lock for two threads. */
export const peterson = (): Program => {
  const side = (me: number): readonly Instruction[] => [
    write(`flag${me}`, 1),
    write('turn', 1 - me),
    read(`flag${1 - me}`),
    goto(6, (r) => r[0] === 0),
    read('turn'),
    assume((r) => r[0] === me),
    write('x', me),
    read('x'),
    write(`flag${me}`, 0),
  ];
  return { codes: [side(0), side(1)] };
};

/** Szymanski's lock for two threads. */
export const szymanski = (): Program => {
  const side = (me: number): readonly Instruction[] => {
    const mine = `flag${me}`, other = read(`flag${1 - me}`), flag = (r: readonly number[]): number => r[0] ?? 0;
    return [
      write(mine, 1), other, assume((r) => flag(r) < 3),
      write(mine, 3), other, goto(9, (r) => flag(r) !== 1),
      write(mine, 2), other, assume((r) => flag(r) === 4),
      write(mine, 4), other, assume((r) => flag(r) < 2),
      write('x', me), read('x', 1), read('x', 1),
      other, goto(19, (r) => flag(r) < 2), other, assume((r) => flag(r) > 3),
      write(mine, 0),
    ];
  };
  return { codes: [side(0), side(1)] };
};

/** Lamport's fast mutex for two threads, numbered 1 and 2. */
export const lamport = (): Program => {
  const side = (me: number): readonly Instruction[] => [
    write(`b${me}`, 1), write('x', me), read('y'), goto(8, (r) => r[0] === 0),
    write(`b${me}`, 0), read('y'), assume((r) => r[0] === 0), goto(0),
    write('y', me), read('x'), goto(21, (r) => r[0] === me),
    write(`b${me}`, 0),
    read('b1'), assume((r) => r[0] === 0), read('b2'), assume((r) => r[0] === 0),
    read('y'), goto(21, (r) => r[0] === me),
    read('y'), assume((r) => r[0] === 0), goto(0),
    write('y', 0), write(`b${me}`, 0),
  ];
  return { codes: [side(1), side(2)] };
};

/** The first half of Dekker's lock: each raises its flag, and enters if the other has not. */
export const dekker = (): Program => {
  const side = (me: number): readonly Instruction[] =>
    [write(`flag${me}`, 1), read(`flag${1 - me}`), goto(5, (r) => r[0] !== 0), write('c', me), read('c')];
  return { codes: [side(0), side(1)] };
};
