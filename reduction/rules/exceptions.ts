/**
 * Exceptions.
 * @spec core 4.3-execution.instructions §Exceptions
 * @category Reduction: exceptions
 * @module
 */
import { append, cons, drop, takeOnto } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { END, code, then, trap } from '../../semantics/runtime/code.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import type { H, Handler, Vals } from '../../semantics/runtime/contexts.ts';
import { NIL, framesOf } from '../../semantics/runtime/contexts.ts';
import { exnOf, isNull, topVals } from '../../semantics/runtime/operands.ts';
import { addExn } from '../../semantics/runtime/updates.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import { refExn } from '../../semantics/runtime/values.ts';
import type { Catch } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import type { Kept, Rule } from '../kit.ts';
import { changed, into, outOf, outOfFrame, outOfPrompt, pure, read, step, theFrame, theHandler, theLabel, thePrompt, to } from '../kit.ts';
import { blockArity, label } from './blocks.ts';
import { br } from './branches.ts';

/** val* (handlerₙ{catch*} [_] end) es, in the context next */
const handler = (n: number, catches: readonly Catch[], vs: Vals, es: Code, next: H, at: Span): Handler =>
  ({ tag: 'handler', n, catches, vs, es, next, d: framesOf(next), at });
/** whether (ref.exn a) throw_ref is all that stands in the hole */
const alone = (z: Kept): boolean => z.vs.n === 1 && z.es.next === END;
/** catch₁ of a handler of the kind K */
const first = <K extends Catch['kind']>(A: Handler, kind: K): Extract<Catch, { readonly kind: K }> | undefined => {
  const c = A.catches[0];
  return c !== undefined && isKind(c, kind) ? c : undefined;
};
const isKind = <K extends Catch['kind']>(c: Catch, kind: K): c is Extract<Catch, { readonly kind: K }> => c.kind === kind;
/** vs val* */
const pushAll = (vals: readonly Val[], vs: Vals): Vals => vals.reduce<Vals>((below, v) => cons(v, below), vs);

/**
 * ```rule
 * z; valⁿ (throw x)  ↪  z[.exns ⊕ exn]; (ref.exn a) throw_ref
 *   — if z.module.tags[x] = ta
 *   — and z.tags[ta].type ≈ func tⁿ → ε
 *   — and the operands are valⁿ
 *   — and exn = {tag ta, fields valⁿ} and a = |z.exns|
 * ```
 * @rule Step/throw
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throw_: Rule<'throw'> = step('throw', 'throw')
  .so('ta', 'z.module.tags[x] = ta', ({ z, e }) => z.F.module.tags[e.x])
  .so('tag', 'z.tags[ta].type ≈ func tⁿ → ε', ({ z, ta }) => get(z.S.tags, ta))
  .iff('the operands are valⁿ', ({ z, tag }) => z.vs.n >= tag.n)
  .so('exn', 'exn = {tag ta, fields valⁿ} and a = |z.exns|', ({ z, ta, tag }) => ({ tag: ta, fields: topVals(tag.n, z.vs) }))
  .gives(({ z, z: { S, vs, es }, e, tag, exn }) =>
    changed(z, addExn(S, exn), cons(refExn(S.exns.n), drop(tag.n, vs)), then({ op: 'throw_ref', at: e.at }, es.next)));

/**
 * ```rule
 * z; (ref.null) throw_ref  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/throw_ref-null
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefNull: Rule<'throw_ref'> = read('throw_ref-null', 'throw_ref')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trap('null exception reference', e.at), z.es.next)));

/**
 * ```rule
 * z; val* (ref.exn a) throw_ref instr*  ↪  (ref.exn a) throw_ref
 *   — if the operand is (ref.exn a)
 *   — and val* ≠ ε or instr* ≠ ε
 * ```
 * @rule Step_read/throw_ref-instrs
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefInstrs: Rule<'throw_ref'> = read('throw_ref-instrs', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('val* ≠ ε or instr* ≠ ε', ({ z }) => !alone(z))
  .gives(({ z, e, a }) => to(z, cons(refExn(a), NIL), then(e, END)));

/**
 * ```rule
 * z; (labelₙ{instr′*} (ref.exn a) throw_ref)  ↪  (ref.exn a) throw_ref
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a label
 * ```
 * @rule Step_read/throw_ref-label
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefLabel: Rule<'throw_ref'> = read('throw_ref-label', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, e, a, L }) => outOf(z, L, cons(refExn(a), L.vs), then(e, L.es)));

/**
 * ```rule
 * z; (frameₙ{f} (ref.exn a) throw_ref)  ↪  (ref.exn a) throw_ref
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a frame
 * ```
 * @rule Step_read/throw_ref-frame
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefFrame: Rule<'throw_ref'> = read('throw_ref-frame', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .gives(({ z, e, a, A }) => outOfFrame(z, A, cons(refExn(a), A.vs), then(e, A.es)));

/**
 * An exception passes through the prompts of continuations as it does through frames.
 * ```rule
 * z; (prompt{hdl*} (ref.exn a) throw_ref)  ↪  (ref.exn a) throw_ref
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a prompt
 * ```
 * @rule Step_read/throw_ref-prompt
 * @spec SS Explainer.md §Execution
 */
