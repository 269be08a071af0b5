/**
 * Typing of memory instructions.
 * @spec core 2.3-validation.instructions §Memory instructions
 * @category Typing: memory instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { MemArg } from '../../syntax/instructions.ts';
import type { AddrType, MemType } from '../../syntax/types.ts';
import { minAddr, size } from '../types/properties.ts';
import type { Context, DataType } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { InstrType, TypingRule } from './instruction-types.ts';
import { arrow, instr, instrWhen } from './instruction-types.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, refuse } from './refusal.ts';

const memAt = (C: Context, x: number): Judged<MemType> => lookup(C.mems, 'memory', x);

/** `C.datas[y] = share` */
export const dataAt = (C: Context, y: number): Judged<DataType> => lookup(C.datas, 'data segment', y);

/**
 * `⊢ memarg : at → N`
 * ```rule
 * ⊢ {align n, offset m} : at → N
 *   — if 2ⁿ ≤ N / 8
 *   — and m < 2 ^ |at|
 * ```
 * @rule Memarg_ok
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memargOk = ({ align, offset }: MemArg, at: AddrType, N: number): Checked => {
  if (2 ** align > N / 8) {
    return refuse(`alignment must not be larger than natural: 2^${align} is more than the ${N / 8} bytes of the access`, 'Memarg_ok');
  }
  if (at === 'i64' || offset < 0x1_0000_0000n) return OK;
  return refuse(`offset out of range: ${offset.toString()} does not fit the i32 addresses of the memory`, 'Memarg_ok');
};

/** `C.mems[x] = at lim page`, `⊢ memarg : at → N`: the address type of an access to N bits */
export const accessOk = (C: Context, x: number, ao: MemArg, N: number): Judged<AddrType> => {
  const mem = memAt(C, x);
  if (isLeft(mem)) return mem;
  const { addr } = mem.right;
  const memarg = memargOk(ao, addr, N);
  return isLeft(memarg) ? memarg : right(addr);
};

/**
 * ```rule
 * C ⊢ memory.size x : ε → at
 *   — if C.mems[x] = at lim page
 * ```
 * @rule Instr_ok/memory.size
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memorySize: TypingRule<'memory.size'> = instr('memory.size', (C, { x }) => {
  const mem = memAt(C, x);
  return isLeft(mem) ? mem : arrow([], [mem.right.addr]);
});

/**
 * ```rule
 * C ⊢ memory.grow x : at → at
 *   — if C.mems[x] = at lim page
 * ```
 * @rule Instr_ok/memory.grow
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memoryGrow: TypingRule<'memory.grow'> = instr('memory.grow', (C, { x }) => {
  const mem = memAt(C, x);
  return isLeft(mem) ? mem : arrow([mem.right.addr], [mem.right.addr]);
});

/**
 * ```rule
 * C ⊢ memory.fill x : at i32 at → ε
 *   — if C.mems[x] = at lim page
 * ```
 * @rule Instr_ok/memory.fill
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memoryFill: TypingRule<'memory.fill'> = instr('memory.fill', (C, { x }) => {
  const mem = memAt(C, x);
  return isLeft(mem) ? mem : arrow([mem.right.addr, 'i32', mem.right.addr], []);
});

/**
 * ```rule
 * C ⊢ memory.copy x₁ x₂ : at₁ at₂ min(at₁, at₂) → ε
 *   — if C.mems[x₁] = at₁ lim₁ page
 *   — and C.mems[x₂] = at₂ lim₂ page
 * ```
 * @rule Instr_ok/memory.copy
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memoryCopy: TypingRule<'memory.copy'> = instr('memory.copy', (C, { x, y }) => {
  const to = memAt(C, x);
  if (isLeft(to)) return to;
  const from = memAt(C, y);
  if (isLeft(from)) return from;
  const at1 = to.right.addr, at2 = from.right.addr;
  return arrow([at1, at2, minAddr(at1, at2)], []);
});

/**
 * ```rule
 * C ⊢ memory.init x y : at i32 i32 → ε
 *   — if C.mems[x] = at lim page
 *   — and C.datas[y] = share
 * ```
 * @rule Instr_ok/memory.init
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const memoryInit: TypingRule<'memory.init'> = instr('memory.init', (C, { x, y }) => {
  const mem = memAt(C, x);
  if (isLeft(mem)) return mem;
  const data = dataAt(C, y);
  return isLeft(data) ? data : arrow([mem.right.addr, 'i32', 'i32'], []);
});

/**
 * ```rule
 * C ⊢ data.drop x : ε → ε
 *   — if C.datas[x] = share
 * ```
 * @rule Instr_ok/data.drop
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const dataDrop: TypingRule<'data.drop'> = instr('data.drop', (C, { x }) => {
  const data = dataAt(C, x);
  return isLeft(data) ? data : arrow([], []);
});

/**
 * ```rule
 * C ⊢ nt.load x memarg : at → nt
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → |nt|
 * ```
 * @rule Instr_ok/load-val
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const loadVal: TypingRule<'load'> = instrWhen('load-val', (e) => e.pack === undefined, (C, { nt, x, ao }) => {
  const at = accessOk(C, x, ao, size(nt));
  return isLeft(at) ? at : arrow([at.right], [nt]);
});

/**
 * ```rule
 * C ⊢ iN.load K_sx x memarg : at → iN
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → K
 * ```
 * @rule Instr_ok/load-pack
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const loadPack: TypingRule<'load'> = instrWhen('load-pack', (e) => e.pack !== undefined, (C, { nt, pack, x, ao }) => {
  const at = accessOk(C, x, ao, pack?.sz ?? size(nt));
  return isLeft(at) ? at : arrow([at.right], [nt]);
});

/**
 * ```rule
 * C ⊢ nt.store x memarg : at nt → ε
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → |nt|
 * ```
 * @rule Instr_ok/store-val
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const storeVal: TypingRule<'store'> = instrWhen('store-val', (e) => e.pack === undefined, (C, { nt, x, ao }) => {
  const at = accessOk(C, x, ao, size(nt));
  return isLeft(at) ? at : arrow([at.right, nt], []);
});

/**
 * ```rule
 * C ⊢ iN.store K x memarg : at iN → ε
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → K
 * ```
 * @rule Instr_ok/store-pack
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const storePack: TypingRule<'store'> = instrWhen('store-pack', (e) => e.pack !== undefined, (C, { nt, pack, x, ao }) => {
  const at = accessOk(C, x, ao, pack ?? size(nt));
  return isLeft(at) ? at : arrow([at.right, nt], []);
});

/** `at → v128` */
const vectorFrom = (at: Judged<AddrType>): Judged<InstrType> => isLeft(at) ? at : arrow([at.right], ['v128']);
/** A load that widens lanes reads half a vector: N · M = 64. */
const HALF = 64;

