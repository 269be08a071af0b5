/**
 * The body of a function while it is generated: the code, the labels around it, the locals that have a value.
 * @module
 */
import type { BlockType, Instr } from '../../syntax/instructions.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import type { MutableChoices } from './choices.ts';
import type { Bare, FuncInfo, MutableModule } from './modules.ts';
import { instr } from './modules.ts';
import { funcType, isDefaultable, keyOf } from './types.ts';

/** A local that has a value. */
interface Variable {
  readonly x: number;
  readonly type: ValType;
  /** how many labels were around when it was set */
  readonly level: number;
}

/** A label: the types that branches to it carry, and whether they lead back. */
interface Label {
  readonly types: ResultType;
  readonly back: boolean;
}

/** The makers of code that call each other. `d` is how deep code may still nest. */
export interface Makers {
  /** code that leaves a value */
  readonly value: (b: MutableBody, t: ValType, d: number) => void;
  /** code that leaves values, the last one on top */
  readonly values: (b: MutableBody, ts: ResultType, d: number) => void;
  /** code that leaves the stack as it is */
  readonly statement: (b: MutableBody, d: number) => void;
}

/** A body that grows. */
export interface MutableBody extends Makers {
  readonly m: MutableModule;
  readonly info: FuncInfo;
  choices: MutableChoices;
  code: Instr[];
  readonly locals: ValType[];
  variables: readonly Variable[];
  /** outermost first; the first one is that of the function */
  readonly labels: Label[];
}

/** An empty body, with its parameters as variables. */
export const newBody = (m: MutableModule, info: FuncInfo, choices: MutableChoices, makers: Makers): MutableBody => ({
  ...makers, m, info, choices, code: [], locals: [], labels: [{ types: info.results, back: false }],
  variables: info.params.map((type, x) => ({ x, type, level: 0 })),
});

/** Whether the code runs in continuations. */
export const isInside = ({ info: { role } }: MutableBody): boolean => role === 'inside' || role === 'coroutine';

/** Adds instructions. */
export const emit = (b: MutableBody, ...bares: readonly Bare[]): void => {
  for (const bare of bares) b.code.push(instr(bare));
};

/** The type of a block. */
export const blockType = ({ m }: MutableBody, params: ResultType, results: ResultType): BlockType =>
  params.length === 0 && results.length <= 1 ? { kind: 'result', type: results[0] }
    : { kind: 'idx', x: funcType(m.universe.types, params, results) };

/** The label that was the innermost one of so many, as an index from here. */
export const labelAt = ({ labels }: MutableBody, count: number): number => labels.length - count;

/** The code that is made inside of a block with a label. What is set in there has no value afterwards, unless it has one from the start. */
export const inside = (b: MutableBody, types: ResultType, make: () => void, back = false): readonly Instr[] => {
  const outer = b.code, inner: Instr[] = [], level = b.labels.length;
  b.code = inner;
  b.labels.push({ types, back });
  make();
  b.labels.pop();
  b.code = outer;
  b.variables = b.variables.filter((v) => v.level < level + 1 || isDefaultable(v.type));
  return inner;
};
/** A block or a loop. */
export const block = (
  b: MutableBody, op: 'block' | 'loop', params: ResultType, results: ResultType, make: () => void,
): void => {
  const bt = blockType(b, params, results);
  const back = op === 'loop';
  emit(b, { op, bt, body: inside(b, back ? params : results, make, back) });
};
/** A conditional, of which the condition is on the stack. */
export const conditional = (b: MutableBody, results: ResultType, then: () => void, otherwise: () => void): void => {
  const bt = blockType(b, [], results), code1 = inside(b, results, then), code2 = inside(b, results, otherwise);
  emit(b, { op: 'if', bt, then: code1, else: code2 });
};

/** A new local. */
export const newLocal = (b: MutableBody, type: ValType): number => {
  b.locals.push(type);
  return b.info.params.length + b.locals.length - 1;
};
/** Stores the value on top of the stack in a new local; its index. */
export const store = (b: MutableBody, type: ValType): number => {
  const x = newLocal(b, type);
  emit(b, { op: 'local.set', x });
  b.variables = [...b.variables, { x, type, level: b.labels.length }];
  return x;
};
/** Stores values, the last of which is on top of the stack; their locals. */
export const storeAll = (b: MutableBody, types: ResultType): readonly number[] =>
  types.toReversed().map((type) => store(b, type)).reverse();

/** The variables of a type, the latest first. */
export const variablesOf = (b: MutableBody, type: ValType): readonly number[] => {
  const key = keyOf(type);
  return b.variables.filter((v) => keyOf(v.type) === key).map(({ x }) => x).reverse();
};
