/**
 * The translation of a function body while it goes on: what has been emitted, the operands, and the blocks around.
 *
 * A function has up to three versions. Outside of continuations it runs *directly*. *Inside* of one, it saves its frame when a call or
 * another resume point is left by a suspension. By *re-entry* it goes on from a frame that was saved. In the last two, operands below a
 * resume point are kept in locals, their slots, and blocks that contain resume points take and leave their operands there.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { Body } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { nullable, openVal } from './closed-types.ts';
import { asNonNull, br, eqz, get, i32, if_, isNull, read, refNull, return_, set, throwRef, write } from './code.ts';
import { release } from './frames.ts';
import { driverFuncIdx, register } from './layout.ts';
import type { MutablePlan } from './plan.ts';
import type { Parts, Points, Range } from './points.ts';
import { toRegisters } from './registers.ts';

/** The versions of a function. */
export type Version = 'direct' | 'inside' | 're-entry';

/** A local that holds an operand of some height and type: with null, if it is a reference. */
export interface Slot {
  readonly x: number;
  readonly key: string;
  readonly type: ValType;
}
/** An operand. It is on the host's stack if it has no slot; those on the host's stack are always the topmost ones. */
export interface MutableOperand {
  readonly type: ValType<DefType>;
  slot: Slot | undefined;
}

/** Code that a re-entered function begins with at a resume point. */
export interface Landing {
  readonly pc: number;
  readonly code: Expr;
}

/** A body of a block that is translated. */
export interface Done {
  readonly code: Expr;
  /** the numbers of the resume points in it: from, and up to */
  readonly points: Range;
}
/** What leads to the end of a part: a landing, or the numbers of the points of the block that follows. */
export type Way = Landing | Range;

/** A block that is being translated, or the function itself. */
export interface MutableBlock {
  /** undefined: the function */
  readonly of: Instr | undefined;
  readonly bodies: readonly Body[];
  which: number;
  i: number;
  /** whether operands are passed to and from it in slots */
  readonly slots: boolean;
  /** how many operands there are below its parameters */
  readonly height: number;
  /** how many blocks of the target are around its label; −1: it is that of the function */
  readonly depth: number;
  /** how many are around the code in it, those that end the parts of a re-entry left out */
  readonly inner: number;
  /** how many are around the whole */
  readonly outside: number;
  /** is the next instruction out of reach? */
  ended: boolean;
  /** what has been emitted since the last part ended */
  out: Instr[];
  /** in a re-entry, the code up to each resume point or block with resume points */
  parts: Instr[][];
  ways: Way[];
  /** how many of the ways are landings */
  landings: number;
  expected: Parts;
  /** the bodies that are finished */
  readonly done: Done[];
  /** what its body becomes */
  readonly wrap: (bodies: readonly Done[]) => readonly Instr[];
}

/** The state. */
export interface MutableBody {
  readonly plan: MutablePlan;
  readonly version: Version;
  readonly points: Points;
  /** the context of the function, with the labels of `blocks` */
  readonly C: Context;
  readonly operands: MutableOperand[];
  readonly blocks: MutableBlock[];
  top: MutableBlock;
  /** the position of what is being translated */
  at: Span;
  /** how many blocks of the target are around what is emitted next */
  depth: number;
  /** how many try_tables with resume points are around */
  tries: number;
  /** the index of the source's local 0, and how many locals the source has, parameters among them */
  readonly firstLocal: number;
  readonly sourceLocals: number;
  readonly parameters: number;
  /** the types of the locals of the target after those of the source */
  readonly locals: ValType[];
  /** slots by height and type */
  readonly slots: Map<string, Slot>;
  /** the slots that are to be saved: those with operands at some resume point, by their keys, in order */
  readonly live: Map<string, ValType>;
  /** the locals for the number of the current resume point, for the frame, and for its record if it has one */
  readonly pc: number;
  readonly frame: number;
  readonly record: number | undefined;
  /** whether the function may be captured in a shared continuation */
  readonly migrates: boolean;
  readonly results: ResultType<DefType>;
}

/** Emits instructions. */
export const emit = (S: MutableBody, ...es: readonly Instr[]): void => {
  S.top.out.push(...es);
};

