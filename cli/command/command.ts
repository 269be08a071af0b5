/**
 * What all commands share: `--help`, the exit code (0: fine, 1: the program is wrong or failed, 2: wrong use), failures
 * on stderr and results on stdout.
 * @module
 */
import * as Either from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type * as t from 'io-ts';
import type { Options } from './arguments.ts';
import { readArguments } from './arguments.ts';
import type { Failure } from './failure.ts';
import { exitCodeOf, showFailure } from './failure.ts';
import { fileFailure } from './files.ts';

/** A command, with arguments of the type A. */
export interface Command<A> {
  /** the npm script that runs it */
  readonly name: string;
  /** what it does, in a line */
  readonly summary: string;
  /** what follows the name: `FILE [--to wat|wasm]` */
  readonly usage: string;
  /** more to say in the help, line by line */
  readonly details?: readonly string[];
  readonly options: Options;
  /** what the options, by their long names, and the `operands` mean */
  readonly codec: t.Type<A, unknown>;
  readonly run: (args: A) => TaskEither<Failure, void>;
}

const helpOption: Options = { help: { type: 'boolean', short: 'h', help: 'show this' } };

const optionLines = (options: Options): readonly string[] => {
  const heads = Object.entries(options).map(([name, { short, value }]) =>
    `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...heads.map((head) => head.length));
  return Object.values(options).map(({ help }, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${help}`);
};

/** What `--help` shows. */
export const showHelp = <A>(command: Command<A>): string => [
  command.summary,
  '',
  `Usage: npm run -s ${command.name} -- ${command.usage}`,
  '',
  ...optionLines({ ...command.options, ...helpOption }),
  ...(command.details === undefined ? [] : ['', ...command.details]),
].join('\n');

/** What went wrong; of wrong use, the first line says where there is more to read. */
const explain = <A>(command: Command<A>, failure: Failure): string => {
  if (failure.kind !== 'usage') return showFailure(failure);
  const [first = '', ...more] = failure.message.split('\n');
  return [`${command.name}: ${first} (see npm run -s ${command.name} -- --help)`, ...more].join('\n');
};

/** A reader that closes the pipe early, as `head` does, has read enough. Output that cannot be written ends the command. */
const endWithTheReader = ({ name }: { readonly name: string }): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    console.error(`${name}: ${showFailure(fileFailure('standard output')(error))}`);
    process.exit(2);
  });
};

/** Options that npm has taken for its own, because no `--` stands before them: it keeps them as `npm_config_…`. */
const takenByNpm = (options: Options): readonly string[] =>
  Object.keys(options).filter((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
/** The arguments of a command, if all of the command line has come here. */
const argumentsOf = <A>(command: Command<A>, words: readonly string[]): Either.Either<Failure, A> => {
  const [taken] = takenByNpm(command.options);
  if (taken === undefined) return readArguments({ ...command.options, ...helpOption }, command.codec, words);
  const example = `npm run ${command.name} -- FILE --${taken}`;
  return Either.left({ kind: 'usage', message: `npm has taken --${taken} for its own: options stand after --, as in ${example}` });
};

/** Runs a command with the words of a command line. */
export const runCommand = async <A>(command: Command<A>, words: readonly string[] = process.argv.slice(2)): Promise<void> => {
  endWithTheReader(command);
  const end = words.indexOf('--');
  if ((end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h')) {
    console.log(showHelp(command));
    return;
  }
  const args = argumentsOf(command, words);
  const outcome = Either.isLeft(args) ? args : await command.run(args.right)();
  if (Either.isRight(outcome)) return;
  console.error(explain(command, outcome.left));
  process.exitCode = exitCodeOf(outcome.left);
};
