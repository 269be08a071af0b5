/**
 * The translation of instructions that stay what they are: indices and types change, and orderings become the one that the host has.
 * @category Evaluation: sharing
 * @module
 */
import type { BlockType, Instr, Op } from '../../syntax/instructions.ts';
import type { Immediate, ImmediateKind } from '../../syntax/instruction-table.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { HeapType, RefType, ValType } from '../../syntax/types.ts';
import type { MutableSharing } from './plan.ts';
import { elemIdx, funcIdx, globalIdx, memIdx, tableIdx, tagIdx } from './plan.ts';
import { heapType, refType, valType } from './types.ts';

/** ⟦bt⟧ */
export const blockType = ({ types }: MutableSharing, bt: BlockType): BlockType => {
  if (bt.kind === 'idx') return { kind: 'idx', x: types.typeIdx(bt.x) };
  return { kind: 'result', type: bt.type === undefined ? undefined : valType(types, bt.type) };
};

/** The translations of immediates of those kinds that change. */
const translations: { readonly [K in ImmediateKind]?: (plan: MutableSharing, value: unknown) => unknown } = {
  typeidx: ({ types }, x) => types.typeIdx(x as number),
  typeuse: ({ types }, x) => types.typeIdx(x as number),
  funcidx: (plan, x) => funcIdx(plan, x as number),
  globalidx: (plan, x) => globalIdx(plan, x as number),
  tableidx: (plan, x) => tableIdx(plan, x as number),
  memidx: (plan, x) => memIdx(plan, x as number),
  tagidx: (plan, x) => tagIdx(plan, x as number),
  elemidx: (plan, x) => elemIdx(plan, x as number),
  heaptype: ({ types }, ht) => heapType(types, ht as HeapType),
  reftype: ({ types }, rt) => refType(types, rt as RefType),
  blocktype: (plan, bt) => blockType(plan, bt as BlockType),
  selecttypes: ({ types }, ts) => (ts as readonly ValType[] | undefined)?.map((t) => valType(types, t)),
  ordering: () => 'seqcst',
  rmwordering: () => 'seqcst',
  hdls: (plan, hdls) => (hdls as readonly { readonly x: number }[]).map((hdl) => ({ ...hdl, x: tagIdx(plan, hdl.x) })),
};
const changing: ReadonlyMap<Op, readonly Immediate[]> = new Map(Object.entries(immediates).map(([op, fields]) =>
  [op as Op, (fields as readonly Immediate[]).filter(([, kind]) => translations[kind] !== undefined)]));

/** ⟦e⟧, of an instruction that is no block; labels and locals are not looked at. */
export const reindexed = (plan: MutableSharing, e: Instr): Instr => {
  const fields = changing.get(e.op) ?? [];
  if (fields.length === 0) return e;
  const result: { [field: string]: unknown } = { ...e };
  for (const [field, kind] of fields) result[field] = translations[kind]?.(plan, result[field]);
  return result as unknown as Instr; // the same constructor with immediates of the same kinds
};
