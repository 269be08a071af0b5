/**
 * Numeric instructions: one rule for all operators of a family.
 * @spec core 4.3-execution.instructions §Numeric instructions
 * @category Reduction: numeric instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { binop_, cvtop__, relop_, testop_, unop_, whyNoBinop, whyNoCvtop } from '../../semantics/numerics/numeric-operators.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { numOf } from '../../semantics/runtime/operands.ts';
import { i32, numVal } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/**
 * ```rule
 * (nt.const c₁) (nt.unop)  ↪  (nt.const c)
 *   — if the operand is (nt.const c₁)
 *   — and c ∈ unop_nt(c₁)
 * ```
 * @rule Step_pure/unop-val
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const unopVal: Rule<'unop'> = pure('unop-val', 'unop')
  .so('c1', 'the operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .so('c', 'c ∈ unop_nt(c₁)', ({ e, c1 }) => unop_(e.nt, e.f, c1))
  .gives(({ z, e, c }) => to(z, cons(numVal(e.nt, c), z.vs.next), z.es.next));

/**
 * No unary operator is partial, so this never happens.
 * ```rule
 * (nt.const c₁) (nt.unop)  ↪  trap
 *   — if the operand is (nt.const c₁)
 *   — and unop_nt(c₁) = ε
 * ```
 * @rule Step_pure/unop-trap
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const unopTrap: Rule<'unop'> = pure('unop-trap', 'unop')
  .so('c1', 'the operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .iff('unop_nt(c₁) = ε', ({ e, c1 }) => unop_(e.nt, e.f, c1) === undefined)
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'undefined result'), z.es.next)));

/**
 * ```rule
 * (nt.const c₁) (nt.const c₂) (nt.binop)  ↪  (nt.const c)
 *   — if the second operand is (nt.const c₂)
 *   — and the first operand is (nt.const c₁)
 *   — and c ∈ binop_nt(c₁, c₂)
 * ```
 * @rule Step_pure/binop-val
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const binopVal: Rule<'binop'> = pure('binop-val', 'binop')
  .so('c2', 'the second operand is (nt.const c₂)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .so('c1', 'the first operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.next.v))
  .so('c', 'c ∈ binop_nt(c₁, c₂)', ({ e, c2, c1 }) => binop_(e.nt, e.f, c1, c2))
  .gives(({ z, e, c }) => to(z, cons(numVal(e.nt, c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (nt.const c₁) (nt.const c₂) (nt.binop)  ↪  trap
 *   — if the second operand is (nt.const c₂)
 *   — and the first operand is (nt.const c₁)
 *   — and binop_nt(c₁, c₂) = ε
 * ```
 * @rule Step_pure/binop-trap
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const binopTrap: Rule<'binop'> = pure('binop-trap', 'binop')
  .so('c2', 'the second operand is (nt.const c₂)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .so('c1', 'the first operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.next.v))
  .iff('binop_nt(c₁, c₂) = ε', ({ e, c2, c1 }) => binop_(e.nt, e.f, c1, c2) === undefined)
  .gives(({ z, e, c2 }) => to(z, z.vs.next.next, then(trapOf(e, whyNoBinop(c2)), z.es.next)));

/**
 * ```rule
 * (nt.const c₁) (nt.testop)  ↪  (i32.const c)
 *   — if the operand is (nt.const c₁)
 *   — and c = testop_nt(c₁)
 * ```
 * @rule Step_pure/testop
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const testop: Rule<'testop'> = pure('testop', 'testop')
  .so('c1', 'the operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .so('c', 'c = testop_nt(c₁)', ({ e, c1 }) => testop_(e.nt, e.f, c1))
  .gives(({ z, c }) => to(z, cons(i32(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (nt.const c₁) (nt.const c₂) (nt.relop)  ↪  (i32.const c)
 *   — if the second operand is (nt.const c₂)
 *   — and the first operand is (nt.const c₁)
 *   — and c = relop_nt(c₁, c₂)
 * ```
 * @rule Step_pure/relop
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const relop: Rule<'relop'> = pure('relop', 'relop')
  .so('c2', 'the second operand is (nt.const c₂)', ({ z, e }) => numOf(e.nt, z.vs.v))
  .so('c1', 'the first operand is (nt.const c₁)', ({ z, e }) => numOf(e.nt, z.vs.next.v))
  .so('c', 'c = relop_nt(c₁, c₂)', ({ e, c2, c1 }) => relop_(e.nt, e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(i32(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (nt₁.const c₁) (nt₂.cvtop_nt₁)  ↪  (nt₂.const c)
 *   — if the operand is (nt₁.const c₁)
 *   — and c ∈ cvtop_{nt₁,nt₂}(c₁)
 * ```
 * @rule Step_pure/cvtop-val
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const cvtopVal: Rule<'cvtop'> = pure('cvtop-val', 'cvtop')
  .so('c1', 'the operand is (nt₁.const c₁)', ({ z, e }) => numOf(e.nt1, z.vs.v))
  .so('c', 'c ∈ cvtop_{nt₁,nt₂}(c₁)', ({ e, c1 }) => cvtop__(e.nt1, e.nt2, e.f, c1))
  .gives(({ z, e, c }) => to(z, cons(numVal(e.nt2, c), z.vs.next), z.es.next));

/**
 * ```rule
 * (nt₁.const c₁) (nt₂.cvtop_nt₁)  ↪  trap
 *   — if the operand is (nt₁.const c₁)
 *   — and cvtop_{nt₁,nt₂}(c₁) = ε
 * ```
 * @rule Step_pure/cvtop-trap
 * @spec core 4.3-execution.instructions §Numeric instructions
 */
export const cvtopTrap: Rule<'cvtop'> = pure('cvtop-trap', 'cvtop')
  .so('c1', 'the operand is (nt₁.const c₁)', ({ z, e }) => numOf(e.nt1, z.vs.v))
  .iff('cvtop_{nt₁,nt₂}(c₁) = ε', ({ e, c1 }) => cvtop__(e.nt1, e.nt2, e.f, c1) === undefined)
  .gives(({ z, e, c1 }) => to(z, z.vs.next, then(trapOf(e, whyNoCvtop(e.nt1, c1)), z.es.next)));
