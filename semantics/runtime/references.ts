/**
 * Equality of references, and of values in general.
 * @module
 */
import { refOf } from './operands.ts';
import type { Ref, Val } from './values.ts';

/** ref₁ = ref₂: the same null, number or address, inside the same number of `ref.extern` */
export const sameRef = (ref1: Ref, ref2: Ref): boolean => {
  let r1 = ref1, r2 = ref2;
  while (r1.t === 'ref.extern' && r2.t === 'ref.extern') {
    r1 = r1.c;
    r2 = r2.c;
  }
  return r1.t === r2.t && r1.c === r2.c;
};

/** val₁ = val₂: equal references, or the same bits of the same type */
export const sameVal = (v1: Val, v2: Val): boolean => {
  const ref1 = refOf(v1), ref2 = refOf(v2);
  return ref1 !== undefined && ref2 !== undefined ? sameRef(ref1, ref2) : v1.t === v2.t && v1.c === v2.c;
};
