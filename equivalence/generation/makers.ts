/**
 * The makers of code, tied together: values, sequences of values, and statements.
 * @module
 */
import type { ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { Weighted } from './choices.ts';
import { isSpent, oneIn, pick, weighted } from './choices.ts';
import type { Makers, MutableBody } from './bodies.ts';
import { emit, isInside } from './bodies.ts';
import { callBack, callFor, callStatement, log } from './calls.ts';
import { compounds, escape, throws } from './control.ts';
import { keepNew, resumeKept, runNew, runStatement, suspendFor, suspendStatement, switchStatement } from './continuations.ts';
import { i32, leaf } from './leaves.ts';
import type { Production } from './numbers.ts';
import { numberProductions, storeNumber } from './numbers.ts';
import { readProductions, referenceProductions, writeProductions } from './references.ts';
import { tableProductions } from './tables.ts';
import { sameType } from './types.ts';

/** Code that leaves values, if there is any of its kind for these types. */
type Attempt = (b: MutableBody, ts: ResultType, d: number) => boolean;
const compound: Attempt = (b, ts, d) => {
  pick(b.choices, compounds)(b, ts, d);
  return true;
};
const attempts: readonly Weighted<Attempt>[] = [[4, compound], [3, callFor], [3, suspendFor], [2, runNew]];

const globalOf = (b: MutableBody, t: ValType): boolean => {
  const globals = b.m.globalInfos.filter(({ x, type }) => x !== b.m.fuel && sameType(type, t));
  if (globals.length === 0) return false;
  emit(b, { op: 'global.get', x: pick(b.choices, globals).x });
  return true;
};

/** What computes a value of this type alone. */
const productionsOf = (b: MutableBody, t: ValType): readonly Production[] => {
  if (typeof t !== 'string') return referenceProductions(b, t);
  return t === 'i32' || t === 'i64' ? [...numberProductions[t], ...readProductions[t]] : numberProductions[t];
};

/** A value computed by an operation, or that of a variable, a global or a new one. */
const simple = (b: MutableBody, t: ValType, d: number): void => {
  const productions = productionsOf(b, t);
  if (oneIn(b.choices, 5) && globalOf(b, t)) return;
  if (productions.length > 0 && oneIn(b.choices, 2)) pick(b.choices, productions)(b, d);
  else leaf(b, t);
};

const value = (b: MutableBody, t: ValType, d: number): void => {
  if (d <= 0 || isSpent(b.choices)) leaf(b, t);
  else if (!oneIn(b.choices, 4) || !weighted(b.choices, attempts)(b, [t], d)) simple(b, t, d);
};

const values = (b: MutableBody, ts: ResultType, d: number): void => {
  if (d > 0 && !isSpent(b.choices) && ts.length !== 1 && oneIn(b.choices, 3) && weighted(b.choices, attempts)(b, ts, d)) return;
  for (const t of ts) value(b, t, d);
};

/** A global is set. */
const setGlobal: Production = (b, d) => {
  const numeric = b.m.globalInfos.filter(({ x, type, mutable }) => mutable && x !== b.m.fuel
    && (typeof type === 'string' || type.heap.kind === 'abs' || type.heap.x === b.m.universe.aggregates.pair));
  if (numeric.length === 0) return;
  const { x, type } = pick(b.choices, numeric);
  b.value(b, type, d - 1);
  emit(b, { op: 'global.set', x });
};
/** Parts of the memory and of the tables are written. */
const bulk: Production = (b, d) => {
  i32(b, pick(b.choices, [8, 64, 200]));
  switch (pick(b.choices, ['fill', 'copy', 'init', 'table'] as const)) {
    case 'fill':
      b.value(b, 'i32', d - 1);
      i32(b, 8);
      emit(b, { op: 'memory.fill', x: 0 });
      return;
    case 'copy':
      i32(b, 16);
      i32(b, 12);
      emit(b, { op: 'memory.copy', x: 0, y: 0 });
      return;
    case 'init':
      i32(b, 1);
      i32(b, 6);
      emit(b, { op: 'memory.init', x: 0, y: 0 });
      return;
    case 'table':
      emit(b, { op: 'drop' });
      i32(b, pick(b.choices, [2, 3]));
      leaf(b, { kind: 'ref', nullable: true, heap: { kind: 'idx', x: b.m.universe.simple.x } });
      emit(b, { op: 'table.set', x: 1 });
      return;
  }
};
const setVariable: Production = (b, d) => {
  const variables = b.variables.filter(({ x, type }) => x >= b.info.params.length && typeof type === 'string');
  if (variables.length === 0) return;
  const { x, type } = pick(b.choices, variables);
  b.value(b, type, d - 1);
  emit(b, { op: 'local.set', x });
};
const discarded: Production = (b, d) => {
  b.value(b, pick(b.choices, ['i32', 'i64', 'f64', absRef('any'), absRef('exn')]), d - 1);
  emit(b, { op: 'drop' });
};
const stores: Production = (b, d) => storeNumber(pick(b.choices, ['i32', 'i64', 'f64', 'f32']))(b, d);
const writes: Production = (b, d) => pick(b.choices, writeProductions)(b, d);
const tables: Production = (b, d) => pick(b.choices, tableProductions)(b, d);
const nested: Production = (b, d) => compound(b, [], d);

const plain: readonly Weighted<Production>[] = [
  [2, log], [2, setGlobal], [2, stores], [2, writes], [1, bulk], [2, tables], [2, callBack], [2, setVariable], [1, discarded], [3, nested],
  [1, escape], [1, throws],
];
const outer: readonly Weighted<Production>[] =
  [...plain, [6, runStatement], [2, callStatement], [3, resumeKept], [3, keepNew], [1, suspendStatement]];
const inner: readonly Weighted<Production>[] =
  [...plain, [8, suspendStatement], [2, runStatement], [3, callStatement], [2, resumeKept], [1, keepNew]];
const turns: readonly Weighted<Production>[] = [...inner, [12, switchStatement]];

const statement = (b: MutableBody, d: number): void => {
  if (d <= 0 || isSpent(b.choices)) return;
  weighted(b.choices, b.info.role === 'coroutine' ? turns : isInside(b) ? inner : outer)(b, d);
};

/** All makers. */
export const makers: Makers = { value, values, statement };
