/**
 * The translation of functions.
 * ```rule
 * ⟦func $ft t* e*⟧ directly = func ⟦$ft⟧ ⟦t*⟧ (if IN (then return_call f_inside)) ⟦e*⟧
 *   — if f may suspend, and is referred to
 *
 * ⟦func $ft t* e*⟧ inside = func ⟦$ft⟧ ⟦t*⟧ … (block $save ⟦e*⟧ return) save; link; dummies
 *
 * ⟦func $ft t* e₁* e₂*⟧ re-entry = func $entry ⟦t*⟧ … restore; ⟦e₁*⟧ (block $save ⟦e₁* e₂*⟧ results to registers; return) update; link
 *   — if e₁* is the opening, which there is in modules that share something
 *
 * link = (if TAIL = null (then HEAD := frame) (else TAIL.parent := frame)) TAIL := frame
 * ```
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Func } from '../../syntax/modules.ts';
import type { ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import { typingRuleOf } from '../../semantics/statics/book.ts';
import type { AnyTypingRule } from '../../semantics/statics/book.ts';
import type { Context, LocalType } from '../../semantics/statics/contexts.ts';
import type { InstrType, Stack } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { closeVal } from '../../semantics/types/closing.ts';
import { closeBody, open, openBlock } from './blocks.ts';
import { emit, labelOf, need, newLocal, pop, push } from './body.ts';
import { emitBr, emitBrIf, emitBrOnCast, emitBrOnNonNull, emitBrOnNull, emitBrTable, emitReturning } from './branches.ts';
import { emitCall, emitTailCall, known } from './calls.ts';
import { block, get, if_, isNull, read, structSet, write } from './code.ts';
import { reindexed } from './reindexing.ts';
import { emitContBind, emitContNew, emitResume, emitResumeThrow } from './resumptions.ts';
import { emitSharedSwitch, emitSuspend, emitSwitch, isSharedSwitch } from './suspensions.ts';
import { emitLocal } from './variables.ts';
import type { MutableBlock, MutableBody, Version } from './body.ts';
import type { MutablePlan } from './plan.ts';
import { defineFunc, insideIdx, reserveFunc } from './plan.ts';
import type { Field, FrameLocals, Frames } from './frames.ts';
import { localFrames, referringFrames, sharedFrames } from './frames.ts';
import { intrinsicCode } from './intrinsics.ts';
import type { Points } from './points.ts';
import { ends, NO_POINTS, pointsOf } from './points.ts';
import { T } from './driver.ts';
import { dummy } from './dummies.ts';
import { nullable, openVal } from './closed-types.ts';
import { funcIdx, register } from './layout.ts';
import { typeIdx, valType } from './types.ts';
import { keptLocals } from './liveness.ts';
import type { TrackedFunction } from './tracking.ts';
import { mayRefer, openedIn, openingOf } from './tracking.ts';

/** An instruction that stays what it is. */
const emitPlain = (S: MutableBody, e: Instr, it: InstrType): void => {
  need(S, it.params.length);
  emit(S, reindexed(S.plan, e));
  pop(S, it.params.length);
  push(S, known(it.results));
};

/** One instruction. */
const translateInstr = (S: MutableBody, e: Instr, it: InstrType): void => {
  switch (e.op) {
    case 'block': case 'loop': case 'if': case 'try_table': openBlock(S, e, it); return;
    case 'local.get': case 'local.set': case 'local.tee': emitLocal(S, e, it); return;
    case 'br': emitBr(S, e); return;
    case 'br_if': emitBrIf(S, e, it); return;
    case 'br_table': emitBrTable(S, e, it); return;
    case 'br_on_null': emitBrOnNull(S, e, it); return;
    case 'br_on_non_null': emitBrOnNonNull(S, e, it); return;
    case 'br_on_cast': case 'br_on_cast_fail': emitBrOnCast(S, e, it); return;
    case 'return': emitReturning(S); return;
    case 'call': if (isSharedSwitch(S, e)) emitSharedSwitch(S, e, it); else emitCall(S, e, it); return;
    case 'call_ref': case 'call_indirect': emitCall(S, e, it); return;
    case 'return_call': case 'return_call_ref': case 'return_call_indirect': emitTailCall(S, e, it); return;
    case 'cont.new': emitContNew(S, e, it); return;
    case 'cont.bind': emitContBind(S, e, it); return;
    case 'suspend': emitSuspend(S, e, it); return;
    case 'switch': emitSwitch(S, e, it); return;
    case 'resume': emitResume(S, e, it); return;
    case 'resume_throw': case 'resume_throw_ref': emitResumeThrow(S, e, it); return;
    default: emitPlain(S, e, it);
  }
};

const operandStack = (S: Pick<MutableBody, 'operands'> & { readonly top: MutableBlock }): Stack => ({
  peek: (i) => i < S.operands.length - S.top.height ? S.operands[S.operands.length - 1 - i]?.type ?? 'bot' : 'bot',
  get height() { return S.operands.length - S.top.height; },
});

