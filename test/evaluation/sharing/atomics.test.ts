/** Atomic accesses of globals, tables, structures and arrays, shared or one thread's: results, what is left, and every trap. */
import { suite } from 'uvu';
import { agreeing } from './differential.ts';
import type { Case } from './differential.ts';

const NULL_STRUCT = 'trap: null structure reference', NULL_ARRAY = 'trap: null array reference', BOUNDS = 'trap: out of bounds array access';
const TABLE = 'trap: out of bounds table access';
/** A type that can be accessed atomically: constants, whether it can be computed with, and how it is seen. */
interface Atomic {
  readonly type: string;
  readonly value: string;
  readonly seen: string;
  readonly see: (code: string) => string;
  readonly gets: readonly string[];
  readonly values: readonly [string, string, string];
  readonly operators: readonly string[];
}
const same = (code: string): string => code;
const ALL = ['add', 'sub', 'and', 'or', 'xor', 'xchg'];
const atomics = (shared: boolean): readonly Atomic[] => [
  { type: 'i8', value: 'i32', seen: 'i32', see: same, gets: ['_s', '_u'], values: ['(i32.const 0x12345687)', '(i32.const -3)', '(i32.const 0x7f)'], operators: [] },
  { type: 'i16', value: 'i32', seen: 'i32', see: same, gets: ['_s', '_u'], values: ['(i32.const 0x12348687)', '(i32.const -3)', '(i32.const 0x7fff)'], operators: [] },
  { type: 'i32', value: 'i32', seen: 'i32', see: same, gets: [''], values: ['(i32.const 0x12345678)', '(i32.const -3)', '(i32.const 0x80000001)'], operators: ALL },
  { type: 'i64', value: 'i64', seen: 'i64', see: same, gets: [''], values: ['(i64.const 0x123456789abcdef0)', '(i64.const -3)', '(i64.const 0x8000000000000001)'], operators: ALL },
  ...shared ? [{
    type: '(ref null (shared eq))', value: '(ref null (shared eq))', seen: 'i32', see: (code: string) => `(call $see ${code})`, gets: [''], operators: ['xchg'],
    values: ['(global.get $one)', '(ref.null (shared eq))', '(ref.i31_shared (i32.const -5))'],
  } as const] : [{
    type: 'eqref', value: 'eqref', seen: 'i32', see: (code: string) => `(call $see-own ${code})`, gets: [''], operators: ['xchg'],
    values: ['(global.get $own)', '(ref.null eq)', '(ref.i31 (i32.const -5))'],
  } as const],
];
const SEE = `(type $point (shared (struct (field (mut i32))))) (type $mine (struct (field (mut i32))))
  (global $one (shared (ref $point)) (struct.new $point (i32.const 1))) (global $own (ref $mine) (struct.new $mine (i32.const 2)))
  (func $see (param $x (ref null (shared eq))) (result i32)
    (if (ref.is_null (local.get $x)) (then (return (i32.const 0))))
    (if (ref.test (ref (shared i31)) (local.get $x)) (then (return (i31.get_s (ref.cast (ref (shared i31)) (local.get $x))))))
    (i32.add (i32.const 1000) (struct.get $point 0 (ref.cast (ref $point) (local.get $x)))))
  (func $see-own (param $x eqref) (result i32)
    (if (ref.is_null (local.get $x)) (then (return (i32.const 0))))
    (if (ref.test (ref i31) (local.get $x)) (then (return (i31.get_s (ref.cast (ref i31) (local.get $x))))))
    (i32.add (i32.const 1000) (struct.get $mine 0 (ref.cast (ref $mine) (local.get $x)))))`;

