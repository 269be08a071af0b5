/**
 * Constant expressions: what may stand where a module is instantiated, before anything runs.
 * @spec core 2.3-validation.instructions §Constant expressions
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { left } from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { SourceError, Span } from '../../syntax/source.ts';
import type { ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { exprOk } from './algorithm.ts';
import type { Context } from './contexts.ts';
import type { Checked } from './refusal.ts';
import { OK, errorAt, refuse, unknown } from './refusal.ts';

const notConstant = (e: Instr): Checked => refuse(`constant expression required, but ${e.op} is not constant`, 'Instr_const');

/**
 * `C ⊢ instr const`
 * ```rule
 * C ⊢ (nt.const c) const
 *
 * C ⊢ (v128.const c) const
 *
 * C ⊢ (iN.binop) const
 *   — if binop ∈ add sub mul
 *
 * C ⊢ (global.get x) const
 *   — if C.globals[x] = t
 * ```
 * and so for `ref.null`, `ref.i31`, `ref.i31_shared`, `ref.func`, `struct.new`, `struct.new_default`, `array.new`,
 * `array.new_default`, `array.new_fixed`, `any.convert_extern`, `extern.convert_any` and `waitqueue.new`.
 * @rule Instr_const
 * @spec core 2.3-validation.instructions §Constant expressions
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const instrConst = (C: Context, e: Instr): Checked => {
  switch (e.op) {
    case 'const': case 'vconst': case 'ref.null': case 'ref.i31': case 'ref.i31_shared': case 'ref.func':
    case 'struct.new': case 'struct.new_default': case 'array.new': case 'array.new_default': case 'array.new_fixed':
    case 'any.convert_extern': case 'extern.convert_any': case 'waitqueue.new':
      return OK;
    case 'binop': {
      const extended = (e.nt === 'i32' || e.nt === 'i64') && (e.f === 'add' || e.f === 'sub' || e.f === 'mul');
      return extended ? OK : refuse(`constant expression required, but ${e.nt}.${e.f} is not constant`, 'Instr_const');
    }
    case 'global.get': {
      const global = C.globals.at(e.x);
      if (global === undefined) return unknown('global', e.x, 'Instr_const/global.get');
      return global.mutable ? refuse(`constant expression required, but global ${e.x} is mutable`, 'Instr_const/global.get') : OK;
    }
    default: return notConstant(e);
  }
};

/** Is the instruction a constant that is the default of its type? */
const isDefault = (e: Instr): boolean => {
  switch (e.op) {
    case 'const': return e.val.c === 0 || e.val.c === 0n;
    case 'vconst': return e.val.c === 0n;
    case 'ref.null': return true;
    default: return false;
  }
};

/**
 * `C ⊢ expr default`: a thread-local global begins, on every thread, with the default of its type, and its expression says so.
 * ```rule
 * C ⊢ (nt.const 0) default
 *
 * C ⊢ (v128.const 0) default
 *
 * C ⊢ (ref.null ht) default
 * ```
 * @rule Expr_default
 * @spec SET Overview.md §Syntax and validation
 * @spec core 4.1-execution.values `$default_`
 */
export const exprDefault = (instrs: Expr): Checked => {
  const [only] = instrs;
  if (only !== undefined && instrs.length === 1 && isDefault(only)) return OK;
  return refuse('thread-local globals must be initialized to the default value of their type: 0 or null, as one constant', 'Expr_default');
};

/**
 * `C ⊢ expr : t const`. In a shared context, expressions are valid as shared.
 * ```rule
 * C ⊢ instr* : t const
 *   — if C ⊢ instr* : t
 *   — and (C ⊢ instr const)*
 * ```
 * @rule Expr_ok_const
 * @spec core 2.3-validation.instructions §Constant expressions
 */
export const exprOkConst = (C: Context, instrs: Expr, t: ValType<DefType>, at: Span): Either<SourceError, 'OK'> => {
  for (const e of instrs) {
    const constant = instrConst(C, e);
    if (constant._tag === 'Left') return left(errorAt(constant.left, e.at, 'Instr_const'));
  }
  return exprOk(C, [], instrs, [t], at, 'Expr_ok_const');
};
