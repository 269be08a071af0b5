/** The options of the command `equivalence`, and what it says of itself. */
import * as t from 'io-ts';
import type { ComparisonName } from '../../equivalence/comparisons.ts';
import { COMPARISONS } from '../../equivalence/comparisons.ts';
import { natural, oneOf, optional, positive } from '../command/arguments.ts';
import type { Command } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';

/** What is done unless the command line says otherwise. */
export const DEFAULTS = { programs: 3000, seed: 1, folder: '.build/equivalence', fuel: 2_000_000, rounds: 5000, executions: 2000 } as const;

/** What the command line says. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly compare?: ComparisonName | undefined;
  readonly programs?: number | undefined;
  readonly seed?: number | undefined;
  readonly path?: string | undefined;
  readonly processes?: number | undefined;
  readonly fuel?: number | undefined;
  readonly statistics?: boolean | undefined;
  readonly threads?: boolean | undefined;
  readonly rounds?: number | undefined;
  readonly executions?: number | undefined;
}
const number = optional(natural);
const codec: t.Type<Arguments, unknown> = t.intersection([t.type({ operands: t.readonlyArray(t.string) }), t.partial({
  compare: optional(oneOf(...COMPARISONS)), programs: number,
  seed: number, path: optional(t.string), processes: number, fuel: number, statistics: optional(t.boolean),
  threads: optional(t.boolean), rounds: optional(positive), executions: optional(positive),
})]);

/** Options that mean nothing with `--threads`, and those that mean nothing without. */
const ALONE = ['compare', 'programs', 'seed', 'path', 'processes', 'fuel', 'statistics'] as const;
const THREADED = ['rounds', 'executions'] as const;
/** What is wrong with options that are given together. */
export const clash = (args: Arguments): Failure | undefined => {
  if (args.statistics === true && args.compare !== undefined) return { kind: 'usage', message: '--compare is not for --statistics' };
  const [wrong, ...more] = (args.threads === true ? ALONE : THREADED).filter((name) => args[name] !== undefined);
  if (wrong === undefined) return undefined;
  const names = [wrong, ...more].map((name) => `--${name}`).join(' and '), are = more.length === 0 ? 'is' : 'are';
  return { kind: 'usage', message: `${names} ${are} ${args.threads === true ? 'not for' : 'for'} --threads` };
};

/** The command, but for what it does. */
export const equivalence: Omit<Command<Arguments>, 'run'> = {
  name: 'equivalence',
  summary: 'Compares what programs do on the small step and elsewhere: on examples, scripts, and generated programs.',
  usage: '[FILE|FOLDER…] [options]',
  options: {
    compare: { type: 'string', value: 'NAME', help: `${COMPARISONS.slice(0, -1).join(', ')} or ${COMPARISONS.at(-1)} (all of them)` },
    programs: { type: 'string', value: 'N', help: `how many generated programs, for each comparison (${DEFAULTS.programs})` },
    seed: { type: 'string', value: 'S', help: `of the first of them (${DEFAULTS.seed})` },
    path: { type: 'string', value: 'P', help: 'the one program of the seed that has this path: a difference again' },
    processes: { type: 'string', value: 'N', help: 'how many processes run programs (as many as there are cores)' },
    fuel: { type: 'string', value: 'N', help: `steps of the small step for one action of a script (${DEFAULTS.fuel})` },
    statistics: { type: 'boolean', help: 'only count what the programs do' },
    threads: { type: 'boolean', help: 'compare programs with threads instead' },
    rounds: { type: 'string', value: 'N', help: `with --threads: free rounds of each litmus program (${DEFAULTS.rounds})` },
    executions: { type: 'string', value: 'N', help: `with --threads: executions of a program, at most (${DEFAULTS.executions})` },
  },
  details: [
    'Small step against: the `evaluator`; the same with `cooperative` threads, or with everything `shared`, also `collecting` before each',
    'allocation; the small step of the `translation` that the evaluator runs; and the `native` stack switching of the host, as far as the',
    'host has it: that may crash, and sees generated programs only. A module is a program: all that it exports without parameters is',
    'called. So is a script of modules and calls, such as a difference is saved as; other scripts are run on both engines, and everything',
    'that is run must end alike.',
    'Without operands, the examples of the project are compared, and then generated programs.',
    `A difference is shown, and the program, made smaller, saved in ${DEFAULTS.folder}; its seed and path replay it.`,
    '',
    'With --threads, every schedule that the explorer finds for litmus programs, and for the examples with threads, is forced on the',
    'evaluator, and all that can be observed must be the same. Then the litmus programs run freely, and no outcome may be seen that is not',
    'allowed. FILEs, modules that export `main`, or those in FOLDERs, are replayed instead. A difference comes with its schedule, for',
    '`explore` and `trace`.',
    '',
    'Exit code: 0 if there is no difference, 1 if there is one, 2 if the command line makes no sense or a file cannot be read.',
  ],
  codec,
};
