/**
 * The translation of shared structures.
 * ```rule
 * ⟦struct.new x⟧ = a := allocate n; a.tᵢ := vᵢ; a.type := (type x); a
 *
 * ⟦struct.get x i⟧ = trap if null; load tᵢ at its offset
 *
 * ⟦struct.set x i⟧ = trap if null; store tᵢ at its offset
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { InstrOf } from '../../syntax/instructions.ts';
import type { StorageType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asStruct } from '../../semantics/types/expansion.ts';
import { unpack } from '../../semantics/types/properties.ts';
import { get, i32, set } from '../translation/code.ts';
import { allocate } from './allocation.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, operand, temp } from './body.ts';
import { load, store } from './code.ts';
import type { FieldLayout } from './layout.ts';
import { FIELDS_OFFSET, fieldLayout } from './layout.ts';
import { address, openVal } from './plan.ts';

const layouts = new WeakMap<DefType, FieldLayout>();
/** The layout of a structure. */
export const structLayout = (dt: DefType): FieldLayout => {
  const known = layouts.get(dt);
  if (known !== undefined) return known;
  const made = fieldLayout(asStruct(dt)?.fields.map(({ storage }) => storage) ?? [], FIELDS_OFFSET);
  layouts.set(dt, made);
  return made;
};
/** The field i of the type x: its type, and its offset. */
export const fieldOf = ({ C }: Pick<MutableBody, 'C'>, x: number, i: number): readonly [zt: StorageType<DefType>, offset: number] => {
  const dt = C.types.at(x), field = dt && asStruct(dt)?.fields[i], offset = dt && structLayout(dt).offsets[i];
  if (field === undefined || offset === undefined) throw new RangeError(`type ${x} has no field ${i}`);
  return [field.storage, offset];
};

/** Takes values off the stack, the last first, and puts them at offsets from the address in a local. */
export const emitFields = (S: MutableBody, zts: readonly StorageType<DefType>[], offsets: readonly number[], at: number): void => {
  for (let i = zts.length - 1; i >= 0; i--) {
    const zt = zts[i] ?? 'i32', v = temp(S, openVal(S.plan, unpack(zt)), 8);
    emit(S, set(v), get(at), get(v), store(S.plan, zt, offsets[i]));
  }
};
/** Emits the allocation of so many bytes, with a type at the front; the address is in the local that is the result. */
export const emitNew = (S: MutableBody, size: number, type: string): number => {
  const a = temp(S, 'i32', 7);
  emit(S, ...allocate(S, [i32(size)], a), get(a), address(S.plan, type), store(S.plan, 'i32'));
  return a;
};
const emitStructNew = (S: MutableBody, { op, x }: InstrOf<'struct.new' | 'struct.new_default'>): void => {
  const dt = S.C.types.at(x), { offsets, size } = dt === undefined ? fieldLayout([], 0) : structLayout(dt);
  const a = emitNew(S, size, `type ${x}`);
  if (op === 'struct.new') emitFields(S, offsets.map((_, i) => fieldOf(S, x, i)[0]), offsets, a);
  emit(S, get(a));
};

/** struct.new, struct.new_default, struct.get, struct.set of a shared type */
export const emitStruct = (S: MutableBody, e: InstrOf<'struct.new' | 'struct.new_default' | 'struct.get' | 'struct.set'>): void => {
  if (e.op === 'struct.new' || e.op === 'struct.new_default') {
    emitStructNew(S, e);
    return;
  }
  const [zt, offset] = fieldOf(S, e.x, e.i);
  if (e.op === 'struct.get') {
    emitNonNull(S, operand(S, 0), 'null structure reference');
    emit(S, load(S.plan, zt, offset, e.sx));
  } else {
    const v = temp(S, openVal(S.plan, unpack(zt)));
    emit(S, set(v));
    emitNonNull(S, operand(S, 1), 'null structure reference');
    emit(S, get(v), store(S.plan, zt, offset));
  }
};