/** A kind of location: how instructions begin, what names the location, how its neighbours are read, and what makes it trap. */
interface Region {
  readonly name: string;
  readonly fields: (atomic: Atomic) => string;
  /** a fresh location in $x */
  readonly fresh: (atomic: Atomic) => string;
  readonly head: (operation: string) => string;
  readonly location: string;
  readonly neighbours: (atomic: Atomic) => readonly (readonly [type: string, code: string])[];
  readonly missing: readonly (readonly [location: string, words: string])[];
  readonly packed: boolean;
}
const regions = (shared: boolean): readonly Region[] => {
  const word = shared ? 'shared' : '', wrap = (type: string): string => shared ? `(shared ${type})` : type;
  return [
    {
      name: 'structure', packed: true, fields: ({ type }) => `(type $s ${wrap(`(struct (field (mut i8)) (field (mut ${type})) (field (mut i8)))`)})`,
      fresh: ({ values: [one] }) => `(local $x (ref null $s)) (local.set $x (struct.new $s (i32.const -7) ${one} (i32.const -8)))`,
      head: (operation) => `struct.atomic.${operation} $s 1`, location: '(local.get $x)',
      neighbours: () => [['i32', '(struct.get_s $s 0 (local.get $x))'], ['i32', '(struct.get_s $s 2 (local.get $x))']],
      missing: [['(ref.null $s)', NULL_STRUCT]],
    },
    {
      name: 'array', packed: true, fields: ({ type }) => `(type $a ${wrap(`(array (mut ${type}))`)})`,
      fresh: ({ values: [one, other, third] }) => `(local $x (ref null $a)) (local.set $x (array.new_fixed $a 3 ${third} ${one} ${other}))`,
      head: (operation) => `array.atomic.${operation} $a`, location: '(local.get $x) (i32.const 1)',
      neighbours: ({ seen, see, gets: [get = ''] }) => [0, 2].map((i) => [seen, see(`(array.get${get} $a (local.get $x) (i32.const ${i}))`)] as const),
      missing: [['(ref.null $a) (i32.const 9)', NULL_ARRAY], ['(local.get $x) (i32.const 3)', BOUNDS], ['(local.get $x) (i32.const -1)', BOUNDS]],
    },
    {
      name: 'global', packed: false, fields: ({ type }) => `(global $g ${shared ? `(shared (mut ${type}))` : `(mut ${type})`} ${type.startsWith('i') ? `(${type}.const 0)` : `(ref.null ${shared ? '(shared eq)' : 'eq'})`})`,
      fresh: ({ values: [one] }) => `(global.set $g ${one})`, head: (operation) => `global.atomic.${operation} $g`, location: '', neighbours: () => [], missing: [],
    },
    ...(['i32', 'i64'] as const).map((addr): Region => ({
      name: `table with addresses ${addr}`, packed: false, fields: ({ type }) => `(table $t ${word} ${addr} 3 ${type})`,
      fresh: ({ values: [one, other, third] }) => [third, one, other].map((v, i) => `(table.set $t (${addr}.const ${i}) ${v})`).join(' '),
      head: (operation) => `table.atomic.${operation} $t`, location: `(${addr}.const 1)`,
      neighbours: ({ seen, see }) => [0, 2].map((i) => [seen, see(`(table.get $t (${addr}.const ${i}))`)] as const),
      missing: [[`(${addr}.const 3)`, TABLE], [`(${addr}.const -1)`, TABLE]],
    })),
  ];
};

const casesFor = (atomic: Atomic, { fresh, head, location, neighbours, missing }: Region): readonly Case[] => {
  const { seen, see, gets, values, operators } = atomic, [one, other, third] = values, begin = fresh(atomic), around = neighbours(atomic);
  const after = around.map(([, code]) => code).join(' '), types = around.map(([type]) => type).join(' ');
  const orders = ['', 'seqcst', 'acqrel'];
  const withOrder = (operation: string, order: string): string => {
    const [name = '', ...rest] = head(operation).split(' ');
    return [name, order, ...rest].join(' ');
  };
  const read = see(`(${head(`get${gets[0] ?? ''}`)} ${location})`);
  const results = `${seen} ${seen} ${types}`;
  return [
    ...gets.flatMap((get) => orders.map((order): Case => [`${seen} ${types}`, `${begin} ${see(`(${withOrder(`get${get}`, order)} ${location})`)} ${after}`])),
    ...values.flatMap((v) => orders.map((order): Case => [`${seen} ${types}`, `${begin} (${withOrder('set', order)} ${location} ${v}) ${read} ${after}`])),
    ...operators.flatMap((f) => values.map((v): Case => [results, `${begin} ${see(`(${head(`rmw.${f}`)} ${location} ${v})`)} ${read} ${after}`])),
    ...operators.length === 0 ? [] : [one, other].flatMap((expected): readonly Case[] =>
      [[results, `${begin} ${see(`(${head('rmw.cmpxchg')} ${location} ${expected} ${third})`)} ${read} ${after}`]]),
    ...missing.flatMap(([where, words]): readonly Case[] => [
      ...gets.map((get): Case => [seen, `${begin} ${see(`(${head(`get${get}`)} ${where})`)}`, words]), ['', `${begin} (${head('set')} ${where} ${one})`, words],
      ...operators.map((f): Case => [seen, `${begin} ${see(`(${head(`rmw.${f}`)} ${where} ${one})`)}`, words]),
      ...operators.length === 0 ? [] : [[seen, `${begin} ${see(`(${head('rmw.cmpxchg')} ${where} ${one} ${one})`)}`, words] as const],
    ]),
  ];
};

const Atomics = suite('atomic accesses');
for (const shared of [true, false]) {
  for (const region of regions(shared)) {
    for (const atomic of atomics(shared)) {
      if (!region.packed && atomic.gets.length > 1) continue;
      if (region.name.startsWith('table') && atomic.seen === atomic.value) continue;
      agreeing(Atomics, `of a ${shared ? 'shared' : 'unshared'} ${region.name} of ${atomic.type}`, `${SEE} ${region.fields(atomic)}`, casesFor(atomic, region));
    }
  }
}
Atomics.run();
