import { suite } from 'uvu';
import * as bulk from '../../../reduction/rules/tables-bulk.ts';
import { i32, i64, NULL, refFunc } from '../../../semantics/runtime/values.ts';
import { elem, table, value } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const f = refFunc;
const OUT = 'out of bounds table access';
/** Two tables of three functions each, at the indices 0 and 1 and the addresses 1 and 2; index 2 is a table of i64 at the address 3. */
const module = { tables: [1, 2, 3], elems: [1] };
const S = {
  tables: [table([]), table([f(1), f(2), f(3)]), table([f(4), f(5), f(6)]), table([f(7), f(8), f(9), NULL], 'i64')],
  elems: [elem(), elem(f(20), f(21), f(22))],
};
const noTable = { module: {} };

const fill = suite('table.fill');
const fill0 = { e: { op: 'table.fill', x: 0 }, vs: [i32(1), f(9), i32(2)], module, S } as const;
const fillOperands = {
  'z.tables[x] = ti': noTable,
  'the third operand is (at.const n)': { vs: [i32(1), f(9), i64(2n)] },
  'the second operand is val': { below: [], vs: [i32(2)] },
  'the first operand is (at.const i)': { vs: [f(1), f(9), i32(2)] },
};
law(fill, bulk.tableFillOob, { ...fill0, vs: [i32(2), f(9), i32(2)] }, traps(OUT), {
  ...fillOperands, 'i + n > |ti.refs|': { vs: [i32(1), f(9), i32(2)] },
});
law(fill, bulk.tableFillZero, { ...fill0, vs: [i32(3), f(9), i32(0)] }, leaves([]), {
  ...fillOperands, 'i + n ≤ |ti.refs|': { vs: [i32(2), f(9), i32(2)] }, 'n = 0': { vs: [i32(2), f(9), i32(1)] },
});
law(fill, bulk.tableFillSucc, fill0, leaves([i32(1), f(9)], [
  { op: 'table.set', x: 0 }, value(i32(2)), value(f(9)), value(i32(1)), { op: 'table.fill', x: 0 },
]), {
  ...fillOperands, 'i + n ≤ |ti.refs|': { vs: [i32(2), f(9), i32(2)] }, 'n ≠ 0': { vs: [i32(2), f(9), i32(0)] },
});
fill('a table of i64 takes i64', () => {
  const e = { op: 'table.fill', x: 2 } as const;
  fires(bulk.tableFillSucc, { ...fill0, e, vs: [i64(0n), NULL, i64(4n)] }, leaves([i64(0n), NULL], [
    { op: 'table.set', x: 2 }, value(i64(1n)), value(NULL), value(i64(3n)), e,
  ]));
  fires(bulk.tableFillOob, { ...fill0, e, vs: [i64(1n), NULL, i64(-1n)] }, traps(OUT));
});
fill.run();

