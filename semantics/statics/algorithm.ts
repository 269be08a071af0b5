/**
 * The checking algorithm: instruction sequences against the typing rules, with a stack of operand types and a stack of
 * blocks instead of the derivation that the declarative rules ask for.
 *
 * - The operands of the blocks around are below the height of the current one.
 * - After an instruction that never returns, a block has as many operands of type `bot` as anybody asks for.
 * - What a block does to locals is undone at its end.
 *
 * @spec core 2.3-validation.instructions §Instruction sequences
 * @spec core appendix/algorithm.rst
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { SourceError, Span } from '../../syntax/source.ts';
import type { ResultType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import type { AnyTypingRule } from './book.ts';
import { typingRuleOf } from './book.ts';
import type { Context, LocalType } from './contexts.ts';
import type { Body, InstrType, Stack } from './instruction-types.ts';
import type { Operand, Operands } from './operands.ts';
import { matchesOperand, showOperands } from './operands.ts';
import { OK, errorAt } from './refusal.ts';
import { instrShared } from './sharing.ts';

/** What the algorithm keeps of a block that it is in. */
interface MutableFrame {
  /** where the block stands, and the rule that made it */
  readonly at: Span;
  readonly rule: string;
  /** the premises of that rule, the number of the current one, and of the next instruction in it */
  readonly bodies: readonly Body[];
  body: Body;
  which: number;
  pc: number;
  /** how many operands, and how many changes of locals, belong to the blocks around */
  readonly operands: number;
  readonly changes: number;
  /** is the next instruction out of reach? */
  ended: boolean;
}

/** The state of the algorithm. It never leaves {@link checkBody}. */
interface MutableState {
  /** the context, in which locals and labels are views of this state */
  readonly C: Context;
  readonly stack: Stack;
  readonly operands: Operand[];
  readonly frames: MutableFrame[];
  readonly locals: LocalType[];
  /** the locals that have become set, in order */
  readonly changes: number[];
  top: MutableFrame;
}

type Step = SourceError | undefined;

const enter = (S: MutableState, bodies: readonly Body[], body: Body, at: Span, rule: string): void => {
  S.top = { at, rule, bodies, body, which: 0, pc: 0, operands: S.operands.length, changes: S.changes.length, ended: false };
  S.frames.push(S.top);
  push(S, body.params);
};

const push = (S: MutableState, ts: Operands): void => {
  for (const t of ts) S.operands.push(t);
};

/** The topmost operands of the current block, at most n. */
const topmost = (S: MutableState, n: number): Operands => S.operands.slice(Math.max(S.top.operands, S.operands.length - n));

/** Takes t* from the operands, if they are there and match; operands below the end of reachable code are whatever is wanted. */
const pop = (S: MutableState, ts: Operands): boolean => {
  const { operands, top } = S;
  const there = Math.min(ts.length, operands.length - top.operands);
  if (there < ts.length && !top.ended) return false;
  for (let i = 1; i <= there; i++) {
    const found = operands[operands.length - i], expected = ts[ts.length - i];
    if (found !== undefined && expected !== undefined && !matchesOperand(found, expected)) return false;
  }
  operands.length -= there;
  return true;
};

const mismatch = (S: MutableState, what: string, expected: Operands, found: Operands, at: Span, rule: string): SourceError => {
  const [required, has] = [showOperands(expected, S.C.names), showOperands(found, S.C.names)];
  return { kind: 'invalid', message: `type mismatch: ${what} requires ${required} but stack has ${has}`, span: at, rule };
};

/** Marks locals as set. */
const setLocals = (S: MutableState, xs: readonly number[]): void => {
  for (const x of xs) {
    const local = S.locals[x];
    if (local?.init !== 'unset') continue;
    S.locals[x] = { init: 'set', type: local.type };
    S.changes.push(x);
  }
};

/** Takes back what has been set since there were `height` changes. */
const resetLocals = (S: MutableState, height: number): void => {
  while (S.changes.length > height) {
    const x = S.changes.pop() ?? -1;
    const local = S.locals[x];
    if (local !== undefined) S.locals[x] = { init: 'unset', type: local.type };
  }
};

