/**
 * Function instructions and frames.
 * @spec core 4.3-execution.instructions §Function instructions
 * @category Reduction: function instructions
 * @module
 */
import { append, cons, drop, takeOnto } from '../../semantics/data/list.ts';
import { get, set } from '../../semantics/data/vector.ts';
import type { Code, RunInstr } from '../../semantics/runtime/code.ts';
import { END, code, then, trap, trapOf } from '../../semantics/runtime/code.ts';
import type { FrameSeg, H, Vals } from '../../semantics/runtime/contexts.ts';
import { NIL, framesOf } from '../../semantics/runtime/contexts.ts';
import { funcOf, isNull, topVals } from '../../semantics/runtime/operands.ts';
import type { Frame } from '../../semantics/runtime/frames.ts';
import type { FuncInst, HostFunc, HostResult, WasmFunc } from '../../semantics/runtime/store.ts';
import { refExn, refFunc } from '../../semantics/runtime/values.ts';
import type { Span } from '../../syntax/source.ts';
import type { Rule } from '../kit.ts';
import { changed, intoFrame, outOf, outOfFrame, pure, read, step, theFrame, theHandler, theLabel, to } from '../kit.ts';
import { label } from './blocks.ts';

/** val* (frameₙ{F′} [_] end) es, in the context next, whose frame is F */
const frame = (n: number, F: Frame, vs: Vals, es: Code, next: H, at: Span): FrameSeg =>
  ({ tag: 'frame', n, F, vs, es, next, d: framesOf(next) + 1, at });
const wasmOf = (code: FuncInst['code']): WasmFunc | undefined => code.kind === 'wasm' ? code : undefined;
const hostOf = (code: FuncInst['code']): HostFunc | undefined => code.kind === 'host' ? code : undefined;

/** valⁿ (default_t)*; `locals` has n dummies in front. Frames share the defaults: a deep stack of many locals fits in memory. */
const localsOf = (n: number, args: Vals, locals: Frame['locals']): Frame['locals'] => {
  let all = locals;
  for (let i = n - 1, p = args; i >= 0; i--, p = p.next) if (p.v.t !== 'none') all = set(all, i, p.v);
  return all;
};

/**
 * ```rule
 * z; (call x)  ↪  (ref.func a) (call_ref funcinst(z)[a].type)
 *   — if z.module.funcs[x] = a
 *   — and funcinst(z)[a] = fi
 * ```
 * @rule Step_read/call
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const call: Rule<'call'> = read('call', 'call')
  .so('a', 'z.module.funcs[x] = a', ({ z, e }) => z.F.module.funcs[e.x])
  .so('fi', 'funcinst(z)[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .gives(({ z, e, a, fi }) => to(z, cons(refFunc(a), z.vs), then({ op: 'call_ref', y: fi.type, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; (ref.null) (call_ref yy)  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/call_ref-null
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const callRefNull: Rule<'call_ref'> = read('call_ref-null', 'call_ref')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'null function reference'), z.es.next)));

/**
 * ```rule
 * z; valⁿ (ref.func a) (call_ref yy)  ↪  (frameₘ{f} (labelₘ{ε} instr*))
 *   — if the operand is (ref.func a)
 *   — and funcinst(z)[a] = fi
 *   — and fi.type ≈ func t₁ⁿ → t₂ᵐ
 *   — and fi.code = func x (local t)* (instr*)
 *   — and f = {locals valⁿ (default_t)*, module fi.module}
 * ```
 * @rule Step_read/call_ref-func
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const callRefFunc: Rule<'call_ref'> = read('call_ref-func', 'call_ref')
  .so('a', 'the operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'funcinst(z)[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .iff('fi.type ≈ func t₁ⁿ → t₂ᵐ', ({ z, fi }) => z.vs.next.n >= fi.n)
  .so('fn', 'fi.code = func x (local t)* (instr*)', ({ fi }) => wasmOf(fi.code))
  .so('f', 'f = {locals valⁿ (default_t)*, module fi.module}', ({ z, fi, fn }) =>
    ({ locals: localsOf(fi.n, z.vs.next, fn.locals), module: fi.module }))
  .gives(({ z, fi: { n, m }, fn: { func: { body, at } }, f }) =>
    intoFrame(z, f, label(m, END, NIL, END, frame(m, z.F, drop(n, z.vs.next), z.es.next, z.H, at), at), NIL, code(body)));

/**
 * A call of a host function is one step: its results, a trap or an exception.
 * ```rule
 * s; f; valⁿ (ref.func a) (call_ref yy)  ↪  s′; f; result
 *   — if the operand is (ref.func a)
 *   — and s.funcs[a] = fi
 *   — and fi.type ≈ func t₁ⁿ → t₂ᵐ
 *   — and fi.code = hostfunc
 *   — and hostfunc(s; valⁿ) = s′; result
 * ```
 * @rule Step/call_ref-host
 * @spec core exec/instructions.rst §Host Functions
 */
