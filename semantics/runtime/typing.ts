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
import { heapShared } from '../types/sharing.ts';
import type { ModuleInst } from './frames.ts';
import type { Store } from './store.ts';
import type { Ref } from './values.ts';

/** (ref name) and (ref (shared name)) */
interface Both {
  readonly unshared: RefType<DefType>;
  readonly shared: RefType<DefType>;
}
const both = (name: AbsHeapName): Both => ({ unshared: absRef(name, false), shared: absRef(name, false, true) });
const ANY = both('any'), I31 = both('i31'), EXN = both('exn'), CONT = both('cont'), EXTERN = both('extern');
const WAITQUEUE: RefType<DefType> = absRef('waitqueue', false, true);
/** The type of the two that is as shared as rt. */
const like = ({ heap }: RefType<DefType>, { unshared, shared }: Both): RefType<DefType> => heapShared(heap) ? shared : unshared;
const def = (dt: DefType | undefined): RefType<DefType> | undefined =>
  dt === undefined ? undefined : { kind: 'ref', nullable: false, heap: dt };

/**
 * The least type of a reference that is not null; undefined for an address that the store does not have.
 *
 * What carries no type is a value of the shared and of the unshared hierarchy alike, and has its least type in that of rt.
 */
const leastType = (S: Store, ref: Exclude<Ref, { readonly t: 'ref.null' }>, rt: RefType<DefType>): RefType<DefType> | undefined => {
  switch (ref.t) {
    case 'ref.i31': return like(rt, I31);
    case 'ref.struct': return def(get(S.structs, ref.c)?.type);
    case 'ref.array': return def(get(S.arrays, ref.c)?.type);
    case 'ref.func': return def(get(S.funcs, ref.c)?.type);
    case 'ref.exn': return like(rt, EXN);
    case 'ref.cont': return like(rt, CONT);
    case 'ref.waitqueue': return WAITQUEUE;
    case 'ref.host': return like(rt, ANY);
    case 'ref.extern': return like(rt, EXTERN);
  }
};

/**
 * s ⊢ ref : rt, for a closed rt. Validation has seen to it that the reference is from the hierarchy of rt, shared or not.
 * @spec core 4.1-execution.values `Ref_ok`
 * @spec SET Overview.md §Heap Types
 */
export const refOk = (S: Store, ref: Ref, rt: RefType<DefType>): boolean => {
  if (ref.t === 'ref.null') return rt.nullable;
  const least = leastType(S, ref, rt);
  return least !== undefined && matchesRef(least, rt);
};

/** s ⊢ ref : inst_module(rt), for a reference type written in a module */
export const refHasType = (S: Store, module: ModuleInst, ref: Ref, rt: RefType): boolean => refOk(S, ref, closeRef(module.types, rt));
