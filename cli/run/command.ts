/** The command `run`: from the command line to results. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import { spectest } from '../../evaluation/hosts/spectest.ts';
import type { HostVal } from '../../evaluation/host/values.ts';
import type { Instance, MutableStore, Names, Result } from '../../evaluation/store.ts';
import { newStore } from '../../evaluation/store.ts';
import { showVal } from '../../scripts/showing.ts';
import type { Source } from '../../syntax/source.ts';
import { chosen } from '../../tracing/entry.ts';
import type { Choice } from '../../tracing/entry.ts';
import { one, optional } from '../command/arguments.ts';
import type { CallArguments } from '../command/calls.ts';
import { callOptions, CHOICE, wishOf, withArguments } from '../command/calls.ts';
import type { Command } from '../command/command.ts';
import { runCommand } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';
import type { ValidProgram } from '../command/programs.ts';
import { readValidProgram } from '../command/programs.ts';
import { showBacktrace } from './backtraces.ts';

interface Arguments extends CallArguments {
  readonly operands: string;
}

const usage = (message: string): Failure => ({ kind: 'usage', message });
const failed = (message: string): Failure => ({ kind: 'failed', message });

const showVals = (vals: readonly HostVal[]): string => vals.map((val) => ` ${showVal(val)}`).join('');
/** How a run ended that did not end with values. */
const showEnd = (result: Exclude<Result, { readonly kind: 'values' }>): string => {
  switch (result.kind) {
    case 'trap': return `trap: ${result.whys.join(', or ')}`;
    case 'exception': return `uncaught exception: ${result.tag?.name ?? 'of a tag that no module has'}${showVals(result.fields)}`;
    case 'suspension': return `suspended: no handler for ${result.tag?.name ?? 'the tag'}, by \`${result.by}\``;
    case 'call stack exhausted': return 'call stack exhausted';
    case 'deadlock': return 'it waits, and nobody is left to wake it';
  }
};
const valuesOf = (source: Source, result: Result): E.Either<Failure, readonly HostVal[]> => {
  if (result.kind === 'values') return E.right(result.vals);
  return E.left(failed([`${source.name}: ${showEnd(result)}`, ...showBacktrace(result.backtrace, () => source)].join('\n')));
};

/** What the program prints, as it prints it: the arguments in one line. */
const print = (_name: string, args: readonly HostVal[]): void => console.log(args.map(showVal).join(' '));

const instanceOf = (S: MutableStore, { source, valid }: ValidProgram): E.Either<Failure, Instance> => {
  const needed = valid.module.imports.some(({ module }) => module === 'spectest');
  const names: Names = new Map(needed ? [['spectest', spectest(S, print)]] : []), made = moduleInstantiate(S, valid, names);
  if (E.isLeft(made)) {
    const error = made.left;
    if (error.kind === 'unlinkable') return E.left({ kind: 'program', source, error: { ...error, kind: 'invalid' } });
    return E.left(failed(`${source.name}: ${error.kind === 'limit' ? error.message : `the module ${error.why}`}`));
  }
  const { inst, result } = made.right;
  return inst === undefined ? pipe(valuesOf(source, result), E.chain(() => E.left(failed('there is no instance')))) : E.right(inst);
};

const call = (
  S: MutableStore, { source }: ValidProgram, { exports }: Instance, choice: Choice | undefined,
): E.Either<Failure, readonly HostVal[]> => {
  const func = choice && exports.get(choice.name);
  return choice === undefined || func?.kind !== 'func' ? E.right([]) : valuesOf(source, invoke(S, func, choice.args));
};

const run = (args: Arguments): E.Either<Failure, void> => {
  const S = newStore({ tracing: true });
  return pipe(
    readValidProgram(args.operands),
    E.bindTo('program'),
    E.bind('wish', () => wishOf(args)),
    E.bind('choice', ({ program: { valid }, wish }) => pipe(chosen(valid, wish), E.mapLeft(usage))),
    E.bind('inst', ({ program }) => instanceOf(S, program)),
    E.chain(({ program, choice, inst }) => call(S, program, inst, choice)),
    E.map((vals) => vals.forEach((val) => console.log(showVal(val)))),
  );
};

const command: Command<Arguments> = {
  name: 'run',
  summary: 'Runs a module, text or binary, by the evaluator: translated, at the speed of the host.',
  usage: 'FILE [--invoke NAME ARGS…]',
  options: callOptions,
  details: [
    ...CHOICE, '',
    'Prints the results in the text format, one a line, after what the program prints by functions of `spectest`.',
    'Exit code: 0 if it ends with values; 1 if it ends with a trap, an exception or a suspension, or the module is malformed, invalid',
    'or cannot be linked; 2 if the command line makes no sense or it is not clear what to call.',
  ],
  codec: t.intersection([t.type({ operands: one }), t.partial({ invoke: optional(t.string), arg: optional(t.readonlyArray(t.string)) })]),
  run: (args) => TE.fromEither(run(args)),
};

await runCommand(command, withArguments(process.argv.slice(2)));
