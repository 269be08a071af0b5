/**
 * Constant expressions. Those whose values lie in the heap are evaluated when the module is instantiated, by the first thread alone, and
 * are no part of the translation. In others, what is about shared things is a number, or is evaluated in the same way and imported as a
 * number.
 * ```rule
 * ⟦e* struct.new x⟧ = (global.get (value N))
 *   — if x is shared
 *
 * ⟦global.get x⟧ = (global.get (value N))
 *   — if global x is shared
 *
 * ⟦ref.i31_shared⟧ = · 2 + 1
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValType } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import { asStruct } from '../../semantics/types/expansion.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { binop, i32 } from '../translation/code.ts';
import type { MutableSharing } from './plan.ts';
import { address, inHeapGlobal, openVal } from './plan.ts';
import { functionRecord } from './references.ts';
import { reindexed } from './reindexing.ts';

/** A part of a constant expression: an instruction, or what is evaluated, with the last instruction as its identity. */
export type Part =
  | { readonly kind: 'instr'; readonly e: Instr }
  | { readonly kind: 'value'; readonly last: Instr; readonly source: Expr };

/** How many operands a constant instruction takes. */
export const operandsOf = ({ types }: Pick<Context, 'types'>, e: Instr): number => {
  switch (e.op) {
    case 'struct.new': {
      const dt = types.at(e.x);
      return (dt && asStruct(dt)?.fields.length) ?? 0;
    }
    case 'array.new_fixed': return e.n;
    case 'array.new': case 'binop': return 2;
    case 'array.new_default': case 'ref.i31': case 'ref.i31_shared': case 'any.convert_extern': case 'extern.convert_any': return 1;
    default: return 0;
  }
};
const isEvaluated = ({ types, globals }: Pick<Context, 'types' | 'globals'>, e: Instr): boolean => {
  switch (e.op) {
    case 'struct.new': case 'struct.new_default': case 'array.new': case 'array.new_default': case 'array.new_fixed':
      return types.at(e.x)?.sub.shared === true;
    case 'waitqueue.new': return true;
    case 'global.get': {
      const type = globals.at(e.x);
      return type !== undefined && inHeapGlobal(type);
    }
    default: return false;
  }
};

/** Whether what an instruction gives, for operands of which the first is shared or not, is a reference to something shared. */
const isSharedResult = (C: Context, e: Instr, first: boolean): boolean => {
  switch (e.op) {
    case 'ref.null': return e.ht.kind === 'abs' ? e.ht.shared : C.types.at(e.ht.x)?.sub.shared === true;
    case 'ref.func': return C.funcs.at(e.x)?.sub.shared === true;
    case 'global.get': {
      const type = C.globals.at(e.x)?.type;
      return typeof type === 'object' && heapShared(type.heap);
    }
    case 'any.convert_extern': case 'extern.convert_any': return first;
    case 'ref.i31_shared': case 'waitqueue.new': return true;
    case 'struct.new': case 'struct.new_default': case 'array.new': case 'array.new_default': case 'array.new_fixed':
      return C.types.at(e.x)?.sub.shared === true;
    default: return false;
  }
};
/** The instructions that lead to one operand, the parts that they make, and whether it is a shared reference. */
interface Entry {
  readonly source: Expr;
  readonly parts: readonly Part[];
  readonly shared: boolean;
}
/** The parts of a constant expression. A shared reference stays the same address when it is converted. */
export const partsOf = (C: Context, expr: Expr): readonly Part[] => {
  const stack: Entry[] = [];
  for (const e of expr) {
    const operands = stack.splice(Math.max(0, stack.length - operandsOf(C, e))), source = [...operands.flatMap((o) => o.source), e];
    const first = operands[0]?.shared === true, own: readonly Part[] = first && CONVERSIONS.has(e.op) ? [] : [{ kind: 'instr', e }];
    const parts: readonly Part[] = isEvaluated(C, e) ? [{ kind: 'value', last: e, source }] : [...operands.flatMap((o) => o.parts), ...own];
    stack.push({ source, parts, shared: isSharedResult(C, e, first) });
  }
  return stack.flatMap(({ parts }) => parts);
};
const CONVERSIONS: ReadonlySet<Instr['op']> = new Set<Instr['op']>(['any.convert_extern', 'extern.convert_any']);
/** The type of what is evaluated, in the target. */
export const typeOfValue = (plan: MutableSharing, { last }: Extract<Part, { readonly kind: 'value' }>): ValType => {
  const type = last.op === 'global.get' ? plan.C.globals.at(last.x)?.type : undefined;
  return type === undefined ? 'i32' : openVal(plan, type);
};

const constant = (plan: MutableSharing, e: Instr): Expr => {
  switch (e.op) {
    case 'ref.null': return plan.types.isShared(e.ht) ? [i32(0)] : [reindexed(plan, e)];
    case 'ref.func': return plan.C.funcs.at(e.x)?.sub.shared === true ? functionRecord(plan, e.x) : [reindexed(plan, e)];
    case 'ref.i31_shared': return [i32(2), binop('mul'), i32(1), binop('add')];
    default: return [reindexed(plan, e)];
  }
};
/** ⟦e*⟧, of a constant expression of the host's that has a type of the source */
export const translateConstant = (plan: MutableSharing, expr: Expr): Expr => partsOf(plan.C, expr).flatMap((part): Expr => {
  if (part.kind === 'instr') return constant(plan, part.e);
  return [address(plan, plan.values.get(part.last) ?? 'no value')];
});
