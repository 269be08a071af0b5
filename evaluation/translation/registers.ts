/**
 * Registers: how values get from one frame to another.
 *
 * The i-th value of a kind is in the i-th register of that kind. Values for which there is no register are in a structure of their own.
 * Kinds are coarse, so that whoever writes values at some types and whoever reads them at supertypes agree.
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import type { FieldType, RefType, ValType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { topOf } from '../../semantics/types/matching.ts';
import { openRef } from './closed-types.ts';
import { asNonNull, get, read, refCast, set, structGet, structNew, write } from './code.ts';
import { register } from './layout.ts';
import { typeOnce } from './plan.ts';
import type { MutablePlan } from './plan.ts';

/** The kinds of registers, and how many there are of each. */
const COUNT = { i32: 4, i64: 3, f32: 2, f64: 3, v128: 2, any: 3, func: 2, extern: 2, exn: 2 } as const;
type Kind = keyof typeof COUNT;

/** The kind of a type. Continuations are structures. */
const kindOf = (t: ValType<DefType>): Kind => {
  if (typeof t === 'string') return t;
  const { name } = topOf(t.heap);
  switch (name) {
    case 'func': case 'extern': case 'exn': return name;
    default: return 'any';
  }
};
/** The type of the registers of a kind. */
const widest = (kind: Kind): ValType => {
  switch (kind) {
    case 'any': case 'func': case 'extern': case 'exn': return absRef(kind);
    default: return kind;
  }
};

/** Where a value is: in a register, or in a field of the structure for those that are too many. */
type Place = { readonly register: string } | { readonly field: number };
/** Where values of these types are, and the kinds of those in the structure. */
const placesOf = (ts: readonly ValType<DefType>[]): { readonly places: readonly Place[]; readonly more: readonly Kind[] } => {
  const used = new Map<Kind, number>(), more: Kind[] = [];
  const places = ts.map((t): Place => {
    const kind = kindOf(t), i = used.get(kind) ?? 0;
    used.set(kind, i + 1);
    return i < COUNT[kind] ? { register: `${kind}.${i}` } : { field: more.push(kind) - 1 };
  });
  return { places, more };
};
const moreType = (plan: MutablePlan, more: readonly Kind[]): number =>
  typeOnce(plan, { kind: 'struct', fields: more.map((kind): FieldType => ({ mutable: false, storage: widest(kind) })) });

/** From the type of a register to that of the value in it. */
const narrowed = (plan: MutablePlan, t: ValType<DefType>): readonly Instr[] => {
  if (typeof t === 'string') return [];
  const rt: RefType = openRef(plan, t), { heap } = rt;
  const isWidest = heap.kind === 'abs' && heap.name === kindOf(t);
  if (!isWidest) return [refCast(rt)];
  return rt.nullable ? [] : [asNonNull];
};

/** Makes a local of a type. */
type NewLocal = (t: ValType) => number;

/** Moves values of these types from the host's stack to the registers. */
export const toRegisters = (plan: MutablePlan, ts: readonly ValType<DefType>[], newLocal: NewLocal): readonly Instr[] => {
  const { places, more } = placesOf(ts), kept = more.map((kind) => newLocal(widest(kind)));
  const code = places.toReversed().map((place) =>
    'register' in place ? write(register(plan, place.register)) : set(kept[place.field] ?? -1));
  return more.length === 0 ? code : [...code, ...kept.map(get), structNew(moreType(plan, more)), write(register(plan, 'MORE'))];
};

/** The values of these types in the registers. */
export const fromRegisters = (plan: MutablePlan, ts: readonly ValType<DefType>[]): readonly Instr[] => {
  const { places, more } = placesOf(ts);
  return ts.flatMap((t, i) => {
    const place = places[i];
    if (place === undefined) return [];
    if ('register' in place) return [read(register(plan, place.register)), ...narrowed(plan, t)];
    const x = moreType(plan, more);
    return [read(register(plan, 'MORE')), refCast(idxRef(x, false)), structGet(x, place.field), ...narrowed(plan, t)];
  });
};