/**
 * ```rule
 * C ⊢ v128.load x memarg : at → v128
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → |v128|
 * ```
 * @rule Instr_ok/vload-val
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vloadVal: TypingRule<'vload'> = instrWhen('vload-val', (e) => e.pack === undefined, (C, { x, ao }) =>
  vectorFrom(accessOk(C, x, ao, size('v128'))));

/**
 * ```rule
 * C ⊢ v128.load NxM_sx x memarg : at → v128
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → N · M
 * ```
 * @rule Instr_ok/vload-pack
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vloadPack: TypingRule<'vload'> = instrWhen('vload-pack', (e) => e.pack?.kind === 'shape', (C, { x, ao }) =>
  vectorFrom(accessOk(C, x, ao, HALF)));

/**
 * ```rule
 * C ⊢ v128.load N_splat x memarg : at → v128
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → N
 * ```
 * @rule Instr_ok/vload-splat
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vloadSplat: TypingRule<'vload'> = instrWhen('vload-splat', (e) => e.pack?.kind === 'splat', (C, { pack, x, ao }) =>
  vectorFrom(accessOk(C, x, ao, pack?.sz ?? HALF)));

/**
 * ```rule
 * C ⊢ v128.load N_zero x memarg : at → v128
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → N
 * ```
 * @rule Instr_ok/vload-zero
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vloadZero: TypingRule<'vload'> = instrWhen('vload-zero', (e) => e.pack?.kind === 'zero', (C, { pack, x, ao }) =>
  vectorFrom(accessOk(C, x, ao, pack?.sz ?? HALF)));

/** `i < 128 / N` */
const laneOk = (i: number, N: number): Checked =>
  i < 128 / N ? OK : refuse(`invalid lane index ${i}: a vector has ${128 / N} lanes of ${N} bits`);

/**
 * ```rule
 * C ⊢ v128.loadN_lane x memarg i : at v128 → v128
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → N
 *   — and i < 128 / N
 * ```
 * @rule Instr_ok/vload_lane
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vloadLane: TypingRule<'vload_lane'> = instr('vload_lane', (C, { sz, x, ao, i }) => {
  const at = accessOk(C, x, ao, sz);
  if (isLeft(at)) return at;
  const lane = laneOk(i, sz);
  return isLeft(lane) ? lane : arrow([at.right, 'v128'], ['v128']);
});

/**
 * ```rule
 * C ⊢ v128.store x memarg : at v128 → ε
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → |v128|
 * ```
 * @rule Instr_ok/vstore
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vstore: TypingRule<'vstore'> = instr('vstore', (C, { x, ao }) => {
  const at = accessOk(C, x, ao, size('v128'));
  return isLeft(at) ? at : arrow([at.right, 'v128'], []);
});

/**
 * ```rule
 * C ⊢ v128.storeN_lane x memarg i : at v128 → ε
 *   — if C.mems[x] = at lim page
 *   — and ⊢ memarg : at → N
 *   — and i < 128 / N
 * ```
 * @rule Instr_ok/vstore_lane
 * @spec core 2.3-validation.instructions §Memory instructions
 */
export const vstoreLane: TypingRule<'vstore_lane'> = instr('vstore_lane', (C, { sz, x, ao, i }) => {
  const at = accessOk(C, x, ao, sz);
  if (isLeft(at)) return at;
  const lane = laneOk(i, sz);
  return isLeft(lane) ? lane : arrow([at.right, 'v128'], []);
});
