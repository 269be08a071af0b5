/**
 * The outline of a module: its fields, and everything they bind. What stands in the fields is read afterwards, so that an
 * identifier may be used before it is bound.
 * @spec core 6.4-text.modules §Modules
 * @spec core text/modules.rst §Modules
 * @module
 */
import type { Import } from '../modules.ts';
import type { MutableCursor } from './cursor.ts';
import { afterList, close, isList, isWord, kindOf, spanOf, takeId, takeList, takeName, unexpected, unexpectedList } from './cursor.ts';
import { fail } from './failure.ts';
import type { MutableModule, Spaces } from './module-state.ts';
import { takeBound } from './module-state.ts';
import type { MutableSpace } from './spaces.ts';

const HEADS = ['type', 'rec', 'import', 'func', 'table', 'memory', 'global', 'tag', 'export', 'start', 'elem', 'data'] as const;
/** The head of a field. */
export type Head = (typeof HEADS)[number];
const heads: ReadonlySet<string> = new Set(HEADS);
/** Does a list with this head stand in modules? */
export const isFieldHead = (word: string): boolean => heads.has(word);
/** The heads of what can be imported. */
const EXTERN_HEADS = ['func', 'table', 'memory', 'global', 'tag'] as const;
/** The head of something that can be imported. */
export type ExternHead = (typeof EXTERN_HEADS)[number];

/** A field of a module. */
export interface Field {
  readonly head: Head;
  /** the number of its `(` */
  readonly first: number;
  /** the first of the indices that it binds */
  readonly x: number;
}

/** The index space of what a field with this head binds. */
export const spaceOf = (spaces: Spaces, head: ExternHead | 'elem' | 'data' | 'type'): MutableSpace => {
  const { types, funcs, tables, mems, globals, tags, elems, datas } = spaces;
  return { type: types, func: funcs, table: tables, memory: mems, global: globals, tag: tags, elem: elems, data: datas }[head];
};

/** Reads `(` and the head of a field. */
const takeHead = (p: MutableCursor): Head => {
  if (kindOf(p) !== '(') return unexpected(p, 'a field of a module, which begins with (');
  const head = HEADS.find((word) => isWord(p, word, 1)) ?? unexpected(p, `the head of a field: ${HEADS.join(', ')}`, 1);
  p.next += 2;
  return head;
};

/** Does the list that begins with token number `first` have an element with this head? */
const hasElement = (p: MutableCursor, first: number, head: string): boolean => {
  const { next } = p;
  const end = afterList(p, first) - 1;
  let found = false;
  for (p.next = first + 1; p.next < end && !found; p.next = Math.max(afterList(p, p.next), p.next + 1)) found = isList(p, head);
  p.next = next;
  return found;
};

/** Reads `(func`, `(table`, `(memory`, `(global` or `(tag`. */
export const takeExternHead = (p: MutableCursor): ExternHead =>
  EXTERN_HEADS.find((head) => takeList(p, head)) ?? unexpectedList(p, '(func …), (table …), (memory …), (global …) or (tag …)');
/** Reads the names of an import, and the head of what it imports. */
const takeImported = (p: MutableCursor): ExternHead => {
  takeName(p, 'the name of a module');
  takeName(p, 'the name of an import');
  return takeExternHead(p);
};

const bindTypes = (p: MutableCursor, m: MutableModule, end: number): void => {
  while (p.next < end) {
    const first = p.next;
    if (!takeList(p, 'type')) unexpectedList(p, '(type …)');
    takeBound(p, m, m.spaces.types);
    p.next = afterList(p, first);
  }
};

/** Binds what a field defines or imports, and says whether it imports. */
const bindField = (p: MutableCursor, m: MutableModule, head: Head, first: number): { readonly x: number; readonly imports: boolean } => {
  switch (head) {
    case 'type': case 'elem': case 'data': return { x: takeBound(p, m, spaceOf(m.spaces, head)), imports: false };
    case 'rec': {
      const x = m.spaces.types.count;
      bindTypes(p, m, afterList(p, first) - 1);
      return { x, imports: false };
    }
    case 'import': return { x: takeBound(p, m, spaceOf(m.spaces, takeImported(p))), imports: true };
    case 'func': case 'table': case 'memory': case 'global': case 'tag': {
      const x = takeBound(p, m, spaceOf(m.spaces, head));
      // Segments within tables and memories take their place among the others.
      if (head === 'table' && hasElement(p, first, 'elem')) m.spaces.elems.count++;
      if (head === 'memory' && hasElement(p, first, 'data')) m.spaces.datas.count++;
      return { x, imports: hasElement(p, first, 'import') };
    }
    case 'export': case 'start': return { x: -1, imports: false };
  }
};

/** Reads the fields up to token number `end`, and binds what they define or import. Imports must come first. */
export const outline = (p: MutableCursor, m: MutableModule, end: number): readonly Field[] => {
  const fields: Field[] = [];
  let defined: Head | undefined;
  while (p.next < end) {
    const first = p.next;
    const head = takeHead(p);
    const { x, imports } = bindField(p, m, head, first);
    const after = afterList(p, first);
    if (imports && defined !== undefined) {
      const what = defined === 'func' ? 'function' : defined;
      fail(spanOf(p, first, after), `import after ${what} definition, expected before all definitions`);
    }
    if (!imports && EXTERN_HEADS.some((word) => word === head)) defined = head;
    fields.push({ head, first, x });
    p.next = after;
  }
  return fields;
};

/** Skips the identifier of a field, which is bound by now. */
export const skipBound = (p: MutableCursor, { first, head }: Field): void => {
  p.next = first + 2;
  // A start field binds nothing: its identifier is that of the function.
  if (head !== 'start') takeId(p);
};

/** `(export "name")` in a field. */
export const takeInlineExport = (p: MutableCursor): string | undefined => {
  if (!takeList(p, 'export')) return undefined;
  const name = takeName(p, 'the name of an export');
  close(p, ') after the name of the export');
  return name;
};
/** `(import "module" "name")` in a field. */
export const takeInlineImport = (p: MutableCursor): Pick<Import, 'module' | 'name'> | undefined => {
  if (!takeList(p, 'import')) return undefined;
  const module = takeName(p, 'the name of a module');
  const name = takeName(p, 'the name of an import');
  close(p, ') after the names of the import');
  return { module, name };
};
