/** The command `run`: from the command line to results. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { newStore } from '../../evaluation/store.ts';
import { MOST_THREADS } from '../../evaluation/threads/control.ts';
import type { Wish } from '../../tracing/entry.ts';
import { one, optional } from '../command/arguments.ts';
import type { CallArguments } from '../command/calls.ts';
import { callOptions, CHOICE, wishOf, withArguments } from '../command/calls.ts';
import type { Command } from '../command/command.ts';
import { runCommand } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';
import type { ValidProgram } from '../command/programs.ts';
import { readValidProgram } from '../command/programs.ts';
import { runInPool, spawns, THREADS } from './pool.ts';
import { runIn } from './program.ts';

interface Arguments extends CallArguments {
  readonly operands: string;
  readonly threads?: string | undefined;
}

/** Threads that may run at a time. */
const limitOf = ({ threads }: Arguments): E.Either<Failure, number> => {
  if (threads === undefined) return E.right(THREADS);
  const limit = /^\d+$/u.test(threads) ? Number(threads) : 0, expected = `a number from 1 to ${MOST_THREADS}`;
  return limit >= 1 && limit <= MOST_THREADS ? E.right(limit)
    : E.left({ kind: 'usage', message: `--threads ${threads}: expected ${expected}` });
};
const resultsOf = (program: ValidProgram, limit: number, args: Arguments): TE.TaskEither<Failure, readonly string[]> => {
  const ended = (wish: Wish | undefined): TE.TaskEither<Failure, readonly string[]> => {
    if (spawns(program)) return () => runInPool(program, wish, limit);
    const end = runIn(newStore({ tracing: true }), program, wish, (line) => console.log(line));
    return TE.fromEither(pipe(end, E.mapLeft(({ failure }) => failure)));
  };
  return pipe(TE.fromEither(wishOf(args)), TE.chain(ended));
};
const run = (args: Arguments): TE.TaskEither<Failure, void> => pipe(
  limitOf(args),
  E.bindTo('limit'),
  E.bind('program', () => readValidProgram(args.operands)),
  TE.fromEither,
  TE.chain(({ limit, program }) => resultsOf(program, limit, args)),
  TE.map((lines) => lines.forEach((line) => console.log(line))),
);

const command: Command<Arguments> = {
  name: 'run',
  summary: 'Runs a module, text or binary, by the evaluator: translated, at the speed of the host, threads on threads of the host.',
  usage: 'FILE [--invoke NAME ARGS…] [--threads N]',
  options: {
    ...callOptions,
    threads: { type: 'string', value: 'N', help: `how many threads may run at a time, the first among them: ${THREADS} if not given` },
  },
  details: [
    ...CHOICE, '',
    'Prints the results in the text format, one a line, after what the program prints by functions of `spectest`.',
    'A program that imports functions from `thread` ends when all of its threads have ended; a last line, a comment, says how many.',
    'Threads that are spawned while N run begin when one of these ends. A trap in any thread ends all. If all threads wait, and nobody can',
    'wake them, that is reported as a deadlock.',
    'Exit code: 0 if it ends with values; 1 if it ends with a trap, an exception, a suspension or a deadlock, or the module is malformed,',
    'invalid or cannot be linked; 2 if the command line makes no sense or it is not clear what to call.',
  ],
  codec: t.intersection([
    t.type({ operands: one }),
    t.partial({ invoke: optional(t.string), arg: optional(t.readonlyArray(t.string)), threads: optional(t.string) }),
  ]),
  run,
};

await runCommand(command, withArguments(process.argv.slice(2)));
