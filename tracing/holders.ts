/**
 * Who refers to a continuation: operands, locals of active frames, globals, elements of tables, fields. A look at the nearest ones, not a
 * search of everything.
 * @module
 */
import type { Vec } from '../semantics/data/vector.ts';
import { get } from '../semantics/data/vector.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { FieldVal } from '../semantics/runtime/values.ts';
import { asStruct } from '../semantics/types/expansion.ts';
import { activationsOf } from './holes.ts';
import type { Names } from './names.ts';
import { namesOf } from './names.ts';

/** How far it looks. */
const MOST = { operands: 32, frames: 32, instances: 256, elements: 256 };

type Note = (v: FieldVal | undefined, holder: () => string) => void;

const operands = ({ vs }: Config, note: Note): void => {
  for (let i = 0, p = vs; i < MOST.operands && p.v.t !== 'none'; i++, p = p.next) note(p.v, () => 'an operand');
};
const locals = (z: Config, note: Note): void => {
  let frames = 0;
  for (const { frame, F } of activationsOf(z)) {
    if (frames++ === MOST.frames) return;
    const names = namesOf(F.module), x = names.funcAt(frame.at) ?? -1;
    each(F.locals, MOST.elements, (v, i) => { note(v, () => `${names.local(x, i) ?? `local ${i}`} of ${names.func(x)}`); });
  }
};
/** The first elements of a vector. */
const each = <A>(v: Vec<A>, most: number, visit: (a: A, i: number) => void): void => {
  for (let i = 0; i < Math.min(v.n, most); i++) visit(get(v, i) as A, i);
};
/** The last elements of a vector. */
const newest = <A>(v: Vec<A>, visit: (a: A, i: number) => void): void => {
  for (let i = Math.max(0, v.n - MOST.instances); i < v.n; i++) visit(get(v, i) as A, i);
};
const instances = ({ S }: Config, names: Names, note: Note): void => {
  newest(S.globals, ({ value }, a) => { note(value, () => names.entity('globals', a) ?? `S.globals[${a}]`); });
  newest(S.tables, ({ refs }, a) => {
    each(refs, MOST.elements, (ref, i) => { note(ref, () => `${names.entity('tables', a) ?? `S.tables[${a}].refs`}[${i}]`); });
  });
  newest(S.structs, ({ type, fields }, a) => {
    if (asStruct(type)?.fields.some(({ storage }) => typeof storage === 'object') !== true) return;
    each(fields, MOST.elements, (v, i) => { note(v, () => `S.structs[${a}].fields[${i}]`); });
  });
  newest(S.arrays, ({ fields }, a) => {
    each(fields, MOST.elements, (v, i) => { note(v, () => `S.arrays[${a}].fields[${i}]`); });
  });
};

/** What refers to the continuation at an address. */
export const holdersIn = (z: Config, names: Names): ((a: number) => readonly string[]) => {
  const found = new Map<number, string[]>();
  const note: Note = (v, holder) => {
    if (v?.t !== 'ref.cont') return;
    const before = found.get(v.c);
    if (before === undefined) found.set(v.c, [holder()]);
    else before.push(holder());
  };
  operands(z, note);
  locals(z, note);
  instances(z, names, note);
  return (a) => found.get(a) ?? [];
};
