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
 * and so for `ref.null`, `ref.i31`, `ref.func`, `struct.new`, `struct.new_default`, `array.new`, `array.new_default`,
 * `array.new_fixed`, `any.convert_extern` and `extern.convert_any`.
 * @rule Instr_const
 * @spec core 2.3-validation.instructions §Constant expressions
 */
export const instrConst = (C: Context, e: Instr): Checked => {
  switch (e.op) {
    case 'const': case 'vconst': case 'ref.null': case 'ref.i31': case 'ref.func':
    case 'struct.new': case 'struct.new_default': case 'array.new': case 'array.new_default': case 'array.new_fixed':
    case 'any.convert_extern': case 'extern.convert_any':
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

/**
 * `C ⊢ expr : t const`
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
