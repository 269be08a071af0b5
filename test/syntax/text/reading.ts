/** What tests of the reader share: modules that must be read, mistakes that must be found, and modules that must be the same. */
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { firstDifference } from '../../../syntax/equality.ts';
import type { Expr, Instr } from '../../../syntax/instructions.ts';
import type { Module } from '../../../syntax/modules.ts';
import type { Command } from '../../../syntax/script.ts';
import type { SourceError, Span } from '../../../syntax/source.ts';
import { parseModule } from '../../../syntax/text/module.ts';
import { parseScript } from '../../../syntax/text/script.ts';

/** The module that a text describes. */
export const read = (text: string | Uint8Array): Module => {
  const result = parseModule(text);
  if (E.isLeft(result)) throw new Error(`${result.left.message} (at ${result.left.span.start}) in ${String(text).slice(0, 200)}`);
  return result.right;
};
/** The instructions of the first function of a module. */
export const body = (text: string): Expr => read(text).funcs[0]?.body ?? [];
/** The first instruction of the first function of a module. */
export const firstInstr = (text: string): Instr | undefined => body(text)[0];
/** The mistake in a text. */
export const mistake = (text: string | Uint8Array): SourceError => {
  const result = parseModule(text);
  if (E.isRight(result)) throw new Error(`read without a mistake: ${String(text).slice(0, 200)}`);
  return result.left;
};
/** The commands of a script. */
export const commands = (text: string): readonly Command[] => {
  const result = parseScript(text);
  if (E.isLeft(result)) throw new Error(`${result.left.message} (at ${result.left.span.start})`);
  return result.right.commands;
};

/** Both texts describe the same module. */
export const same = (a: string, b: string): void =>
  assert.is(firstDifference(read(a), read(b))?.join('.'), undefined, `${a}\n  should be the same as\n${b}`);
/** The message of the mistake in a text begins with this wording. */
export const refuses = (text: string | Uint8Array, wording: string): void => {
  const { message } = mistake(text);
  assert.ok(message.startsWith(wording), `${String(text).slice(0, 200)}\n  ${message}\n  should begin with ${wording}`);
};
/** The part of a text that a span covers. */
export const slice = (text: string, { start, end }: Span): string => text.slice(start, end);
