/**
 * Constants: a literal of a number type, the lanes of a vector.
 * @spec core 6.3-text.instructions §Numeric instructions, §Vector instructions
 * @module
 */
import type { NumConst, VecConst } from '../instructions.ts';
import type { LaneType, Shape } from '../numeric-operators.ts';
import { shapes } from '../numeric-operators.ts';
import type { MutableCursor } from './cursor.ts';
import { kindOf, refuse, spanFrom, takeText, textOf, unexpected } from './cursor.ts';
import { fail } from './failure.ts';
import type { TokenKind } from './lexer.ts';
import { f32Literal, f64Literal, i32Literal, i64Literal, integerLiteral } from './literals.ts';

const INTEGER: readonly TokenKind[] = ['nat', 'int'];
/** Any literal of a number */
const NUMBER: readonly TokenKind[] = ['nat', 'int', 'float'];

const outOfRange = (p: MutableCursor, t: string, literal: string): never =>
  refuse(p, `constant out of range: ${literal} is no ${t}`);

/** Reads a literal of a type. */
const takeLiteral = <A>(p: MutableCursor, t: string, kinds: readonly TokenKind[], valueOf: (literal: string) => A | undefined): A => {
  const literal = takeText(p, kinds, `a literal of type ${t}`);
  return valueOf(literal) ?? outOfRange(p, t, literal);
};

/** Reads a number of a type. */
export const takeNumber = (p: MutableCursor, t: string | undefined): NumConst => {
  switch (t) {
    case 'i32': return { t, c: takeLiteral(p, t, INTEGER, i32Literal) };
    case 'i64': return { t, c: takeLiteral(p, t, INTEGER, i64Literal) };
    case 'f32': return { t, c: takeLiteral(p, t, NUMBER, f32Literal) };
    case 'f64': return { t, c: takeLiteral(p, t, NUMBER, f64Literal) };
    default: throw new Error(`no literals of type ${t ?? 'undefined'}`);
  }
};

/** Reads a lane: its bits, unsigned. */
export const takeLaneBits = (p: MutableCursor, lane: LaneType, size: number): bigint => {
  if (lane === 'f32' || lane === 'f64') return BigInt.asUintN(size, BigInt(takeNumber(p, lane).c));
  return takeLiteral(p, lane, INTEGER, (literal) => integerLiteral(literal, size));
};

const isShape = (word: string): word is Shape => Object.hasOwn(shapes, word);
/** Reads the shape of a vector. */
export const takeShape = (p: MutableCursor): Shape => {
  const word = textOf(p);
  if (!isShape(word)) return unexpected(p, 'the shape of a vector');
  p.next++;
  return word;
};

const isNumber = (p: MutableCursor): boolean => NUMBER.includes(kindOf(p));
/** Reads as many lanes as a shape has. */
export const takeLanesOf = <A>(p: MutableCursor, sh: Shape, isLane: (p: MutableCursor) => boolean, takeLane: () => A): readonly A[] => {
  const first = p.next - 1;
  const lanes: A[] = [];
  while (isLane(p)) lanes.push(takeLane());
  const { dim } = shapes[sh];
  if (lanes.length !== dim) fail(spanFrom(p, first), `wrong number of lane literals: ${lanes.length}, expected ${dim} for ${sh}`);
  return lanes;
};

/** Reads a vector: its shape and its lanes. */
export const takeVector = (p: MutableCursor): VecConst => {
  const sh = takeShape(p);
  const { lane, size } = shapes[sh];
  const lanes = takeLanesOf(p, sh, isNumber, () => takeLaneBits(p, lane, size));
  return { t: 'v128', c: lanes.reduceRight((c, bits) => c << BigInt(size) | bits, 0n) };
};
