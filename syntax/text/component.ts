/**
 * Components.
 * @spec CM Explainer.md §Component Definitions
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { Canon, Component, CoreSort, Definition, InstantiateArg } from '../components.ts';
import type { Export } from '../modules.ts';
import type { SourceError, Span } from '../source.ts';
import { annotationsWithin } from './annotations.ts';
import type { MutableCursor } from './cursor.ts';
import {
  afterList, close, cursorOf, isList, isWord, kindOf, spanFrom, spanOf, takeId, takeList, takeName, takeWord, unexpected, unexpectedList,
} from './cursor.ts';
import { attempt } from './failure.ts';
import { tokenize } from './lexer.ts';
import { takeModule, textOfSource } from './module.ts';
import type { MutableModule } from './module-state.ts';
import { emptyModule, takeBound } from './module-state.ts';
import type { ExternHead } from './outline.ts';
import { spaceOf } from './outline.ts';
import type { MutableSpace } from './spaces.ts';
import { bind, space, takeIndex } from './spaces.ts';
import { takeSubType } from './types.ts';

/** A component that is being read: every definition makes something that those after it may name. */
interface MutableComponent {
  /** core types, functions, tables, memories, globals and tags */
  readonly core: MutableModule;
  readonly modules: MutableSpace;
  readonly instances: MutableSpace;
  readonly definitions: Definition[];
}

const SORTS: readonly (readonly [head: ExternHead, sort: CoreSort])[] =
  [['func', 'func'], ['table', 'table'], ['memory', 'mem'], ['global', 'global'], ['tag', 'tag']];
const takeSort = (p: MutableCursor): readonly [ExternHead, CoreSort] =>
  SORTS.find(([head]) => takeWord(p, head)) ?? unexpected(p, 'func, table, memory, global or tag');

const define = (c: MutableComponent, definition: Definition): void => void c.definitions.push(definition);

/** What the exports of an instance have under a name: a definition of its own, without an identifier. */
const takeAliases = (p: MutableCursor, c: MutableComponent, head: ExternHead, sort: CoreSort): number => {
  const first = p.next, instance = takeIndex(p, c.instances), name = takeName(p, 'the name of an export');
  define(c, { kind: 'alias', sort, instance, name, at: spanFrom(p, first) });
  return bind(p, spaceOf(c.core.spaces, head), undefined);
};
/** `$x` of a sort, or an export of an instance: `$instance "name"` */
const takeSortIndex = (p: MutableCursor, c: MutableComponent, head: ExternHead, sort: CoreSort): number =>
  kindOf(p, 1) === 'string' ? takeAliases(p, c, head, sort) : takeIndex(p, spaceOf(c.core.spaces, head));

/** `(export "name" (func $f))*` */
const takeExports = (p: MutableCursor, c: MutableComponent): readonly Export[] => {
  const exports: Export[] = [];
  while (isList(p, 'export')) {
    const first = p.next;
    p.next += 2;
    const name = takeName(p, 'the name of an export');
    if (kindOf(p) !== '(') unexpected(p, '(func …), (table …), (memory …), (global …) or (tag …)');
    p.next++;
    const [head, kind] = takeSort(p), x = takeSortIndex(p, c, head, kind);
    close(p, ') after the index');
    close(p, ') after the export');
    exports.push({ name, desc: { kind, x }, at: spanFrom(p, first) });
  }
  return exports;
};

/** `(with "name" (instance …))*`; exports written there are an instance before this one. */
const takeArgs = (p: MutableCursor, c: MutableComponent): readonly InstantiateArg[] => {
  const args: InstantiateArg[] = [];
  while (takeList(p, 'with')) {
    const name = takeName(p, 'the name of a module that is imported'), first = p.next;
    if (!takeList(p, 'instance')) unexpectedList(p, '(instance …)');
    if (isList(p, 'export') || kindOf(p) === ')') {
      const exports = takeExports(p, c);
      define(c, { kind: 'core instance', expr: { kind: 'exports', exports }, at: spanOf(p, first, afterList(p, first)) });
      args.push({ name, instance: bind(p, c.instances, undefined) });
    } else args.push({ name, instance: takeIndex(p, c.instances) });
    close(p, ') after the instance');
    close(p, ') after the argument');
  }
  return args;
};

/** Reads the rest of a definition after its head, without the closing parenthesis. */
type Read = (p: MutableCursor, c: MutableComponent, at: Span, end: number) => void;

/** Binds the identifier before token number `after`, once the rest has been read: nothing is made of itself. */
const bindAt = (p: MutableCursor, after: number, into: MutableSpace, id: string | undefined): void => {
  const { next } = p;
  p.next = after;
  bind(p, into, id);
  p.next = next;
};
const readModule: Read = (p, c, at, end) => {
  const id = takeId(p);
  bind(p, c.modules, id);
  define(c, { kind: 'core module', module: takeModule(p, { before: p.next - 1, end, at }, id), at });
};
const readInstance: Read = (p, c, at) => {
  const id = takeId(p), bound = p.next;
  if (takeList(p, 'instantiate')) {
    const module = takeIndex(p, c.modules), args = takeArgs(p, c);
    close(p, '(with …) or )');
    define(c, { kind: 'core instance', expr: { kind: 'instantiate', module, args }, at });
  } else define(c, { kind: 'core instance', expr: { kind: 'exports', exports: takeExports(p, c) }, at });
  bindAt(p, bound, c.instances, id);
};
const readType: Read = (p, c, at) => {
  const x = takeBound(p, c.core, c.core.spaces.types), type = takeSubType(p, c.core, x);
  c.core.subtypes[x] = type;
  define(c, { kind: 'core type', rec: [type], at });
};