/** The code that `body` emits, with so many blocks of the target around. */
export const emitted = (S: MutableBody, depth: number, body: () => void): Expr => {
  const { out } = S.top, { depth: before } = S, code: Instr[] = [];
  S.top.out = code;
  S.depth = depth;
  body();
  S.top.out = out;
  S.depth = before;
  return code;
};

/** A call of a function of the driver. */
export const driverCall = (S: MutableBody, name: string): Instr => ({ op: 'call', x: driverFuncIdx(S.plan, name), at: S.at });
/** Emits `if` with nothing but a first branch. */
export const emitIf = (S: MutableBody, body: () => void): void => {
  emit(S, if_(emitted(S, S.depth + 1, body)));
};

/** A new local. */
export const newLocal = (S: MutableBody, t: ValType): number => {
  S.locals.push(nullable(t));
  return S.firstLocal + S.sourceLocals + S.locals.length - 1;
};

const keyOf = (height: number, t: ValType): string =>
  `${height} ${typeof t === 'string' ? t : t.heap.kind === 'idx' ? t.heap.x : `${t.heap.name}${t.heap.shared ? ' shared' : ''}`}`;
/** The slot of an operand of this type at this height. */
export const slotAt = (S: MutableBody, height: number, t: ValType<DefType>): Slot => {
  const type = nullable(openVal(S.plan, t)), key = keyOf(height, type), known = S.slots.get(key);
  if (known !== undefined) return known;
  const slot = { x: newLocal(S, type), key, type };
  S.slots.set(key, slot);
  return slot;
};

/** A local that one instruction needs for itself: it is used again by the next that needs one of its type. */
export const temporary = (S: MutableBody, type: ValType): number => {
  const key = keyOf(-1, type), known = S.slots.get(key) ?? { x: newLocal(S, type), key, type: nullable(type) };
  S.slots.set(key, known);
  return known.x;
};

/** Emits an operand that has a slot. */
export const emitOperand = (S: MutableBody, { type, slot }: MutableOperand): void => {
  if (slot === undefined) throw new RangeError('an operand that has no slot');
  emit(S, get(slot.x));
  if (typeof type === 'object' && !type.nullable) emit(S, asNonNull);
};

/** Moves the operands from the index `from` on to their slots, where they are on the host's stack. */
export const spill = (S: MutableBody, from: number): void => {
  for (let i = S.operands.length - 1; i >= from; i--) {
    const operand = S.operands[i];
    if (operand === undefined || operand.slot !== undefined) continue;
    operand.slot = slotAt(S, i, operand.type);
    emit(S, set(operand.slot.x));
  }
};
/** Moves all operands of the current block to their slots. */
export const spillAll = (S: MutableBody): void => { spill(S, S.top.height); };

/** Moves the topmost n operands to the host's stack, where they are not there already. */
export const need = (S: MutableBody, n: number): void => {
  const { operands } = S, from = operands.length - n;
  let i = operands.length;
  while (i > from && operands[i - 1]?.slot === undefined) i--;
  if (i <= from) return;
  spill(S, i);
  for (const operand of operands.slice(from)) {
    emitOperand(S, operand);
    operand.slot = undefined;
  }
};
/** Moves the topmost n operands to the host's stack and all others of the block to their slots. */
export const settle = (S: MutableBody, n: number): void => {
  const { operands, top } = S, below = operands.slice(top.height, operands.length - n);
  if (below.some(({ slot }) => slot === undefined)) spillAll(S);
  need(S, n);
};
/** Forgets the topmost n operands. */
export const pop = (S: MutableBody, n: number): readonly MutableOperand[] => S.operands.splice(S.operands.length - n, n);
/** Notes that operands of these types are on top of the host's stack. */
export const push = (S: MutableBody, types: readonly ValType<DefType>[]): void => {
  for (const type of types) S.operands.push({ type, slot: undefined });
};

/** Marks the operands below the topmost n as such that must be saved: each has a slot. */
export const keepBelow = (S: MutableBody, n: number): void => {
  for (let i = 0; i < S.operands.length - n; i++) {
    const slot = S.operands[i]?.slot;
    if (slot === undefined) throw new RangeError('an operand below a resume point has no slot');
    S.live.set(slot.key, slot.type);
  }
};

