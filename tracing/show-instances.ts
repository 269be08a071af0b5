/**
 * Instances of the store as a trace writes them.
 * @module
 */
import { get, slice } from '../semantics/data/vector.ts';
import type { ArrayInst, Component, ContInst, ExnInst, StructInst } from '../semantics/runtime/store.ts';
import type { Addr } from '../semantics/runtime/values.ts';
import type { Continuation, Stack } from './model.ts';
import { funcNameAt, namesOf } from './names.ts';
import type { Owned } from './names.ts';
import type { Places } from './places.ts';
import { showPositionIn } from './places.ts';
import type { World } from './show-code.ts';
import { tagName } from './show-code.ts';
import type { Known } from './show-values.ts';
import { counted, listed, showField, showVal, showVals } from './show-values.ts';
import { continuationOf } from './stacks.ts';

const SOME = 6;

/** The functions of stacks, outermost first: `$f › $g`, with `│` where there is a prompt. */
export const showFunctions = (stacks: readonly Stack[]): string =>
  stacks.map(({ hidden, frames }) => [...(hidden > 0 ? [`… ${hidden} more`] : []), ...frames.map(({ func }) => func)].join(' › ') || '–')
    .join(' │ ');
/** A continuation: `$f, not begun`, `$f › $g, suspended at a.wat:17:8`. */
export const showContinuation = ({ stacks, begun, at }: Omit<Continuation, 'heldBy'>, file: string): string => {
  const place = at === null ? '' : ` at ${showPositionIn(file, at)}`;
  return `${showFunctions(stacks)}, ${begun ? `suspended${place}` : `made${place}, not begun`}`;
};
/** The instance of a continuation; ε if it is consumed. */
export const showCont = (a: Addr, { E }: ContInst, w: World, places: Places): string =>
  E === undefined ? 'ε (consumed)' : showContinuation(continuationOf(a, E, w, places), places.file);

/** The fields of a structure or array: `{1, 2, … 7 more}`. */
export const showFields = ({ fields }: StructInst | ArrayInst, known: Known): string =>
  `{${listed(slice(fields, 0, Math.min(fields.n, SOME)), SOME, (fv) => showField(fv, known), fields.n)}}`;

/** An exception: `{tag $e, fields 1, 2}`. */
export const showExn = ({ tag, fields }: ExnInst, known: Known): string =>
  `{tag ${tagName(known, tag)}, fields ${showVals(fields, SOME, known)}}`;

/** An instance that is new in the store. */
export const showNew = (component: Component, a: Addr, w: World, places: Places): string => {
  const { S } = w, known = { S, names: namesOf(w.inst) };
  const found = <A>(inst: A | undefined, show: (inst: A) => string): string => inst === undefined ? '' : show(inst);
  switch (component) {
    case 'structs': return found(get(S.structs, a), (inst) => showFields(inst, known));
    case 'arrays': return found(get(S.arrays, a), (inst) => showFields(inst, known));
    case 'exns': return found(get(S.exns, a), (inst) => showExn(inst, known));
    case 'conts': return found(get(S.conts, a), (inst) => showCont(a, inst, w, places));
    case 'globals': return found(get(S.globals, a), ({ value }) => showVal(value, known));
    case 'mems': return found(get(S.mems, a), ({ bytes }) => counted(bytes.size, 'byte'));
    case 'tables': return found(get(S.tables, a), ({ refs }) => counted(refs.n, 'reference'));
    case 'datas': return found(get(S.datas, a), ({ bytes }) => counted(bytes.length, 'byte'));
    case 'elems': return found(get(S.elems, a), ({ refs }) => counted(refs.length, 'reference'));
    case 'funcs': return funcNameAt(S, a) ?? '';
    case 'tags': return tagName(known, a);
  }
};

const owned: { readonly [C in Component]: C extends Owned ? C : undefined } = {
  funcs: 'funcs', tags: 'tags', globals: 'globals', mems: 'mems', tables: 'tables', datas: 'datas', elems: 'elems',
  structs: undefined, arrays: undefined, exns: undefined, conts: undefined,
};
/** What an instance, or a field of a structure, is called. */
export const instanceName = (component: Component, a: Addr, known: Known): string | null => {
  const component1 = owned[component];
  return component1 === undefined ? null : known.names.entity(component1, a) ?? null;
};
