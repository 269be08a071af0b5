/**
 * Encoding modules.
 * @spec core 5.4-binary.modules; appendix/custom.rst
 * @module
 */
import type { Custom, Module, SectionName } from '../modules.ts';
import { encodeBranchHints, encodeNames, hasNames } from './encode-customs.ts';
import type { BranchHints } from './decode-customs.ts';
import { code, data, elem, exportEntry, global, importEntry, mem, startEntry, table, tag, typeDef } from './encode-sections.ts';
import { CUSTOM_ID, HINT_SECTION, MAGIC, NAME_SECTION, sections, VERSION } from './section-codes.ts';
import { append, byte, list, name, raw, sized, u32, writer, written } from './writer.ts';
import type { MutableWriter } from './writer.ts';

/** The content of a section; undefined if the section is left out. */
type Content = ((w: MutableWriter) => void) | undefined;

/** The functions of a module as code, and what they were found to have. */
interface EncodedCode {
  readonly content: MutableWriter;
  readonly hints: BranchHints;
  readonly usesData: boolean;
}
const encodeCode = ({ funcs, imports }: Module): EncodedCode => {
  const content = writer();
  const hints = new Map<number, ReadonlyMap<number, boolean>>();
  let usesData = false;
  let x = imports.filter(({ type }) => type.kind === 'func').length;
  list(content, funcs, (w, func) => {
    const found = code(w, func);
    if (found.hints.length > 0) hints.set(x, new Map(found.hints));
    usesData ||= found.usesData;
    x++;
  });
  return { content, hints, usesData };
};

const entries = <A>(elements: readonly A[], element: (w: MutableWriter, a: A) => void): Content =>
  (elements.length === 0 ? undefined : (w) => list(w, elements, element));

const contentOf = (m: Module, { content, usesData }: EncodedCode): { readonly [section in SectionName]: Content } => {
  const { start } = m;
  return {
    type: entries(m.types, typeDef),
    import: entries(m.imports, importEntry),
    func: entries(m.funcs, (w, { type }) => u32(w, type)),
    table: entries(m.tables, table),
    memory: entries(m.mems, mem),
    tag: entries(m.tags, tag),
    global: entries(m.globals, global),
    export: entries(m.exports, exportEntry),
    start: start === undefined ? undefined : (w) => startEntry(w, start),
    elem: entries(m.elems, elem),
    datacount: usesData ? (w) => u32(w, m.datas.length) : undefined,
    code: m.funcs.length === 0 ? undefined : (w) => append(w, content),
    data: entries(m.datas, data),
  };
};

const section = (w: MutableWriter, id: number, content: Content): void => {
  if (content === undefined) return;
  byte(w, id);
  sized(w, content);
};
const customSection = (w: MutableWriter, text: string, content: (w: MutableWriter) => void): void =>
  section(w, CUSTOM_ID, (inner) => {
    name(inner, text);
    content(inner);
  });

/** The custom sections that stand at a place, in their order. */
const customsAt = (
  w: MutableWriter, customs: readonly Custom[], side: Custom['place']['side'], beside: Custom['place']['section'],
): void => {
  for (const { name: text, bytes, place } of customs) {
    if (place.side === side && place.section === beside) customSection(w, text, (inner) => raw(inner, bytes));
  }
};

/**
 * The binary of a module, in canonical form: numbers are as short as can be, empty sections are left out, the data count
 * is there where code names data segments. Names and branch hints become custom sections, at the very end and
 * right before the code.
 * @throws Error if an instruction has an operator at a type where it does not exist
 */
export const encode = (module: Module): Uint8Array => {
  const code = encodeCode(module);
  const content = contentOf(module, code);
  const w = writer();
  raw(w, MAGIC);
  raw(w, VERSION);
  customsAt(w, module.customs, 'before', 'first');
  for (const [beside, id] of sections) {
    customsAt(w, module.customs, 'before', beside);
    if (beside === 'code' && code.hints.size > 0) customSection(w, HINT_SECTION, (inner) => encodeBranchHints(inner, code.hints));
    section(w, id, content[beside]);
    customsAt(w, module.customs, 'after', beside);
  }
  customsAt(w, module.customs, 'after', 'last');
  if (hasNames(module.names)) customSection(w, NAME_SECTION, (inner) => encodeNames(inner, module.names));
  return written(w);
};
