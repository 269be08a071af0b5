import { suite } from 'uvu';
import * as bulk from '../../../reduction/rules/memories-bulk.ts';
import { i32, i64, NULL } from '../../../semantics/runtime/values.ts';
import type { Bare } from '../configurations.ts';
import { data, memory, value } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const OUT = 'out of bounds memory access';
/** Two memories of three bytes each, at the indices 0 and 1 and the addresses 1 and 2; index 2 is a memory of i64 at the address 3. */
const module = { mems: [1, 2, 3], datas: [1] };
const S = { mems: [memory([]), memory([1, 2, 3]), memory([4, 5, 6]), memory([7, 8, 9, 10], 'i64')], datas: [data(), data(20, 21, 0xfe)] };
const ao = { align: 0, offset: 0n };
const load = (x: number): Bare => ({ op: 'load', nt: 'i32', pack: { sz: 8, sx: 'u' }, x, ao });
const store = (x: number): Bare => ({ op: 'store', nt: 'i32', pack: 8, x, ao });

const fill = suite('memory.fill');
const fill0 = { e: { op: 'memory.fill', x: 0 }, vs: [i32(1), i32(99), i32(2)], module, S } as const;
const fillOperands = {
  'z.mems[x] = mi': { module: {} },
  'the third operand is (at.const n)': { vs: [i32(1), i32(99), i64(2n)] },
  'the second operand is val': { below: [], vs: [i32(2)] },
  'the first operand is (at.const i)': { vs: [NULL, i32(99), i32(2)] },
};
law(fill, bulk.memoryFillOob, { ...fill0, vs: [i32(2), i32(99), i32(2)] }, traps(OUT), {
  ...fillOperands, 'i + n > |mi.bytes|': { vs: [i32(1), i32(99), i32(2)] },
});
law(fill, bulk.memoryFillZero, { ...fill0, vs: [i32(3), i32(99), i32(0)] }, leaves([]), {
  ...fillOperands, 'i + n ≤ |mi.bytes|': { vs: [i32(2), i32(99), i32(2)] }, 'n = 0': { vs: [i32(2), i32(99), i32(1)] },
});
law(fill, bulk.memoryFillSucc, fill0, leaves([i32(1), i32(99)], [store(0), value(i32(2)), value(i32(99)), value(i32(1)), fill0.e]), {
  ...fillOperands, 'i + n ≤ |mi.bytes|': { vs: [i32(2), i32(99), i32(2)] }, 'n ≠ 0': { vs: [i32(2), i32(99), i32(0)] },
});
fill('a memory of i64 takes i64', () => {
  const e = { op: 'memory.fill', x: 2 } as const;
  fires(bulk.memoryFillSucc, { ...fill0, e, vs: [i64(0n), i32(99), i64(4n)] }, leaves([i64(0n), i32(99)], [
    store(2), value(i64(1n)), value(i32(99)), value(i64(3n)), e,
  ]));
  fires(bulk.memoryFillOob, { ...fill0, e, vs: [i64(1n), i32(99), i64(-1n)] }, traps(OUT));
});
fill.run();

