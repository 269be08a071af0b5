/**
 * Numeric and vector instructions as functions on constants: their types, and what the tables of operators say.
 */
import type { Instr, NumericInstr, VectorInstr } from '../../../syntax/instructions.ts';
import { forms, instrOfForm } from '../../../syntax/instruction-table.ts';
import { shapes } from '../../../syntax/numeric-operators.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import { NOWHERE } from '../../../syntax/source.ts';
import type { NumType, VecType } from '../../../syntax/types.ts';
import { binop_, cvtop__, relop_, testop_, unop_ } from '../../../semantics/numerics/numeric-operators.ts';
import { vcvtop__, vextbinop__, vextternop__, vextunop__, vnarrowop__ } from '../../../semantics/numerics/vector-conversions.ts';
import {
  extract_lane, replace_lane, splat, vbinop_, vbitmaskop_, vrelop_, vshiftop_, vshufflop_, vswizzlop_, vternop_, vtestop_, vunop_, vvbinop_,
  vvternop_, vvtestop_, vvunop_,
} from '../../../semantics/numerics/vector-operators.ts';

export type Type = NumType | VecType;
export type Constant = number | bigint;
/** An instruction that takes constants to a constant. */
export type Operator = Exclude<NumericInstr | VectorInstr, { readonly op: 'const' | 'vconst' }>;
export type Signature = { readonly operands: readonly Type[]; readonly result: Type };

const unpacked = (sh: Shape): NumType => {
  const { lane } = shapes[sh];
  return lane === 'i8' || lane === 'i16' ? 'i32' : lane;
};

const v: VecType = 'v128';

/** The type of an operator. */
export const signatureOf = (e: Operator): Signature => {
  switch (e.op) {
    case 'unop': return { operands: [e.nt], result: e.nt };
    case 'binop': return { operands: [e.nt, e.nt], result: e.nt };
    case 'testop': return { operands: [e.nt], result: 'i32' };
    case 'relop': return { operands: [e.nt, e.nt], result: 'i32' };
    case 'cvtop': return { operands: [e.nt1], result: e.nt2 };
    case 'vvtestop': case 'vtestop': case 'vbitmask': return { operands: [v], result: 'i32' };
    case 'vvunop': case 'vunop': case 'vextunop': case 'vcvtop': return { operands: [v], result: v };
    case 'vshiftop': return { operands: [v, 'i32'], result: v };
    case 'vvternop': case 'vternop': case 'vextternop': return { operands: [v, v, v], result: v };
    case 'vsplat': return { operands: [unpacked(e.sh)], result: v };
    case 'vextract_lane': return { operands: [v], result: unpacked(e.sh) };
    case 'vreplace_lane': return { operands: [v, unpacked(e.sh)], result: v };
    default: return { operands: [v, v], result: v };
  }
};

/** The shape of the vectors among the operands; i64x2 where it makes no difference. */
export const shapeOf = (e: Operator): Shape => {
  if ('sh1' in e) return e.sh1;
  if ('sh' in e) return e.sh;
  return e.op === 'vswizzlop' || e.op === 'vshuffle' ? 'i8x16' : 'i64x2';
};

