/**
 * Constant expressions about shared things, evaluated. References are addresses.
 * @spec core 4.4-execution.modules §Instantiation
 * @category Evaluation: heap
 * @module
 */
import type { Expr, Instr, InstrOf, NumConst, VecConst } from '../../syntax/instructions.ts';
import type { StorageType } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asArray, asStruct } from '../../semantics/types/expansion.ts';
import { MAX_ARRAY } from '../../semantics/runtime/limits.ts';
import { bytesOf, ELEMENTS_OFFSET, HOST_SIZE, LENGTH_OFFSET } from '../sharing/layout.ts';
import { operandsOf } from '../sharing/constants.ts';
import { structLayout } from '../sharing/structs.ts';
import type { MutableHeap } from './heap.ts';
import { addRoot, alloc, typeAddress } from './heap.ts';

/** A value; a reference to something shared is its address, an i32. */
export type Known = NumConst | VecConst;
/** What constant expressions may speak of. */
export interface Surroundings {
  readonly heap: MutableHeap;
  readonly C: Context;
  /** the record of a shared function */
  readonly func: (x: number) => number;
  /** the value of a global; undefined if that is unshared and no number */
  readonly global: (x: number) => Known | undefined;
  /** what instructions have been evaluated to, once */
  readonly made: Map<Instr, number>;
}

const i32 = (c: number): Known => ({ t: 'i32', c: c | 0 });
/** Puts a value into the heap. */
export const write = ({ view, bytes }: MutableHeap, zt: StorageType<unknown>, a: number, v: Known): void => {
  switch (v.t) {
    case 'i32': case 'f32':
      if (zt === 'i8') bytes[a] = v.c;
      else if (zt === 'i16') view.setInt16(a, v.c, true);
      else view.setInt32(a, v.c, true);
      return;
    case 'i64': case 'f64': view.setBigInt64(a, v.c, true); return;
    case 'v128':
      view.setBigUint64(a, BigInt.asUintN(64, v.c), true);
      view.setBigUint64(a + 8, v.c >> 64n, true);
  }
};

const newStruct = ({ heap }: Surroundings, dt: DefType, fields: readonly Known[]): number => {
  const { offsets, size } = structLayout(dt), a = alloc(heap, size), zts = asStruct(dt)?.fields ?? [];
  heap.view.setInt32(a, typeAddress(heap, dt), true);
  fields.forEach((v, i) => { write(heap, zts[i]?.storage ?? 'i32', a + (offsets[i] ?? 0), v); });
  return a;
};
const newArray = ({ heap }: Surroundings, dt: DefType, n: number, elements: (i: number) => Known | undefined): number => {
  if (n >>> 0 > MAX_ARRAY) throw new RangeError('allocation size too large');
  const zt = asArray(dt)?.field.storage ?? 'i32', size = bytesOf(zt), a = alloc(heap, ELEMENTS_OFFSET + n * size);
  heap.view.setInt32(a, typeAddress(heap, dt), true);
  heap.view.setInt32(a + LENGTH_OFFSET, n, true);
  for (let i = 0; i < n; i++) {
    const v = elements(i);
    if (v !== undefined) write(heap, zt, a + ELEMENTS_OFFSET + i * size, v);
  }
  return a;
};
const newQueue = ({ heap }: Surroundings): number => {
  const a = alloc(heap, HOST_SIZE);
  heap.view.setInt32(a, typeAddress(heap, 'waitqueue'), true);
  return a;
};

type New = InstrOf<'struct.new' | 'struct.new_default' | 'array.new' | 'array.new_default' | 'array.new_fixed'>;
const allocated = (env: Surroundings, e: New, vs: readonly Known[]): Known | undefined => {
  const dt = env.C.types.at(e.x);
  if (dt?.sub.shared !== true) return undefined;
  const known = env.made.get(e), last = Number(vs.at(-1)?.c ?? 0);
  const make = (): number => {
    switch (e.op) {
      case 'struct.new': case 'struct.new_default': return newStruct(env, dt, vs);
      case 'array.new': return newArray(env, dt, last, () => vs[0]);
      case 'array.new_default': return newArray(env, dt, last, () => undefined);
      case 'array.new_fixed': return newArray(env, dt, e.n, (i) => vs[i]);
    }
  };
  const a = known ?? make();
  env.made.set(e, a);
  if (known === undefined) addRoot(env.heap, a, 0);
  return i32(a);
};
const computed = ({ nt, f }: InstrOf<'binop'>, [x, y]: readonly Known[]): Known | undefined => {
  if (x === undefined || y === undefined) return undefined;
  const [a, b] = [BigInt(x.c), BigInt(y.c)], c = f === 'add' ? a + b : f === 'sub' ? a - b : a * b;
  return nt === 'i64' ? { t: 'i64', c: BigInt.asIntN(64, c) } : i32(Number(BigInt.asIntN(32, c)));
};
const step = (env: Surroundings, e: Instr, vs: readonly Known[]): Known | undefined => {
  switch (e.op) {
    case 'const': case 'vconst': return e.val;
    case 'binop': return computed(e, vs);
    case 'ref.null': return i32(0);
    case 'ref.func': return env.C.funcs.at(e.x)?.sub.shared === true ? i32(env.func(e.x)) : undefined;
    case 'ref.i31_shared': return i32(Number(vs[0]?.c ?? 0) << 1 | 1);
    case 'global.get': return env.global(e.x);
    case 'any.convert_extern': case 'extern.convert_any': return vs[0];
    case 'struct.new': case 'struct.new_default': case 'array.new': case 'array.new_default': case 'array.new_fixed':
      return allocated(env, e, vs);
    case 'waitqueue.new': {
      const a = env.made.get(e) ?? newQueue(env);
      env.made.set(e, a);
      return i32(a);
    }
    default: return undefined;
  }
};
/** The value of a constant expression; undefined if it is about unshared references. */
export const evaluate = (env: Surroundings, expr: Expr): Known | undefined => {
  const stack: (Known | undefined)[] = [];
  for (const e of expr) {
    const vs = stack.splice(Math.max(0, stack.length - operandsOf(env.C, e))), known = vs.flatMap((v) => v === undefined ? [] : [v]);
    stack.push(known.length === vs.length ? step(env, e, known) : undefined);
  }
  return stack.at(-1);
};
/** The value of one that has a value. */
export const evaluated = (env: Surroundings, expr: Expr): Known => {
  const v = evaluate(env, expr);
  if (v === undefined) throw new RangeError('a constant of something shared is about something unshared');
  return v;
};
