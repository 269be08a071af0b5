/**
 * Validity of instructions as shared: those of shared functions, and of constant expressions whose values are shared.
 *
 * An instruction is valid as shared if its type is and everything that it names is. Its type has been found by then, so one
 * judgement speaks of all instructions: the table of immediates says which of their fields are indices, and of what.
 * @spec SET Overview.md §Functions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Instr } from '../../syntax/instructions.ts';
import type { ImmediateValue } from '../../syntax/instruction-table.ts';
import { immediatesOf } from '../../syntax/instruction-table.ts';
import type { Context } from './contexts.ts';
import type { InstrType } from './instruction-types.ts';
import type { Operands } from './operands.ts';
import { operandShared, showOperands } from './operands.ts';
import type { Checked } from './refusal.ts';
import { OK, all, refuse } from './refusal.ts';

/** What must be shared, for messages. A function body has a result to return, a constant expression has not. */
const subject = (C: Context): string => C.return === undefined ? 'shared constant expressions' : 'shared functions';

/** A part of a module that an instruction names. */
interface Named {
  readonly what: string;
  readonly x: number;
  /** undefined if there is no such thing, which is for the rule of the instruction to say */
  readonly shared: boolean | undefined;
}

const global = (C: Context, x: number): Named => {
  const sharing = C.globals.at(x)?.sharing;
  return { what: 'global', x, shared: sharing === undefined ? sharing : sharing !== 'unshared' };
};
const tag = (C: Context, x: number): Named => ({ what: 'tag', x, shared: C.tags.at(x)?.sub.shared });

/** The parts of the module that one immediate names. */
const named = (C: Context, { kind, value }: ImmediateValue): readonly Named[] => {
  switch (kind) {
    case 'funcidx': return [{ what: 'function', x: value, shared: C.funcs.at(value)?.sub.shared }];
    case 'tableidx': return [{ what: 'table', x: value, shared: C.tables.at(value)?.shared }];
    case 'memidx': return [{ what: 'memory', x: value, shared: C.mems.at(value)?.shared }];
    case 'globalidx': return [global(C, value)];
    case 'tagidx': return [tag(C, value)];
    case 'elemidx': return [{ what: 'element segment', x: value, shared: C.elems.at(value)?.shared }];
    case 'dataidx': return [{ what: 'data segment', x: value, shared: C.datas.at(value)?.shared }];
    case 'hdls': return value.map(({ x }) => tag(C, x));
    case 'catches': return value.flatMap((handler) => 'x' in handler ? [tag(C, handler.x)] : []);
    default: return [];
  }
};

const namedShared = (C: Context) => ({ what, x, shared }: Named): Checked => {
  const several = what === 'memory' ? 'memories' : `${what}s`;
  return shared === false ? refuse(`${subject(C)} cannot access unshared ${several}: ${what} ${x} is not shared`, 'Instr_ok/shared') : OK;
};

const typesShared = (C: Context, ts: Operands): Checked => ts.every(operandShared) ? OK
  : refuse(`${subject(C)} cannot have unshared operands: ${showOperands(ts, C.names)}`, 'Instr_ok/shared');

/**
 * `C ⊢ instr : t₁* →_x* t₂* OK(shared)`. The conclusion of the rule of the instruction is given; blocks are followed by the
 * instructions in them.
 * ```rule
 * C ⊢ instr : t₁* →_x* t₂* OK(shared)
 *   — if C ⊢ instr : t₁* →_x* t₂*
 *   — and C ⊢ t₁* : OK(shared)
 *   — and C ⊢ t₂* : OK(shared)
 *   — and every function, table, memory, global, tag, element and data segment whose index stands in instr is shared
 * ```
 * A thread-local global is as good as a shared one.
 * @rule Instr_ok/shared
 * @spec SET Overview.md §Functions
 */
export const instrShared = (C: Context, e: Instr, { params, results }: InstrType): Checked => {
  const names = all(immediatesOf(e).flatMap((immediate) => named(C, immediate)), namedShared(C));
  if (isLeft(names)) return names;
  const before = typesShared(C, params);
  return isLeft(before) ? before : typesShared(C, results);
};
