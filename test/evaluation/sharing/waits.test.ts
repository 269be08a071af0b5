/** Wait queues: what waits come to that nobody wakes, and every trap, in the order in which they are checked. */
import { suite } from 'uvu';
import { agreeing } from './differential.ts';
import type { Case } from './differential.ts';

const NULL_QUEUE = 'trap: null wait queue reference', UNSHARED = 'trap: expected shared location', MEMORY = 'trap: out of bounds memory access';
const NULL_STRUCT = 'trap: null structure reference', NULL_ARRAY = 'trap: null array reference', BOUNDS = 'trap: out of bounds array access';
const TABLE = 'trap: out of bounds table access', NOT_EQUAL = '(i32.const 1)', TIMED_OUT = '(i32.const 2)';
const NONE = '(ref.null (shared waitqueue))', Q = '(global.get $q)', NOW = '(i64.const 0)', SOON = '(i64.const 1000)';
const QUEUES = '(global $q (shared (ref (shared waitqueue))) (waitqueue.new)) (global $r (shared (ref (shared waitqueue))) (waitqueue.new))';

const Waits = suite('waits');
for (const [type, hit, miss] of [['i32', '(i32.const 5)', '(i32.const 6)'], ['i64', '(i64.const 5)', '(i64.const 0x100000005)'],
  ['(ref null (shared eq))', '(ref.i31_shared (i32.const 5))', '(ref.i31_shared (i32.const 6))']] as const) {
  for (const shared of [true, false]) {
    if (!shared && type.startsWith('(ref')) continue;
    const wrap = (comp: string): string => shared ? `(shared ${comp})` : comp;
    const fields = `${QUEUES} (type $s ${wrap(`(struct (field i8) (field (mut ${type})))`)}) (type $a ${wrap(`(array (mut ${type}))`)})
      (global $g ${shared ? `(shared (mut ${type}))` : `(mut ${type})`} ${hit})
      (func $s (result (ref null $s)) (struct.new $s (i32.const 1) ${hit})) (func $a (result (ref null $a)) (array.new_fixed $a 2 ${miss} ${hit}))`;
    const ends = (found: string): string => shared ? found : UNSHARED;
    const waits = (wait: (q: string, c: string, k: string) => string): readonly Case[] => [
      ['i32', wait(Q, hit, NOW), ends(TIMED_OUT)], ['i32', wait(Q, hit, SOON), ends(TIMED_OUT)], ['i32', wait(Q, miss, SOON), ends(NOT_EQUAL)],
      ['i32', wait(Q, miss, '(i64.const -1)'), ends(NOT_EQUAL)], ['i32', wait(NONE, hit, NOW), NULL_QUEUE], ['i32', wait(NONE, miss, NOW), NULL_QUEUE],
    ];
    agreeing(Waits, `at ${shared ? 'shared' : 'unshared'} locations of type ${type}`, fields, [
      ...waits((q, c, k) => `(struct.wait $s 1 (call $s) ${q} ${c} ${k})`), ...waits((q, c, k) => `(array.wait $a (call $a) ${q} (i32.const 1) ${c} ${k})`),
      ...waits((q, c, k) => `(global.wait $g ${q} ${c} ${k})`),
      ['i32', `(struct.wait $s 1 (ref.null $s) ${NONE} ${hit} ${NOW})`, NULL_STRUCT], ['i32', `(array.wait $a (ref.null $a) ${NONE} (i32.const 9) ${hit} ${NOW})`, NULL_ARRAY],
      ['i32', `(array.wait $a (call $a) ${NONE} (i32.const 2) ${hit} ${NOW})`, BOUNDS], ['i32', `(array.wait $a (call $a) ${Q} (i32.const -1) ${hit} ${NOW})`, BOUNDS],
    ]);
  }
}
for (const addr of ['i32', 'i64'] as const) {
  for (const shared of [true, false]) {
    const wait = (q: string, i: number, c: number): string => `(table.wait $t ${q} (${addr}.const ${i}) (ref.i31_shared (i32.const ${c})) ${SOON})`, ends = (found: string): string => shared ? found : UNSHARED;
    agreeing(Waits, `at ${shared ? 'shared' : 'unshared'} tables with addresses ${addr}`, `${QUEUES}
      (table $t ${shared ? 'shared' : ''} ${addr} 2 (ref null (shared eq)) (ref.i31_shared (i32.const 5)))`, [
      ['i32', wait(Q, 1, 5), ends(TIMED_OUT)], ['i32', wait(Q, 1, 6), ends(NOT_EQUAL)], ['i32', wait(NONE, 1, 5), NULL_QUEUE],
      ['i32', wait(NONE, 2, 5), TABLE], ['i32', wait(Q, -1, 5), TABLE],
    ]);
    const nts: readonly (readonly ['i32' | 'i64', string])[] = [['i32', 'memory.wait32'], ['i64', 'memory.wait64']];
    for (const [nt, op] of nts) {
      const size = nt === 'i32' ? 4 : 8;
      const at = (q: string, a: number, c: string, k = SOON, offset = 0): string => `(${op} $m offset=${offset} ${q} (${addr}.const ${a}) (${nt}.const ${c}) ${k})`;
      const memory = (found: string): string => shared ? found : 'trap: expected shared memory';
      agreeing(Waits, `${op} at ${shared ? 'shared' : 'unshared'} memories with addresses ${addr}`, `${QUEUES}
        (memory $m ${addr} 1 1 ${shared ? 'shared' : ''}) (data (memory $m) (${addr}.const 16) "\\05\\00\\00\\00\\00\\00\\00\\00")`, [
        ['i32', at(Q, 16, '5'), memory(TIMED_OUT)], ['i32', at(Q, 16, '6'), memory(NOT_EQUAL)], ['i32', at(Q, 8, '5', SOON, 8), memory(TIMED_OUT)],
        ['i32', at(NONE, 16, '5'), NULL_QUEUE], ['i32', at(NONE, 65536, '5'), MEMORY], ['i32', at(NONE, 65536 - size + 1, '5'), MEMORY],
        ['i32', at(Q, 17, '5'), 'trap: unaligned atomic'], ['i32', at(NONE, 18, '5'), 'trap: unaligned atomic'], ['i32', at(Q, 65528, '5', SOON, 8), MEMORY],
        ['i32', at(Q, -8, '5'), MEMORY],
      ]);
    }
  }
}
agreeing(Waits, 'notifying', `${QUEUES} (memory $m 1 1 shared) (memory $n 1)`, [
  ['i32', `(waitqueue.notify ${Q} (i32.const 1))`, '(i32.const 0)'], ['i32', `(waitqueue.notify ${Q} (i32.const -1))`, '(i32.const 0)'],
  ['i32', `(waitqueue.notify ${NONE} (i32.const 0))`, NULL_QUEUE], ['i32', '(waitqueue.notify (waitqueue.new) (i32.const 0))', '(i32.const 0)'],
  ['i32', '(memory.atomic.notify $m (i32.const 0) (i32.const 1))', '(i32.const 0)'], ['i32', '(memory.atomic.notify $n (i32.const 0) (i32.const 1))', '(i32.const 0)'],
  ['i32', '(memory.atomic.notify $m (i32.const 2) (i32.const 1))', 'trap: unaligned atomic'], ['i32', '(memory.atomic.notify $m (i32.const 65536) (i32.const 1))', MEMORY],
  ['i32', '(memory.atomic.wait32 $m (i32.const 0) (i32.const 0) (i64.const 10))', TIMED_OUT], ['i32', '(memory.atomic.wait32 $m (i32.const 0) (i32.const 1) (i64.const 10))', NOT_EQUAL],
  ['i32', '(memory.atomic.wait64 $m (i32.const 8) (i64.const 0) (i64.const 10))', TIMED_OUT], ['i32', '(memory.atomic.wait64 $m (i32.const 4) (i64.const 0) (i64.const 10))', 'trap: unaligned atomic'],
  ['i32', '(memory.atomic.wait32 $n (i32.const 0) (i32.const 0) (i64.const 10))', 'trap: expected shared memory'],
  ['i32', '(memory.atomic.wait32 $n (i32.const 0) (i32.const 1) (i64.const 10))', 'trap: expected shared memory'],
  ['i32', '(memory.atomic.wait32 $m (i32.const 65536) (i32.const 1) (i64.const 10))', MEMORY],
  ['i32', `(ref.is_null ${Q})`, '(i32.const 0)'], ['i32', '(pause) (ref.is_null (waitqueue.new))', '(i32.const 0)'],
]);
Waits.run();
