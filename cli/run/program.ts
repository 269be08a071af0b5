/**
 * Running a program in a store: from a valid module to the lines that show its results.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import { spectest } from '../../evaluation/hosts/spectest.ts';
import type { Print } from '../../evaluation/hosts/spectest.ts';
import type { HostVal } from '../../evaluation/host/values.ts';
import type { Instance, MutableStore, Names, Result } from '../../evaluation/store.ts';
import { showVal } from '../../scripts/showing.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { Source } from '../../syntax/source.ts';
import { chosen } from '../../tracing/entry.ts';
import type { Choice, Wish } from '../../tracing/entry.ts';
import type { Failure } from '../command/failure.ts';
import type { ValidProgram } from '../command/programs.ts';
import { showBacktrace } from './backtraces.ts';

const failed = (message: string): Failure => ({ kind: 'failed', message });

const showVals = (vals: readonly HostVal[]): string => vals.map((val) => ` ${showVal(val)}`).join('');
/** How a run ended that did not end with values. */
const showEnd = (result: Exclude<Result, { readonly kind: 'values' }>): string => {
  switch (result.kind) {
    case 'trap': return `trap: ${result.whys.join(', or ')}`;
    case 'exception': return `uncaught exception: ${result.tag?.name ?? 'of a tag that no module has'}${showVals(result.fields)}`;
    case 'suspension': return `suspended: no handler for ${result.tag?.name ?? 'the tag'}, by \`${result.by}\``;
    case 'call stack exhausted': return 'call stack exhausted';
    case 'deadlock': return 'deadlock: it waits, and nobody can wake it';
  }
};
/** Why a program has no results. */
export interface Stop {
  readonly failure: Failure;
  /** whether it ends all threads of the program */
  readonly fatal: boolean;
}
type OrStop<A> = E.Either<Stop, A>;
const stopped = (failure: Failure): Stop => ({ failure, fatal: true });

const valuesOf = (source: Source, result: Result): OrStop<readonly HostVal[]> => {
  if (result.kind === 'values') return E.right(result.vals);
  const { kind } = result, backtrace = showBacktrace(result.backtrace, () => source);
  const failure = failed([`${source.name}: ${showEnd(result)}`, ...backtrace].join('\n'));
  return E.left({ failure, fatal: kind !== 'exception' && kind !== 'suspension' });
};

/** Whether a program imports the module `spectest`. */
export const needsSpectest = ({ module: { imports } }: ValidModule): boolean => imports.some(({ module }) => module === 'spectest');
const instanceOf = (S: MutableStore, { source, valid }: ValidProgram, print: Print): OrStop<Instance> => {
  const names: Names = new Map(needsSpectest(valid) ? [['spectest', spectest(S, print)]] : []);
  const made = moduleInstantiate(S, valid, names);
  if (E.isLeft(made)) {
    const error = made.left;
    if (error.kind === 'unlinkable') return E.left(stopped({ kind: 'program', source, error: { ...error, kind: 'invalid' } }));
    return E.left(stopped(failed(`${source.name}: ${error.message}`)));
  }
  const { inst, result } = made.right;
  if (inst !== undefined) return E.right(inst);
  return pipe(valuesOf(source, result), E.chain(() => E.left(stopped(failed('there is no instance')))));
};

const call = (
  S: MutableStore, { source }: ValidProgram, { exports }: Instance, choice: Choice | undefined,
): OrStop<readonly HostVal[]> => {
  const func = choice && exports.get(choice.name);
  return choice === undefined || func?.kind !== 'func' ? E.right([]) : valuesOf(source, invoke(S, func, choice.args));
};

/** Runs a program in a store that is empty: its results, one a line. `print` is told what it prints, the arguments in one line. */
export const runIn = (
  S: MutableStore, program: ValidProgram, wish: Wish | undefined, print: (line: string) => void,
): OrStop<readonly string[]> => pipe(
  chosen(program.valid, wish), E.mapLeft((message) => stopped({ kind: 'usage', message })),
  E.bindTo('choice'),
  E.bind('inst', () => instanceOf(S, program, (_, args) => print(args.map(showVal).join(' ')))),
  E.chain(({ choice, inst }) => call(S, program, inst, choice)),
  E.map((vals) => vals.map(showVal)),
);
