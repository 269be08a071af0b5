/** What wait instructions trap for, and in which order; and what they return where nobody else is. */
import { suite } from 'uvu';
import { passes } from '../scripts/running.ts';

/** Everything to wait for, once shared and once not. `Q` is the queue, or null if the first parameter of the function is 0. */
const module = (funcs: string): string => `(module
  (type $s (shared (struct (field (mut i32))))) (type $us (struct (field (mut i32))))
  (type $a (shared (array (mut i64)))) (type $ua (array (mut i64)))
  (memory $m 1 1 shared) (memory $um 1) (memory $l i64 1 1 shared)
  (table $t shared 2 (ref null (shared eq))) (table $ut 2 (ref null (shared eq)))
  (global $g (shared (mut i32)) (i32.const 0)) (global $ug (mut i32) (i32.const 0)) (global $tg (thread_local (mut i32)) (i32.const 0))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (func $q (param i32) (result (ref null (shared waitqueue)))
    (if (result (ref null (shared waitqueue))) (local.get 0) (then (global.get $queue)) (else (ref.null (shared waitqueue)))))
  (func $s (param i32) (result (ref null $s)) (if (result (ref null $s)) (local.get 0) (then (struct.new_default $s)) (else (ref.null $s))))
  (func $a (param i32) (result (ref null $a))
    (if (result (ref null $a)) (local.get 0) (then (array.new_default $a (i32.const 2))) (else (ref.null $a))))
  ${funcs.replaceAll('Q', '(call $q (local.get 0))')})`;
/** A function of a switch for the queue and another number, which waits without end. */
const waiting = (name: string, wait: string): string =>
  `(func (export "${name}") (param i32 i32) (result i32) ${wait.replaceAll('FOREVER', '(i64.const -1)').replaceAll('I', '(local.get 1)')})`;
const call = (name: string, queue: 0 | 1, i: number): string => `(invoke "${name}" (i32.const ${queue}) (i32.const ${i}))`;
const traps = (name: string, queue: 0 | 1, i: number, why: string): string => `(assert_trap ${call(name, queue, i)} "${why}")`;
const returns = (name: string, queue: 0 | 1, i: number, result: number): string => `(assert_return ${call(name, queue, i)} (i32.const ${result}))`;

const NULL_QUEUE = 'null wait queue reference', UNSHARED = 'expected shared location', UNALIGNED = 'unaligned atomic';

const waits = suite('waits');
waits('struct.wait: null structure, null queue, unshared; another value', () => passes([
  module(waiting('s', '(struct.wait $s 0 (call $s I) Q (i32.const 1) FOREVER)')
    + waiting('us', '(struct.wait $us 0 (struct.new_default $us) Q (i32.const 1) FOREVER)')),
  traps('s', 0, 0, 'null structure reference'), traps('s', 1, 0, 'null structure reference'), traps('s', 0, 1, NULL_QUEUE), returns('s', 1, 1, 1),
  traps('us', 0, 1, NULL_QUEUE), traps('us', 1, 1, UNSHARED),
].join('\n')));
waits('array.wait: null array, bounds, null queue, unshared; another value', () => passes([
  module(waiting('null', '(array.wait $a (call $a (i32.const 0)) Q I (i64.const 1) FOREVER)')
    + waiting('a', '(array.wait $a (call $a (i32.const 1)) Q I (i64.const 1) FOREVER)')
    + waiting('ua', '(array.wait $ua (array.new_default $ua (i32.const 2)) Q I (i64.const 1) FOREVER)')),
  traps('null', 0, 2, 'null array reference'), traps('a', 0, 2, 'out of bounds array access'), traps('a', 1, -1, 'out of bounds array access'),
  traps('a', 0, 1, NULL_QUEUE), returns('a', 1, 1, 1), traps('ua', 0, 1, NULL_QUEUE), traps('ua', 1, 1, UNSHARED), traps('ua', 1, 2, 'out of bounds'),
].join('\n')));
waits('global.wait: null queue, unshared or thread-local; another value', () => passes([
  module(['g', 'ug', 'tg'].map((g) => waiting(g, `(global.wait $${g} Q I FOREVER)`)).join('\n')),
  traps('g', 0, 1, NULL_QUEUE), returns('g', 1, 1, 1), traps('ug', 0, 1, NULL_QUEUE), traps('ug', 1, 1, UNSHARED), traps('tg', 1, 1, UNSHARED),
].join('\n')));
waits('table.wait: bounds, null queue, unshared; another reference', () => passes([
  module(['t', 'ut'].map((t) => waiting(t, `(table.wait $${t} Q I (ref.i31_shared (i32.const 0)) FOREVER)`)).join('\n')),
  traps('t', 0, 2, 'out of bounds table access'), traps('t', 0, 1, NULL_QUEUE), returns('t', 1, 1, 1),
  traps('ut', 1, 2, 'out of bounds table access'), traps('ut', 0, 1, NULL_QUEUE), traps('ut', 1, 1, UNSHARED),
].join('\n')));
for (const [bits, size] of [[32, 4], [64, 8]] as const) {
  waits(`memory.wait${bits}: bounds, alignment, null queue, unshared; another value`, () => passes([
    module(['m', 'um'].map((m) => waiting(m, `(memory.wait${bits} $${m} Q I (i${bits}.const 1) FOREVER)`)).join('\n')),
    traps('m', 0, 65536 - size + 1, 'out of bounds memory access'), traps('m', 0, 1, UNALIGNED), traps('m', 0, 0, NULL_QUEUE),
    returns('m', 1, 65536 - size, 1), traps('um', 1, 65536, 'out of bounds memory access'), traps('um', 1, size / 2, UNALIGNED),
    traps('um', 0, 0, NULL_QUEUE), traps('um', 1, 0, 'expected shared memory'),
  ].join('\n')));
  waits(`memory.atomic.wait${bits}: alignment, bounds, unshared; another value`, () => passes([
    module(['m', 'um'].map((m) => waiting(m, `(memory.atomic.wait${bits} $${m} I (i${bits}.const 1) FOREVER)`)).join('\n')
      + `(func (export "l") (param i64) (result i32) (memory.atomic.wait${bits} $l (local.get 0) (i${bits}.const 1) (i64.const -1)))`
      + '(func (export "notify") (param i64) (result i32) (memory.atomic.notify $l (local.get 0) (i32.const 1)))'),
    traps('m', 0, 65536 - size + 1, UNALIGNED), traps('m', 0, 65536, 'out of bounds memory access'), returns('m', 1, 65536 - size, 1),
    traps('um', 1, size / 2, UNALIGNED), traps('um', 1, 65536, 'out of bounds memory access'), traps('um', 1, 0, 'expected shared memory'),
    ...['l', 'notify'].flatMap((name) => [
      `(assert_trap (invoke "${name}" (i64.const 0x20_0000_0000_0001)) "${UNALIGNED}")`,
      `(assert_trap (invoke "${name}" (i64.const 0x20_0000_0000_0008)) "out of bounds memory access")`,
    ]),
  ].join('\n')));
}
waits('a wait with a timeout ends, where nobody notifies', () => passes(`
  ${module('(func (export "run") (result i32) (global.wait $g (global.get $queue) (i32.const 0) (i64.const 0)))')}
  (assert_return (invoke "run") (i32.const 2))`));
waits('nobody waits: nobody is woken', () => passes(`
  ${module('(func (export "run") (result i32) (waitqueue.notify (global.get $queue) (i32.const 5)))')}
  (assert_return (invoke "run") (i32.const 0))`));
waits.run();