export const callRefHost: Rule<'call_ref'> = step('call_ref-host', 'call_ref')
  .so('a', 'the operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 's.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .iff('fi.type ≈ func t₁ⁿ → t₂ᵐ', ({ z, fi }) => z.vs.next.n >= fi.n)
  .so('hostfunc', 'fi.code = hostfunc', ({ fi }) => hostOf(fi.code))
  .so('result', 'hostfunc(s; valⁿ) = s′; result', ({ z, fi, hostfunc }) => hostfunc.call(z.S, topVals(fi.n, z.vs.next)))
  .gives(({ z, z: { vs, es }, e, fi, result }) =>
    changed(z, result.S, resultVals(result, drop(fi.n, vs.next)), resultCode(result, e, es.next)));
const resultVals = (result: HostResult, below: Vals): Vals => {
  switch (result.kind) {
    case 'values': return result.vals.reduce<Vals>((vs, v) => cons(v, vs), below);
    case 'exception': return cons(refExn(result.a), below);
    case 'trap': return below;
  }
};
const resultCode = (result: HostResult, { at }: RunInstr, next: Code): Code => {
  switch (result.kind) {
    case 'values': return next;
    case 'exception': return then({ op: 'throw_ref', at }, next);
    case 'trap': return then(trap(result.why, at), next);
  }
};

/**
 * ```rule
 * z; (return_call x)  ↪  (ref.func a) (return_call_ref funcinst(z)[a].type)
 *   — if z.module.funcs[x] = a
 *   — and funcinst(z)[a] = fi
 * ```
 * @rule Step_read/return_call
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCall: Rule<'return_call'> = read('return_call', 'return_call')
  .so('a', 'z.module.funcs[x] = a', ({ z, e }) => z.F.module.funcs[e.x])
  .so('fi', 'funcinst(z)[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .gives(({ z, e, a, fi }) => to(z, cons(refFunc(a), z.vs), then({ op: 'return_call_ref', y: fi.type, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; (labelₖ{instr′*} val* (return_call_ref yy) instr*)  ↪  val* (return_call_ref yy)
 *   — if the hole stands in a label
 * ```
 * @rule Step_read/return_call_ref-label
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCallRefLabel: Rule<'return_call_ref'> = read('return_call_ref-label', 'return_call_ref')
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, e, L }) => outOf(z, L, append(z.vs, L.vs), then(e, L.es)));

/**
 * ```rule
 * z; (handlerₖ{catch*} val* (return_call_ref yy) instr*)  ↪  val* (return_call_ref yy)
 *   — if the hole stands in a handler
 * ```
 * @rule Step_read/return_call_ref-handler
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCallRefHandler: Rule<'return_call_ref'> = read('return_call_ref-handler', 'return_call_ref')
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .gives(({ z, e, A }) => outOf(z, A, append(z.vs, A.vs), then(e, A.es)));

/**
 * ```rule
 * z; (frameₖ{f} val* (ref.null) (return_call_ref yy) instr*)  ↪  trap
 *   — if the hole stands in a frame
 *   — and the operand is (ref.null)
 * ```
 * @rule Step_read/return_call_ref-frame-null
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCallRefFrameNull: Rule<'return_call_ref'> = read('return_call_ref-frame-null', 'return_call_ref')
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e, A }) => outOfFrame(z, A, A.vs, then(trapOf(e, 'null function reference'), A.es)));

/**
 * ```rule
 * z; (frameₖ{f} val′* valⁿ (ref.func a) (return_call_ref yy) instr*)  ↪  valⁿ (ref.func a) (call_ref yy)
 *   — if the hole stands in a frame
 *   — and the operand is (ref.func a)
 *   — and funcinst(z)[a] = fi
 *   — and fi.type ≈ func t₁ⁿ → t₂ᵐ
 * ```
 * @rule Step_read/return_call_ref-frame-addr
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCallRefFrameAddr: Rule<'return_call_ref'> = read('return_call_ref-frame-addr', 'return_call_ref')
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .so('a', 'the operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'funcinst(z)[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .iff('fi.type ≈ func t₁ⁿ → t₂ᵐ', ({ z, fi }) => z.vs.next.n >= fi.n)
  .gives(({ z, e, A, fi }) => outOfFrame(z, A, takeOnto(fi.n + 1, z.vs, A.vs), then({ op: 'call_ref', y: fi.type, at: e.at }, A.es)));

/**
 * ```rule
 * (call_indirect x yy)  ↪  (table.get x) (ref.cast (ref null yy)) (call_ref yy)
 * ```
 * @rule Step_pure/call_indirect
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const callIndirect: Rule<'call_indirect'> = pure('call_indirect', 'call_indirect')
  .gives(({ z, e }) => to(z, z.vs, indirectly(e, 'call_ref', z.es.next)));

/**
 * ```rule
 * (return_call_indirect x yy)  ↪  (table.get x) (ref.cast (ref null yy)) (return_call_ref yy)
 * ```
 * @rule Step_pure/return_call_indirect
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnCallIndirect: Rule<'return_call_indirect'> = pure('return_call_indirect', 'return_call_indirect')
  .gives(({ z, e }) => to(z, z.vs, indirectly(e, 'return_call_ref', z.es.next)));

const indirectly = (
  { x, y, at }: RunInstr & { readonly x: number; readonly y: number }, op: 'call_ref' | 'return_call_ref', next: Code,
): Code =>
  then({ op: 'table.get', x, why: 'undefined element', at },
    then({ op: 'ref.cast', rt: { kind: 'ref', nullable: true, heap: { kind: 'idx', x: y } }, why: 'indirect call type mismatch', at },
      then({ op, y, why: 'uninitialized element', at }, next)));

/**
 * ```rule
 * (frameₙ{f} valⁿ)  ↪  valⁿ
 *   — if the hole stands in a frame
 *   — and the values are valⁿ
 * ```
 * @rule Step_pure/frame-vals
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const frameVals: Rule<'end'> = pure('frame-vals', 'end')
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .iff('the values are valⁿ', ({ z, A }) => z.vs.n === A.n)
  .gives(({ z, A }) => outOfFrame(z, A, append(z.vs, A.vs), A.es));

/**
 * ```rule
 * (frameₙ{f} val′* valⁿ return instr*)  ↪  valⁿ
 *   — if the hole stands in a frame
 *   — and the operands are valⁿ
 * ```
 * @rule Step_pure/return-frame
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnFrame: Rule<'return'> = pure('return-frame', 'return')
  .so('A', 'the hole stands in a frame', ({ z }) => theFrame(z.H))
  .iff('the operands are valⁿ', ({ z, A }) => z.vs.n >= A.n)
  .gives(({ z, A }) => outOfFrame(z, A, takeOnto(A.n, z.vs, A.vs), A.es));

/**
 * ```rule
 * (labelₙ{instr′*} val* return instr*)  ↪  val* return
 *   — if the hole stands in a label
 * ```
 * @rule Step_pure/return-label
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnLabel: Rule<'return'> = pure('return-label', 'return')
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, e, L }) => outOf(z, L, append(z.vs, L.vs), then(e, L.es)));

/**
 * ```rule
 * (handlerₙ{catch*} val* return instr*)  ↪  val* return
 *   — if the hole stands in a handler
 * ```
 * @rule Step_pure/return-handler
 * @spec core 4.3-execution.instructions §Function instructions
 */
export const returnHandler: Rule<'return'> = pure('return-handler', 'return')
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .gives(({ z, e, A }) => outOf(z, A, append(z.vs, A.vs), then(e, A.es)));
