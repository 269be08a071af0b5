/** Tables of shared references: every instruction, with addresses of both types, at the edges, and every trap. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { newStore } from '../../../evaluation/store.ts';
import { MAX_TABLE } from '../../../semantics/runtime/limits.ts';
import { running, shown } from '../running.ts';
import { agreeing, REFERENCES, storages } from './differential.ts';
import type { Case } from './differential.ts';

const TABLE = 'trap: out of bounds table access';
const Tables = suite('tables of shared references');
for (const addr of ['i32', 'i64'] as const) {
  const at = (n: number): string => `(${addr}.const ${n})`, i32 = (n: number): string => `(i32.const ${n})`;
  for (const { shared: type, seen, see, values: [one, other, third] } of storages.filter(({ value }) => value.startsWith('(ref'))) {
    const fields = `${REFERENCES} (table $t shared ${addr} 5 8 ${type}) (table $o shared 4 ${type}) (table $u ${addr} 3 ${type})
      (elem $e (shared ${type}) (item ${third}) (item ${one}) (item ${other}))
      (func $fill (table.set $t ${at(0)} ${one}) (table.set $t ${at(1)} ${other}) (table.set $t ${at(2)} ${third})
        (table.set $t ${at(3)} ${one}) (table.set $t ${at(4)} ${third}) (table.set $o ${i32(0)} ${third}) (table.set $o ${i32(3)} ${one}))`;
    const all = Array.from({ length: 5 }, (_, i) => see(`(table.get $t ${at(i)})`)).join(' '), results = Array.from({ length: 5 }, () => seen).join(' ');
    const after = (code: string): Case => [results, `(call $fill) ${code} ${all}`];
    const beyond = ([[5, 1], [6, 0], [0, 6], [-1, 1], [1, -1]] as const);
    agreeing(Tables, `of type ${type}, with addresses ${addr}`, fields, [
      [results, all], after(''), after(`(table.set $t ${at(4)} ${other})`), [addr, '(table.size $t)'],
      ...[5, -1, 0x1000_0000].flatMap((i): readonly Case[] =>
        [[seen, see(`(table.get $t ${at(i)})`), TABLE], ['', `(table.set $t ${at(i)} ${one})`, TABLE]]),
      after(`(table.fill $t ${at(1)} ${third} ${at(3)})`), after(`(table.fill $t ${at(5)} ${third} ${at(0)})`), after(`(table.fill $t ${at(0)} ${other} ${at(5)})`),
      ...beyond.map(([i, n]): Case => ['', `(table.fill $t ${at(i)} ${one} ${at(n)})`, TABLE]),
      after(`(table.copy $t $t ${at(0)} ${at(1)} ${at(4)})`), after(`(table.copy $t $t ${at(1)} ${at(0)} ${at(4)})`), after(`(table.copy $t $t ${at(5)} ${at(5)} ${at(0)})`),
      after(`(table.copy $t $o ${at(1)} ${i32(0)} ${i32(4)})`), ['', `(call $fill) (table.copy $o $t ${i32(0)} ${at(0)} ${i32(5)})`, TABLE], ['', `(call $fill) (table.copy $t $o ${at(0)} ${i32(0)} ${i32(5)})`, TABLE],
      [`${seen} ${seen}`, `(call $fill) (table.copy $o $t ${i32(1)} ${at(2)} ${i32(2)}) ${see(`(table.get $o ${i32(1)})`)} ${see(`(table.get $o ${i32(2)})`)}`],
      ...beyond.flatMap(([i, n]): readonly Case[] =>
        [['', `(table.copy $t $t ${at(i)} ${at(0)} ${at(n)})`, TABLE], ['', `(table.copy $t $t ${at(0)} ${at(i)} ${at(n)})`, TABLE]]),
      after(`(table.init $t $e ${at(1)} ${i32(0)} ${i32(3)})`), after(`(table.init $t $e ${at(4)} ${i32(2)} ${i32(1)})`), after(`(table.init $t $e ${at(5)} ${i32(3)} ${i32(0)})`),
      ...([[3, 0, 3], [0, 1, 3], [6, 0, 0], [0, 4, 0], [-1, 0, 1], [0, -1, 1], [0, 0, -1]] as const).map(([i, j, n]): Case =>
        ['', `(table.init $t $e ${at(i)} ${i32(j)} ${i32(n)})`, TABLE]),
      after(`(elem.drop $e) (table.init $t $e ${at(0)} ${i32(0)} ${i32(0)})`), ['', `(table.init $t $e ${at(0)} ${i32(0)} ${i32(1)})`, TABLE],
      [seen, `(table.set $u ${at(2)} ${one}) ${see(`(table.get $u ${at(2)})`)}`], [seen, see(`(table.get $u ${at(3)})`), TABLE],
      // It grows at last: what follows sees it so.
      [`${addr} ${addr}`, `(table.grow $t ${one} ${at(0)}) (table.grow $t ${one} ${at(2)})`], [`${addr} ${seen} ${seen}`, `(table.size $t) ${see(`(table.get $t ${at(5)})`)} ${see(`(table.get $t ${at(6)})`)}`],
      [addr, `(table.grow $t ${other} ${at(2)})`, `(${addr}.const -1)`], [addr, `(table.grow $t ${other} ${at(-1)})`, `(${addr}.const -1)`],
      [`${addr} ${seen}`, `(table.grow $t ${third} ${at(1)}) ${see(`(table.get $t ${at(7)})`)}`], [seen, see(`(table.get $t ${at(8)})`), TABLE],
      [addr, `(table.grow $t ${other} ${at(1)})`, `(${addr}.const -1)`], [addr, '(table.size $t)'], after(''),
    ]);
  }
}

const INDIRECT = `(type $f (shared (func (param i32) (result i32)))) (type $g (shared (func (result i32)))) (type $sub (sub (shared (func (result i32)))))
  (type $final (sub final $sub (shared (func (result i32)))))
  (func $inc (type $f) (i32.add (local.get 0) (i32.const 1))) (func $one (type $g) (i32.const 1)) (func $two (type $final) (i32.const 2))
  (table $t shared 5 (ref null (shared func))) (table $typed shared 2 (ref null $sub)) (table $l shared i64 1 (ref null (shared func)))
  (elem (table $t) (i32.const 0) (ref null (shared func)) (ref.func $inc) (ref.func $one) (ref.func $two)) (elem (table $typed) (i32.const 0) (ref null $sub) (ref.func $two))`;
agreeing(Tables, 'calls through them', INDIRECT, [
  ['i32', '(call_indirect $t (type $f) (i32.const 5) (i32.const 0))', '(i32.const 6)'], ['i32', '(call_indirect $t (type $g) (i32.const 1))', '(i32.const 1)'],
  ['i32', '(return_call_indirect $t (type $f) (i32.const 7) (i32.const 0))', '(i32.const 8)'], ['i32', '(call_indirect $t (type $sub) (i32.const 2))', '(i32.const 2)'],
  ['i32', '(call_indirect $typed (type $sub) (i32.const 0))', '(i32.const 2)'], ['i32', '(call_indirect $typed (type $final) (i32.const 0))', '(i32.const 2)'],
  ['i32', '(call_indirect $t (type $g) (i32.const 0))', 'trap: indirect call type mismatch'], ['i32', '(call_indirect $t (type $final) (i32.const 1))', 'trap: indirect call type mismatch'],
  ['i32', '(call_indirect $t (type $g) (i32.const 3))', 'trap: uninitialized element'], ['i32', '(call_indirect $typed (type $sub) (i32.const 1))', 'trap: uninitialized element'],
  ['i32', '(call_indirect $t (type $g) (i32.const 5))', 'trap: undefined element'], ['i32', '(call_indirect $t (type $g) (i32.const -1))', 'trap: undefined element'],
  ['i32', '(call_indirect $l (type $g) (i64.const 0))', 'trap: uninitialized element'], ['i32', '(call_indirect $l (type $g) (i64.const 0x1_0000_0000))', 'trap: undefined element'],
  ['i32', '(return_call_indirect $t (type $g) (i32.const 4))', 'trap: uninitialized element'], ['i32', '(return_call_indirect $t (type $f) (i32.const 1) (i32.const 1))', 'trap: indirect call type mismatch'],
]);

Tables('a table without a maximum grows as far as any table may, and one with a maximum up to that', () => {
  const fields = (type: string): string => `(table $t ${type} (ref null (shared i31)))
    (func (export "grow") (param i32) (result i32) (table.grow $t (ref.i31_shared (i32.const 7)) (local.get 0)))
    (func (export "get") (param i32) (result i32) (i31.get_s (table.get $t (local.get 0))))`;
  const i32 = (c: number) => ({ t: 'i32', c }) as const;
  const open = running(fields('shared 1'), new Map(), newStore());
  const bounded = running(fields(`shared 1 ${MAX_TABLE - 1}`), new Map(), newStore());
  assert.is(shown(open.call('grow', i32(2 ** 20 + 5))), '(i32.const 1)');
  assert.is(shown(open.call('get', i32(2 ** 20 + 5))), '(i32.const 7)');
  assert.is(shown(open.call('grow', i32(MAX_TABLE - 2 ** 20 - 6))), `(i32.const ${2 ** 20 + 6})`);
  assert.is(shown(open.call('get', i32(MAX_TABLE - 1))), '(i32.const 7)');
  assert.is(shown(open.call('grow', i32(1))), '(i32.const -1)');
  assert.is(shown(bounded.call('grow', i32(MAX_TABLE - 1))), '(i32.const -1)');
  assert.is(shown(bounded.call('grow', i32(MAX_TABLE - 2))), '(i32.const 1)');
  assert.is(shown(bounded.call('get', i32(MAX_TABLE - 2))), '(i32.const 7)');
});
Tables('there may be many that could grow', () => {
  const { call } = running(`${Array.from({ length: 200 }, (_, i) => `(table $t${i} shared 1 (ref null (shared i31)))`).join(' ')}
    (func (export "grow") (result i32) (table.grow $t199 (ref.null (shared i31)) (i32.const 50)))`, new Map(), newStore());
  assert.is(shown(call('grow')), '(i32.const 1)');
});
Tables.run();
