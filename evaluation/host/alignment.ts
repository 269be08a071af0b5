/**
 * Misaligned accesses beyond all that a memory can have.
 *
 * An atomic access looks at the alignment first, and so does the host, but for one: if the offset alone is beyond the most that the memory
 * can have, it only says that this is out of bounds. Such an access always traps. Its alignment is tested before, by an access of the same
 * width to a memory of one page that is added for that.
 * ```rule
 * ⟦atomic access f x offset=o⟧ = value* dropped; (f′ m offset=(o mod w) (a and (w - 1))) dropped; f x offset=o, of zeros
 *   if o + w > the most bytes of x; w: the width of the access, a: its address, f′: a load of that width, m: the memory added
 * ```
 * @category Evaluation: host
 * @module
 */
import { instructionsIn } from '../../syntax/bodies.ts';
import type { AtomicMemoryInstr, Expr, Instr } from '../../syntax/instructions.ts';
import { naturalAlignment } from '../../syntax/instruction-table.ts';
import type { Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AddrType, MemType, NumType } from '../../syntax/types.ts';
import { spliced } from '../threads/expressions.ts';

/** Pages that the host may be asked for. */
export const HOST_PAGES: { readonly [A in AddrType]: bigint } = { i32: 1n << 16n, i64: 1n << 18n };
const PAGE = 1n << 16n;

type Access = Exclude<AtomicMemoryInstr, { readonly op: 'atomic.fence' }>;
const isAccess = (e: Instr): e is Access & Instr => {
  switch (e.op) {
    case 'memory.atomic.notify': case 'memory.atomic.wait':
    case 'atomic.load': case 'atomic.store': case 'atomic.rmw': case 'atomic.cmpxchg': return true;
    default: return false;
  }
};
/** Log₂ of the width in bytes. */
const alignOf = (e: Access & Instr): number => naturalAlignment(e) ?? 0;
/** The types of the operands after the address. */
const valuesOf = (e: Access): readonly NumType[] => {
  switch (e.op) {
    case 'atomic.load': return [];
    case 'atomic.store': case 'atomic.rmw': return [e.nt];
    case 'atomic.cmpxchg': return [e.nt, e.nt];
    case 'memory.atomic.wait': return [e.nt, 'i64'];
    case 'memory.atomic.notify': return ['i32'];
  }
};

const isBeyond = (mems: readonly MemType[], e: Instr): e is Access & Instr => {
  const type = isAccess(e) ? mems[e.x] : undefined;
  if (type === undefined || !isAccess(e)) return false;
  const { addr, limits: { max = HOST_PAGES[addr] } } = type, most = max < HOST_PAGES[addr] ? max : HOST_PAGES[addr];
  return e.ao.offset + (1n << BigInt(alignOf(e))) > most * PAGE;
};
const mentionsBeyond = ({ funcs }: Module, mems: readonly MemType[]): boolean => {
  for (const e of instructionsIn(funcs.map(({ body }) => body))) if (isBeyond(mems, e)) return true;
  return false;
};

/** The access with the test before it, which is of the memory with the index m. */
const tested = (e: Access & Instr, nt: 'i32' | 'i64', m: number): Expr => {
  const { at } = e, align = alignOf(e), bytes = 1 << align, drop: Instr = { op: 'drop', at };
  const constant = (t: NumType, c: number): Instr => ({ op: 'const', val: t === 'i64' ? { t, c: BigInt(c) } : { t: 'i32', c }, at });
  const pack = align === 0 ? 8 : align === 1 ? 16 : undefined, offset = e.ao.offset % BigInt(bytes);
  const test: Instr = { op: 'atomic.load', nt: align === 3 ? 'i64' : 'i32', pack, order: 'seqcst', x: m, ao: { align, offset }, at };
  const narrow: Expr = nt === 'i64' ? [{ op: 'cvtop', nt2: 'i32', nt1: 'i64', f: 'wrap', at }] : [];
  return [
    ...valuesOf(e).map(() => drop), constant(nt, bytes - 1), { op: 'binop', nt, f: 'and', at }, ...narrow, test, drop,
    constant(nt, 0), ...valuesOf(e).map((t) => constant(t, 0)), e,
  ];
};
/** The module with tests of the alignment before accesses that are beyond their memory by their offset; mostly it has none. */
export const withAlignmentFirst = (module: Module): Module => {
  const imported = module.imports.flatMap(({ type }) => type.kind === 'mem' ? [type.type] : []);
  const mems = [...imported, ...module.mems.map(({ type }) => type)];
  if (mems.length === 0 || !mentionsBeyond(module, mems)) return module;
  const change = (e: Instr): Expr => isBeyond(mems, e) ? tested(e, mems[e.x]?.addr ?? 'i32', mems.length) : [e];
  const page: MemType = { addr: 'i32', limits: { min: 1n, max: 1n }, shared: false };
  return {
    ...module, mems: [...module.mems, { type: page, at: NOWHERE }],
    funcs: module.funcs.map((func) => ({ ...func, body: spliced(func.body, change) })),
  };
};
