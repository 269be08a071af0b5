/** Litmus programs as modules that run many rounds at a time on real threads, each round on places of its own. */
import type { Access, Litmus } from './programs.ts';
import { accessesOf, PLACES } from './programs.ts';

/** Rounds of a batch. */
export const ROUNDS = 1000;
/** Where the memory has the places of the first round, and how far apart places and rounds are: each place is on a line of its own. */
const CELLS = 65_536, PLACE = 64, CELL = PLACE * PLACES.length;
/** Where it has the registers of the first round, and how far apart rounds are. */
const RESULTS = CELLS + CELL * ROUNDS, RESULT = 32;
const PAGES = Math.ceil((RESULTS + RESULT * ROUNDS) / 65_536);
/** Threads that have arrived at the start, threads that have ended, and from there on how far each thread is. */
const ARRIVED = 0, ENDED = 64, PROGRESS = 128;

/** The registers of a program, in the order of their results. */
const registersOf = ({ threads }: Litmus): readonly string[] =>
  threads.flatMap((thread) => accessesOf(thread).flatMap((a) => 'to' in a ? [a.to] : []));
const access = (a: Access, registers: readonly string[]): string => {
  const at = `offset=${PLACES.findIndex((x) => x === a.x) * PLACE} (local.get $cell)`, value = 'value' in a ? `(i32.const ${a.value})` : '';
  const expected = a.op === 'cmpxchg' ? `(i32.const ${a.expected})` : '';
  const verb = a.op === 'read' ? 'load' : a.op === 'write' ? 'store' : `rmw.${a.op}`, instr = `(i32.atomic.${verb} ${at} ${expected} ${value})`;
  return 'to' in a ? `(i32.store offset=${registers.indexOf(a.to) * 4} (local.get $result) ${instr})` : instr;
};
/** A thread waits for the others at the start, and in each round for a moment for its neighbour, then for a moment of its own. */
const threadOf = (litmus: Litmus, thread: string, i: number): string => {
  const count = litmus.threads.length, next = PROGRESS + 64 * ((i + 1) % count), registers = registersOf(litmus);
  return `(func $t${i} (type $job)
    (local $r i32) (local $cell i32) (local $result i32) (local $n i32) (local $seed i32)
    (local.set $seed (i32.add (local.get 0) (i32.const ${i * 7919})))
    (local.set $cell (i32.const ${CELLS})) (local.set $result (i32.const ${RESULTS}))
    (drop (i32.atomic.rmw.add (i32.const ${ARRIVED}) (i32.const 1)))
    (loop $wait (br_if $wait (i32.lt_u (i32.atomic.load (i32.const ${ARRIVED})) (i32.const ${count}))))
    (loop $round
      (i32.atomic.store (i32.const ${PROGRESS + 64 * i}) (local.get $r))
      (local.set $n (i32.const 5000))
      (block $on (loop $near
        (br_if $on (i32.ge_u (i32.atomic.load (i32.const ${next})) (local.get $r)))
        (br_if $near (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
      (local.set $seed (i32.add (i32.mul (local.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
      (local.set $n (i32.shr_u (local.get $seed) (i32.const 27)))
      (loop $delay (br_if $delay (i32.gt_s (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0))))
      ${accessesOf(thread).map((a) => access(a, registers)).join('\n      ')}
      (local.set $cell (i32.add (local.get $cell) (i32.const ${CELL})))
      (local.set $result (i32.add (local.get $result) (i32.const ${RESULT})))
      (br_if $round (i32.lt_u (local.tee $r (i32.add (local.get $r) (i32.const 1))) (i32.const ${ROUNDS}))))
    (drop (i32.atomic.rmw.add (i32.const ${ENDED}) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const ${ENDED}) (i32.const 1))))`;
};

/** The module: `batch` runs the rounds, from a number that the delays depend on. All accesses are sequentially consistent. */
export const stressModule = (litmus: Litmus): string => `(module
  (type $job (shared (func (param i32))))
  (type $spawn (shared (func (param (ref null $job) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (memory (export "memory") ${PAGES} ${PAGES} shared)
  ${litmus.threads.map((thread, i) => threadOf(litmus, thread, i)).join('\n  ')}
  (elem declare (ref (shared func)) ${litmus.threads.map((_, i) => `(ref.func $t${i})`).join(' ')})
  (func (export "batch") (param $seed i32)
    (local $ended i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.const ${PAGES * 65_536}))
    ${litmus.threads.map((_, i) => `(drop (call $spawn (ref.func $t${i}) (local.get $seed)))`).join(' ')}
    (loop $again
      (local.set $ended (i32.atomic.load (i32.const ${ENDED})))
      (if (i32.lt_u (local.get $ended) (i32.const ${litmus.threads.length}))
        (then (drop (memory.atomic.wait32 (i32.const ${ENDED}) (local.get $ended) (i64.const -1))) (br $again))))))`;

/** The outcomes of a batch, as texts: `0 1`, with how many rounds had each. */
export const tally = (litmus: Litmus, words: Int32Array): ReadonlyMap<string, number> => {
  const registers = registersOf(litmus), found = new Map<string, number>();
  for (let r = 0; r < ROUNDS; r++) {
    const key = litmus.shows.map((name) => {
      const place = PLACES.findIndex((x) => x === name);
      const at = place < 0 ? RESULTS + RESULT * r + 4 * registers.indexOf(name) : CELLS + CELL * r + PLACE * place;
      return words[at / 4] ?? NaN;
    }).join(' ');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
};
