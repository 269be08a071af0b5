/**
 * Values in parts, as JavaScript has them at the boundary.
 * @category Evaluation: host
 * @module
 */
import type { NumConst, VecConst } from '../../syntax/instructions.ts';
import type { RefType, ResultType, ValType } from '../../syntax/types.ts';
import type { Ref, Val } from '../../semantics/runtime/values.ts';
import { NULL, refExtern, refHost, refI31 } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { topOf } from '../../semantics/types/matching.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { kindOf } from './adapters.ts';

/**
 * What a reference of the evaluator refers to: an object that the host made, or a function. Two references are to the same thing if and
 * only if these are `===`, but for exceptions, whose boxes are made anew each time.
 */
export type HostAddr = object;
/** A reference value of the evaluator. */
export type HostRef = Ref<HostAddr>;
/** A value of the evaluator. */
export type HostVal = Val<HostAddr>;

/** The objects that stand for the embedder's own references, by their numbers, which is all that there is to them. */
const objects = new Map<number, object>(), numbers = new WeakMap<object, number>();
const objectOf = (n: number): object => {
  const known = objects.get(n);
  if (known !== undefined) return known;
  const fresh = Object.freeze({ host: n });
  objects.set(n, fresh);
  numbers.set(fresh, n);
  return fresh;
};

/** The part of a reference; that of a function is the function itself. */
const partOfRef = (ref: HostRef): unknown => {
  switch (ref.t) {
    case 'ref.null': return null;
    case 'ref.i31': return (ref.c << 1) >> 1;
    case 'ref.host': return objectOf(ref.c);
    case 'ref.extern': return partOfRef(ref.c);
    default: return ref.c;
  }
};
/** The parts of a value. */
const partsOfVal = (val: HostVal): readonly unknown[] => {
  switch (val.t) {
    case 'i32': case 'i64': case 'f32': case 'f64': return [val.c];
    case 'v128': return [BigInt.asIntN(64, val.c), BigInt.asIntN(64, val.c >> 64n)];
    default: return [partOfRef(val)];
  }
};
/** How references to shared things cross: as addresses, in one part. */
export interface SharedCrossing {
  readonly refAt: (type: RefType<DefType>, address: number) => HostRef;
  readonly addressOf: (ref: HostRef) => number;
}
const isSharedRef = (type: ValType<DefType> | undefined): type is RefType<DefType> => typeof type === 'object' && heapShared(type.heap);
const isRef = (val: HostVal): val is HostRef => val.t.startsWith('ref.');
/** The parts of values of these types. */
export const partsOfVals = (types: ResultType<DefType>, vals: readonly HostVal[], shared: SharedCrossing): readonly unknown[] =>
  vals.flatMap((val, i) => isRef(val) && isSharedRef(types[i]) ? [shared.addressOf(val)] : partsOfVal(val));

const bits32 = (part: unknown): number => Number(part) | 0;
const bits64 = (part: unknown): bigint => typeof part === 'bigint' ? part : 0n;
const isObject = (part: unknown): part is object => (typeof part === 'object' && part !== null) || typeof part === 'function';

/** A reference of the hierarchy `any`, not of a continuation. */
const anyRef = (part: unknown): HostRef => {
  if (part === null || part === undefined) return NULL;
  if (typeof part === 'number') return refI31(part);
  if (!isObject(part)) throw new TypeError('JavaScript has given WebAssembly a value that is not an object');
  const n = numbers.get(part);
  if (n !== undefined) return refHost(n);
  switch (kindOf(part)) {
    case 1: return { t: 'ref.struct', c: part };
    case 2: return { t: 'ref.array', c: part };
    default: throw new TypeError('JavaScript has given WebAssembly an object that no host function made');
  }
};
const tags = { func: 'ref.func', exn: 'ref.exn', cont: 'ref.cont' } as const;
/** The reference of a type, which is that of the source: a continuation is told from a struct by it. */
const refOfPart = ({ heap }: RefType<DefType>, part: unknown): HostRef => {
  if (part === null || part === undefined) return NULL;
  const { name } = topOf(heap);
  if (name === 'extern') return refExtern(anyRef(part));
  if ((name === 'func' || name === 'exn' || name === 'cont') && isObject(part)) return { t: tags[name], c: part };
  return anyRef(part);
};

/** The number or vector that the parts of a value of this type are; undefined if it is a reference. */
export const bitsOf = (type: ValType<DefType>, [part, more]: readonly unknown[]): NumConst | VecConst | undefined => {
  switch (type) {
    case 'i32': case 'f32': return { t: type, c: bits32(part) };
    case 'i64': case 'f64': return { t: type, c: bits64(part) };
    case 'v128': return { t: 'v128', c: BigInt.asUintN(64, bits64(part)) | (BigInt.asUintN(64, bits64(more)) << 64n) };
    default: return undefined;
  }
};
/** The values of these types in a list of parts. */
export const valsOfParts = (types: ResultType<DefType>, parts: readonly unknown[], shared: SharedCrossing): readonly HostVal[] => {
  let next = 0;
  return types.map((type: ValType<DefType>): HostVal => {
    const part = parts[next++], bits = bitsOf(type, [part, type === 'v128' ? parts[next++] : undefined]);
    if (bits !== undefined || typeof type === 'string') return bits ?? { t: 'i32', c: 0 };
    return isSharedRef(type) ? shared.refAt(type, bits32(part)) : refOfPart(type, part);
  });
};
