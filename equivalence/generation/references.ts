/**
 * Code that makes references and looks into what they refer to.
 * @module
 */
import type { ValType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import { oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, emit } from './bodies.ts';
import { functionReference, i32, leaf } from './leaves.ts';
import type { Production } from './numbers.ts';
import { keyOf, nonNull, nullable } from './types.ts';

const operands = (b: MutableBody, d: number, ...types: readonly ValType[]): void => {
  for (const t of types) b.value(b, t, d - 1);
};

const ANY = absRef('any');
const isNull: Production = (b, d) => {
  const { aggregates, simple } = b.m.universe;
  operands(b, d, pick(b.choices, [nullable(aggregates.pair), ANY, absRef('func'), absRef('exn'), nullable(simple.x), absRef('extern')]));
  emit(b, { op: 'ref.is_null' });
};
const isEqual: Production = (b, d) => {
  operands(b, d, absRef('eq'), absRef('eq'));
  emit(b, { op: 'ref.eq' });
};
const isOfType: Production = (b, d) => {
  const { node, pair, words } = b.m.universe.aggregates;
  operands(b, d, ANY);
  emit(b, { op: 'ref.test', rt: pick(b.choices, [idxRef(node, false), idxRef(pair, true), idxRef(words, false), absRef('i31', false)]) });
};
const small: Production = (b, d) => {
  operands(b, d, absRef('i31', false));
  emit(b, { op: 'i31.get', sx: pick(b.choices, ['s', 'u']) });
};
const field = (i: number): Production => (b, d) => {
  const { pair } = b.m.universe.aggregates;
  operands(b, d, nonNull(pair));
  emit(b, { op: 'struct.get', sx: undefined, x: pair, i });
};
/** The type of an array, and an index that it has, or seldom has not. */
const element = (b: MutableBody, d: number, x: number): void => {
  operands(b, d, nonNull(x));
  i32(b, oneIn(b.choices, 64) ? 4 : pick(b.choices, [0, 1, 2, 3]));
};
const word: Production = (b, d) => {
  const { words } = b.m.universe.aggregates;
  element(b, d, words);
  emit(b, { op: 'array.get', sx: undefined, x: words });
};
const byte: Production = (b, d) => {
  const { bytes } = b.m.universe.aggregates;
  element(b, d, bytes);
  emit(b, { op: 'array.get', sx: pick(b.choices, ['u', 's']), x: bytes });
};
const length: Production = (b, d) => {
  operands(b, d, nonNull(pick(b.choices, [b.m.universe.aggregates.words, b.m.universe.aggregates.refs])));
  emit(b, { op: 'array.len' });
};
/** A number, and the field of a structure if a reference is to one: `br_on_cast` with a value below it. */
const cast: Production = (b, d) => {
  const { node } = b.m.universe.aggregates, rt2 = idxRef(node, false);
  block(b, 'block', [], ['i32', rt2], () => {
    operands(b, d, 'i32', ANY);
    if (oneIn(b.choices, 2)) emit(b, { op: 'br_on_cast', l: 0, rt1: ANY, rt2 }, { op: 'drop' });
    else {
      block(b, 'block', ['i32', ANY], ['i32', ANY], () => {
        emit(b, { op: 'br_on_cast_fail', l: 0, rt1: ANY, rt2 }, { op: 'br', l: 1 });
      });
      emit(b, { op: 'drop' });
    }
    leaf(b, rt2);
  });
  emit(b, { op: 'struct.get', sx: undefined, x: node, i: 0 }, { op: 'binop', nt: 'i32', f: 'xor' });
};
/** A number, and the length of an array if there is one: `br_on_non_null` with a value below it. */
const notNull: Production = (b, d) => {
  const { words } = b.m.universe.aggregates;
  block(b, 'block', [], ['i32', nonNull(words)], () => {
    operands(b, d, 'i32', nullable(words));
    emit(b, { op: 'br_on_non_null', l: 0 });
    leaf(b, nonNull(words));
  });
  emit(b, { op: 'array.len' }, { op: 'binop', nt: 'i32', f: 'add' });
};
const tableSize: Production = (b) => emit(b, { op: pick(b.choices, ['table.size', 'memory.size'] as const), x: 0 });

/** Numbers that references lead to. */
export const readProductions: { readonly i32: readonly Production[]; readonly i64: readonly Production[] } = {
  i32: [isNull, isEqual, isOfType, small, field(0), word, byte, length, cast, notNull, tableSize], i64: [field(1)],
};

const newPair: Production = (b, d) => {
  operands(b, d, 'i32', 'i64', ANY);
  emit(b, { op: 'struct.new', x: b.m.universe.aggregates.pair });
};
const newNode: Production = (b, d) => {
  const { aggregates: { node }, simple } = b.m.universe;
  operands(b, d, 'i32', 'i64', ANY, 'f64', nullable(simple.x));
  emit(b, { op: 'struct.new', x: node });
};
const newWords: Production = (b, d) => {
  operands(b, d, 'i32', 'i32', 'i32', 'i32');
  emit(b, { op: 'array.new_fixed', x: b.m.universe.aggregates.words, n: 4 });
};
const newRefs: Production = (b, d) => {
  operands(b, d, ANY);
  i32(b, 4);
  emit(b, { op: 'array.new', x: b.m.universe.aggregates.refs });
};
const newBytes: Production = (b) => {
  const { bytes } = b.m.universe.aggregates;
  i32(b, pick(b.choices, [0, 1, 4]));
  i32(b, 4);
  emit(b, { op: 'array.new_data', x: bytes, y: 0 });
};
const newSmall: Production = (b, d) => {
  operands(b, d, 'i32');
  emit(b, { op: 'ref.i31' });
};
const checked = (x: number): Production => (b, d) => {
  operands(b, d, nonNull(x));
};
const inRefs: Production = (b, d) => {
  const { refs } = b.m.universe.aggregates;
  element(b, d, refs);
  emit(b, { op: 'array.get', sx: undefined, x: refs });
};
const inPair: Production = (b, d) => field(2)(b, d);
const converted: Production = (b, d) => {
  operands(b, d, ANY);
  emit(b, { op: 'extern.convert_any' });
};

/** What makes a reference of a type; none for types of which only the simplest values are made. */
export const referenceProductions = (b: MutableBody, t: ValType): readonly Production[] => {
  const { aggregates: { pair, node, words, bytes, refs }, simple } = b.m.universe, key = keyOf(t).slice(1);
  switch (key) {
    case String(pair): return [newPair, newNode];
    case String(node): return [newNode];
    case String(words): return [newWords];
    case String(bytes): return [newBytes];
    case String(refs): return [newRefs];
    case String(simple.ft): return [(b2) => functionReference(b2, simple.ft, simple.params, simple.results)];
    case 'i31': return [newSmall];
    case 'eq': return [newSmall, checked(pair), checked(words)];
    case 'any': return [newSmall, checked(pair), checked(node), checked(refs), inRefs, inPair, checked(bytes)];
    case 'extern': return [converted];
    default: return [];
  }
};

const setField: Production = (b, d) => {
  const { pair } = b.m.universe.aggregates, [i, t] = pick(b.choices, [[0, 'i32'], [1, 'i64'], [2, ANY]] as const);
  operands(b, d, nonNull(pair), t);
  emit(b, { op: 'struct.set', x: pair, i });
};
const setElement: Production = (b, d) => {
  const { words, refs } = b.m.universe.aggregates, [x, t] = pick(b.choices, [[words, 'i32'], [refs, ANY]] as const);
  element(b, d, x);
  operands(b, d, t);
  emit(b, { op: 'array.set', x });
};
/** Statements that change structures and arrays. */
export const writeProductions: readonly Production[] = [setField, setElement];
