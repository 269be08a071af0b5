/**
 * Stack switching: resuming continuations, and the prompts that this makes.
 * @spec SS Explainer.md §Reduction
 * @category Reduction: stack switching
 * @module
 */
import { append, cons, drop, takeOnto } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { CONSUMED, EPSILON, NULL_CONT, contType, plug, promptOf, resolveHdls } from '../../semantics/runtime/capture.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { contAccess } from '../../semantics/runtime/labels.ts';
import { contOf, exnOf, isNull, topVals } from '../../semantics/runtime/operands.ts';
import { addExn, withCont } from '../../semantics/runtime/updates.ts';
import { refCont, refExn } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { changed, outOfPrompt, pure, read, step, thePrompt, to } from '../kit.ts';

/**
 * ```rule
 * S; F; (ref.null) (resume $ct hdl*)  ↪  S; F; trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/resume-null
 * @spec SS Explainer.md §Reduction
 */
export const resumeNull: Rule<'resume'> = read('resume-null', 'resume')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(NULL_CONT, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (resume $ct hdl*)  ↪  S; F; trap
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = ε
 * ```
 * @rule Step_read/resume-consumed
 * @spec SS Explainer.md §Reduction
 */
export const resumeConsumed: Rule<'resume'> = read('resume-consumed', 'resume')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .iff('S.conts[ca] = ε', ({ z, ca }) => get(z.S.conts, ca)?.E === undefined)
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(CONSUMED, e.at), z.es.next)));

/**
 * ```rule
 * S; F; vⁿ (ref.cont ca) (resume $ct hdl*)  ↪  S′; F; (prompt{hdl′*} E[vⁿ])
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = E
 *   — and $ct ≈ cont [t₁ⁿ] → [t₂*]
 *   — and the operands are vⁿ
 *   — and hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]
 *   — and S′ = S with conts[ca] = ε
 * ```
 * @rule Step/resume-cont
 * @spec SS Explainer.md §Reduction
 */
export const resumeCont: Rule<'resume'> = step('resume-cont', 'resume')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('ct', '$ct ≈ cont [t₁ⁿ] → [t₂*]', ({ z, e }) => contType(z.F.module, e.ct))
  .iff('the operands are vⁿ', ({ z, ct }) => z.vs.next.n >= ct.params.length)
  .so('hdl1', 'hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]', ({ z, e }) => resolveHdls(z.F.module.tags, e.hdls))
  .so('S1', 'S′ = S with conts[ca] = ε', ({ z, ca }) => withCont(z.S, ca, EPSILON))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'rmw'))
  .gives(({ z, E, ct: { params: { length: n } }, hdl1, S1 }) => {
    const vs = z.vs.next;
    return plug(z, S1, E, promptOf(z, hdl1, drop(n, vs)), takeOnto(n, vs, E.vs), E.es);
  });

/**
 * ```rule
 * S; F; (ref.null) (resume_throw $ct $e hdl*)  ↪  S; F; trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/resume_throw-null
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowNull: Rule<'resume_throw'> = read('resume_throw-null', 'resume_throw')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(NULL_CONT, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (resume_throw $ct $e hdl*)  ↪  S; F; trap
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = ε
 * ```
 * @rule Step_read/resume_throw-consumed
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowConsumed: Rule<'resume_throw'> = read('resume_throw-consumed', 'resume_throw')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .iff('S.conts[ca] = ε', ({ z, ca }) => get(z.S.conts, ca)?.E === undefined)
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(CONSUMED, e.at), z.es.next)));

/**
 * ```rule
 * S; F; vᵐ (ref.cont ca) (resume_throw $ct $e hdl*)  ↪  S′; F; (ref.exn |S.exns|) (ref.cont ca) (resume_throw_ref $ct hdl*)
 *   — if the operand is (ref.cont ca)
 *   — and S.conts[ca] = E
 *   — and F.module.tags[$e] = ta
 *   — and S.tags[ta].type ≈ func [t₁ᵐ] → [t₂*]
 *   — and the operands are vᵐ
 *   — and S′ = S with exns += {tag ta, fields vᵐ}
 * ```
 * @rule Step/resume_throw-cont
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowCont: Rule<'resume_throw'> = step('resume_throw-cont', 'resume_throw')
  .so('ca', 'the operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('ta', 'F.module.tags[$e] = ta', ({ z, e }) => z.F.module.tags[e.x])
  .so('tag', 'S.tags[ta].type ≈ func [t₁ᵐ] → [t₂*]', ({ z, ta }) => get(z.S.tags, ta))
  .iff('the operands are vᵐ', ({ z, tag }) => z.vs.next.n >= tag.n)
  .so('S1', 'S′ = S with exns += {tag ta, fields vᵐ}', ({ z, ta, tag }) => addExn(z.S, { tag: ta, fields: topVals(tag.n, z.vs.next) }))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, z: { S, vs, es }, e: { ct, hdls, at }, ca, tag, S1 }) => changed(
    z, S1, cons(refCont(ca), cons(refExn(S.exns.n), drop(tag.n, vs.next))), then({ op: 'resume_throw_ref', ct, hdls, at }, es.next)));

/**
 * ```rule
 * S; F; (ref.null) (resume_throw_ref $ct hdl*)  ↪  S; F; trap
 *   — if the second operand is (ref.null)
 * ```
 * @rule Step_read/resume_throw_ref-null
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowRefNull: Rule<'resume_throw_ref'> = read('resume_throw_ref-null', 'resume_throw_ref')
  .iff('the second operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap(NULL_CONT, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (resume_throw_ref $ct hdl*)  ↪  S; F; trap
 *   — if the second operand is (ref.cont ca)
 *   — and S.conts[ca] = ε
 * ```
 * @rule Step_read/resume_throw_ref-consumed
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowRefConsumed: Rule<'resume_throw_ref'> = read('resume_throw_ref-consumed', 'resume_throw_ref')
  .so('ca', 'the second operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .iff('S.conts[ca] = ε', ({ z, ca }) => get(z.S.conts, ca)?.E === undefined)
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap(CONSUMED, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.null) (ref.cont ca) (resume_throw_ref $ct hdl*)  ↪  S; F; trap
 *   — if the second operand is (ref.cont ca)
 *   — and S.conts[ca] = E
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/resume_throw_ref-exn-null
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowRefExnNull: Rule<'resume_throw_ref'> = read('resume_throw_ref-exn-null', 'resume_throw_ref')
  .so('ca', 'the second operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'read'))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap('null exception reference', e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.exn ea) (ref.cont ca) (resume_throw_ref $ct hdl*)  ↪  S′; F; (prompt{hdl′*} E[(ref.exn ea) throw_ref])
 *   — if the second operand is (ref.cont ca)
 *   — and S.conts[ca] = E
 *   — and the first operand is (ref.exn ea)
 *   — and hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]
 *   — and S′ = S with conts[ca] = ε
 * ```
 * @rule Step/resume_throw_ref-cont
 * @spec SS Explainer.md §Reduction
 */
export const resumeThrowRefCont: Rule<'resume_throw_ref'> = step('resume_throw_ref-cont', 'resume_throw_ref')
  .so('ca', 'the second operand is (ref.cont ca)', ({ z }) => contOf(z.vs.v))
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('ea', 'the first operand is (ref.exn ea)', ({ z }) => exnOf(z.vs.next.v))
  .so('hdl1', 'hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]', ({ z, e }) => resolveHdls(z.F.module.tags, e.hdls))
  .so('S1', 'S′ = S with conts[ca] = ε', ({ z, ca }) => withCont(z.S, ca, EPSILON))
  .acts(({ z, e, ca }) => contAccess(z, e.ct, ca, 'rmw'))
  .gives(({ z, e, E, ea, hdl1, S1 }) =>
    plug(z, S1, E, promptOf(z, hdl1, z.vs.next.next), cons(refExn(ea), E.vs), then({ op: 'throw_ref', at: e.at }, E.es)));

/**
 * ```rule
 * S; F; (prompt{hdl*} v*)  ↪  S; F; v*
 *   — if the hole stands in a prompt
 * ```
 * @rule Step_pure/prompt-vals
 * @spec SS Explainer.md §Reduction
 */
export const promptVals: Rule<'end'> = pure('prompt-vals', 'end')
  .so('T', 'the hole stands in a prompt', ({ z }) => thePrompt(z))
  .gives(({ z, T }) => outOfPrompt(z, T, append(z.vs, T.vs), T.es));
