/**
 * The annotations that mean something: names, branch hints and custom sections. All others are skipped.
 * @spec core appendix/custom.rst §Name Annotations, §Branch Hints, §Custom Annotations
 * @module
 */
import type { Custom, SectionName } from '../modules.ts';
import type { Span } from '../source.ts';
import type { MutableCursor } from './cursor.ts';
import { cursorOf, isWord, kindOf, takeAllBytes, takeBytes, textOf } from './cursor.ts';
import { fail } from './failure.ts';
import type { Annotation } from './lexer.ts';
import { tokenize } from './lexer.ts';
import { decodeUtf8 } from './utf8.ts';

const NAME = 'name', HINT = 'metadata.code.branch_hint', CUSTOM = 'custom';

/** The annotations of a module that no one has read yet, by the number of the token that follows them. */
export interface MutableAnnotations {
  readonly names: Map<number, Annotation>;
  readonly hints: Map<number, Annotation>;
  readonly customs: Map<number, readonly Annotation[]>;
}

/** Takes note of an annotation that stands alone before its token. */
const put = (into: Map<number, Annotation>, annotation: Annotation, message: string): void => {
  if (into.has(annotation.next)) fail(annotation.span, message);
  into.set(annotation.next, annotation);
};

/** The position of the first annotation that follows token number `token` or a later one; annotations are in the order of the text. */
const firstAfter = (annotations: readonly Annotation[], token: number): number => {
  let low = 0, high = annotations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((annotations[middle]?.next ?? 0) > token) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The annotations that follow the tokens numbered `first` to, and without, `end`. */
export const annotationsWithin = (p: MutableCursor, first: number, end: number): MutableAnnotations => {
  const names = new Map<number, Annotation>(), hints = new Map<number, Annotation>(), customs = new Map<number, Annotation[]>();
  const { annotations } = p.tokens;
  for (const annotation of annotations.slice(firstAfter(annotations, first), firstAfter(annotations, end))) {
    const { name, next } = annotation;
    if (name === NAME) put(names, annotation, '@name annotation: multiple names for one thing');
    else if (name === HINT) put(hints, annotation, `@${HINT} annotation: duplicate annotation`);
    else if (name === CUSTOM) {
      const before = customs.get(next);
      if (before === undefined) customs.set(next, [annotation]);
      else before.push(annotation);
    }
  }
  return { names, hints, customs };
};

/** A cursor before the first token of an annotation's content. */
const contentOf = (p: MutableCursor, { content }: Annotation): MutableCursor => cursorOf(tokenize(p.tokens.text, content));

const expectEnd = (content: MutableCursor, span: Span, name: string): void => {
  if (kindOf(content) !== 'end') fail(span, `@${name} annotation: unexpected token ${textOf(content)}, expected nothing more`);
};

/** Reads the name of what was just named by an identifier, or could have been, if an annotation names it. */
export const takeNameAnnotation = (p: MutableCursor, { names }: MutableAnnotations): string | undefined => {
  const annotation = names.get(p.next);
  if (annotation === undefined) return undefined;
  names.delete(p.next);
  const content = contentOf(p, annotation);
  if (kindOf(content) !== 'string') fail(annotation.span, '@name annotation: string expected');
  const name = decodeUtf8(takeBytes(content, 'a name'));
  expectEnd(content, annotation.span, NAME);
  return name ?? fail(annotation.span, 'malformed UTF-8 encoding of the name in a @name annotation');
};

/** Whether a branch is likely taken, and where that is written. */
export interface Hint {
  readonly likely: boolean;
  readonly span: Span;
}
/** Reads the hint for the instruction that the next token begins, if there is one. */
export const takeHint = (p: MutableCursor, { hints }: MutableAnnotations): Hint | undefined => {
  const annotation = hints.get(p.next);
  if (annotation === undefined) return undefined;
  hints.delete(p.next);
  const content = contentOf(p, annotation);
  if (kindOf(content) !== 'string') fail(annotation.span, `@${HINT} annotation: expected a string, "\\00" or "\\01"`);
  const bytes = takeBytes(content, 'a hint');
  expectEnd(content, annotation.span, HINT);
  const [hint] = bytes;
  if (bytes.length !== 1 || (hint !== 0 && hint !== 1)) {
    fail(annotation.span, `@${HINT} annotation: invalid value for branch hint, expected "\\00" or "\\01"`);
  }
  return { likely: hint === 1, span: annotation.span };
};
/** Refuses a hint for an instruction that is no conditional branch. */
export const refuseHint = (span: Span): never =>
  fail(span, `@${HINT} annotation: invalid target, expected if or br_if after it`, 'invalid');

const SECTIONS: readonly (SectionName | 'first' | 'last')[] = [
  'type', 'import', 'func', 'table', 'memory', 'tag', 'global', 'export', 'start', 'elem', 'datacount', 'code', 'data', 'first', 'last',
];

/** `(before section)`, `(after section)`; the end of the module if nothing is said */
const takePlace = (content: MutableCursor, span: Span): Custom['place'] => {
  if (kindOf(content) !== '(') return { side: 'after', section: 'last' };
  content.next++;
  const side = textOf(content);
  if (side !== 'before' && side !== 'after') return fail(span, '@custom annotation: malformed placement, expected before or after');
  content.next++;
  const section = SECTIONS.find((word) => isWord(content, word)) ??
    fail(span, `@custom annotation: malformed section kind, expected one of ${SECTIONS.join(', ')}`);
  content.next++;
  if (kindOf(content) !== ')') fail(span, `@custom annotation: unexpected token ${textOf(content)}, expected )`);
  content.next++;
  return { side, section };
};

const customOf = (p: MutableCursor, annotation: Annotation): Custom => {
  const { span } = annotation;
  const content = contentOf(p, annotation);
  if (kindOf(content) !== 'string') fail(span, '@custom annotation: missing section name');
  const name = decodeUtf8(takeBytes(content, 'a name')) ?? fail(span, '@custom annotation: malformed UTF-8 encoding of the section name');
  const place = takePlace(content, span);
  const bytes = takeAllBytes(content);
  expectEnd(content, span, CUSTOM);
  return { name, bytes, place, at: span };
};

/** Reads the custom sections that are annotated right before the next token. */
export const takeCustoms = (p: MutableCursor, { customs }: MutableAnnotations): readonly Custom[] => {
  const here = customs.get(p.next) ?? [];
  customs.delete(p.next);
  return here.map((annotation) => customOf(p, annotation));
};

/** Refuses the annotations that no one has read. `isInFunction` tells whether a token stands in a function. */
export const refuseMisplaced = ({ names, hints, customs }: MutableAnnotations, isInFunction: (token: number) => boolean): void => {
  for (const { span } of [...customs.values()].flat()) fail(span, 'misplaced @custom annotation, expected between the fields of a module');
  for (const hint of hints.values()) {
    fail(hint.span, `@${HINT} annotation: ${isInFunction(hint.next) ? 'must precede an instruction' : 'not in a function'}`);
  }
  for (const name of names.values()) fail(name.span, 'misplaced @name annotation, expected where an identifier may stand');
};