const step = (S: MutableBody, e: Instr, stack: Stack): void => {
  const rule: AnyTypingRule = typingRuleOf(e), judged = rule.type(S.C, e, stack);
  if (isLeft(judged)) throw new RangeError(`an invalid instruction: ${judged.left.message}`);
  S.at = e.at;
  translateInstr(S, e, judged.right);
  if (ends(e)) S.top.ended = true;
};
/** Translates the body of a function in one version. The result is its code, which ends by leaving, but for the direct version. */
const translateBody = (S: MutableBody, body: Expr): Expr => {
  const around = S.version === 'direct' ? 0 : 1;
  open(S, {
    of: undefined, bodies: [{ label: S.results, instrs: body, params: [], results: S.results }], slots: false,
    height: 0, depth: -1, inner: around, outside: 0, wrap: () => [],
  });
  const { top: outermost } = S, stack = operandStack(S);
  while (S.blocks.length > 0) {
    const { top } = S, e = top.ended ? undefined : top.bodies[top.which]?.instrs[top.i++];
    if (e === undefined) closeBody(S);
    else step(S, e, stack);
  }
  return outermost.done[0]?.code ?? [];
};

/** A function of the source, closed. */
interface Source {
  readonly x: number;
  readonly func: Func;
  readonly params: readonly ValType<DefType>[];
  readonly results: readonly ValType<DefType>[];
  readonly locals: readonly ValType<DefType>[];
  /** whether it may be captured in a shared continuation */
  readonly migrates: boolean;
  readonly tracked: TrackedFunction | undefined;
}
/** Whether the function x may be captured in a shared continuation. */
const mayMigrate = ({ migration, layout: { funcs } }: MutablePlan, x: number): boolean =>
  migration?.functions.has(x - funcs.imported) === true;
/** @param recorded - whether its frames have a record */
const stateFor = (
  plan: MutablePlan, version: Version, { params, results, locals, migrates, func: { at } }: Source, points: Points, recorded: boolean,
): MutableBody => {
  const all = [...params, ...locals], blocks: MutableBlock[] = [], operands: MutableBody['operands'] = [];
  const C: Context = {
    ...plan.C, locals: all.map((type): LocalType => ({ init: 'set', type })), return: results,
    labels: { at: (l) => { const b = blocks[blocks.length - 1 - l]; return b && labelOf(b); }, get length() { return blocks.length; } },
  };
  const firstLocal = version === 're-entry' ? 1 : 0, pc = firstLocal + all.length;
  const own: readonly ValType[] = ['i32', idxRef(T.frame, true), ...recorded ? ['i32' as const] : []];
  return {
    plan, version, points, C, operands, blocks, at, depth: 0, tries: 0, firstLocal, sourceLocals: all.length, parameters: params.length,
    // `top` is set before anything is emitted
    top: undefined as unknown as MutableBlock,
    locals: version === 'direct' ? [] : [...own], slots: new Map(), live: new Map(), pc, frame: pc + 1,
    record: recorded ? pc + 2 : undefined, migrates, results,
  };
};

/** What a frame keeps: locals of the source, and slots by their keys. */
interface Kept {
  readonly locals: readonly number[];
  readonly slots: ReadonlyMap<string, ValType>;
}
/** The locals of this version that are kept, in the order of the fields. */
const placesOf = (S: MutableBody, { locals, slots }: Kept): readonly number[] => [
  ...locals.map((x) => S.firstLocal + x), ...[...slots].map(([key, type]) => S.slots.get(key)?.x ?? newLocal(S, type)),
];
/** Puts the frame behind those saved before it. */
const link = (plan: MutablePlan, frame: number): readonly Instr[] => {
  const TAIL = register(plan, 'TAIL'), HEAD = register(plan, 'HEAD');
  return [
    read(TAIL), isNull,
    if_([get(frame), write(HEAD)], [read(TAIL), get(frame), structSet(T.frame, 0)]),
    get(frame), write(TAIL),
  ];
};

/** What the versions inside of continuations share: the frames, and the function that enters one. */
interface Suspended {
  readonly frames: Frames;
  readonly entry: number;
  readonly kept: Kept;
  /** whether frames have a record */
  readonly recorded: boolean;
}
const frameLocals = (S: MutableBody, kept: Kept): FrameLocals =>
  ({ pc: S.pc, frame: S.frame, record: S.record ?? -1, places: placesOf(S, kept) });

const localTypes = (plan: MutablePlan, { params, locals }: Source): readonly ValType[] =>
  [...params, ...locals].map((t) => nullable(openVal(plan, t)));
