/**
 * Scripts in which a thread that a command has spawned fails, which both engines run: the command ends, with all threads that it has
 * spawned, wherever they are, and the script goes on.
 * @module
 */

/** What a thread does as it goes on, which others might see; the small step gives others a turn then. */
const LOOK = '(drop (i32.atomic.load (i32.const 0)))';
/** What threads may do that are spawned. */
const JOBS = {
  trap: '(func $trap (type $job) (unreachable))',
  divide: '(func $divide (type $job) (drop (i32.div_s (i32.const 1) (global.get $zero))))',
  throw: '(func $throw (type $job) (throw $e))',
  suspend: '(func $suspend (type $job) (suspend $e))',
  'call null': '(func $call-null (type $job) (call_ref $job (ref.null $job)))',
  wait: '(func $wait (type $job) (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1))))',
  'wait for an hour': '(func $wait-hour (type $job) (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const 3_600_000_000_000))))',
  'wait in a queue':
    '(func $wait-queue (type $job) (drop (global.wait $zero (global.get $q) (i32.const 0) (i64.const -1))))',
  spin: `(func $spin (type $job) (loop ${LOOK} (br 0)))`,
  'call itself': `(func $recur (type $job) (call $tree (i32.const 60)))
    (func $tree (type $count) ${LOOK} (if (local.get 0) (then
      (call $tree (i32.sub (local.get 0) (i32.const 1))) (call $tree (i32.sub (local.get 0) (i32.const 1))))))`,
  'call each other': `(func $ping (type $job) ${LOOK} (return_call $pong)) (func $pong (type $job) (return_call $ping))`,
  allocate: '(func $allocate (type $job) (global.set $cell (struct.new $s (i32.const 1))) (return_call $allocate))',
  resume: `(func $drive (type $job) (local $k (ref null $k)) (local.set $k (cont.new $k (ref.func $yields)))
    (loop $again (block $on (result (ref $k)) (resume $k (on $y $on) (local.get $k)) (return)) (local.set $k) (br $again)))
    (func $yields (type $job) (loop ${LOOK} (suspend $y) (br 0)))`,
  'spin in a continuation': `(func $inside (type $job) (resume $k (cont.new $k (ref.func $turn)))) (func $turn (type $job) (loop ${LOOK} (br 0)))`,
  'call too deeply': '(func $deep (type $job) (call $deep) (call $deep))',
  'catch everything': `(func $catch (type $job) (loop $again (block $h (try_table (catch_all $h) (loop ${LOOK} (br 0)))) (br $again)))`,
} as const;
type Job = keyof typeof JOBS;

