/**
 * Numbers, packed numbers and vectors as bytes in little-endian order.
 *
 * @spec core 3.1-numerics.scalar §Representation
 * @spec core exec/numerics.rst §Representations
 * @module
 */
import type { NumType, PackType, VecType } from '../../syntax/types.ts';

/** The types that are stored as bytes; `iN(N)` is `iN`. */
export type ByteType = NumType | VecType | PackType;
/** The constants of the type `t`: signed integers, for floats their bits, for v128 its bits unsigned. */
export type ConstantOf<T extends ByteType> = T extends 'i64' | 'f64' | 'v128' ? bigint : number;

/** `|t| / 8` */
export const byteSizes: { readonly [T in ByteType]: number } = { i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8, v128: 16 };

/** Constants of one type in an image of 16 bytes, little end first; `at` counts bytes. */
export interface Slots<A> {
  readonly put: (at: number, c: A) => void;
  readonly get: (at: number) => A;
}

// The one image: written before each reading.
const image = new DataView(new ArrayBuffer(16));

const of32: Slots<number> = { put: (at, c) => image.setInt32(at, c, true), get: (at) => image.getInt32(at, true) };
const of64: Slots<bigint> = { put: (at, c) => image.setBigInt64(at, c, true), get: (at) => image.getBigInt64(at, true) };

/** Every type's slots in one and the same image: what is put as one type can be got as others. */
export const slots: { readonly [T in ByteType]: Slots<ConstantOf<T>> } = {
  i8: { put: (at, c) => image.setInt8(at, c), get: (at) => image.getInt8(at) },
  i16: { put: (at, c) => image.setInt16(at, c, true), get: (at) => image.getInt16(at, true) },
  i32: of32,
  i64: of64,
  f32: of32,
  f64: of64,
  v128: {
    put: (at, c) => {
      image.setBigUint64(at, c, true);
      image.setBigUint64(at + 8, c >> 64n, true);
    },
    get: (at) => (image.getBigUint64(at + 8, true) << 64n) | image.getBigUint64(at, true),
  },
};

/**
 * `bytes_t(c) = littleendian(bits_t(c))`: `|t| / 8` numbers from 0 to 255. It is `ibytes`, `nbytes`, `vbytes` and `zbytes`
 * according to what `t` is.
 */
export const bytes = <T extends ByteType>(t: T, c: ConstantOf<T>): readonly number[] => {
  slots[t].put(0, c);
  const bs: number[] = [];
  for (let at = 0; at < byteSizes[t]; at++) bs.push(slots.i8.get(at) & 0xff);
  return bs;
};

/** `bytes_t⁻¹(b*)`, of `|t| / 8` bytes. */
export const inv_bytes = <T extends ByteType>(t: T, bs: readonly number[]): ConstantOf<T> => {
  bs.forEach((b, at) => slots.i8.put(at, b));
  return slots[t].get(0);
};
