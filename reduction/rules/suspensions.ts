/**
 * Stack switching: suspending to a prompt, and switching under one.
 * @spec SS Explainer.md §Reduction
 * @category Reduction: stack switching
 * @module
 */
import { cons, drop, takeOnto } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { CONSUMED, EPSILON, NULL_CONT, contType, innermost, plug } from '../../semantics/runtime/capture.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { contAccess } from '../../semantics/runtime/labels.ts';
import { contOf, isNull } from '../../semantics/runtime/operands.ts';
import { addCont, withCont } from '../../semantics/runtime/updates.ts';
import { refCont } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asCont } from '../../semantics/types/expansion.ts';
import type { FuncType } from '../../syntax/types.ts';
import type { Rule } from '../kit.ts';
import { read, step, to } from '../kit.ts';
import { br } from './branches.ts';

/**
 * ```rule
 * S; F; (suspend $e)  ↪  S; F; (suspend ea)
 *   — if F.module.tags[$e] = ea
 * ```
 * @rule Step_read/suspend
 * @spec SS Explainer.md §Reduction
 */
export const suspend: Rule<'suspend'> = read('suspend', 'suspend')
  .so('ea', 'F.module.tags[$e] = ea', ({ z, e }) => z.F.module.tags[e.x])
  .gives(({ z, e, ea }) => to(z, z.vs, then({ op: 'suspend.addr', ea, at: e.at }, z.es.next)));

/**
 * The innermost prompt that has a clause `(on ea $l)` captures everything inside it.
 * ```rule
 * S; F; (prompt{hdl₁* (on ea $l) hdl₂*} Hᵉᵃ[vⁿ (suspend ea)])  ↪  S′; F; vⁿ (ref.cont |S.conts|) (br $l)
 *   — if S.tags[ea].type ≈ func [t₁ⁿ] → [t₂ᵐ]
 *   — and the operands are vⁿ
 *   — and the hole stands in prompt{hdl₁* (on ea $l) hdl₂*} Hᵉᵃ with (on ea $l′) ∉ hdl₁*
 *   — and S′ = S with conts += (Hᵉᵃ : m)
 * ```
 * @rule Step/suspend-prompt
 * @spec SS Explainer.md §Reduction
 */
export const suspendPrompt: Rule<'suspend.addr'> = step('suspend-prompt', 'suspend.addr')
  .so('tag', 'S.tags[ea].type ≈ func [t₁ⁿ] → [t₂ᵐ]', ({ z, e }) => get(z.S.tags, e.ea))
  .iff('the operands are vⁿ', ({ z, tag }) => z.vs.n >= tag.n)
  .so('A', 'the hole stands in prompt{hdl₁* (on ea $l) hdl₂*} Hᵉᵃ with (on ea $l′) ∉ hdl₁*', ({ z, e }) => innermost(z.P, 'on', e.ea))
  .so('S1', 'S′ = S with conts += (Hᵉᵃ : m)', ({ z: { S, F, H, vs, es }, e: { at }, tag: { n, m }, A }) =>
    addCont(S, { E: { F, inner: A.inner, H, vs: drop(n, vs), es: es.next, n: m, at } }))
  .gives(({ z: { S, T, vs }, e, tag: { n }, A: { prompt, hdl }, S1 }) => ({
    S: S1, T, F: prompt.F, P: prompt.next, H: prompt.H,
    vs: cons(refCont(S.conts.n), takeOnto(n, vs, prompt.vs)), es: then(br(hdl.l, e.at), prompt.es),
  }));

/**
 * ```rule
 * S; F; (switch $ct $e)  ↪  S; F; (switch $ct ea)
 *   — if F.module.tags[$e] = ea
 * ```
 * @rule Step_read/switch
 * @spec SS Explainer.md §Reduction
 */
export const switch_: Rule<'switch'> = read('switch', 'switch')
  .so('ea', 'F.module.tags[$e] = ea', ({ z, e }) => z.F.module.tags[e.x])
  .gives(({ z, e, ea }) => to(z, z.vs, then({ op: 'switch.addr', ct: e.ct, ea, at: e.at }, z.es.next)));

/**
 * ```rule
 * S; F; (ref.null) (switch $ct ea)  ↪  S; F; trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/switch-null
 * @spec SS Explainer.md §Reduction
 */
export const switchNull: Rule<'switch.addr'> = read('switch-null', 'switch.addr')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(NULL_CONT, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (switch $ct ea)  ↪  S; F; trap
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = ε
 * ```
 * @rule Step_read/switch-consumed
 * @spec SS Explainer.md §Reduction
 */
export const switchConsumed: Rule<'switch.addr'> = read('switch-consumed', 'switch.addr')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .iff('S.conts[ca] = ε', ({ z, ca }) => get(z.S.conts, ca)?.E === undefined)
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(CONSUMED, e.at), z.es.next)));

/**
 * The prompt stays; what it held is captured, and the other continuation takes its place.
 * ```rule
 * S; F; (prompt{hdl₁* (on ea switch) hdl₂*} Hᵉᵃ[vⁿ (ref.cont ca) (switch $ct ea)])
 *   ↪  S″; F; (prompt{hdl₁* (on ea switch) hdl₂*} E[vⁿ (ref.cont |S.conts|)])
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = E
 *   — and $ct ≈ cont [t₁ⁿ (ref null? $ct₂)] → [te₁*]
 *   — and $ct₂ ≈ cont [t₂ᵐ] → [te₂*]
 *   — and the operands are vⁿ
 *   — and the hole stands in prompt{hdl₁* (on ea switch) hdl₂*} Hᵉᵃ with (on ea switch) ∉ hdl₁*
 *   — and S′ = S with conts[ca] = ε
 *   — and S″ = S′ with conts += (Hᵉᵃ : m)
 * ```
 * @rule Step/switch-prompt
 * @spec SS Explainer.md §Reduction
 */
export const switchPrompt: Rule<'switch.addr'> = step('switch-prompt', 'switch.addr')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('ct', '$ct ≈ cont [t₁ⁿ (ref null? $ct₂)] → [te₁*]', ({ z, e }) => contType(z.F.module, e.ct))
  .so('ct2', '$ct₂ ≈ cont [t₂ᵐ] → [te₂*]', ({ ct }) => lastCont(ct))
  .iff('the operands are vⁿ', ({ z, ct }) => z.vs.next.n >= ct.params.length - 1)
  .so('A', 'the hole stands in prompt{hdl₁* (on ea switch) hdl₂*} Hᵉᵃ with (on ea switch) ∉ hdl₁*', ({ z, e }) =>
    innermost(z.P, 'switch', e.ea))
  .so('S1', 'S′ = S with conts[ca] = ε', ({ z, ca }) => withCont(z.S, ca, EPSILON))
  .so('S2', 'S″ = S′ with conts += (Hᵉᵃ : m)', ({ z: { F, H, vs, es }, e: { at }, ct, ct2, A, S1 }) =>
    addCont(S1, { E: { F, inner: A.inner, H, vs: drop(ct.params.length - 1, vs.next), es: es.next, n: ct2.params.length, at } }))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'rmw'))
  .gives(({ z, z: { S, vs }, E, ct, A, S2 }) =>
    plug(z, S2, E, A.prompt, cons(refCont(S.conts.n), takeOnto(ct.params.length - 1, vs.next, E.vs)), E.es));
/** $ct₂ ≈ cont …, of the last parameter */
const lastCont = (ct: FuncType<DefType>): FuncType<DefType> | undefined => {
  const t = ct.params.at(-1);
  return typeof t !== 'object' || t.heap.kind === 'abs' ? undefined : asCont(t.heap);
};
