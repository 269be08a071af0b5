/**
 * Validity of types, one function a judgement in the order of the specification.
 *
 * Types are judged while they are open, so what the judgements need of a context is how many types it has and, for
 * some, what those are. A type that is valid can be closed.
 * @spec core 2.1-validation.types
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { BlockType } from '../../syntax/instructions.ts';
import type {
  CompType, ExternType, FieldType, GlobalType, HeapType, Limits, MemType, RefType, ResultType, StorageType, TableType, TagType, TypeIdx,
  ValType,
} from '../../syntax/types.ts';
import { closeHeap, closeRef, closeVal } from '../types/closing.ts';
import type { DefType } from '../types/deftypes.ts';
import { defaultable } from '../types/properties.ts';
import { storageShared } from '../types/sharing.ts';
import { showVal } from '../types/showing.ts';
import type { Context, Types } from './contexts.ts';
import { funcAt } from './contexts.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, all, refuse, unknown } from './refusal.ts';

/** What is known about types while they are being defined: how many there are. */
export interface Scope {
  readonly types: { readonly length: number };
}

/**
 * `C ⊢ typeuse : OK`
 * ```rule
 * C ⊢ x : OK
 *   — if C.types[x] = dt
 * ```
 * @rule Typeuse_ok/typeidx
 * @spec core 2.1-validation.types §Type definitions
 */
export const typeuseOk = (C: Scope, { x }: TypeIdx): Checked =>
  x < C.types.length ? OK : unknown('type', x, 'Typeuse_ok/typeidx');

/**
 * `C ⊢ heaptype : OK`
 * ```rule
 * C ⊢ share absheaptype : OK
 *
 * C ⊢ typeuse : OK
 *   — if C ⊢ typeuse : OK
 * ```
 * @rule Heaptype_ok
 * @spec core 2.1-validation.types §Value types
 * @spec SET Overview.md §Heap Types
 */
export const heaptypeOk = (C: Scope, ht: HeapType): Checked => ht.kind === 'idx' ? typeuseOk(C, ht) : OK;

/**
 * `C ⊢ reftype : OK`
 * ```rule
 * C ⊢ (ref null? ht) : OK
 *   — if C ⊢ ht : OK
 * ```
 * @rule Reftype_ok
 * @spec core 2.1-validation.types §Value types
 */
export const reftypeOk = (C: Scope, rt: RefType): Checked => heaptypeOk(C, rt.heap);

/**
 * `C ⊢ valtype : OK`
 * ```rule
 * C ⊢ numtype : OK
 *
 * C ⊢ vectype : OK
 *
 * C ⊢ reftype : OK
 *   — if C ⊢ reftype : OK
 * ```
 * @rule Valtype_ok
 * @spec core 2.1-validation.types §Value types
 */
export const valtypeOk = (C: Scope, t: ValType): Checked => typeof t === 'string' ? OK : reftypeOk(C, t);

/**
 * `C ⊢ t* : OK`
 * ```rule
 * C ⊢ t* : OK
 *   — if (C ⊢ t : OK)*
 * ```
 * @rule Resulttype_ok
 * @spec core 2.1-validation.types §Result & instruction types
 */
export const resulttypeOk = (C: Scope, ts: ResultType): Checked => all(ts, (t) => valtypeOk(C, t));

/**
 * `C ⊢ storagetype : OK`
 * ```rule
 * C ⊢ valtype : OK
 *   — if C ⊢ valtype : OK
 *
 * C ⊢ packtype : OK
 * ```
 * @rule Storagetype_ok
 * @spec core 2.1-validation.types §Type definitions
 */
export const storagetypeOk = (C: Scope, zt: StorageType): Checked => typeof zt === 'string' ? OK : reftypeOk(C, zt);

/**
 * `C ⊢ fieldtype : OK`
 * ```rule
 * C ⊢ mut? zt : OK
 *   — if C ⊢ zt : OK
 * ```
 * @rule Fieldtype_ok
 * @spec core 2.1-validation.types §Type definitions
 */
export const fieldtypeOk = (C: Scope, ft: FieldType): Checked => storagetypeOk(C, ft.storage);