const copy = suite('table.copy');
const copy01 = { e: { op: 'table.copy', x: 0, y: 1 }, vs: [i32(0), i32(1), i32(2)], module, S } as const;
const copyOperands = {
  'z.tables[x₁] = ti₁': { module: { tables: [] } },
  'z.tables[x₂] = ti₂': { module: { tables: [1] } },
  'the third operand is (at′.const n)': { vs: [i32(0), i32(1), i64(2n)] },
  'the second operand is (at₂.const i₂)': { vs: [i32(0), i64(1n), i32(2)] },
  'the first operand is (at₁.const i₁)': { vs: [i64(0n), i32(1), i32(2)] },
};
law(copy, bulk.tableCopyOob, { ...copy01, vs: [i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...copyOperands, 'i₁ + n > |ti₁.refs| ∨ i₂ + n > |ti₂.refs|': { vs: [i32(1), i32(1), i32(2)] },
});
copy('either range may be out of bounds', () => fires(bulk.tableCopyOob, { ...copy01, vs: [i32(0), i32(3), i32(1)] }, traps(OUT)));
law(copy, bulk.tableCopyZero, { ...copy01, vs: [i32(3), i32(3), i32(0)] }, leaves([]), {
  ...copyOperands,
  'i₁ + n ≤ |ti₁.refs|': { vs: [i32(2), i32(1), i32(2)] },
  'i₂ + n ≤ |ti₂.refs|': { vs: [i32(1), i32(2), i32(2)] },
  'n = 0': { vs: [i32(2), i32(2), i32(1)] },
});
law(copy, bulk.tableCopyLe, copy01, leaves([i32(0), i32(1)], [
  { op: 'table.get', x: 1 }, { op: 'table.set', x: 0 }, value(i32(1)), value(i32(2)), value(i32(1)), copy01.e,
]), {
  ...copyOperands,
  'i₁ + n ≤ |ti₁.refs|': { vs: [i32(2), i32(2), i32(2)] },
  'i₂ + n ≤ |ti₂.refs|': { vs: [i32(1), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(1), i32(1), i32(0)] },
  'i₁ ≤ i₂': { vs: [i32(1), i32(0), i32(2)] },
});
law(copy, bulk.tableCopyGt, { ...copy01, vs: [i32(1), i32(0), i32(2)] }, leaves([i32(2), i32(1)], [
  { op: 'table.get', x: 1 }, { op: 'table.set', x: 0 }, value(i32(1)), value(i32(0)), value(i32(1)), copy01.e,
]), {
  ...copyOperands,
  'i₁ + n ≤ |ti₁.refs|': { vs: [i32(2), i32(0), i32(2)] },
  'i₂ + n ≤ |ti₂.refs|': { vs: [i32(0), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(1), i32(0), i32(0)] },
  'i₁ > i₂': { vs: [i32(0), i32(0), i32(2)] },
});
copy('between tables of two address types, the number of elements is of the smaller one', () => {
  const e = { op: 'table.copy', x: 2, y: 0 } as const;
  fires(bulk.tableCopyLe, { ...copy01, e, vs: [i64(0n), i32(0), i32(3)] }, leaves([i64(0n), i32(0)], [
    { op: 'table.get', x: 0 }, { op: 'table.set', x: 2 }, value(i64(1n)), value(i32(1)), value(i32(2)), e,
  ]));
  fires(bulk.tableCopyGt, { ...copy01, e, vs: [i64(1n), i32(0), i32(3)] }, leaves([i64(3n), i32(2)], [
    { op: 'table.get', x: 0 }, { op: 'table.set', x: 2 }, value(i64(1n)), value(i32(0)), value(i32(2)), e,
  ]));
  const long = { op: 'table.copy', x: 2, y: 2 } as const;
  fires(bulk.tableCopyGt, { ...copy01, e: long, vs: [i64(1n), i64(0n), i64(3n)] }, leaves([i64(3n), i64(2n)], [
    { op: 'table.get', x: 2 }, { op: 'table.set', x: 2 }, value(i64(1n)), value(i64(0n)), value(i64(2n)), long,
  ]));
});
copy.run();

const init = suite('table.init');
const init0 = { e: { op: 'table.init', x: 1, y: 0 }, vs: [i32(1), i32(0), i32(2)], module, S } as const;
const initOperands = {
  'z.tables[x] = ti': { module: { elems: [1] } },
  'z.elems[y] = ei': { module: { tables: [1, 2] } },
  'the third operand is (i32.const n)': { vs: [i32(1), i32(0), i64(2n)] },
  'the second operand is (i32.const j)': { vs: [i32(1), i64(0n), i32(2)] },
  'the first operand is (at.const i)': { vs: [i64(1n), i32(0), i32(2)] },
};
law(init, bulk.tableInitOob, { ...init0, vs: [i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...initOperands, 'i + n > |ti.refs| ∨ j + n > |ei.refs|': { vs: [i32(1), i32(0), i32(2)] },
});
init('either range may be out of bounds', () => fires(bulk.tableInitOob, { ...init0, vs: [i32(0), i32(3), i32(1)] }, traps(OUT)));
law(init, bulk.tableInitZero, { ...init0, vs: [i32(3), i32(3), i32(0)] }, leaves([]), {
  ...initOperands,
  'i + n ≤ |ti.refs|': { vs: [i32(2), i32(1), i32(2)] },
  'j + n ≤ |ei.refs|': { vs: [i32(1), i32(2), i32(2)] },
  'n = 0': { vs: [i32(0), i32(0), i32(1)] },
});
law(init, bulk.tableInitSucc, { ...init0, vs: [i32(1), i32(1), i32(2)] }, leaves([i32(1), f(21)], [
  { op: 'table.set', x: 1 }, value(i32(2)), value(i32(2)), value(i32(1)), init0.e,
]), {
  ...initOperands,
  'i + n ≤ |ti.refs|': { vs: [i32(2), i32(0), i32(2)] },
  'j + n ≤ |ei.refs|': { vs: [i32(0), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(0), i32(0), i32(0)] },
});
init.run();
