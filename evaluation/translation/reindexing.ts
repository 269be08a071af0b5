/**
 * The translation of instructions that stay what they are: only indices of types, functions and globals change.
 * @module
 */
import type { BlockType, Instr, Op } from '../../syntax/instructions.ts';
import type { Immediate, ImmediateKind } from '../../syntax/instruction-table.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { HeapType, RefType, ValType } from '../../syntax/types.ts';
import type { MutablePlan } from './plan.ts';
import { funcIdx, globalIdx } from './layout.ts';
import { blockType, heapType, refType, typeIdx, valType } from './types.ts';

/** The translations of immediates of those kinds that change. */
const translations: { readonly [K in ImmediateKind]?: (plan: MutablePlan, value: unknown) => unknown } = {
  typeidx: (_, x) => typeIdx(x as number),
  typeuse: (_, x) => typeIdx(x as number),
  funcidx: (plan, x) => funcIdx(plan, x as number),
  globalidx: (plan, x) => globalIdx(plan, x as number),
  heaptype: (_, ht) => heapType(ht as HeapType),
  reftype: (_, rt) => refType(rt as RefType),
  blocktype: (_, bt) => blockType(bt as BlockType),
  selecttypes: (_, ts) => (ts as readonly ValType[] | undefined)?.map(valType),
};

const changing: ReadonlyMap<Op, readonly Immediate[]> = new Map(Object.entries(immediates).map(([op, fields]) =>
  [op as Op, (fields as readonly Immediate[]).filter(([, kind]) => translations[kind] !== undefined)]));

/** ⟦e⟧, of an instruction that is no block; labels and locals are not looked at. */
export const reindexed = (plan: MutablePlan, e: Instr): Instr => {
  const fields = changing.get(e.op) ?? [];
  if (fields.length === 0) return e;
  const result: { [field: string]: unknown } = { ...e };
  for (const [field, kind] of fields) result[field] = translations[kind]?.(plan, result[field]);
  return result as unknown as Instr; // the same constructor with immediates of the same kinds
};
