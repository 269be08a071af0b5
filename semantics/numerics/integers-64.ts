/**
 * Integers of 64 bits on bigints, and the bits of 128-bit vectors. What each operator means stands in `integers.ts`.
 *
 * @spec core 3.1-numerics.scalar §Integer operations
 * @module
 */
import { i32 } from './integers-small.ts';
import { type Arithmetic, type Bitwise, type Integers, orders, type Representation } from './integers.ts';

const representation: Representation<bigint> = {
  unsigned: (c) => BigInt.asUintN(64, c),
  residue: (integer) => BigInt.asIntN(64, integer),
};
const { unsigned, residue } = representation;

const ibitselect = (i1: bigint, i2: bigint, i3: bigint): bigint => (i1 & i3) | (i2 & ~i3);

/** Of constants that are all signed, or all unsigned; only `inot` depends on which. */
const bitwise = (inot: (i: bigint) => bigint): Bitwise<bigint> => ({
  inot,
  iand: (i1, i2) => i1 & i2,
  iandnot: (i1, i2) => i1 & ~i2,
  ior: (i1, i2) => i1 | i2,
  ixor: (i1, i2) => i1 ^ i2,
  ibitselect,
  irelaxed_laneselect: ibitselect,
});

/** Bits 0 … 31 and 32 … 63, as i32. */
const low = (i: bigint): number => Number(BigInt.asIntN(32, i));
const high = (i: bigint): number => Number(BigInt.asIntN(32, i >> 32n));

const counting: Pick<Arithmetic<bigint>, 'iclz' | 'ictz' | 'ipopcnt'> = {
  iclz: (i) => BigInt(high(i) === 0 ? 32 + i32.iclz(low(i)) : i32.iclz(high(i))),
  ictz: (i) => BigInt(low(i) === 0 ? 32 + i32.ictz(high(i)) : i32.ictz(low(i))),
  ipopcnt: (i) => BigInt(i32.ipopcnt(low(i)) + i32.ipopcnt(high(i))),
};

/** `k` in 0 … 63 */
const rotateLeft = (i: bigint, k: bigint): bigint => residue((i << k) | (unsigned(i) >> (64n - k)));

const arithmetic: Arithmetic<bigint> = {
  ineg: (i) => residue(-i),
  iabs: (i) => (i >= 0n ? i : residue(-i)),
  ...counting,
  iextend_s: (K, i) => BigInt.asIntN(K, i),

  iadd: (i1, i2) => residue(i1 + i2),
  isub: (i1, i2) => residue(i1 - i2),
  imul: (i1, i2) => residue(i1 * i2),
  idiv_s: (i1, i2) => (i2 === 0n || (i2 === -1n && i1 === -(2n ** 63n)) ? undefined : i1 / i2),
  idiv_u: (i1, i2) => (i2 === 0n ? undefined : residue(unsigned(i1) / unsigned(i2))),
  irem_s: (i1, i2) => (i2 === 0n ? undefined : i1 % i2),
  irem_u: (i1, i2) => (i2 === 0n ? undefined : residue(unsigned(i1) % unsigned(i2))),

  ishl: (i1, i2) => residue(i1 << (i2 & 63n)),
  ishr_s: (i1, i2) => i1 >> (i2 & 63n),
  ishr_u: (i1, i2) => residue(unsigned(i1) >> (i2 & 63n)),
  irotl: (i1, i2) => rotateLeft(i1, i2 & 63n),
  irotr: (i1, i2) => rotateLeft(i1, -i2 & 63n),
};

/** `…_64` */
export const i64: Integers<bigint> = { ...representation, ...bitwise((i) => ~i), ...orders(0n, unsigned), ...arithmetic };

/** The bits of a v128; a vector is kept unsigned. `…_128` */
export const v128: Bitwise<bigint> = bitwise((i) => BigInt.asUintN(128, ~i));
