/**
 * The translation of blocks.
 *
 * A block without resume points stays what it is. One with resume points takes and leaves its operands in slots. In a re-entry it begins by
 * finding the way to the point at which the function was left:
 * ```rule
 * ⟦e₁* p e₂*⟧ = (block $after (block $main (block $landing (br_if $main pc = 0) (br_table $landing pc)) landing (br $after)) ⟦e₁* p⟧)
 *   ⟦e₂*⟧
 *   — if p is a resume point
 *
 * ⟦e₁* b e₂*⟧ = (block $after (block $main (br_if $main pc = 0) (br $after)) ⟦e₁*⟧) ⟦b⟧ ⟦e₂*⟧
 *   — if b is a block with the resume point
 * ```
 * and so on for several.
 * @module
 */
import type { BlockType, Catch, Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { Done, MutableBlock, MutableBody, Way } from './body.ts';
import {
  beforeBlock, emit, emitJump, emitOperand, emitReturn, emitted, emitToSlots, indexOf, isPlain, need, pop, push, slotAt, spillAll,
  targetOf,
} from './body.ts';
import { openVal, tagSignature } from './closed-types.ts';
import { binop, block, br, brIf, eqz, get, i32, relop, set, VOID, write } from './code.ts';
import { register } from './layout.ts';
import { typeOnce } from './plan.ts';
import { blockType } from './types.ts';
import type { Range } from './points.ts';

/** The instructions that have bodies. */
export type BlockInstr = InstrOf<'block' | 'loop' | 'if' | 'try_table'>;

/** How deep the code in a body begins. */
const innerDepth = (S: MutableBody, { inner, expected }: MutableBlock): number => inner + (S.version === 're-entry' ? expected.all : 0);

/** Enters a block: what is emitted next is its first body. */
export const open = (
  S: MutableBody, block: Pick<MutableBlock, 'of' | 'bodies' | 'slots' | 'height' | 'depth' | 'inner' | 'outside' | 'wrap'>,
): void => {
  const expected = S.points.parts(block.bodies[0]?.instrs ?? []);
  const top: MutableBlock = { ...block, which: 0, i: 0, ended: false, out: [], parts: [], ways: [], landings: 0, expected, done: [] };
  S.blocks.push(top);
  S.top = top;
  S.depth = innerDepth(S, top);
};

const withBody = (e: BlockInstr, bt: BlockType, [first, second]: readonly Done[], catches: readonly Catch[]): Instr => {
  const body = first?.code ?? [], { at } = e;
  switch (e.op) {
    case 'block': return { op: 'block', bt, body, at };
    case 'loop': return { op: 'loop', bt, body, at };
    case 'if': return { op: 'if', bt, then: body, else: second?.code ?? [], at, ...(e.hint === undefined ? {} : { hint: e.hint }) };
    case 'try_table': return { op: 'try_table', bt, catches, body, at };
  }
};

/** A block that stays what it is. */
const openPlain = (S: MutableBody, e: BlockInstr, it: InstrType): void => {
  const params = it.bodies[0]?.params ?? [], { depth } = S;
  need(S, it.params.length);
  pop(S, it.params.length);
  push(S, params);
  const catches = e.op === 'try_table' ? e.catches.map((c) => ({ ...c, l: indexOf(S, targetOf(S, c.l).depth) })) : [];
  open(S, {
    of: e, bodies: it.bodies, slots: false, height: S.operands.length - params.length, depth, inner: depth + 1, outside: depth,
    wrap: (done) => [withBody(e, blockType(e.bt), done, catches)],
  });
};

/** Moves the topmost operands to the slots of the parameters of a block. */
const passParameters = (S: MutableBody, params: ResultType<DefType>): void => {
  const height = S.operands.length - params.length;
  spillAll(S);
  const operands = pop(S, params.length), slots = params.map((type, i) => slotAt(S, height + i, type));
  if (operands.some(({ slot }, i) => slot !== slots[i])) {
    for (const operand of operands) emitOperand(S, operand);
    emitToSlots(S, height, params);
  }
  params.forEach((type, i) => S.operands.push({ type, slot: slots[i] }));
};

/** What a clause passes to its label. */
const caught = (S: MutableBody, c: Catch): readonly ValType[] => [
  ...(c.kind === 'catch' || c.kind === 'catch_ref' ? tagSignature(S.plan, c.x).params.map((t) => openVal(S.plan, t)) : []),
  ...(c.kind === 'catch_ref' || c.kind === 'catch_all_ref' ? [absRef('exn', false)] : []),
];
const blockOf = (S: MutableBody, types: readonly ValType[]): BlockType => {
  if (types.length < 2) return { kind: 'result', type: types[0] };
  return { kind: 'idx', x: typeOnce(S.plan, { kind: 'func', params: [], results: types }) };
};
/**
 * A try_table whose operands are in slots. What is caught may come from a place where one is not inside of a continuation, such as a
 * function of the host.
 * ```rule
 * ⟦try_table (catch $e l)* e*⟧ = (block $done (block $c (result t*) (try_table (catch $e $c) ⟦e*⟧) (br $done)) IN := 1; ⟦br l⟧)*
 * ```
 */
const wrapTry = (S: MutableBody, e: InstrOf<'try_table'>, depth: number): ((done: readonly Done[]) => Expr) => {
  const n = e.catches.length;
  const ways = e.catches.map((c, i) => {
    const types = caught(S, c);
    return { types, jump: emitted(S, depth + n - i, () => {
      emit(S, i32(1), write(register(S.plan, 'IN')));
      emitJump(S, targetOf(S, c.l));
    }) };
  });
  return (done) => {
    const catches = e.catches.map((c, i) => ({ ...c, l: i }));
    let code: Expr = [withBody(e, VOID, done, catches), br(n)];
    ways.forEach(({ types, jump }) => { code = [{ op: 'block', bt: blockOf(S, types), body: code, at: e.at }, ...jump]; });
    return [block(code)];
  };
};

/** `pc ∈ [from, to)` */
const within = (S: MutableBody, [from, to]: Range): Expr =>
  from === to ? [i32(0)] : [get(S.pc), i32(from), binop('sub'), i32(to - from), relop('lt_u')];
/**
 * The condition of an `if`: on the way to a resume point, the branch in which it is.
 */
const conditionOf = (S: MutableBody, condition: number, points: Range): Expr => S.version !== 're-entry' ? [get(condition)] : [
  get(S.pc),
  {
    op: 'if', bt: { kind: 'result', type: 'i32' },
    then: within(S, points), else: [get(condition)], at: S.at,
  },
];

/** A block whose operands are in slots. */
const openInSlots = (S: MutableBody, e: BlockInstr, it: InstrType): void => {
  const params = it.bodies[0]?.params ?? [];
  let condition = -1;
  if (e.op === 'if') {
    condition = slotAt(S, S.operands.length - 1, 'i32').x;
    need(S, 1);
    pop(S, 1);
    emit(S, set(condition));
  }
  passParameters(S, params);
  const points = it.bodies.map(({ instrs }) => S.points.range(instrs)), from = points[0]?.[0] ?? 0, to = points.at(-1)?.[1] ?? 0;
  if (S.points.blocks.has(e)) {
    beforeBlock(S, [from, to]);
    if (e.op === 'try_table') S.tries++;
  }
  const { depth } = S, height = S.operands.length - params.length, added = e.op === 'try_table' ? e.catches.length + 1 : 0;
  const before = e.op === 'if' ? conditionOf(S, condition, points[0] ?? [0, 0]) : [];
  const wrap = e.op === 'try_table' ? wrapTry(S, e, depth) : (done: readonly Done[]): Expr => [...before, withBody(e, VOID, done, [])];
  open(S, { of: e, bodies: it.bodies, slots: true, height, depth: depth + added, inner: depth + added + 1, outside: depth, wrap });
};

/** Begins a block. */
export const openBlock = (S: MutableBody, e: BlockInstr, it: InstrType): void => {
  const plain = e.op !== 'try_table' || e.catches.every(({ l }) => isPlain(S, targetOf(S, l)));
  if (plain && !S.points.blocks.has(e)) openPlain(S, e, it);
  else openInSlots(S, e, it);
};

/** The code that finds the way: to the landing of each point, and for points in blocks, to the end of the part before their block. */
const dispatch = (S: MutableBody, { ways, landings }: MutableBlock): Instr => {
  const ls: number[] = [], first = ways[0], offset = first === undefined ? 0 : rangeOf(first)[0];
  let landed = 0;
  ways.forEach((way, j) => {
    const [from, to] = rangeOf(way), label = 'pc' in way ? landed++ : landings + 1 + j;
    for (let n = from; n < to; n++) ls.push(label);
  });
  let code: Expr = [
    get(S.pc), eqz, brIf(landings), get(S.pc), i32(offset), binop('sub'), { op: 'br_table', ls, l: landings, at: S.at },
  ];
  for (const way of ways) if ('pc' in way) code = [block(code), ...way.code];
  return block(code);
};
const rangeOf = (way: Way): Range => 'pc' in way ? [way.pc, way.pc + 1] : way;
/** The code of a body that is finished. */
const assembled = (S: MutableBody, top: MutableBlock): Expr => {
  if (top.parts.length === 0) return top.out;
  let code: Expr = [dispatch(S, top)];
  for (const part of top.parts) code = [block([...code, ...part])];
  return [...code, ...top.out];
};

/** The end of a function. Directly, it is the end of its body. */
const leave = (S: MutableBody): void => { if (S.version !== 'direct') emitReturn(S); };
/** Ends a body of a block, or of the function: goes on with the next one, or with what follows the block. */
export const closeBody = (S: MutableBody): void => {
  const { top } = S, body = top.bodies[top.which], results = body?.results ?? [];
  if (!top.ended) {
    need(S, results.length);
    if (top.of === undefined) leave(S);
    else if (top.slots) emitToSlots(S, top.height, results);
  }
  S.operands.length = top.height;
  top.done.push({ code: assembled(S, top), points: S.points.range(body?.instrs ?? []) });
  const next = top.bodies[++top.which];
  if (next === undefined) close(S, top, results);
  else {
    Object.assign(top, { i: 0, ended: false, out: [], parts: [], ways: [], landings: 0, expected: S.points.parts(next.instrs) });
    S.depth = innerDepth(S, top);
    next.params.forEach((type, i) => S.operands.push({ type, slot: top.slots ? slotAt(S, top.height + i, type) : undefined }));
  }
};
const close = (S: MutableBody, top: MutableBlock, results: ResultType<DefType>): void => {
  S.blocks.pop();
  const outer = S.blocks.at(-1);
  S.depth = top.outside;
  if (outer === undefined) return;
  S.top = outer;
  if (top.of?.op === 'try_table' && S.points.blocks.has(top.of)) S.tries--;
  emit(S, ...top.wrap(top.done));
  results.forEach((type, i) => S.operands.push({ type, slot: top.slots ? slotAt(S, top.height + i, type) : undefined }));
};
