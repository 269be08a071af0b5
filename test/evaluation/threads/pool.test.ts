import type { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { blockOf } from '../../../evaluation/threads/control.ts';
import type { ProgramEnd } from '../../../evaluation/threads/pool.ts';
import { runProgram } from '../../../evaluation/threads/pool.ts';
import type { Program } from '../../../evaluation/threads/pool.ts';
import { resultsOf } from '../../../evaluation/host/wasm.ts';
import { parkingModule } from '../../../evaluation/threads/runtime.ts';
import type { StandIn, StandInEnd } from './stand-in.ts';

const parking = parkingModule(), entry = new URL('stand-in.ts', import.meta.url);
type Options = Partial<Pick<Program<StandIn>, 'limit' | 'warm' | 'onWorker'>>;
/** Runs a module with a memory, wait queues and `$spawn` of functions in slots from 1. */
const run = (fields: string, { limit = 8, warm = 1, ...options }: Options = {}): Promise<ProgramEnd<StandInEnd>> => runProgram({
  entry, parking, limit, warm, ...options,
  data: {
    params: ['i32', 'i64', 'f64'],
    text: `(module
  (type $job (func (param i32 i64 f64)))
  (import "" "spawn" (func $spawn-record (param i32 i32 i64 f64) (result i32)))
  (import "" "memory" (memory 1 1 shared))
  (import "" "control" (memory $control 1024 1024 shared))
  (import "" "functions" (table 16 funcref))
  (import "weft:threads" "lock" (func $lock (param i32 i64) (result i32)))
  (import "weft:threads" "unlock" (func $unlock (param i32)))
  (import "weft:threads" "wait" (func $wait-in (param i32 i32 i64 i64) (result i32)))
  (import "weft:threads" "notify" (func $notify (param i32 i64 i32) (result i32)))
  (import "weft:threads" "stop" (func $stop (result i32)))
  (import "weft:threads" "await-stopped" (func $await-stopped))
  (import "weft:threads" "release" (func $release))
  (func $spawn (param $slot i32) (param $n i32) (result i32)
    (call $spawn-record (i32.shl (local.get $slot) (i32.const 3)) (local.get $n) (i64.const -5) (f64.const 0.5)))
  ;; waits in the queue of an address while it has a value
  (func $wait (param $address i32) (param $value i32) (param $timeout i64) (result i32)
    (local $bucket i32)
    (local.set $bucket (call $lock (i32.const 0) (i64.extend_i32_u (local.get $address))))
    (if (result i32) (i32.eq (i32.atomic.load (local.get $address)) (local.get $value))
      (then (call $wait-in (local.get $bucket) (i32.const 0) (i64.extend_i32_u (local.get $address)) (local.get $timeout)))
      (else (call $unlock (local.get $bucket)) (i32.const 1))))
  (func $wake (param $address i32) (param $count i32) (result i32)
    (call $notify (i32.const 0) (i64.extend_i32_u (local.get $address)) (local.get $count)))
  ;; waits until the word at an address has a value
  (func $await (param $address i32) (param $value i32)
    (local $now i32)
    (loop $again
      (local.set $now (i32.atomic.load (local.get $address)))
      (if (i32.ne (local.get $now) (local.get $value))
        (then (drop (call $wait (local.get $address) (local.get $now) (i64.const -1))) (br $again)))))
  (func $count (param $address i32)
    (drop (i32.atomic.rmw.add (local.get $address) (i32.const 1)))
    (drop (call $wake (local.get $address) (i32.const -1))))
  ${fields})`,
  },
});
const complete = async (fields: string, options: Options = {}): Promise<readonly [value: unknown, threads: number]> => {
  const end = await run(fields, options);
  if (end.kind !== 'complete') throw new Error(JSON.stringify({ ...end, log: undefined }));
  if (end.main.error !== undefined) throw new Error(end.main.error);
  return [end.main.value, end.threads];
};

const Life = suite('threads in workers');

Life('a thread has its arguments, of every type, and main waits for it', async () => {
  assert.equal(await complete(`
    (func $job (type $job)
      (i32.store (i32.const 4) (i32.add (local.get 0) (i32.add (i32.wrap_i64 (local.get 1)) (i32.trunc_f64_s (f64.mul (f64.const 4) (local.get 2))))))
      (call $count (i32.const 0)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32)
      (drop (call $spawn (i32.const 1) (i32.const 45)))
      (call $await (i32.const 0) (i32.const 1))
      (i32.load (i32.const 4)))`), [42, 2]);
});
Life('the run goes on until all threads have ended, though main has', async () => {
  assert.equal(await complete(`
    (func $job (type $job)
      (drop (call $wait (i32.const 0) (i32.const 0) (i64.const 2_000_000)))
      (if (i32.gt_s (local.get 0) (i32.const 0)) (then (drop (call $spawn (i32.const 1) (i32.sub (local.get 0) (i32.const 1)))))))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32) (call $spawn (i32.const 1) (i32.const 3)))`), [1, 5]);
});

Life('a thread that is spawned begins though main never returns to its event loop', async () => {
  assert.equal(await complete(`
    (func $job (type $job) (i32.atomic.store (i32.const 0) (i32.const 1)))
    (elem (i32.const 1) func $job)
    (func (export "main") (drop (call $spawn (i32.const 1) (i32.const 0))) (loop $l (br_if $l (i32.eqz (i32.atomic.load (i32.const 0))))))`,
  { warm: 0 }), [undefined, 2]);
});
Life('1,000 threads, one after the other', async () => {
  assert.equal(await complete(`
    (func $job (type $job) (call $count (i32.const 0)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32)
      (local $n i32)
      (loop $again
        (drop (call $spawn (i32.const 1) (i32.const 0)))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (call $await (i32.const 0) (local.get $n))
        (br_if $again (i32.lt_u (local.get $n) (i32.const 1000))))
      (i32.load (i32.const 0)))`, { limit: 2 }), [1000, 1001]);
});
Life('1,000 threads, one after the other, take the room of one, and no worker more', async () => {
  const workers: Worker[] = [];
  const [value, threads] = await complete(`
    (func $job (type $job) (call $count (i32.const 0)))
    (elem (i32.const 1) func $job)
    ;; so many threads; afterwards, where free memory of the control memory begins
    (func $spawn-many (param $more i32) (result i32)
      (local $n i32)
      (local.set $n (i32.atomic.load (i32.const 0)))
      (local.set $more (i32.add (local.get $n) (local.get $more)))
      (loop $again
        (drop (call $spawn (i32.const 1) (i32.const 0)))
        (call $await (i32.const 0) (local.tee $n (i32.add (local.get $n) (i32.const 1))))
        (br_if $again (i32.lt_u (local.get $n) (local.get $more))))
      (i32.load $control (i32.const 44)))
    (func (export "main") (result i32)
      (i32.sub (call $spawn-many (i32.const 500)) (call $spawn-many (i32.const 500))))`,
  { limit: 2, onWorker: (worker) => workers.push(worker) });
  // A record of a job may be given back only after the next one was needed, at some time in the first half or the second.
  assert.ok(Math.abs(Number(value)) <= 64, String(value));
  assert.equal([threads, workers.length], [1001, 2]);
  assert.equal(workers.map(({ threadId }) => threadId), [-1, -1]);
});
/** Each of `$n` threads arrives, and waits until all have. */
const rendezvous = (n: number): string => `
  (func $job (type $job)
    (call $count (i32.const 0))
    (call $await (i32.const 0) (i32.const ${n}))
    (call $count (i32.const 4)))
  (elem (i32.const 1) func $job)
  (func (export "main") (result i32)
    (local $n i32)
    (loop $again
      (drop (call $spawn (i32.const 1) (local.get $n)))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const ${n}))))
    (call $await (i32.const 4) (i32.const ${n}))
    (i32.load (i32.const 4)))`;
Life('64 threads at once', async () => {
  assert.equal(await complete(rendezvous(64), { limit: 65, warm: 8 }), [64, 65]);
});
Life('more threads than may run at a time: the others begin when there is room', async () => {
  assert.equal(await complete(`
    (func $job (type $job) (call $count (i32.const 0)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32)
      (local $n i32)
      (loop $again
        (drop (call $spawn (i32.const 1) (local.get $n)))
        (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 500))))
      (call $await (i32.const 0) (i32.const 500))
      (i32.load (i32.const 0)))`, { limit: 3, warm: 0 }), [500, 501]);
});

const Stop = suite('threads that are stopped');
/**
 * A thread waits so many nanoseconds. Main stops it meanwhile and does something, and releases it after 80 ms. The result is whether it had
 * gone on: before it was stopped, while it was, and at the end.
 */
const stopped = async (timeout: string, meanwhile: string): Promise<readonly unknown[]> => {
  const [value] = await complete(`
    (func $job (type $job)
      (i32.atomic.store (i32.const 16) (i32.const 1))
      (drop (call $wait (i32.const 0) (i32.const 0) (i64.const ${timeout})))
      (i32.atomic.store (i32.const 8) (i32.const 1))
      (call $count (i32.const 4)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32 i32 i32)
      (drop (call $spawn (i32.const 1) (i32.const 0)))
      (loop $spin (br_if $spin (i32.eqz (i32.atomic.load (i32.const 16)))))
      (if (i32.eqz (call $stop)) (then (unreachable)))
      (call $await-stopped)
      (i32.atomic.load (i32.const 8))
      ${meanwhile}
      (drop (memory.atomic.wait32 (i32.const 12) (i32.const 0) (i64.const 80_000_000)))
      (i32.atomic.load (i32.const 8))
      (call $release)
      (call $await (i32.const 4) (i32.const 1))
      (i32.load (i32.const 8)))`);
  return resultsOf(value);
};
Stop('one that is woken goes on when it is released', async () => {
  assert.equal(await stopped('-1', '(drop (call $wake (i32.const 0) (i32.const -1)))'), [0, 0, 1]);
});
Stop('one whose time is over goes on when it is released', async () => {
  // Where main is kept from running, the time is over before it has stopped the thread.
  let found = await stopped('20_000_000', '');
  for (let tries = 1; found[0] === 1 && tries < 100; tries++) found = await stopped('20_000_000', '');
  assert.equal(found, [0, 0, 1]);
});
Stop.run();

const End = suite('how a run ends');
const SPIN = '(loop $l (br $l))';

End('a trap in a thread ends all, whatever they do', async () => {
  const end = await run(`
    (func $job (type $job)
      (if (i32.eq (local.get 0) (i32.const 2)) (then (call $await (i32.const 4) (i32.const 1))))
      (if (i32.eq (local.get 0) (i32.const 3)) (then (call $count (i32.const 0)) (unreachable)))
      ${SPIN})
    (elem (i32.const 1) func $job)
    (func (export "main")
      (drop (call $spawn (i32.const 1) (i32.const 1))) (drop (call $spawn (i32.const 1) (i32.const 2)))
      (drop (call $spawn (i32.const 1) (i32.const 3)))
      (call $await (i32.const 0) (i32.const 1)) ${SPIN})`);
  if (end.kind !== 'failed') throw new Error(end.kind);
  const { thread, kind, message } = end.failure;
  assert.equal({ thread, kind, message }, { thread: 3, kind: 'trap', message: 'unreachable' });
});
End('all threads wait: a deadlock, with who waits where', async () => {
  const end = await run(`
    (func $job (type $job) (call $await (local.get 0) (i32.const 1)))
    (elem (i32.const 1) func $job)
    (func (export "main")
      (drop (call $spawn (i32.const 1) (i32.const 8))) (drop (call $spawn (i32.const 1) (i32.const 16)))
      (call $await (i32.const 24) (i32.const 1)))`);
  const at = (thread: number, address: bigint): object => ({ thread, space: 0, address });
  assert.equal(end, { kind: 'deadlock', waiting: [at(0, 24n), at(1, 8n), at(2, 16n)], queued: 0 });
});
End('main has ended, and the others wait for each other', async () => {
  const end = await run(`
    (func $job (type $job) (call $await (i32.const 0) (i32.const 1)))
    (elem (i32.const 1) func $job)
    (func (export "main") (drop (call $spawn (i32.const 1) (i32.const 8))))`);
  assert.equal(end, { kind: 'deadlock', waiting: [{ thread: 1, space: 0, address: 0n }], queued: 0 });
});
End('as many threads wait as may run: a deadlock, though others have not begun', async () => {
  const end = await run(rendezvous(4), { limit: 3 });
  if (end.kind !== 'deadlock') throw new Error(end.kind);
  assert.equal([end.waiting.map(({ thread }) => thread), end.queued], [[0, 1, 2], 2]);
});
End('waiting with a timeout is no deadlock', async () => {
  assert.equal(await complete(`
    (func $job (type $job) (drop (call $wait (i32.const 0) (i32.const 0) (i64.const 3_000_000))) (call $count (i32.const 4)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32)
      (drop (call $spawn (i32.const 1) (i32.const 8)))
      (call $await (i32.const 4) (i32.const 1))
      (call $wait (i32.const 0) (i32.const 0) (i64.const 1_000_000)))`), [2, 2]);
});
End('a thread that the host wakes for nothing, again and again, waits no longer than it wants', async () => {
  // Main wakes it every millisecond: at its block in the control memory, where nothing says that it may go on.
  assert.equal(await complete(`
    (func $job (type $job)
      (i32.store (i32.const 4) (call $wait (i32.const 0) (i32.const 0) (i64.const 300_000_000)))
      (i32.atomic.store (i32.const 8) (i32.const 1)))
    (elem (i32.const 1) func $job)
    (func (export "main") (result i32)
      (local $times i32)
      (drop (call $spawn (i32.const 1) (i32.const 0)))
      (loop $again
        (drop (memory.atomic.wait32 (i32.const 12) (i32.const 0) (i64.const 1_000_000)))
        (drop (memory.atomic.notify $control (i32.const ${blockOf(1) + 16}) (i32.const 1)))
        (br_if $again (i32.and
          (i32.eqz (i32.atomic.load (i32.const 8)))
          (i32.lt_u (local.tee $times (i32.add (local.get $times) (i32.const 1))) (i32.const 20_000)))))
      (i32.load (i32.const 4)))`), [2, 2]);
});
End('threads are woken in the order in which they came', async () => {
  // Thread n comes when n - 1 others wait; as it wakes, it writes its number after those that woke before it.
  assert.equal(await complete(`
    (func $job (type $job)
      (drop (call $wait (i32.const 0) (i32.const 0) (i64.const -1)))
      (i32.store8 (i32.add (i32.const 32) (i32.atomic.rmw.add (i32.const 16) (i32.const 1))) (local.get 0))
      (call $count (i32.const 24)))
    (elem (i32.const 1) func $job)
    ;; until so many threads wait for ever
    (func $spawn-waiting (param $n i32)
      (drop (call $spawn (i32.const 1) (local.get $n)))
      (loop $again (br_if $again (i32.ne (i32.atomic.load $control (i32.const 0)) (local.get $n)))))
    (func (export "main") (result i32)
      (local $n i32)
      (call $spawn-waiting (i32.const 1)) (call $spawn-waiting (i32.const 2)) (call $spawn-waiting (i32.const 3)) (call $spawn-waiting (i32.const 4))
      (loop $again
        (drop (call $wake (i32.const 0) (i32.const 1)))
        (call $await (i32.const 24) (local.tee $n (i32.add (local.get $n) (i32.const 1))))
        (br_if $again (i32.lt_u (local.get $n) (i32.const 4))))
      (i32.load (i32.const 32)))`), [0x04030201, 5]);
});
End('a worker that the host ends is reported, and nothing is left', async () => {
  const workers: Worker[] = [];
  const end = await run(`
    (func $job (type $job) (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))) ${SPIN})
    (elem (i32.const 1) func $job)
    (func (export "main") (drop (call $spawn (i32.const 1) (i32.const 1))) (call $await (i32.const 0) (i32.const 2)))`, {
    warm: 1, onWorker: (worker) => {
      workers.push(worker);
      if (workers.length === 2) worker.once('online', () => void worker.terminate());
    },
  });
  if (end.kind !== 'lost') throw new Error(end.kind);
  assert.is(end.why, 'the worker has ended with the code 1');
  assert.equal(workers.map(({ threadId }) => threadId), [-1, -1]);
});

Life.run();
End.run();
