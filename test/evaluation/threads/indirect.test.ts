/** Spawning by table: another thread may set or grow the table at any time, so it is read once. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { globalRead, invoke, moduleInstantiate } from '../../../evaluation/embedding.ts';
import { newStore } from '../../../evaluation/store.ts';
import { spliced } from '../../../evaluation/threads/expressions.ts';
import { spawningByReference } from '../../../evaluation/threads/indirect.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import type { Expr, Instr, Op } from '../../../syntax/instructions.ts';
import { NOWHERE } from '../../../syntax/source.ts';
import { right, valid } from '../running.ts';

const source = `
  (type $job (func (param i32)))
  (import "thread" "spawn_indirect" (func $spawn (param i32 i32) (result i32)))
  (table $t (export "__indirect_function_table") 2 3 funcref) (global $ran (export "ran") (mut i32) (i32.const 0))
  (func $runs (type $job) (global.set $ran (local.get 0)))
  (func $other) (elem (table $t) (i32.const 1) func $other) (elem declare func $runs)
  (func (export "f") (param i32) (result i32) (call $spawn (local.get 0) (i32.const 7)))`;
const RUNS: Instr = { op: 'ref.func', x: 1, at: NOWHERE };
const i32 = (c: number): Instr => ({ op: 'const', val: { t: 'i32', c }, at: NOWHERE });

/** How spawning the element i ends if each reading of the table is followed by what another thread does, and what has run. */
const raced = (i: number, after: Op, does: Expr): readonly unknown[] => {
  const { module } = right(spawningByReference(valid(source)));
  const funcs = module.funcs.map((func) => ({ ...func, body: spliced(func.body, (e) => e.op === after ? [e, ...does] : [e]) }));
  const S = newStore(), { inst } = right(moduleInstantiate(S, right(validate({ ...module, funcs })), new Map()));
  const f = inst?.exports.get('f'), ran = inst?.exports.get('ran');
  if (f?.kind !== 'func' || ran?.kind !== 'global') throw new Error('it exports them');
  const result = invoke(S, f, [{ t: 'i32', c: i }]);
  return [result.kind === 'trap' ? result.whys.join(', or ') : result.kind, globalRead(S, ran)];
};
const NOTHING_RAN = { t: 'i32', c: 0 };

const Indirect = suite('spawning by table');

Indirect('what is wrong with an element is wrong with what has been read', () => {
  const put = (i: number): Expr => [i32(i), RUNS, { op: 'table.set', x: 0, at: NOWHERE }];
  // The host does not tell an element that is null from one of another type.
  const noSuch = ['uninitialized element, or indirect call type mismatch', NOTHING_RAN];
  assert.equal([raced(0, 'table.get', put(0)), raced(1, 'table.get', put(1))], [noSuch, noSuch]);
  const grow: Expr = [RUNS, i32(1), { op: 'table.grow', x: 0, at: NOWHERE }, { op: 'drop', at: NOWHERE }];
  assert.equal(raced(2, 'table.size', grow), ['undefined element', NOTHING_RAN]);
});
Indirect('an element that is there runs', () => {
  const put = (i: number): Expr => [i32(i), RUNS, { op: 'table.set', x: 0, at: NOWHERE }];
  assert.equal(raced(0, 'table.size', put(0)), ['values', { t: 'i32', c: 7 }]);
});

Indirect.run();
