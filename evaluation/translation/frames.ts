/**
 * Frames: what a function keeps when it is left by a suspension. Those of functions that may be captured in a shared continuation have a
 * record in the heap that all threads have; their structure is only what the driver needs of a frame.
 * ```rule
 * save = frame := f_frame{null, f_re-entry, pc, locals, operands}
 *
 * save = r := record n (slot of f_re-entry); r.pc := pc; r.… := locals, operands; frame := movable{null, f_re-entry, pc, r}
 *   — if f may be captured in a shared continuation, and its records have n bytes
 * ```
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { FieldType, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import { load, store } from '../sharing/code.ts';
import { fieldLayout } from '../sharing/layout.ts';
import type { FieldLayout } from '../sharing/layout.ts';
import { binop, call, get, i32, nullOf, refCast, set, structGet, structNew, structSet } from './code.ts';
import { T } from './driver.ts';
import { migrationFuncIdx } from './layout.ts';
import type { HeapPlaces } from './migration.ts';
import { frameType, frameTypeOnce, HEADERS, heapOf, reference, slotOf } from './plan.ts';
import type { MutablePlan } from './plan.ts';

/** The locals of one version of a function that its frames are about. */
export interface FrameLocals {
  /** for the number of the current resume point, the frame, and its record, if it has one */
  readonly pc: number;
  readonly frame: number;
  readonly record: number;
  /** those that are kept, in the order of the fields */
  readonly places: readonly number[];
}
/** The frames of a function, with what it keeps. */
export interface Frames {
  /** the type of their structures */
  readonly type: number;
  /** from a frame, which is the parameter, to locals */
  readonly restore: (locals: FrameLocals) => Expr;
  /** from locals to the frame */
  readonly update: (locals: FrameLocals) => Expr;
  /** from locals to a new frame, which the function with this index enters */
  readonly save: (locals: FrameLocals, entry: number) => Expr;
}

const PC = 2;
/** The pc of a frame says besides, whether it stands inside of a try_table. */
const pcOf = ({ pc }: FrameLocals): Expr => [i32(1), binop('shr_u'), set(pc)];

/** Frames that only the thread that made them enters. */
export const localFrames = (plan: MutablePlan, fields: readonly ValType[]): Frames => {
  const type = frameType(plan, fields.map((storage): FieldType => ({ mutable: true, storage })));
  return {
    type,
    restore: (locals) => [
      get(0), refCast(idxRef(type, false)), set(locals.frame),
      ...locals.places.flatMap((x, i) => [get(locals.frame), structGet(type, HEADERS + i), set(x)]),
      get(locals.frame), structGet(type, PC), ...pcOf(locals),
    ],
    update: ({ frame, pc, places }) => [
      get(frame), get(pc), structSet(type, PC),
      ...places.flatMap((x, i) => [get(frame), get(x), structSet(type, HEADERS + i)]),
    ],
    save: ({ frame, pc, places }, entry) =>
      [nullOf(T.frame), reference(plan, entry), get(pc), ...places.map(get), structNew(type), set(frame)],
  };
};

/** Offsets in a record. */
const PC_OFFSET = 8, FIELDS_OFFSET = 16;
/** The type of the structures of frames that have a record. */
export const movable = (plan: MutablePlan): number => frameTypeOnce(plan, 'movable', () => [{ mutable: true, storage: 'i32' }]);
/** The record of a frame of that type on the host's stack. */
export const recordOf = (plan: MutablePlan): Expr => [refCast(idxRef(movable(plan), false)), structGet(movable(plan), HEADERS)];
/** Where fields are in a record. */
export const recordLayout = (fields: readonly ValType[]): FieldLayout => {
  if (fields.some((t) => typeof t === 'object')) throw new RangeError('a frame that any thread may enter has a reference of one thread');
  return fieldLayout(fields, FIELDS_OFFSET);
};
/** A new record of so many bytes, which the function with this index enters. */
export const newRecord = (plan: MutablePlan, size: number, entry: number): Expr =>
  [i32(size), ...slotOf(plan, entry), call(migrationFuncIdx(plan, 'record'))];
/** The field of a record in a local. */
export const loadField = (places: HeapPlaces, record: number, t: ValType, offset = 0): Expr => [get(record), load(places, t, offset)];
/** Puts locals into the fields of a record in a local. */
export const storeFields = (
  places: HeapPlaces, record: number, fields: readonly ValType[], { offsets }: FieldLayout, locals: readonly number[],
): Expr => fields.flatMap((t, i): readonly Instr[] => [get(record), get(locals[i] ?? -1), store(places, t, offsets[i])]);

/** Frames that any thread may enter. */
export const sharedFrames = (plan: MutablePlan, fields: readonly ValType[]): Frames => {
  const type = movable(plan), layout = recordLayout(fields), places = heapOf(plan);
  const write = (locals: FrameLocals): Expr => [
    get(locals.record), get(locals.pc), store(places, 'i32', PC_OFFSET),
    ...storeFields(places, locals.record, fields, layout, locals.places),
  ];
  return {
    type,
    restore: (locals) => [
      get(0), refCast(idxRef(type, false)), set(locals.frame), get(locals.frame), structGet(type, HEADERS), set(locals.record),
      ...locals.places.flatMap((x, i) => [...loadField(places, locals.record, fields[i] ?? 'i32', layout.offsets[i]), set(x)]),
      get(locals.frame), structGet(type, PC), ...pcOf(locals),
    ],
    update: (locals) => [get(locals.frame), get(locals.pc), structSet(type, PC), ...write(locals)],
    save: (locals, entry) => [
      ...newRecord(plan, layout.size, entry), set(locals.record), ...write(locals),
      nullOf(T.frame), reference(plan, entry), get(locals.pc), get(locals.record), structNew(type), set(locals.frame),
    ],
  };
};
/** A frame that is entered for the last time gives its record back. */
export const release = (plan: MutablePlan, record: number): Expr => [get(record), call(migrationFuncIdx(plan, 'release'))];
