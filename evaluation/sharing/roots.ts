/**
 * What a thread refers to while there may be a collection. The collector sees neither locals nor operands, so those that are needed
 * afterwards are put on the *stack of references* in the region of the thread, where they are until the instruction is over. Nothing
 * moves, so they are not read back. The word at the beginning of the region is the end of that stack.
 * ```rule
 * ⟦call $f⟧ = (region + sp + 4·i).ref := xᵢ*; region.sp := sp + 4·n; call $f; region.sp := sp
 *   — if x* are the n locals and operands that refer to something shared and are needed after the call
 *
 * ⟦func $ft t* e*⟧ = func ⟦$ft⟧ ⟦t*⟧ (if REQUEST (… poll)) ⟦e*⟧
 *   — if the function may come to call itself
 * ```
 * `sp` is a local, set when the function begins, or is entered again after a suspension (`translation/tracking.ts`). Where exceptions are
 * caught, the stack ends at `sp` again; so it does when a function ends that handles suspensions, and in its loops. Loops: `loops.ts`.
 *
 * A reference that leaves for the host's heap is *pinned*: what it refers to lives for ever. Globals of threads have mirrors in the region.
 * @category Evaluation: sharing
 * @module
 */
import type { Catch, Expr, Instr } from '../../syntax/instructions.ts';
import type { ValType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { binop, get, i32, if_, relop, set } from '../translation/code.ts';
import type { Held, MutableBody } from './body.ts';
import { emit, temp } from './body.ts';
import { load, store } from './code.ts';
import { CONTROL, REGION } from './layout.ts';
import type { MutableSharing } from './plan.ts';
import { address, callRuntime, isSharedRef, openVal, THREAD } from './plan.ts';
import { isCall, mayAllocate, mayWait } from './safepoints.ts';

/** The first number of temporary locals for operands, which are numbered by their places. */
const OPERANDS = 1000;
/** Those of the locals for ends of the stack of references: when the function begins, and where something seldom is kept. */
const TOP = 990, KEPT = 991;
const placeOf = (S: MutableBody, i: number): number => temp(S, openVal(S.plan, S.operands[i] ?? 'i32'), OPERANDS + i);
/** What puts operands into locals, where they are as well from then on: from the first one on that refers to something shared. */
export const placesFrom = (S: MutableBody, begin: number, end: number): Expr => {
  let from = begin;
  while (from < end && !isSharedRef(S.operands[from])) from++;
  if (from >= end) return [];
  const places = S.operands.slice(from).map((_, i) => placeOf(S, from + i));
  return [...places.toReversed().map(set), ...places.map(get)];
};
/** Emits what puts operands below an end into locals, if they refer to something shared. */
export const emitPlaces = (S: MutableBody, end: number): void => {
  const code = placesFrom(S, S.placed, end);
  emit(S, ...code);
  S.placed = Math.max(S.placed, code.length === 0 ? end : S.operands.length);
};
/** Some operands are there no more, and others come. */
export const forget = (S: MutableBody): void => {
  S.placed = Math.min(S.placed, S.operands.length);
  S.stored = Math.min(S.stored, S.operands.length);
};

/** Nothing is needed. */
export const NOTHING_HELD: Held = { refs: [], stored: 0 };
/** What is needed after an instruction: operands below an end, then locals of the source. */
const needed = (S: MutableBody, e: Instr, end: number): Held => {
  const operands = S.operands.flatMap((t, i) => i < end && isSharedRef(t) ? [i] : []);
  return { refs: [...operands.map((i) => placeOf(S, i)), ...S.live.get(e) ?? []], stored: operands.filter((i) => i < S.stored).length };
};

/** The local that has the end of the stack of references when the function begins. */
const spOf = (S: MutableBody): number => temp(S, 'i32', TOP);
/** What makes the stack of references end at the address in a local, or so many bytes further; the region is aligned. */
const setTop = ({ plan }: MutableBody, sp: number, more = 0): Expr =>
  [get(sp), i32(-REGION), binop('and'), get(sp), ...more === 0 ? [] : [i32(more), binop('add')], store(plan, 'i32')];
const stores = ({ plan }: MutableBody, sp: number, { refs, stored }: Held): Expr =>
  refs.flatMap((x, i): Expr => i < stored ? [] : [get(sp), get(x), store(plan, 'i32', 4 * i)]);
/** Code with references on the stack of references, for what happens seldom. */
export const keeping = (S: MutableBody, held: Held, code: Expr): Expr => {
  const { refs: { length } } = held;
  if (length === 0) return code;
  const sp = temp(S, 'i32', KEPT);
  return [i32(4 * length), callRuntime(S.plan, 'reserve'), set(sp), ...stores(S, sp, held), ...code, ...setTop(S, sp)];
};
/** Emits what stores references now, so that operands below an end need not be stored again. */
const emitStores = (S: MutableBody, held: Held, end: number): void => {
  S.slots = Math.max(S.slots, held.refs.length);
  emit(S, ...stores(S, spOf(S), held));
  S.stored = Math.max(S.stored, end);
};

/** So many operands are stored when it becomes necessary, at each allocation; if there are more, they are stored once. */
const FEW = 8;
const emitBeforeAllocation = (S: MutableBody, e: Instr): void => {
  const end = S.operands.length;
  emitPlaces(S, end);
  const held = needed(S, e, end), operands = held.refs.length - (S.live.get(e)?.length ?? 0);
  if (operands - held.stored > FEW) emitStores(S, held, end);
  S.held = needed(S, e, end);
};
/** Whether the thread is to stop. A plain load, since the host keeps nothing of memories in registers, and loops are faster. */
export const requested = ({ plan }: MutableBody): Expr => [i32(0), load(plan, 'i32', CONTROL.request)];
/** What stops, with references that are kept. */
const stopped = (S: MutableBody, held: Held): Expr => keeping(S, held, [callRuntime(S.plan, 'poll')]);
/** What stops where a loop begins; operands below an end are needed, and in locals. */
export const stopping = (S: MutableBody, e: Instr, end: number): Expr => stopped(S, needed(S, e, end));
/** What the function x begins with, if it may come to call itself. */
export const entering = (S: MutableBody, x: number, params: readonly ValType<DefType>[]): Expr => {
  if (!S.plan.safepoints.recurring.has(x)) return [];
  const refs = params.flatMap((t, i) => isSharedRef(t) ? [i] : []);
  return [...requested(S), if_(stopped(S, { refs, stored: 0 }))];
};
/** Whether a function is known to have no safepoint. */
const isQuiet = ({ plan: { safepoints } }: MutableBody, e: Instr): boolean => e.op === 'call' && safepoints.quiet.has(e.x);
/**
 * Emits what comes before an instruction that takes so many operands: its references are kept, or will be where it allocates. The result
 * is what comes after it.
 */
export const emitBefore = (S: MutableBody, e: Instr, operands: number): Expr => {
  S.held = NOTHING_HELD;
  if (mayAllocate(e)) emitBeforeAllocation(S, e);
  if ((!isCall(e) && !mayWait(e)) || isQuiet(S, e)) return [];
  const end = S.operands.length - (isCall(e) ? operands : 0);
  emitPlaces(S, end);
  const held = needed(S, e, end);
  if (held.refs.length === 0) return [];
  emitStores(S, held, end);
  emit(S, ...setTop(S, spOf(S), 4 * held.refs.length));
  return setTop(S, spOf(S));
};

/** Marks the blocks at the end of which a caught exception arrives. */
export const markCaught = (S: MutableBody, catches: readonly Catch[]): void => {
  for (const { l } of catches) {
    const target = S.blocks[S.blocks.length - 1 - l];
    if (target !== undefined) target.caught = true;
  }
};
/** What comes where a caught exception may have arrived. */
export const whereCaught = (S: MutableBody, caught: boolean): Expr => caught ? setTop(S, spOf(S)) : [];

/** What a function begins with, if it keeps references over calls, catches exceptions, or handles suspensions. */
export const prologue = (S: MutableBody): Expr => {
  const { plan, slots } = S, room = Math.max(0, REGION - 4 * slots);
  if (slots === 0 && !S.catches) return [];
  const sp = spOf(S);
  const check: Expr = [get(sp), i32(REGION - 1), binop('and'), i32(room), relop('ge_u'), if_([callRuntime(plan, 'overflow'), set(sp)])];
  return [address(plan, THREAD), load(plan, 'i32'), set(sp), ...slots === 0 ? [] : check];
};

const STORES = /^(?:struct\.(?:new$|set$|atomic\.(?!get))|array\.(?:new$|new_fixed$|set$|fill$|atomic\.(?!get)))/u;
const leavesForHost = ({ C }: MutableBody, e: Instr): boolean => {
  if (e.op === 'throw' || e.op === 'resume_throw') return C.tags.at(e.x)?.sub.shared !== true;
  return STORES.test(e.op) && 'x' in e && typeof e.x === 'number' && C.types.at(e.x)?.sub.shared !== true;
};
/** Emits what pins the references among the operands of an instruction that puts them into the host's heap. */
export const emitPins = (S: MutableBody, e: Instr, operands: number): void => {
  const first = S.operands.length - operands, end = e.op === 'resume_throw' ? S.operands.length - 1 : S.operands.length;
  if (!leavesForHost(S, e) || !S.operands.slice(first, end).some(isSharedRef)) return;
  emitPlaces(S, S.operands.length);
  for (let i = first; i < end; i++) {
    if (isSharedRef(S.operands[i])) emit(S, get(placeOf(S, i)), callRuntime(S.plan, 'pin'));
  }
};

/** What is done when a global of the thread is set to what is in a local: the region refers to it, too. */
export const mirrored = (plan: MutableSharing, x: number, v: number): Expr => {
  const k = plan.mirrors.get(x);
  if (k === undefined) return [];
  return [address(plan, THREAD), address(plan, 'mirrors'), binop('add'), get(v), store(plan, 'i32', 4 * k)];
};
