/** Segments of modules that share: into shared arrays, shared segments, and the order of active ones. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agree, agreed, agreeing, REFERENCES, storages } from './differential.ts';
import type { Case } from './differential.ts';

const i32 = (n: number): string => `(i32.const ${n})`;
const NULL = 'trap: null array reference', BOUNDS = 'trap: out of bounds array access';
const MEMORY = 'trap: out of bounds memory access', TABLE = 'trap: out of bounds table access';

const Data = suite('data segments');
const BYTES = Array.from({ length: 48 }, (_, i) => `\\${(i * 37 + 129 & 255).toString(16).padStart(2, '0')}`).join('');
for (const { shared: type, seen, gets: [get = ''] } of storages.filter(({ value }) => !value.startsWith('(ref'))) {
  for (const [segment, shared] of [['shared', true], ['', true], ['shared', false]] as const) {
    const size = { i8: 1, i16: 2, i32: 4, f32: 4, i64: 8, f64: 8, v128: 16 }[type] ?? 1, whole = 48 / size;
    const fields = `(type $a ${shared ? '(shared ' : ''}(array (mut ${type}))${shared ? ')' : ''}) (data $d ${segment} "${BYTES}")
      (func $a (result (ref $a)) (array.new_default $a (i32.const 4)))`;
    const elements = (n: number): string => Array.from({ length: n }, (_, i) => `(array.get${get} $a (local.get $x) ${i32(i)})`).join(' ');
    const results = (n: number): string => Array.from({ length: n }, () => seen).join(' ');
    const made = (j: number, n: number): Case => [results(n), `(local $x (ref $a)) (local.set $x (array.new_data $a $d ${i32(j)} ${i32(n)})) ${elements(n)}`];
    const put = (i: number, j: number, n: number): Case =>
      [results(4), `(local $x (ref $a)) (local.set $x (call $a)) (array.init_data $a $d (local.get $x) ${i32(i)} ${i32(j)} ${i32(n)}) ${elements(4)}`];
    agreeing(Data, `${segment} segments into ${shared ? 'shared' : 'unshared'} arrays of ${type}`, fields, [
      made(0, whole), made(48 - size, 1), made(48, 0), made(1, 1), put(0, 0, 3), put(3, 48 - size, 1), put(1, 3, 1), put(4, 48, 0),
      ...([[0, whole + 1], [49, 0], [-1, 1], [48, 1], [0, -1]] as const).map(([j, n]): Case =>
        ['i32', `(array.len (array.new_data $a $d ${i32(j)} ${i32(n)}))`, MEMORY]),
      ['', `(array.init_data $a $d (ref.null $a) ${i32(9)} ${i32(99)} ${i32(9)})`, NULL],
      ['', `(array.init_data $a $d (call $a) ${i32(3)} ${i32(99)} ${i32(2)})`, BOUNDS], ['', `(array.init_data $a $d (call $a) ${i32(5)} ${i32(99)} ${i32(0)})`, BOUNDS],
      ['', `(array.init_data $a $d (call $a) ${i32(0)} ${i32(48)} ${i32(1)})`, MEMORY], ['', `(array.init_data $a $d (call $a) ${i32(0)} ${i32(49)} ${i32(0)})`, MEMORY],
      ['i32', `(data.drop $d) (array.len (array.new_data $a $d ${i32(0)} ${i32(0)}))`, '(i32.const 0)'],
      ['i32', `(array.len (array.new_data $a $d ${i32(0)} ${i32(1)}))`, MEMORY], ['', `(array.init_data $a $d (call $a) ${i32(0)} ${i32(0)} ${i32(1)})`, MEMORY],
    ]);
  }
}
agreeing(Data, 'shared segments into memories', `(memory $m 1) (memory $s 1 1 shared) (data $d shared "abcdef") (data $active (memory $m) (i32.const 8) "xyz")`, [
  ['i32', '(i32.load $m (i32.const 8))', '(i32.const 8026488)'],
  ['i32', '(memory.init $m $d (i32.const 0) (i32.const 1) (i32.const 4)) (i32.load $m (i32.const 0))'],
  ['i32', '(memory.init $s $d (i32.const 0) (i32.const 2) (i32.const 4)) (i32.load $s (i32.const 0))'],
  ['', '(memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 7))', MEMORY], ['', '(memory.init $m $d (i32.const 65535) (i32.const 0) (i32.const 2))', MEMORY],
  ['', '(memory.init $m $active (i32.const 0) (i32.const 0) (i32.const 1))', MEMORY], ['', '(memory.init $m $active (i32.const 0) (i32.const 0) (i32.const 0))', 'nothing'],
  ['', '(data.drop $d) (memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 0))', 'nothing'],
  ['', '(memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 1))', MEMORY],
]);
Data.run();

const Elem = suite('element segments of shared references');
for (const { shared: type, seen, see, values: [one, other, third] } of storages.filter(({ value }) => value.startsWith('(ref'))) {
  for (const shared of [true, false]) {
    const fields = `${REFERENCES} (type $a ${shared ? '(shared ' : ''}(array (mut ${type}))${shared ? ')' : ''})
      (elem $e (shared ${type}) ${[one, other, third, one].map((v) => `(item ${v})`).join(' ')})
      (func $a (result (ref $a)) (array.new_default $a (i32.const 4)))`;
    const elements = (n: number): string => Array.from({ length: n }, (_, i) => see(`(array.get $a (local.get $x) ${i32(i)})`)).join(' ');
    const results = (n: number): string => Array.from({ length: n }, () => seen).join(' ');
    const made = (j: number, n: number): Case => [results(n), `(local $x (ref $a)) (local.set $x (array.new_elem $a $e ${i32(j)} ${i32(n)})) ${elements(n)}`];
    const put = (i: number, j: number, n: number): Case =>
      [results(4), `(local $x (ref $a)) (local.set $x (call $a)) (array.init_elem $a $e (local.get $x) ${i32(i)} ${i32(j)} ${i32(n)}) ${elements(4)}`];
    agreeing(Elem, `of type ${type} into ${shared ? 'shared' : 'unshared'} arrays`, fields, [
      made(0, 4), made(3, 1), made(4, 0), made(1, 2), put(0, 0, 4), put(3, 2, 1), put(1, 1, 2), put(4, 4, 0),
      ...([[0, 5], [5, 0], [-1, 1], [4, 1], [0, -1]] as const).map(([j, n]): Case => ['i32', `(array.len (array.new_elem $a $e ${i32(j)} ${i32(n)}))`, TABLE]),
      ['', `(array.init_elem $a $e (ref.null $a) ${i32(9)} ${i32(99)} ${i32(9)})`, NULL],
      ['', `(array.init_elem $a $e (call $a) ${i32(3)} ${i32(99)} ${i32(2)})`, BOUNDS], ['', `(array.init_elem $a $e (call $a) ${i32(5)} ${i32(99)} ${i32(0)})`, BOUNDS],
      ['', `(array.init_elem $a $e (call $a) ${i32(0)} ${i32(4)} ${i32(1)})`, TABLE], ['', `(array.init_elem $a $e (call $a) ${i32(0)} ${i32(5)} ${i32(0)})`, TABLE],
      ['i32', `(elem.drop $e) (array.len (array.new_elem $a $e ${i32(0)} ${i32(0)}))`, '(i32.const 0)'],
      ['i32', `(array.len (array.new_elem $a $e ${i32(0)} ${i32(1)}))`, TABLE], ['', `(array.init_elem $a $e (call $a) ${i32(0)} ${i32(0)} ${i32(1)})`, TABLE],
    ]);
  }
}
Elem.run();

/** Tables of both kinds and a memory, and what they hold afterwards. */
const PLACES = `(table $u (export "u") 4 funcref) (table $s (export "s") shared 4 (ref null (shared i31))) (memory $m (export "m") 1)`;
const IMPORTS = `(import "0" "u" (table $u 4 funcref)) (import "0" "s" (table $s shared 4 (ref null (shared i31)))) (import "0" "m" (memory $m 1))`;
const LOOK = `${IMPORTS} (func (export "look") (result i32 i32 i32 i32 i32)
  (ref.is_null (table.get $u (i32.const 0))) (ref.is_null (table.get $u (i32.const 3)))
  (ref.is_null (table.get $s (i32.const 0))) (ref.is_null (table.get $s (i32.const 3))) (i32.load $m (i32.const 0)))`;