/**
 * `C ⊢ comptype : OK`. That the type of a continuation is a function is left to
 * {@link semantics/statics/type-definitions.rectypeOk | rectypeOk}.
 * ```rule
 * C ⊢ struct ft* : OK
 *   — if (C ⊢ ft : OK)*
 *
 * C ⊢ array ft : OK
 *   — if C ⊢ ft : OK
 *
 * C ⊢ func t₁* → t₂* : OK
 *   — if C ⊢ t₁* : OK
 *   — and C ⊢ t₂* : OK
 *
 * C ⊢ cont x : OK
 *   — if C ⊢ x : OK
 *   — and C.types[x] ≈ func t₁* → t₂*
 * ```
 * @rule Comptype_ok
 * @spec core 2.1-validation.types §Type definitions
 * @spec SS Explainer.md §Types
 */
export const comptypeOk = (C: Scope, ct: CompType): Checked => {
  switch (ct.kind) {
    case 'struct': return all(ct.fields, (ft) => fieldtypeOk(C, ft));
    case 'array': return fieldtypeOk(C, ct.field);
    case 'func': {
      const params = resulttypeOk(C, ct.params);
      return isLeft(params) ? params : resulttypeOk(C, ct.results);
    }
    case 'cont': return heaptypeOk(C, ct.type);
  }
};

/** |at| as a bound: 2³² or 2⁶⁴ addresses */
const addresses = { i32: 2n ** 32n, i64: 2n ** 64n };
const PAGE = 2n ** 16n;

/**
 * `C ⊢ limits : k`. `what` says how large the thing may be.
 * ```rule
 * C ⊢ [n .. m?] : k
 *   — if n ≤ k
 *   — and (n ≤ m ≤ k)?
 * ```
 * @rule Limits_ok
 * @spec core 2.1-validation.types §External types
 */
export const limitsOk = ({ min, max }: Limits, k: bigint, what: string): Checked => {
  if (min > k) return refuse(`${what}, but its minimum is ${min.toString()}`, 'Limits_ok');
  if (max === undefined) return OK;
  if (max > k) return refuse(`${what}, but its maximum is ${max.toString()}`, 'Limits_ok');
  if (min <= max) return OK;
  return refuse(`size minimum must not be greater than maximum, but ${min.toString()} > ${max.toString()}`, 'Limits_ok');
};

/**
 * `C ⊢ tagtype : OK`. The function may have results: such a tag is for suspensions.
 * ```rule
 * C ⊢ x : OK
 *   — if C.types[x] ≈ func t₁* → t₂*
 * ```
 * @rule Tagtype_ok
 * @spec core 2.1-validation.types §External types
 * @spec SS Explainer.md §Tags
 */
export const tagtypeOk = (C: Types, { x }: TagType): Checked => {
  const ft = funcAt(C, x);
  return isLeft(ft) ? ft : OK;
};

/** `C ⊢ t : OK(shared)`, where t is valid; `must` says what needs such a type. */
const sharedOk = (C: Types, t: ValType, must: string, rule: string): Checked => {
  const closed = closeVal(C.types, t);
  return storageShared(closed) ? OK : refuse(`${must}, but ${showVal(closed)} is not shared`, rule);
};

/**
 * `C ⊢ globaltype : OK`
 * ```rule
 * C ⊢ mut? t : OK
 *   — if C ⊢ t : OK
 *
 * C ⊢ shared mut? t : OK
 *   — if C ⊢ t : OK
 *   — and C ⊢ t : OK(shared)
 *
 * C ⊢ thread_local mut? t : OK
 *   — if C ⊢ t : OK
 *   — and C ⊢ t : OK(shared)
 *   — and t defaultable
 * ```
 * @rule Globaltype_ok
 * @spec core 2.1-validation.types §External types
 * @spec SET Overview.md §Globals; SET Overview.md §Syntax and validation
 */
export const globaltypeOk = (C: Types, { sharing, type }: GlobalType): Checked => {
  const t = valtypeOk(C, type);
  if (isLeft(t) || sharing === 'unshared') return t;
  const shared = sharedOk(C, type, `${sharing.replace('_', '-')} globals must have a shared value type`, 'Globaltype_ok');
  if (isLeft(shared) || sharing === 'shared') return shared;
  const closed = closeVal(C.types, type);
  return defaultable(closed) ? OK
    : refuse(`thread-local globals must have a defaultable type, but ${showVal(closed)} has no default`, 'Globaltype_ok');
};

/**
 * `C ⊢ memtype : OK`
 * ```rule
 * C ⊢ at limits page : OK
 *   — if C ⊢ limits : 2 ^ (|at| − 16)
 *
 * C ⊢ shared at [n .. m] page : OK
 *   — if C ⊢ [n .. m] : 2 ^ (|at| − 16)
 * ```
 * @rule Memtype_ok
 * @spec core 2.1-validation.types §External types
 * @spec T core/valid/types.rst §Memory Types
 */
