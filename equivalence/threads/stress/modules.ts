/**
 * Litmus programs as modules that run many rounds at a time, freely, each round on places of its own.
 *
 * A number v is written as v · 0x10001, so that one half of it alone is seen to be none.
 * @category Equivalence: threads
 * @module
 */
import type { Kind, Syntax } from '../litmus/places.ts';
import { accessText, hasAccesses, KINDS, placeNumber, readText, registersOf } from '../litmus/places.ts';
import type { Access, Litmus } from '../litmus/programs.ts';
import { accessesOf, litmusPrograms, PLACES } from '../litmus/programs.ts';

const MOST_ROUNDS = 250;
/** Rounds of a batch. Globals have names, so there the code of each round is written out. */
export const roundsOf = (kind: Kind): number => kind === 'global' ? 16 : MOST_ROUNDS;

const WIDE = 0x1_0001;
/** Where the memory has the places of the first round, and how far apart places and rounds are: each place is on a line of its own. */
const CELLS = 65_536, PLACE = 64, CELL = PLACE * PLACES.length;
/** Where it has the results of the first round, how far apart rounds are, and where the places begin among the results of a round. */
const RESULTS = CELLS + CELL * MOST_ROUNDS, RESULT = 64, FINAL = 32;
const PAGES = Math.ceil((RESULTS + RESULT * MOST_ROUNDS) / 65_536);
/** From where on it has how far each thread is: the round that it is in, from 1, or that it has ended. */
const PROGRESS = 128, HAS_ENDED = 0x7fff_ffff;
const progressOf = (i: number): string => `(i32.const ${PROGRESS + 64 * i})`;

/** Places of a kind for each round: declared, made anew before a batch, found at the beginning of a round, and accessed. */
interface Cells {
  readonly fields: string;
  readonly fresh: string;
  readonly enter: string;
  readonly syntax: (round: number) => Syntax;
}
const BASE = '(local.set $base (i32.mul (local.get $r) (i32.const 4)))';
const I31 = '(ref null (shared i31))', ZERO = '(ref.i31_shared (i32.const 0))';
const element = (x: string): string => `(i32.add (local.get $base) (i32.const ${placeNumber(x)}))`;
const each = (text: (round: number) => string, rounds: number): string => Array.from({ length: rounds }, (_, r) => text(r)).join('\n  ');
const cells: { readonly [K in Kind]: Cells } = {
  memory: {
    fields: '', fresh: '', enter: `(local.set $base (i32.add (i32.const ${CELLS}) (i32.mul (local.get $r) (i32.const ${CELL}))))`,
    syntax: () => ({ name: 'i32', at: (x) => [`offset=${placeNumber(x) * PLACE}`, '(local.get $base)'] }),
  },
  global: {
    fields: each((r) => PLACES.map((x) => `(global $${x}${r} (shared (mut i32)) (i32.const 0))`).join(' '), roundsOf('global')),
    fresh: each((r) => PLACES.map((x) => `(global.set $${x}${r} (i32.const 0))`).join(' '), roundsOf('global')), enter: '',
    syntax: (r) => ({ name: 'global', at: (x) => [`$${x}${r}`, ''] }),
  },
  struct: {
    fields: `(type $s (shared (struct ${PLACES.map(() => '(field (mut i32))').join(' ')})))
  (type $all (shared (array (mut (ref null $s)))))
  (global $all (shared (ref $all)) (array.new_default $all (i32.const ${roundsOf('struct')})))`,
    fresh: `(loop $make (array.set $all (global.get $all) (local.get $r) (struct.new_default $s))
    (br_if $make (i32.lt_u (local.tee $r (i32.add (local.get $r) (i32.const 1))) (i32.const ${roundsOf('struct')}))))`,
    enter: '', syntax: () => ({ name: 'struct', at: (x) => [`$s ${placeNumber(x)}`, '(array.get $all (global.get $all) (local.get $r))'] }),
  },
  array: {
    fields: `(type $a (shared (array (mut i32))))
  (global $a (shared (mut (ref null $a))) (ref.null $a))`,
    fresh: `(global.set $a (array.new_default $a (i32.const ${4 * roundsOf('array')})))`, enter: BASE,
    syntax: () => ({ name: 'array', at: (x) => ['$a', `(global.get $a) ${element(x)}`] }),
  },
  table: {
    fields: `(table $places shared ${4 * roundsOf('table')} ${4 * roundsOf('table')} ${I31} ${ZERO})`,
    fresh: `(table.fill $places (i32.const 0) ${ZERO} (i32.const ${4 * roundsOf('table')}))`, enter: BASE,
    syntax: () => ({ name: 'table', at: (x) => ['$places', element(x)], isReference: true }),
  },
};

