/**
 * Decoding the custom sections that this project gives a meaning to: names and branch hints.
 * @spec core appendix/custom.rst §Name Section; interpreter/custom/handler_branch_hint.ml
 * @module
 */
import type { IndirectNameMap, NameMap, Names } from '../modules.ts';
import { byte, failSince, hex, length, name, peek, u32 } from './reader.ts';
import type { MutableReader } from './reader.ts';

/** Pairs of an index and something: no index twice. */
const indexed = <A>(r: MutableReader, value: (r: MutableReader) => A, what: string): ReadonlyMap<number, A> => {
  const entries = new Map<number, A>();
  for (let n = length(r); n > 0; n--) {
    const start = r.at;
    const x = u32(r);
    if (entries.has(x)) failSince(r, start, `${what}: the index ${x} occurs twice`);
    entries.set(x, value(r));
  }
  return entries;
};
const nameMap = (r: MutableReader): NameMap => indexed(r, name, 'custom @name: multiple names');
const indirectNameMap = (r: MutableReader): IndirectNameMap => indexed(r, nameMap, 'custom @name: multiple groups of names');

/** What the subsection with an id adds to the names; undefined for an id that is not known. */
const subsection = (r: MutableReader, id: number): Partial<Names> | undefined => {
  switch (id) {
    case 0: return { module: name(r) };
    case 1: return { funcs: nameMap(r) };
    case 2: return { locals: indirectNameMap(r) };
    case 3: return { labels: indirectNameMap(r) };
    case 4: return { types: nameMap(r) };
    case 5: return { tables: nameMap(r) };
    case 6: return { mems: nameMap(r) };
    case 7: return { globals: nameMap(r) };
    case 8: return { elems: nameMap(r) };
    case 9: return { datas: nameMap(r) };
    case 10: return { fields: indirectNameMap(r) };
    case 11: return { tags: nameMap(r) };
    default: return undefined;
  }
};

/** The names of a name section. Subsections that are not known are left out. */
export const decodeNames = (r: MutableReader): Partial<Names> => {
  let names: Partial<Names> = {};
  let last = -1;
  while (peek(r) >= 0) {
    const start = r.at;
    const id = byte(r);
    if (id <= last) failSince(r, start, `invalid name subsection id: ${id} stands after ${last}`);
    last = id;
    const size = length(r);
    const content = r.at;
    const part = subsection(r, id);
    if (part === undefined) r.at = content + size;
    if (r.at !== content + size) failSince(r, content, `name subsection size mismatch: ${size} bytes expected, ${r.at - content} read`);
    names = { ...names, ...part };
  }
  return names;
};

/** Branch hints: by function index, then by the offset of the instruction from the start of the function's locals. */
export type BranchHints = ReadonlyMap<number, ReadonlyMap<number, boolean>>;

const HINT = '@metadata.code.branch_hint section';
const hint = (r: MutableReader): boolean => {
  const start = r.at;
  if (u32(r) !== 1) failSince(r, start, `${HINT}: missing reserved byte`);
  const value = byte(r);
  if (value > 1) failSince(r, r.at - 1, `${HINT}: invalid hint value ${hex(value)}`);
  return value === 1;
};

/** The hints of a section of branch hints, which must stand before the code. */
export const decodeBranchHints = (r: MutableReader): BranchHints => {
  const start = r.at;
  const hints = indexed(r, (functions) => indexed(functions, hint, HINT), HINT);
  if (peek(r) >= 0) failSince(r, start, `${HINT}: unexpected content after the last function`);
  return hints;
};
