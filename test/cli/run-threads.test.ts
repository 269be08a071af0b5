/** Programs with threads, run by the command `run`: they end as the explorer says that they may, and say what a person needs to know. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validProgramOf } from '../../cli/command/programs.ts';
import { instanceExport, moduleInstantiate } from '../../reduction/embedding.ts';
import { exploreStates } from '../../reduction/explorer/memo.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { poolOf } from '../../reduction/pool.ts';
import { programs } from '../../reduction/programs.ts';
import { showVal } from '../../scripts/showing.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { positionOf } from '../../syntax/source.ts';
import { spawning } from '../reduction/programs.ts';
import { inFolder, runIn } from './run.ts';
import { orThrow, run } from './threads.ts';

const DEADLOCK = 'deadlock';
/** How a program may end: with results, or in a deadlock. */
const possible = (name: string, valid: ValidModule): ReadonlySet<string> => {
  const { inst, run: { z: { S } } } = pipe(moduleInstantiate(EMPTY_STORE, valid, new Map()), E.getOrElseW(orThrow(name)));
  const z = invoke(S, instanceExport(inst, 'main')?.a ?? -1, []), limits = { fuel: 10_000, frames: 100 };
  if (z === undefined) throw new Error(`${name} has no main`);
  const { outcomes } = exploreStates(programs(limits), poolOf(z, limits));
  return new Set(outcomes.map(({ outcome }) => outcome.verdict === 'complete' && outcome.main.kind === 'values'
    ? outcome.main.vals.map(showVal).join('\n') : outcome.verdict));
};

const Examples = suite('the examples of threads end as the explorer says that they may');
const folder = join(import.meta.dirname, '..', '..', 'examples', 'threads');
for (const file of globSync('*.wat', { cwd: folder })) {
  Examples(file, async () => {
    const text = readFileSync(join(folder, file), 'utf8');
    const { valid } = pipe(validProgramOf({ kind: 'text', name: file, text }), E.getOrElseW(orThrow(file)));
    const lines = await run(file, text), isDeadlock = lines[0]?.startsWith(`${file}: deadlock`) === true;
    const found = isDeadlock ? DEADLOCK : lines.filter((line) => !line.startsWith(';;')).join('\n');
    assert.ok(possible(file, valid).has(found), lines.join('\n'));
  });
}

const Ends = suite('how threads end');

const JOB = `
  (type $s (shared (struct (field $x (mut i32)))))
  (memory 1 1 shared)
  (func $null (type $job) (drop (struct.get $s $x (ref.null $s))))
  (func $far (type $job) (drop (i32.load (i32.const -1))))
  (type $t (shared (func (param i32)))) (tag $e (type $t))
  (func $throws (type $job) (throw $e (i32.const 1)))
  (func $waits (type $job) (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1))))
  (func $spawns-null (type $job) (drop (call $spawn (ref.null $job))))
  (elem declare (ref (shared func)) (ref.func $null) (ref.func $far) (ref.func $throws) (ref.func $waits) (ref.func $spawns-null))`;
const spawnsOne = (name: string): string => spawning(`${JOB}
  (func (export "main") (drop (call $spawn (ref.func $${name}))) (drop (memory.atomic.wait32 (i32.const 16) (i32.const 0) (i64.const -1))))`);

for (const [name, why] of [
  ['null', 'null structure reference'], ['far', 'out of bounds memory access'], ['spawns-null', 'null function reference'],
] as const) {
  Ends(`a trap in a thread says why and where: ${why}`, async () => {
    const [first, second] = await run('a.wat', spawnsOne(name));
    assert.is(first, `a.wat: thread 1: trap: ${why}`);
    assert.match(second ?? '', new RegExp(`^ {2}at \\$${name} \\(a\\.wat:\\d+:\\d+\\)$`, 'u'));
  });
}
Ends('an exception that nobody catches in a thread is a trap', async () => {
  assert.equal(await run('a.wat', spawnsOne('throws')), ['a.wat: thread 1: trap: uncaught exception in a thread']);
});
/** Cooperative threads beside one of the host. */
const mixed = (job: string, body: string): string => `(module
  (type $job (shared (func))) (type $spawner (shared (func (param (ref null $job)) (result i32)))) (type $step (func (param i32)))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (import "thread" "spawn_ref" (func $cooperate (param (ref null $step) i32) (result i32)))
  (import "thread" "spawn_indirect" (func $by_table (param i32 i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (memory 1 1 shared)
  (table (export "__indirect_function_table") funcref (elem $adds $divides $throws))
  (func $add (param i32) (drop (i32.atomic.rmw.add (i32.const 0) (local.get 0))))
  (func $adds (type $step) (drop (call $yield)) (call $add (local.get 0)))
  (func $divides (type $step) (drop (call $yield)) (drop (i32.div_u (i32.const 1) (local.get 0))))
  (tag $e)
  (func $throws (type $step) (throw $e))
  (func $job (type $job) ${job})
  (elem declare (ref (shared func)) (ref.func $job)) (elem declare func $adds)
  (func $main (export "main") (result i32 i32 i32) ${body}))`;
