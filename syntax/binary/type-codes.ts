/**
 * The bytes that stand for types.
 * @spec core 5.2-binary.types; SS Explainer.md §Binary format; SET Overview.md §Binary format
 * @module
 */
import type { AbsHeapName, NumType, PackType, VecType } from '../types.ts';

/** numtype and vectype */
export const valTypeCodes: { readonly [t in NumType | VecType]: number } = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
/** packtype */
export const packTypeCodes: { readonly [t in PackType]: number } = { i8: 0x78, i16: 0x77 };
/** absheaptype */
export const heapCodes: { readonly [name in AbsHeapName]: number } = {
  nocont: 0x75, noexn: 0x74, nofunc: 0x73, noextern: 0x72, none: 0x71, func: 0x70, extern: 0x6f, any: 0x6e, eq: 0x6d, i31: 0x6c,
  struct: 0x6b, array: 0x6a, exn: 0x69, cont: 0x68, waitqueue: 0x5c, nowaitqueue: 0x5b,
};
/** The codes that other types begin with; `shared` stands before an abstract heap type or a composite type. */
export const codes = {
  shared: 0x65, ref: 0x64, refNull: 0x63,
  func: 0x60, struct: 0x5f, array: 0x5e, cont: 0x5d,
  sub: 0x50, subFinal: 0x4f, rec: 0x4e,
  emptyBlock: 0x40,
} as const;

/** The flags of limits. */
export const limitsFlags = { max: 0x01, shared: 0x02, i64: 0x04 } as const;
/** The flags of a global type. */
export const globalFlags = { mutable: 0x01, shared: 0x02, threadLocal: 0x08 } as const;

const inverse = <A extends string>(codes: { readonly [a in A]: number }): ReadonlyMap<number, A> =>
  new Map((Object.keys(codes) as A[]).map((a) => [codes[a], a]));
/** The numtype or vectype of a code. */
export const valTypeOfCode: ReadonlyMap<number, NumType | VecType> = inverse(valTypeCodes);
/** The packtype of a code. */
export const packTypeOfCode: ReadonlyMap<number, PackType> = inverse(packTypeCodes);
/** The absheaptype of a code. */
export const heapOfCode: ReadonlyMap<number, AbsHeapName> = inverse(heapCodes);
