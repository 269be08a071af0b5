/**
 * Decoding modules.
 * @spec core 5.4-binary.modules; appendix/custom.rst
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import { attempt, fail } from '../text/failure.ts';
import { NO_NAMES } from '../modules.ts';
import type {
  Custom, Data, Elem, Export, Global, Import, Mem, Module, Names, SectionName, Start, Table, Tag, TypeDef,
} from '../modules.ts';
import type { SourceError, Span } from '../source.ts';
import { decodeBranchHints, decodeNames } from './decode-customs.ts';
import {
  code, data, elem, exportEntry, fullBudget, global, importEntry, mem, startEntry, table, tag, typeDef,
} from './decode-sections.ts';
import type { Code, MutableBudget } from './decode-sections.ts';
import { byte, failSince, hex, length, list, name, peek, readerOf, skip, u32 } from './reader.ts';
import type { MutableReader } from './reader.ts';
import { CUSTOM_ID, HINT_SECTION, MAGIC, NAME_SECTION, sections, VERSION } from './section-codes.ts';

/** How custom sections are taken. */
export interface DecodeOptions {
  /**
   * Malformed names and branch hints are errors. Otherwise, as the specification wants it, they mean nothing: they are
   * kept as custom sections of unknown meaning.
   */
  readonly strictCustoms?: boolean;
}

/** What is read so far. */
interface MutableModule {
  types: readonly TypeDef[];
  imports: readonly Import[];
  funcs: readonly number[];
  tables: readonly Table[];
  mems: readonly Mem[];
  tags: readonly Tag[];
  globals: readonly Global[];
  exports: readonly Export[];
  start: Start | undefined;
  elems: readonly Elem[];
  dataCount: number | undefined;
  codes: readonly Code[];
  datas: readonly Data[];
  /** each with the number of the section before it, in the order of sections; −1 for none */
  readonly customs: (readonly [after: number, custom: Omit<Custom, 'place'>])[];
  names: Names;
  /** branch hints that are not yet given to instructions */
  readonly hints: Map<number, Map<number, boolean>>;
  readonly budget: MutableBudget;
}

const importedFuncs = (m: MutableModule): number => m.imports.reduce((n, { type }) => (type.kind === 'func' ? n + 1 : n), 0);

const NO_HINTS = new Map<number, boolean>();
const codeSection = (r: MutableReader, m: MutableModule): readonly Code[] => {
  let x = importedFuncs(m);
  return list(r, () => code(r, m.budget, m.hints.get(x++) ?? NO_HINTS));
};

const readers: { readonly [section in SectionName]: (r: MutableReader, m: MutableModule) => void } = {
  type: (r, m) => void (m.types = list(r, typeDef)),
  import: (r, m) => void (m.imports = list(r, importEntry)),
  func: (r, m) => void (m.funcs = list(r, u32)),
  table: (r, m) => void (m.tables = list(r, table)),
  memory: (r, m) => void (m.mems = list(r, mem)),
  tag: (r, m) => void (m.tags = list(r, tag)),
  global: (r, m) => void (m.globals = list(r, global)),
  export: (r, m) => void (m.exports = list(r, exportEntry)),
  start: (r, m) => void (m.start = startEntry(r)),
  elem: (r, m) => void (m.elems = list(r, elem)),
  datacount: (r, m) => void (m.dataCount = u32(r)),
  code: (r, m) => void (m.codes = codeSection(r, m)),
  data: (r, m) => void (m.datas = list(r, data)),
};

/** Gives a custom section its meaning; false if it has none. Should one appear twice, the later one adds to the earlier. */
const interpret = (r: MutableReader, custom: string, m: MutableModule, known: Knowledge): boolean => {
  if (custom === NAME_SECTION) m.names = { ...m.names, ...decodeNames(r) };
  else if (custom !== HINT_SECTION || !known.hints) return false;
  else {
    if (m.codes.length > 0) fail({ start: r.at, end: r.end }, '@metadata.code.branch_hint section: it stands after the code');
    for (const [x, hints] of decodeBranchHints(r)) m.hints.set(x, new Map(hints));
  }
  return true;
};

/** Which custom sections are given a meaning. */
interface Knowledge {
  readonly strict: boolean;
  readonly hints: boolean;
}

/** A custom section of which the id and the size are read, after the section with the number `after`. */
const customSection = (r: MutableReader, at: Span, m: MutableModule, after: number, known: Knowledge): void => {
  const { start, end } = at;
  const text = name(r);
  if (r.at > end) failSince(r, start, 'unexpected end: the custom section ends within its name');
  const content = skip(r, end - r.at);
  const inner = readerOf(r.bytes, content, end);
  const meaning = attempt(() => interpret(inner, text, m, known));
  if (E.isLeft(meaning) && known.strict) fail(meaning.left.span, meaning.left.message);
  if (E.isLeft(meaning) || !meaning.right) m.customs.push([after, { name: text, bytes: r.bytes.slice(content, end), at }]);
};

const header = (r: MutableReader): void => {
  const magic = skip(r, MAGIC.length);
  const differs = (b: number, i: number): boolean => r.bytes[magic + i] !== b;
  if (MAGIC.some(differs)) failSince(r, magic, 'magic header not detected: a binary begins with the bytes 00 61 73 6d');
  const version = skip(r, VERSION.length);
  if (VERSION.some((b, i) => r.bytes[version + i] !== b)) failSince(r, version, 'unknown binary version: it is not 01 00 00 00');
};

