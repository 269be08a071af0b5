/**
 * Growing of tables and memories; undefined where there is no grown instance.
 *
 * The specification lets growing fail at any time. Here it fails where it must, and where it is refused, which is a choice of the schedule.
 * @spec core 4.0-execution.configurations §Growing
 * @module
 */
import type { AddrType, Limits } from '../../syntax/types.ts';
import { grown } from '../data/memory.ts';
import { extend } from '../data/vector.ts';
import { MAX_PAGES, MAX_TABLE, PAGE } from './limits.ts';
import type { RunInstr, RunInstrOf } from './code.ts';
import type { MemInst, TableInst } from './store.ts';
import type { Ref } from './values.ts';

type Growth = RunInstrOf<'memory.grow' | 'table.grow'>;
/** Whether an instruction grows a memory or a table. */
export const isGrowth = (e: RunInstr): e is Growth => e.op === 'memory.grow' || e.op === 'table.grow';
/** Whether a growth is refused. */
export const isRefused = (e: Growth): boolean => 'refused' in e;
/** The growth, refused. */
export const refused = ({ op, x, at }: Growth): RunInstr => ({ op, x, refused: true, at });

/** [i .. j?] with the size i′, if i′ ≤ j and i′ ≤ most */
const resized = ({ max }: Limits, size: number, most: number): Limits | undefined =>
  size <= most && (max === undefined || BigInt(size) <= max) ? { min: BigInt(size), max } : undefined;

const tableSizes: { readonly [at in AddrType]: number } = { i32: 2 ** 32 - 1, i64: 2 ** 64 - 1 };
const memorySizes: { readonly [at in AddrType]: number } = { i32: 2 ** 16, i64: 2 ** 48 };

/**
 * ```
 * growtable({type at [i .. j?] rt, refs r′*}, n, r) = {type at [i′ .. j?] rt, refs r′* rⁿ}
 *   — if i′ = |r′*| + n
 *   — and (i′ ≤ j)?
 *   — and i′ ≤ 2^|at| − 1
 *   — and i′ ≤ 10,000,000, this implementation's limit
 * ```
 */
export const growtable = ({ type, refs }: TableInst, n: number, r: Ref): TableInst | undefined => {
  const limits = resized(type.limits, refs.n + n, Math.min(tableSizes[type.addr], MAX_TABLE));
  if (limits === undefined) return undefined;
  return { type: { addr: type.addr, limits, shared: type.shared, ref: type.ref }, refs: extend(refs, n, r) };
};

/**
 * ```
 * growmem({type at [i .. j?] page, bytes b*}, n) = {type at [i′ .. j?] page, bytes b* 0x00^(n · 64 Ki)}
 *   — if i′ = |b*| / 64 Ki + n
 *   — and (i′ ≤ j)?
 *   — and i′ ≤ 2^(|at| − 16)
 *   — and i′ ≤ 2³², this implementation's limit
 * ```
 */
export const growmem = ({ type, bytes }: MemInst, n: number): MemInst | undefined => {
  const limits = resized(type.limits, bytes.size / PAGE + n, Math.min(memorySizes[type.addr], MAX_PAGES));
  if (limits === undefined) return undefined;
  return { type: { addr: type.addr, limits, shared: type.shared }, bytes: grown(bytes, Number(limits.min) * PAGE) };
};