const firstFunction = (text: string): string => /\(func (\$[\w-]+)/u.exec(text)?.[1] ?? '';
/** A module of which `go` spawns threads, and then does something itself; the others find out whether all is well. */
const moduleOf = (jobs: readonly Job[], own: string, spawned: readonly Job[] = [...new Set(jobs)]): string => `(module $m
  (type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32)))) (type $k (shared (cont $job)))
  (type $s (shared (struct (field (mut i32))))) (type $count (shared (func (param i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (memory (export "m") 1 1 shared)
  (global $done (export "done") (shared (mut i32)) (i32.const 0)) (global $zero (shared (mut i32)) (i32.const 0))
  (global $cell (shared (mut (ref null $s))) (ref.null $s)) (global $kept (mut i32) (i32.const 0))
  (global $q (shared (ref (shared waitqueue))) (waitqueue.new))
  (tag $e (type $job)) (tag $y (type $job))
  (func $quick (type $job) (drop (global.atomic.rmw.add $done (i32.const 1))))
  ${spawned.map((job) => JOBS[job]).join('\n')}
  (elem declare (ref (shared func)) (ref.func $quick) ${spawned.flatMap((job) => [...JOBS[job].matchAll(/\(func (\$[\w-]+) \(type/gu)])
    .map(([, name]) => `(ref.func ${String(name)})`).join(' ')})
  (func $forever (loop ${LOOK} (br 0)))
  (func (export "go")
    (global.set $kept (i32.add (global.get $kept) (i32.const 1)))
    (i32.atomic.store (i32.const 0) (i32.add (i32.atomic.load (i32.const 0)) (i32.const 1)))
    ${jobs.map((job) => `(drop (call $spawn (ref.func ${firstFunction(JOBS[job])})))`).join(' ')}
    ${own})
  ${spawned.map((job) => `(func (export "${job}") (drop (call $spawn (ref.func ${firstFunction(JOBS[job])}))))`).join(' ')}
  (func (export "quick") (drop (call $spawn (ref.func $quick))) (drop (call $spawn (ref.func $quick))))
  (func (export "waiters") (result i32)
    (i32.add (memory.atomic.notify (i32.const 8) (i32.const -1)) (waitqueue.notify (global.get $q) (i32.const -1))))
  (func (export "memory") (result i32) (i32.atomic.load (i32.const 0)))
  (func (export "kept") (result i32) (global.get $kept)))`;
/** Each command is given so many times. After each time, nobody waits, the store is as it was, and threads can be spawned. */
const TIMES = 4;
const script = (spawned: readonly Job[], own: string, assertion: (action: string) => string): string =>
  `${moduleOf(spawned, own)} ${Array.from({ length: TIMES }, (_, i) => `${assertion('(invoke $m "go")')}
    (assert_return (invoke $m "waiters") (i32.const 0)) (assert_return (invoke $m "memory") (i32.const ${i + 1}))
    (assert_return (invoke $m "kept") (i32.const ${i + 1})) (invoke $m "quick") (assert_return (get $m "done") (i32.const ${2 * (i + 1)}))`).join('\n')}`;
const trapped = (why: string) => (action: string): string => `(assert_trap ${action} "${why}")`;
const SPIN = '(call $forever)', WAIT = '(drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1)))';

/** The one among others that fails is spawned after them, or before. */
const others: readonly Job[] = [
  'wait', 'wait for an hour', 'wait in a queue', 'spin', 'call itself', 'call each other', 'allocate', 'resume', 'spin in a continuation',
  'catch everything',
];
const among = Object.fromEntries(others.flatMap((job): readonly (readonly [string, string])[] => [
  [`a trap ends threads that ${job}`, script([job, job, 'trap'], '', trapped('unreachable'))],
]));
/** Threads that fail one after the other, in different ways, so that one worker may run them all. */
const FAILURES: readonly (readonly [job: Job, assertion: string, why: string])[] = [
  ['call null', 'trap', 'null function reference'], ['trap', 'trap', 'unreachable'], ['suspend', 'trap', 'unhandled tag in a thread'],
  ['divide', 'trap', 'integer divide by zero'], ['throw', 'trap', 'uncaught exception in a thread'], ['trap', 'trap', 'unreachable'],
  ['call too deeply', 'exhaustion', 'call stack exhausted'], ['trap', 'trap', 'unreachable'],
];
const DEADLOCK = /action failed: it waits, and nobody is left to wake it$/u;
const two = (first: string, second: string): string => `(thread $a ${first}) (thread $b ${second}) (wait $a) (wait $b)`;

/** The scripts by what they are about, and which commands do not pass. */
export const abortScripts: Readonly<Record<string, readonly [text: string, unmet: readonly RegExp[]]>> = {
  ...Object.fromEntries(Object.entries(among).map(([name, text]) => [name, [text, []] as const])),
  'a trap of another kind ends them': [script(['spin', 'divide'], '', trapped('integer divide by zero')), []],
  'a trap of shared things ends them': [script(['spin', 'call null'], '', trapped('null function reference')), []],
  'an exception in a spawned thread ends them': [script(['spin', 'throw'], '', trapped('uncaught exception in a thread')), []],
  'a tag that a spawned thread does not handle ends them': [script(['spin', 'suspend'], '', trapped('unhandled tag in a thread')), []],
  'each failure is told as what it is': [`${moduleOf([...new Set(FAILURES.map(([job]) => job))], '')} ${FAILURES.map(([job, assertion, why]) =>
    `(assert_${assertion} (invoke "${job}") "${why}")`).join(' ')} (invoke "quick") (assert_return (get "done") (i32.const 2))`, []],
  'a thread that exhausts its stack ends them':
    [script(['spin', 'call too deeply'], '', (action) => `(assert_exhaustion ${action} "call stack exhausted")`), []],
  'several traps are one': [script(['trap', 'trap', 'trap', 'trap'], '', trapped('unreachable')), []],
  'a trap ends the command itself where it runs': [script(['trap'], SPIN, trapped('unreachable')), []],
  'a trap ends the command itself where it waits': [script(['trap', 'wait'], WAIT, trapped('unreachable')), []],
  'a trap of the command itself ends those that it has spawned': [script(['spin', 'wait', 'resume'], '(unreachable)', trapped('unreachable')), []],
  'after an exception of the command itself, those that it has spawned go on':
    [script(['trap', 'spin'], '(throw $e)', trapped('unreachable')), []],
  'a trap in a thread of an instantiation ends that':
    [`${moduleOf([], '')} (assert_trap (module (type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
      (import "thread" "spawn_ref" (func $spawn (type $spawn))) (func $trap (type $job) (unreachable)) (elem declare (ref (shared func)) (ref.func $trap))
      (memory 1 1 shared) (func $start (drop (call $spawn (ref.func $trap))) (loop ${LOOK} (br 0))) (start $start)) "unreachable")
      (invoke $m "quick") (assert_return (get $m "done") (i32.const 2))`, []],
  'a trap ends threads of its own command alone':
    [two(script(['spin', 'trap'], '', trapped('unreachable')), script([], '(drop (call $spawn (ref.func $quick)))', (action) => action).replaceAll(
      /\(assert_return \(get \$m "done"\) \(i32\.const (\d+)\)\)/gu, (_, n) => `(assert_return (get $m "done") (i32.const ${Number(n) * 3 / 2}))`)), []],
  'threads of different commands are ended at the same time':
    [two(script(['spin', 'trap'], '', trapped('unreachable')), script(['wait', 'throw'], SPIN, trapped('uncaught exception in a thread'))), []],
  'a deadlock is found after threads have been ended, begun or not': [`${script(['spin', 'wait', 'wait'], '(unreachable)', trapped('unreachable'))}
    (invoke $m "wait") (assert_return (invoke $m "waiters") (i32.const 0))`, [DEADLOCK]],
  'a deadlock of threads that a command has spawned ends that':
    [script(['wait', 'wait in a queue'], '', (action) => action), Array.from({ length: TIMES }, () => DEADLOCK)],
};
