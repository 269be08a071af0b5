/**
 * Command lines: `node:util` takes them apart, a codec says which values make sense.
 * @module
 */
import { parseArgs } from 'node:util';
import * as Either from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import type { Failure } from './failure.ts';

/** An option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** one letter */
  readonly short?: string;
  /** what stands for the value in the help: `FILE`, `wat|wasm` */
  readonly value?: string;
  /** may be given more than once: its value is an array */
  readonly multiple?: boolean;
  readonly help: string;
}
/** The options of a command by their long names. */
export type Options = Readonly<Record<string, Option>>;

const strings = t.array(t.string);

/** Exactly one operand. */
export const one: t.Type<string, readonly string[]> = new t.Type<string, readonly string[]>(
  'exactly one',
  t.string.is,
  (input, context) => (strings.is(input) && input[0] !== undefined && input.length === 1 ? t.success(input[0]) : t.failure(input, context)),
  (operand) => [operand],
);
/** One operand or more. */
export const several: t.Type<readonly string[]> = new t.Type<readonly string[]>(
  'at least one',
  strings.is,
  (input, context) => (strings.is(input) && input.length > 0 ? t.success(input) : t.failure(input, context)),
  (operands) => operands,
);
/** No operand. */
export const noOperand: t.Type<readonly string[]> = new t.Type<readonly string[]>(
  'no',
  strings.is,
  (input, context) => (strings.is(input) && input.length === 0 ? t.success(input) : t.failure(input, context)),
  (operands) => operands,
);
/** Operands, or none. */
export const any: t.Type<readonly string[]> = new t.Type<readonly string[]>('any', strings.is, strings.validate, (operands) => operands);
/** An option that may be left out. */
export const optional = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.UndefinedC]> => t.union([codec, t.undefined], codec.name);
/** One of the words, e.g. `oneOf('wat', 'wasm')`. */
export const oneOf = <W extends string>(...words: readonly W[]): t.Type<W> => {
  const is = (input: unknown): input is W => words.some((word) => word === input);
  const validate: t.Validate<unknown, W> = (input, context) => (is(input) ? t.success(input) : t.failure(input, context));
  return new t.Type<W>(words.join(' or '), is, validate, (word) => word);
};
const integerFrom = (least: number, name: string): t.Type<number, string> => {
  const is = (input: unknown): input is number => typeof input === 'number' && Number.isSafeInteger(input) && input >= least;
  const validate: t.Validate<unknown, number> = (input, context) => {
    const value = typeof input === 'string' && /^\d+$/u.test(input) ? Number(input) : undefined;
    return is(value) ? t.success(value) : t.failure(input, context);
  };
  return new t.Type<number, string>(name, is, validate, String);
};
/** A natural number, written in decimal. */
export const natural: t.Type<number, string> = integerFrom(0, 'a natural number');
/** A natural number that is not 0, written in decimal. */
export const positive: t.Type<number, string> = integerFrom(1, 'a positive number');

/** The first thing wrong, in one line: `--to: expected wat or wasm, found "dot"`. */
const reason = (errors: t.Errors): string => {
  // The context leads from the record of all arguments to the argument; members of intersections and unions have numbers.
  const entry = errors[0]?.context.find(({ key }) => key !== '' && !/^\d+$/u.test(key));
  if (entry === undefined) return 'these arguments make no sense';
  const { key, type, actual } = entry;
  if (key === 'operands') return `expected ${type.name} FILE, found ${Array.isArray(actual) ? actual.length : 0}`;
  return actual === undefined ? `--${key} is required` : `--${key}: expected ${type.name}, found ${JSON.stringify(actual)}`;
};

const usage = (message: string): Failure => ({ kind: 'usage', message });

/** The values of the options by their long names, and of the operands as `operands`, without any meaning yet. */
const takeApart = (options: Options, words: readonly string[]): Either.Either<Failure, Readonly<Record<string, unknown>>> =>
  Either.tryCatch(
    () => {
      const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
      return { ...values, operands: positionals };
    },
    // Node explains at length how to write an operand that begins with a dash.
    (error) => usage(error instanceof Error ? (error.message.split(/\.?\s*\n|\. /u)[0] ?? error.message) : String(error)),
  );

/** Reads the words of a command line: options by their long names, and what is not an option as `operands`. */
export const readArguments = <A>(options: Options, codec: t.Type<A, unknown>, words: readonly string[]): Either.Either<Failure, A> => pipe(
  takeApart(options, words),
  Either.chain((values) => pipe(codec.decode(values), Either.mapLeft((errors) => usage(reason(errors))))),
);