const SEGMENTS = {
  'unshared': '(elem (table $u) (i32.const 0) func $f)', 'shared': '(elem (table $s) (i32.const 0) (ref (shared i31)) (ref.i31_shared (i32.const 1)))',
  'last unshared': '(elem (table $u) (i32.const 3) func $f)', 'last shared': '(elem (table $s) (i32.const 3) (ref (shared i31)) (ref.i31_shared (i32.const 1)))',
  'unshared beyond': '(elem (table $u) (i32.const 4) func $f)', 'shared beyond': '(elem (table $s) (i32.const 4) (ref (shared i31)) (ref.i31_shared (i32.const 1)))',
  'data': '(data (memory $m) (i32.const 0) "abcd")', 'data beyond': '(data (memory $m) (i32.const 65533) "abcd")',
} as const;
type Segment = keyof typeof SEGMENTS;
const ORDERS: readonly (readonly [segments: readonly Segment[], left: string])[] = [
  [['unshared', 'shared', 'last unshared', 'last shared', 'data'], '0 0 0 0'], [['unshared', 'shared beyond', 'last unshared', 'data'], '0 1 1 1'],
  [['shared', 'unshared beyond', 'last shared', 'data'], '1 1 0 1'], [['unshared beyond', 'shared', 'data'], '1 1 1 1'],
  [['shared beyond', 'unshared', 'data'], '1 1 1 1'], [['data', 'unshared', 'last shared', 'shared beyond'], '0 1 1 0'],
  [['unshared', 'shared', 'data beyond', 'data'], '0 1 0 1'], [['shared', 'shared beyond', 'data'], '1 1 0 1'],
];
const Order = suite('active segments');
for (const [segments, left] of ORDERS) {
  for (const memory of ['', '(memory $more 1 1 shared)']) {
    Order(`happen in their order, up to a trap: ${segments.join(', ')}${memory === '' ? '' : ', with a shared memory'}`, () => {
      const text = `${IMPORTS} ${memory} (func $f) ${segments.map((segment) => SEGMENTS[segment]).join(' ')} (func (export "g") (result i32) (i32.const 1))`;
      const found = agreed(PLACES, text, LOOK), isComplete = !segments.some((segment) => segment.endsWith('beyond'));
      assert.is(found.get('1 g'), isComplete ? '(i32.const 1)' : undefined);
      const seen = [...(found.get('2 look') ?? '').matchAll(/-?\d+\)/gu)].map(([n]) => n.slice(0, -1));
      assert.is(seen.slice(0, 4).join(' '), left);
      assert.is(seen[4] !== '0', isComplete);
    });
  }
}
Order('they are dropped, and functions see them so', () => {
  agree(`(table $u 2 funcref) (table $s shared 2 (ref null (shared i31))) (func $f)
    (elem $a (table $u) (i32.const 0) func $f) (elem $b (table $s) (i32.const 0) (ref (shared i31)) (ref.i31_shared (i32.const 3)))`, [
    ['i32', '(i31.get_s (table.get $s (i32.const 0)))', '(i32.const 3)'], ['i32', '(ref.is_null (table.get $u (i32.const 0)))', '(i32.const 0)'],
    ['', '(table.init $u $a (i32.const 0) (i32.const 0) (i32.const 1))', TABLE], ['', '(table.init $s $b (i32.const 0) (i32.const 0) (i32.const 1))', TABLE],
    ['', '(table.init $s $b (i32.const 0) (i32.const 0) (i32.const 0))', 'nothing'],
  ]);
});
Order.run();
