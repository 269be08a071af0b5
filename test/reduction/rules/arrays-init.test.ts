import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/arrays-init.ts';
import { i32, i64, NULL, refArray, refFunc } from '../../../semantics/runtime/values.ts';
import { absRef } from '../../../syntax/types.ts';
import { array, arrayType, data, elem, typeAt, typesOf, value } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is an array of functions, 1 of i16. */
const types = typesOf(arrayType(absRef('func')), arrayType('i16'));
/** The segments have indices that are not those of the types with which they are used. */
const module = { types, elems: [0, 1], datas: [0, 0, 1] };
const a = refArray(1), lost = refArray(3);
const ofFuncs = array(typeAt(types, 0), NULL, NULL, NULL);
const shorts = array(typeAt(types, 1), { t: 'i16', c: 1 }, { t: 'i16', c: 2 }, { t: 'i16', c: 3 });
const NULL_ARRAY = 'null array reference', OUT = 'out of bounds array access';

/** Both instructions have the operands ref i j n, and read them in the same way. */
const operands = {
  'the fourth operand is (i32.const n)': { vs: [a, i32(0), i32(0), i64(1n)] },
  'the third operand is (i32.const j)': { vs: [a, i32(0), NULL, i32(1)] },
  'the second operand is (i32.const i)': { vs: [a, i64(0n), i32(0), i32(1)] },
};
const arrays = {
  ...operands,
  'the first operand is (ref.array a)': { vs: [NULL, i32(0), i32(0), i32(1)] },
  'z.arrays[a] = ai': { vs: [lost, i32(0), i32(0), i32(1)] },
};

const fromElem = suite('array.init_elem');
const elem0 = {
  e: { op: 'array.init_elem', x: 0, y: 1 }, vs: [a, i32(1), i32(1), i32(2)], module,
  S: { arrays: [array(typeAt(types, 0)), ofFuncs], elems: [elem(), elem(refFunc(4), refFunc(5), refFunc(6))] },
} as const;
law(fromElem, rules.arrayInitElemNull, { ...elem0, vs: [NULL, i32(0), i32(0), i32(0)] }, traps(NULL_ARRAY), {
  ...operands, 'the first operand is (ref.null)': { vs: [a, i32(0), i32(0), i32(0)] },
});
law(fromElem, rules.arrayInitElemOob1, { ...elem0, vs: [a, i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...arrays, 'i + n > |ai.fields|': { vs: [a, i32(1), i32(0), i32(2)] },
});
fromElem('of two ranges out of bounds, that of the array traps', () =>
  fires(rules.arrayInitElemOob1, { ...elem0, vs: [a, i32(2), i32(2), i32(2)] }, traps(OUT)));
const elemRange = { ...arrays, 'i + n ≤ |ai.fields|': { vs: [a, i32(2), i32(0), i32(2)] }, 'z.elems[y] = ei': { module: { types } } };
law(fromElem, rules.arrayInitElemOob2, { ...elem0, vs: [a, i32(0), i32(2), i32(2)] }, traps('out of bounds table access'), {
  ...elemRange, 'j + n > |ei.refs|': { vs: [a, i32(0), i32(1), i32(2)] },
});
law(fromElem, rules.arrayInitElemZero, { ...elem0, vs: [a, i32(3), i32(3), i32(0)] }, leaves([]), {
  ...elemRange, 'j + n ≤ |ei.refs|': { vs: [a, i32(1), i32(2), i32(2)] }, 'n = 0': { vs: [a, i32(2), i32(2), i32(1)] },
});
law(fromElem, rules.arrayInitElemSucc, elem0, leaves([a, i32(1), refFunc(5)], [
  { op: 'array.set', x: 0 }, value(a), value(i32(2)), value(i32(2)), value(i32(1)), elem0.e,
]), {
  ...elemRange, 'j + n ≤ |ei.refs|': { vs: [a, i32(0), i32(2), i32(2)] }, 'n ≠ 0': { vs: [a, i32(2), i32(2), i32(0)] },
});
fromElem.run();

const fromData = suite('array.init_data');
const data1 = {
  e: { op: 'array.init_data', x: 1, y: 2 }, vs: [a, i32(1), i32(1), i32(2)], module,
  S: { arrays: [array(typeAt(types, 1)), shorts], datas: [data(), data(1, 2, 0xff, 4, 5)] },
} as const;
law(fromData, rules.arrayInitDataNull, { ...data1, vs: [NULL, i32(0), i32(0), i32(0)] }, traps(NULL_ARRAY), {
  ...operands, 'the first operand is (ref.null)': { vs: [a, i32(0), i32(0), i32(0)] },
});
law(fromData, rules.arrayInitDataOob1, { ...data1, vs: [a, i32(2), i32(0), i32(2)] }, traps(OUT), {
  ...arrays, 'i + n > |ai.fields|': { vs: [a, i32(1), i32(0), i32(2)] },
});
fromData('of two ranges out of bounds, that of the array traps', () =>
  fires(rules.arrayInitDataOob1, { ...data1, vs: [a, i32(2), i32(2), i32(2)] }, traps(OUT)));
const dataRange = {
  ...arrays,
  'i + n ≤ |ai.fields|': { vs: [a, i32(2), i32(0), i32(2)] },
  'z.types[x] ≈ array (mut? zt)': { e: { op: 'array.init_data', x: 0, y: 2 } },
  'z.datas[y] = di': { module: { types } },
} as const;
law(fromData, rules.arrayInitDataOob2, { ...data1, vs: [a, i32(0), i32(2), i32(2)] }, traps('out of bounds memory access'), {
  ...dataRange, 'j + n · |zt|/8 > |di.bytes|': { vs: [a, i32(0), i32(1), i32(2)] },
});
law(fromData, rules.arrayInitDataZero, { ...data1, vs: [a, i32(3), i32(5), i32(0)] }, leaves([]), {
  ...dataRange, 'j + n · |zt|/8 ≤ |di.bytes|': { vs: [a, i32(1), i32(2), i32(2)] }, 'n = 0': { vs: [a, i32(2), i32(3), i32(1)] },
});
law(fromData, rules.arrayInitDataNum, data1, leaves([a, i32(1), i32(0xff02)], [
  { op: 'array.set', x: 1 }, value(a), value(i32(2)), value(i32(3)), value(i32(1)), data1.e,
]), {
  ...dataRange, 'j + n · |zt|/8 ≤ |di.bytes|': { vs: [a, i32(0), i32(2), i32(2)] }, 'n ≠ 0': { vs: [a, i32(2), i32(2), i32(0)] },
});
fromData.run();
