/**
 * Stack switching: making and binding continuations.
 * @spec SS Explainer.md §Reduction
 * @category Reduction: stack switching
 * @module
 */
import { cons, drop, takeOnto } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { CONSUMED, EPSILON, NULL_CONT, contType, filled } from '../../semantics/runtime/capture.ts';
import { code, then, trap, value } from '../../semantics/runtime/code.ts';
import type { Cont } from '../../semantics/runtime/contexts.ts';
import { NIL } from '../../semantics/runtime/contexts.ts';
import { contAccess } from '../../semantics/runtime/labels.ts';
import { contOf, funcOf, isNull } from '../../semantics/runtime/operands.ts';
import { EMPTY_FRAME } from '../../semantics/runtime/frames.ts';
import { addCont, withCont } from '../../semantics/runtime/updates.ts';
import { refCont, refFunc } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

/**
 * ```rule
 * S; F; (ref.null) (cont.new $ct)  ↪  S; F; trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/cont.new-null
 * @spec SS Explainer.md §Reduction
 */
export const contNewNull: Rule<'cont.new'> = read('cont.new-null', 'cont.new')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap('null function reference', e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.func fa) (cont.new $ct)  ↪  S′; F; (ref.cont |S.conts|)
 *   — if the operand is (ref.func fa)
 *   — and S.funcs[fa] = fi
 *   — and E = [_] (ref.func fa) (call_ref fi.type)
 *   — and S′ = S with conts += E
 * ```
 * @rule Step/cont.new-func
 * @spec SS Explainer.md §Reduction
 */
export const contNewFunc: Rule<'cont.new'> = step('cont.new-func', 'cont.new')
  .so('fa', 'the operand is (ref.func fa)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[fa] = fi', ({ z, fa }) => get(z.S.funcs, fa))
  .so('E', 'E = [_] (ref.func fa) (call_ref fi.type)', ({ e: { at }, fa, fi }): Cont => {
    const es = code([value(refFunc(fa), at), { op: 'call_ref', y: fi.type, at }]);
    return { F: EMPTY_FRAME, inner: null, H: null, vs: NIL, es, n: fi.n, at };
  })
  .so('S1', 'S′ = S with conts += E', ({ z, E }) => addCont(z.S, { E }))
  .gives(({ z, z: { S, vs, es }, S1 }) => changed(z, S1, cons(refCont(S.conts.n), vs.next), es.next));

/**
 * ```rule
 * S; F; (ref.null) (cont.bind $ct $ct′)  ↪  S; F; trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/cont.bind-null
 * @spec SS Explainer.md §Reduction
 */
export const contBindNull: Rule<'cont.bind'> = read('cont.bind-null', 'cont.bind')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(NULL_CONT, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (cont.bind $ct $ct′)  ↪  S; F; trap
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = ε
 * ```
 * @rule Step_read/cont.bind-consumed
 * @spec SS Explainer.md §Reduction
 */
export const contBindConsumed: Rule<'cont.bind'> = read('cont.bind-consumed', 'cont.bind')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .iff('S.conts[ca] = ε', ({ z, ca }) => get(z.S.conts, ca)?.E === undefined)
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(CONSUMED, e.at), z.es.next)));

/**
 * ```rule
 * S; F; vⁿ (ref.cont ca) (cont.bind $ct $ct′)  ↪  S′; F; (ref.cont |S.conts|)
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = E′
 *   — and $ct ≈ cont [t₁*] → [t₂*]
 *   — and $ct′ ≈ cont [t′₁*] → [t′₂*]
 *   — and the operands are vⁿ with n = |t₁*| − |t′₁*|
 *   — and E = E′[vⁿ _]
 *   — and S′ = S with conts[ca] = ε with conts += E
 * ```
 * @rule Step/cont.bind-cont
 * @spec SS Explainer.md §Reduction
 */
export const contBindCont: Rule<'cont.bind'> = step('cont.bind-cont', 'cont.bind')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E1', 'S.conts[ca] = E′', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('ct', '$ct ≈ cont [t₁*] → [t₂*]', ({ z, e }) => contType(z.F.module, e.ct))
  .so('ct1', '$ct′ ≈ cont [t′₁*] → [t′₂*]', ({ z, e }) => contType(z.F.module, e.ct2))
  .so('n', 'the operands are vⁿ with n = |t₁*| − |t′₁*|', ({ z, ct, ct1 }) => {
    const n = ct.params.length - ct1.params.length;
    return n >= 0 && z.vs.next.n >= n ? n : undefined;
  })
  .so('E', 'E = E′[vⁿ _]', ({ z, E1, n }) => filled(E1, takeOnto(n, z.vs.next, E1.vs), n))
  .so('S1', 'S′ = S with conts[ca] = ε with conts += E', ({ z, ca, E }) => addCont(withCont(z.S, ca, EPSILON), { E }))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'rmw'))
  .gives(({ z, z: { S, vs, es }, n, S1 }) => changed(z, S1, cons(refCont(S.conts.n), drop(n, vs.next)), es.next));
