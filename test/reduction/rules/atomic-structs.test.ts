import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/atomic-structs.ts';
import { i32, i64, NULL, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { FieldVal, Val } from '../../../semantics/runtime/values.ts';
import type { AtomicRmwOp } from '../../../syntax/instructions.ts';
import { absRef } from '../../../syntax/types.ts';
import type { Bare, Instances } from '../configurations.ts';
import { arrayType, struct, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const NULL_STRUCT = 'null structure reference', order = 'seqcst';
/** Type 0 is the array that no rule here wants, 1 a structure; it is at the address 1. */
const types = typesOf(arrayType('i32'), structType('i8', 'i64', 'i32', absRef('eq')));
const module = { types };
const I8: FieldVal = { t: 'i8', c: 0xfe };
const instances = (f0 = I8, f1: Val = i64(5n), f2: Val = i32(6), f3: Val = refI31(7)): Instances =>
  ({ structs: [struct(typeAt(types, 1), I8, i64(0n), i32(0), NULL), struct(typeAt(types, 1), f0, f1, f2, f3)] });
const all = { module, S: instances() };
const S_ = refStruct(1), noStruct = { S: {} };

const gets = suite('struct.atomic.get');
const get = (i: number, sx?: 's' | 'u', x = 1): Bare => ({ op: 'struct.atomic.get', order, sx, x, i });
law(gets, rules.structAtomicGetNull, { ...all, e: get(1), vs: [NULL] }, traps(NULL_STRUCT), { 'the operand is (ref.null)': { vs: [S_] } });
law(gets, rules.structAtomicGetStruct, { ...all, e: get(1), vs: [S_] }, leaves([i64(5n)]), {
  'the operand is (ref.struct a)': { vs: [refI31(1)] },
  'z.types[x] ≈ struct (mut? zt)*': { e: get(1, undefined, 0) },
  'zt*[i] = zt': { e: get(4) },
  'z.structs[a].fields[i] = fv': noStruct,
  'val = unpack^{sx?}_zt(fv)': { e: get(0) },
});
gets('a packed field is extended with the sign or with zeros', () => {
  fires(rules.structAtomicGetStruct, { ...all, e: get(0, 's'), vs: [S_] }, leaves([i32(-2)]));
  fires(rules.structAtomicGetStruct, { ...all, e: get(0, 'u'), vs: [S_] }, leaves([i32(0xfe)]));
});
gets.run();

const sets = suite('struct.atomic.set');
const set = (i: number, x = 1): Bare => ({ op: 'struct.atomic.set', order, x, i });
const noValue = { 'the second operand is val': { below: [], vs: [] } };
law(sets, rules.structAtomicSetNull, { ...all, e: set(1), vs: [NULL, i64(9n)] }, traps(NULL_STRUCT), {
  ...noValue, 'the first operand is (ref.null)': { vs: [S_, i64(9n)] },
});
law(sets, rules.structAtomicSetStruct, { ...all, e: set(0), vs: [S_, i32(0x17f)] }, leaves([], [], instances({ t: 'i8', c: 0x7f })), {
  ...noValue,
  'the first operand is (ref.struct a)': { vs: [NULL, i32(0)] },
  'z.structs[a] = si': noStruct,
  'z.types[x] ≈ struct (mut? zt)*': { e: set(0, 0) },
  'zt*[i] = zt': { e: set(4) },
  'fv = pack_zt(val)': { vs: [S_, i64(0n)] },
});
sets.run();

const rmws = suite('struct.atomic.rmw');
const rmw = (f: AtomicRmwOp, i: number): Bare => ({ op: 'struct.atomic.rmw', f, order, x: 1, i });
const noOperand = { 'the second operand is val₂': { below: [], vs: [] } };
law(rmws, rules.structAtomicRmwNull, { ...all, e: rmw('add', 1), vs: [NULL, i64(9n)] }, traps(NULL_STRUCT), {
  ...noOperand, 'the first operand is (ref.null)': { vs: [S_, i64(9n)] },
});
const added = leaves([i64(5n)], [], instances(undefined, i64(14n)));
law(rmws, rules.structAtomicRmwStruct, { ...all, e: rmw('add', 1), vs: [S_, i64(9n)] }, added, {
  ...noOperand,
  'the first operand is (ref.struct a)': { vs: [NULL, i64(9n)] },
  'z.structs[a] = si': noStruct,
  'si.fields[i] = val₁': { e: rmw('add', 0) },
  'val = rmw_f(val₁, val₂)': { vs: [S_, i32(9)] },
});
rmws('each operator computes, and the old value is left', () => {
  const of = (f: AtomicRmwOp, c2: number, c: number): void =>
    fires(rules.structAtomicRmwStruct, { ...all, e: rmw(f, 2), vs: [S_, i32(c2)] },
      leaves([i32(6)], [], instances(undefined, undefined, i32(c))));
  of('add', 3, 9);
  of('sub', 7, -1);
  of('and', 3, 2);
  of('or', 3, 7);
  of('xor', 3, 5);
  of('xchg', 3, 3);
});
rmws('references can be exchanged', () => fires(rules.structAtomicRmwStruct, { ...all, e: rmw('xchg', 3), vs: [S_, NULL] },
  leaves([refI31(7)], [], instances(undefined, undefined, undefined, NULL))));
rmws.run();

const cmpxchgs = suite('struct.atomic.rmw.cmpxchg');
const cmpxchg = (i: number): Bare => ({ op: 'struct.atomic.cmpxchg', order, x: 1, i });
const cas = { ...all, e: cmpxchg(3), vs: [S_, refI31(7), S_] } as const, other = { vs: [S_, NULL, S_] };
const operands = { 'the third operand is val₃': { below: [], vs: [] }, 'the second operand is val₂': { below: [], vs: [NULL] } };
const found = {
  ...operands,
  'the first operand is (ref.struct a)': { vs: [NULL, refI31(7), S_] },
  'z.structs[a] = si': noStruct,
  'si.fields[i] = val₁': { e: cmpxchg(0) },
} as const;
law(cmpxchgs, rules.structAtomicCmpxchgNull, { ...cas, vs: [NULL, refI31(7), S_] }, traps(NULL_STRUCT), {
  ...operands, 'the first operand is (ref.null)': { vs: cas.vs },
});
law(cmpxchgs, rules.structAtomicCmpxchgSucceed, cas, leaves([refI31(7)], [], instances(undefined, undefined, undefined, S_)), {
  ...found, 'val₁ = val₂': other,
});
law(cmpxchgs, rules.structAtomicCmpxchgFail, { ...cas, ...other }, leaves([refI31(7)]), { ...found, 'val₁ ≠ val₂': { vs: cas.vs } });
cmpxchgs('numbers are compared, too', () => {
  const of5 = { ...all, e: cmpxchg(1) } as const;
  fires(rules.structAtomicCmpxchgSucceed, { ...of5, vs: [S_, i64(5n), i64(6n)] }, leaves([i64(5n)], [], instances(undefined, i64(6n))));
  fires(rules.structAtomicCmpxchgFail, { ...of5, vs: [S_, i64(-5n), i64(6n)] }, leaves([i64(5n)]));
});
cmpxchgs.run();