const applyToVectors = (e: Operator, v1: bigint, v2: bigint, v3: bigint): Constant => {
  switch (e.op) {
    case 'vvunop': return vvunop_(e.f, v1);
    case 'vvbinop': return vvbinop_(e.f, v1, v2);
    case 'vvternop': return vvternop_(e.f, v1, v2, v3);
    case 'vvtestop': return vvtestop_(e.f, v1);
    case 'vunop': return vunop_(e.sh, e.f, v1);
    case 'vbinop': return vbinop_(e.sh, e.f, v1, v2);
    case 'vternop': return vternop_(e.sh, e.f, v1, v2, v3);
    case 'vtestop': return vtestop_(e.sh, e.f, v1);
    case 'vrelop': return vrelop_(e.sh, e.f, v1, v2);
    case 'vbitmask': return vbitmaskop_(e.sh, v1);
    case 'vswizzlop': return vswizzlop_(e.f, v1, v2);
    case 'vshuffle': return vshufflop_(e.is, v1, v2);
    case 'vextunop': return vextunop__(e.sh1, e.sh2, e.f, v1);
    case 'vextbinop': return vextbinop__(e.sh1, e.sh2, e.f, v1, v2);
    case 'vextternop': return vextternop__(e.sh1, e.sh2, e.f, v1, v2, v3);
    case 'vnarrow': return vnarrowop__(e.sh1, e.sh2, e.sx, v1, v2);
    case 'vcvtop': return vcvtop__(e.sh1, e.sh2, e.f, v1);
    default: throw new Error(`${e.op} has operands that are no vectors`);
  }
};

/** The result of an operator, ε if it has none. */
export const apply = (e: Operator, operands: readonly Constant[]): Constant | undefined => {
  const [c1 = 0, c2 = 0, c3 = 0] = operands;
  switch (e.op) {
    case 'unop': return unop_(e.nt, e.f, c1);
    case 'binop': return binop_(e.nt, e.f, c1, c2);
    case 'testop': return testop_(e.nt, e.f, c1);
    case 'relop': return relop_(e.nt, e.f, c1, c2);
    case 'cvtop': return cvtop__(e.nt1, e.nt2, e.f, c1);
    case 'vshiftop': return vshiftop_(e.sh, e.f, BigInt(c1), Number(c2));
    case 'vsplat': return splat(e.sh, c1);
    case 'vextract_lane': return extract_lane(e.sh, e.sx, e.i, BigInt(c1));
    case 'vreplace_lane': return replace_lane(e.sh, e.i, BigInt(c1), c2);
    default: return applyToVectors(e, BigInt(c1), BigInt(c2), BigInt(c3));
  }
};

const families: { readonly [op in Operator['op']]: true } = {
  unop: true, binop: true, testop: true, relop: true, cvtop: true,
  vvunop: true, vvbinop: true, vvternop: true, vvtestop: true,
  vunop: true, vbinop: true, vternop: true, vtestop: true, vrelop: true, vshiftop: true, vbitmask: true, vswizzlop: true, vshuffle: true,
  vextunop: true, vextbinop: true, vextternop: true, vnarrow: true, vcvtop: true,
  vsplat: true, vextract_lane: true, vreplace_lane: true,
};
const isOperator = (e: Instr): e is Operator & Instr => Object.hasOwn(families, e.op);

/** An operator with its mnemonic, and its opcode without immediates. */
export type NamedOperator = { readonly name: string; readonly opcode: readonly number[]; readonly operator: Operator };

const shuffled: readonly number[] = [31, 0, 15, 16, 7, 7, 24, 1, 30, 2, 17, 8, 9, 10, 11, 12];
const immediatesOf = (template: { readonly op: string; readonly sh?: Shape }): readonly object[] => {
  if (template.op === 'vshuffle') return [{ is: shuffled }];
  if (template.op !== 'vextract_lane' && template.op !== 'vreplace_lane') return [{}];
  return Array.from({ length: shapes[template.sh ?? 'i8x16'].dim }, (_, i) => ({ i }));
};

/** LEB128 of a number below 2^14. */
const leb = (n: number): readonly number[] => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, n >> 7]);

/** Every operator there is, those on one lane with each of the lanes. */
export const operators: readonly NamedOperator[] = forms.flatMap((form) => {
  const opcode = form.prefix === 0 ? [form.code] : [form.prefix, ...leb(form.code)];
  return immediatesOf(form.template)
    .map((fields) => instrOfForm(form, { ...fields }, NOWHERE))
    .filter(isOperator)
    .map((operator) => ({ name: 'i' in operator ? `${form.name} ${operator.i}` : form.name, opcode, operator }));
});
