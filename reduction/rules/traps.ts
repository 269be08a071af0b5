/**
 * Traps: they end everything around them.
 * @spec core 4.3-execution.instructions §Traps
 * @category Reduction: traps
 * @module
 */
import { END, then } from '../../semantics/runtime/code.ts';
import { NIL } from '../../semantics/runtime/contexts.ts';
import type { Kept, Rule } from '../kit.ts';
import { outOf, outOfFrame, outOfPrompt, pure, theFrame, theHandler, theLabel, thePrompt, to } from '../kit.ts';

/** whether trap is all that stands in the hole */
const alone = (z: Kept): boolean => z.vs.n === 0 && z.es.next === END;

/**
 * ```rule
 * val* trap instr*  ↪  trap
 *   — if val* ≠ ε or instr* ≠ ε
 * ```
 * @rule Step_pure/trap-instrs
 * @spec core 4.3-execution.instructions §Traps
 */
export const trapInstrs: Rule<'trap'> = pure('trap-instrs', 'trap')
  .iff('val* ≠ ε or instr* ≠ ε', ({ z }) => !alone(z))
  .gives(({ z, e }) => to(z, NIL, then(e, END)));

/**
 * ```rule
 * (labelₙ{instr′*} trap)  ↪  trap
 *   — if nothing else stands in the hole
 *   — and the hole stands in a label
 * ```
 * @rule Step_pure/trap-label
 * @spec core 4.3-execution.instructions §Traps
 */
export const trapLabel: Rule<'trap'> = pure('trap-label', 'trap')
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, e, L }) => outOf(z, L, L.vs, then(e, L.es)));

/**
 * ```rule
 * (handlerₙ{catch*} trap)  ↪  trap
 *   — if nothing else stands in the hole
 *   — and the hole stands in a handler
 * ```
 * @rule Step_pure/trap-handler
 * @spec core 4.3-execution.instructions §Traps
 */
export const trapHandler: Rule<'trap'> = pure('trap-handler', 'trap')
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .gives(({ z, e, A }) => outOf(z, A, A.vs, then(e, A.es)));

/**
 * ```rule
 * (frameₙ{f} trap)  ↪  trap
 *   — if nothing else stands in the hole
 *   — and the hole stands in a frame
 * ```
 * @rule Step_pure/trap-frame
 * @spec core 4.3-execution.instructions §Traps
 */
export const trapFrame: Rule<'trap'> = pure('trap-frame', 'trap')
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .gives(({ z, e, A }) => outOfFrame(z, A, A.vs, then(e, A.es)));

/**
 * A trap in a continuation is a trap of who resumed it.
 * ```rule
 * (prompt{hdl*} trap)  ↪  trap
 *   — if nothing else stands in the hole
 *   — and the hole stands in a prompt
 * ```
 * @rule Step_pure/trap-prompt
 * @spec SS Explainer.md §Execution
 */
export const trapPrompt: Rule<'trap'> = pure('trap-prompt', 'trap')
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('T', 'the hole stands in a prompt', ({ z }) => thePrompt(z))
  .gives(({ z, e, T }) => outOfPrompt(z, T, T.vs, then(e, T.es)));
