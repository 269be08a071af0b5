/**
 * More programs to be replayed: what threads do to each other besides reading and writing.
 * @category Equivalence: threads
 * @module
 */
import type { ProgramText } from '../replay/subjects.ts';
import { SPAWNING, spawningFunction } from './modules.ts';
import { waiting, words } from './waiting.ts';

const QUEUE = '(global $queue (shared (ref (shared waitqueue))) (waitqueue.new))';
const word = (x: string): string => `(global $${x} (shared (mut i32)) (i32.const 0))`;
const program = (name: string, fields: string, functions: Readonly<Record<string, string>>): ProgramText => ({
  name, entries: ['main'], text: `(module
  ${SPAWNING}
  ${fields}
  ${Object.entries(functions).map(([f, body]) => `(func $${f} (type $job)\n    ${body})`).join('\n  ')}
  ${spawningFunction('main', Object.keys(functions).map((f) => `$${f}`))})
` });

/** Two threads wait; a third one wakes one of them, and then all. Who writes first is told. */
const inTurn = (name: string, fields: string, wait: string, change: string, notify: (n: number) => string): ProgramText => {
  const waiter = (n: number): string => `(drop ${wait})
    (drop (global.atomic.rmw.cmpxchg $first (i32.const 0) (i32.const ${n})))`;
  return program(name, `${word('first')} ${fields}`, {
    a: waiter(1), b: waiter(2), waker: `(drop ${notify(1)})\n    ${change}\n    (drop ${notify(-1)})`,
  });
};
const orders: readonly ProgramText[] = [
  inTurn('who waits longest is woken first, in a wait queue', `${QUEUE} ${word('word')}`,
    '(global.wait $word (global.get $queue) (i32.const 0) (i64.const -1))', '(global.atomic.set $word (i32.const 1))',
    (n) => `(waitqueue.notify (global.get $queue) (i32.const ${n}))`),
  inTurn('who waits longest is woken first, at an address', '(memory 1 1 shared)',
    '(memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1))', '(i32.atomic.store (i32.const 8) (i32.const 1))',
    (n) => `(memory.atomic.notify (i32.const 8) (i32.const ${n}))`),
];

const NANOSECONDS = 1000;
/** Every kind of wait, with and without a timeout; and two that may wait for ever. */
const waits: readonly ProgramText[] = Object.entries(words).flatMap(([name, kind]) => {
  const { change, notify } = kind, both = `${change} (drop ${notify})`;
  const text = (what: string, timeout: number, job: string): ProgramText =>
    ({ name: `${name}, ${what}`, text: waiting(kind, timeout, job), entries: ['main'] });
  const mayBeLost = name === 'global.wait' || name === 'memory.atomic.wait32';
  const lost = mayBeLost ? [text('notified too early', -1, `(drop ${notify}) ${change}`)] : [];
  return [text('woken', -1, both), text('with a timeout', NANOSECONDS, both), ...lost];
});

/** Traps end all threads, wherever the others are. */
const traps: readonly ProgramText[] = [
  program('a trap after a write', word('x'), { a: '(global.set $x (i32.const 1)) (unreachable)', b: '(global.set $x (i32.const 2))' }),
  program('a trap that nothing comes before', `(type $s (shared (struct (field (mut i32))))) ${word('x')}`, {
    a: '(drop (struct.get $s 0 (ref.null $s)))', b: '(global.set $x (i32.const 2))',
  }),
  program('an exception that nobody catches', `(tag $e (type $job)) ${word('x')}`, { a: '(throw $e)', b: '(global.set $x (i32.const 2))' }),
];
/** Memories and tables grow while others look. */
const growth: readonly ProgramText[] = [
  program('a memory grows', `(memory 1 3 shared) ${word('old')} ${word('size')} ${word('last')}`, {
    a: '(global.set $old (memory.grow (i32.const 1)))',
    b: `(global.set $size (memory.size))
    (if (i32.gt_u (global.get $size) (i32.const 1)) (then (global.set $last (i32.load (i32.const 131068)))))`,
    c: '(i32.atomic.store (i32.const 65532) (i32.const 7))',
  }),
  program('a table grows', `(table $t shared 1 3 (ref null (shared i31))) ${word('old')} ${word('size')}`, {
    a: '(global.set $old (table.grow $t (ref.i31_shared (i32.const 5)) (i32.const 1)))',
    b: '(global.set $size (table.size $t))',
    c: '(table.set $t (i32.const 0) (ref.i31_shared (i32.const 7)))',
  }),
];
const CONTINUATIONS = `(type $k (shared (cont $job)))
  (tag $yield (type $job))
  (global $k (shared (mut (ref null $k))) (ref.null $k))`;
const started = (name: string, fields: string, functions: Readonly<Record<string, string>>, first: string): ProgramText => {
  const { text, entries } = program(name, fields, functions);
  return { name, entries, text: text.replace('(func (export "main")', `(func (export "main") ${first}`) };
};
const MAKE = '(global.set $k (cont.new $k (ref.func $body)))';
/** Continuations that threads resume which have not made them: of two that want one, one gets it; the other one traps. */
const continuations: readonly ProgramText[] = [
  started('two threads resume one continuation', `${CONTINUATIONS} ${word('x')} (elem declare (ref (shared func)) (ref.func $body))
  (func $body (type $job) (drop (global.atomic.rmw.add $x (i32.const 1))))`, {
    a: '(resume $k (global.get $k))', b: '(resume $k (global.get $k))',
  }, MAKE),
  started('a continuation moves to another thread', `${CONTINUATIONS} ${QUEUE} ${word('moved')} ${word('x')} ${word('y')}
  (elem declare (ref (shared func)) (ref.func $body))
  (func $body (type $job) (local $n i32)
    (local.set $n (i32.add (global.get $x) (i32.const 5)))
    (suspend $yield)
    (global.set $y (local.get $n)))`, {
    a: `(global.set $k (block $on (result (ref $k)) (resume $k (on $yield $on) (global.get $k)) (return)))
    (global.atomic.set $moved (i32.const 1))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1)))`,
    b: `(drop (global.wait $moved (global.get $queue) (i32.const 0) (i64.const -1)))
    (resume $k (global.get $k))`,
    c: '(global.set $x (i32.const 2))',
  }, MAKE),
];
/** All of them. */
export const morePrograms: readonly ProgramText[] = [...orders, ...waits, ...traps, ...growth, ...continuations];
