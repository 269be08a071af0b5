/**
 * The immediates of the binary format: how those of the table of instructions are laid out in bytes.
 *
 * Most stand as they are, in the same order. These do not: the memory index and the ordering of an access are folded into
 * its memarg; the opcode says whether a `ref.test` allows null, whether a `select` has types, and the type of a constant;
 * a `br_on_cast` writes the nullability of both types before its label; and some instructions turn two indices round.
 * @spec core 5.3-binary.instructions; SET Overview.md §Memory orderings
 * @module
 */
import type { InstrOf, NumConst, Op } from '../instructions.ts';
import type { Form, ImmediateKind, ImmediateTypes } from '../instruction-table.ts';
import type { HeapType, NumType, ValType } from '../types.ts';

/** Kinds of immediates that other kinds replace, or that the bodies of blocks are. */
type Replaced = 'memarg' | 'reftype' | 'selecttypes' | 'numconst' | 'typeuse' | 'expr';

/** The fields of an access of a memory. */
export type Access = Pick<InstrOf<'load'>, 'x' | 'ao'>;
/** The fields of an atomic access of a memory. */
export type OrderedAccess = Pick<InstrOf<'atomic.load'>, 'x' | 'ao' | 'order'>;
/** The fields of a cast that branches. */
export type CastBranch = Pick<InstrOf<'br_on_cast'>, 'l' | 'rt1' | 'rt2'>;

/** The parts that stand for one field each, with the types of their values. */
export type FieldTypes = Omit<ImmediateTypes, Replaced> & {
  /** the heap type of a reference type without and with null */
  readonly nonnull: { readonly kind: 'ref'; readonly nullable: boolean; readonly heap: HeapType };
  readonly null: FieldTypes['nonnull'];
  /** no types at all, or a list */
  readonly untyped: readonly ValType[] | undefined;
  readonly typed: FieldTypes['untyped'];
} & { readonly [nt in NumType]: NumConst };
/** The parts that stand for several fields. */
export interface FieldsTypes {
  readonly access: Access;
  readonly orderedaccess: OrderedAccess;
  readonly rmwaccess: OrderedAccess;
  readonly castbranch: CastBranch;
}
/** A part of the binary form of an instruction, for one field or for several. */
export type Part =
  | { readonly of: 'field'; readonly field: string; readonly kind: keyof FieldTypes }
  | { readonly of: 'fields'; readonly kind: keyof FieldsTypes };

/** The instructions that write the second of two indices first. */
const swapped: ReadonlySet<Op> = new Set<Op>(['call_indirect', 'return_call_indirect', 'table.init', 'memory.init']);

const partOf = (field: string, kind: ImmediateKind, form: Form): readonly Part[] => {
  switch (kind) {
    case 'expr': return [];
    case 'typeuse': return [{ of: 'field', field, kind: 'typeidx' }];
    case 'memarg': case 'reftype': case 'selecttypes': case 'numconst':
      return form.choice === undefined ? [] : [{ of: 'field', field, kind: form.choice }];
    default: return [{ of: 'field', field, kind }];
  }
};

/** What an access of a memory folds into its memarg. */
const accessOf = (kinds: readonly ImmediateKind[]): keyof FieldsTypes | undefined => {
  if (!kinds.includes('memarg')) return undefined;
  if (kinds.includes('rmwordering')) return 'rmwaccess';
  return kinds.includes('ordering') ? 'orderedaccess' : 'access';
};
const folded: readonly ImmediateKind[] = ['memidx', 'ordering', 'rmwordering', 'memarg'];

/** The parts that stand after the opcode of a form, in their order; the bodies of blocks come after them. */
export const layoutOf = (form: Form): readonly Part[] => {
  const { op } = form.template;
  if (op === 'br_on_cast' || op === 'br_on_cast_fail') return [{ of: 'fields', kind: 'castbranch' }];
  const access = accessOf(form.immediates.map(([, kind]) => kind));
  const alone = access === undefined ? form.immediates : form.immediates.filter(([, kind]) => !folded.includes(kind));
  const parts = (swapped.has(op) ? alone.toReversed() : alone).flatMap(([field, kind]) => partOf(field, kind, form));
  return access === undefined ? parts : [{ of: 'fields', kind: access }, ...parts];
};

/** The flags beside the alignment of a memarg. An alignment of 2¹⁶ or more cannot be told from an ordering. */
export const memArgFlags = { align: 0x3f, order: 0x10, memory: 0x40, end: 0x80 } as const;
/** `seqcst` is 0 */
export const orderingCodes = { seqcst: 0, acqrel: 1 } as const;
