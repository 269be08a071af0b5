/**
 * Where continuations are resumed: a block for each handler, and after it what is done with the payload and the continuation.
 * @module
 */
import type { Hdl } from '../../syntax/instructions.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { below, oneIn, pick, weighted } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, emit, isInside, labelAt, newBody, newLocal, store, storeAll } from './bodies.ts';
import { countDown } from './control.ts';
import { leaves } from './leaves.ts';
import type { FuncInfo } from './modules.ts';
import { plan } from './modules.ts';
import type { ContInfo } from './types.ts';
import { contType, funcType, nonNull, nullable, sameTypes } from './types.ts';
import type { TagInfo } from './universe.ts';

/** A continuation that is to be resumed, and how. `push` puts it on the stack, above its arguments. */
export interface Resumption {
  readonly k: ContInfo;
  readonly push: () => void;
  readonly how: 'resume' | 'resume_throw' | 'resume_throw_ref';
}
/** A handler: the continuation that it gets is in the local `x`. The payload is variables. */
interface Handled {
  readonly tag: TagInfo;
  readonly k: ContInfo;
  readonly x: number;
}
/** What is done in a handler. It leaves the results. */
type Handle = (b: MutableBody, handled: Handled, d: number) => void;

/** The tags that a site has handlers for: outside of continuations all, inside any of them, and some twice. */
const handledTags = (b: MutableBody): readonly TagInfo[] => {
  const control = b.m.universe.tags.filter(({ use }) => use === 'control');
  if (!isInside(b) && !oneIn(b.choices, 48)) return oneIn(b.choices, 8) ? [...control, pick(b.choices, control)] : control;
  return control.filter(() => oneIn(b.choices, 2)).concat(oneIn(b.choices, 8) ? [pick(b.choices, control)] : []);
};

/** What a handler for a tag captures, where the results are these. */
const captured = (b: MutableBody, tag: TagInfo, results: ResultType): ContInfo => contType(b.m.universe.types, tag.results, results);

const instruction = (b: MutableBody, { k, how, push }: Resumption, hdls: readonly Hdl[], d: number): void => {
  const exceptions = b.m.universe.tags.filter(({ use }) => use === 'exception');
  switch (how) {
    case 'resume':
      b.values(b, k.params, d - 1);
      push();
      emit(b, { op: 'resume', ct: k.x, hdls });
      return;
    case 'resume_throw': {
      const tag = pick(b.choices, exceptions);
      b.values(b, tag.params, d - 1);
      push();
      emit(b, { op: 'resume_throw', ct: k.x, x: tag.x, hdls }); return;
    }
    case 'resume_throw_ref':
      b.value(b, absRef('exn', false), d - 1);
      push();
      emit(b, { op: 'resume_throw_ref', ct: k.x, hdls });
      return;
  }
};

/** A handler that is still to be written, and the label that it is to have. */
interface Placed {
  readonly tag: TagInfo;
  readonly count: number;
}
/** Resumes a continuation; leaves its results, or what the handlers leave in their place. */
export const resumeWith = (b: MutableBody, r: Resumption, d: number, handle: Handle): void => {
  const ts = r.k.results, tags = handledTags(b);
  if (tags.length === 0) instruction(b, r, switches(b, ts), d);
  else block(b, 'block', [], ts, () => around(b, r, d, handle, tags, [], b.labels.length));
};
const switches = (b: MutableBody, ts: ResultType): readonly Hdl[] => {
  const { tag } = b.m.universe.coroutines;
  return sameTypes(tag.results, ts) && !oneIn(b.choices, 16) ? [{ kind: 'switch', x: tag.x }] : [];
};
const around = (
  b: MutableBody, r: Resumption, d: number, handle: Handle, left: readonly TagInfo[], placed: readonly Placed[], done: number,
): void => {
  const [tag, ...others] = left;
  if (tag === undefined) {
    const hdls = placed.map(({ tag: { x }, count }): Hdl => ({ kind: 'on', x, l: labelAt(b, count) }));
    instruction(b, r, oneIn(b.choices, 2) ? [...hdls, ...switches(b, r.k.results)] : [...switches(b, r.k.results), ...hdls], d);
    emit(b, { op: 'br', l: labelAt(b, done) }); return;
  }
  const k = captured(b, tag, r.k.results), type = (oneIn(b.choices, 4) ? nullable : nonNull)(k.x);
  block(b, 'block', [], [...tag.params, type], () =>
    around(b, r, d, handle, others, [...placed, { tag, count: b.labels.length }], done));
  const x = newLocal(b, nullable(k.x));
  emit(b, { op: 'local.set', x });
  storeAll(b, tag.params);
  handle(b, { tag, k, x }, d - 1);
  if (placed.length > 0) emit(b, { op: 'br', l: labelAt(b, done) });
};