/**
 * One more instruction.
 * ```rule
 * C ⊢ instr₁* instr₂* : t₁* →_(x₁* x₂*) t₃*
 *   — if C ⊢ instr₁* : t₁* →_x₁* t₂*
 *   — and C[.locals[x₁*] = (set t)*] ⊢ instr₂* : t₂* →_x₂* t₃*
 * ```
 * In a shared context, every instruction is valid as shared.
 * @rule Instrs_ok/seq
 * @spec core 2.3-validation.instructions §Instruction sequences
 * @spec SET Overview.md §Functions
 */
const step = (S: MutableState, e: Instr): Step => {
  const rule: AnyTypingRule = typingRuleOf(e);
  const judged = rule.type(S.C, e, S.stack);
  if (isLeft(judged)) return errorAt(judged.left, e.at, rule.name);
  const it: InstrType = judged.right;
  const shared = S.C.shared ? instrShared(S.C, e, it) : OK;
  if (isLeft(shared)) return errorAt(shared.left, e.at, rule.name);
  if (!pop(S, it.params)) return mismatch(S, 'instruction', it.params, topmost(S, it.params.length), e.at, rule.name);
  const body = it.bodies[0];
  if (body !== undefined) enter(S, it.bodies, body, e.at, rule.name);
  else if (it.ends) {
    S.operands.length = S.top.operands;
    S.top.ended = true;
  } else {
    setLocals(S, it.sets);
    push(S, it.results);
  }
  return undefined;
};

/** The end of a sequence: its results must be there, and nothing else. Continues with the next premise of the block, or after the block. */
const finish = (S: MutableState): Step => {
  const { top } = S;
  const { results } = top.body;
  const found = topmost(S, Infinity);
  if (!pop(S, results) || S.operands.length > top.operands) return mismatch(S, 'block', results, found, top.at, top.rule);
  resetLocals(S, top.changes);
  const next = top.bodies[top.which + 1];
  if (next !== undefined) {
    top.body = next;
    top.which++;
    top.pc = 0;
    top.ended = false;
    push(S, next.params);
    return undefined;
  }
  S.frames.pop();
  S.top = S.frames.at(-1) ?? top;
  push(S, results);
  return undefined;
};

const start = (C: Context, lcts: readonly LocalType[], body: Body, at: Span, rule: string): MutableState => {
  const operands: Operand[] = [], frames: MutableFrame[] = [], locals = [...lcts];
  const outermost: MutableFrame = { at, rule, bodies: [body], body, which: 0, pc: 0, operands: 0, changes: 0, ended: false };
  frames.push(outermost);
  const S: MutableState = {
    C: { ...C, locals, labels: { at: (l) => frames[frames.length - 1 - l]?.body.label, get length() { return frames.length; } } },
    stack: {
      peek: (i) => (i < operands.length - S.top.operands ? operands[operands.length - 1 - i] : undefined) ?? 'bot',
      get height() { return operands.length - S.top.operands; },
    },
    operands, frames, locals, changes: [], top: outermost,
  };
  return S;
};

/**
 * `C ++ {locals lct*, labels (label)} ⊢ instr* : ε →_x* t*` for the body of a function or an expression that stands alone.
 * Never recurses: blocks may be nested as deep as memory allows.
 * @rule Instrs_ok
 * @spec core 2.3-validation.instructions §Instruction sequences
 */
export const checkBody = (C: Context, lcts: readonly LocalType[], body: Body, at: Span, rule: string): Either<SourceError, 'OK'> => {
  const S = start(C, lcts, body, at, rule);
  while (S.frames.length > 0) {
    const { top } = S;
    const e = top.body.instrs[top.pc++];
    const error = e === undefined ? finish(S) : step(S, e);
    if (error !== undefined) return left(error);
  }
  return right('OK');
};

/**
 * `C ⊢ expr : t*`
 * ```rule
 * C ⊢ instr* : t*
 *   — if C ⊢ instr* : ε → t*
 * ```
 * @rule Expr_ok
 * @spec core 2.3-validation.instructions §Expressions
 */
export const exprOk = (
  C: Context, lcts: readonly LocalType[], instrs: Expr, ts: ResultType<DefType>, at: Span, rule: string,
): Either<SourceError, 'OK'> => checkBody(C, lcts, { label: ts, instrs, params: [], results: ts }, at, rule);
