/**
 * Modules for tests of the binary format.
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import { formOf } from '../../../syntax/instruction-table.ts';
import type { Expr, Instr } from '../../../syntax/instructions.ts';
import { NO_NAMES } from '../../../syntax/modules.ts';
import type { Module } from '../../../syntax/modules.ts';
import { NOWHERE } from '../../../syntax/source.ts';
import type { SourceError } from '../../../syntax/source.ts';
import type { ValType } from '../../../syntax/types.ts';

const at = NOWHERE;
/** A module of nothing but some fields. */
export const moduleOf = (fields: Partial<Module>): Module => ({
  types: [], imports: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], start: undefined, exports: [],
  customs: [], names: NO_NAMES, at, ...fields,
});
/** A module of one function. */
export const functionModule = (body: Expr, locals: readonly ValType[] = [], more: Partial<Module> = {}): Module => moduleOf({
  types: [{ rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: [], results: [] } }], at }],
  funcs: [{ type: 0, locals, body, at }],
  ...more,
});

/** Bytes written in hexadecimal, with blanks wherever they help. */
export const fromHex = (text: string): Uint8Array => Uint8Array.from(text.match(/[0-9a-f]{2}/gu) ?? [], (byte) => parseInt(byte, 16));
/** Bytes in hexadecimal, with blanks between. */
export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
/** Magic and version. */
export const HEADER = '0061736d 01000000';

/** What was decoded; throws what was malformed. */
export const moduleThat = (decoded: Either<SourceError, Module>): Module => {
  if (E.isLeft(decoded)) throw new Error(`${decoded.left.message} at ${decoded.left.span.start}`);
  return decoded.right;
};
/** What was malformed; throws if nothing was. */
export const errorThat = (decoded: Either<SourceError, Module>): SourceError => {
  if (E.isRight(decoded)) throw new Error('decoded, though an error was expected');
  return decoded.left;
};

/** Blocks in blocks, so many deep: by turns the body of a block, a loop, both bodies of an `if`. */
export const nested = (depth: number): Expr => {
  let body: Expr = [];
  for (let i = 0; i < depth; i++) {
    const bt = { kind: 'result', type: undefined } as const;
    const inner: readonly Instr[] = [
      { op: 'block', bt, body, at },
      { op: 'loop', bt, body, at },
      { op: 'if', bt, then: body, else: [], at },
      { op: 'if', bt, then: [], else: body, at },
    ];
    body = inner.slice(i % 4, i % 4 + 1);
  }
  return body;
};

/** The first byte of the form of an instruction. */
export const firstByte = (instr: Instr): number => {
  const { prefix, code } = formOf(instr);
  return prefix === 0 ? code : prefix;
};