const allRegisters = ({ threads }: Litmus): readonly string[] => threads.flatMap(registersOf);
const wide = (v: number): number => v * WIDE;
const access = (a: Access, syntax: Syntax, registers: readonly string[]): string => {
  const text = accessText(syntax, a, 'seqcst', wide);
  return 'to' in a ? `(i32.store offset=${registers.indexOf(a.to) * 4} (local.get $result) ${text})` : text;
};
/** In half of the rounds there is a delay before each further access. In the others they follow at once, so that the host can reorder. */
const GAP = `(if (i32.and (local.get $seed) (i32.const 0x10_0000))
      (then (drop (call $delay (i32.mul (local.get $seed) (i32.const 0x9e3779b1))))))`;
/**
 * A round waits for the neighbour for a moment, and then for a moment of its own: mostly a short one, sometimes a long one, since what one
 * access takes is not known.
 */
const roundText = (litmus: Litmus, i: number, syntax: Syntax): string => {
  const next = progressOf((i + 1) % litmus.threads.length), registers = allRegisters(litmus);
  return `(i32.atomic.store ${progressOf(i)} (i32.add (local.get $r) (i32.const 1)))
      (call $near ${next} (i32.add (local.get $r) (i32.const 1)) (i32.const ${litmus.threads.length === 2 ? 1000 : 1}))
      (local.set $seed (call $delay (local.get $seed)))
      ${accessesOf(litmus.threads[i] ?? '').map((a) => access(a, syntax, registers)).join(`\n      ${GAP}\n      `)}
      (local.set $result (i32.add (local.get $result) (i32.const ${RESULT})))`;
};
/** Code for each round, with the round in $r. */
const forRounds = (kind: Kind, code: (syntax: Syntax) => string): string => {
  const { enter, syntax } = cells[kind], next = '(i32.add (local.get $r) (i32.const 1))';
  if (kind === 'global') return `(local.set $r (i32.const 0)) ${each((r) => `${code(syntax(r))} (local.set $r ${next})`, roundsOf(kind))}`;
  return `(local.set $r (i32.const 0)) (loop $round
      ${enter}
      ${code(syntax(0))}
      (br_if $round (i32.lt_u (local.tee $r ${next}) (i32.const ${roundsOf(kind)}))))`;
};
const threadText = (litmus: Litmus, i: number, kind: Kind): string => `(func $t${i} (type $job)
    (local $r i32) (local $base i32) (local $result i32) (local $seed i32)
    (local.set $seed (i32.add (local.get 0) (i32.const ${i * 7919})))
    (local.set $result (i32.const ${RESULTS}))
    (i32.atomic.store ${progressOf(i)} (i32.const 1))
    (call $near ${progressOf((i + 1) % litmus.threads.length)} (i32.const 1) (i32.const 1000))
    ${forRounds(kind, (syntax) => roundText(litmus, i, syntax))}
    (i32.atomic.store ${progressOf(i)} (i32.const ${HAS_ENDED}))
    (drop (memory.atomic.notify ${progressOf(i)} (i32.const -1))))`;

/**
 * Waits for a neighbour that is behind: a thread that the host has stopped for a while would otherwise be alone for all rounds of a batch.
 * Delays by a number of turns that a seed gives, and gives the next seed.
 */
