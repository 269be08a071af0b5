/**
 * Code that makes continuations, suspends, switches, and resumes continuations that were kept.
 * @module
 */
import type { ResultType } from '../../syntax/types.ts';
import { below, oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, conditional, emit, isInside, labelAt, newLocal, store, storeAll } from './bodies.ts';
import { i32, leaf } from './leaves.ts';
import type { FuncInfo } from './modules.ts';
import { declare } from './modules.ts';
import type { Resumption } from './resumptions.ts';
import { handle, resumeWith } from './resumptions.ts';
import type { ContInfo } from './types.ts';
import { contType, nonNull, nullable, sameTypes } from './types.ts';
import type { TagInfo } from './universe.ts';

/** The continuation type of a function. */
const typeOf = (b: MutableBody, f: FuncInfo): ContInfo => {
  const { types, coroutines } = b.m.universe;
  return f.role === 'coroutine' ? coroutines : contType(types, f.params, f.results);
};

/** Functions whose continuations return these values. */
const codeFor = (b: MutableBody, results: ResultType): readonly FuncInfo[] =>
  b.m.callable.filter((f) => (f.role === 'inside' || f.role === 'coroutine' || (f.role === 'direct' && f.x > b.info.x))
    && sameTypes(f.results, results));

/** A new continuation, with some of its arguments bound in none, one or two steps. */
const created = (b: MutableBody, results: ResultType, d: number): Resumption | undefined => {
  const found = codeFor(b, results);
  if (found.length === 0) return undefined;
  const f = pick(b.choices, found);
  let k = typeOf(b, f), x = makeNew(b, f, k);
  for (let bindings = below(b.choices, 3); bindings > 0; bindings--) [k, x] = bindSome(b, k, x, d);
  const push = (): void => emit(b, { op: 'local.get', x });
  return { k, push, how: oneIn(b.choices, 16) ? pick(b.choices, ['resume_throw', 'resume_throw_ref'] as const) : 'resume' };
};
const makeNew = (b: MutableBody, f: FuncInfo, k: ContInfo): number => {
  declare(b.m, f);
  emit(b, { op: 'ref.func', x: f.x }, { op: 'cont.new', ct: k.x });
  const x = newLocal(b, nullable(k.x));
  emit(b, { op: 'local.set', x });
  return x;
};
const bindSome = (b: MutableBody, k: ContInfo, x: number, d: number): readonly [ContInfo, number] => {
  const count = below(b.choices, k.params.length + 1), rest = contType(b.m.universe.types, k.params.slice(count), k.results);
  b.values(b, k.params.slice(0, count), d - 1);
  emit(b, { op: 'local.get', x }, { op: 'cont.bind', ct: k.x, ct2: rest.x });
  const bound = newLocal(b, nullable(rest.x));
  emit(b, { op: 'local.set', x: bound });
  return [rest, bound];
};

/** Runs a new continuation; leaves what it returns. False if there is no code for one. */
export const runNew = (b: MutableBody, ts: ResultType, d: number): boolean => {
  const r = created(b, ts, d);
  if (r === undefined) return false;
  resumeWith(b, r, d, handle);
  return true;
};
/** Runs a new continuation of any kind; its results become variables. */
export const runStatement = (b: MutableBody, d: number): void => {
  const { results } = b.m.universe, possible = results.filter((ts) => codeFor(b, ts).length > 0);
  const ts = pick(b.choices, possible.length > 0 ? possible : results);
  if (runNew(b, ts, d)) storeAll(b, ts);
};

/** The types of continuations that a module keeps in globals. */
export const keptTypes = (b: Pick<MutableBody, 'm'>): readonly ContInfo[] => {
  const { types, results, tags, coroutines, simple } = b.m.universe, [first = []] = results;
  const captured = tags.filter(({ use }) => use === 'control').map((tag) => contType(types, tag.results, first));
  return [simple, coroutines, ...captured].filter((k, i, all) => all.findIndex(({ x }) => x === k.x) === i);
};

/** Where continuations are kept. */
interface Place {
  readonly k: ContInfo;
  /** pushes what is there */
  readonly get: () => void;
  /** sets it to what `value` pushes */
  readonly set: (value: () => void) => void;
}
const places = (b: MutableBody): readonly Place[] => {
  const { simple, aggregates: { node } } = b.m.universe, slot = below(b.choices, 2);
  const kept = b.m.globalInfos.flatMap(({ x, type, mutable }): readonly Place[] => {
    const k = mutable ? keptTypes(b).find((one) => sameTypes([nullable(one.x)], [type])) : undefined;
    return k === undefined ? [] : [{
      k, get: () => emit(b, { op: 'global.get', x }), set: (value) => {
        value();
        emit(b, { op: 'global.set', x });
      },
    }];
  });
  const nodes = b.m.globalInfos.find(({ type }) => sameTypes([type], [nonNull(node)]));
  const inField: readonly Place[] = nodes === undefined ? [] : [{
    k: simple, get: () => emit(b, { op: 'global.get', x: nodes.x }, { op: 'struct.get', sx: undefined, x: node, i: 4 }), set: (value) => {
      emit(b, { op: 'global.get', x: nodes.x });
      value();
      emit(b, { op: 'struct.set', x: node, i: 4 });
    },
  }];
  const inTable: Place = {
    k: simple, get: () => {
      i32(b, slot);
      emit(b, { op: 'table.get', x: 1 });
    }, set: (value) => {
      i32(b, slot);
      value();
      emit(b, { op: 'table.set', x: 1 });
    },
  };
  return [...kept, inTable, ...inField];
};

