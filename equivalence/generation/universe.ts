/**
 * What the modules of a generated program have in common: types, tags, host functions.
 * @module
 */
import type { ResultType, StorageType, SubType, ValType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { MutableChoices, Weighted } from './choices.ts';
import { below, oneIn, weighted } from './choices.ts';
import type { ContInfo, MutableTypes } from './types.ts';
import { addGroup, contType, final, funcType, noTypes, nonNull, nullable, sameTypes } from './types.ts';

/** A tag. One without results can be thrown; one without parameters, with what the continuations return, is for switching. */
export interface TagInfo {
  readonly name: string;
  readonly use: 'control' | 'exception' | 'switch';
  readonly x: number;
  readonly type: number;
  readonly params: ResultType;
  readonly results: ResultType;
}

/** Continuations that take turns: they take values and a continuation of their own type. */
export interface Coroutines extends ContInfo {
  readonly tag: TagInfo;
  /** without the continuation */
  readonly passed: ResultType;
}

/** The indices of the structures and arrays. */
export interface Aggregates {
  /** (i32 i64 anyref), all mutable */
  readonly pair: number;
  /** a subtype of it: also f64, and a continuation */
  readonly node: number;
  readonly words: number;
  readonly bytes: number;
  readonly refs: number;
}

/** What the modules of a program have in common. */
export interface Universe {
  readonly types: MutableTypes;
  readonly aggregates: Aggregates;
  /** [] → [i32], and continuations of this type */
  readonly simple: ContInfo;
  /** what functions that run inside continuations return: one of these */
  readonly results: readonly ResultType[];
  readonly tags: readonly TagInfo[];
  readonly coroutines: Coroutines;
  /** what parameters, payloads and locals are of */
  readonly payloads: readonly Weighted<ValType>[];
}

const i32: ResultType = ['i32'];
const mutable = (storage: StorageType): { readonly mutable: true; readonly storage: StorageType } => ({ mutable: true, storage });
const open = (supers: readonly number[], storages: readonly StorageType[]): SubType => ({
  final: false, supers: supers.map((x) => ({ kind: 'idx', x })), shared: false, comp: { kind: 'struct', fields: storages.map(mutable) },
});
const array = (storage: StorageType): SubType => final({ kind: 'array', field: mutable(storage) });

const aggregatesOf = (types: MutableTypes, simple: ContInfo): Aggregates => {
  const fields: readonly StorageType[] = ['i32', 'i64', absRef('any')];
  const pair = addGroup(types, [open([], fields)]), node = addGroup(types, [open([pair], [...fields, 'f64', nullable(simple.x)])]);
  const words = addGroup(types, [array('i32')]), bytes = addGroup(types, [array('i8')]), refs = addGroup(types, [array(absRef('any'))]);
  return { pair, node, words, bytes, refs };
};

const payloadsOf = ({ pair, words }: Aggregates, simple: ContInfo): readonly Weighted<ValType>[] => [
  [10, 'i32'], [5, 'i64'], [3, 'f64'], [2, 'f32'], [1, 'v128'],
  [2, nullable(pair)], [2, nonNull(pair)], [1, nonNull(words)], [1, absRef('any')], [1, absRef('i31', false)], [1, absRef('eq')],
  [1, absRef('func')], [1, nonNull(simple.ft)], [1, absRef('exn')], [1, absRef('extern')], [1, nullable(simple.x)], [1, nonNull(simple.x)],
];

/** A few types; sometimes more than there are registers. */
const someTypes = (choices: MutableChoices, payloads: readonly Weighted<ValType>[], most: number): ResultType => {
  const count = oneIn(choices, 24) ? 10 : below(choices, most + 1);
  return Array.from({ length: count }, () => weighted(choices, payloads));
};
/** A sequence of parameters or locals. */
export const payload = (choices: MutableChoices, { payloads }: Universe, most = 3): ResultType => someTypes(choices, payloads, most);

/** $ft and $ct with `$ft = t* (ref null $ct) → t′*` and `$ct = cont $ft` */
const coroutinesOf = (types: MutableTypes, passed: ResultType, tag: TagInfo): Coroutines => {
  const ft = types.subs.length, x = ft + 1, params = [...passed, idxRef(x, true)], { results } = tag;
  addGroup(types, [final({ kind: 'func', params, results }), final({ kind: 'cont', type: { kind: 'idx', x: ft } })]);
  return { x, ft, params, results, tag, passed };
};

/** The universe that the choices make. */
export const universeOf = (choices: MutableChoices): Universe => {
  const types = noTypes(), simple = contType(types, [], i32), aggregates = aggregatesOf(types, simple);
  const payloads = payloadsOf(aggregates, simple), some = (most: number): ResultType => someTypes(choices, payloads, most);
  const tags: TagInfo[] = [];
  const tag = (use: TagInfo['use'], name: string, params: ResultType, results: ResultType): TagInfo => {
    const info = { name, use, x: tags.length, type: funcType(types, params, results), params, results };
    tags.push(info);
    return info;
  };
  tag('exception', 'stop', i32, []);
  const results = [i32, some(3)].filter((ts, i, all) => all.findIndex((other) => sameTypes(ts, other)) === i);
  for (let i = oneIn(choices, 4) ? 2 : 1; i > 0; i--) tag('control', `ask${String(i)}`, some(3), some(3));
  tag('control', 'yield', i32, []);
  if (below(choices, 2) === 1) tag('exception', 'fail', some(3), []);
  const turn = tag('switch', 'turn', [], i32);
  return { types, aggregates, simple, results, tags, coroutines: coroutinesOf(types, some(2), turn), payloads };
};