const JOIN = '(drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1)))';
const RELEASE = '(i32.atomic.store (i32.const 8) (i32.const 1)) (drop (memory.atomic.notify (i32.const 8) (i32.const 1)))';
Ends('cooperative threads beside one of the host, each sort with numbers of its own', async () => {
  const body = `(call $cooperate (ref.func $adds) (i32.const 2)) (call $spawn (ref.func $job)) (drop (call $by_table (i32.const 0) (i32.const 3)))
    (drop (call $yield)) (drop (call $yield)) ${JOIN} (i32.atomic.load (i32.const 0))`;
  const text = mixed(`(drop (i32.atomic.rmw.add (i32.const 0) (i32.const 40))) ${RELEASE}`, body);
  assert.equal(await run('a.wat', text), ['(i32.const 1)', '(i32.const 1)', '(i32.const 45)', ';; 2 threads: all have ended']);
});
/** The line of a backtrace for a function, at the last instruction that begins so. */
const at = (text: string, name: string, instr: string): string => {
  const { line, column } = positionOf(text, text.lastIndexOf(instr));
  return `  at ${name} (a.wat:${line}:${column})`;
};
Ends('a trap in a thread of the host says where, also if cooperative ones are there', async () => {
  const text = mixed('(drop (i32.load (i32.const -1)))', `(drop (call $spawn (ref.func $job))) ${JOIN} unreachable`);
  assert.equal(await run('a.wat', text), ['a.wat: thread 1: trap: out of bounds memory access', at(text, '$job', '(i32.load')]);
});
Ends('a trap in a cooperative thread says where: there, and where its turn has begun', async () => {
  const rest = '(i32.const 1) (i32.const 2) (i32.const 3)';
  const program = (x: number, after: string): string =>
    mixed('', `(drop (call $by_table (i32.const ${x}) (i32.const 0))) (drop (call $yield)) ${after}`);
  const divides = program(1, `(drop (call $yield)) ${rest}`), atEnd = program(1, rest), throws = program(2, rest);
  const trap = 'a.wat: trap: integer divide by zero', border = '— resumed at —';
  assert.equal(await run('a.wat', divides), [trap, at(divides, '$divides', '(i32.div_u'), border, at(divides, '$main', '(call $yield')]);
  assert.equal(await run('a.wat', atEnd), [trap, at(atEnd, '$divides', '(i32.div_u')]);
  assert.equal(await run('a.wat', throws),
    ['a.wat: trap: uncaught exception in a thread', at(throws, '$throws', '(throw'), border, at(throws, '$main', '(call $yield')]);
});
Ends('a deadlock says which threads wait, and where', async () => {
  assert.equal(await run('a.wat', spawnsOne('waits')), [
    'a.wat: deadlock: all threads wait, and nobody can wake them',
    '  thread 0 waits at address 16 of shared memory 1', '  thread 1 waits at address 8 of shared memory 1',
  ]);
});
Ends('if no other thread may run, main waits for ever for one', async () => {
  assert.equal((await run('a.wat', spawnsOne('throws'), 1)).slice(1), [
    '  thread 0 waits at address 16 of shared memory 1', '  1 thread more has not begun: no more may run at a time',
  ]);
});
Ends('a thread that waits for a place gets that of the first thread when it has ended', async () => {
  const nothing = spawning(`(func $job (type $job)) (elem declare (ref (shared func)) (ref.func $job))
    (func (export "main") (result i32) (drop (call $spawn (ref.func $job))) (i32.const 5))`);
  assert.equal(await run('a.wat', nothing, 1), ['(i32.const 5)', ';; 2 threads: all have ended']);
  const second = spawning(`
    (func $waits (type $job) (drop (global.wait $word (global.get $queue) (i32.const 0) (i64.const -1))))
    (func $wakes (type $job) (global.atomic.set $word (i32.const 1)) (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
    (elem declare (ref (shared func)) (ref.func $waits) (ref.func $wakes))
    (func (export "main") (result i32)
      (drop (call $spawn (ref.func $waits))) (drop (call $spawn (ref.func $wakes))) (i32.const 5))`);
  assert.equal(await run('a.wat', second, 2), ['(i32.const 5)', ';; 3 threads: all have ended']);
});
Ends('spawning by table: no such element, and none', async () => {
  const text = readFileSync(join(folder, 'spawn-by-table.wat'), 'utf8'), call = (i: string): Promise<readonly string[]> =>
    run('a.wat', text, 2, { name: 'run', words: [i] });
  assert.equal([(await call('2'))[0], (await call('1'))[0]], ['a.wat: trap: undefined element', 'a.wat: trap: uninitialized element']);
});
Ends('a worker that has had a thread gives the next one fresh thread-local globals', async () => {
  assert.equal(await run('a.wat', spawning(`
    (memory 1 1 shared)
    (global $own (thread_local (mut i32)) (i32.const 0))
    (func $adds (type $job)
      (global.set $own (i32.add (global.get $own) (i32.const 1)))
      (drop (i32.atomic.rmw.add (i32.const 4) (global.get $own)))
      (i32.atomic.store (i32.const 0) (i32.const 1))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
    (elem declare (ref (shared func)) (ref.func $adds))
    (func (export "main") (result i32)
      (local $n i32)
      (loop $again
        (i32.atomic.store (i32.const 0) (i32.const 0))
        (drop (call $spawn (ref.func $adds)))
        (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))
        (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 5))))
      (i32.load (i32.const 4)))`), 2), ['(i32.const 5)', ';; 6 threads: all have ended']);
});
/** Spawns threads, some of them together: these wait for each other, and main for all of them. */
const many = (threads: number, together: number): string => spawning(`
    (func $adds (type $job) (local $n i32)
      (if (i32.eq (global.atomic.rmw.add $count (i32.const 1)) (i32.const ${together - 1}))
        (then (drop (waitqueue.notify (global.get $queue) (i32.const -1)))))
      (loop $again
        (local.set $n (global.atomic.get $count))
        (if (i32.lt_u (local.get $n) (i32.const ${together}))
          (then (drop (global.wait $count (global.get $queue) (local.get $n) (i64.const -1))) (br $again))))
      (drop (global.atomic.rmw.add $word (i32.const 1)))
      (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
    (elem declare (ref (shared func)) (ref.func $adds))
    (func (export "main") (result i32) (local $spawned i32) (local $n i32)
      (loop $more
        (global.atomic.set $count (i32.const 0))
        (loop $spawning
          (drop (call $spawn (ref.func $adds)))
          (local.set $spawned (i32.add (local.get $spawned) (i32.const 1)))
          (br_if $spawning (i32.rem_u (local.get $spawned) (i32.const ${together}))))
        (loop $again
          (local.set $n (global.atomic.get $word))
          (if (i32.lt_u (local.get $n) (local.get $spawned))
            (then (drop (global.wait $word (global.get $queue) (local.get $n) (i64.const -1))) (br $again))))
        (br_if $more (i32.lt_u (local.get $spawned) (i32.const ${threads}))))
      (global.atomic.get $word))`);
