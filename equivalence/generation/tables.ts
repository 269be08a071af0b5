/**
 * Code that is about whole memories and tables: they grow, are filled and copied, and functions are called through a second table.
 * @module
 */
import type { AddrType, Limits, RefType, ValType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import { oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, emit, isInside, store } from './bodies.ts';
import { i32, leaf } from './leaves.ts';
import type { Production } from './numbers.ts';
import { nonNull } from './types.ts';
import type { Universe } from './universe.ts';

/** Elements of the first table that a module knows: its own functions. */
export const SLOTS = 8;
/** The tables of a module: of functions, the same for all modules; of continuations; of more functions, of which nothing is known. */
const FUNCTIONS = 0, CONTINUATIONS = 1, MORE = 2;
/** The element segment that tables are initialized from; it is passive. */
export const SEGMENT = 1;

const FUNCREF = absRef('func');
/** The sizes of the memory and the tables, in pages and elements. */
export const sizes: { readonly memory: Limits; readonly tables: readonly (readonly [addr: AddrType, limits: Limits])[] } = {
  memory: { min: 1n, max: 3n },
  tables: [['i32', { min: BigInt(2 * SLOTS), max: BigInt(2 * SLOTS + 3) }], ['i32', { min: 4n, max: 9n }], ['i64', { min: 3n, max: 10n }]],
};
/** What the elements of a table are. */
export const elementType = ({ simple }: Universe, x: number): RefType =>
  x === CONTINUATIONS ? idxRef(simple.x, true) : FUNCREF;
const addressType = (x: number): AddrType => sizes.tables[x]?.[0] ?? 'i32';

/** A number of elements or the place of one, of a type of addresses; seldom one that is too large. */
const small = (b: MutableBody, addr: AddrType, ...some: readonly number[]): void => {
  const c = oneIn(b.choices, 64) ? pick(b.choices, [9, 0x1000_0000, -1]) : pick(b.choices, some);
  if (addr === 'i32') i32(b, c);
  else emit(b, { op: 'const', val: { t: 'i64', c: BigInt(c) } });
};
/** One of the tables of which nothing is known. */
const changeable = (b: MutableBody): number => pick(b.choices, [MORE, CONTINUATIONS]);
/** Keeps a size, or −1. */
const kept = (b: MutableBody, t: ValType): void => void store(b, t);

const growTable: Production = (b) => {
  const x = pick(b.choices, [MORE, CONTINUATIONS, FUNCTIONS]), addr = addressType(x);
  leaf(b, elementType(b.m.universe, x));
  small(b, addr, 1, 2, 0, 5);
  emit(b, { op: 'table.grow', x });
  kept(b, addr);
};
const growMemory: Production = (b) => {
  small(b, 'i32', 1, 0, 2);
  emit(b, { op: 'memory.grow', x: 0 });
  kept(b, 'i32');
};
const setElement: Production = (b) => {
  small(b, 'i64', 0, 1, 2);
  leaf(b, FUNCREF);
  emit(b, { op: 'table.set', x: MORE });
};
const fillTable: Production = (b) => {
  const x = changeable(b), addr = addressType(x);
  small(b, addr, 0, 1, 2);
  leaf(b, elementType(b.m.universe, x));
  small(b, addr, 1, 0);
  emit(b, { op: 'table.fill', x });
};
/** From the table that all know, or within one; the number of elements has the smaller type of addresses. */
const copyTable: Production = (b) => {
  const [x, y] = pick(b.choices, [[MORE, FUNCTIONS], [MORE, MORE], [CONTINUATIONS, CONTINUATIONS]] as const);
  const to = addressType(x), from = addressType(y);
  small(b, to, 0, 1);
  small(b, from, 1, 0);
  small(b, to === from ? to : 'i32', 2, 1, 0);
  emit(b, { op: 'table.copy', x, y });
};
const initTable: Production = (b) => {
  if (oneIn(b.choices, 12)) emit(b, { op: 'elem.drop', x: SEGMENT });
  small(b, 'i64', 0, 1);
  small(b, 'i32', 0, 1);
  small(b, 'i32', 1, 2);
  emit(b, { op: 'table.init', x: MORE, y: SEGMENT });
};
/** A function of the second table is called if it has the simplest type; it may suspend. */
const callMore: Production = (b) => {
  if (!isInside(b)) {
    setElement(b, 0);
    return;
  }
  const { simple } = b.m.universe, place = pick(b.choices, [0, 1, 2]), rt2 = idxRef(simple.ft, false);
  block(b, 'block', [], [FUNCREF], () => {
    block(b, 'block', [], [nonNull(simple.ft)], () => {
      small(b, 'i64', place);
      emit(b, { op: 'table.get', x: MORE }, { op: 'br_on_cast', l: 0, rt1: FUNCREF, rt2 }, { op: 'br', l: 1 });
    });
    emit(b, { op: 'drop' });
    small(b, 'i64', place);
    emit(b, { op: 'call_indirect', x: MORE, y: simple.ft });
    store(b, 'i32');
    emit(b, { op: 'ref.null', ht: FUNCREF.heap });
  });
  emit(b, { op: 'drop' });
};

/** Statements about memories and tables. */
export const tableProductions: readonly Production[] = [growMemory, growTable, setElement, fillTable, copyTable, initTable, callMore];
