/**
 * The translation of a function body while it goes on.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { Body } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { eqz, get, i32, if_, unreachable } from '../translation/code.ts';
import { tee } from './code.ts';
import type { MutableSharing } from './plan.ts';
import { callRuntime } from './plan.ts';
import type { TrapWords } from './traps.ts';
import { trapNumber } from './traps.ts';

/** A block of the source that is being translated, or the function itself. */
export interface MutableBlock {
  /** undefined: the function */
  readonly of: Instr | undefined;
  readonly bodies: readonly Body[];
  which: number;
  i: number;
  /** how many operands there are below its parameters */
  readonly height: number;
  /** how many blocks of the target are around its label */
  readonly depth: number;
  /** how many are around the code after it */
  readonly outside: number;
  ended: boolean;
  /** up to which operand those outside of it are on the stack of references when it begins */
  readonly stored: number;
  /** whether exceptions that are caught arrive at its label */
  caught: boolean;
  out: Instr[];
  readonly done: Expr[];
  /** what its bodies become */
  readonly wrap: (bodies: readonly Expr[]) => Expr;
}

/** References that are kept: the locals that hold them; the first ones, so many, are on the stack of references already. */
export interface Held {
  readonly refs: readonly number[];
  readonly stored: number;
}

/** What concerns collections: see `roots.ts`. */
export interface MutableKeeping {
  /** the locals of the source that refer to something shared */
  readonly references: readonly number[];
  /** those that are needed after an instruction, or when a loop begins again */
  readonly live: ReadonlyMap<Instr, readonly number[]>;
  /** what is kept if the instruction that is being translated allocates */
  held: Held;
  /** operands below are in locals as well, if they refer to something shared; and below the other, on the stack of references */
  placed: number;
  stored: number;
  /** the most words that are put on the stack of references */
  slots: number;
  /** whether exceptions are caught, or suspensions */
  readonly catches: boolean;
}

/** The state. */
export interface MutableBody extends MutableKeeping {
  readonly plan: MutableSharing;
  readonly C: Context;
  readonly operands: ValType<DefType>[];
  readonly blocks: MutableBlock[];
  top: MutableBlock;
  /** how many blocks of the target are around what is emitted next */
  depth: number;
  /** the position of what is being translated */
  at: Span;
  /** the types of the locals that are added, and where they begin */
  readonly locals: ValType[];
  readonly firstLocal: number;
  /** added locals by type and number */
  readonly temps: Map<string, number>;
  readonly results: ResultType<DefType>;
}

/** The instruction at a position, if it has none itself; also those in it, which the translation has made. */
const placed = (e: Instr, at: Span): Instr => {
  if (e.at.start >= 0) return e;
  return e.op === 'if' ? { ...e, at, then: e.then.map((f) => placed(f, at)), else: e.else.map((f) => placed(f, at)) } : { ...e, at };
};
/** Emits instructions. Those that the translation has made get the position of what they are made for. */
export const emit = (S: MutableBody, ...es: readonly Instr[]): void => {
  for (const e of es) S.top.out.push(placed(e, S.at));
};

/** A local of the target's type t, the k-th of those that one instruction uses. */
export const temp = (S: MutableBody, t: ValType, k = 0): number => {
  const key = `${JSON.stringify(t)} ${k}`, known = S.temps.get(key);
  if (known !== undefined) return known;
  S.locals.push(t);
  const x = S.firstLocal + S.locals.length - 1;
  S.temps.set(key, x);
  return x;
};

/** The type of the i-th operand from the top. */
export const operand = (S: MutableBody, i: number): ValType<DefType> | undefined => S.operands[S.operands.length - 1 - i];

/** The index of the label of the block that stands l blocks outwards in the source. */
export const labelIdx = (S: MutableBody, l: number): number => {
  const target = S.blocks[S.blocks.length - 1 - l];
  if (target === undefined) throw new RangeError('a label of a valid function');
  return S.depth - target.depth - 1;
};

/** Code that traps with these words. */
export const trap = (plan: MutableSharing, words: TrapWords): Expr => [i32(trapNumber(words)), callRuntime(plan, 'trap'), unreachable];
/** Emits a trap if the i32 on top is not 0. */
export const emitTrapIf = (S: MutableBody, words: TrapWords): void => { emit(S, if_(trap(S.plan, words))); };
/** Emits a trap if the address on top is null and its type says that it may be; it stays there. */
export const emitNonNull = (S: MutableBody, t: ValType<DefType> | undefined, words: TrapWords): void => {
  if (typeof t === 'object' && !t.nullable) return;
  const x = temp(S, 'i32', 9);
  emit(S, tee(x), eqz);
  emitTrapIf(S, words);
  emit(S, get(x));
};
