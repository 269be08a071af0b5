/**
 * How values cross the boundary between WebAssembly and JavaScript.
 *
 * JavaScript sees some values only by changing them, and some not at all. So they cross as *parts* that it sees as they are:
 * ```
 * i32, f32       the bits, as an i32
 * i64, f64       the bits, as an i64
 * v128           two i64: lanes 0 and 1 of i64x2
 * (ref any …)    externref, by extern.convert_any: a number for an i31, else an opaque object
 * (ref extern …) externref
 * (ref func …)   funcref
 * (ref exn …)    externref: the exception in a box, (struct (field exnref))
 * ```
 * @spec JS js-api/index.bs `ToJSValue`, `ToWebAssemblyValue`
 * @category Evaluation: host
 * @module
 */
import type { Expr, Instr, NumConst } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { NumType, RefType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { rolldt } from '../../semantics/types/deftypes.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { topOf } from '../../semantics/types/matching.ts';
import type { IndexOf } from '../../semantics/types/opening.ts';
import { openHeap, openRef } from '../../semantics/types/opening.ts';

const at = NOWHERE;
/** (local.get $x) */
export const get = (x: number): Instr => ({ op: 'local.get', x, at });
/** (local.set $x) */
export const set = (x: number): Instr => ({ op: 'local.set', x, at });
/** A constant. */
export const constant = (val: NumConst): Instr => ({ op: 'const', val, at });

const EXTERN = absRef('extern'), FUNC = absRef('func'), EXN = absRef('exn');

/** (struct (field exnref)): JavaScript holds exceptions in it. */
export const BOX: DefType = ((): DefType => {
  const comp = { kind: 'struct', fields: [{ mutable: false, storage: EXN }] } as const;
  const [dt] = rolldt([], [{ final: true, supers: [], shared: false, comp }]);
  if (dt === undefined) throw new RangeError('a group of one type has a first type');
  return dt;
})();

type HierarchyName = 'any' | 'extern' | 'func' | 'exn';
const hierarchyOf = ({ heap }: RefType<DefType>): HierarchyName => {
  const { name } = topOf(heap);
  if (name === 'any' || name === 'extern' || name === 'func' || name === 'exn') return name;
  throw new RangeError(`references of the hierarchy ${name} do not cross the boundary`);
};

/** The types of the parts of a value. */
export const partsOf = (t: ValType<DefType>): readonly ValType<never>[] => {
  switch (t) {
    case 'i32': case 'f32': return ['i32'];
    case 'i64': case 'f64': return ['i64'];
    case 'v128': return ['i64', 'i64'];
    default: return [hierarchyOf(t) === 'func' ? FUNC : EXTERN];
  }
};
/** Zeros and nulls for the parts. */
export const nothing = (t: ValType<DefType>): Expr => partsOf(t).map((part): Instr => {
  if (part === 'i32') return constant({ t: 'i32', c: 0 });
  if (part === 'i64') return constant({ t: 'i64', c: 0n });
  return { op: 'ref.null', ht: typeof part === 'object' ? part.heap : EXTERN.heap, at };
});

const reinterpret = (nt2: NumType, nt1: NumType): Instr => ({ op: 'cvtop', nt2, nt1, f: 'reinterpret', at });
const lane = (i: number): Instr => ({ op: 'vextract_lane', sh: 'i64x2', sx: undefined, i, at });
const anyOf: Instr = { op: 'any.convert_extern', at }, externOf: Instr = { op: 'extern.convert_any', at };
/** What is done if the reference in a local is null, and if not. */
const ifNull = (x: number, type: RefType<never>, yes: Expr, no: Expr): Expr =>
  [get(x), { op: 'ref.is_null', at }, { op: 'if', bt: { kind: 'result', type }, then: yes, else: no, at }];

/** The parts of the value of type t in the local x. References in locals may be null. */
export const split = (indexOf: IndexOf, t: ValType<DefType>, x: number): Expr => {
  switch (t) {
    case 'i32': case 'i64': return [get(x)];
    case 'f32': return [get(x), reinterpret('i32', 'f32')];
    case 'f64': return [get(x), reinterpret('i64', 'f64')];
    case 'v128': return [get(x), lane(0), get(x), lane(1)];
    default: return splitRef(indexOf, t, x);
  }
};
const splitRef = (indexOf: IndexOf, t: RefType<DefType>, x: number): Expr => {
  switch (hierarchyOf(t)) {
    case 'func': case 'extern': return [get(x)];
    case 'any': return [get(x), externOf];
    case 'exn':
      return ifNull(x, EXTERN, [{ op: 'ref.null', ht: EXTERN.heap, at }], [get(x), { op: 'struct.new', x: indexOf(BOX), at }, externOf]);
  }
};

const cast = (indexOf: IndexOf, t: RefType<DefType>): Expr => [{ op: 'ref.cast', rt: openRef(indexOf, t), at }];
/** An exception out of its box. */
const unboxed = (indexOf: IndexOf, x: number): Expr => {
  const box = indexOf(BOX), rt: RefType = { kind: 'ref', nullable: false, heap: openHeap(indexOf, BOX) };
  return ifNull(x, EXN, [{ op: 'ref.null', ht: EXN.heap, at }],
    [get(x), anyOf, { op: 'ref.cast', rt, at }, { op: 'struct.get', sx: undefined, x: box, i: 0, at }]);
};
/** An exception of the type t: there is none of `noexn`. */
const exception = (indexOf: IndexOf, t: RefType<DefType>, x: number): Expr => {
  const isNone = t.heap.kind === 'abs' && t.heap.name === 'noexn';
  const value: Expr = isNone ? [{ op: 'ref.null', ht: t.heap, at }] : unboxed(indexOf, x);
  return t.nullable ? value : [...value, { op: 'ref.as_non_null', at }];
};

/** The value of type t whose parts are in the locals from x on. It traps if a reference is not of its type. */
export const join = (indexOf: IndexOf, t: ValType<DefType>, x: number): Expr => {
  switch (t) {
    case 'i32': case 'i64': return [get(x)];
    case 'f32': return [get(x), reinterpret('f32', 'i32')];
    case 'f64': return [get(x), reinterpret('f64', 'i64')];
    case 'v128': return [get(x), { op: 'vsplat', sh: 'i64x2', at }, get(x + 1), { op: 'vreplace_lane', sh: 'i64x2', i: 1, at }];
    default: return joinRef(indexOf, t, x);
  }
};
const joinRef = (indexOf: IndexOf, t: RefType<DefType>, x: number): Expr => {
  switch (hierarchyOf(t)) {
    case 'func': case 'extern': return [get(x), ...cast(indexOf, t)];
    case 'any': return [get(x), anyOf, ...cast(indexOf, t)];
    case 'exn': return exception(indexOf, t, x);
  }
};
