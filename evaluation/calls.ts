/**
 * Calls from outside, and how they end.
 * ```rule
 * S; f; v* ⇓ S′; v′*
 *   — if the host calls ⟦f⟧ with v*
 *   — and it returns v′*
 * ```
 * @category Evaluation
 * @module
 */
import * as words from '../semantics/runtime/cooperation.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { enter, tagAdapter, THREW } from './host/adapters.ts';
import { heapTrap, openShared } from './heap/endings.ts';
import { setStackTop, stackTop } from './heap/heap.ts';
import { crossing } from './heap/references.ts';
import { backtraceOf, thrownAt } from './backtraces.ts';
import { operatorOf } from './host/places.ts';
import { DRIVER_TRAPS, UNCAUGHT, UNHANDLED, wordsFor } from './host/traps.ts';
import type { HostVal } from './host/values.ts';
import { partsOfVals, valsOfParts } from './host/values.ts';
import { resultsOf, wasm } from './host/wasm.ts';
import type { Backtrace, Exception, FuncExtern, MutableStore, Result, TagExtern } from './store.ts';

/** The tag that a control tag stands for. */
const tagOf = ({ tags, controls, heap }: MutableStore, control: unknown): TagExtern | undefined => {
  const isIts = (tag: object): boolean => controls.get(tag)?.value === control;
  const shared = [...heap?.controls ?? []].find(([, tag]) => isIts(tag));
  return shared === undefined ? tags.find(({ tag }) => isIts(tag)) : heap?.tags.get(shared[0]);
};
/** Whether a cooperative thread has its turn. */
const hasTurn = ({ cooperation }: MutableStore): boolean => cooperation?.turn.func() === 1;
/** Cooperative threads that are ready belong to the call that has made them, and go on at its end. */
const finishThreads = ({ cooperation }: MutableStore): void => {
  if (cooperation !== undefined && cooperation.ready.value !== null) cooperation.finish.func();
};
/** Sets those that are ready; those that were. */
const exchangeReady = ({ cooperation }: MutableStore, ready: unknown): unknown => {
  if (cooperation === undefined) return null;
  const { value } = cooperation.ready;
  cooperation.ready.value = ready;
  return value;
};
/** Where an exception was thrown that has left a cooperative thread, which had its turn there. */
const thrownInThread = (S: MutableStore, around: Backtrace): Backtrace => {
  const thrown = thrownAt(S), [first, ...others] = around;
  return thrown.length === 0 || first === undefined ? [...thrown, ...around] : [...thrown, { ...first, began: 'continuation' }, ...others];
};
/** What the driver has noted about a trap. */
const driverTrap = (S: MutableStore, backtrace: Backtrace): Result | undefined => {
  if (S.runtime === undefined) return undefined;
  const { TRAP, SIG, TAG } = S.runtime, noted = TRAP.value;
  if (noted === UNCAUGHT) return { kind: 'trap', whys: [words.UNCAUGHT], backtrace: thrownInThread(S, backtrace) };
  if (noted === UNHANDLED && hasTurn(S)) return { kind: 'trap', whys: [words.UNHANDLED], backtrace };
  if (noted === UNHANDLED) return { kind: 'suspension', tag: tagOf(S, TAG.value), by: SIG.value === 2 ? 'switch' : 'suspend', backtrace };
  const why = DRIVER_TRAPS.get(noted);
  return why === undefined ? undefined : { kind: 'trap', whys: [why], backtrace };
};

/** What a host function has noted about a trap. */
const noted = (S: MutableStore, error: unknown): Result | undefined => {
  const { aside } = S;
  S.aside = undefined;
  if (aside?.kind === 'error') throw aside.error;
  // What the embedder made up itself happened where it was called.
  return aside?.backtrace.length === 0 && error instanceof Error ? { ...aside, backtrace: backtraceOf(S, error) } : aside;
};

/** Whether the host has no more stack. */
export const isExhaustion = (error: unknown): error is RangeError =>
  error instanceof RangeError && error.message.startsWith('Maximum call stack size');
/** What an error of the host means; it is thrown if it is none that a program makes. */
export const resultOf = (S: MutableStore, error: unknown): Result => {
  const known = noted(S, error);
  if (known !== undefined) return known;
  if (isExhaustion(error)) return { kind: 'call stack exhausted', backtrace: backtraceOf(S, error) };
  if (!(error instanceof wasm.RuntimeError)) throw error;
  const backtrace = backtraceOf(S, error), trap = heapTrap(S, backtrace) ?? driverTrap(S, backtrace);
  if (trap !== undefined) return trap;
  const whys = wordsFor(error.message, operatorOf(S.loaded, error));
  if (whys === undefined) throw new Error(`the host trapped with words that nobody knows: ${error.message}`, { cause: error });
  return { kind: 'trap', whys, backtrace };
};

/** The exception in a box, with its tag and payload. */
export const openException = (S: MutableStore, exn: object): Exception => {
  const shared = openShared(S, exn);
  if (shared !== undefined) return shared;
  for (const tag of S.tags) {
    const [isIts, ...parts] = resultsOf(tagAdapter(tag.hostType, tag.tag).open(exn));
    if (isIts === 1) return { exn, tag, fields: valsOfParts(asFunc(tag.type)?.params ?? [], parts, crossing(S)) };
  }
  return { exn, tag: undefined, fields: [] };
};

/** Registers as they are outside of everything. */
const reset = ({ runtime, heap }: MutableStore): void => {
  if (heap !== undefined) heap.TRAP.value = 0;
  if (runtime === undefined) return;
  for (const register of [runtime.IN, runtime.SIG, runtime.TRAP]) register.value = 0;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** S; f; v* ⇓ S′; r. Its cooperative threads have ended when it returns values. The arguments must be of the types of the parameters. */
export const call = (S: MutableStore, { type, hostType, func }: FuncExtern, args: readonly HostVal[]): Result => {
  const { stackTraceLimit } = Error, { tracing, runtime } = S, active = tracing ? runtime?.ACTIVE.value : undefined;
  const { heap } = S, top = heap && stackTop(heap), ready = exchangeReady(S, null);
  reset(S);
  try {
    if (tracing) Error.stackTraceLimit = Infinity;
    const [status, exn, ...parts] = resultsOf(enter(hostType)(func, ...partsOfVals(asFunc(type)?.params ?? [], args, crossing(S))));
    if (status === THREW && isObject(exn)) return { kind: 'exception', ...openException(S, exn), backtrace: thrownAt(S) };
    const vals = valsOfParts(asFunc(type)?.results ?? [], parts, crossing(S));
    finishThreads(S);
    return { kind: 'values', vals };
  } catch (error) {
    return resultOf(S, error);
  } finally {
    if (tracing) Error.stackTraceLimit = stackTraceLimit;
    if (heap !== undefined && top !== undefined) setStackTop(heap, top);
    // A call that trapped inside of this one is over.
    if (tracing && runtime !== undefined) runtime.ACTIVE.value = active;
    exchangeReady(S, ready);
    reset(S);
  }
};