const copy = suite('memory.copy');
const copy01 = { e: { op: 'memory.copy', x: 0, y: 1 }, vs: [i32(0), i32(1), i32(2)], module, S } as const;
const copyOperands = {
  'z.mems[x₁] = mi₁': { module: { mems: [] } },
  'z.mems[x₂] = mi₂': { module: { mems: [1] } },
  'the third operand is (at′.const n)': { vs: [i32(0), i32(1), i64(2n)] },
  'the second operand is (at₂.const i₂)': { vs: [i32(0), i64(1n), i32(2)] },
  'the first operand is (at₁.const i₁)': { vs: [i64(0n), i32(1), i32(2)] },
};
law(copy, bulk.memoryCopyOob, { ...copy01, vs: [i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...copyOperands, 'i₁ + n > |mi₁.bytes| ∨ i₂ + n > |mi₂.bytes|': { vs: [i32(1), i32(1), i32(2)] },
});
copy('either range may be out of bounds', () => fires(bulk.memoryCopyOob, { ...copy01, vs: [i32(0), i32(3), i32(1)] }, traps(OUT)));
law(copy, bulk.memoryCopyZero, { ...copy01, vs: [i32(3), i32(3), i32(0)] }, leaves([]), {
  ...copyOperands,
  'i₁ + n ≤ |mi₁.bytes|': { vs: [i32(2), i32(1), i32(2)] },
  'i₂ + n ≤ |mi₂.bytes|': { vs: [i32(1), i32(2), i32(2)] },
  'n = 0': { vs: [i32(2), i32(2), i32(1)] },
});
law(copy, bulk.memoryCopyLe, copy01, leaves([i32(0), i32(1)], [
  load(1), store(0), value(i32(1)), value(i32(2)), value(i32(1)), copy01.e,
]), {
  ...copyOperands,
  'i₁ + n ≤ |mi₁.bytes|': { vs: [i32(2), i32(2), i32(2)] },
  'i₂ + n ≤ |mi₂.bytes|': { vs: [i32(1), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(1), i32(1), i32(0)] },
  'i₁ ≤ i₂': { vs: [i32(1), i32(0), i32(2)] },
});
law(copy, bulk.memoryCopyGt, { ...copy01, vs: [i32(1), i32(0), i32(2)] }, leaves([i32(2), i32(1)], [
  load(1), store(0), value(i32(1)), value(i32(0)), value(i32(1)), copy01.e,
]), {
  ...copyOperands,
  'i₁ + n ≤ |mi₁.bytes|': { vs: [i32(2), i32(0), i32(2)] },
  'i₂ + n ≤ |mi₂.bytes|': { vs: [i32(0), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(1), i32(0), i32(0)] },
  'i₁ > i₂': { vs: [i32(0), i32(0), i32(2)] },
});
copy('between memories of two address types, the number of bytes is of the smaller one', () => {
  const e = { op: 'memory.copy', x: 2, y: 0 } as const;
  fires(bulk.memoryCopyLe, { ...copy01, e, vs: [i64(0n), i32(0), i32(3)] }, leaves([i64(0n), i32(0)], [
    load(0), store(2), value(i64(1n)), value(i32(1)), value(i32(2)), e,
  ]));
  fires(bulk.memoryCopyGt, { ...copy01, e, vs: [i64(1n), i32(0), i32(3)] }, leaves([i64(3n), i32(2)], [
    load(0), store(2), value(i64(1n)), value(i32(0)), value(i32(2)), e,
  ]));
  const long = { op: 'memory.copy', x: 2, y: 2 } as const;
  fires(bulk.memoryCopyGt, { ...copy01, e: long, vs: [i64(1n), i64(0n), i64(3n)] }, leaves([i64(3n), i64(2n)], [
    load(2), store(2), value(i64(1n)), value(i64(0n)), value(i64(2n)), long,
  ]));
});
copy.run();

const init = suite('memory.init');
const init0 = { e: { op: 'memory.init', x: 1, y: 0 }, vs: [i32(1), i32(1), i32(2)], module, S } as const;
const initOperands = {
  'z.mems[x] = mi': { module: { datas: [1] } },
  'z.datas[y] = di': { module: { mems: [1, 2] } },
  'the third operand is (i32.const n)': { vs: [i32(1), i32(0), i64(2n)] },
  'the second operand is (i32.const j)': { vs: [i32(1), i64(0n), i32(2)] },
  'the first operand is (at.const i)': { vs: [i64(1n), i32(0), i32(2)] },
};
law(init, bulk.memoryInitOob, { ...init0, vs: [i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...initOperands, 'i + n > |mi.bytes| ∨ j + n > |di.bytes|': { vs: [i32(1), i32(0), i32(2)] },
});
init('either range may be out of bounds', () => fires(bulk.memoryInitOob, { ...init0, vs: [i32(0), i32(3), i32(1)] }, traps(OUT)));
law(init, bulk.memoryInitZero, { ...init0, vs: [i32(3), i32(3), i32(0)] }, leaves([]), {
  ...initOperands,
  'i + n ≤ |mi.bytes|': { vs: [i32(2), i32(1), i32(2)] },
  'j + n ≤ |di.bytes|': { vs: [i32(1), i32(2), i32(2)] },
  'n = 0': { vs: [i32(0), i32(0), i32(1)] },
});
law(init, bulk.memoryInitSucc, init0, leaves([i32(1), i32(21)], [store(1), value(i32(2)), value(i32(2)), value(i32(1)), init0.e]), {
  ...initOperands,
  'i + n ≤ |mi.bytes|': { vs: [i32(2), i32(0), i32(2)] },
  'j + n ≤ |di.bytes|': { vs: [i32(0), i32(2), i32(2)] },
  'n ≠ 0': { vs: [i32(0), i32(0), i32(0)] },
});
init.run();
