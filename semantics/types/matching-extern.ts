/**
 * Matching of external types, by which linking and import go, one function a judgement.
 * @spec core 2.2-validation.subtyping
 * @spec core valid/matching.rst §External Types
 * @module
 */
import type { ExternType, GlobalType, Limits, MemType, TableType, TagType } from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';
import { matchesDef, matchesRef, matchesVal } from './matching.ts';

/**
 * `⊢ limits₁ <: limits₂`
 * ```rule
 * [n₁ .. m₁] <: [n₂ .. m₂?]
 * — if n₁ ≥ n₂
 * — and (m₁ ≤ m₂)?
 *
 * [n₁ .. ε] <: [n₂ .. ε]
 * — if n₁ ≥ n₂
 * ```
 * @rule Limits_sub
 * @spec core valid/matching.rst §Limits
 */
export const matchesLimits = (lim1: Limits, lim2: Limits): boolean =>
  lim1.min >= lim2.min && (lim2.max === undefined || (lim1.max !== undefined && lim1.max <= lim2.max));

/**
 * `⊢ tagtype₁ <: tagtype₂`
 * ```rule
 * deftype₁ <: deftype₂
 * — if deftype₁ <: deftype₂
 * — and deftype₂ <: deftype₁
 * ```
 * @rule Tagtype_sub
 * @spec core valid/matching.rst §Tag Types
 */
export const matchesTag = (jt1: TagType<DefType>, jt2: TagType<DefType>): boolean => matchesDef(jt1, jt2) && matchesDef(jt2, jt1);

/**
 * `⊢ globaltype₁ <: globaltype₂`
 * ```rule
 * share t₁ <: share t₂
 * — if t₁ <: t₂
 *
 * share (mut t₁) <: share (mut t₂)
 * — if t₁ <: t₂
 * — and t₂ <: t₁
 * ```
 * @rule Globaltype_sub
 * @spec core valid/matching.rst §Global Types
 * @spec SET Overview.md §Globals
 */
export const matchesGlobal = (gt1: GlobalType<DefType>, gt2: GlobalType<DefType>): boolean =>
  gt1.sharing === gt2.sharing && gt1.mutable === gt2.mutable && matchesVal(gt1.type, gt2.type)
  && (!gt1.mutable || matchesVal(gt2.type, gt1.type));

/**
 * `⊢ memtype₁ <: memtype₂`
 * ```rule
 * share addrtype limits₁ page <: share addrtype limits₂ page
 * — if limits₁ <: limits₂
 * ```
 * @rule Memtype_sub
 * @spec core valid/matching.rst §Memory Types
 * @spec T core/exec/modules.rst §Memories
 */
export const matchesMem = (mt1: MemType, mt2: MemType): boolean =>
  mt1.addr === mt2.addr && mt1.shared === mt2.shared && matchesLimits(mt1.limits, mt2.limits);

/**
 * `⊢ tabletype₁ <: tabletype₂`
 * ```rule
 * share addrtype limits₁ reftype₁ <: share addrtype limits₂ reftype₂
 * — if limits₁ <: limits₂
 * — and reftype₁ <: reftype₂
 * — and reftype₂ <: reftype₁
 * ```
 * @rule Tabletype_sub
 * @spec core valid/matching.rst §Table Types
 * @spec SET Overview.md §Tables
 */
export const matchesTable = (tt1: TableType<DefType>, tt2: TableType<DefType>): boolean =>
  tt1.addr === tt2.addr && tt1.shared === tt2.shared && matchesLimits(tt1.limits, tt2.limits)
  && matchesRef(tt1.ref, tt2.ref) && matchesRef(tt2.ref, tt1.ref);

/**
 * `⊢ externtype₁ <: externtype₂`
 * ```rule
 * (kind type₁) <: (kind type₂)
 * — if type₁ <: type₂
 * ```
 * @rule Externtype_sub
 * @spec core valid/matching.rst §External Types
 */
export const matchesExtern = (xt1: ExternType<DefType>, xt2: ExternType<DefType>): boolean => {
  switch (xt1.kind) {
    case 'tag': return xt2.kind === 'tag' && matchesTag(xt1.type, xt2.type);
    case 'global': return xt2.kind === 'global' && matchesGlobal(xt1.type, xt2.type);
    case 'mem': return xt2.kind === 'mem' && matchesMem(xt1.type, xt2.type);
    case 'table': return xt2.kind === 'table' && matchesTable(xt1.type, xt2.type);
    case 'func': return xt2.kind === 'func' && matchesDef(xt1.type, xt2.type);
  }
};
