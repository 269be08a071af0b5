import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { byteSizes, bytes, inv_bytes } from '../../../semantics/numerics/bytes.ts';
import { inv_lanes, lanes } from '../../../semantics/numerics/lanes.ts';
import { vcvtop__, vextbinop__, vextternop__, vnarrowop__ } from '../../../semantics/numerics/vector-conversions.ts';
import {
  extract_lane, replace_lane, splat, vbinop_, vbitmaskop_, vrelop_, vshiftop_, vshufflop_, vswizzlop_, vternop_, vtestop_, vvternop_,
} from '../../../semantics/numerics/vector-operators.ts';
import { shapes } from '../../../syntax/numeric-operators.ts';
import type { FShape, IShape, Shape, Vbinop } from '../../../syntax/numeric-operators.ts';
import { constants, vectors } from './arbitraries.ts';

const ishapes: readonly IShape[] = ['i8x16', 'i16x8', 'i32x4', 'i64x2'];
const fshapes: readonly FShape[] = ['f32x4', 'f64x2'];
const all: readonly Shape[] = [...ishapes, ...fshapes];

const representation = suite('bytes and lanes');

representation('bytes are the digits to base 256, the lowest first', () => {
  fc.assert(fc.property(vectors.i8x16, (c) => {
    const bs = bytes('v128', c);
    assert.is(bs.reduceRight((sum, b) => sum * 256n + BigInt(b), 0n), c);
    assert.ok(bs.every((b) => b >= 0 && b < 256));
  }));
  assert.equal(bytes('i32', 0x0403_0201), [1, 2, 3, 4]);
  assert.equal(bytes('i16', -2), [0xfe, 0xff]);
  assert.equal(bytes('f64', 0x3ff0_0000_0000_0000n), [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
});

representation('bytes⁻¹ ∘ bytes is the identity', () => {
  fc.assert(fc.property(constants.i32, constants.i64, vectors.i64x2, (i, j, v) => {
    assert.is(inv_bytes('i32', bytes('i32', i)), i);
    assert.is(inv_bytes('f32', bytes('f32', i)), i);
    assert.is(inv_bytes('i8', bytes('i8', (i << 24) >> 24)), (i << 24) >> 24);
    assert.is(inv_bytes('i16', bytes('i16', (i << 16) >> 16)), (i << 16) >> 16);
    assert.is(inv_bytes('i64', bytes('i64', j)), j);
    assert.is(inv_bytes('v128', bytes('v128', v)), v);
  }));
});

representation('lanes are what the bytes say', () => {
  fc.assert(fc.property(vectors.i32x4, fc.constantFrom(...all), (c, sh) => {
    const { lane } = shapes[sh];
    const [bs, w] = [bytes('v128', c), byteSizes[lane]];
    const expected = lanes(sh, c).map((_, i) => inv_bytes(lane, bs.slice(i * w, (i + 1) * w)));
    assert.equal(lanes(sh, c), expected);
    assert.is(lanes(sh, c).length, shapes[sh].dim);
    assert.is(inv_lanes(sh, lanes(sh, c)), c);
  }));
});

representation('lanes are signed', () => {
  assert.equal(lanes('i16x8', 2n ** 128n - 2n), [-2, -1, -1, -1, -1, -1, -1, -1]);
  assert.equal(lanes('i64x2', 2n ** 127n + 5n), [5n, -(2n ** 63n)]);
});

representation('splat, extract_lane and replace_lane', () => {
  fc.assert(fc.property(constants.i32, vectors.i16x8, fc.nat(7), (c, v, i) => {
    assert.is(splat('i16x8', c), inv_lanes('i16x8', Array<number>(8).fill((c << 16) >> 16)));
    const replaced = replace_lane('i16x8', i, v, c);
    assert.is(extract_lane('i16x8', 's', i, replaced), (c << 16) >> 16);
    assert.is(extract_lane('i16x8', 'u', i, replaced), c & 0xffff);
    assert.equal(lanes('i16x8', replaced).toSpliced(i, 1), lanes('i16x8', v).toSpliced(i, 1));
  }));
  assert.is(extract_lane('f32x4', undefined, 1, splat('f32x4', 0x7f80_0001)), 0x7f80_0001, 'payloads stay');
});

representation.run();

const across = suite('operators across lanes');
const iota = inv_lanes('i8x16', Array.from({ length: 16 }, (_, i) => i + 100));

across('shuffle takes lanes of both operands', () => {
  const picked = vshufflop_([0, 16, 15, 31, 1, 1, 1, 1, 17, 17, 17, 17, 2, 3, 4, 5], iota, splat('i8x16', -1));
  assert.equal(lanes('i8x16', picked), [100, -1, 115, -1, 101, 101, 101, 101, -1, -1, -1, -1, 102, 103, 104, 105]);
});

across('swizzle gives zero beyond the last lane, and so does relaxed_swizzle', () => {
  const indices = inv_lanes('i8x16', [0, 15, 16, 17, 31, 32, 127, -128, -1, 1, 2, 3, 4, 5, 6, 7]);
  const expected = [100, 115, 0, 0, 0, 0, 0, 0, 0, 101, 102, 103, 104, 105, 106, 107];
  assert.equal(lanes('i8x16', vswizzlop_('swizzle', iota, indices)), expected);
  assert.equal(lanes('i8x16', vswizzlop_('relaxed_swizzle', iota, indices)), expected);
});

across('bitmask has the sign of lane i in bit i', () => {
  fc.assert(fc.property(vectors.i8x16, fc.constantFrom(...ishapes), (v, sh) => {
    const expected = lanes(sh, v).map((c) => (c < 0 ? '1' : '0')).reverse().join('');
    assert.is(vbitmaskop_(sh, v), parseInt(expected, 2));
    assert.is(vtestop_(sh, 'all_true', v), lanes(sh, v).some((c) => Number(c) === 0) ? 0 : 1);
  }));
});

across('narrowing saturates, the lanes of the first operand come first', () => {
  const v = inv_lanes('i16x8', [0, 127, 128, 255, 256, -1, -128, -129]);
  assert.equal(lanes('i8x16', vnarrowop__('i16x8', 'i8x16', 's', v, 0n)).slice(0, 8), [0, 127, 127, 127, 127, -1, -128, -128]);
  assert.equal(lanes('i8x16', vnarrowop__('i16x8', 'i8x16', 'u', 0n, v)).slice(8), [0, 127, -128, -1, -1, 0, 0, 0]);
});

across('halves: low ones and high ones', () => {
  const v = inv_lanes('i32x4', [1, -2, 3, -4]);
  assert.equal(lanes('i64x2', vcvtop__('i32x4', 'i64x2', 'extend_low_s', v)), [1n, -2n]);
  assert.equal(lanes('i64x2', vcvtop__('i32x4', 'i64x2', 'extend_high_u', v)), [3n, 2n ** 32n - 4n]);
  assert.equal(lanes('i64x2', vextbinop__('i32x4', 'i64x2', 'extmul_high_s', v, v)), [9n, 16n]);
  assert.equal(lanes('i32x4', vcvtop__('f64x2', 'i32x4', 'trunc_sat_s_zero', 2n ** 128n - 1n)), [0, 0, 0, 0]);
});

across('comparisons fill lanes', () => {
  const v = inv_lanes('i32x4', [1, 2, 3, 4]);
  assert.equal(lanes('i32x4', vrelop_('i32x4', 'ge_s', v, splat('i32x4', 3))), [0, 0, -1, -1]);
});

across('shift distances count modulo the width of a lane', () => {
  fc.assert(fc.property(vectors.i64x2, fc.constantFrom(...ishapes), constants.i32, (v, sh, distance) => {
    const { size } = shapes[sh];
    for (const f of ['shl', 'shr_s', 'shr_u'] as const) {
      assert.is(vshiftop_(sh, f, v, distance), vshiftop_(sh, f, v, distance & (size - 1)));
    }
  }));
});

across.run();

const relaxed = suite('relaxed operators in the deterministic profile');

relaxed('are the first of their alternatives', () => {
  fc.assert(fc.property(vectors.f32x4, vectors.f64x2, vectors.i16x8, fc.constantFrom(...fshapes), (v1, v2, v3, sh) => {
    assert.is(vbinop_(sh, 'relaxed_min', v1, v2), vbinop_(sh, 'min', v1, v2));
    assert.is(vbinop_(sh, 'relaxed_max', v1, v2), vbinop_(sh, 'max', v1, v2));
    assert.is(vternop_(sh, 'relaxed_madd', v1, v2, v3), vbinop_(sh, 'add', vbinop_(sh, 'mul', v1, v2), v3));
    assert.is(vbinop_('i16x8', 'relaxed_q15mulr_s', v1, v3), vbinop_('i16x8', 'q15mulr_sat_s', v1, v3));
    for (const ish of ishapes) assert.is(vternop_(ish, 'relaxed_laneselect', v1, v2, v3), vvternop_('bitselect', v1, v2, v3));
    for (const sx of ['s', 'u'] as const) {
      assert.is(vcvtop__('f32x4', 'i32x4', `relaxed_trunc_${sx}`, v1), vcvtop__('f32x4', 'i32x4', `trunc_sat_${sx}`, v1));
      assert.is(vcvtop__('f64x2', 'i32x4', `relaxed_trunc_${sx}_zero`, v2), vcvtop__('f64x2', 'i32x4', `trunc_sat_${sx}_zero`, v2));
    }
  }));
});

relaxed('dot products take the second operand as signed, and saturate once', () => {
  const least = splat('i8x16', -128);
  assert.equal(lanes('i16x8', vextbinop__('i8x16', 'i16x8', 'relaxed_dot_s', least, least)), Array(8).fill(32767));
  assert.equal(lanes('i16x8', vextbinop__('i8x16', 'i16x8', 'relaxed_dot_s', splat('i8x16', 1), splat('i8x16', -1))), Array(8).fill(-2));
  assert.equal(lanes('i32x4', vextternop__('i8x16', 'i32x4', 'relaxed_dot_add_s', least, least, splat('i32x4', 1))), Array(4).fill(65535));
});

relaxed.run();

const bounds = suite('lane arithmetic at the bounds');

bounds('saturating operators and averages', () => {
  const rows: readonly (readonly [Vbinop, number, number, number])[] = [
    ['add_sat_s', 127, 1, 127], ['add_sat_s', -128, -1, -128], ['add_sat_u', -1, 1, -1], ['sub_sat_s', -128, 1, -128],
    ['sub_sat_s', 127, -1, 127], ['sub_sat_u', 0, 1, 0], ['sub_sat_u', -1, 1, -2], ['avgr_u', -1, -1, -1], ['avgr_u', 0, 1, 1],
    ['min_u', -1, 1, 1], ['min_s', -1, 1, -1], ['max_u', -1, 1, -1], ['max_s', -1, 1, 1],
  ];
  for (const [f, c1, c2, result] of rows) {
    assert.is(extract_lane('i8x16', 's', 3, vbinop_('i8x16', f, splat('i8x16', c1), splat('i8x16', c2))), result, `${f} ${c1} ${c2}`);
  }
});

bounds.run();