const again = (b: MutableBody, { x }: Handled): void => {
  emit(b, { op: 'local.get', x });
  if (oneIn(b.choices, 4)) emit(b, { op: 'ref.as_non_null' });
};

/** A function that resumes a continuation of this type, and what is captured of it, until it returns. */
const driver = ({ m, value, values, statement, info: { role } }: MutableBody, k: ContInfo): FuncInfo => {
  const inside = role === 'inside' || role === 'coroutine', key = `drive ${inside ? 'inside ' : ''}${String(k.x)}`;
  const known = m.onDemand.get(key);
  if (known !== undefined) return known;
  const params = [nullable(k.x)], { results } = k;
  const type = funcType(m.universe.types, params, results);
  const info = plan(m, { name: key, role: 'driver', type, params, results }, (self) => {
    const body = newBody(m, { ...self, role: inside ? 'inside' : 'driver' }, m.spare, { value, values, statement });
    drive(body, k);
    return { locals: body.locals, body: body.code };
  });
  m.onDemand.set(key, info);
  return info;
};
const drive = (b: MutableBody, k: ContInfo): void => {
  countDown(b, () => {
    leaves(b, k.results);
    emit(b, { op: 'return' });
  });
  const d = 2, push = (): void => emit(b, { op: 'local.get', x: 0 });
  if (oneIn(b.choices, 3)) b.statement(b, d);
  block(b, 'loop', [], k.results, () => {
    const count = b.labels.length;
    resumeWith(b, { k, push, how: 'resume' }, d, (b2, handled) => {
      if (oneIn(b2.choices, 8)) resumeWith(b2, { k: handled.k, push: () => again(b2, handled), how: 'resume_throw' }, 1, resumeOnce);
      else if (handled.k.x === k.x && oneIn(b2.choices, 2)) anotherRound(b2, handled, count);
      else callDriver(b2, handled, true);
    });
  });
};
const resumeOnce: Handle = (b, handled) => callDriver(b, handled, false);
/** What has been captured takes the place of what was resumed. */
const anotherRound = (b: MutableBody, handled: Handled, count: number): void => {
  again(b, handled);
  emit(b, { op: 'local.set', x: 0 });
  countDown(b, () => {
    leaves(b, handled.k.results);
    emit(b, { op: 'return' });
  });
  emit(b, { op: 'br', l: labelAt(b, count) });
};
const callDriver = (b: MutableBody, handled: Handled, tail: boolean): void => {
  again(b, handled);
  const f = driver(b, handled.k), isTail = tail && sameTypes(f.results, b.info.results) && oneIn(b.choices, 2);
  emit(b, { op: isTail ? 'return_call' : 'call', x: f.x });
};

/** The continuation with its first argument given, if it takes any. */
const partly = (b: MutableBody, handled: Handled, d: number): Resumption => {
  const { k } = handled, count = below(b.choices, k.params.length + 1);
  const rest = contType(b.m.universe.types, k.params.slice(count), k.results);
  b.values(b, k.params.slice(0, count), d - 1);
  again(b, handled);
  emit(b, { op: 'cont.bind', ct: k.x, ct2: rest.x });
  const type: ValType = nonNull(rest.x), x = store(b, type);
  return { k: rest, push: () => emit(b, { op: 'local.get', x }), how: 'resume' };
};

/** Puts the continuation where it can be found later, if there is a place for its type. */
const stash = (b: MutableBody, handled: Handled): void => {
  const places = b.m.globalInfos.filter(({ type, mutable }) => mutable && sameTypes([type], [nullable(handled.k.x)]));
  if (places.length === 0) return;
  again(b, handled);
  emit(b, { op: 'global.set', x: pick(b.choices, places).x });
};

/** What a handler does; mostly it sees to it that the continuation gets to its end. */
export const handle: Handle = (b, handled, d) => {
  const { k } = handled, push = (): void => again(b, handled), deeper = d > 0 ? 1 : 0;
  if (oneIn(b.choices, 3)) b.statement(b, d);
  weighted<() => void>(b.choices, [
    [10, () => callDriver(b, handled, isInside(b) || oneIn(b.choices, 2))],
    [2, () => b.values(b, k.results, d)],
    [6 * deeper, () => resumeWith(b, { k, push, how: 'resume' }, d - 1, handle)],
    [3 * deeper, () => resumeWith(b, partly(b, handled, d), d - 1, handle)],
    [5 * deeper, () => resumeWith(b, { k, push, how: 'resume_throw' }, d - 1, handle)],
    [4 * deeper, () => resumeWith(b, { k, push, how: 'resume_throw_ref' }, d - 1, handle)],
    [4, () => {
      stash(b, handled);
      b.values(b, k.results, d);
    }],
    [1, () => {
      callDriver(b, handled, false);
      for (const _ of k.results) emit(b, { op: 'drop' });
      callDriver(b, handled, false);
    }],
  ])();
};
