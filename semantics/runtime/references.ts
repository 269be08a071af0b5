/**
 * Equality of references.
 * @module
 */
import type { Ref } from './values.ts';

/** ref₁ = ref₂: the same null, number or address, inside the same number of `ref.extern` */
export const sameRef = (ref1: Ref, ref2: Ref): boolean => {
  let r1 = ref1, r2 = ref2;
  while (r1.t === 'ref.extern' && r2.t === 'ref.extern') {
    r1 = r1.c;
    r2 = r2.c;
  }
  return r1.t === r2.t && r1.c === r2.c;
};
