/**
 * Instances of the store as a trace writes them.
 * @module
 */
import { get, slice } from '../semantics/data/vector.ts';
import type { ArrayInst, Component, ContInst, StructInst } from '../semantics/runtime/store.ts';
import type { Addr } from '../semantics/runtime/values.ts';
import type { Continuation, Stack } from './model.ts';
import { funcNameAt, namesOf } from './names.ts';
import type { Owned } from './names.ts';
import type { Places } from './places.ts';
import { showPositionIn } from './places.ts';
import type { World } from './show-code.ts';
import { tagName } from './show-code.ts';
import type { Known } from './show-values.ts';
import { listed, showField, showVal } from './show-values.ts';
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
export const showFields = ({ fields }: StructInst | ArrayInst, scope: Known): string =>
  `{${listed(slice(fields, 0, Math.min(fields.n, SOME)), SOME, (fv) => showField(fv, scope), fields.n)}}`;

/** An instance that is new in the store. */
export const showNew = (component: Component, a: Addr, w: World, places: Places): string => {
  const { S } = w, scope = { S, names: namesOf(w.inst) }, found = <A>(inst: A | undefined, show: (inst: A) => string): string => inst === undefined ? '' : show(inst);
  switch (component) {
    case 'structs': return found(get(S.structs, a), (inst) => showFields(inst, scope));
    case 'arrays': return found(get(S.arrays, a), (inst) => showFields(inst, scope));
    case 'exns': return found(get(S.exns, a), ({ tag, fields }) => `{tag ${tagName(scope, tag)}, fields ${showList(fields, scope)}}`);
    case 'conts': return found(get(S.conts, a), (inst) => showCont(a, inst, w, places));
    case 'globals': return found(get(S.globals, a), ({ value }) => showVal(value, scope));
    case 'mems': return found(get(S.mems, a), ({ bytes }) => `${bytes.size} bytes`);
    case 'tables': return found(get(S.tables, a), ({ refs }) => `${refs.n} references`);
    case 'datas': return found(get(S.datas, a), ({ bytes }) => `${bytes.length} bytes`);
    case 'elems': return found(get(S.elems, a), ({ refs }) => `${refs.length} references`);
    case 'funcs': return funcNameAt(S, a) ?? '';
    case 'tags': return tagName(scope, a);
  }
};
const showList = (vals: readonly Parameters<typeof showVal>[0][], scope: Known): string => listed(vals, SOME, (v) => showVal(v, scope)) || 'ε';

const owned: { readonly [C in Component]: C extends Owned ? C : undefined } = {
  funcs: 'funcs', tags: 'tags', globals: 'globals', mems: 'mems', tables: 'tables', datas: 'datas', elems: 'elems',
  structs: undefined, arrays: undefined, exns: undefined, conts: undefined,
};
/** What an instance, or a field of a structure, is called. */
export const instanceName = (component: Component, a: Addr, scope: Known): string | null => {
  const component1 = owned[component];
  return component1 === undefined ? null : scope.names.entity(component1, a) ?? null;
};
