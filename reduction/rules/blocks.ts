/**
 * Block instructions and labels.
 * @spec core 4.3-execution.instructions §Block instructions
 * @category Reduction: block instructions
 * @module
 */
import { append, drop, takeOnto } from '../../semantics/data/list.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { END, code, then } from '../../semantics/runtime/code.ts';
import type { H, Label, Vals } from '../../semantics/runtime/contexts.ts';
import { NIL, framesOf } from '../../semantics/runtime/contexts.ts';
import { i32Of } from '../../semantics/runtime/operands.ts';
import type { ModuleInst } from '../../semantics/runtime/frames.ts';
import type { BlockType } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import type { Rule } from '../kit.ts';
import { into, outOf, pure, read, theLabel, to } from '../kit.ts';

/** |t₁*| and |t₂*| of an instruction type t₁* → t₂* */
export interface Arity {
  readonly m: number;
  readonly n: number;
}
const ARITIES: readonly [Arity, Arity] = [{ m: 0, n: 0 }, { m: 0, n: 1 }];
/**
 * blocktype_z(bt), as far as reduction needs it: the lengths.
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const blockArity = (module: ModuleInst, bt: BlockType): Arity | undefined => {
  if (bt.kind === 'result') return ARITIES[bt.type === undefined ? 0 : 1];
  const comp = module.types[bt.x]?.sub.comp;
  return comp?.kind === 'func' ? { m: comp.params.length, n: comp.results.length } : undefined;
};

/** val* (labelₙ{k} [_] end) es, in the context next */
export const label = (n: number, k: Code, vs: Vals, es: Code, next: H, at: Span): Label =>
  ({ tag: 'label', n, k, vs, es, next, d: framesOf(next), at });

/**
 * ```rule
 * z; valᵐ (block bt instr*)  ↪  (labelₙ{ε} valᵐ instr*)
 *   — if blocktype_z(bt) = t₁ᵐ → t₂ⁿ
 *   — and the operands are valᵐ
 * ```
 * @rule Step_read/block
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const block: Rule<'block'> = read('block', 'block')
  .so('bt', 'blocktype_z(bt) = t₁ᵐ → t₂ⁿ', ({ z, e }) => blockArity(z.F.module, e.bt))
  .iff('the operands are valᵐ', ({ z, bt }) => z.vs.n >= bt.m)
  .gives(({ z, e, bt: { m, n } }) => into(z, label(n, END, drop(m, z.vs), z.es.next, z.H, e.at), takeOnto(m, z.vs, NIL), code(e.body)));

/**
 * ```rule
 * z; valᵐ (loop bt instr*)  ↪  (labelₘ{loop bt instr*} valᵐ instr*)
 *   — if blocktype_z(bt) = t₁ᵐ → t₂ⁿ
 *   — and the operands are valᵐ
 * ```
 * @rule Step_read/loop
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const loop: Rule<'loop'> = read('loop', 'loop')
  .so('bt', 'blocktype_z(bt) = t₁ᵐ → t₂ⁿ', ({ z, e }) => blockArity(z.F.module, e.bt))
  .iff('the operands are valᵐ', ({ z, bt }) => z.vs.n >= bt.m)
  .gives(({ z, e, bt: { m } }) =>
    into(z, label(m, then(e, END), drop(m, z.vs), z.es.next, z.H, e.at), takeOnto(m, z.vs, NIL), code(e.body)));

/**
 * ```rule
 * (i32.const c) (if bt instr₁* else instr₂*)  ↪  (block bt instr₁*)
 *   — if the operand is (i32.const c)
 *   — and c ≠ 0
 * ```
 * @rule Step_pure/if-true
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const ifTrue: Rule<'if'> = pure('if-true', 'if')
  .so('c', 'the operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .iff('c ≠ 0', ({ c }) => c !== 0)
  .gives(({ z, e }) => to(z, z.vs.next, then({ op: 'block', bt: e.bt, body: e.then, at: e.at }, z.es.next)));

/**
 * ```rule
 * (i32.const c) (if bt instr₁* else instr₂*)  ↪  (block bt instr₂*)
 *   — if the operand is (i32.const c)
 *   — and c = 0
 * ```
 * @rule Step_pure/if-false
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const ifFalse: Rule<'if'> = pure('if-false', 'if')
  .so('c', 'the operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .iff('c = 0', ({ c }) => c === 0)
  .gives(({ z, e }) => to(z, z.vs.next, then({ op: 'block', bt: e.bt, body: e.else, at: e.at }, z.es.next)));

/**
 * ```rule
 * (labelₙ{instr*} val*)  ↪  val*
 *   — if the hole stands in a label
 * ```
 * @rule Step_pure/label-vals
 * @spec core 4.3-execution.instructions §Block instructions
 */
export const labelVals: Rule<'end'> = pure('label-vals', 'end')
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, L }) => outOf(z, L, append(z.vs, L.vs), L.es));