const sectionOfId: ReadonlyMap<number, { readonly section: SectionName; readonly order: number }> =
  new Map(sections.map(([section, id], order) => [id, { section, order }]));

const failOrder = (r: MutableReader, start: number, section: SectionName, last: SectionName): never => {
  const where = section === last ? 'occurs twice' : `stands after the section \`${last}\``;
  return failSince(r, start, `unexpected content after last section: the section \`${section}\` ${where}`);
};

const readSections = (r: MutableReader, m: MutableModule, known: Knowledge): void => {
  let last = -1;
  while (peek(r) >= 0) {
    const start = r.at;
    const id = byte(r);
    const next = sectionOfId.get(id);
    if (id !== CUSTOM_ID && next === undefined) failSince(r, start, `malformed section id: ${hex(id)}`);
    if (next !== undefined && next.order <= last) failOrder(r, start, next.section, sections[last]?.[0] ?? next.section);
    const size = length(r);
    const content = r.at;
    if (next === undefined) customSection(r, { start, end: content + size }, m, last, known);
    else {
      readers[next.section](r, m);
      last = next.order;
    }
    if (r.at !== content + size) {
      failSince(r, start, `section size mismatch: the size of the section is ${size} bytes, its content takes ${r.at - content}`);
    }
  }
};

/** The sections that have something in them, by their number. A data count that code does not need is nothing. */
const filledSections = (m: MutableModule): readonly boolean[] => {
  const filled: { readonly [section in SectionName]: boolean } = {
    type: m.types.length > 0,
    import: m.imports.length > 0,
    func: m.funcs.length > 0,
    table: m.tables.length > 0,
    memory: m.mems.length > 0,
    tag: m.tags.length > 0,
    global: m.globals.length > 0,
    export: m.exports.length > 0,
    start: m.start !== undefined,
    elem: m.elems.length > 0,
    datacount: m.codes.some(({ usesData }) => usesData !== undefined),
    code: m.codes.length > 0,
    data: m.datas.length > 0,
  };
  return sections.map(([section]) => filled[section]);
};

/** Custom sections stand after the nearest section before them that is not empty; those at either end of the module say so. */
const placedCustoms = (m: MutableModule): readonly Custom[] => {
  const filled = filledSections(m);
  const last = filled.lastIndexOf(true);
  return m.customs.map(([after, custom]) => {
    const section = after < 0 ? -1 : filled.lastIndexOf(true, after);
    if (section === last) return { ...custom, place: { side: 'after', section: 'last' } };
    const name = sections[section]?.[0];
    return { ...custom, place: name === undefined ? { side: 'before', section: 'first' } : { side: 'after', section: name } };
  });
};

/** What must hold between sections. */
const checkSections = (m: MutableModule, end: Span): void => {
  const { funcs, codes, dataCount, datas } = m;
  if (funcs.length !== codes.length) {
    fail(end, `function and code section have inconsistent lengths: ${funcs.length} and ${codes.length}`);
  }
  if (dataCount !== undefined && dataCount !== datas.length) {
    fail(end, `data count and data section have inconsistent lengths: ${dataCount} and ${datas.length}`);
  }
  const use = codes.find(({ usesData }) => usesData !== undefined)?.usesData;
  if (dataCount === undefined && use !== undefined) fail(use, 'data count section required: code names a data segment');
};

const HINTS_LEFT = '@metadata.code.branch_hint section: invalid offset: no `if` or `br_if` begins there';
/** Has every branch hint found its instruction? */
const hintsFit = (m: MutableModule): boolean => Array.from(m.hints.values()).every((hints) => hints.size === 0);

const decodeModule = (bytes: Uint8Array, known: Knowledge): Module => {
  const r = readerOf(bytes);
  header(r);
  const m: MutableModule = {
    types: [], imports: [], funcs: [], tables: [], mems: [], tags: [], globals: [], exports: [], start: undefined, elems: [],
    dataCount: undefined, codes: [], datas: [], customs: [], names: NO_NAMES, hints: new Map(), budget: fullBudget(),
  };
  readSections(r, m, known);
  const end: Span = { start: r.end, end: r.end };
  checkSections(m, end);
  if (!hintsFit(m)) {
    if (known.strict) fail(end, HINTS_LEFT);
    return decodeModule(bytes, { ...known, hints: false });
  }
  const { types, imports, tags, globals, mems, tables, datas, elems, start, exports } = m;
  const funcs = m.codes.map(({ locals, body, at }, i) => ({ type: m.funcs[i] ?? 0, locals, body, at }));
  return {
    types, imports, tags, globals, mems, tables, funcs, datas, elems, start, exports, customs: placedCustoms(m), names: m.names,
    at: { start: 0, end: r.end },
  };
};

/**
 * The module of a binary.
 * @param bytes - the binary; the module keeps no part of it
 * @returns the module, with byte offsets as spans, or the first thing that is malformed: its message begins with the words
 *   of the official suites
 */
export const decode = (bytes: Uint8Array, options: DecodeOptions = {}): Either<SourceError, Module> =>
  attempt(() => decodeModule(bytes, { strict: options.strictCustoms ?? false, hints: true }));
