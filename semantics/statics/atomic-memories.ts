/**
 * Typing of atomic memory instructions, fences, and the waiting and waking of threads at an address.
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 * @category Typing: atomic memory instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { MemArg } from '../../syntax/instructions.ts';
import type { AddrType } from '../../syntax/types.ts';
import { size } from '../types/properties.ts';
import type { Context } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import { memargOk } from './memories.ts';
import type { Checked, Judged } from './refusal.ts';
import { refuse } from './refusal.ts';

/**
 * `⊢ memarg : at → atomic N`
 * ```rule
 * ⊢ {align n, offset m} : at → atomic N
 *   — if 2ⁿ = N / 8
 *   — and m < 2 ^ |at|
 * ```
 * @rule Memarg_ok/atomic
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicMemargOk = (ao: MemArg, at: AddrType, N: number): Checked => {
  if (2 ** ao.align === N / 8) return memargOk(ao, at, N);
  return refuse(`atomic alignment must be natural: 2^${ao.align} is not ${N / 8}, the width of the access in bytes`, 'Memarg_ok/atomic');
};

/** `C.mems[x] = share at lim page`, `⊢ memarg : at → atomic N`: the address type of an atomic access to N bits */
export const atomicAccessOk = (C: Context, x: number, ao: MemArg, N: number): Judged<AddrType> => {
  const mem = lookup(C.mems, 'memory', x);
  if (isLeft(mem)) return mem;
  const { addr } = mem.right;
  const memarg = atomicMemargOk(ao, addr, N);
  return isLeft(memarg) ? memarg : right(addr);
};

/**
 * ```rule
 * C ⊢ memory.atomic.notify x memarg : at i32 → i32
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic 32
 * ```
 * @rule Instr_ok/memory.atomic.notify
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicNotify: TypingRule<'memory.atomic.notify'> = instr('memory.atomic.notify', (C, { x, ao }) => {
  const at = atomicAccessOk(C, x, ao, 32);
  return isLeft(at) ? at : arrow([at.right, 'i32'], ['i32']);
});

/**
 * ```rule
 * C ⊢ memory.atomic.waitN x memarg : at iN i64 → i32
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 * ```
 * @rule Instr_ok/memory.atomic.wait
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicWait: TypingRule<'memory.atomic.wait'> = instr('memory.atomic.wait', (C, { nt, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, size(nt));
  return isLeft(at) ? at : arrow([at.right, nt, 'i64'], ['i32']);
});

const FENCE = arrow([], []);
/**
 * ```rule
 * C ⊢ atomic.fence ord : ε → ε
 * ```
 * @rule Instr_ok/atomic.fence
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicFence: TypingRule<'atomic.fence'> = instr('atomic.fence', () => FENCE);

const PAUSE = arrow([], []);
/**
 * ```rule
 * C ⊢ pause : ε → ε
 * ```
 * @rule Instr_ok/pause
 * @spec SET Overview.md §Instructions
 */
export const pause: TypingRule<'pause'> = instr('pause', () => PAUSE);

/**
 * ```rule
 * C ⊢ iN.atomic.load ord x memarg : at → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 *
 * C ⊢ iN.atomic.load K ord x memarg : at → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic K
 * ```
 * @rule Instr_ok/atomic.load
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicLoad: TypingRule<'atomic.load'> = instr('atomic.load', (C, { nt, pack, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, pack ?? size(nt));
  return isLeft(at) ? at : arrow([at.right], [nt]);
});

/**
 * ```rule
 * C ⊢ iN.atomic.store ord x memarg : at iN → ε
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 *
 * C ⊢ iN.atomic.store K ord x memarg : at iN → ε
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic K
 * ```
 * @rule Instr_ok/atomic.store
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicStore: TypingRule<'atomic.store'> = instr('atomic.store', (C, { nt, pack, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, pack ?? size(nt));
  return isLeft(at) ? at : arrow([at.right, nt], []);
});

/**
 * ```rule
 * C ⊢ iN.atomic.rmw f ord x memarg : at iN → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 *
 * C ⊢ iN.atomic.rmw K f ord x memarg : at iN → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic K
 * ```
 * @rule Instr_ok/atomic.rmw
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicRmw: TypingRule<'atomic.rmw'> = instr('atomic.rmw', (C, { nt, pack, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, pack ?? size(nt));
  return isLeft(at) ? at : arrow([at.right, nt], [nt]);
});

/**
 * ```rule
 * C ⊢ iN.atomic.cmpxchg ord x memarg : at iN iN → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 *
 * C ⊢ iN.atomic.cmpxchg K ord x memarg : at iN iN → iN
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic K
 * ```
 * @rule Instr_ok/atomic.cmpxchg
 * @spec T core/valid/instructions.rst §Atomic Memory Instructions
 */
export const atomicCmpxchg: TypingRule<'atomic.cmpxchg'> = instr('atomic.cmpxchg', (C, { nt, pack, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, pack ?? size(nt));
  return isLeft(at) ? at : arrow([at.right, nt, nt], [nt]);
});