/** The re-entry as far as it does not depend on how frames are kept. */
interface Reentry {
  readonly S: MutableBody;
  readonly body: Expr;
  readonly kept: Kept;
  readonly fields: readonly Field[];
}
const reentryWith = (plan: MutablePlan, source: Source, points: Points, recorded: boolean): Reentry => {
  const { func, tracked } = source, S = stateFor(plan, 're-entry', source, points, recorded), body = translateBody(S, func.body);
  const types = localTypes(plan, source), opened = tracked && openedIn(func.body, tracked);
  const locals = keptLocals(func.body, points, types.length).filter((x) => opened?.has(x) !== true);
  const field = (type: ValType, x?: number): Field =>
    ({ type, of: x === undefined ? 'operand' : 'local', refers: type === 'i32' && tracked !== undefined && mayRefer(tracked, x) });
  const fields = [...locals.map((x) => field(types[x] ?? 'i32', x)), ...[...S.live.values()].map((type) => field(type))];
  return { S, body, kept: { locals, slots: S.live }, fields };
};
const reentry = (plan: MutablePlan, source: Source, points: Points, x: number): Suspended => {
  const { func, migrates, tracked } = source;
  let made = reentryWith(plan, source, points, tracked !== undefined || migrates);
  // Only now it is known what frames keep.
  const recorded = migrates || made.fields.some(({ refers }) => refers);
  if (!recorded && made.S.record !== undefined) made = reentryWith(plan, source, points, false);
  const { S, body, kept, fields } = made, locals = frameLocals(S, kept);
  const frames = (migrates ? sharedFrames : recorded ? referringFrames : localFrames)(plan, fields);
  const opening = tracked === undefined ? [] : openingOf(func.body, tracked, S.firstLocal, (e) => reindexed(plan, e));
  S.locals[1] = idxRef(frames.type, true);
  defineFunc(plan, x, {
    type: T.entry, locals: [...localTypes(plan, source), ...S.locals], at: func.at,
    body: [...frames.restore(locals), ...opening, block(body), ...frames.update(locals), ...link(plan, S.frame)],
  });
  return { frames, entry: x, kept, recorded };
};

const inside = (plan: MutablePlan, source: Source, points: Points, x: number, { frames, entry, kept, recorded }: Suspended): void => {
  const S = stateFor(plan, 'inside', source, points, recorded), { func: { at } } = source, body = translateBody(S, source.func.body);
  const locals = frameLocals(S, kept);
  S.locals[1] = idxRef(frames.type, true);
  defineFunc(plan, x, {
    type: typeIdx(source.func.type), locals: [...source.locals.map((t) => nullable(openVal(plan, t))), ...S.locals], at,
    body: [block(body), ...frames.save(locals, entry), ...link(plan, S.frame), ...source.results.flatMap((t) => dummy(plan, t))],
  });
};

const direct = (plan: MutablePlan, source: Source): Func => {
  const { x, func, params } = source, S = stateFor(plan, 'direct', source, NO_POINTS, source.migrates), body = translateBody(S, func.body);
  const isPublic = plan.inside.has(x) && plan.capture.referred.has(x);
  const test: readonly Instr[] = isPublic ? [
    read(register(plan, 'IN')),
    if_([...params.map((_, i) => get(i)), { op: 'return_call', x: insideIdx(plan, x), at: func.at }]),
  ] : [];
  return {
    type: typeIdx(func.type), locals: [...func.locals.map(valType), ...S.locals], at: func.at, body: [...test, ...body],
  };
};

/** Reserves a version of the function x of the source. */
const reserveVersion = (plan: MutablePlan, x: number, name: string): number => {
  const version = reserveFunc(plan, name);
  plan.versions.set(version, x);
  return version;
};
/** Reserves the functions inside of continuations, before any function is translated. */
export const reserveInside = (plan: MutablePlan, nameOf: (x: number) => string): void => {
  const { layout: { funcs }, migration } = plan;
  for (let x = funcs.imported; x < funcs.all; x++) {
    const isIntrinsic = migration?.intrinsics.has(x - funcs.imported) === true;
    if (plan.capture.functions.has(x) && !isIntrinsic) plan.inside.set(x, reserveVersion(plan, x, `${nameOf(x)}.inside`));
  }
};

/** ⟦func⟧: the direct version; the others are added to the plan. */
export const translateFunction = (plan: MutablePlan, func: Func, x: number, name: string): Func => {
  const dt = plan.C.funcs.at(x), ft = dt === undefined ? undefined : asFunc(dt);
  if (ft === undefined) throw new RangeError(`there is no function ${x}`);
  const intrinsic = plan.migration?.intrinsics.get(x - plan.layout.funcs.imported);
  if (intrinsic !== undefined) return { ...func, type: typeIdx(func.type), ...intrinsicCode(plan, intrinsic) };
  const source: Source = {
    x, func, ...ft, locals: func.locals.map((t) => closeVal(plan.C.types, t)), migrates: mayMigrate(plan, x),
    tracked: plan.tracking?.[x - plan.layout.funcs.imported],
  };
  const insideAt = plan.inside.get(x);
  if (insideAt !== undefined) {
    const points = pointsOf(func.body, plan.capture.mayUseSuspension);
    plan.mostPoints = Math.max(plan.mostPoints, points.number.size);
    inside(plan, source, points, insideAt, reentry(plan, source, points, reserveVersion(plan, x, `${name}.re-entry`)));
  }
  plan.versions.set(funcIdx(plan, x), x);
  return direct(plan, source);
};
