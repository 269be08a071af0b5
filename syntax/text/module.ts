/**
 * Modules.
 * @spec core 6.4-text.modules
 * @spec core text/modules.rst
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { Custom, Module, Names } from '../modules.ts';
import type { SourceError, Span } from '../source.ts';
import { annotationsWithin, refuseMisplaced, takeCustoms, takeNameAnnotation } from './annotations.ts';
import type { MutableCursor } from './cursor.ts';
import { afterList, cursorOf, kindOf, spanOf, takeId, takeList, unexpected } from './cursor.ts';
import { attempt, fail } from './failure.ts';
import { readField } from './fields.ts';
import { tokenize } from './lexer.ts';
import type { MutableModule } from './module-state.ts';
import { emptyModule } from './module-state.ts';
import type { Field } from './outline.ts';
import { outline } from './outline.ts';
import { withoutEmpty } from './spaces.ts';
import { readText } from './utf8.ts';

const namesOf = ({ spaces, fields, locals, labels }: MutableModule, module: string | undefined): Names => ({
  module, types: spaces.types.names, fields: withoutEmpty(new Map([...fields].map(([x, { names }]) => [x, names]))),
  funcs: spaces.funcs.names, locals, labels, tables: spaces.tables.names, mems: spaces.mems.names, globals: spaces.globals.names,
  tags: spaces.tags.names, elems: spaces.elems.names, datas: spaces.datas.names,
});

/** Reads the custom sections that are annotated between the fields. */
const readCustoms = (p: MutableCursor, m: MutableModule, fields: readonly Field[], end: number): readonly Custom[] => {
  const customs: Custom[] = [];
  for (const place of [...fields.map(({ first }) => first), end]) {
    p.next = place;
    customs.push(...takeCustoms(p, m.annotations));
  }
  return customs;
};

const isInFunction = (p: MutableCursor, fields: readonly Field[]) => (token: number): boolean =>
  fields.some(({ head, first }) => head === 'func' && first < token && token < afterList(p, first));

/** The range of a module: the token before its fields, the token after them, and the span of the whole. */
interface Range {
  readonly before: number;
  readonly end: number;
  readonly at: Span;
}
/** Reads the fields of a module from the cursor to the end of a range. */
export const takeModule = (p: MutableCursor, { before, end, at }: Range, id: string | undefined): Module => {
  const m = emptyModule(annotationsWithin(p, before, end));
  const name = takeNameAnnotation(p, m.annotations) ?? id;
  const fields = outline(p, m, end);
  const areTypes = ({ head }: Field): boolean => head === 'type' || head === 'rec';
  for (const field of fields) if (areTypes(field)) readField(p, m, field);
  for (const field of fields) if (!areTypes(field)) readField(p, m, field);
  const customs = readCustoms(p, m, fields, end);
  refuseMisplaced(m.annotations, isInFunction(p, fields));
  p.next = end;
  const { types, imports, tags, globals, mems, tables, funcs, datas, elems, starts, exports } = m;
  const [start] = starts;
  return { types, imports, tags, globals, mems, tables, funcs, datas, elems, start, exports, customs, names: namesOf(m, name), at };
};

/** Reads a whole text: `(module …)`, or the fields of a module alone. */
const takeText = (p: MutableCursor): Module => {
  const { count, text } = p.tokens;
  if (!takeList(p, 'module')) return takeModule(p, { before: -1, end: count, at: { start: 0, end: text.length } }, undefined);
  const end = afterList(p, 0) - 1;
  const id = takeId(p);
  const module = takeModule(p, { before: 1, end, at: spanOf(p, 0, end + 1) }, id);
  p.next++;
  if (kindOf(p) !== 'end') unexpected(p, 'nothing after the module');
  return module;
};

/** The text of a source. A text with half of a surrogate pair is not UTF-16, and has no UTF-8. */
export const textOfSource = (source: string | Uint8Array): Either<SourceError, string> => {
  if (typeof source !== 'string') return readText(source);
  if (source.isWellFormed()) return E.right(source);
  let start = 0;
  for (const character of source) {
    if (!character.isWellFormed()) break;
    start += character.length;
  }
  return attempt(() => fail({ start, end: start + 1 }, 'malformed UTF-8 encoding: half of a surrogate pair'));
};

/**
 * The module that a text describes: `(module …)`, or its fields alone. Spans are offsets in the text.
 * @param source a text, or its bytes in UTF-8
 * @returns the first mistake, if the source is not in the grammar
 */
export const parseModule = (source: string | Uint8Array): Either<SourceError, Module> =>
  E.flatMap(textOfSource(source), (text) => attempt(() => takeText(cursorOf(tokenize(text)))));
