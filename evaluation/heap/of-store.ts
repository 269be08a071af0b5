/**
 * The heap of a store, and whether anything in it may be collected.
 * @category Evaluation: heap
 * @module
 */
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { sharesMore } from '../sharing.ts';
import { hasInstr } from '../sharing/safepoints.ts';
import type { MutableStore } from '../store.ts';
import { threadsOf } from '../threads/linking.ts';
import type { MutableHeap } from './heap.ts';
import { neverCollect, newHeap } from './heap.ts';

/** The heap of a store, which is made when it is needed. */
export const heapOf = (S: MutableStore): MutableHeap =>
  S.heap ??= newHeap(S.log, threadsOf(S), { size: S.heapSize, collectEvery: S.collectEvery, never: S.hidesReferences });

/**
 * Whether a module may hide references to shared things, so that a collection could not find them: it catches exceptions where nobody takes
 * off what functions have put on the stack of references.
 */
const mayHideReferences = ({ module }: ValidModule): boolean =>
  !sharesMore(module) && module.funcs.some(({ body }) => hasInstr(body, ({ op }) => op === 'try_table'));
/** From now on nothing is collected in a store. */
const hide = (S: MutableStore): void => {
  S.hidesReferences = true;
  if (S.heap !== undefined) neverCollect(S.heap);
};
/** Nothing is collected any more in the store of such a module, if it is a program's: where others catch an exception, that is the end. */
export const heedHiding = (S: MutableStore, valid: ValidModule): void => {
  if (!S.hidesReferences && !S.hidden.has(valid.module) && mayHideReferences(valid)) hide(S);
};
/**
 * Nor if a module that shares something has to do with continuations, and the driver is that of an earlier module, from before there was
 * a heap: it does not take off what suspended functions have put on the stack of references.
 */
export const heedDriver = (S: MutableStore): void => {
  if (S.runtime?.ofHeap === false) hide(S);
};
