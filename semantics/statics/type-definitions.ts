/**
 * Validity of type definitions: recursive types and the subtypes in them.
 *
 * A group is judged in two passes. The first sees that its type indices are bound and that supertypes come before their
 * subtypes: then it can be rolled. The second looks at the closed types.
 * @spec core 2.1-validation.types §Type definitions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { RecType, SubType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { rolldt } from '../types/deftypes.ts';
import { asFunc, contTarget } from '../types/expansion.ts';
import { matchesComp } from '../types/matching.ts';
import { compShared } from '../types/sharing.ts';
import { showComp } from '../types/showing.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, all, refuse } from './refusal.ts';
import type { Scope } from './types.ts';
import { comptypeOk, typeuseOk } from './types.ts';

/**
 * The longest chain of declared supertypes of a type: a limit of this implementation, on which engines agree.
 * @spec core appendix/implementation.rst §Syntactic Limits
 */
const MAX_DEPTH = 63;

/** The premises of {@link subtypeOk} about the indices in a subtype. */
const bound = (C: Scope, x: number, st: SubType): Checked => {
  if (st.supers.length > 1) return refuse(`sub type ${x} has ${st.supers.length} super types, but may have only one`, 'Subtype_ok');
  const supers = all(st.supers, (u) => {
    const use = typeuseOk(C, u);
    return isLeft(use) || u.x < x ? use : refuse(`forward use of type ${u.x} in sub type definition ${x}`, 'Subtype_ok');
  });
  return isLeft(supers) ? supers : comptypeOk(C, st.comp);
};

/**
 * `C ⊢ subtype : OK(x)`
 * ```rule
 * C ⊢ sub final? y* share ct : OK(x)
 *   — if |y*| ≤ 1
 *   — and (y < x)*
 *   — and (C.types[y] = sub y′* share ct′)*
 *   — and C ⊢ ct : OK
 *   — and C ⊢ ct : OK(shared), if share = shared
 *   — and (ct <: ct′)*
 *   — and the chain of supertypes has at most 63 types, a limit of this implementation
 * ```
 * The specification lets implementations limit the depth of subtyping.
 * @rule Subtype_ok
 * @spec core 2.1-validation.types §Type definitions
 * @spec SET Overview.md §Heap Types
 */
const subtypeOk = (x: number, st: SubType, { sub, lineage }: DefType): Checked => {
  const parent = sub.supers[0], y = st.supers[0]?.x;
  if (parent !== undefined && y !== undefined) {
    if (parent.sub.final) return refuse(`sub type ${x} has final super type ${y}`, 'Subtype_ok');
    if (sub.shared !== parent.sub.shared) {
      return refuse(`sub type ${x} does not match super type ${y}: one is shared, the other is not`, 'Subtype_ok');
    }
    if (!matchesComp(sub.comp, parent.sub.comp)) return refuse(`sub type ${x} does not match super type ${y}`, 'Subtype_ok');
    const depth = lineage.length - 1, most = `cannot exceed depth ${MAX_DEPTH}`;
    if (depth > MAX_DEPTH) return refuse(`sub type hierarchy too deep: found depth ${depth}, ${most}`, 'Subtype_ok');
  }
  return OK;
};

/** The premise of {@link subtypeOk} about a type that is shared. */
const sharedOk = (x: number, { sub: { shared, comp } }: DefType): Checked => {
  if (!shared || compShared(comp)) return OK;
  return refuse(`shared composite type must contain shared types, but type ${x} is (shared ${showComp(comp)})`, 'Comptype_ok/shared');
};

/** The premise of `Comptype_ok/cont` about what the continuation runs. */
const contOk = (st: SubType, dt: DefType): Checked => {
  if (st.comp.kind !== 'cont') return OK;
  const ft = contTarget(dt);
  if (ft !== undefined && asFunc(ft) !== undefined) return OK;
  const { type } = st.comp;
  return refuse(`non-function type ${type.kind === 'idx' ? type.x : type.name}`, 'Comptype_ok/cont');
};

/**
 * `C ⊢ rectype : OK(x)`, with x = |dts|, and `C ⊢ type : dt*`
 * ```rule
 * C ⊢ type rectype : dt*
 *   — if x = |C.types|
 *   — and dt* = roll(x, rectype)
 *   — and C ++ {types dt*} ⊢ rectype : OK(x)
 * ```
 * @rule Type_ok
 * @spec core 2.4-validation.modules §Definitions
 */
export const rectypeOk = (dts: readonly DefType[], rec: RecType): Judged<readonly DefType[]> => {
  const x = dts.length;
  const scope: Scope = { types: { length: x + rec.length } };
  const scoped = all(rec, (st, i) => bound(scope, x + i, st));
  if (isLeft(scoped)) return scoped;
  const rolled = rolldt(dts, rec);
  const checked = all(rec, (st, i) => {
    const dt = rolled[i];
    if (dt === undefined) return OK;
    const cont = contOk(st, dt);
    if (isLeft(cont)) return cont;
    const shared = sharedOk(x + i, dt);
    return isLeft(shared) ? shared : subtypeOk(x + i, st, dt);
  });
  return isLeft(checked) ? checked : right(rolled);
};
