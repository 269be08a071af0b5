/**
 * Operators as the host's WebAssembly computes them, by a module of a few bytes for each.
 *
 * Floats go in and out as their bits, and a v128 as two i64, so that no NaN ever passes through a JS number.
 */
import type { Constant, NamedOperator, Type } from './application.ts';
import { signatureOf } from './application.ts';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly [name: string]: unknown } };
};

const I32 = 0x7f;
const I64 = 0x7e;
const V128 = 0x7b;
const END = 0x0b;
const localGet = (x: number): readonly number[] => [0x20, x];
const localTee = (x: number): readonly number[] => [0x22, x];
const splatI64x2: readonly number[] = [0xfd, 18];
const extractI64x2 = (i: number): readonly number[] => [0xfd, 29, i];
const replaceI64x2 = (i: number): readonly number[] => [0xfd, 30, i];

/** How constants of a type cross the border: value types of the border, and the instructions from and to it. */
type Crossing = {
  readonly border: readonly number[];
  readonly enter: (x: number) => readonly number[];
  readonly leave: (scratch: number) => readonly number[];
};
const crossings: { readonly [T in Type]: Crossing } = {
  i32: { border: [I32], enter: localGet, leave: () => [] },
  i64: { border: [I64], enter: localGet, leave: () => [] },
  f32: { border: [I32], enter: (x) => [...localGet(x), 0xbe], leave: () => [0xbc] },
  f64: { border: [I64], enter: (x) => [...localGet(x), 0xbf], leave: () => [0xbd] },
  v128: {
    border: [I64, I64],
    enter: (x) => [...localGet(x), ...splatI64x2, ...localGet(x + 1), ...replaceI64x2(1)],
    leave: (scratch) => [...localTee(scratch), ...extractI64x2(0), ...localGet(scratch), ...extractI64x2(1)],
  },
};

const section = (id: number, content: readonly number[]): readonly number[] => {
  if (content.length > 0x7f) throw new Error('a section of this module is longer than one byte can say');
  return [id, content.length, ...content];
};
const list = (items: readonly number[]): readonly number[] => [items.length, ...items];

const immediatesOf = ({ operator }: NamedOperator): readonly number[] =>
  operator.op === 'vshuffle' ? operator.is : operator.op === 'vextract_lane' || operator.op === 'vreplace_lane' ? [operator.i] : [];

const moduleOf = (named: NamedOperator): Uint8Array => {
  const { operands, result } = signatureOf(named.operator);
  const parameters = operands.flatMap((t) => crossings[t].border);
  const firstLocals = operands.map((_, i) => operands.slice(0, i).flatMap((t) => crossings[t].border).length);
  const code = [
    ...operands.flatMap((t, i) => crossings[t].enter(firstLocals[i] ?? 0)),
    ...named.opcode, ...immediatesOf(named),
    ...crossings[result].leave(parameters.length),
    END,
  ];
  const body = [1, 1, V128, ...code];
  return Uint8Array.of(
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, ...list(parameters), ...list(crossings[result].border)]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, body.length, ...body]),
  );
};

const lower = (t: Type, c: Constant): readonly Constant[] =>
  t === 'v128' ? [BigInt.asIntN(64, BigInt(c)), BigInt.asIntN(64, BigInt(c) >> 64n)] : [c];

const lift = (t: Type, results: unknown): Constant => {
  if (t === 'v128') {
    const [low, high] = results as readonly [bigint, bigint];
    return (BigInt.asUintN(64, high) << 64n) | BigInt.asUintN(64, low);
  }
  return results as Constant;
};

/** The function that the host makes of an operator: ε where it traps. */
export const hostFunction = (named: NamedOperator): ((operands: readonly Constant[]) => Constant | undefined) => {
  const { operands, result } = signatureOf(named.operator);
  const f = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(named))).exports['f'] as (...cs: readonly Constant[]) => unknown;
  return (cs) => {
    let results: unknown;
    try {
      results = f(...operands.flatMap((t, i) => lower(t, cs[i] ?? 0)));
    } catch {
      return undefined;
    }
    return lift(result, results);
  };
};
