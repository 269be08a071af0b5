/**
 * How calls end that have to do with shared things: traps, and exceptions with shared tags.
 * @category Evaluation: heap
 * @module
 */
import { asFunc } from '../../semantics/types/expansion.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { tagAdapter } from '../host/adapters.ts';
import { resultsOf } from '../host/wasm.ts';
import { fieldLayout, PAYLOAD_OFFSET, TAG_OFFSET } from '../sharing/layout.ts';
import { TRAPS } from '../sharing/traps.ts';
import type { Backtrace, Exception, MutableStore, Result } from '../store.ts';
import type { MutableHeap } from './heap.ts';
import { pin } from './heap.ts';
import { valAt } from './observation.ts';

/** What the runtime of the heap has noted about a trap. */
export const heapTrap = ({ heap }: MutableStore, backtrace: Backtrace): Result | undefined => {
  const why = heap === undefined ? undefined : TRAPS[Number(heap.TRAP.value)];
  if (why === 'call stack exhausted') return { kind: why, backtrace };
  return why === undefined || why === '' ? undefined : { kind: 'trap', whys: [why], backtrace };
};

const THROWN = functionType(['i32'], [], false);
/** Where an exception with a shared tag lies: it is a shared reference, or a boxed exception of the host with the address. */
const addressOf = ({ addresses, runtime }: MutableHeap, exn: object): number | undefined => {
  const known = addresses.get(exn), tag = runtime['exception'];
  if (known !== undefined || typeof tag !== 'object' || tag === null) return known;
  const [isIts, part] = resultsOf(tagAdapter(THROWN, tag).open(exn));
  return isIts === 1 ? Number(part) : undefined;
};
/** An exception, if it is one with a shared tag. */
export const openShared = ({ heap }: MutableStore, exn: object): Omit<Exception, 'backtrace'> | undefined => {
  const a = heap && addressOf(heap, exn);
  if (heap === undefined || a === undefined) return undefined;
  pin(heap, a);
  const tag = heap.tags.get(heap.view.getInt32(a + TAG_OFFSET, true)), types = tag === undefined ? [] : asFunc(tag.type)?.params ?? [];
  const { offsets } = fieldLayout(types, PAYLOAD_OFFSET);
  return { exn, tag, fields: types.map((t, i) => valAt(heap, t, a + (offsets[i] ?? 0))) };
};
