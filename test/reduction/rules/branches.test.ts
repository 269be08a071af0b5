import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/branches.ts';
import { EMPTY_FRAME } from '../../../semantics/runtime/frames.ts';
import { i32, i64, NULL, refFunc, refStruct } from '../../../semantics/runtime/values.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import type { Bare } from '../configurations.ts';
import { inFrame, inHandler, inLabel, struct, structType, typeAt, typesOf, UNDER } from '../configurations.ts';
import { fires, law, leaves } from './support.ts';

const next = inFrame(1, EMPTY_FRAME);
const k: readonly Bare[] = [{ op: 'unreachable' }], outside = { vs: [i32(8)], es: [{ op: 'return' }], next } as const;
const label = inLabel(1, k, outside), handler = inHandler(1, [], outside);
const br = (l: number): Bare => ({ op: 'br', l });

const leaving = suite('br');
const br0 = { e: br(0), vs: [i64(1n), i64(2n)], H: label } as const, br3 = { ...br0, e: br(3) } as const;
law(leaving, rules.brLabelZero, br0, { vs: [i32(8), i64(2n)], es: [...k, { op: 'return' }], H: next }, {
  'l = 0': br3, 'the hole stands in a label': { H: handler }, 'the operands are valⁿ': { below: [], vs: [] },
});
law(leaving, rules.brLabelSucc, br3, { vs: [i32(8), UNDER, i64(1n), i64(2n)], es: [br(2), { op: 'return' }], H: next }, {
  'l > 0': br0, 'the hole stands in a label': { H: next },
});
law(leaving, rules.brHandler, { ...br3, H: handler }, { vs: [i32(8), UNDER, i64(1n), i64(2n)], es: [br(3), { op: 'return' }], H: next }, {
  'the hole stands in a handler': { H: label },
});
leaving('nothing needs to stand below the operands', () =>
  fires(rules.brLabelZero, { ...br0, below: [], vs: [i64(2n)] }, { vs: [i32(8), i64(2n)], es: [...k, { op: 'return' }], H: next }));
leaving('a branch to a loop begins it again', () => {
  const loop: Bare = { op: 'loop', bt: { kind: 'result', type: undefined }, body: [] };
  fires(rules.brLabelZero, { ...br0, H: inLabel(2, [loop], outside) }, { vs: [i32(8), i64(1n), i64(2n)], es: [loop, { op: 'return' }], H: next });
  fires(rules.brLabelZero, { ...br0, H: inLabel(0, [loop], outside) }, { vs: [i32(8)], es: [loop, { op: 'return' }], H: next });
});
leaving.run();

const conditional = suite('conditional branches');
const operand = { 'the operand is (i32.const c)': { vs: [i64(1n)] } };
law(conditional, rules.brIfTrue, { e: { op: 'br_if', l: 2 }, vs: [i32(-1)] }, leaves([], [br(2)]), { ...operand, 'c ≠ 0': { vs: [i32(0)] } });
law(conditional, rules.brIfFalse, { e: { op: 'br_if', l: 2 }, vs: [i32(0)] }, leaves([]), { ...operand, 'c = 0': { vs: [i32(1)] } });
const table = { e: { op: 'br_table', ls: [5, 6], l: 7 }, vs: [i32(1)] } as const;
const index = { 'the operand is (i32.const i)': { vs: [i64(1n)] } };
law(conditional, rules.brTableLt, table, leaves([], [br(6)]), { ...index, 'i < |l*|': { vs: [i32(2)] } });
law(conditional, rules.brTableGe, { ...table, vs: [i32(2)] }, leaves([], [br(7)]), { ...index, 'i ≥ |l*|': { vs: [i32(1)] } });
conditional('an index is unsigned', () => fires(rules.brTableGe, { ...table, vs: [i32(-1)] }, leaves([], [br(7)])));
conditional.run();

const nulls = suite('branches on null');
const onNull = { e: { op: 'br_on_null', l: 1 }, vs: [NULL] } as const, onOther = { e: { op: 'br_on_non_null', l: 1 }, vs: [NULL] } as const;
const isNot = { 'val = ref.null': { vs: [refFunc(0)] } }, is = { 'val ≠ ref.null': { vs: [NULL] } };
law(nulls, rules.brOnNullNull, onNull, leaves([], [br(1)]), isNot);
law(nulls, rules.brOnNullAddr, { ...onNull, vs: [refFunc(4)] }, leaves([refFunc(4)]), is);
law(nulls, rules.brOnNonNullNull, onOther, leaves([]), isNot);
law(nulls, rules.brOnNonNullAddr, { ...onOther, vs: [refFunc(4)] }, leaves([refFunc(4)], [br(1)]), is);
nulls.run();

const casts = suite('branches on casts');
/** The structure at the address 0 has the type 1. */
const types = typesOf(structType('i32'), structType('i64'));
const typed = { vs: [refStruct(0)], module: { types }, S: { structs: [struct(typeAt(types, 1), i64(0n))] } } as const;
const cast = (op: 'br_on_cast' | 'br_on_cast_fail', x: number): Bare => ({ op, l: 3, rt1: absRef('any'), rt2: idxRef(x, false) });
const ref = { 'the operand is ref': { vs: [i32(0)] } };
const [here, jumps] = [leaves([refStruct(0)]), leaves([refStruct(0)], [br(3)])];
const succeeds = 's ⊢ ref : inst_{f.module}(rt₂)', fails = 'not s ⊢ ref : inst_{f.module}(rt₂)';
law(casts, rules.brOnCastSucceed, { ...typed, e: cast('br_on_cast', 1) }, jumps, { ...ref, [succeeds]: { e: cast('br_on_cast', 0) } });
law(casts, rules.brOnCastFail, { ...typed, e: cast('br_on_cast', 0) }, here, { ...ref, [fails]: { e: cast('br_on_cast', 1) } });
law(casts, rules.brOnCastFailSucceed, { ...typed, e: cast('br_on_cast_fail', 1) }, here, { ...ref, [succeeds]: { e: cast('br_on_cast_fail', 0) } });
law(casts, rules.brOnCastFailFail, { ...typed, e: cast('br_on_cast_fail', 0) }, jumps, { ...ref, [fails]: { e: cast('br_on_cast_fail', 1) } });
casts.run();
