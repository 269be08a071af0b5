/**
 * Element and data segments, and the expressions in them.
 * @spec core 6.4-text.modules §Element segments, §Data segments; SET Overview.md §Element Segments, §Data Segments
 * @module
 */
import type { Expr } from '../instructions.ts';
import type { Data, Elem } from '../modules.ts';
import type { Span } from '../source.ts';
import type { RefType } from '../types.ts';
import { absRef } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import { afterList, close, isList, kindOf, spanFrom, takeList, takeWord, unexpected } from './cursor.ts';
import { takeDataBytes } from './data-values.ts';
import { takeInstructions } from './instructions.ts';
import { emptyScope } from './labels.ts';
import type { MutableModule } from './module-state.ts';
import type { MutableSpace } from './spaces.ts';
import { isIndex, takeIndex } from './spaces.ts';
import { isRefType, takeRefType } from './types.ts';

/** The instructions of a constant expression up to the end of the list with number `first`. */
export const takeConstExpr = (p: MutableCursor, m: MutableModule, first: number): Expr =>
  takeInstructions(p, m, emptyScope(), afterList(p, first) - 1);

/** `(head expr)`, or one folded instruction */
const takeExprIn = (p: MutableCursor, m: MutableModule, head: 'offset' | 'item'): Expr => {
  const first = p.next;
  if (takeList(p, head)) {
    const expr = takeConstExpr(p, m, first);
    close(p, ')');
    return expr;
  }
  if (kindOf(p) !== '(') return unexpected(p, `(${head} …) or a folded instruction`);
  return takeInstructions(p, m, emptyScope(), afterList(p, first), 'folded');
};

/** `(table x)` or `(memory x)`, or nothing for index 0; an index alone is how the first edition of the language wrote it */
const takeUse = (p: MutableCursor, head: 'table' | 'memory', from: MutableSpace): number => {
  if (kindOf(p) === 'nat') return takeIndex(p, from);
  if (!takeList(p, head)) return 0;
  const x = takeIndex(p, from);
  close(p, ')');
  return x;
};

/** `elemexpr*` up to the end of the list */
export const takeElemExprs = (p: MutableCursor, m: MutableModule): readonly Expr[] => {
  const exprs: Expr[] = [];
  while (kindOf(p) !== ')') exprs.push(takeExprIn(p, m, 'item'));
  return exprs;
};
/** `funcidx*`, each of which stands for a reference to the function */
export const takeElemFuncs = (p: MutableCursor, m: MutableModule): readonly Expr[] => {
  const exprs: Expr[] = [];
  while (isIndex(p)) {
    const first = p.next;
    const x = takeIndex(p, m.spaces.funcs);
    exprs.push([{ op: 'ref.func', x, at: spanFrom(p, first) }]);
  }
  return exprs;
};

/** A list of elements: their type and they themselves. */
type ElemList = Pick<Elem, 'type' | 'init' | 'shared'>;
const FUNC: RefType = absRef('func', false);
/** `elemlist`; the indices alone, without `func`, only where an offset precedes them */
const takeElemList = (p: MutableCursor, m: MutableModule, afterOffset: boolean): ElemList => {
  const areFuncs = takeWord(p, 'func') || (afterOffset && (isIndex(p) || kindOf(p) === ')'));
  if (areFuncs) return { type: FUNC, init: takeElemFuncs(p, m), shared: false };
  const shared = takeList(p, 'shared');
  const type = takeRefType(p, m, shared ? 'a reference type' : 'func or a reference type');
  if (shared) close(p, ')');
  return { type, init: takeElemExprs(p, m), shared };
};
/** `(elem …)` after its identifier */
export const takeElem = (p: MutableCursor, m: MutableModule, at: Span): Elem => {
  const ends = (): void => close(p, 'an element or )');
  if (takeWord(p, 'declare')) {
    const list = takeElemList(p, m, false);
    ends();
    return { ...list, mode: { kind: 'declare' }, at };
  }
  const used = isList(p, 'table') || kindOf(p) === 'nat';
  const x = takeUse(p, 'table', m.spaces.tables);
  if (!used && (kindOf(p) !== '(' || isRefType(p))) {
    const list = takeElemList(p, m, false);
    ends();
    return { ...list, mode: { kind: 'passive' }, at };
  }
  const offset = takeExprIn(p, m, 'offset');
  const list = takeElemList(p, m, !used);
  ends();
  return { ...list, mode: { kind: 'active', x, offset }, at };
};

/** `(data …)` after its identifier */
export const takeData = (p: MutableCursor, m: MutableModule, at: Span): Data => {
  const active = kindOf(p) === '(' || kindOf(p) === 'nat';
  const x = takeUse(p, 'memory', m.spaces.mems);
  const mode: Data['mode'] = active ? { kind: 'active', x, offset: takeExprIn(p, m, 'offset') } : { kind: 'passive' };
  const shared = takeWord(p, 'shared');
  const bytes = takeDataBytes(p);
  close(p, 'a string or )');
  return { bytes, mode, shared, at };
};
