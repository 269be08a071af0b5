/**
 * Typing of atomic accesses to structures and arrays, which need not be shared.
 * @spec SET Overview.md §Instructions
 * @category Typing: atomic aggregate instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Instr, Signedness } from '../../syntax/instructions.ts';
import type { StorageType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { isPacked, unpack } from '../types/properties.ts';
import { elementsAt, fieldAt, mutableElementsAt, mutableFieldAt, reference, signOk } from './aggregates.ts';
import { accessOf, atomicType } from './atomic-types.ts';
import type { Context } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import type { Checked } from './refusal.ts';
import { OK } from './refusal.ts';

/** `sx? ≠ ε` if and only if zt is packed, and zt atomic if it is not */
const readable = (C: Context, e: Instr, sx: Signedness | undefined, zt: StorageType<DefType>, what: string): Checked => {
  const sign = signOk(sx, zt, what);
  if (isLeft(sign) || isPacked(zt)) return sign;
  const t = atomicType(C, e, 'atomic', zt);
  return isLeft(t) ? t : OK;
};

/**
 * ```rule
 * C ⊢ struct.atomic.get sx? ord x i : (ref null x) → unpack(zt)
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut? zt
 *   — and sx? ≠ ε if and only if zt is packed
 *   — and zt is packed or zt atomic
 * ```
 * @rule Instr_ok/struct.atomic.get
 * @spec SET Overview.md §Instructions
 */
export const structAtomicGet: TypingRule<'struct.atomic.get'> = instr('struct.atomic.get', (C, e) => {
  const field = fieldAt(C, e.x, e.i);
  if (isLeft(field)) return field;
  const { dt, ft: { storage } } = field.right;
  const checked = readable(C, e, e.sx, storage, 'field');
  return isLeft(checked) ? checked : arrow([reference(dt, true)], [unpack(storage)]);
});

/**
 * ```rule
 * C ⊢ struct.atomic.set ord x i : (ref null x) unpack(zt) → ε
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut zt
 *   — and zt is packed or zt atomic
 * ```
 * @rule Instr_ok/struct.atomic.set
 * @spec SET Overview.md §Instructions
 */
export const structAtomicSet: TypingRule<'struct.atomic.set'> = instr('struct.atomic.set', (C, e) => {
  const field = mutableFieldAt(C, e.x, e.i);
  if (isLeft(field)) return field;
  const { dt, ft: { storage } } = field.right;
  const t = atomicType(C, e, 'packed', storage);
  return isLeft(t) ? t : arrow([reference(dt, true), t.right], []);
});

/**
 * ```rule
 * C ⊢ struct.atomic.rmw f ord x i : (ref null x) t → t
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut t
 *   — and t = i32 or t = i64, or f = xchg and t atomic
 * ```
 * @rule Instr_ok/struct.atomic.rmw
 * @spec SET Overview.md §Instructions
 */
export const structAtomicRmw: TypingRule<'struct.atomic.rmw'> = instr('struct.atomic.rmw', (C, e) => {
  const field = mutableFieldAt(C, e.x, e.i);
  if (isLeft(field)) return field;
  const { dt, ft: { storage } } = field.right;
  const t = atomicType(C, e, accessOf(e.f), storage);
  return isLeft(t) ? t : arrow([reference(dt, true), t.right], [t.right]);
});

/**
 * ```rule
 * C ⊢ struct.atomic.cmpxchg ord x i : (ref null x) t′ t → t
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut t
 *   — and t′ = expected(t)
 * ```
 * @rule Instr_ok/struct.atomic.cmpxchg
 * @spec SET Overview.md §Instructions
 */
export const structAtomicCmpxchg: TypingRule<'struct.atomic.cmpxchg'> = instr('struct.atomic.cmpxchg', (C, e) => {
  const field = mutableFieldAt(C, e.x, e.i);
  if (isLeft(field)) return field;
  const { dt, ft: { storage } } = field.right, t = unpack(storage);
  const expected = atomicType(C, e, 'expected', storage);
  return isLeft(expected) ? expected : arrow([reference(dt, true), expected.right, t], [t]);
});

/**
 * ```rule
 * C ⊢ array.atomic.get sx? ord x : (ref null x) i32 → unpack(zt)
 *   — if C.types[x] ≈ array (mut? zt)
 *   — and sx? ≠ ε if and only if zt is packed
 *   — and zt is packed or zt atomic
 * ```
 * @rule Instr_ok/array.atomic.get
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicGet: TypingRule<'array.atomic.get'> = instr('array.atomic.get', (C, e) => {
  const array = elementsAt(C, e.x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  const checked = readable(C, e, e.sx, zt, 'array');
  return isLeft(checked) ? checked : arrow([reference(dt, true), 'i32'], [unpack(zt)]);
});

/**
 * ```rule
 * C ⊢ array.atomic.set ord x : (ref null x) i32 unpack(zt) → ε
 *   — if C.types[x] ≈ array (mut zt)
 *   — and zt is packed or zt atomic
 * ```
 * @rule Instr_ok/array.atomic.set
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicSet: TypingRule<'array.atomic.set'> = instr('array.atomic.set', (C, e) => {
  const array = mutableElementsAt(C, e.x);
  if (isLeft(array)) return array;
  const t = atomicType(C, e, 'packed', array.right.zt);
  return isLeft(t) ? t : arrow([reference(array.right.dt, true), 'i32', t.right], []);
});

/**
 * ```rule
 * C ⊢ array.atomic.rmw f ord x : (ref null x) i32 t → t
 *   — if C.types[x] ≈ array (mut t)
 *   — and t = i32 or t = i64, or f = xchg and t atomic
 * ```
 * @rule Instr_ok/array.atomic.rmw
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicRmw: TypingRule<'array.atomic.rmw'> = instr('array.atomic.rmw', (C, e) => {
  const array = mutableElementsAt(C, e.x);
  if (isLeft(array)) return array;
  const t = atomicType(C, e, accessOf(e.f), array.right.zt);
  return isLeft(t) ? t : arrow([reference(array.right.dt, true), 'i32', t.right], [t.right]);
});

/**
 * ```rule
 * C ⊢ array.atomic.cmpxchg ord x : (ref null x) i32 t′ t → t
 *   — if C.types[x] ≈ array (mut t)
 *   — and t′ = expected(t)
 * ```
 * @rule Instr_ok/array.atomic.cmpxchg
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicCmpxchg: TypingRule<'array.atomic.cmpxchg'> = instr('array.atomic.cmpxchg', (C, e) => {
  const array = mutableElementsAt(C, e.x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right, t = unpack(zt);
  const expected = atomicType(C, e, 'expected', zt);
  return isLeft(expected) ? expected : arrow([reference(dt, true), 'i32', expected.right, t], [t]);
});