for (const [threads, together, limit] of [[1000, 1, 2], [640, 64, 65]] as const) {
  Ends(`${threads} threads, ${together} at a time`, async () => {
    const ended = `;; ${(threads + 1).toLocaleString('en')} threads: all have ended`;
    assert.equal(await run('a.wat', many(threads, together), limit), [`(i32.const ${threads})`, ended]);
  });
}
Ends('a table that several threads grow at once grows by each of them, and has what each has put there', async () => {
  const threads = 3, times = 1_000_000, elements = threads * times;
  assert.equal(await run('a.wat', spawning(`
    (table $t shared 0 ${elements} (ref null (shared i31)))
    (global $all (shared (mut i32)) (i32.const 0))
    ;; waits for the others, and grows the table by one element after the other, with numbers of its own
    (func $grows (type $job) (local $mine i32) (local $i i32)
      (local.set $mine (global.atomic.rmw.add $count (i32.const 1)))
      (loop $spin (br_if $spin (i32.lt_u (global.atomic.get $count) (i32.const ${threads}))))
      (loop $next
        (if (i32.eq (table.grow $t (ref.i31_shared (i32.add (local.get $i) (i32.mul (local.get $mine) (i32.const ${times})))) (i32.const 1)) (i32.const -1))
          (then (unreachable)))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${times}))))
      (drop (global.atomic.rmw.add $word (i32.const 1)))
      (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
    (elem declare (ref (shared func)) (ref.func $grows))
    (func (export "main") (result i32 i32) (local $i i32) (local $n i32)
      ${'(drop (call $spawn (ref.func $grows))) '.repeat(threads)}
      (loop $again
        (local.set $n (global.atomic.get $word))
        (if (i32.lt_u (local.get $n) (i32.const ${threads}))
          (then (drop (global.wait $word (global.get $queue) (local.get $n) (i64.const -1))) (br $again))))
      (local.set $n (i32.const 0))
      (loop $next
        (local.set $n (i32.add (local.get $n) (i31.get_u (table.get $t (local.get $i)))))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (table.size $t))))
      (table.size $t) (local.get $n))`)),
  [`(i32.const ${elements})`, `(i32.const ${(elements * (elements - 1) / 2) | 0})`, `;; ${threads + 1} threads: all have ended`]);
});
Ends('what segments and the start function do happens once, whichever memories and tables there are', async () => {
  assert.equal(await run('a.wat', spawning(`
    (memory $own 1) (memory $shared 1 1 shared) (memory $other 1)
    (table $t 2 funcref)
    (data (memory $own) (i32.const 0) "\\01") (data (memory $shared) (i32.const 4) "\\02") (data (memory $other) (i32.const 0) "\\03")
    (type $get (func (result i32)))
    (elem (table $t) (i32.const 1) func $other)
    (func $other (type $get) (i32.load $other (i32.const 0)))
    (func $start (drop (i32.atomic.rmw.add $shared (i32.const 8) (i32.const 1))))
    (start $start)
    (func $adds (type $job)
      (drop (i32.atomic.rmw.add $shared (i32.const 4) (i32.const 40)))
      (i32.atomic.store $shared (i32.const 0) (i32.const 1))
      (drop (memory.atomic.notify $shared (i32.const 0) (i32.const 1))))
    (elem declare (ref (shared func)) (ref.func $adds))
    (func (export "main") (result i32 i32 i32 i32)
      (drop (call $spawn (ref.func $adds)))
      (drop (memory.atomic.wait32 $shared (i32.const 0) (i32.const 0) (i64.const -1)))
      (i32.load $own (i32.const 0)) (i32.load $shared (i32.const 4)) (call_indirect $t (type $get) (i32.const 1))
      (i32.load $shared (i32.const 8)))`)), [...[1, 42, 3, 1].map((n) => `(i32.const ${n})`), ';; 2 threads: all have ended']);
});
Ends('a program that prints and shares', async () => {
  assert.equal(await run('a.wat', `(module
    (type $job (shared (func)))
    (type $spawner (shared (func (param (ref null $job)) (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawner)))
    (import "spectest" "print" (func $print))
    (memory 1 1 shared)
    (func $sets (type $job)
      (i32.atomic.store (i32.const 0) (i32.const 1)) (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
    (elem declare (ref (shared func)) (ref.func $sets))
    (func (export "main")
      (drop (call $spawn (ref.func $sets)))
      (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))
      (if (i32.eqz (i32.atomic.load (i32.const 0))) (then (call $print)))))`), [';; 2 threads: all have ended']);
});
Ends('the exit code, and what is printed', () => inFolder({ 'a.wat': spawnsOne('null') }, (where) => {
  assert.is(runIn(where, 'run', 'a.wat').code, 1);
  const good = runIn(folder, 'run', 'thread-local.wat', '--threads', '2');
  assert.equal([good.code, good.stdout, good.stderr], [0, '(i32.const 107)\n;; 2 threads: all have ended\n', '']);
  const wrong = runIn(folder, 'run', 'thread-local.wat', '--threads', '0');
  assert.equal([wrong.code, wrong.stdout], [2, '']);
}));

Examples.run();
Ends.run();
