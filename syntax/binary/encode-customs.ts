/**
 * Encoding names and branch hints.
 * @spec core appendix/custom.rst §Name Section; interpreter/custom/handler_branch_hint.ml
 * @module
 */
import type { IndirectNameMap, NameMap, Names } from '../modules.ts';
import type { BranchHints } from './decode-customs.ts';
import { byte, list, name, sized, u32 } from './writer.ts';
import type { MutableWriter } from './writer.ts';

const indexed = <A>(w: MutableWriter, entries: ReadonlyMap<number, A>, value: (w: MutableWriter, a: A) => void): void =>
  list(w, Array.from(entries).sort(([a], [b]) => a - b), (inner, [x, a]) => {
    u32(inner, x);
    value(inner, a);
  });
const nameMap = (w: MutableWriter, names: NameMap): void => indexed(w, names, name);
const indirectNameMap = (w: MutableWriter, names: IndirectNameMap): void => indexed(w, names, nameMap);

/** Are there any names? */
export const hasNames = ({ module, ...maps }: Names): boolean => module !== undefined || Object.values(maps).some(({ size }) => size > 0);

/** The content of a name section; subsections without names are left out. */
export const encodeNames = (w: MutableWriter, names: Names): void => {
  const subsection = <A>(id: number, content: A, present: boolean, write: (w: MutableWriter, a: A) => void): void => {
    if (!present) return;
    byte(w, id);
    sized(w, (inner) => write(inner, content));
  };
  const maps = (id: number, content: NameMap): void => subsection(id, content, content.size > 0, nameMap);
  const indirect = (id: number, content: IndirectNameMap): void => subsection(id, content, content.size > 0, indirectNameMap);
  subsection(0, names.module ?? '', names.module !== undefined, name);
  maps(1, names.funcs);
  indirect(2, names.locals);
  indirect(3, names.labels);
  maps(4, names.types);
  maps(5, names.tables);
  maps(6, names.mems);
  maps(7, names.globals);
  maps(8, names.elems);
  maps(9, names.datas);
  indirect(10, names.fields);
  maps(11, names.tags);
};

/** The content of a section of branch hints. */
export const encodeBranchHints = (w: MutableWriter, hints: BranchHints): void =>
  indexed(w, hints, (functions, ofFunction) => indexed(functions, ofFunction, (inner, hint) => {
    u32(inner, 1);
    byte(inner, hint ? 1 : 0);
  }));
