/**
 * The simplest code for a value of each type.
 * @module
 */
import type { NumConst } from '../../syntax/instructions.ts';
import type { AbsHeapName, NumType, RefType, ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { MutableChoices } from './choices.ts';
import { oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, emit, inside, newBody, variablesOf } from './bodies.ts';
import type { FuncInfo } from './modules.ts';
import { declare, plan } from './modules.ts';

/** Numbers at which something changes, by type; the simplest first. Floats are bits. */
const numbers: { readonly [T in NumType]: readonly Extract<NumConst, { readonly t: T }>['c'][] } = {
  i32: [0, 1, 2, 3, 7, 100, -1, 255, 65_535, 0x7fff_ffff, -0x8000_0000],
  i64: [0n, 1n, 2n, 3n, -1n, 0xffff_ffffn, 0x1_0000_0000n, 0x7fff_ffff_ffff_ffffn, -0x8000_0000_0000_0000n],
  // 0, 1.5, −7, −0, ∞, the least positive, a NaN with a payload
  f32: [0, 0x3fc0_0000, 0xc0e0_0000 | 0, -0x8000_0000, 0x7f80_0000, 1, 0x7fa0_0001],
  f64: [
    0n, 0x3ff8_0000_0000_0000n, -0x3fe4_0000_0000_0000n, -0x8000_0000_0000_0000n, 0x7ff0_0000_0000_0000n, 1n, 0x7ff4_0000_0000_0001n,
  ],
};
const vectors: readonly bigint[] = [0n, 1n, 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10n, (1n << 128n) - 1n];

/** A constant of a type. */
export const constant = (choices: MutableChoices, t: NumType): NumConst => {
  switch (t) {
    case 'i32': return { t, c: pick(choices, numbers.i32) };
    case 'i64': return { t, c: pick(choices, numbers.i64) };
    case 'f32': return { t, c: pick(choices, numbers.f32) };
    case 'f64': return { t, c: pick(choices, numbers.f64) };
  }
};
/** (i32.const c) */
export const i32 = (b: MutableBody, c: number): void => emit(b, { op: 'const', val: { t: 'i32', c } });

/** A function that only returns values; there is one for each type. */
const plainFunction = ({ m, value, values, statement }: MutableBody, type: number, params: ResultType, results: ResultType): FuncInfo => {
  const key = `plain ${String(type)}`, known = m.onDemand.get(key);
  if (known !== undefined) return known;
  const info = plan(m, { name: key, role: 'direct', type, params, results }, (self) => {
    const body = newBody(m, self, m.spare, { value, values, statement });
    leaves(body, results);
    return { locals: body.locals, body: body.code };
  });
  m.onDemand.set(key, info);
  return info;
};

/** A reference to a function of a type: one that may be called outside of continuations, or one that only returns. */
export const functionReference = (b: MutableBody, type: number, params: ResultType, results: ResultType): void => {
  const candidates = b.m.callable.filter((f) => f.type === type && (f.role === 'direct' || f.role === 'inside'));
  const f = candidates.length > 0 ? pick(b.choices, candidates) : plainFunction(b, type, params, results);
  declare(b.m, f);
  emit(b, { op: 'ref.func', x: f.x });
};

/** An exception, caught as a reference. */
const exception = (b: MutableBody): void => {
  const { tags: [tag] } = b.m.universe;
  if (tag === undefined) throw new RangeError('a universe has a tag to throw');
  block(b, 'block', [], [absRef('exn', false)], () => {
    const body = inside(b, [], () => {
      leaves(b, tag.params);
      emit(b, { op: 'throw', x: tag.x });
    });
    const catches = [{ kind: 'catch_all_ref', l: 0 }] as const;
    emit(b, { op: 'try_table', bt: { kind: 'result', type: undefined }, catches, body }, { op: 'unreachable' });
  });
};

/** A new value of a type that is defined. */
const defined = (b: MutableBody, x: number): void => {
  const comp = b.m.universe.types.subs[x]?.comp;
  switch (comp?.kind) {
    case 'struct': emit(b, { op: 'struct.new_default', x }); break;
    case 'array':
      i32(b, 4);
      emit(b, { op: 'array.new_default', x });
      return;
    case 'func': functionReference(b, x, comp.params, comp.results); break;
    case 'cont': {
      if (comp.type.kind !== 'idx') throw new RangeError('a continuation type is one of a function type');
      defined(b, comp.type.x);
      emit(b, { op: 'cont.new', ct: x }); return;
    }
    case undefined: throw new RangeError(`there is no type ${String(x)}`);
  }
};
/** A new value that is not null. */
const nonNullValue = (b: MutableBody, { heap }: RefType): void => {
  if (heap.kind === 'idx') defined(b, heap.x);
  else abstract(b, heap.name);
};
const abstract = (b: MutableBody, name: AbsHeapName): void => {
  const { aggregates, simple } = b.m.universe;
  switch (name) {
    case 'any': case 'eq': case 'struct': defined(b, aggregates.pair); break;
    case 'array': defined(b, aggregates.words); break;
    case 'i31':
      emit(b, { op: 'const', val: constant(b.choices, 'i32') });
      emit(b, { op: 'ref.i31' });
      return;
    case 'func': defined(b, simple.ft); break;
    case 'exn': exception(b); break;
    case 'extern':
      defined(b, aggregates.pair);
      emit(b, { op: 'extern.convert_any' });
      return;
    default: throw new RangeError(`no values of the type (ref ${name}) are made`);
  }
};

/** Whether null is a value that is made of the type. */
const isNullMade = ({ nullable, heap }: RefType): boolean => nullable && (heap.kind === 'idx' || heap.name !== 'i31');
/** A new value: a constant, null if that is possible, or a new object. */
const fresh = (b: MutableBody, t: ValType): void => {
  if (t === 'v128') emit(b, { op: 'vconst', val: { t, c: pick(b.choices, vectors) } });
  else if (typeof t === 'string') emit(b, { op: 'const', val: constant(b.choices, t) });
  else if (isNullMade(t) && !oneIn(b.choices, 2)) emit(b, { op: 'ref.null', ht: t.heap });
  else nonNullValue(b, t);
};

/** A value: often that of a variable. */
export const leaf = (b: MutableBody, t: ValType): void => {
  const variables = variablesOf(b, t);
  if (variables.length === 0 || oneIn(b.choices, 3)) fresh(b, t);
  else emit(b, { op: 'local.get', x: pick(b.choices, variables) });
};
/** Values, the last one on top. */
export const leaves = (b: MutableBody, ts: ResultType): void => {
  for (const t of ts) leaf(b, t);
};
