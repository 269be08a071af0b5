/**
 * The heap of a store, and whether anything in it may be collected.
 * @category Evaluation: heap
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { sharesMore } from '../sharing.ts';
import type { MutableStore } from '../store.ts';
import { threadsOf } from '../threads/linking.ts';
import { bodiesOf } from '../translation/capture.ts';
import type { MutableHeap } from './heap.ts';
import { neverCollect, newHeap } from './heap.ts';

/** The heap of a store, which is made when it is needed. */
export const heapOf = (S: MutableStore): MutableHeap =>
  S.heap ??= newHeap(S.log, threadsOf(S), { collectEvery: S.collectEvery, never: S.hidesReferences });

const switchesStacks = ({ op }: Instr): boolean => /^(?:cont|suspend|switch|resume)/u.test(op);
/**
 * Whether a module may hide references to shared things, so that a collection could not find them: in frames of continuations, which lie in
 * the heap of the host; or it catches exceptions where nobody takes off what functions have put on the stack of references.
 */
export const mayHideReferences = ({ module }: ValidModule): boolean => {
  const shares = sharesMore(module), todo: Expr[] = module.funcs.map(({ body }) => body);
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      if (switchesStacks(e) || (!shares && e.op === 'try_table')) return true;
      todo.push(...bodiesOf(e));
    }
  }
  return false;
};
/** Nothing is collected any more in the store of such a module. */
export const heedHiding = (S: MutableStore, valid: ValidModule): void => {
  if (S.hidesReferences || !mayHideReferences(valid)) return;
  S.hidesReferences = true;
  if (S.heap !== undefined) neverCollect(S.heap);
};
