/**
 * Forms of accesses of memories.
 * @spec core 5.3-binary.instructions §Memory instructions
 * @module
 */
import { rows } from './form.ts';
import type { Row } from './form.ts';

const scalar: readonly Row[] = rows(0, 0x28, [
  ['i32.load', { op: 'load', nt: 'i32', pack: undefined }],
  ['i64.load', { op: 'load', nt: 'i64', pack: undefined }],
  ['f32.load', { op: 'load', nt: 'f32', pack: undefined }],
  ['f64.load', { op: 'load', nt: 'f64', pack: undefined }],
  ['i32.load8_s', { op: 'load', nt: 'i32', pack: { sz: 8, sx: 's' } }],
  ['i32.load8_u', { op: 'load', nt: 'i32', pack: { sz: 8, sx: 'u' } }],
  ['i32.load16_s', { op: 'load', nt: 'i32', pack: { sz: 16, sx: 's' } }],
  ['i32.load16_u', { op: 'load', nt: 'i32', pack: { sz: 16, sx: 'u' } }],
  ['i64.load8_s', { op: 'load', nt: 'i64', pack: { sz: 8, sx: 's' } }],
  ['i64.load8_u', { op: 'load', nt: 'i64', pack: { sz: 8, sx: 'u' } }],
  ['i64.load16_s', { op: 'load', nt: 'i64', pack: { sz: 16, sx: 's' } }],
  ['i64.load16_u', { op: 'load', nt: 'i64', pack: { sz: 16, sx: 'u' } }],
  ['i64.load32_s', { op: 'load', nt: 'i64', pack: { sz: 32, sx: 's' } }],
  ['i64.load32_u', { op: 'load', nt: 'i64', pack: { sz: 32, sx: 'u' } }],
  ['i32.store', { op: 'store', nt: 'i32', pack: undefined }],
  ['i64.store', { op: 'store', nt: 'i64', pack: undefined }],
  ['f32.store', { op: 'store', nt: 'f32', pack: undefined }],
  ['f64.store', { op: 'store', nt: 'f64', pack: undefined }],
  ['i32.store8', { op: 'store', nt: 'i32', pack: 8 }],
  ['i32.store16', { op: 'store', nt: 'i32', pack: 16 }],
  ['i64.store8', { op: 'store', nt: 'i64', pack: 8 }],
  ['i64.store16', { op: 'store', nt: 'i64', pack: 16 }],
  ['i64.store32', { op: 'store', nt: 'i64', pack: 32 }],
  ['memory.size', { op: 'memory.size' }],
  ['memory.grow', { op: 'memory.grow' }],
]);

const bulk: readonly Row[] = rows(0xfc, 8, [
  ['memory.init', { op: 'memory.init' }],
  ['data.drop', { op: 'data.drop' }],
  ['memory.copy', { op: 'memory.copy' }],
  ['memory.fill', { op: 'memory.fill' }],
]);

const vector: readonly Row[] = [
  ...rows(0xfd, 0, [
    ['v128.load', { op: 'vload', pack: undefined }],
    ['v128.load8x8_s', { op: 'vload', pack: { kind: 'shape', sz: 8, sx: 's' } }],
    ['v128.load8x8_u', { op: 'vload', pack: { kind: 'shape', sz: 8, sx: 'u' } }],
    ['v128.load16x4_s', { op: 'vload', pack: { kind: 'shape', sz: 16, sx: 's' } }],
    ['v128.load16x4_u', { op: 'vload', pack: { kind: 'shape', sz: 16, sx: 'u' } }],
    ['v128.load32x2_s', { op: 'vload', pack: { kind: 'shape', sz: 32, sx: 's' } }],
    ['v128.load32x2_u', { op: 'vload', pack: { kind: 'shape', sz: 32, sx: 'u' } }],
    ['v128.load8_splat', { op: 'vload', pack: { kind: 'splat', sz: 8 } }],
    ['v128.load16_splat', { op: 'vload', pack: { kind: 'splat', sz: 16 } }],
    ['v128.load32_splat', { op: 'vload', pack: { kind: 'splat', sz: 32 } }],
    ['v128.load64_splat', { op: 'vload', pack: { kind: 'splat', sz: 64 } }],
    ['v128.store', { op: 'vstore' }],
  ]),
  ...rows(0xfd, 84, [
    ['v128.load8_lane', { op: 'vload_lane', sz: 8 }],
    ['v128.load16_lane', { op: 'vload_lane', sz: 16 }],
    ['v128.load32_lane', { op: 'vload_lane', sz: 32 }],
    ['v128.load64_lane', { op: 'vload_lane', sz: 64 }],
    ['v128.store8_lane', { op: 'vstore_lane', sz: 8 }],
    ['v128.store16_lane', { op: 'vstore_lane', sz: 16 }],
    ['v128.store32_lane', { op: 'vstore_lane', sz: 32 }],
    ['v128.store64_lane', { op: 'vstore_lane', sz: 64 }],
    ['v128.load32_zero', { op: 'vload', pack: { kind: 'zero', sz: 32 } }],
    ['v128.load64_zero', { op: 'vload', pack: { kind: 'zero', sz: 64 } }],
  ]),
];

/** The forms of this file. */
export const memoryRows: readonly Row[] = [...scalar, ...bulk, ...vector];
