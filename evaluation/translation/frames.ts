/**
 * Frames: what a function keeps when it is left by a suspension. Some have a record in the heap that all threads have: those of functions
 * that may be captured in a shared continuation, whose structure is only what the driver needs of a frame; and those that may refer to
 * something there, which the collector finds in the record.
 * ```rule
 * save = frame := f_frame{null, f_re-entry, pc, locals, operands}
 *
 * save = r := record n; r.… := references; frame := f_frame{null, f_re-entry, pc, r, locals, operands}
 *   — if some of them may be references to what threads share
 *
 * save = r := record n; r.slot := slot of f_re-entry; r.pc := pc; r.… := locals, operands; frame := tracked{null, f_re-entry, pc, r}
 *   — if f may be captured in a shared continuation
 * ```
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { FieldType, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import { load, store } from '../sharing/code.ts';
import { aligned, fieldLayout } from '../sharing/layout.ts';
import type { FieldLayout } from '../sharing/layout.ts';
import { binop, call, get, i32, nullOf, refCast, set, structGet, structNew, structSet } from './code.ts';
import { T } from './driver.ts';
import type { HeapPlaces } from './migration.ts';
import { frameType, HEADERS, heapOf, reference, slotOf, trackedFrameType, trackedType } from './plan.ts';
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
/** What a frame keeps: a local of the source, or an operand. */
export interface Field {
  readonly type: ValType;
  readonly of: 'local' | 'operand';
  /** whether it may be a reference to what threads share */
  readonly refers: boolean;
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
const mutable = ({ type }: Field): FieldType => ({ mutable: true, storage: type });

/** Frames that nothing but their structures is about, whose own fields begin somewhere. */
const structures = (plan: MutablePlan, type: number, from: number): Frames => ({
  type,
  restore: (locals) => [
    get(0), refCast(idxRef(type, false)), set(locals.frame),
    ...locals.places.flatMap((x, i) => [get(locals.frame), structGet(type, from + i), set(x)]),
    get(locals.frame), structGet(type, PC), ...pcOf(locals),
  ],
  update: ({ frame, pc, places }) => [
    get(frame), get(pc), structSet(type, PC),
    ...places.flatMap((x, i) => [get(frame), get(x), structSet(type, from + i)]),
  ],
  save: ({ frame, pc, record, places }, entry) => [
    nullOf(T.frame), reference(plan, entry), get(pc), ...from === HEADERS ? [] : [get(record)], ...places.map(get), structNew(type),
    set(frame),
  ],
});
/** Frames that only the thread that made them enters, and that refer to nothing that threads share. */
export const localFrames = (plan: MutablePlan, fields: readonly Field[]): Frames =>
  structures(plan, frameType(plan, fields.map(mutable)), HEADERS);

/** The record of a frame on the host's stack. */
export const recordOf = (plan: MutablePlan): Expr => [refCast(idxRef(trackedType(plan), false)), structGet(trackedType(plan), HEADERS)];
/** A new record of so many bytes, in a local. */
const newRecord = (plan: MutablePlan, size: number, record: number): Expr => [i32(size), call(heapOf(plan).record), set(record)];
/** A frame that nobody enters again gives its record back. */
export const release = (plan: MutablePlan, record: number): Expr => [get(record), call(heapOf(plan).release)];

/** Where references are in the record of a frame of one thread. */
const referenceAt = (i: number): number => 4 + 4 * i;
/** Code that puts what may be references, in locals, into a new record. */
export const referencesRecord = (plan: MutablePlan, locals: readonly number[], record: number): Expr => [
  ...newRecord(plan, aligned(referenceAt(locals.length), 8), record),
  ...locals.flatMap((x, i) => [get(record), get(x), store(heapOf(plan), 'i32', referenceAt(i))]),
];
/** Frames that only the thread that made them enters. */
export const referringFrames = (plan: MutablePlan, fields: readonly Field[]): Frames => {
  const frames = structures(plan, trackedFrameType(plan, fields.map(mutable)), HEADERS + 1), places = heapOf(plan);
  const referring = fields.flatMap(({ refers }, i) => refers ? [i] : []), size = aligned(referenceAt(referring.length), 8);
  const write = (locals: FrameLocals): Expr => referring.flatMap((i, nth): Expr =>
    [get(locals.record), get(locals.places[i] ?? -1), store(places, 'i32', referenceAt(nth))]);
  const forget = ({ record }: FrameLocals): Expr => referring.flatMap((i, nth): Expr =>
    fields[i]?.of === 'local' ? [get(record), i32(0), store(places, 'i32', referenceAt(nth))] : []);
  return {
    ...frames,
    restore: (locals) => [
      ...frames.restore(locals), get(locals.frame), structGet(frames.type, HEADERS), set(locals.record), ...forget(locals),
    ],
    update: (locals) => [...frames.update(locals), ...write(locals)],
    save: (locals, entry) => [...newRecord(plan, size, locals.record), ...write(locals), ...frames.save(locals, entry)],
  };
};

/** Offsets in the record of a frame that any thread may enter: as in `migration.wat`. */
export const RECORD = { slot: 4, pc: 8, parent: 12, fields: 16 } as const;
/** Where fields are in such a record. */
export const recordLayout = (fields: readonly ValType[]): FieldLayout => {
  if (fields.some((t) => typeof t === 'object')) throw new RangeError('a frame that any thread may enter has a reference of one thread');
  return fieldLayout(fields, RECORD.fields);
};
/** A new record of so many bytes in a local, which the function with this index enters. */
export const newFrameRecord = (plan: MutablePlan, size: number, entry: number, record: number): Expr => [
  ...newRecord(plan, size, record), get(record), ...slotOf(plan, entry), store(heapOf(plan), 'i32', RECORD.slot),
  get(record), i32(0), store(heapOf(plan), 'i32', RECORD.parent),
];
/** The field of a record in a local. */
export const loadField = (places: HeapPlaces, record: number, t: ValType, offset = 0): Expr => [get(record), load(places, t, offset)];
/** Puts locals into the fields of a record in a local. */
export const storeFields = (
  places: HeapPlaces, record: number, fields: readonly ValType[], { offsets }: FieldLayout, locals: readonly number[],
): Expr => fields.flatMap((t, i): readonly Instr[] => [get(record), get(locals[i] ?? -1), store(places, t, offsets[i])]);

/** Frames that any thread may enter. */
export const sharedFrames = (plan: MutablePlan, fields: readonly Field[]): Frames => {
  const type = trackedType(plan), types = fields.map((field) => field.type), layout = recordLayout(types), places = heapOf(plan);
  const write = (locals: FrameLocals): Expr => [
    get(locals.record), get(locals.pc), store(places, 'i32', RECORD.pc),
    ...storeFields(places, locals.record, types, layout, locals.places),
  ];
  const forget = ({ record }: FrameLocals): Expr => fields.flatMap(({ of, refers }, i): Expr =>
    refers && of === 'local' ? [get(record), i32(0), store(places, 'i32', layout.offsets[i])] : []);
  return {
    type,
    restore: (locals) => [
      get(0), refCast(idxRef(type, false)), set(locals.frame), get(locals.frame), structGet(type, HEADERS), set(locals.record),
      ...locals.places.flatMap((x, i) => [...loadField(places, locals.record, types[i] ?? 'i32', layout.offsets[i]), set(x)]),
      ...forget(locals), get(locals.frame), structGet(type, PC), ...pcOf(locals),
    ],
    update: (locals) => [get(locals.frame), get(locals.pc), structSet(type, PC), ...write(locals)],
    save: (locals, entry) => [
      ...newFrameRecord(plan, layout.size, entry, locals.record), ...write(locals),
      nullOf(T.frame), reference(plan, entry), get(locals.pc), get(locals.record), structNew(type), set(locals.frame),
    ],
  };
};
