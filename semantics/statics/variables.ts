/**
 * Typing of local and global instructions.
 * @spec core 2.3-validation.instructions §Local instructions
 * @category Typing: variable instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Context } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, arrowSetting, instr } from './instruction-types.ts';
import type { Judged } from './refusal.ts';
import { refuse } from './refusal.ts';

/**
 * ```rule
 * C ⊢ local.get x : ε → t
 *   — if C.locals[x] = set t
 * ```
 * @rule Instr_ok/local.get
 * @spec core 2.3-validation.instructions §Local instructions
 */
export const localGet: TypingRule<'local.get'> = instr('local.get', (C, { x }) => {
  const local = lookup(C.locals, 'local', x);
  if (isLeft(local)) return local;
  return local.right.init === 'set' ? arrow([], [local.right.type]) : refuse(`uninitialized local ${x}`);
});

/**
 * ```rule
 * C ⊢ local.set x : t →_x ε
 *   — if C.locals[x] = init t
 * ```
 * @rule Instr_ok/local.set
 * @spec core 2.3-validation.instructions §Local instructions
 */
export const localSet: TypingRule<'local.set'> = instr('local.set', (C, { x }) => {
  const local = lookup(C.locals, 'local', x);
  return isLeft(local) ? local : arrowSetting(x, [local.right.type], []);
});

/**
 * ```rule
 * C ⊢ local.tee x : t →_x t
 *   — if C.locals[x] = init t
 * ```
 * @rule Instr_ok/local.tee
 * @spec core 2.3-validation.instructions §Local instructions
 */
export const localTee: TypingRule<'local.tee'> = instr('local.tee', (C, { x }) => {
  const local = lookup(C.locals, 'local', x);
  return isLeft(local) ? local : arrowSetting(x, [local.right.type], [local.right.type]);
});

/**
 * ```rule
 * C ⊢ global.get x : ε → t
 *   — if C.globals[x] = share mut? t
 * ```
 * @rule Instr_ok/global.get
 * @spec core 2.3-validation.instructions §Global instructions
 */
export const globalGet: TypingRule<'global.get'> = instr('global.get', (C, { x }) => {
  const global = lookup(C.globals, 'global', x);
  return isLeft(global) ? global : arrow([], [global.right.type]);
});

/** `C.globals[x] = share mut t` */
export const mutableGlobalAt = (C: Context, x: number): Judged<ValType<DefType>> => {
  const global = lookup(C.globals, 'global', x);
  if (isLeft(global)) return global;
  return global.right.mutable ? right(global.right.type) : refuse(`immutable global ${x} cannot be set`);
};

/**
 * ```rule
 * C ⊢ global.set x : t → ε
 *   — if C.globals[x] = share mut t
 * ```
 * @rule Instr_ok/global.set
 * @spec core 2.3-validation.instructions §Global instructions
 */
export const globalSet: TypingRule<'global.set'> = instr('global.set', (C, { x }) => {
  const t = mutableGlobalAt(C, x);
  return isLeft(t) ? t : arrow([t.right], []);
});