export const memtypeOk = ({ addr, limits, shared }: MemType): Checked => {
  if (shared && limits.max === undefined) return refuse('shared memory must have maximum', 'Memtype_ok');
  const most = addr === 'i32' ? '65536 pages (4GiB)' : '2^48 pages (256TiB)';
  return limitsOk(limits, addresses[addr] / PAGE, `memory size must be at most ${most}`);
};

/**
 * `C ⊢ tabletype : OK`
 * ```rule
 * C ⊢ at limits rt : OK
 *   — if C ⊢ limits : 2 ^ |at| − 1
 *   — and C ⊢ rt : OK
 *
 * C ⊢ shared at limits rt : OK
 *   — if C ⊢ limits : 2 ^ |at| − 1
 *   — and C ⊢ rt : OK
 *   — and C ⊢ rt : OK(shared)
 * ```
 * @rule Tabletype_ok
 * @spec core 2.1-validation.types §External types
 * @spec SET Overview.md §Tables
 */
export const tabletypeOk = (C: Types, { addr, limits, shared, ref }: TableType): Checked => {
  const rt = reftypeOk(C, ref);
  if (isLeft(rt)) return rt;
  const sharing = shared ? sharedOk(C, ref, 'shared tables must have a shared element type', 'Tabletype_ok') : OK;
  if (isLeft(sharing)) return sharing;
  const most = addr === 'i32' ? '2^32-1' : '2^64-1';
  return limitsOk(limits, addresses[addr] - 1n, `table size must be at most ${most} elements`);
};

/**
 * `C ⊢ externtype : OK`
 * ```rule
 * C ⊢ func x : OK
 *   — if C.types[x] ≈ func t₁* → t₂*
 * ```
 * and for the others, what their types say.
 * @rule Externtype_ok
 * @spec core 2.1-validation.types §External types
 */
export const externtypeOk = (C: Types, xt: ExternType): Checked => {
  switch (xt.kind) {
    case 'tag': return tagtypeOk(C, xt.type);
    case 'global': return globaltypeOk(C, xt.type);
    case 'mem': return memtypeOk(xt.type);
    case 'table': return tabletypeOk(C, xt.type);
    case 'func': {
      const ft = funcAt(C, xt.type.x);
      return isLeft(ft) ? ft : OK;
    }
  }
};

/** A block type without what it does to locals: t₁* → t₂* */
export interface BlockArrow {
  readonly params: ResultType<DefType>;
  readonly results: ResultType<DefType>;
}
const NOTHING: ResultType<DefType> = [];

/**
 * `C ⊢ blocktype : t₁* → t₂*`
 * ```rule
 * C ⊢ t? : ε → t?
 *   — if (C ⊢ t : OK)?
 *
 * C ⊢ x : t₁* → t₂*
 *   — if C.types[x] ≈ func t₁* → t₂*
 * ```
 * @rule Blocktype_ok
 * @spec core 2.3-validation.instructions §Block instructions
 */
export const blocktypeOk = (C: Context, bt: BlockType): Judged<BlockArrow> => {
  if (bt.kind === 'idx') {
    const ft = funcAt(C, bt.x);
    return isLeft(ft) ? ft : right(ft.right.ct);
  }
  if (bt.type === undefined) return right({ params: NOTHING, results: NOTHING });
  const t = closedVal(C, bt.type);
  return isLeft(t) ? t : right({ params: NOTHING, results: [t.right] });
};

/** A heap type of an instruction: valid, then closed. */
export const closedHeap = (C: Context, ht: HeapType): Judged<HeapType<DefType>> => {
  const checked = heaptypeOk(C, ht);
  return isLeft(checked) ? checked : right(closeHeap(C.types, ht));
};

/** A reference type of an instruction: valid, then closed. */
export const closedRef = (C: Context, rt: RefType): Judged<RefType<DefType>> => {
  const checked = reftypeOk(C, rt);
  return isLeft(checked) ? checked : right(closeRef(C.types, rt));
};

/** A value type of an instruction: valid, then closed. */
export const closedVal = (C: Context, t: ValType): Judged<ValType<DefType>> => {
  const checked = valtypeOk(C, t);
  return isLeft(checked) ? checked : right(closeVal(C.types, t));
};
