/**
 * Values that a function returns when it has been left by a suspension. Nobody looks at them.
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import { openVal, sourceType } from './closed-types.ts';
import { arrayNewFixed, call, i32, nullOf, read, refNull, structNew, unreachable } from './code.ts';
import { funcOnce, globalOnce, reference, typeOnce } from './plan.ts';
import { typeIdx } from './types.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AbsHeapName, StorageType, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import { expand } from '../../semantics/types/expansion.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { MutablePlan } from './plan.ts';
import { T } from './driver.ts';
import { driverFuncIdx } from './layout.ts';

/** The default of a number or vector type, or of a type with null. */
const zero = (plan: MutablePlan, t: ValType<DefType>): Instr => {
  switch (t) {
    case 'i32': case 'f32': return { op: 'const', val: { t, c: 0 }, at: NOWHERE };
    case 'i64': case 'f64': return { op: 'const', val: { t, c: 0n }, at: NOWHERE };
    case 'v128': return { op: 'vconst', val: { t, c: 0n }, at: NOWHERE };
    default: {
      const rt = openVal(plan, t);
      return typeof rt === 'string' ? unreachable : refNull(rt.heap);
    }
  }
};

const I31: readonly Instr[] = [i32(0), { op: 'ref.i31', at: NOWHERE }];
const functionOf = (plan: MutablePlan, type: number): number =>
  funcOnce(plan, `dummy.${type}`, () => ({ type, locals: [], body: [unreachable], at: NOWHERE }));

/** A value of an abstract type, or undefined if it has none but null. */
const abstract = (plan: MutablePlan, name: AbsHeapName): readonly Instr[] | undefined => {
  switch (name) {
    case 'any': case 'eq': case 'i31': return I31;
    case 'struct': return [structNew(typeOnce(plan, { kind: 'struct', fields: [] }))];
    case 'array': return [arrayNewFixed(T.tags, 0)];
    case 'func': return [reference(plan, functionOf(plan, T.entry))];
    case 'extern': return [...I31, { op: 'extern.convert_any', at: NOWHERE }];
    case 'cont': return [nullOf(T.stack), structNew(T.cont)];
    case 'exn': return [call(driverFuncIdx(plan, 'exception'))];
    default: return undefined;
  }
};

/** Whether an instruction may stand in the initial value of a global. Exceptions are made by calling a function. */
const isConstant = ({ op }: Instr): boolean => op !== 'call';
/** Code for a value of a field; undefined if there is none without a value of one of the types `seen`. */
const field = (plan: MutablePlan, zt: StorageType<DefType>, seen: readonly DefType[]): readonly Instr[] | undefined => {
  if (zt === 'i8' || zt === 'i16') return [i32(0)];
  if (typeof zt === 'string' || zt.nullable) return [zero(plan, zt)];
  return zt.heap.kind === 'abs' ? abstract(plan, zt.heap.name) : defined(plan, zt.heap, seen);
};
/** Code for a value of a defined type, undefined if there is none. */
const defined = (plan: MutablePlan, dt: DefType, seen: readonly DefType[]): readonly Instr[] | undefined => {
  if (seen.includes(dt)) return undefined;
  const comp = expand(dt), x = typeIdx(sourceType(plan, dt));
  switch (comp.kind) {
    case 'func': return [reference(plan, functionOf(plan, x))];
    case 'array': return [arrayNewFixed(x, 0)];
    case 'cont': return [nullOf(T.stack), nullOf(typeIdx(sourceType(plan, comp.type as DefType))), structNew(x)];
    case 'struct': {
      const fields = comp.fields.map(({ storage }) => field(plan, storage, [...seen, dt]));
      return fields.some((code) => code === undefined) ? undefined : [...fields.flatMap((code) => code ?? []), structNew(x)];
    }
  }
};

/** The number of the trap of a suspension that would have to return a value of a type without values. */
const NO_VALUE = 7;
/**
 * Code for some value of a type. A type that has none stops the program: a function that returns it never returns, and cannot be left.
 */
export const dummy = (plan: MutablePlan, t: ValType<DefType>): readonly Instr[] => {
  if (typeof t === 'string' || t.nullable) return [zero(plan, t)];
  const { heap } = t;
  const code = heap.kind === 'abs' ? abstract(plan, heap.name) : defined(plan, heap, []);
  if (code === undefined) return [i32(NO_VALUE), call(driverFuncIdx(plan, 'trap')), unreachable];
  if (heap.kind === 'abs' || !code.every(isConstant)) return code;
  return [read(globalOnce(plan, `dummy ${sourceType(plan, heap)}`, idxRef(typeIdx(sourceType(plan, heap)), false), () => code))];
};
