import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { get } from '../../../semantics/data/vector.ts';
import { growtable } from '../../../semantics/runtime/growth.ts';
import { i32, i64, NULL, refFunc } from '../../../semantics/runtime/values.ts';
import * as tables from '../../../reduction/rules/tables.ts';
import type { Instances } from '../configurations.ts';
import { elem, table } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const f = refFunc;
const OUT = 'out of bounds table access';
/** Two tables of three functions each, at the indices 0 and 1 and the addresses 1 and 2; index 2 is a table of i64 at the address 3. */
const module = { tables: [1, 2, 3], elems: [1] };
const LONG = table([f(7), f(8), f(9), NULL], 'i64', 6);
const instances = (t0 = table([f(1), f(2), f(3)], 'i32', 5), t1 = table([f(4), f(5), f(6)]), e = elem(f(20), f(21), f(22))): Instances =>
  ({ tables: [table([]), t0, t1, LONG], elems: [elem(), e] });
const S = instances();
const noTable = { module: {} }, noInstance = { S: {} };

const single = suite('table instructions on single elements');

const get0 = { e: { op: 'table.get', x: 0 }, vs: [i32(1)], module, S } as const;
law(single, tables.tableGetOob, { ...get0, vs: [i32(3)] }, traps(OUT), {
  'z.tables[x] = ti': noTable,
  'the operand is (at.const i)': { vs: [i64(3n)] },
  'i ≥ |ti.refs|': { vs: [i32(2)] },
});
law(single, tables.tableGetVal, get0, leaves([f(2)]), {
  'z.tables[x] = ti': noInstance,
  'the operand is (at.const i)': { vs: [NULL] },
  'ti.refs[i] = ref': { vs: [i32(-1)] },
});
single('an index is unsigned, and of the address type of its table', () => {
  fires(tables.tableGetOob, { ...get0, vs: [i32(-1)] }, traps(OUT));
  fires(tables.tableGetVal, { ...get0, e: { op: 'table.get', x: 2 }, vs: [i64(2n)] }, leaves([f(9)]));
  fires(tables.tableGetOob, { ...get0, e: { op: 'table.get', x: 2 }, vs: [i64(-1n)] }, traps(OUT));
});
single('an indirect call says what the trap is called', () => {
  fires(tables.tableGetOob, { ...get0, e: { op: 'table.get', x: 0, why: 'undefined element' }, vs: [i32(3)] }, traps('undefined element'));
});

const set1 = { e: { op: 'table.set', x: 1 }, vs: [i32(2), f(9)], module, S } as const;
law(single, tables.tableSetOob, { ...set1, vs: [i32(3), NULL] }, traps(OUT), {
  'z.tables[x] = ti': noTable,
  'the second operand is ref': { vs: [i32(3), i32(3)] },
  'the first operand is (at.const i)': { vs: [i64(3n), NULL] },
  'i ≥ |ti.refs|': { vs: [i32(2), NULL] },
});
law(single, tables.tableSetVal, set1, leaves([], [], instances(undefined, table([f(4), f(5), f(9)]))), {
  'z.module.tables[x] = a': noTable,
  'z.tables[a] = ti': noInstance,
  'the second operand is ref': { vs: [i32(2), i64(9n)] },
  'the first operand is (at.const i)': { vs: [f(2), f(9)] },
  'i < |ti.refs|': { vs: [i32(3), f(9)] },
});

law(single, tables.tableSize, { e: { op: 'table.size', x: 0 }, module, S }, leaves([i32(3)]), { 'z.tables[x] = ti': noTable });
single('the size of a table of i64 is one', () => fires(tables.tableSize, { e: { op: 'table.size', x: 2 }, module, S }, leaves([i64(4n)])));

const grow = { e: { op: 'table.grow', x: 0 }, vs: [f(9), i32(2)], module, S } as const;
/** The table at index 0 as it was, with two more functions. */
const refusedGrowth = { e: { op: 'table.grow', x: 0, refused: true } } as const;
const grown = { ...table([f(1), f(2), f(3), f(9), f(9)], 'i32', 5) };
law(single, tables.tableGrowSucceed, grow, leaves([i32(3)], [], instances(grown)), {
  'z.module.tables[x] = a': noTable,
  'z.tables[a] = ti': noInstance,
  'the second operand is (at.const n)': { vs: [f(9), i64(2n)] },
  'the first operand is ref': { vs: [i32(9), i32(2)] },
  'ti′ = growtable(ti, n, ref)': { vs: [f(9), i32(3)] },
  'it is not refused': refusedGrowth,
});
law(single, tables.tableGrowFail, { ...grow, vs: [f(9), i32(3)] }, leaves([i32(-1)]), {
  'z.tables[x] = ti': noTable,
  'the second operand is (at.const n)': { vs: [f(9), f(3)] },
  'the first operand is ref': { vs: [i32(9), i32(3)] },
  'there is no growtable(ti, n, ref), or it is refused': { vs: [f(9), i32(2)] },
});
single('a growth that is refused fails, be it possible or not', () => {
  for (const n of [0, 2, 3]) fires(tables.tableGrowFail, { ...grow, ...refusedGrowth, vs: [f(9), i32(n)] }, leaves([i32(-1)]));
});
single('a table of i64 fails to grow with −1 of i64', () => {
  const long = { ...grow, e: { op: 'table.grow', x: 2 } } as const;
  fires(tables.tableGrowFail, { ...long, vs: [NULL, i64(3n)] }, leaves([i64(-1n)]));
  fires(tables.tableGrowFail, { ...long, vs: [NULL, i64(-1n)] }, leaves([i64(-1n)]));
});
single('a table grows up to 10,000,000 elements, at once', () => {
  const three = table([f(1), f(2), f(3)]);
  const ti = growtable(three, 9_999_997, f(4));
  assert.is(ti?.refs.n, 10_000_000);
  assert.equal(ti === undefined ? [] : [0, 2, 3, 9_999_999].map((i) => get(ti.refs, i)), [f(1), f(3), f(4), f(4)]);
  assert.is(growtable(three, 9_999_998, f(4)), undefined);
  assert.is(growtable(table([], 'i64'), 2 ** 64, f(4)), undefined);
});

law(single, tables.elemDrop, { e: { op: 'elem.drop', x: 0 }, module, S }, leaves([], [], instances(undefined, undefined, elem())), {
  'z.module.elems[x] = a': noTable,
  'z.elems[a] = ei': noInstance,
});
single.run();
