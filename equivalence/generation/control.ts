/**
 * Code with blocks, loops, branches and exceptions that leaves values of any types.
 * @module
 */
import type { Catch } from '../../syntax/instructions.ts';
import type { ResultType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { below, oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { block, blockType, conditional, emit, inside, labelAt, newLocal, storeAll } from './bodies.ts';
import { i32, leaves } from './leaves.ts';
import type { TagInfo } from './universe.ts';
import { payload } from './universe.ts';

/** Code that leaves values of these types. */
export type Compound = (b: MutableBody, ts: ResultType, d: number) => void;

const condition = (b: MutableBody, d: number): void => b.value(b, 'i32', d - 1);
const dropAll = (b: MutableBody, ts: ResultType): void => {
  for (const _ of ts) emit(b, { op: 'drop' });
};

/** `br_if` with the values of the label on the stack, which stay there. */
const branchIf = (b: MutableBody, d: number): void => {
  condition(b, d);
  emit(b, { op: 'br_if', l: 0 });
};

const plainBlock: Compound = (b, ts, d) => block(b, 'block', [], ts, () => {
  if (oneIn(b.choices, 2)) b.statement(b, d - 1);
  b.values(b, ts, d - 1);
  if (oneIn(b.choices, 3)) {
    branchIf(b, d);
    dropAll(b, ts);
    b.values(b, ts, d - 1);
  }
});
/** Values that enter a block as its parameters, or stay below it. */
const blockOnValues: Compound = (b, ts, d) => {
  const params = payload(b.choices, b.m.universe), stays = oneIn(b.choices, 2);
  b.values(b, params, d - 1);
  if (stays) block(b, 'block', [], [], () => b.statement(b, d - 1));
  block(b, 'block', params, ts, () => {
    if (stays) b.statement(b, d - 1);
    storeAll(b, params);
    b.values(b, ts, d - 1);
  });
};
/** Values below a statement. */
const valuesBelow: Compound = (b, ts, d) => {
  b.values(b, ts, d - 1);
  b.statement(b, d - 1);
};
/** A statement, then values. */
const statementBefore: Compound = (b, ts, d) => {
  b.statement(b, d - 1);
  b.values(b, ts, d - 1);
};
const choice: Compound = (b, ts, d) => {
  condition(b, d);
  conditional(b, ts, () => b.values(b, ts, d - 1), () => b.values(b, ts, d - 1));
};
/** One of two sequences of values, by a table of branches that carry them. */
const table: Compound = (b, ts, d) => block(b, 'block', [], ts, () => {
  block(b, 'block', [], ts, () => {
    block(b, 'block', [], ts, () => {
      b.values(b, ts, d - 1);
      condition(b, d);
      emit(b, { op: 'br_table', ls: [0, 2, 1], l: below(b.choices, 3) });
    });
    emit(b, { op: 'br', l: 1 });
  });
  b.statement(b, d - 1);
});
/** A branch out of the block around, in the middle of code; what follows is dead. */
const early: Compound = (b, ts, d) => block(b, 'block', [], ts, () => {
  b.values(b, ts, d - 1);
  emit(b, { op: 'br', l: 0 });
  if (oneIn(b.choices, 2)) b.statement(b, d - 1);
  else emit(b, { op: 'unreachable' });
  leaves(b, ts);
});

/** Counts down; the code is for when nothing is left. */
export const countDown = (b: MutableBody, exhausted: () => void): void => {
  const x = b.m.fuel;
  emit(b, { op: 'global.get', x }, { op: 'testop', nt: 'i32', f: 'eqz' });
  conditional(b, [], exhausted, () => undefined);
  emit(b, { op: 'global.get', x });
  i32(b, 1);
  emit(b, { op: 'binop', nt: 'i32', f: 'sub' }, { op: 'global.set', x });
};

/** A few rounds of a statement, with values below it. */
export const rounds = (b: MutableBody, params: ResultType, statement: () => void): void => {
  const left = newLocal(b, 'i32');
  i32(b, 1 + below(b.choices, 4));
  emit(b, { op: 'local.set', x: left });
  block(b, 'loop', params, params, () => {
    statement();
    emit(b, { op: 'local.get', x: left });
    i32(b, 1);
    emit(b, { op: 'binop', nt: 'i32', f: 'sub' }, { op: 'local.tee', x: left }, { op: 'br_if', l: 0 });
  });
};
const loop: Compound = (b, ts, d) => {
  const params = oneIn(b.choices, 3) ? payload(b.choices, b.m.universe, 2) : [];
  b.values(b, params, d - 1);
  rounds(b, params, () => b.statement(b, d - 1));
  storeAll(b, params);
  b.values(b, ts, d - 1);
};

/** A clause, and what it carries. */
interface Clause {
  readonly kind: Catch['kind'];
  readonly tag: TagInfo | undefined;
  readonly carried: ResultType;
}
const EXN = [absRef('exn', false)];
const clause = (b: MutableBody): Clause => {
  const tags = b.m.universe.tags.filter(({ use }) => use === 'exception'), tag = pick(b.choices, tags);
  switch (pick(b.choices, ['catch_all', 'catch', 'catch_ref', 'catch_all_ref', 'catch', 'catch_ref'] as const)) {
    case 'catch': return { kind: 'catch', tag, carried: tag.params };
    case 'catch_ref': return { kind: 'catch_ref', tag, carried: [...tag.params, ...EXN] };
    case 'catch_all': return { kind: 'catch_all', tag: undefined, carried: [] };
    case 'catch_all_ref': return { kind: 'catch_all_ref', tag: undefined, carried: EXN };
  }
};
const catchAt = ({ kind, tag }: Clause, l: number): Catch =>
  kind === 'catch' || kind === 'catch_ref' ? { kind, x: tag?.x ?? 0, l } : { kind, l };

/** What is tried: a statement, then values. */
interface Tried {
  readonly ts: ResultType;
  readonly statement: () => void;
}
/** Blocks for the clauses that are left, one in the other, and in the innermost the code that is tried. */
const caught = (
  b: MutableBody, what: Tried, d: number, left: readonly Clause[], around: readonly (readonly [Clause, number])[], done: number,
): void => {
  const [first, ...others] = left;
  if (first === undefined) {
    tried(b, what, d, around, done);
    return;
  }
  block(b, 'block', [], first.carried, () => caught(b, what, d, others, [[first, b.labels.length], ...around], done));
  storeAll(b, first.carried);
  if (first.carried.length > 0 && first.kind.endsWith('ref') && oneIn(b.choices, 6)) rethrow(b, d);
  b.values(b, what.ts, d - 1);
  if (around.length > 0) emit(b, { op: 'br', l: labelAt(b, done) });
};
const tried = (
  b: MutableBody, { ts, statement }: Tried, d: number, around: readonly (readonly [Clause, number])[], done: number,
): void => {
  const catches = around.map(([one, count]) => catchAt(one, labelAt(b, count)));
  const body = inside(b, ts, () => {
    statement();
    if (oneIn(b.choices, 2)) throws(b, d);
    b.values(b, ts, d - 1);
  });
  emit(b, { op: 'try_table', bt: blockType(b, [], ts), catches, body }, { op: 'br', l: labelAt(b, done) });
};
/** Runs a statement, and leaves values; where it throws, other code leaves them. */
export const guarded = (b: MutableBody, ts: ResultType, d: number, statement: () => void): void => {
  const clauses = Array.from({ length: 1 + below(b.choices, 3) }, () => clause(b));
  block(b, 'block', [], ts, () => caught(b, { ts, statement }, d, clauses, [], b.labels.length));
};
const tryTable: Compound = (b, ts, d) => guarded(b, ts, d, () => b.statement(b, d - 1));
/** Throws the exception that was stored last again, if a condition holds. */
const rethrow = (b: MutableBody, d: number): void => {
  const variable = b.variables.findLast(({ type }) => typeof type === 'object' && type.heap.kind === 'abs' && type.heap.name === 'exn');
  if (variable === undefined) return;
  condition(b, d);
  conditional(b, [], () => emit(b, { op: 'local.get', x: variable.x }, { op: 'throw_ref' }), () => undefined);
};

/** Throws an exception, if a condition holds. */
export const throws = (b: MutableBody, d: number): void => {
  const tag = pick(b.choices, b.m.universe.tags.filter(({ use }) => use === 'exception'));
  condition(b, d);
  conditional(b, [], () => {
    b.values(b, tag.params, d - 1);
    if (oneIn(b.choices, 6)) {
      dropAll(b, tag.params);
      leaves(b, [absRef('exn', false)]);
      emit(b, { op: 'throw_ref' });
    } else emit(b, { op: 'throw', x: tag.x });
  }, () => undefined);
};

/** Leaves the function or a block around, with the values that it returns, if a condition holds. */
export const escape = (b: MutableBody, d: number): void => {
  const count = 1 + below(b.choices, b.labels.length), label = b.labels[count - 1];
  if (label === undefined || label.back) return;
  condition(b, d);
  conditional(b, [], () => {
    b.values(b, label.types, d - 1);
    emit(b, count === 1 && oneIn(b.choices, 2) ? { op: 'return' } : { op: 'br', l: labelAt(b, count) });
  }, () => undefined);
};

/** All of them. */
export const compounds: readonly Compound[] = [
  plainBlock, blockOnValues, valuesBelow, statementBefore, choice, table, early, loop, tryTable,
];
