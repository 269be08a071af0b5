/**
 * The translation of functions: instruction by instruction, with the types of the operands, as validation finds them. Code out of reach is
 * left out.
 * ```rule
 * ⟦func $ft t* e*⟧ = func ⟦$ft⟧ ⟦t*⟧ ⟦e*⟧
 * ```
 * @category Evaluation: sharing
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { Func } from '../../syntax/modules.ts';
import type { ValType } from '../../syntax/types.ts';
import type { AnyTypingRule } from '../../semantics/statics/book.ts';
import { typingRuleOf } from '../../semantics/statics/book.ts';
import type { Context, LocalType } from '../../semantics/statics/contexts.ts';
import type { InstrType, Stack } from '../../semantics/statics/instruction-types.ts';
import { closeVal } from '../../semantics/types/closing.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { liveAfter } from '../translation/liveness.ts';
import type { TrackedFunction } from '../translation/tracking.ts';
import type { MutableBlock, MutableBody, MutableKeeping } from './body.ts';
import { emit } from './body.ts';
import { emitTry } from './exceptions.ts';
import { emitInstr } from './instructions.ts';
import { polling } from './loops.ts';
import type { MutableSharing } from './plan.ts';
import { blockTypeOf, isSharedRef, openVal } from './plan.ts';
import { blockType } from './reindexing.ts';
import { emitBefore, emitPins, emitPlaces, entering, forget, markCaught, NOTHING_HELD, prologue, whereCaught } from './roots.ts';
import { hasInstr, isSafepoint } from './safepoints.ts';
import { valType } from './types.ts';

type BlockInstr = InstrOf<'block' | 'loop' | 'if' | 'try_table'>;
const open = (S: MutableBody, block: Pick<MutableBlock, 'of' | 'bodies' | 'height' | 'depth' | 'outside' | 'wrap'>): void => {
  S.top = { ...block, which: 0, i: 0, ended: false, stored: S.stored, caught: false, out: [], done: [] };
  S.blocks.push(S.top);
  S.depth = block.depth + 1;
};
const openBlock = (S: MutableBody, e: BlockInstr, it: InstrType): void => {
  emitPlaces(S, S.operands.length - it.params.length);
  const [first] = it.bodies, params = first?.params ?? [], results = first?.results ?? [], { depth } = S, bt = blockType(S.plan, e.bt);
  if (e.op === 'try_table') markCaught(S, e.catches);
  const parts = e.op === 'try_table' ? emitTry(S, e, params, results) : undefined;
  S.operands.length -= it.params.length;
  forget(S);
  S.operands.push(...params);
  const poll = e.op === 'loop' ? polling(S, e, params.length) : undefined, around = (poll?.around ?? 0) + (parts?.around ?? 0);
  const opened = (ts: readonly ValType<DefType>[]): readonly ValType[] => ts.map((t) => openVal(S.plan, t));
  const wrap = ([body = [], otherwise = []]: readonly Expr[]): Expr => {
    switch (e.op) {
      case 'block': return [{ ...e, bt, body }];
      case 'loop': return poll?.wrap(opened(params), opened(results), body) ?? [{ ...e, bt, body }];
      case 'if': return [{ ...e, bt, then: body, else: otherwise }];
      case 'try_table': return parts === undefined ? [] : parts.wrap(bt, body, parts.catches);
    }
  };
  open(S, {
    of: e, bodies: it.bodies, height: S.operands.length - params.length, depth: depth + around, outside: depth, wrap,
  });
};
/** The end of a body: on with the next of the block, or after the block. */
const close = (S: MutableBody): void => {
  const { top } = S, { results } = top.bodies[top.which] ?? { results: [] };
  top.done.push(top.out);
  S.operands.length = top.height;
  S.stored = Math.min(S.stored, top.stored);
  forget(S);
  const next = top.bodies[++top.which];
  if (next !== undefined) {
    S.operands.push(...next.params);
    top.out = [];
    top.i = 0;
    top.ended = false;
    return;
  }
  S.blocks.pop();
  const outer = S.blocks.at(-1);
  if (outer === undefined) return;
  S.top = outer;
  S.depth = top.outside;
  S.operands.push(...results);
  emit(S, ...top.wrap(top.done), ...whereCaught(S, top.caught));
};