const HELPERS = `(type $near (shared (func (param i32 i32 i32))))
  (func $near (type $near) (local $n i32) (local $now i32)
    (local.set $n (i32.const 3000))
    (block $on
      (loop $spin
        (br_if $on (i32.ge_u (i32.atomic.load (local.get 0)) (local.get 1)))
        (br_if $spin (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (loop $sleep
        (local.set $now (i32.atomic.load (local.get 0)))
        (br_if $on (i32.ge_u (local.get $now) (local.get 1)))
        (drop (memory.atomic.wait32 (local.get 0) (local.get $now) (i64.const 20_000)))
        (br_if $sleep (i32.gt_s (local.tee 2 (i32.sub (local.get 2) (i32.const 1))) (i32.const 0))))))
  (type $delay (shared (func (param i32) (result i32))))
  (func $delay (type $delay) (local $n i32)
    (local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 1664525)) (i32.const 1013904223)))
    (local.set $n (i32.and (i32.shr_u (local.get 0) (i32.const 12))
      (i32.sub (i32.shl (i32.const 1) (i32.rem_u (i32.shr_u (local.get 0) (i32.const 24)) (i32.const 10))) (i32.const 1))))
    (loop $again (br_if $again (i32.gt_s (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0))))
    (local.get 0))`;

/** The module: `batch` runs the rounds, from a number that the delays depend on. All accesses are sequentially consistent. */
export const stressModule = (litmus: Litmus, kind: Kind): string => `(module
  (type $job (shared (func (param i32))))
  (type $spawn (shared (func (param (ref null $job) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (memory (export "memory") ${PAGES} ${PAGES} shared)
  ${cells[kind].fields}
  ${HELPERS}
  ${litmus.threads.map((_, i) => threadText(litmus, i, kind)).join('\n  ')}
  (elem declare (ref (shared func)) ${litmus.threads.map((_, i) => `(ref.func $t${i})`).join(' ')})
  (func (export "batch") (param $seed i32)
    (local $now i32) (local $r i32) (local $base i32) (local $result i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.const ${PAGES * 65_536}))
    ${cells[kind].fresh}
    ${litmus.threads.map((_, i) => `(drop (call $spawn (ref.func $t${i}) (local.get $seed)))`).join(' ')}
    ${litmus.threads.map((_, i) => `(loop $again
      (local.set $now (i32.atomic.load ${progressOf(i)}))
      (if (i32.ne (local.get $now) (i32.const ${HAS_ENDED}))
        (then (drop (memory.atomic.wait32 ${progressOf(i)} (local.get $now) (i64.const 1_000_000))) (br $again))))`).join('\n    ')}
    (local.set $result (i32.const ${RESULTS}))
    ${forRounds(kind, (syntax) => `${PLACES.map((x, p) =>
    `(i32.store offset=${FINAL + 4 * p} (local.get $result) ${readText(syntax, x)})`).join(' ')}
      (local.set $result (i32.add (local.get $result) (i32.const ${RESULT})))`)}))`;

const shown = (word: number): string => word % WIDE === 0 ? String(word / WIDE) : `0x${word.toString(16)}`;
/** The outcomes of a batch, as texts: `0 1`, with how many rounds had each. */
export const tally = (litmus: Litmus, kind: Kind, words: Int32Array): ReadonlyMap<string, number> => {
  const registers = allRegisters(litmus), found = new Map<string, number>();
  const offsets = litmus.shows.map((name) => registers.includes(name) ? 4 * registers.indexOf(name) : FINAL + 4 * placeNumber(name));
  for (let r = 0; r < roundsOf(kind); r++) {
    const key = offsets.map((offset) => shown(words[(RESULTS + RESULT * r + offset) / 4] ?? NaN)).join(' ');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
};

/** A litmus program with places of a kind. */
export interface StressForm {
  readonly litmus: Litmus;
  readonly kind: Kind;
}
/** All of them. */
export const stressForms: readonly StressForm[] =
  litmusPrograms.flatMap((litmus) => KINDS.filter((kind) => hasAccesses(kind, litmus)).map((kind) => ({ litmus, kind })));
