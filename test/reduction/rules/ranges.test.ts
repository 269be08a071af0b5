/** What the instructions on ranges do as a whole, step by step to the end, against what JavaScript does with arrays. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from '../../../reduction/machine.ts';
import { bytesAt } from '../../../semantics/data/memory.ts';
import { elements, get } from '../../../semantics/data/vector.ts';
import type { Store } from '../../../semantics/runtime/store.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import { i32, refArray, refFunc } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import { array, arrayType, configuration, data, elem, memory, table, typeAt, typesOf } from '../configurations.ts';

/** Two ranges of numbers below 256: what is copied to, and what is copied from. */
type Ranges = readonly [to: readonly number[], from: readonly number[]];
/** Tables, memories or arrays: how ranges are stored, and how the first one is read. */
interface Kind {
  readonly name: string;
  readonly instances: (ranges: Ranges) => Instances;
  readonly read: (S: Store) => readonly number[];
  /** the range at an index, as an operand, if it has to be one */
  readonly operand: (k: 0 | 1) => readonly Val[];
  readonly value: (c: number) => Val;
  readonly fill: Bare;
  readonly copy: Bare;
  readonly copySelf: Bare;
  readonly init: Bare;
}
const types = typesOf(arrayType('i8'));
const module = { types, tables: [0, 1], mems: [0, 1], datas: [0], elems: [0] };
const bytes = (S: Store): readonly number[] => {
  const mi = get(S.mems, 0);
  return mi === undefined ? [] : [...bytesAt(mi.bytes, 0, mi.bytes.size)];
};
const addresses = (vals: readonly unknown[]): readonly number[] =>
  vals.map((v) => (typeof v === 'object' && v !== null && 'c' in v && typeof v.c === 'number' ? v.c : NaN));
const packed = (range: readonly number[]): readonly { readonly t: 'i8'; readonly c: number }[] => range.map((c) => ({ t: 'i8', c }));

const kinds: readonly Kind[] = [
  {
    name: 'table',
    instances: ([to, from]) => ({ tables: [table(to.map(refFunc)), table(from.map(refFunc))], elems: [elem(...from.map(refFunc))] }),
    read: (S) => addresses(elements(get(S.tables, 0)?.refs ?? { n: 0, shift: 0, root: [] })),
    operand: () => [],
    value: refFunc,
    fill: { op: 'table.fill', x: 0 }, copy: { op: 'table.copy', x: 0, y: 1 }, copySelf: { op: 'table.copy', x: 0, y: 0 },
    init: { op: 'table.init', x: 0, y: 0 },
  },
  {
    name: 'memory',
    instances: ([to, from]) => ({ mems: [memory(to), memory(from)], datas: [data(...from)] }),
    read: bytes,
    operand: () => [],
    value: i32,
    fill: { op: 'memory.fill', x: 0 }, copy: { op: 'memory.copy', x: 0, y: 1 }, copySelf: { op: 'memory.copy', x: 0, y: 0 },
    init: { op: 'memory.init', x: 0, y: 0 },
  },
  {
    name: 'array',
    instances: ([to, from]) => ({
      arrays: [array(typeAt(types, 0), ...packed(to)), array(typeAt(types, 0), ...packed(from))], datas: [data(...from)],
    }),
    read: (S) => addresses(elements(get(S.arrays, 0)?.fields ?? { n: 0, shift: 0, root: [] })),
    operand: (k) => [refArray(k)],
    value: i32,
    fill: { op: 'array.fill', x: 0 }, copy: { op: 'array.copy', x: 0, y: 0 }, copySelf: { op: 'array.copy', x: 0, y: 0 },
    init: { op: 'array.init_data', x: 0, y: 0 },
  },
];

const range = fc.array(fc.nat(255), { maxLength: 12 });
const ranges: fc.Arbitrary<Ranges> = fc.tuple(range, range);
const size = fc.oneof({ weight: 9, arbitrary: fc.nat(13) }, { weight: 1, arbitrary: fc.constantFrom(-1, -(2 ** 31)) });

/** The instruction does to the first range what the model does; if the model is undefined, it traps and changes nothing. */
const agrees = (kind: Kind, e: Bare, operands: readonly Val[], given: Ranges, model: readonly number[] | undefined): void => {
  const { z, outcome } = run(configuration({ e, vs: operands, rest: [], module, S: kind.instances(given) }));
  assert.is(outcome.kind, model === undefined ? 'trap' : 'values');
  assert.equal(kind.read(z.S), model ?? given[0]);
};
const inside = (from: number, n: number, length: number): boolean => (from >>> 0) + (n >>> 0) <= length;
/** `to` with the n elements at i replaced */
const replaced = (to: readonly number[], i: number, elementsOfRange: readonly number[]): readonly number[] =>
  [...to.slice(0, i), ...elementsOfRange, ...to.slice(i + elementsOfRange.length)];

const whole = suite('instructions on ranges, from their beginning to their end');
for (const kind of kinds) {
  whole(`${kind.name}: fill`, () => fc.assert(fc.property(ranges, size, fc.nat(255), size, (given, i, c, n) => {
    const model = inside(i, n, given[0].length) ? replaced(given[0], i, new Array<number>(n).fill(c)) : undefined;
    agrees(kind, kind.fill, [...kind.operand(0), i32(i), kind.value(c), i32(n)], given, model);
  })));
  whole(`${kind.name}: copy`, () => fc.assert(fc.property(ranges, size, size, size, (given, i1, i2, n) => {
    const [to, from] = given, fits = inside(i1, n, to.length) && inside(i2, n, from.length);
    agrees(kind, kind.copy, [...kind.operand(0), i32(i1), ...kind.operand(1), i32(i2), i32(n)], given,
      fits ? replaced(to, i1, from.slice(i2, i2 + n)) : undefined);
  })));
  whole(`${kind.name}: copy to itself, overlapping or not`, () => fc.assert(fc.property(ranges, size, size, size, (given, i1, i2, n) => {
    const [to] = given, fits = inside(i1, n, to.length) && inside(i2, n, to.length);
    agrees(kind, kind.copySelf, [...kind.operand(0), i32(i1), ...kind.operand(0), i32(i2), i32(n)], given,
      fits ? [...to].copyWithin(i1, i2, i2 + n) : undefined);
  })));
  whole(`${kind.name}: init`, () => fc.assert(fc.property(ranges, size, size, size, (given, i, j, n) => {
    const [to, from] = given, fits = inside(i, n, to.length) && inside(j, n, from.length);
    agrees(kind, kind.init, [...kind.operand(0), i32(i), i32(j), i32(n)], given, fits ? replaced(to, i, from.slice(j, j + n)) : undefined);
  })));
}
whole.run();
