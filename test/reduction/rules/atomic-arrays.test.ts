import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/atomic-arrays.ts';
import { i32, i64, NULL, refArray, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { AtomicRmwOp } from '../../../syntax/instructions.ts';
import { absRef } from '../../../syntax/types.ts';
import type { Bare, Instances } from '../configurations.ts';
import { array, arrayType, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const NULL_ARRAY = 'null array reference', OUT = 'out of bounds array access', order = 'seqcst';
/** Type 0 is the structure that no rule here wants, 1 an array of bytes, 2 one of i32, 3 one of references; each stands at its number. */
const types = typesOf(structType('i32'), arrayType('i8'), arrayType('i32'), arrayType(absRef('eq')));
const module = { types };
const instances = (numbers: readonly Val[] = [i32(5), i32(6)], refs: readonly Val[] = [NULL, refI31(7)], byte = 0xfe): Instances => ({
  arrays: [
    array(typeAt(types, 1)), array(typeAt(types, 1), { t: 'i8', c: byte }, { t: 'i8', c: 1 }),
    array(typeAt(types, 2), ...numbers), array(typeAt(types, 3), ...refs),
  ],
});
const all = { module, S: instances() };
const B = refArray(1), A = refArray(2), R = refArray(3), noArray = { S: {} };

const gets = suite('array.atomic.get');
const get = (x: number, sx?: 's' | 'u'): Bare => ({ op: 'array.atomic.get', order, sx, x });
const noIndex = { 'the second operand is (i32.const i)': { vs: [A, i64(1n)] } };
law(gets, rules.arrayAtomicGetNull, { ...all, e: get(2), vs: [NULL, i32(1)] }, traps(NULL_ARRAY), {
  ...noIndex, 'the first operand is (ref.null)': { vs: [A, i32(1)] },
});
law(gets, rules.arrayAtomicGetOob, { ...all, e: get(2), vs: [A, i32(2)] }, traps(OUT), {
  ...noIndex,
  'the first operand is (ref.array a)': { vs: [NULL, i32(2)] },
  'z.arrays[a] = ai': noArray,
  'i ≥ |ai.fields|': { vs: [A, i32(1)] },
});
law(gets, rules.arrayAtomicGetArray, { ...all, e: get(2), vs: [A, i32(1)] }, leaves([i32(6)]), {
  ...noIndex,
  'the first operand is (ref.array a)': { vs: [refStruct(2), i32(1)] },
  'z.types[x] ≈ array (mut? zt)': { e: get(0) },
  'z.arrays[a].fields[i] = fv': { vs: [A, i32(2)] },
  'val = unpack^{sx?}_zt(fv)': { e: get(2, 's') },
});
gets('a packed element is extended with the sign or with zeros', () => {
  fires(rules.arrayAtomicGetArray, { ...all, e: get(1, 's'), vs: [B, i32(0)] }, leaves([i32(-2)]));
  fires(rules.arrayAtomicGetArray, { ...all, e: get(1, 'u'), vs: [B, i32(0)] }, leaves([i32(0xfe)]));
});
gets('an index is unsigned', () => fires(rules.arrayAtomicGetOob, { ...all, e: get(2), vs: [A, i32(-1)] }, traps(OUT)));
gets.run();

const sets = suite('array.atomic.set');
const set = (x: number): Bare => ({ op: 'array.atomic.set', order, x });
const setOperands = {
  'the third operand is val': { below: [], vs: [] },
  'the second operand is (i32.const i)': { vs: [A, NULL, i32(9)] },
};
law(sets, rules.arrayAtomicSetNull, { ...all, e: set(2), vs: [NULL, i32(1), i32(9)] }, traps(NULL_ARRAY), {
  ...setOperands, 'the first operand is (ref.null)': { vs: [A, i32(1), i32(9)] },
});
const setArray = { ...setOperands, 'the first operand is (ref.array a)': { vs: [NULL, i32(1), i32(9)] }, 'z.arrays[a] = ai': noArray };
law(sets, rules.arrayAtomicSetOob, { ...all, e: set(2), vs: [A, i32(2), i32(9)] }, traps(OUT), {
  ...setArray, 'i ≥ |ai.fields|': { vs: [A, i32(1), i32(9)] },
});
const written = leaves([], [], instances(undefined, undefined, 0x7f));
law(sets, rules.arrayAtomicSetArray, { ...all, e: set(1), vs: [B, i32(0), i32(0x17f)] }, written, {
  ...setArray,
  'i < |ai.fields|': { vs: [B, i32(2), i32(9)] },
  'z.types[x] ≈ array (mut? zt)': { e: set(0) },
  'fv = pack_zt(val)': { vs: [B, i32(0), i64(9n)] },
});
sets.run();

const rmws = suite('array.atomic.rmw');
const rmw = (f: AtomicRmwOp, x = 2): Bare => ({ op: 'array.atomic.rmw', f, order, x });
const rmwOperands = {
  'the third operand is val₂': { below: [], vs: [] },
  'the second operand is (i32.const i)': { vs: [A, NULL, i32(9)] },
};
law(rmws, rules.arrayAtomicRmwNull, { ...all, e: rmw('add'), vs: [NULL, i32(1), i32(9)] }, traps(NULL_ARRAY), {
  ...rmwOperands, 'the first operand is (ref.null)': { vs: [A, i32(1), i32(9)] },
});
const rmwArray = { ...rmwOperands, 'the first operand is (ref.array a)': { vs: [NULL, i32(1), i32(9)] }, 'z.arrays[a] = ai': noArray };
law(rmws, rules.arrayAtomicRmwOob, { ...all, e: rmw('add'), vs: [A, i32(2), i32(9)] }, traps(OUT), {
  ...rmwArray, 'i ≥ |ai.fields|': { vs: [A, i32(1), i32(9)] },
});
law(rmws, rules.arrayAtomicRmwArray, { ...all, e: rmw('add'), vs: [A, i32(1), i32(9)] }, leaves([i32(6)], [], instances([i32(5), i32(15)])), {
  ...rmwArray, 'ai.fields[i] = val₁': { vs: [A, i32(2), i32(9)] }, 'val = rmw_f(val₁, val₂)': { vs: [A, i32(1), i64(9n)] },
});
rmws('each operator computes, and the old value is left', () => {
  const of = (f: AtomicRmwOp, c2: number, c: number): void =>
    fires(rules.arrayAtomicRmwArray, { ...all, e: rmw(f), vs: [A, i32(0), i32(c2)] }, leaves([i32(5)], [], instances([i32(c), i32(6)])));
  of('add', 6, 11);
  of('sub', 6, -1);
  of('and', 6, 4);
  of('or', 6, 7);
  of('xor', 6, 3);
  of('xchg', 6, 6);
});
rmws('references can be exchanged', () =>
  fires(rules.arrayAtomicRmwArray, { ...all, e: rmw('xchg', 3), vs: [R, i32(1), A] }, leaves([refI31(7)], [], instances(undefined, [NULL, A]))));
rmws.run();

const cmpxchgs = suite('array.atomic.rmw.cmpxchg');
const cmpxchg = (x: number): Bare => ({ op: 'array.atomic.cmpxchg', order, x });
const cas = { ...all, e: cmpxchg(3), vs: [R, i32(1), refI31(7), A] } as const, other = { vs: [R, i32(1), refI31(8), A] };
const far = { vs: [R, i32(2), refI31(7), A] }, ofNull = { vs: [NULL, i32(1), refI31(7), A] };
const casOperands = {
  'the fourth operand is val₃': { below: [], vs: [] },
  'the third operand is val₂': { below: [], vs: [NULL] },
  'the second operand is (i32.const i)': { vs: [R, NULL, refI31(7), A] },
};
const casArray = { ...casOperands, 'the first operand is (ref.array a)': ofNull, 'z.arrays[a] = ai': noArray };
law(cmpxchgs, rules.arrayAtomicCmpxchgNull, { ...cas, ...ofNull }, traps(NULL_ARRAY), {
  ...casOperands, 'the first operand is (ref.null)': { vs: cas.vs },
});
law(cmpxchgs, rules.arrayAtomicCmpxchgOob, { ...cas, ...far }, traps(OUT), { ...casArray, 'i ≥ |ai.fields|': { vs: cas.vs } });
law(cmpxchgs, rules.arrayAtomicCmpxchgSucceed, cas, leaves([refI31(7)], [], instances(undefined, [NULL, A])), {
  ...casArray, 'ai.fields[i] = val₁': far, 'val₁ = val₂': other,
});
law(cmpxchgs, rules.arrayAtomicCmpxchgFail, { ...cas, ...other }, leaves([refI31(7)]), {
  ...casArray, 'ai.fields[i] = val₁': far, 'val₁ ≠ val₂': { vs: cas.vs },
});
cmpxchgs('numbers are compared, too', () => {
  const of5 = { ...all, e: cmpxchg(2) } as const;
  fires(rules.arrayAtomicCmpxchgSucceed, { ...of5, vs: [A, i32(0), i32(5), i32(1)] }, leaves([i32(5)], [], instances([i32(1), i32(6)])));
  fires(rules.arrayAtomicCmpxchgFail, { ...of5, vs: [A, i32(0), i32(6), i32(1)] }, leaves([i32(5)]));
});
cmpxchgs.run();
