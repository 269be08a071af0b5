import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/arrays.ts';
import { i32, i64, NULL, refArray, refStruct } from '../../../semantics/runtime/values.ts';
import { array, arrayType, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is the structure that no rule here wants, 1 an array of bytes, 2 one of i64. */
const types = typesOf(structType('i32'), arrayType('i8'), arrayType('i64'));
const module = { types };
const empty = array(typeAt(types, 2));
const bytes = (...cs: readonly number[]): ReturnType<typeof array> => array(typeAt(types, 1), ...cs.map((c) => ({ t: 'i8' as const, c })));
const S = { arrays: [empty, bytes(1, 0xfe, 3), array(typeAt(types, 2), i64(7n))] };
const NULL_ARRAY = 'null array reference', OUT = 'out of bounds array access';

const reading = suite('array.get and array.len');
const get1 = { e: { op: 'array.get', sx: 's', x: 1 }, vs: [refArray(1), i32(1)], module, S } as const;
law(reading, rules.arrayGetNull, { ...get1, vs: [NULL, i32(1)] }, traps(NULL_ARRAY), {
  'the second operand is (i32.const i)': { vs: [NULL, i64(1n)] },
  'the first operand is (ref.null)': { vs: [refArray(1), i32(1)] },
});
law(reading, rules.arrayGetOob, { ...get1, vs: [refArray(1), i32(3)] }, traps(OUT), {
  'the second operand is (i32.const i)': { vs: [refArray(1), i64(3n)] },
  'the first operand is (ref.array a)': { vs: [NULL, i32(3)] },
  'z.arrays[a] = ai': { vs: [refArray(3), i32(3)] },
  'i ≥ |ai.fields|': { vs: [refArray(1), i32(2)] },
});
law(reading, rules.arrayGetArray, get1, leaves([i32(-2)]), {
  'the second operand is (i32.const i)': { vs: [refArray(1), NULL] },
  'the first operand is (ref.array a)': { vs: [refStruct(1), i32(1)] },
  'z.types[x] ≈ array (mut? zt)': { e: { op: 'array.get', sx: 's', x: 0 } },
  'z.arrays[a].fields[i] = fv': { vs: [refArray(1), i32(3)] },
  'val = unpack^{sx?}_zt(fv)': { e: { op: 'array.get', sx: undefined, x: 1 } },
});
reading('a packed element is extended with the sign or with zeros, others are as they are', () => {
  fires(rules.arrayGetArray, { ...get1, e: { op: 'array.get', sx: 'u', x: 1 } }, leaves([i32(0xfe)]));
  fires(rules.arrayGetArray, { ...get1, e: { op: 'array.get', sx: undefined, x: 2 }, vs: [refArray(2), i32(0)] }, leaves([i64(7n)]));
});
reading('an index is unsigned', () => fires(rules.arrayGetOob, { ...get1, vs: [refArray(1), i32(-1)] }, traps(OUT)));

const len = { e: { op: 'array.len' }, vs: [refArray(1)], S } as const;
law(reading, rules.arrayLenNull, { ...len, vs: [NULL] }, traps(NULL_ARRAY), { 'the operand is (ref.null)': { vs: [refArray(1)] } });
law(reading, rules.arrayLenArray, len, leaves([i32(3)]), {
  'the operand is (ref.array a)': { vs: [NULL] }, 'z.arrays[a] = ai': { vs: [refArray(3)] },
});
reading.run();

const writing = suite('array.set');
const set1 = { e: { op: 'array.set', x: 1 }, vs: [refArray(1), i32(1), i32(0x17f)], module, S } as const;
law(writing, rules.arraySetNull, { ...set1, vs: [NULL, i32(1), i32(0)] }, traps(NULL_ARRAY), {
  'the third operand is val': { below: [], vs: [] },
  'the second operand is (i32.const i)': { vs: [NULL, NULL, i32(0)] },
  'the first operand is (ref.null)': { vs: [refArray(1), i32(1), i32(0)] },
});
law(writing, rules.arraySetOob, { ...set1, vs: [refArray(1), i32(3), i32(0)] }, traps(OUT), {
  'the third operand is val': { below: [], vs: [] },
  'the second operand is (i32.const i)': { vs: [refArray(1), i64(3n), i32(0)] },
  'the first operand is (ref.array a)': { vs: [NULL, i32(3), i32(0)] },
  'z.arrays[a] = ai': { vs: [refArray(3), i32(3), i32(0)] },
  'i ≥ |ai.fields|': { vs: [refArray(1), i32(2), i32(0)] },
});
law(writing, rules.arraySetArray, set1, leaves([], [], { arrays: [empty, bytes(1, 0x7f, 3), array(typeAt(types, 2), i64(7n))] }), {
  'the third operand is val': { below: [], vs: [] },
  'the second operand is (i32.const i)': { vs: [refArray(1), NULL, i32(0)] },
  'the first operand is (ref.array a)': { vs: [NULL, i32(1), i32(0)] },
  'z.arrays[a] = ai': { vs: [refArray(3), i32(1), i32(0)] },
  'i < |ai.fields|': { vs: [refArray(1), i32(3), i32(0)] },
  'z.types[x] ≈ array (mut? zt)': { e: { op: 'array.set', x: 0 } },
  'fv = pack_zt(val)': { vs: [refArray(1), i32(1), i64(0n)] },
});
writing.run();
