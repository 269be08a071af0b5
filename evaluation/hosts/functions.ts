/**
 * Things of the embedder that modules may import.
 * @category Evaluation
 * @module
 */
import type { FuncType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { crossing } from '../heap/references.ts';
import { leave, RETURNED, THREW, TRAPPED } from '../host/adapters.ts';
import { partsOf } from '../host/crossing.ts';
import type { HostVal } from '../host/values.ts';
import { NO_MODULE } from '../host/throws.ts';
import { partsOfVals, valsOfParts } from '../host/values.ts';
import { hostDef } from '../host-types.ts';
import { backtraceOf } from '../backtraces.ts';
import { isExhaustion } from '../calls.ts';
import type { Aside, FuncExtern, MutableStore, Result } from '../store.ts';

/** A function of the embedder. It may call others; what they come to, it may come to itself. */
export type HostCall = (args: readonly HostVal[]) => Result;

type Signature = Pick<FuncType<DefType>, 'params' | 'results'>;
const zero = (part: ValType<never>): unknown => part === 'i32' ? 0 : part === 'i64' ? 0n : null;
/** What JavaScript throws where WebAssembly is to stop. */
const asideOf = (S: MutableStore, error: unknown): Aside =>
  isExhaustion(error) ? { kind: 'call stack exhausted', backtrace: backtraceOf(S, error) } : { kind: 'error', error };

/** The answer of a host function, in parts. Nothing that it throws reaches WebAssembly, which could catch it. */
const answer = (
  S: MutableStore, call: HostCall, { params, results }: Signature, parts: readonly unknown[], nothing: readonly unknown[],
): readonly unknown[] => {
  try {
    const shared = crossing(S), result = call(valsOfParts(params, parts, shared));
    if (result.kind === 'values') return [RETURNED, null, ...partsOfVals(results, result.vals, shared)];
    if (result.kind === 'exception') {
      // If it has just come out of a call, the note stands.
      if (result.backtrace.length === 0 && S.notes !== undefined) S.notes.module.value = NO_MODULE;
      return [THREW, result.exn, ...nothing];
    }
    S.aside = result;
  } catch (error) {
    S.aside = asideOf(S, error);
  }
  return [TRAPPED, null, ...nothing];
};

/**
 * A host function. Inside of a continuation it is a barrier: what it calls cannot suspend through it.
 * ```rule
 * S; hf; v* ⇓ S′; r
 *   — if S with IN = 0; hf(v*) ⇓ S″; r
 *   — and S′ = S″ with IN = what it was in S
 * ```
 */
export const allocHost = (S: MutableStore, type: DefType, call: HostCall): FuncExtern => {
  const { params, results } = asFunc(type) ?? { params: [], results: [] }, hostType = hostDef(type);
  const nothing = asFunc(hostType)?.results.flatMap(partsOf).map(zero) ?? [];
  const func = leave(hostType, (...parts) => {
    const { runtime } = S, inside = runtime?.IN.value;
    if (runtime !== undefined) runtime.IN.value = 0;
    const parted = answer(S, call, { params, results }, parts, nothing);
    if (runtime !== undefined) runtime.IN.value = inside;
    return parted;
  });
  return { kind: 'func', type, hostType, func, steady: true };
};
