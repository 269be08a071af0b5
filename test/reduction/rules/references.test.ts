import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/references.ts';
import { i32, NULL, refArray, refExtern, refFunc, refHost, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { Ref } from '../../../semantics/runtime/values.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import { struct, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const notRef = { vs: [i32(0)] };
const aNull = { vs: [NULL] }, aRef = { vs: [refStruct(0)] };

const making = suite('making references');
law(making, rules.refNull, { e: { op: 'ref.null', ht: { kind: 'abs', shared: false, name: 'any' } } }, leaves([NULL]));
law(making, rules.refFuncAddr, { e: { op: 'ref.func', x: 1 }, module: { funcs: [8, 9] } }, leaves([refFunc(9)]), {
  'z.module.funcs[x] = a': { module: { funcs: [8] } },
});
law(making, rules.refI31Num, { e: { op: 'ref.i31' }, vs: [i32(-1)] }, leaves([{ t: 'ref.i31', c: 0x7fffffff }]), {
  'the operand is (i32.const i)': aNull,
});
law(making, rules.refI31Shared, { e: { op: 'ref.i31_shared' }, vs: [i32(-1)] }, leaves([{ t: 'ref.i31', c: 0x7fffffff }]), {
  'the operand is (i32.const i)': aNull,
});
making.run();

const nulls = suite('null references');
law(nulls, rules.refIsNullTrue, { e: { op: 'ref.is_null' }, vs: [NULL] }, leaves([i32(1)]), { 'ref = ref.null': aRef });
law(nulls, rules.refIsNullFalse, { e: { op: 'ref.is_null' }, vs: [refI31(0)] }, leaves([i32(0)]), { 'ref ≠ ref.null': aNull });
law(nulls, rules.refAsNonNullNull, { e: { op: 'ref.as_non_null' }, vs: [NULL] }, traps('null reference'), { 'ref = ref.null': aRef });
law(nulls, rules.refAsNonNullAddr, { e: { op: 'ref.as_non_null' }, vs: [refFunc(3)] }, leaves([refFunc(3)]), { 'ref ≠ ref.null': notRef });
nulls.run();

const equality = suite('ref.eq');
const eq = { e: { op: 'ref.eq' } } as const;
const eqOperands = {
  'the second operand is ref₂': { vs: [NULL, i32(0)] },
  'the first operand is ref₁': { vs: [i32(0), NULL] },
};
law(equality, rules.refEqNull, { ...eq, vs: [NULL, NULL] }, leaves([i32(1)]), {
  ...eqOperands, 'ref₁ = ref.null ∧ ref₂ = ref.null': { vs: [NULL, refI31(0)] },
});
law(equality, rules.refEqTrue, { ...eq, vs: [refStruct(2), refStruct(2)] }, leaves([i32(1)]), {
  ...eqOperands, 'ref₁ ≠ ref.null ∨ ref₂ ≠ ref.null': { vs: [NULL, NULL] }, 'ref₁ = ref₂': { vs: [refStruct(1), refStruct(2)] },
});
law(equality, rules.refEqFalse, { ...eq, vs: [refStruct(2), refArray(2)] }, leaves([i32(0)]), {
  ...eqOperands, 'ref₁ ≠ ref₂': { vs: [refArray(2), refArray(2)] },
});
equality('references are equal if they are the same', () => {
  const both = (ref1: Ref, ref2: Ref, equal: boolean): void =>
    fires(equal ? rules.refEqTrue : rules.refEqFalse, { ...eq, vs: [ref1, ref2] }, leaves([i32(equal ? 1 : 0)]));
  both(refI31(-1), refI31(2 ** 31 - 1), true);
  both(refI31(1), refI31(2), false);
  both(refI31(1), refStruct(1), false);
  both(NULL, refStruct(0), false);
  both(refExtern(refHost(3)), refExtern(refHost(3)), true);
  both(refExtern(refHost(3)), refExtern(refHost(4)), false);
  both(refExtern(refHost(3)), refHost(3), false);
});
equality.run();

const casts = suite('tests and casts');
/** The structure at the address 0 has the type 1. */
const types = typesOf(structType('i32'), structType('i64'));
const S = { structs: [struct(typeAt(types, 1), { t: 'i64', c: 0n })] };
const cast = { vs: [refStruct(0)], module: { types }, S } as const;
const test1 = { ...cast, e: { op: 'ref.test', rt: idxRef(1, false) } } as const, test0 = { ...test1, e: { op: 'ref.test', rt: idxRef(0, false) } } as const;
const cast1 = { ...cast, e: { op: 'ref.cast', rt: idxRef(1, false) } } as const, cast0 = { ...cast1, e: { op: 'ref.cast', rt: idxRef(0, false) } } as const;
law(casts, rules.refTestTrue, test1, leaves([i32(1)]), { 'the operand is ref': notRef, 's ⊢ ref : inst_{f.module}(rt)': test0 });
law(casts, rules.refTestFalse, test0, leaves([i32(0)]), { 'the operand is ref': notRef, 'not s ⊢ ref : inst_{f.module}(rt)': test1 });
law(casts, rules.refCastSucceed, cast1, leaves([refStruct(0)]), { 'the operand is ref': notRef, 's ⊢ ref : inst_{f.module}(rt)': cast0 });
law(casts, rules.refCastFail, cast0, traps('cast failure'), { 'the operand is ref': notRef, 'not s ⊢ ref : inst_{f.module}(rt)': cast1 });
casts('null is of every type that has it', () => {
  fires(rules.refTestTrue, { ...cast, e: { op: 'ref.test', rt: idxRef(0, true) }, vs: [NULL] }, leaves([i32(1)]));
  fires(rules.refTestFalse, { ...cast, e: { op: 'ref.test', rt: idxRef(0, false) }, vs: [NULL] }, leaves([i32(0)]));
});
casts('a reference is of the abstract types above its own', () => {
  for (const name of ['struct', 'eq', 'any'] as const) fires(rules.refTestTrue, { ...cast, e: { op: 'ref.test', rt: absRef(name) } }, leaves([i32(1)]));
  for (const name of ['array', 'i31', 'none'] as const) fires(rules.refTestFalse, { ...cast, e: { op: 'ref.test', rt: absRef(name) } }, leaves([i32(0)]));
});
casts('an indirect call says what the trap is called', () => {
  fires(rules.refCastFail, { ...cast0, e: { ...cast0.e, why: 'indirect call type mismatch' } }, traps('indirect call type mismatch'));
});
casts.run();

const scalars = suite('i31.get');
law(scalars, rules.i31GetNull, { e: { op: 'i31.get', sx: 's' }, ...aNull }, traps('null i31 reference'), {
  'the operand is (ref.null)': { vs: [refI31(0)] },
});
law(scalars, rules.i31GetNum, { e: { op: 'i31.get', sx: 's' }, vs: [refI31(-2)] }, leaves([i32(-2)]), { 'the operand is (ref.i31 i)': aRef });
scalars('31 bits are extended with the sign or with a zero', () => {
  fires(rules.i31GetNum, { e: { op: 'i31.get', sx: 'u' }, vs: [refI31(-2)] }, leaves([i32(0x7ffffffe)]));
  fires(rules.i31GetNum, { e: { op: 'i31.get', sx: 's' }, vs: [refI31(2 ** 30 - 1)] }, leaves([i32(2 ** 30 - 1)]));
});
scalars.run();
