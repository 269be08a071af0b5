/**
 * Values as a trace has them, and as it writes them.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Vals } from '../semantics/runtime/contexts.ts';
import type { FieldVal, PackVal, Ref, Val } from '../semantics/runtime/values.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { TypeNames } from '../semantics/types/showing.ts';
import { printNum, printVec } from '../syntax/text/print-literals.ts';
import type { Value, Values } from './model.ts';
import type { Names } from './names.ts';
import { funcNameAt } from './names.ts';

/** What values refer to: a store, and the names of the module that looks at them. */
export interface Known {
  readonly S: Store;
  readonly names: Names;
}

/** The name of a type, if it has an identifier. */
const identifierOf = (type: DefType | undefined, types: TypeNames): string | undefined => {
  const name = type && types.get(type);
  return name?.startsWith('$') === true ? name : undefined;
};

/** What a reference refers to is called: a function, the tag of an exception, the type of a structure or array. */
const referent = (ref: Ref, { S, names }: Known): string | undefined => {
  switch (ref.t) {
    case 'ref.func': return funcNameAt(S, ref.c);
    case 'ref.exn': {
      const exn = get(S.exns, ref.c);
      return exn && names.entity('tags', exn.tag);
    }
    case 'ref.struct': return identifierOf(get(S.structs, ref.c)?.type, names.types);
    case 'ref.array': return identifierOf(get(S.arrays, ref.c)?.type, names.types);
    default: return undefined;
  }
};

/** A value of a trace. */
export const valueOf = (val: Val, known: Known): Value => {
  switch (val.t) {
    case 'i32': case 'i64': case 'f32': case 'f64': return { t: val.t, c: printNum(val), name: null };
    case 'v128': return { t: val.t, c: printVec(val), name: null };
    case 'ref.null': return { t: val.t, c: '', name: null };
    case 'ref.extern': return { t: val.t, c: showVal(val.c, known), name: null };
    default: return { t: val.t, c: String(val.c), name: referent(val, known) ?? null };
  }
};

const SMALL = 65536;
/** `i32x4 0x00000001 0xffffffff …` as `i32x4 1 -1 …`, if all lanes are small, as signed numbers */
const lanesOf = (c: string): string => {
  const [shape = '', ...lanes] = c.split(' '), numbers = lanes.map((lane) => Number(lane) | 0);
  return numbers.every((n) => Math.abs(n) < SMALL) ? [shape, ...numbers].join(' ') : c;
};

/** A value among words: `3`, `3:i64`, `0.5:f32`, `v128[i32x4 1 2 3 4]`, `(ref.func 2 $f)`, `ref.null`. A number alone is an i32. */
export const showValue = ({ t, c, name }: Value): string => {
  switch (t) {
    case 'i32': return c;
    case 'i64': case 'f32': case 'f64': return `${c}:${t}`;
    case 'v128': return `v128[${lanesOf(c)}]`;
    case 'ref.null': return t;
    default: return `(${t} ${c}${name === null ? '' : ` ${name}`})`;
  }
};
/** A value with its type in front: `i32 3`, `ref.func 2 $f`, `ref.null`. */
export const showTyped = ({ t, c, name }: Value): string => [t, c, name ?? ''].filter((word) => word !== '').join(' ');

/** A value of the runtime, among words. */
export const showVal = (val: Val, known: Known): string => showValue(valueOf(val, known));

const isPackVal = (fv: FieldVal): fv is PackVal => fv.t === 'i8' || fv.t === 'i16';
/** Values in a row, of which not more than `most` are shown. */
export const showVals = (vals: readonly Val[], most: number, known: Known): string =>
  vals.length === 0 ? 'ε' : listed(vals, most, (v) => showVal(v, known));

/** A field: a value, or `255:i8`. */
export const showField = (fv: FieldVal, known: Known): string => isPackVal(fv) ? `${fv.c}:${fv.t}` : showVal(fv, known);

/** The top n values of vs, of which not more than `most` are shown. */
export const valuesOf = (n: number, vs: Vals, most: number, known: Known): Values => {
  const out: Value[] = [];
  let p = vs;
  for (let i = Math.min(n, most); i > 0 && p.v.t !== 'none'; i--, p = p.next) out.push(valueOf(p.v, known));
  return { hidden: Math.max(0, n - most), vals: out.reverse() };
};

/** `1 step`, `2 steps` */
export const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** Several things, of which not more than `most` are shown: `1, 2, 3, … 7 more`. */
export const listed = <A>(items: readonly A[], most: number, show: (item: A) => string, total: number = items.length): string => {
  const shown = items.slice(0, most).map(show);
  return [...shown, ...(total > shown.length ? [`… ${total - shown.length} more`] : [])].join(', ');
};
