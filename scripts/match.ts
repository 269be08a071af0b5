/**
 * Results against the patterns that a script expects.
 * @spec core interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import type { NumConst, VecConst } from '../syntax/instructions.ts';
import { shapes } from '../syntax/numeric-operators.ts';
import type { NumPattern, ResultPattern } from '../syntax/script.ts';
import type { AbsHeapType, RefType, ValType } from '../syntax/types.ts';
import { absRef } from '../syntax/types.ts';
import { lanes } from '../semantics/numerics/lanes.ts';
import type { Ref, Val } from '../semantics/runtime/values.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { topOf } from '../semantics/types/matching.ts';

/** The bits of a float that a canonical NaN has set: the exponent and the first of the significand. Its sign does not matter. */
const QUIET_32 = 0x7fc0_0000, QUIET_64 = 0x7ff8_0000_0000_0000n;
const SIGNLESS_32 = 0x7fff_ffff, SIGNLESS_64 = 0x7fff_ffff_ffff_ffffn;

const matchesNan = (num: NumConst, nan: 'canonical' | 'arithmetic'): boolean => {
  if (num.t === 'f32') return (num.c & (nan === 'canonical' ? SIGNLESS_32 : QUIET_32)) === QUIET_32;
  return num.t === 'f64' && (num.c & (nan === 'canonical' ? SIGNLESS_64 : QUIET_64)) === QUIET_64;
};

/** Numbers are compared bit by bit: 0 is not −0, and a NaN is only what its pattern says. */
const matchesNum = (num: NumConst, pattern: NumPattern): boolean =>
  num.t === pattern.t && ('nan' in pattern ? matchesNan(num, pattern.nan) : num.c === pattern.c);

type VecPattern = Extract<ResultPattern, { readonly kind: 'vec' }>;
const isVec = (val: Val<unknown>): val is VecConst => val.t === 'v128';
/** One pattern a lane, in the lowest lane first. */
const matchesVec = ({ c }: VecConst, { shape, lanes: patterns }: VecPattern): boolean => {
  const { lane } = shapes[shape];
  const found = lanes(shape, c);
  return found.length === patterns.length && patterns.every((pattern, i) => {
    const value = found[i];
    if (typeof value === 'bigint') return matchesNum({ t: lane === 'f64' ? 'f64' : 'i64', c: value }, pattern);
    return value !== undefined && matchesNum({ t: lane === 'f32' ? 'f32' : 'i32', c: value }, pattern);
  });
};

const isNum = (val: Val<unknown>): val is NumConst => val.t === 'i32' || val.t === 'i64' || val.t === 'f32' || val.t === 'f64';
const isRef = <A>(val: Val<A>): val is Ref<A> => !isNum(val) && !isVec(val);

/** Whether a reference that is not null has a type. */
type RefOk<A> = (ref: Ref<A>, type: RefType<DefType>) => boolean;

type RefPattern = Extract<ResultPattern, { readonly kind: 'ref' }>;
/** References made by the embedder are known by their number, all others by their type alone; only a shared pattern asks for sharedness. */
const matchesRefPattern = <A>(refOk: RefOk<A>, ref: Ref<A>, { heap, shared, c }: RefPattern): boolean => {
  if (heap === undefined) return ref.t !== 'ref.null';
  if (heap === 'host') return ref.t === 'ref.host' && (c === undefined || ref.c === c);
  const hasType = refOk(ref, absRef(heap, false, true)) || (!shared && refOk(ref, absRef(heap, false)));
  if (!hasType) return false;
  return c === undefined || (ref.t === 'ref.extern' && ref.c.t === 'ref.host' && ref.c.c === c);
};

/** A null has no type of its own: that of the result must be of the hierarchy that the pattern names. */
const matchesNull = (ref: Ref<unknown>, heap: AbsHeapType | undefined, type: ValType<DefType> | undefined): boolean => {
  if (ref.t !== 'ref.null') return false;
  if (heap === undefined || type === undefined) return true;
  if (typeof type === 'string') return false;
  const { shared, name } = topOf(type.heap);
  return name === topOf(heap).name && (shared || !heap.shared);
};

/**
 * Whether a result is what a script expects.
 * @param refOk - whether a reference that is not null has a type
 * @param type - the type of the result in the function's type, if it is known
 */
export const matchesResult = <A>(refOk: RefOk<A>, val: Val<A>, pattern: ResultPattern, type?: ValType<DefType>): boolean => {
  switch (pattern.kind) {
    case 'num': return isNum(val) && matchesNum(val, pattern.pattern);
    case 'vec': return isVec(val) && matchesVec(val, pattern);
    case 'null': return isRef(val) && matchesNull(val, pattern.heap, type);
    case 'ref': return isRef(val) && matchesRefPattern(refOk, val, pattern);
    case 'either': return pattern.patterns.some((one) => matchesResult(refOk, val, one, type));
  }
};

/** Whether there are as many results as patterns, and each matches. */
export const matchesResults = <A>(
  refOk: RefOk<A>, vals: readonly Val<A>[], patterns: readonly ResultPattern[], types: readonly ValType<DefType>[] = [],
): boolean => vals.length === patterns.length && patterns.every((pattern, i) => {
  const val = vals[i];
  return val !== undefined && matchesResult(refOk, val, pattern, types[i]);
});
