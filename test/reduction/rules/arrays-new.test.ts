import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from '../../../reduction/machine.ts';
import * as rules from '../../../reduction/rules/arrays-new.ts';
import { get } from '../../../semantics/data/vector.ts';
import type { Vals } from '../../../semantics/runtime/contexts.ts';
import { NIL } from '../../../semantics/runtime/contexts.ts';
import { i32, i64, NULL, refArray, refFunc, v128 } from '../../../semantics/runtime/values.ts';
import type { Ref, Val } from '../../../semantics/runtime/values.ts';
import { absRef } from '../../../syntax/types.ts';
import type { DataInst } from '../../../semantics/runtime/store.ts';
import { array, arrayType, configuration, data, elem, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is no array; 1 is an array of bytes, 2 of i64, 3 of references without a default value, 4 of functions. */
const types = typesOf(structType('i32'), arrayType('i8'), arrayType('i64'), arrayType(absRef('any', false)), arrayType(absRef('func')));
const module = { types, datas: [1], elems: [1] };
const TOO_LARGE = 'allocation size too large', LIMIT = 2 ** 24;

const copies = suite('arrays of one value');
const new2 = { e: { op: 'array.new', x: 2 }, vs: [i64(9n), i32(3)] } as const;
const newOperands = { 'the second operand is (i32.const n)': { vs: [i64(9n), i64(3n)] }, 'the first operand is val': { below: [], vs: [i32(3)] } };
law(copies, rules.arrayNew, new2, leaves([i64(9n), i64(9n), i64(9n)], [{ op: 'array.new_fixed', x: 2, n: 3 }]), {
  ...newOperands, 'n ≤ 2²⁴': { vs: [i64(9n), i32(LIMIT + 1)] },
});
law(copies, rules.arrayNewTooLarge, { ...new2, vs: [i64(9n), i32(-1)] }, traps(TOO_LARGE), { ...newOperands, 'n > 2²⁴': { vs: [i64(9n), i32(LIMIT)] } });
const default2 = { e: { op: 'array.new_default', x: 2 }, vs: [i32(2)], module } as const;
law(copies, rules.arrayNewDefault, default2, leaves([i64(0n), i64(0n)], [{ op: 'array.new_fixed', x: 2, n: 2 }]), {
  'the operand is (i32.const n)': { vs: [i64(2n)] },
  'z.types[x] ≈ array (mut? zt)': { e: { op: 'array.new_default', x: 0 } },
  'default_{unpack(zt)} = val': { e: { op: 'array.new_default', x: 3 } },
  'n ≤ 2²⁴': { vs: [i32(LIMIT + 1)] },
});
law(copies, rules.arrayNewDefaultTooLarge, { ...default2, vs: [i32(LIMIT + 1)] }, traps(TOO_LARGE), {
  'the operand is (i32.const n)': { vs: [NULL] }, 'n > 2²⁴': { vs: [i32(LIMIT)] },
});
copies('of a packed type, the default value is an unpacked one', () => {
  const e = { op: 'array.new_default', x: 1 } as const;
  fires(rules.arrayNewDefault, { ...default2, e }, leaves([i32(0), i32(0)], [{ op: 'array.new_fixed', x: 1, n: 2 }]));
});
copies('no element, one element and a million', () => {
  for (const n of [0, 1, 2 ** 20]) {
    const { z, outcome } = run(configuration({ ...new2, vs: [i64(-5n), i32(n)], module, rest: [{ op: 'array.len' }] }));
    assert.equal(outcome.kind === 'values' && outcome.vals.at(-1), i32(n));
    const ai = get(z.S.arrays, 0);
    assert.is(ai?.fields.n, n);
    assert.equal(ai === undefined || n === 0 ? i64(-5n) : get(ai.fields, n - 1), i64(-5n));
  }
});
copies.run();

const fixed = suite('array.new_fixed');
const [old, made] = [array(typeAt(types, 2)), array(typeAt(types, 1), { t: 'i8', c: 1 }, { t: 'i8', c: 0xff })];
const fixed1 = { e: { op: 'array.new_fixed', x: 1, n: 2 }, vs: [i32(0x101), i32(-1)], module, S: { arrays: [old] } } as const;
law(fixed, rules.arrayNewFixed, fixed1, leaves([refArray(1)], [], { arrays: [old, made] }), {
  'z.types[x] = dt': { module: {} },
  'dt ≈ array (mut? zt)': { e: { op: 'array.new_fixed', x: 0, n: 2 } },
  'n ≤ 2²⁴': { e: { op: 'array.new_fixed', x: 1, n: LIMIT + 1 } },
  'the operands are valⁿ': { e: { op: 'array.new_fixed', x: 1, n: 4 } },
  'ai = {type dt, fields (pack_zt(val))ⁿ}': { vs: [i32(1), i64(2n)] },
});
/** A list that says how long it is, to spare the machine 2²⁴ cells. */
const long: Vals = { v: i32(0), next: NIL, n: LIMIT + 1 };
law(fixed, rules.arrayNewFixedTooLarge, { ...fixed1, e: { op: 'array.new_fixed', x: 1, n: LIMIT + 1 }, stack: long },
  { vs: [], es: [{ op: 'trap', why: TOO_LARGE }, { op: 'nop' }] },
  { 'n > 2²⁴': { e: { op: 'array.new_fixed', x: 1, n: LIMIT } }, 'the operands are valⁿ': { e: { op: 'array.new_fixed', x: 1, n: LIMIT + 2 } } });
fixed('nothing needs to stand below the operands', () =>
  fires(rules.arrayNewFixed, { ...fixed1, below: [] }, { vs: [refArray(1)], es: [{ op: 'nop' }], S: { arrays: [old, made] } }));
fixed('ten thousand elements, in their order', () => {
  const vs = Array.from({ length: 10_000 }, (_, i) => i64(BigInt(i)));
  const { z } = run(configuration({ e: { op: 'array.new_fixed', x: 2, n: 10_000 }, vs, module }));
  const ai = get(z.S.arrays, 0);
  assert.equal(ai === undefined ? [] : [0, 4321, 9999].map((i) => get(ai.fields, i)), [i64(0n), i64(4321n), i64(9999n)]);
});
fixed.run();

const segments = suite('arrays from segments');
const f = refFunc;
const newElem = { e: { op: 'array.new_elem', x: 4, y: 0 }, vs: [i32(1), i32(2)], module, S: { elems: [elem(), elem(f(1), f(2), f(3))] } } as const;
const elemOperands = {
  'the second operand is (i32.const n)': { vs: [i32(1), i64(2n)] },
  'the first operand is (i32.const i)': { vs: [NULL, i32(2)] },
  'z.elems[y] = ei': { module: { types } },
};
law(segments, rules.arrayNewElemOob, { ...newElem, vs: [i32(2), i32(2)] }, traps('out of bounds table access'), {
  ...elemOperands, 'i + n > |ei.refs|': { vs: [i32(1), i32(2)] },
});
/** A segment of more references than an array may have. */
const longRefs = { elems: [elem(), { ...elem(), refs: new Array<Ref>(LIMIT + 1) }] };
law(segments, rules.arrayNewElemAlloc, newElem, leaves([f(2), f(3)], [{ op: 'array.new_fixed', x: 4, n: 2 }]), {
  ...elemOperands, 'refⁿ = ei.refs[i : n]': { vs: [i32(2), i32(2)] }, 'n ≤ 2²⁴': { vs: [i32(0), i32(LIMIT + 1)], S: longRefs },
});
law(segments, rules.arrayNewElemTooLarge, { ...newElem, vs: [i32(0), i32(LIMIT + 1)], S: longRefs }, traps(TOO_LARGE), {
  ...elemOperands, 'i + n ≤ |ei.refs|': { vs: [i32(2), i32(LIMIT + 1)] }, 'n > 2²⁴': { vs: [i32(0), i32(LIMIT)] },
});

const bytes: DataInst = data(0, 1, 2, 3, 4, 5, 6, 7, 0x88, 9, 10, 11);
const newData = { e: { op: 'array.new_data', x: 2, y: 0 }, vs: [i32(4), i32(1)], module, S: { datas: [data(), bytes] } } as const;
const dataOperands = {
  'the second operand is (i32.const n)': { vs: [i32(4), i64(1n)] },
  'the first operand is (i32.const i)': { vs: [NULL, i32(1)] },
  'z.types[x] ≈ array (mut? zt)': { e: { op: 'array.new_data', x: 3, y: 0 } },
  'z.datas[y] = di': { module: { types } },
} as const;
const longData = { datas: [data(), { ...data(), bytes: new Uint8Array(LIMIT + 1) }] };
const ofBytes = { ...newData, e: { op: 'array.new_data', x: 1, y: 0 } } as const;
law(segments, rules.arrayNewDataOob, { ...newData, vs: [i32(5), i32(1)] }, traps('out of bounds memory access'), {
  ...dataOperands, 'i + n · |zt|/8 > |di.bytes|': { vs: [i32(4), i32(1)] },
});
law(segments, rules.arrayNewDataNum, newData, leaves([i64(0x0b0a098807060504n)], [{ op: 'array.new_fixed', x: 2, n: 1 }]), {
  ...dataOperands,
  'n ≤ 2²⁴': { e: ofBytes.e, vs: [i32(0), i32(LIMIT + 1)], S: longData },
  'concat(zbytes_zt(c)ⁿ) = di.bytes[i : n · |zt|/8]': { vs: [i32(5), i32(1)] },
});
law(segments, rules.arrayNewDataTooLarge, { ...ofBytes, vs: [i32(0), i32(LIMIT + 1)], S: longData }, traps(TOO_LARGE), {
  ...dataOperands, 'i + n · |zt|/8 ≤ |di.bytes|': { vs: [i32(1), i32(LIMIT + 1)] }, 'n > 2²⁴': { vs: [i32(1), i32(LIMIT)] },
});
segments('the bytes are numbers of any width, packed ones unsigned, or vectors', () => {
  const ofType = (storage: 'i8' | 'i16' | 'i32' | 'f32' | 'f64' | 'v128', n: number, ...vals: readonly Val[]): void => {
    const e = { op: 'array.new_data', x: 0, y: 0 } as const, long = data(...bytes.bytes, 0, 0, 0, 0, 0x80);
    const only = { module: { ...module, types: typesOf(arrayType(storage)) }, S: { datas: [bytes, long] } };
    fires(rules.arrayNewDataNum, { ...newData, ...only, e, vs: [i32(1), i32(n)] },
      leaves(vals, [{ op: 'array.new_fixed', x: 0, n }]));
  };
  ofType('i8', 8, ...[1, 2, 3, 4, 5, 6, 7, 0x88].map(i32));
  ofType('i16', 4, ...[0x0201, 0x0403, 0x0605, 0x8807].map(i32));
  ofType('i32', 2, i32(0x04030201), i32(0x88070605));
  ofType('f32', 1, { t: 'f32', c: 0x04030201 });
  ofType('f64', 1, { t: 'f64', c: BigInt.asIntN(64, 0x8807060504030201n) });
  ofType('v128', 1, v128(0x80000000_000b0a09_88070605_04030201n));
});
segments.run();