const takeType = (p: MutableCursor, c: MutableComponent): number => takeIndex(p, c.core.spaces.types);
/** `$t`, `(table $t)`, `(core table $t)`, `(table $instance "name")` */
const takeTable = (p: MutableCursor, c: MutableComponent): number => {
  if (kindOf(p) !== '(') return takeIndex(p, c.core.spaces.tables);
  p.next++;
  takeWord(p, 'core');
  if (!takeWord(p, 'table')) unexpected(p, 'table');
  const x = takeSortIndex(p, c, 'table', 'table');
  close(p, ') after the table');
  return x;
};
const CANONS = ['thread.spawn-ref', 'thread.spawn-indirect', 'thread.available-parallelism', 'thread.yield'] as const;
/** A built-in function, with its immediates. */
const takeCanon = (p: MutableCursor, c: MutableComponent): Canon => {
  const kind = CANONS.find((word) => takeWord(p, word) || takeWord(p, word.replaceAll('-', '_')))
    ?? unexpected(p, `a built-in function: ${CANONS.join(', ')}`);
  if (kind === 'thread.yield') return { kind, cancellable: takeWord(p, 'cancellable') };
  const shared = takeWord(p, 'shared');
  switch (kind) {
    case 'thread.spawn-ref': return { kind, shared, type: takeType(p, c) };
    case 'thread.spawn-indirect': return { kind, shared, type: takeType(p, c), table: takeTable(p, c) };
    case 'thread.available-parallelism': return { kind, shared };
  }
};

/** `(canon …)` or `(alias core export $instance "name")` in a definition of this sort */
const readItem = (head: ExternHead, sort: CoreSort): Read => (p, c, at) => {
  const id = takeId(p), bound = p.next;
  if (sort === 'func' && takeList(p, 'canon')) define(c, { kind: 'canon', canon: takeCanon(p, c), at });
  else if (takeList(p, 'alias')) {
    if (!takeWord(p, 'core') || !takeWord(p, 'export')) unexpected(p, 'core export');
    const instance = takeIndex(p, c.instances);
    define(c, { kind: 'alias', sort, instance, name: takeName(p, 'the name of an export'), at });
  } else unexpectedList(p, sort === 'func' ? '(canon …) or (alias …)' : '(alias …)');
  close(p, ')');
  bindAt(p, bound, spaceOf(c.core.spaces, head), id);
};
/** `(core sort $x?)`: what a definition makes */
const takeMade = (p: MutableCursor, c: MutableComponent, head: ExternHead): void => {
  if (!takeList(p, 'core') || !takeWord(p, head)) unexpected(p, `(core ${head} …)`);
  const id = takeId(p);
  bind(p, spaceOf(c.core.spaces, head), id);
  close(p, ')');
};
const readCanon: Read = (p, c, at) => {
  define(c, { kind: 'canon', canon: takeCanon(p, c), at });
  takeMade(p, c, 'func');
};
const readAlias: Read = (p, c, at) => {
  if (!takeWord(p, 'core') || !takeWord(p, 'export')) unexpected(p, 'core export');
  const instance = takeIndex(p, c.instances), name = takeName(p, 'the name of an export');
  const [head, sort] = SORTS.find(([word]) => isWord(p, word, 2)) ?? unexpected(p, '(core func …), (core table …), …');
  define(c, { kind: 'alias', sort, instance, name, at });
  takeMade(p, c, head);
};

const cores: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['module', readModule], ['instance', readInstance], ['type', readType],
  ...SORTS.map(([head, sort]) => [head, readItem(head, sort)] as const),
]);
const EXPECTED = '(core module …), (core instance …), (core type …), (core func …), (alias core export …) or (canon …)';
const takeRead = (p: MutableCursor): Read => {
  if (takeList(p, 'canon')) return readCanon;
  if (takeList(p, 'alias')) return readAlias;
  if (!takeList(p, 'core')) return unexpectedList(p, EXPECTED);
  for (const [word, read] of cores) if (takeWord(p, word)) return read;
  return unexpected(p, EXPECTED);
};

/** Reads the definitions of a component up to token number `end`, which closes it. */
export const takeComponent = (p: MutableCursor, end: number, at: Span): Component => {
  const c: MutableComponent = {
    core: emptyModule(annotationsWithin(p, p.next - 1, end)), modules: space('module'), instances: space('instance'), definitions: [],
  };
  while (p.next < end) {
    const first = p.next, after = afterList(p, first), read = takeRead(p);
    read(p, c, spanOf(p, first, after), after - 1);
    close(p, ') after the definition');
  }
  return { definitions: c.definitions, at };
};

const takeText = (p: MutableCursor): Component => {
  if (!takeList(p, 'component')) return unexpectedList(p, '(component …)');
  const end = afterList(p, 0) - 1;
  takeId(p);
  const component = takeComponent(p, end, spanOf(p, 0, end + 1));
  p.next++;
  if (kindOf(p) !== 'end') unexpected(p, 'nothing after the component');
  return component;
};
/** Whether a text begins as a component does, be it one or not. */
export const isComponentText = (text: string): boolean =>
  E.exists((p: MutableCursor) => isList(p, 'component'))(attempt(() => ({ tokens: tokenize(text), partners: [], next: 0 })));
/**
 * The component that a text describes: `(component …)`. Spans are offsets in the text.
 * @param source a text, or its bytes in UTF-8
 * @returns the first mistake, if the source is not in the part of the grammar that is read here
 */
export const parseComponent = (source: string | Uint8Array): Either<SourceError, Component> =>
  E.flatMap(textOfSource(source), (text) => attempt(() => takeText(cursorOf(tokenize(text)))));
