/**
 * Arbitrary numbers, indices, bytes and names, with those that are hard to write or to read among them.
 * @module
 */
import * as fc from 'fast-check';
import type { NumConst, VecConst } from '../../syntax/instructions.ts';
import type { NumType } from '../../syntax/types.ts';

const U32 = 2 ** 32 - 1;
const U64 = 2n ** 64n - 1n;

/** An index: mostly one that a small module has. */
export const index: fc.Arbitrary<number> =
  fc.oneof({ weight: 12, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.constantFrom(127, 128, 2 ** 31, U32) });
/** A `u32`. */
export const u32: fc.Arbitrary<number> = fc.oneof(fc.nat(40), fc.integer({ min: 0, max: U32 }));
/** A `u64`. */
export const u64: fc.Arbitrary<bigint> =
  fc.oneof(fc.bigInt(0n, 70_000n), fc.constantFrom(2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, U64), fc.bigInt(0n, U64));

const i32: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: -130, max: 130 }), fc.integer());
const i64: fc.Arbitrary<bigint> = fc.oneof(fc.bigInt(-130n, 130n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));

/** Zeros, subnormals, one, the largest, infinities; canonical, arithmetic and signalling NaNs; midpoints of decimals. */
const edges32 = [
  0, 1, 0x7fffff, 0x800000, 0x3f800000, 0x3dcccccd, 0x4b800000, 0x4b800001,
  0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fc00000, 0x7fc00001, 0x7fffffff,
];
const edges64 = [
  0n, 1n, 0xfffffffffffffn, 0x10000000000000n, 0x3ff0000000000000n, 0x3fb999999999999an, 0x4340000000000001n, 0x7fefffffffffffffn,
  0x7ff0000000000000n, 0x7ff0000000000001n, 0x7ff8000000000000n, 0x7ff8000000000001n, 0x7fffffffffffffffn,
];
/** The bits of an f32. */
export const f32: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.tuple(fc.constantFrom(...edges32), fc.boolean()).map(([bits, negative]) => (negative ? bits | 0x80000000 : bits) | 0),
);
/** The bits of an f64. */
export const f64: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.tuple(fc.constantFrom(...edges64), fc.boolean()).map(([bits, negative]) => BigInt.asIntN(64, negative ? bits | 2n ** 63n : bits)),
);

/** Numbers of each type. */
export const numConst: { readonly [t in NumType]: fc.Arbitrary<NumConst> } = {
  i32: i32.map((c) => ({ t: 'i32', c })),
  i64: i64.map((c) => ({ t: 'i64', c })),
  f32: f32.map((c) => ({ t: 'f32', c })),
  f64: f64.map((c) => ({ t: 'f64', c })),
};
/** A vector. */
export const vecConst: fc.Arbitrary<VecConst> =
  fc.oneof(fc.bigInt(0n, 1000n), fc.bigInt(0n, 2n ** 128n - 1n)).map((c) => ({ t: 'v128', c }));

/** Bytes of segments and custom sections, at times more than fit on a line. */
export const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }).map((text) => new TextEncoder().encode(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 60, maxLength: 300 }) },
);

/** Names that must be quoted, escaped or told apart from keywords and comments. */
const awkward = [
  '', ' ', 'a b', '"', '\\', '\\"', '\'', '$', '$f', '@', '(;', ';;', '(', ')', 'func', '0', '-1', '0x10', 'a,b', '{}', '\0', '\t', '\n',
  '\r', '\x7f', '\u{a0}', '\u{ad}', 'é', 'e\u{301}', 'λ', '\u{200b}', '\u{202e}', '\u{2028}', '\u{feff}', '\u{fffd}', '\u{ffff}',
  '\u{d7ff}', '\u{e000}', '😀', '\u{10ffff}', '__proto__', 'constructor',
];
/** Names of which there are few, so that they repeat. */
export const frequentName: fc.Arbitrary<string> = fc.constantFrom('f', 'f_1', 'g');
/** Any name. */
export const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: frequentName },
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}$/u) },
  { weight: 2, arbitrary: fc.constantFrom(...awkward) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