export const throwRefPrompt: Rule<'throw_ref'> = read('throw_ref-prompt', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('T', 'the hole stands in a prompt', ({ z }) => thePrompt(z))
  .gives(({ z, e, a, T }) => outOfPrompt(z, T, cons(refExn(a), T.vs), then(e, T.es)));

/**
 * ```rule
 * z; (handlerₙ{ε} (ref.exn a) throw_ref)  ↪  (ref.exn a) throw_ref
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch* = ε
 * ```
 * @rule Step_read/throw_ref-handler-empty
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerEmpty: Rule<'throw_ref'> = read('throw_ref-handler-empty', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .iff('catch* = ε', ({ A }) => A.catches.length === 0)
  .gives(({ z, e, a, A }) => outOf(z, A, cons(refExn(a), A.vs), then(e, A.es)));

/**
 * ```rule
 * z; (handlerₙ{(catch x l) catch′*} (ref.exn a) throw_ref)  ↪  val* (br l)
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch₁ = (catch x l)
 *   — and z.exns[a] = exn
 *   — and exn.tag = z.module.tags[x]
 * ```
 * @rule Step_read/throw_ref-handler-catch
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerCatch: Rule<'throw_ref'> = read('throw_ref-handler-catch', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .so('c', 'catch₁ = (catch x l)', ({ A }) => first(A, 'catch'))
  .so('exn', 'z.exns[a] = exn', ({ z, a }) => get(z.S.exns, a))
  .iff('exn.tag = z.module.tags[x]', ({ z, exn, c }) => exn.tag === z.F.module.tags[c.x])
  .gives(({ z, e, A, c, exn }) => outOf(z, A, pushAll(exn.fields, A.vs), then(br(c.l, e.at), A.es)));

/**
 * ```rule
 * z; (handlerₙ{(catch_ref x l) catch′*} (ref.exn a) throw_ref)  ↪  val* (ref.exn a) (br l)
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch₁ = (catch_ref x l)
 *   — and z.exns[a] = exn
 *   — and exn.tag = z.module.tags[x]
 * ```
 * @rule Step_read/throw_ref-handler-catch_ref
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerCatchRef: Rule<'throw_ref'> = read('throw_ref-handler-catch_ref', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .so('c', 'catch₁ = (catch_ref x l)', ({ A }) => first(A, 'catch_ref'))
  .so('exn', 'z.exns[a] = exn', ({ z, a }) => get(z.S.exns, a))
  .iff('exn.tag = z.module.tags[x]', ({ z, exn, c }) => exn.tag === z.F.module.tags[c.x])
  .gives(({ z, e, A, a, c, exn }) => outOf(z, A, cons(refExn(a), pushAll(exn.fields, A.vs)), then(br(c.l, e.at), A.es)));

/**
 * ```rule
 * z; (handlerₙ{(catch_all l) catch′*} (ref.exn a) throw_ref)  ↪  (br l)
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch₁ = (catch_all l)
 * ```
 * @rule Step_read/throw_ref-handler-catch_all
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerCatchAll: Rule<'throw_ref'> = read('throw_ref-handler-catch_all', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .so('c', 'catch₁ = (catch_all l)', ({ A }) => first(A, 'catch_all'))
  .gives(({ z, e, A, c }) => outOf(z, A, A.vs, then(br(c.l, e.at), A.es)));

/**
 * ```rule
 * z; (handlerₙ{(catch_all_ref l) catch′*} (ref.exn a) throw_ref)  ↪  (ref.exn a) (br l)
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch₁ = (catch_all_ref l)
 * ```
 * @rule Step_read/throw_ref-handler-catch_all_ref
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerCatchAllRef: Rule<'throw_ref'> = read('throw_ref-handler-catch_all_ref', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .so('c', 'catch₁ = (catch_all_ref l)', ({ A }) => first(A, 'catch_all_ref'))
  .gives(({ z, e, A, a, c }) => outOf(z, A, cons(refExn(a), A.vs), then(br(c.l, e.at), A.es)));

/**
 * ```rule
 * z; (handlerₙ{catch₁ catch′*} (ref.exn a) throw_ref)  ↪  (handlerₙ{catch′*} (ref.exn a) throw_ref)
 *   — if the operand is (ref.exn a)
 *   — and nothing else stands in the hole
 *   — and the hole stands in a handler
 *   — and catch₁ = (catch x l) or catch₁ = (catch_ref x l)
 *   — and z.exns[a] = exn
 *   — and exn.tag ≠ z.module.tags[x]
 * ```
 * @rule Step_read/throw_ref-handler-next
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const throwRefHandlerNext: Rule<'throw_ref'> = read('throw_ref-handler-next', 'throw_ref')
  .so('a', 'the operand is (ref.exn a)', ({ z }) => exnOf(z.vs.v))
  .iff('nothing else stands in the hole', ({ z }) => alone(z))
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .so('c', 'catch₁ = (catch x l) or catch₁ = (catch_ref x l)', ({ A }) => first(A, 'catch') ?? first(A, 'catch_ref'))
  .so('exn', 'z.exns[a] = exn', ({ z, a }) => get(z.S.exns, a))
  .iff('exn.tag ≠ z.module.tags[x]', ({ z, exn, c }) => exn.tag !== z.F.module.tags[c.x])
  .gives(({ z, A }) => into(z, handler(A.n, A.catches.slice(1), A.vs, A.es, A.next, A.at), z.vs, z.es));

/**
 * ```rule
 * z; valᵐ (try_table bt catch* instr*)  ↪  (handlerₙ{catch*} (labelₙ{ε} valᵐ instr*))
 *   — if blocktype_z(bt) = t₁ᵐ → t₂ⁿ
 *   — and the operands are valᵐ
 * ```
 * @rule Step_read/try_table
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const tryTable: Rule<'try_table'> = read('try_table', 'try_table')
  .so('bt', 'blocktype_z(bt) = t₁ᵐ → t₂ⁿ', ({ z, e }) => blockArity(z.F.module, e.bt))
  .iff('the operands are valᵐ', ({ z, bt }) => z.vs.n >= bt.m)
  .gives(({ z, e: { catches, body, at }, bt: { m, n } }) =>
    into(z, label(n, END, NIL, END, handler(n, catches, drop(m, z.vs), z.es.next, z.H, at), at), takeOnto(m, z.vs, NIL), code(body)));

/**
 * ```rule
 * (handlerₙ{catch*} val*)  ↪  val*
 *   — if the hole stands in a handler
 * ```
 * @rule Step_pure/handler-vals
 * @spec core 4.3-execution.instructions §Exceptions
 */
export const handlerVals: Rule<'end'> = pure('handler-vals', 'end')
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .gives(({ z, A }) => outOf(z, A, append(z.vs, A.vs), A.es));