/** Takes a continuation that is kept, if there is one, and resumes it; leaves values of its results' types. Often nothing stays behind. */
export const resumeKept = (b: MutableBody, d: number): void => {
  const { k, get, set } = pick(b.choices, places(b)), stays = oneIn(b.choices, 24);
  block(b, 'block', [], k.results, () => {
    const done = b.labels.length;
    block(b, 'block', [], [], () => {
      get();
      emit(b, { op: 'br_on_null', l: 0 });
      const x = store(b, nonNull(k.x));
      if (!stays) set(() => emit(b, { op: 'ref.null', ht: { kind: 'idx', x: k.x } }));
      resumeWith(b, { k, push: () => emit(b, { op: 'local.get', x }), how: 'resume' }, d, handle);
      emit(b, { op: 'br', l: labelAt(b, done) });
    });
    b.values(b, k.results, d - 1);
  });
  storeAll(b, k.results);
};
/** Keeps a new continuation. */
export const keepNew = (b: MutableBody, d: number): void => {
  const { k, set } = pick(b.choices, places(b));
  set(() => {
    const found = codeFor(b, k.results).filter((f) => sameTypes(typeOf(b, f).params.slice(-k.params.length || Infinity), k.params));
    if (found.length === 0) {
      leaf(b, nullable(k.x));
      return;
    }
    const f = pick(b.choices, found), type = typeOf(b, f), count = type.params.length - k.params.length;
    b.values(b, type.params.slice(0, count), d - 1);
    declare(b.m, f);
    emit(b, { op: 'ref.func', x: f.x }, { op: 'cont.new', ct: type.x });
    if (type.x !== k.x) emit(b, { op: 'cont.bind', ct: type.x, ct2: k.x });
  });
};

/** Suspends; leaves the answer. */
const suspendOn = (b: MutableBody, tag: TagInfo, d: number): void => {
  b.values(b, tag.params, d - 1);
  emit(b, { op: 'suspend', x: tag.x });
};
const controlTags = (b: MutableBody): readonly TagInfo[] => b.m.universe.tags.filter(({ use }) => use === 'control');
/** Suspends, if code inside of a continuation does; the answer becomes variables. */
export const suspendStatement = (b: MutableBody, d: number): void => {
  if (!isInside(b) && !oneIn(b.choices, 64)) runStatement(b, d);
  else suspendOnAny(b, d);
};
const suspendOnAny = (b: MutableBody, d: number): void => {
  const tag = oneIn(b.choices, 40) ? pick(b.choices, b.m.universe.tags) : pick(b.choices, controlTags(b));
  suspendOn(b, tag, d);
  storeAll(b, tag.results);
};
/** Suspends for an answer of these types; false if there is no tag for it. */
export const suspendFor = (b: MutableBody, ts: ResultType, d: number): boolean => {
  const tags = isInside(b) ? controlTags(b).filter(({ results }) => sameTypes(results, ts)) : [];
  if (tags.length === 0) return false;
  suspendOn(b, pick(b.choices, tags), d);
  return true;
};

/** Switches to the peer, or to a new one; what comes back becomes variables, and the peer is the one that has switched back. */
export const switchStatement = (b: MutableBody, d: number): void => {
  if (b.info.role === 'coroutine') takeTurns(b, d);
  else suspendStatement(b, d);
};
const takeTurns = (b: MutableBody, d: number): void => {
  const { coroutines: { x: ct, passed, tag } } = b.m.universe, peer = b.info.params.length - 1;
  const f = pick(b.choices, b.m.callable.filter(({ role }) => role === 'coroutine'));
  declare(b.m, f);
  emit(b, { op: 'local.get', x: peer }, { op: 'ref.is_null' });
  conditional(b, [], () => {
    emit(b, { op: 'ref.func', x: f.x }, { op: 'cont.new', ct }, { op: 'local.set', x: peer });
  }, () => undefined);
  b.values(b, passed, d - 1);
  emit(b, { op: 'local.get', x: peer }, { op: 'switch', ct, x: tag.x }, { op: 'local.set', x: peer });
  storeAll(b, passed);
};
