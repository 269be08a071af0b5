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
import { asFunc } from '../semantics/types/expansion.ts';
import { enter, tagAdapter, THREW } from './host/adapters.ts';
import type { Place } from './host/places.ts';
import { placesOf } from './host/places.ts';
import { DRIVER_TRAPS, UNHANDLED, wordsFor } from './host/traps.ts';
import type { HostVal } from './host/values.ts';
import { partsOfVals, valsOfParts } from './host/values.ts';
import { resultsOf, wasm } from './host/wasm.ts';
import type { Exception, FuncExtern, MutableStore, Result } from './store.ts';

/** What the driver has noted about a trap. */
const driverTrap = ({ runtime, tags, controls }: MutableStore, places: readonly Place[]): Result | undefined => {
  if (runtime === undefined) return undefined;
  const { TRAP, SIG, TAG } = runtime, noted = TRAP.value;
  if (noted === UNHANDLED) {
    const tag = TAG.value;
    const known = tags.find(({ tag: host }) => controls.get(host)?.value === tag);
    return { kind: 'suspension', tag: known, by: SIG.value === 2 ? 'switch' : 'suspend' };
  }
  const why = DRIVER_TRAPS.get(noted);
  return why === undefined ? undefined : { kind: 'trap', whys: [why], places };
};

/** What a host function has noted about a trap. */
const noted = (S: MutableStore): Result | undefined => {
  const { aside } = S;
  S.aside = undefined;
  if (aside?.kind === 'error') throw aside.error;
  return aside;
};

/** Whether the host has no more stack. */
export const isExhaustion = (error: unknown): boolean =>
  error instanceof RangeError && error.message.startsWith('Maximum call stack size');
/** What an error of the host means; it is thrown if it is none that a program makes. */
export const resultOf = (S: MutableStore, error: unknown): Result => {
  const known = noted(S);
  if (known !== undefined) return known;
  if (isExhaustion(error)) return { kind: 'call stack exhausted' };
  if (!(error instanceof wasm.RuntimeError)) throw error;
  const places = placesOf(S.loaded, error), trap = driverTrap(S, places);
  if (trap !== undefined) return trap;
  const whys = wordsFor(error.message, places[0]?.op);
  if (whys === undefined) throw new Error(`the host trapped with words that nobody knows: ${error.message}`, { cause: error });
  return { kind: 'trap', whys, places };
};

/** The exception in a box, with its tag and payload. */
export const openException = ({ tags }: MutableStore, exn: object): Exception => {
  for (const tag of tags) {
    const [isIts, ...parts] = resultsOf(tagAdapter(tag.hostType, tag.tag).open(exn));
    if (isIts === 1) return { exn, tag, fields: valsOfParts(asFunc(tag.type)?.params ?? [], parts) };
  }
  return { exn, tag: undefined, fields: [] };
};

/** Registers as they are outside of everything. */
const reset = ({ runtime }: MutableStore): void => {
  if (runtime === undefined) return;
  for (const register of [runtime.IN, runtime.SIG, runtime.TRAP]) register.value = 0;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** S; f; v* ⇓ S′; r. The arguments must be of the types of the parameters. */
export const call = (S: MutableStore, { type, hostType, func }: FuncExtern, args: readonly HostVal[]): Result => {
  reset(S);
  try {
    const [status, exn, ...parts] = resultsOf(enter(hostType)(func, ...partsOfVals(args)));
    if (status === THREW && isObject(exn)) return { kind: 'exception', ...openException(S, exn) };
    return { kind: 'values', vals: valsOfParts(asFunc(type)?.results ?? [], parts) };
  } catch (error) {
    return resultOf(S, error);
  } finally {
    reset(S);
  }
};

