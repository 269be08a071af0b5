/**
 * Type uses: `(type x)`, and function types written in place, which stand for the first type that is the same. If there is
 * none, one is added to the end of the module.
 * @spec core 6.2-text.types §Type uses
 * @spec core text/types.rst §Type Uses
 * @module
 */
import type { BlockType } from '../instructions.ts';
import type { Span } from '../source.ts';
import type { FuncType, SubType, ValType } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import { close, isList, spanFrom, takeList, unexpected } from './cursor.ts';
import { fail } from './failure.ts';
import type { MutableModule } from './module-state.ts';
import { takeIndex } from './spaces.ts';
import type { Bind } from './types.ts';
import { takeParams, takeResults } from './types.ts';

const keyOfValType = (t: ValType): string => {
  if (typeof t === 'string') return t;
  const heap = t.heap.kind === 'idx' ? String(t.heap.x) : `${t.heap.shared ? 'shared ' : ''}${t.heap.name}`;
  return t.nullable ? `null ${heap}` : heap;
};
/** A text that is the same for the same function types only. */
const keyOf = ({ params, results }: Pick<FuncType, 'params' | 'results'>): string =>
  `${params.map(keyOfValType).join(',')}>${results.map(keyOfValType).join(',')}`;

/** Takes note of a type definition that is a recursive group of its own: a type use without `(type x)` may mean it. */
export const noteSignature = (m: MutableModule, x: number, type: SubType): void => {
  if (!type.final || type.supers.length > 0 || type.shared || type.comp.kind !== 'func') return;
  const key = keyOf(type.comp);
  if (!m.signatures.has(key)) m.signatures.set(key, x);
};

/** The index of an unshared function type; `at` is the type use that a new definition stands for. */
const implicitType = (m: MutableModule, comp: FuncType, at: Span): number => {
  const found = m.signatures.get(keyOf(comp));
  if (found !== undefined) return found;
  const x = m.spaces.types.count++;
  const type: SubType = { final: true, supers: [], shared: false, comp };
  m.subtypes[x] = type;
  m.types.push({ rec: [type], at });
  m.signatures.set(keyOf(comp), x);
  return x;
};

/** The function type with an index; `at` is the type use. */
export const funcTypeOf = (m: MutableModule, x: number, at: Span): FuncType => {
  const comp = m.subtypes[x]?.comp ?? fail(at, `unknown type ${x}: the module defines ${m.subtypes.length} types up to here`);
  return comp.kind === 'func' ? comp : fail(at, `non-function type ${x}: expected a function type, found one of kind ${comp.kind}`);
};

/** A type use as it is written. */
interface Written {
  readonly x: number | undefined;
  readonly inline: FuncType;
  readonly at: Span;
}
/** Reads `(type x)? (param …)* (result …)*`; the types must agree. */
const takeWritten = (p: MutableCursor, m: MutableModule, bindParam: Bind | undefined): Written => {
  const first = p.next;
  let x: number | undefined;
  if (takeList(p, 'type')) {
    x = takeIndex(p, m.spaces.types);
    close(p, ')');
  }
  const inline: FuncType = { kind: 'func', params: takeParams(p, m, bindParam), results: takeResults(p, m) };
  if (isList(p, 'param') || isList(p, 'type')) unexpected(p, '(type …), then (param …), then (result …)', 1);
  const at = p.next === first ? spanFrom(p, first - 1) : spanFrom(p, first);
  if (x !== undefined && inline.params.length + inline.results.length > 0 && keyOf(funcTypeOf(m, x, at)) !== keyOf(inline)) {
    fail(at, `inline function type does not match type ${x}`);
  }
  return { x, inline, at };
};

/** A type use, and whether the parameters stand in it. */
export interface TypeUse {
  readonly x: number;
  readonly at: Span;
  /** the number of parameters that are written in place */
  readonly params: number;
}
/** `typeuse`; without `bindParam`, identifiers of parameters are refused */
export const takeTypeUse = (p: MutableCursor, m: MutableModule, bindParam?: Bind): TypeUse => {
  const { x, inline, at } = takeWritten(p, m, bindParam);
  return { x: x ?? implicitType(m, inline, at), at, params: inline.params.length };
};

/** `blocktype` */
export const takeBlockType = (p: MutableCursor, m: MutableModule): BlockType => {
  const { x, inline, at } = takeWritten(p, m, undefined);
  if (x !== undefined) return { kind: 'idx', x };
  const { params, results } = inline;
  if (params.length === 0 && results.length <= 1) return { kind: 'result', type: results[0] };
  return { kind: 'idx', x: implicitType(m, inline, at) };
};
