import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/arrays-bulk.ts';
import { i32, i64, NULL, refArray, refStruct } from '../../../semantics/runtime/values.ts';
import { array, arrayType, structType, typeAt, typesOf, value } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is no array; 1 is an array of i64, 2 of i16. */
const types = typesOf(structType('i32'), arrayType('i64'), arrayType('i16'));
const module = { types };
const three = array(typeAt(types, 1), i64(1n), i64(2n), i64(3n));
const S = { arrays: [array(typeAt(types, 1)), three, three] };
const NULL_ARRAY = 'null array reference', OUT = 'out of bounds array access';
const a1 = refArray(1), a2 = refArray(2), lost = refArray(3);

const fill = suite('array.fill');
const fill1 = { e: { op: 'array.fill', x: 1 }, vs: [a1, i32(1), i64(9n), i32(2)], module, S } as const;
const fillOperands = {
  'the fourth operand is (i32.const n)': { vs: [a1, i32(1), i64(9n), i64(2n)] },
  'the third operand is val': { below: [], vs: [i32(2)] },
  'the second operand is (i32.const i)': { vs: [a1, i64(1n), i64(9n), i32(2)] },
};
const fillArray = {
  ...fillOperands,
  'the first operand is (ref.array a)': { vs: [NULL, i32(1), i64(9n), i32(2)] },
  'z.arrays[a] = ai': { vs: [lost, i32(1), i64(9n), i32(2)] },
};
law(fill, rules.arrayFillNull, { ...fill1, vs: [NULL, i32(0), i64(9n), i32(0)] }, traps(NULL_ARRAY), {
  ...fillOperands, 'the first operand is (ref.null)': { vs: [a1, i32(0), i64(9n), i32(0)] },
});
law(fill, rules.arrayFillOob, { ...fill1, vs: [a1, i32(2), i64(9n), i32(2)] }, traps(OUT), {
  ...fillArray, 'i + n > |ai.fields|': { vs: [a1, i32(1), i64(9n), i32(2)] },
});
law(fill, rules.arrayFillZero, { ...fill1, vs: [a1, i32(3), i64(9n), i32(0)] }, leaves([]), {
  ...fillArray, 'i + n ≤ |ai.fields|': { vs: [a1, i32(2), i64(9n), i32(2)] }, 'n = 0': { vs: [a1, i32(2), i64(9n), i32(1)] },
});
law(fill, rules.arrayFillSucc, fill1, leaves([a1, i32(1), i64(9n)], [
  { op: 'array.set', x: 1 }, value(a1), value(i32(2)), value(i64(9n)), value(i32(1)), fill1.e,
]), {
  ...fillArray, 'i + n ≤ |ai.fields|': { vs: [a1, i32(2), i64(9n), i32(2)] }, 'n ≠ 0': { vs: [a1, i32(2), i64(9n), i32(0)] },
});
fill('numbers are unsigned, and their sum does not wrap around', () =>
  fires(rules.arrayFillOob, { ...fill1, vs: [a1, i32(1), i64(9n), i32(-1)] }, traps(OUT)));
fill.run();

const copy = suite('array.copy');
const copy12 = { e: { op: 'array.copy', x: 1, y: 1 }, vs: [a1, i32(0), a2, i32(1), i32(2)], module, S } as const;
const copyOperands = {
  'the fifth operand is (i32.const n)': { vs: [a1, i32(0), a2, i32(1), i64(2n)] },
  'the fourth operand is (i32.const i₂)': { vs: [a1, i32(0), a2, i64(1n), i32(2)] },
  'the second operand is (i32.const i₁)': { vs: [a1, i64(0n), a2, i32(1), i32(2)] },
};
const copyArrays = {
  ...copyOperands,
  'the third operand is (ref.array a₂)': { vs: [a1, i32(0), NULL, i32(1), i32(2)] },
  'the first operand is (ref.array a₁)': { vs: [NULL, i32(0), a2, i32(1), i32(2)] },
  'z.arrays[a₁] = ai₁': { vs: [lost, i32(0), a2, i32(1), i32(2)] },
  'z.arrays[a₂] = ai₂': { vs: [a1, i32(0), lost, i32(1), i32(2)] },
};
law(copy, rules.arrayCopyNull1, { ...copy12, vs: [NULL, i32(0), a2, i32(0), i32(0)] }, traps(NULL_ARRAY), {
  ...copyOperands,
  'the third operand is ref': { vs: [NULL, i32(0), i32(0), i32(0), i32(0)] },
  'the first operand is (ref.null)': { vs: [a1, i32(0), NULL, i32(0), i32(0)] },
});
copy('of two null references, the first one traps', () =>
  fires(rules.arrayCopyNull1, { ...copy12, vs: [NULL, i32(0), NULL, i32(0), i32(0)] }, traps(NULL_ARRAY)));
