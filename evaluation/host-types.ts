/**
 * The types that the host knows: translations of closed types.
 * @category Evaluation
 * @module
 */
import type { GlobalType, HeapType, RefType, TableType, ValType } from '../syntax/types.ts';
import { absRef } from '../syntax/types.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { alloctypes } from '../semantics/types/deftypes.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { functionType } from '../semantics/types/functions.ts';
import { typeSection } from './host/sections.ts';
import { heapShared } from '../semantics/types/sharing.ts';
import { sharedTypes } from './sharing/types.ts';
import { driver, DRIVER_TYPES, T } from './translation/driver.ts';
import { typeDef } from './translation/types.ts';

const known = new WeakMap<DefType, DefType>();
/** ⟦dt⟧: dt itself, unless it mentions continuations, or something shared. */
export const hostDef = (dt: DefType): DefType => {
  const made = known.get(dt);
  if (made !== undefined) return made;
  const { types, indexOf } = typeSection([dt]), { defs, typeIdx } = sharedTypes(types);
  const host = alloctypes([...driver.types, ...defs.map(typeDef)])[typeIdx(indexOf(dt)) + DRIVER_TYPES];
  if (host === undefined) throw new RangeError('a type that is defined has a translation');
  known.set(dt, host);
  return host;
};

const CONT = ((): DefType => {
  const dt = alloctypes(driver.types)[T.cont];
  if (dt === undefined) throw new RangeError('the driver has a type of continuations');
  return dt;
})();
const hostHeap = (ht: HeapType<DefType>): HeapType<DefType> => {
  if (ht.kind === 'def') return hostDef(ht);
  if (ht.name === 'cont') return CONT;
  return ht.name === 'nocont' ? absRef('none').heap : ht;
};
const hostRef = (rt: RefType<DefType>): RefType<DefType> => ({ ...rt, heap: hostHeap(rt.heap) });
/** ⟦t⟧ */
export const hostVal = (t: ValType<DefType>): ValType<DefType> => typeof t === 'string' ? t : heapShared(t.heap) ? 'i32' : hostRef(t);

/** ⟦gt⟧ */
export const hostGlobal = (gt: GlobalType<DefType>): GlobalType<DefType> => ({ ...gt, sharing: 'unshared', type: hostVal(gt.type) });
/** ⟦tt⟧ */
export const hostTable = (tt: TableType<DefType>): TableType<DefType> => ({ ...tt, ref: hostRef(tt.ref) });
/** The type of the host's tag for a tag of the type dt: it has no results. */
export const hostTag = (dt: DefType): DefType => {
  const host = hostDef(dt), ft = asFunc(host);
  return ft === undefined || ft.results.length === 0 ? host : functionType(ft.params, [], false);
};
