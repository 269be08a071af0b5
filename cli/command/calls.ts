/**
 * Command lines that call an export: `--invoke NAME ARGS…`.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Wish } from '../../tracing/entry.ts';
import type { Options } from './arguments.ts';
import type { Failure } from './failure.ts';

/** The options `--invoke` and `--arg`. */
export const callOptions: Options = {
  invoke: { type: 'string', value: 'NAME ARGS…', help: 'the export to call, and arguments as in the text format: -1 0x10 1.5 null' },
  arg: { type: 'string', value: 'ARG', multiple: true, help: 'one more argument: the same as a word after NAME' },
};
/** What they say. */
export interface CallArguments {
  readonly invoke?: string | undefined;
  readonly arg?: readonly string[] | undefined;
}
/** What is to be called; undefined for the usual function. */
export const wishOf = ({ invoke, arg }: CallArguments): E.Either<Failure, Wish | undefined> => {
  if (invoke !== undefined) return E.right({ name: invoke, words: arg ?? [] });
  if (arg === undefined) return E.right(undefined);
  return E.left({ kind: 'usage', message: '--arg is an argument of what --invoke calls: there is no --invoke' });
};

/** The words after `--invoke NAME`, up to the next option, are arguments, even those that begin with a minus. */
export const withArguments = (line: readonly string[]): readonly string[] => {
  const i = line.indexOf('--invoke');
  if (i < 0) return line;
  const rest = line.slice(i + 2), end = rest.findIndex((word) => /^(?:--[a-z]|-[a-z]$)/u.test(word)), count = end < 0 ? rest.length : end;
  return [...line.slice(0, i + 2), ...rest.slice(0, count).map((word) => `--arg=${word}`), ...rest.slice(count)];
};

/** Which function is called, for the help. */
export const CHOICE: readonly string[] = [
  'Instantiates the module, which may import `spectest`, calls its start function, then the export `main` or `_start`, or else',
  'the only exported function without parameters.',
];