law(copy, rules.arrayCopyNull2, { ...copy12, vs: [a1, i32(0), NULL, i32(0), i32(0)] }, traps(NULL_ARRAY), {
  ...copyOperands,
  'the third operand is (ref.null)': { vs: [a1, i32(0), a2, i32(0), i32(0)] },
  'the first operand is (ref.array a₁)': { vs: [refStruct(1), i32(0), NULL, i32(0), i32(0)] },
});
law(copy, rules.arrayCopyOob1, { ...copy12, vs: [a1, i32(2), a2, i32(0), i32(2)] }, traps(OUT), {
  ...copyArrays, 'i₁ + n > |ai₁.fields|': { vs: [a1, i32(1), a2, i32(0), i32(2)] },
});
copy('of two ranges out of bounds, the first one traps', () =>
  fires(rules.arrayCopyOob1, { ...copy12, vs: [a1, i32(2), a2, i32(2), i32(2)] }, traps(OUT)));
law(copy, rules.arrayCopyOob2, { ...copy12, vs: [a1, i32(0), a2, i32(2), i32(2)] }, traps(OUT), {
  ...copyArrays,
  'i₁ + n ≤ |ai₁.fields|': { vs: [a1, i32(2), a2, i32(2), i32(2)] },
  'i₂ + n > |ai₂.fields|': { vs: [a1, i32(0), a2, i32(1), i32(2)] },
});
law(copy, rules.arrayCopyZero, { ...copy12, vs: [a1, i32(3), a2, i32(3), i32(0)] }, leaves([]), {
  ...copyArrays,
  'i₁ + n ≤ |ai₁.fields|': { vs: [a1, i32(2), a2, i32(1), i32(2)] },
  'i₂ + n ≤ |ai₂.fields|': { vs: [a1, i32(1), a2, i32(2), i32(2)] },
  'n = 0': { vs: [a1, i32(0), a2, i32(0), i32(1)] },
});
const copyRange = {
  ...copyArrays,
  'i₁ + n ≤ |ai₁.fields|': { vs: [a1, i32(2), a2, i32(0), i32(2)] },
  'i₂ + n ≤ |ai₂.fields|': { vs: [a1, i32(0), a2, i32(2), i32(2)] },
  'n ≠ 0': { vs: [a1, i32(0), a2, i32(0), i32(0)] },
  'z.types[x₂] ≈ array (mut? zt₂)': { e: { op: 'array.copy', x: 1, y: 0 } },
} as const;
law(copy, rules.arrayCopyLe, copy12, leaves([a1, i32(0), a2, i32(1)], [
  { op: 'array.get', sx: undefined, x: 1 }, { op: 'array.set', x: 1 },
  value(a1), value(i32(1)), value(a2), value(i32(2)), value(i32(1)), copy12.e,
]), { ...copyRange, 'i₁ ≤ i₂': { vs: [a1, i32(1), a2, i32(0), i32(2)] } });
law(copy, rules.arrayCopyGt, { ...copy12, vs: [a1, i32(1), a2, i32(0), i32(2)] }, leaves([a1, i32(2), a2, i32(1)], [
  { op: 'array.get', sx: undefined, x: 1 }, { op: 'array.set', x: 1 },
  value(a1), value(i32(1)), value(a2), value(i32(0)), value(i32(1)), copy12.e,
]), { ...copyRange, 'i₁ > i₂': { vs: [a1, i32(0), a2, i32(0), i32(2)] } });
copy('a whole array, to the end of a longer one', () => {
  const longer = array(typeAt(types, 1), i64(0n), i64(0n), i64(0n), i64(0n));
  const down = { ...copy12, vs: [a1, i32(1), a2, i32(0), i32(3)], S: { arrays: [three, longer, three] } };
  fires(rules.arrayCopyGt, down, leaves([a1, i32(3), a2, i32(2)], [
    { op: 'array.get', sx: undefined, x: 1 }, { op: 'array.set', x: 1 },
    value(a1), value(i32(1)), value(a2), value(i32(0)), value(i32(2)), copy12.e,
  ]));
});
copy('packed elements are read with a sign', () => {
  const packed = array(typeAt(types, 2), { t: 'i16', c: 5 }), e = { op: 'array.copy', x: 2, y: 2 } as const;
  fires(rules.arrayCopyLe, { e, vs: [refArray(0), i32(0), refArray(0), i32(0), i32(1)], module, S: { arrays: [packed] } },
    leaves([refArray(0), i32(0), refArray(0), i32(0)], [
      { op: 'array.get', sx: 's', x: 2 }, { op: 'array.set', x: 2 },
      value(refArray(0)), value(i32(1)), value(refArray(0)), value(i32(1)), value(i32(0)), e,
    ]));
});
copy.run();
