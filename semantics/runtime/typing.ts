/**
 * Types of run-time values.
 * @spec core 4.1-execution.values §Values
 * @module
 */
import type { AbsHeapName, RefType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { get } from '../data/vector.ts';
import { closeRef } from '../types/closing.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef } from '../types/matching.ts';
import type { ModuleInst } from './frames.ts';
import type { Store } from './store.ts';
import type { Ref } from './values.ts';

const abs = (name: AbsHeapName): RefType<DefType> => absRef(name, false);
const ANY = abs('any'), I31 = abs('i31'), EXN = abs('exn'), CONT = abs('cont'), EXTERN = abs('extern');
const def = (dt: DefType | undefined): RefType<DefType> | undefined =>
  dt === undefined ? undefined : { kind: 'ref', nullable: false, heap: dt };

/** The least type of a reference that is not null; undefined for an address that the store does not have. */
const leastType = (S: Store, ref: Exclude<Ref, { readonly t: 'ref.null' }>): RefType<DefType> | undefined => {
  switch (ref.t) {
    case 'ref.i31': return I31;
    case 'ref.struct': return def(get(S.structs, ref.c)?.type);
    case 'ref.array': return def(get(S.arrays, ref.c)?.type);
    case 'ref.func': return def(get(S.funcs, ref.c)?.type);
    case 'ref.exn': return EXN;
    case 'ref.cont': return CONT;
    case 'ref.host': return ANY;
    case 'ref.extern': return EXTERN;
  }
};

/**
 * s ⊢ ref : rt, for a closed rt
 * @spec core 4.1-execution.values `Ref_ok`
 */
export const refOk = (S: Store, ref: Ref, rt: RefType<DefType>): boolean => {
  if (ref.t === 'ref.null') return rt.nullable;
  const least = leastType(S, ref);
  return least !== undefined && matchesRef(least, rt);
};

/** s ⊢ ref : inst_module(rt), for a reference type written in a module */
export const refHasType = (S: Store, module: ModuleInst, ref: Ref, rt: RefType): boolean => refOk(S, ref, closeRef(module.types, rt));