/** The labels of the handlers of a resume. */
const handlerLabels = (e: Instr): readonly number[] => 'hdls' in e ? e.hdls.flatMap((hdl) => hdl.kind === 'on' ? [hdl.l] : []) : [];
const isBlock = (e: Instr): e is BlockInstr => e.op === 'block' || e.op === 'loop' || e.op === 'if' || e.op === 'try_table';
const step = (S: MutableBody, e: Instr, stack: Stack): void => {
  const rule: AnyTypingRule = typingRuleOf(e), judged = rule.type(S.C, e, stack);
  if (isLeft(judged)) throw new RangeError(`an invalid instruction: ${judged.left.message}`);
  const it = judged.right;
  S.at = e.at;
  if (isBlock(e)) {
    openBlock(S, e, it);
    return;
  }
  emitPins(S, e, it.params.length);
  const after = emitBefore(S, e, it.params.length);
  emitInstr(S, e);
  emit(S, ...after);
  S.operands.length -= it.params.length;
  forget(S);
  // In code that can be reached all types are known.
  if (it.ends) S.top.ended = true;
  else S.operands.push(...it.results as readonly ValType<DefType>[]);
};

/** A body in which exceptions or suspensions may be caught and end it: a block, after which the stack of references is what it was. */
const caughtIn = (S: MutableBody, body: Expr): Expr =>
  [{ op: 'block', bt: blockTypeOf(S.plan, [], S.results.map((t) => openVal(S.plan, t))), body, at: S.at }, ...whereCaught(S, true)];

/** What the translation of a body knows of references for collections. */
const keepingFor = ({ body }: Func, references: readonly number[]): MutableKeeping => ({
  references, live: liveAfter(body, isSafepoint, references), held: NOTHING_HELD, placed: 0, stored: 0, slots: 0,
  catches: hasInstr(body, (e) => e.op === 'try_table' || handlerLabels(e).length > 0),
});
const referencesIn = (locals: readonly ValType<DefType>[]): readonly number[] => locals.flatMap((t, x) => isSharedRef(t) ? [x] : []);
const stateFor = (plan: MutableSharing, func: Func, dt: DefType): MutableBody => {
  const { params = [], results = [] } = asFunc(dt) ?? {}, blocks: MutableBlock[] = [], operands: ValType<DefType>[] = [];
  const all = [...params, ...func.locals.map((t) => closeVal(plan.C.types, t))], keeping = keepingFor(func, referencesIn(all));
  const C: Context = {
    ...plan.C, locals: all.map((type): LocalType => ({ init: 'set', type })), return: results, shared: dt.sub.shared,
    labels: {
      at: (l) => {
        const block = blocks[blocks.length - 1 - l];
        return block?.bodies[block.which]?.label;
      },
      get length() { return blocks.length; },
    },
  };
  const top: MutableBlock = {
    of: undefined, bodies: [{ label: results, instrs: func.body, params: [], results }], height: 0, depth: keeping.catches ? 0 : -1,
    outside: 0, wrap: () => [], which: 0, i: 0, ended: false, stored: 0, caught: false, out: [], done: [],
  };
  blocks.push(top);
  return {
    plan, C, operands, blocks, top, depth: top.depth + 1, at: func.at, locals: [], firstLocal: all.length, temps: new Map(), results,
    ...keeping,
  };
};

/** ⟦func⟧, of the function x with this type, and what is known of references in it */
export const translateFunction = (plan: MutableSharing, func: Func, x: number, dt: DefType): readonly [Func, TrackedFunction] => {
  const S = stateFor(plan, func, dt), outermost = S.top;
  const stack: Stack = {
    peek: (i) => i < S.operands.length - S.top.height ? S.operands[S.operands.length - 1 - i] ?? 'bot' : 'bot',
    get height() { return S.operands.length - S.top.height; },
  };
  while (S.blocks.length > 0) {
    const { top } = S, e = top.ended ? undefined : top.bodies[top.which]?.instrs[top.i++];
    if (e === undefined) close(S);
    else step(S, e, stack);
  }
  const done = outermost.done[0] ?? [], opening = prologue(S), entry = entering(S, x, asFunc(dt)?.params ?? []);
  const body = [...opening, ...entry, ...S.catches ? caughtIn(S, done) : done];
  return [
    { type: plan.types.typeIdx(func.type), locals: [...func.locals.map((t) => valType(plan.types, t)), ...S.locals], at: func.at, body },
    { opening: opening.length, known: S.firstLocal, references: new Set(S.references) },
  ];
};
