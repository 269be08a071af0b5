/**
 * Arguments of actions, and patterns for their results.
 * @spec core interpreter/README.md §Scripts
 * @module
 */
import { formByName } from '../instruction-table.ts';
import type { NumPattern, RefPattern, ResultPattern, ScriptArg } from '../script.ts';
import { shapes } from '../numeric-operators.ts';
import type { Shape } from '../numeric-operators.ts';
import type { AbsHeapType } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import { close, isList, kindOf, open, takeList, takeWord, textOf, unexpected } from './cursor.ts';
import { takeLaneBits, takeLanesOf, takeNumber, takeShape, takeVector } from './numbers.ts';
import { isIndex, takeU32 } from './spaces.ts';
import { takeAbsHeapName } from './types.ts';

const takeAbsHeapType = (p: MutableCursor): AbsHeapType => {
  const shared = takeList(p, 'shared');
  const name = takeAbsHeapName(p) ?? unexpected(p, 'an abstract heap type');
  if (shared) close(p, ')');
  return { kind: 'abs', shared, name };
};

/** The type of the constants that `(i32.const …)` and the like give, if such a list comes next. */
const constType = (p: MutableCursor): string | undefined => {
  if (kindOf(p) !== '(' || kindOf(p, 1) !== 'keyword') return undefined;
  const form = formByName(textOf(p, 1));
  return form?.template.op === 'const' ? form.choice : undefined;
};

/** An argument of an action. */
export const takeArg = (p: MutableCursor): ScriptArg => {
  const t = constType(p);
  open(p, 'an argument');
  let arg: ScriptArg;
  if (t !== undefined) {
    p.next++;
    arg = takeNumber(p, t);
  } else if (takeWord(p, 'v128.const')) arg = takeVector(p);
  else if (takeWord(p, 'ref.null')) arg = { t: 'ref.null', heap: takeAbsHeapType(p) };
  else if (takeWord(p, 'ref.extern')) arg = { t: 'ref.extern', c: takeU32(p, 'the number of a reference') };
  else if (takeWord(p, 'ref.host')) arg = { t: 'ref.host', c: takeU32(p, 'the number of a reference') };
  else return unexpected(p, 'a constant, ref.null, ref.extern or ref.host');
  close(p, ') after the argument');
  return arg;
};

const NANS = { 'nan:canonical': 'canonical', 'nan:arithmetic': 'arithmetic' } as const;
const takeNan = (p: MutableCursor): 'canonical' | 'arithmetic' | undefined => {
  for (const word of ['nan:canonical', 'nan:arithmetic'] as const) if (takeWord(p, word)) return NANS[word];
  return undefined;
};
const takeNumPattern = (p: MutableCursor, t: string): NumPattern => {
  const nan = t === 'f32' || t === 'f64' ? takeNan(p) : undefined;
  return nan === undefined || (t !== 'f32' && t !== 'f64') ? takeNumber(p, t) : { t, nan };
};
/** A lane: a number or one of the NaNs */
const takeLanePattern = (p: MutableCursor, sh: Shape): NumPattern => {
  const { lane, size } = shapes[sh];
  if (lane === 'i64' || lane === 'f32' || lane === 'f64') return takeNumPattern(p, lane);
  return { t: 'i32', c: Number(BigInt.asIntN(size, takeLaneBits(p, lane, size))) };
};

/** The patterns `(ref.…)` for references, by their heads */
const REFERENCES: ReadonlyMap<string, RefPattern | undefined> = new Map<string, RefPattern | undefined>([
  ['ref', undefined], ['ref.any', 'any'], ['ref.eq', 'eq'], ['ref.i31', 'i31'], ['ref.struct', 'struct'], ['ref.array', 'array'],
  ['ref.func', 'func'], ['ref.exn', 'exn'], ['ref.extern', 'extern'], ['ref.cont', 'cont'], ['ref.host', 'host'], ['ref.i31_shared', 'i31'],
]);
const takeRefPattern = (p: MutableCursor): ResultPattern => {
  const word = textOf(p);
  if (!REFERENCES.has(word)) return unexpected(p, 'a constant, v128.const, either, ref.null or a pattern for a reference');
  p.next++;
  const c = isIndex(p) ? takeU32(p, 'the number of a reference') : undefined;
  return { kind: 'ref', heap: REFERENCES.get(word), shared: word === 'ref.i31_shared', c };
};

/** A pattern other than `either` */
const takeSimplePattern = (p: MutableCursor): ResultPattern => {
  const t = constType(p);
  open(p, 'a pattern for a result');
  let pattern: ResultPattern;
  if (t !== undefined) {
    p.next++;
    pattern = { kind: 'num', pattern: takeNumPattern(p, t) };
  } else if (takeWord(p, 'v128.const')) {
    const shape = takeShape(p);
    const isLane = (): boolean => kindOf(p) !== ')';
    pattern = { kind: 'vec', shape, lanes: takeLanesOf(p, shape, isLane, () => takeLanePattern(p, shape)) };
  } else if (takeWord(p, 'ref.null')) pattern = { kind: 'null', heap: kindOf(p) === ')' ? undefined : takeAbsHeapType(p) };
  else pattern = takeRefPattern(p);
  close(p, ') after the pattern');
  return pattern;
};

/** A pattern for a result. An `either` within an `either` adds its alternatives. */
export const takePattern = (p: MutableCursor): ResultPattern => {
  if (!isList(p, 'either')) return takeSimplePattern(p);
  const patterns: ResultPattern[] = [];
  let depth = 0;
  do {
    if (takeList(p, 'either')) depth++;
    else if (depth > 0 && kindOf(p) === ')') {
      depth--;
      p.next++;
    } else patterns.push(takeSimplePattern(p));
  } while (depth > 0);
  return { kind: 'either', patterns };
};