/** The block that a label of the source belongs to. */
export const targetOf = (S: MutableBody, l: number): MutableBlock => {
  const target = S.blocks[S.blocks.length - 1 - l];
  if (target === undefined) throw new RangeError(`there is no label ${l}`);
  return target;
};
/** The types that the label of a block takes. */
export const labelOf = ({ bodies, which }: MutableBlock): readonly ValType<DefType>[] => bodies[which]?.label ?? [];
/** The index of a label of the target, which has `depth` blocks around. */
export const indexOf = (S: MutableBody, depth: number): number => S.depth - depth - 1;

/** Whether a branch to a block can be the branch that it is in the source. */
export const isPlain = (S: MutableBody, target: MutableBlock): boolean =>
  S.version === 'direct' || (target.of !== undefined && (!target.slots || labelOf(target).length === 0));

/** Moves operands from the host's stack to the slots of a block: its parameters or its results. */
export const emitToSlots = (S: MutableBody, height: number, types: readonly ValType<DefType>[]): void => {
  for (let i = types.length - 1; i >= 0; i--) {
    const type = types[i];
    if (type !== undefined) emit(S, set(slotAt(S, height + i, type).x));
  }
};

/** Moves values of these types from the host's stack to the registers. */
export const emitToRegisters = (S: MutableBody, ts: ResultType<DefType>): void => {
  emit(S, ...toRegisters(S.plan, ts, (t) => newLocal(S, t)));
};
/** Ends a re-entry: nobody enters the frame again. */
export const emitDone = (S: MutableBody): void => {
  if (S.record !== undefined) emit(S, ...release(S.plan, S.record));
  emit(S, return_);
};
/** Leaves the function with its results, which are on the host's stack. */
export const emitReturn = (S: MutableBody): void => {
  if (S.version !== 're-entry') {
    emit(S, return_);
    return;
  }
  emitToRegisters(S, S.results);
  emitDone(S);
};
/** Emits a branch, with what the label takes on the host's stack. */
export const emitJump = (S: MutableBody, target: MutableBlock): void => {
  if (S.version !== 'direct' && target.of === undefined) emitReturn(S);
  else {
    if (target.slots) emitToSlots(S, target.height, labelOf(target));
    emit(S, br(indexOf(S, target.depth)));
  }
};

/** In a re-entry: ends a part. What follows can be reached by `way`, with all operands in slots. */
const endPart = (S: MutableBody, way: Way): void => {
  const { top } = S;
  top.parts.push(top.out);
  top.ways.push(way);
  top.out = [];
  S.depth--;
};
/** Before a block with resume points, which have the numbers from `from` up to `to`. */
export const beforeBlock = (S: MutableBody, points: Range): void => {
  if (S.version === 're-entry') endPart(S, points);
};

/** If the frame was entered with an exception, throws it. */
const emitRethrow = (S: MutableBody): void => {
  const EXN = register(S.plan, 'EXN');
  emit(S, read(EXN), isNull, eqz);
  emitIf(S, () => { emit(S, read(EXN), refNull(absRef('exn').heap), write(EXN), throwRef); });
};

/**
 * After the code of a resume point, with its n results on top. In a re-entry, `land` emits what takes the place of that code when the
 * point is reached from a frame that was saved: it leaves the results on the host's stack.
 */
export const endPoint = (S: MutableBody, pc: number, n: number, land: () => void): void => {
  if (S.version !== 're-entry') return;
  spillAll(S);
  const { top } = S, { expected: { points, all } } = top, j = top.parts.length;
  // A landing stands in the blocks that end the parts, in `main`, and in the blocks of the landings that come after it.
  const code = emitted(S, top.inner + all + 1 + (points - 1 - top.landings), () => {
    emit(S, i32(0), set(S.pc));
    if (S.tries > 0) emitRethrow(S);
    land();
    for (let i = 1; i <= n; i++) {
      const slot = S.operands[S.operands.length - i]?.slot;
      if (slot !== undefined) emit(S, set(slot.x));
    }
    emit(S, br(indexOf(S, top.inner + all - 1 - j)));
  });
  endPart(S, { pc, code });
  top.landings++;
};
