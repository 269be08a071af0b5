/** The command `explore`: from the command line to a report, and from the report to text, JSON and pictures. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { parseSchedule } from '../../reduction/explorer/schedule.ts';
import { limitsFor } from '../../reduction/programs.ts';
import type { Beginning } from '../../tracing/exploration/begin.ts';
import { beginning } from '../../tracing/exploration/begin.ts';
import type { Report } from '../../tracing/exploration/model.ts';
import { report as reports } from '../../tracing/exploration/model.ts';
import type { OnProgress, ProgramStates } from '../../tracing/exploration/reports.ts';
import { drawn, exploreConfigurations, exploreExecutions, replayed, statesReport } from '../../tracing/exploration/reports.ts';
import { reportLines } from '../../tracing/exploration/text.ts';
import { showLine } from '../../tracing/layout.ts';
import { withArguments } from '../command/calls.ts';
import { runCommand } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';
import { writeWhole } from '../command/files.ts';
import { meter, writeOutput } from '../command/output.ts';
import { painting } from '../command/painting.ts';
import { ready } from '../command/preparing.ts';
import type { Arguments, Mode } from './options.ts';
import { DEFAULTS, explore, modeOf, MOST_DRAWN } from './options.ts';

const usage = (message: string): Failure => ({ kind: 'usage', message });
const failed = (message: string): Failure => ({ kind: 'failed', message });

/** What is to be explored. */
const beginningFor = (args: Arguments): E.Either<Failure, Beginning> => pipe(
  ready(args),
  E.chain(({ prepared, call }) => {
    const { fuel = DEFAULTS.fuel, frames = DEFAULTS.frames, cells = DEFAULTS.cells, 'growth-may-fail': refusals = false } = args;
    const schedule = pipe(parseSchedule(args.replay ?? ''), E.getOrElseW(() => []));
    const limits = limitsFor(schedule, { fuel, frames, cells, refusals });
    return pipe(beginning(args.operands, prepared, call, limits), E.mapLeft((why) => failed(`${args.operands}: ${why}`)));
  }),
);

/** Explores with progress on the terminal. */
const metered = <A>(unit: string, explored: (onProgress: OnProgress) => A): A => {
  const { show, clear } = meter();
  const found = explored((done) => { show(done, unit); });
  clear();
  return found;
};

/** Graphviz is large: it is loaded only if something is drawn. */
const draw = async (dot: string): Promise<string> => {
  const { instance } = await import('@viz-js/viz');
  return (await instance()).renderString(dot, { format: 'svg' });
};
/** Writes the pictures that are asked for. */
const drawings = (args: Arguments, begin: Beginning, states: ProgramStates): TE.TaskEither<Failure, void> => {
  const { dot, svg } = args;
  if (dot === undefined && svg === undefined) return TE.right(undefined);
  if (states.graph.length > MOST_DRAWN || states.incomplete.length > 0) {
    const count = `${states.incomplete.length > 0 ? 'more than ' : ''}${states.graph.length}`;
    return TE.left(failed(`${args.operands}: too large to draw: ${count} states, and a picture has at most ${MOST_DRAWN}`));
  }
  const text = drawn(begin, states);
  return pipe(
    TE.fromEither(dot === undefined ? E.right(undefined) : writeWhole(dot, text)),
    TE.chain(() => svg === undefined ? TE.right(undefined)
      : pipe(TE.fromTask(() => draw(text)), TE.chainEitherK((drawing) => writeWhole(svg, drawing)))),
  );
};

const reportFor = (mode: Mode, args: Arguments, begin: Beginning): TE.TaskEither<Failure, Report> => {
  switch (mode) {
    case 'executions': {
      const maxSteps = args.bound ?? DEFAULTS.bound;
      const limits = { maxSteps, maxLength: Math.max(DEFAULTS.length, maxSteps), maxExecutions: args.executions ?? DEFAULTS.executions,
        fuel: args.steps ?? DEFAULTS.steps };
      return TE.right(metered('executions', (onProgress) => exploreExecutions(begin, limits, onProgress)));
    }
    case 'states': {
      const limits = { maxStates: args['max-states'] ?? DEFAULTS.states };
      const states = metered('states', (onProgress) => exploreConfigurations(begin, limits, onProgress));
      return pipe(drawings(args, begin, states), TE.map(() => statesReport(begin, states)));
    }
    case 'replay': return TE.fromEither(pipe(
      parseSchedule(args.replay ?? ''),
      E.mapLeft(({ message }) => usage(`--replay: ${message}`)),
      E.chainW((schedule) => pipe(replayed(begin, schedule), E.mapLeft(({ message }) => usage(`--replay: ${message}`)))),
    ));
  }
};

/** The report as it is written; one that is incomplete becomes the exit code. */
function* outputs(report: Report, format: 'text' | 'json'): Generator<string> {
  if (report.kind !== 'replay' && report.incomplete.length > 0) process.exitCode = 1;
  if (format === 'json') {
    yield `${JSON.stringify(reports.encode(report), undefined, 2)}\n`;
    return;
  }
  const paint = painting();
  for (const line of reportLines(report)) yield `${showLine(line, paint)}\n`;
}

const run = (args: Arguments): TE.TaskEither<Failure, void> => pipe(
  TE.fromEither(modeOf(args)),
  TE.bindTo('mode'),
  TE.bind('begin', () => TE.fromEither(beginningFor(args))),
  TE.chain(({ mode, begin }) => reportFor(mode, args, begin)),
  TE.chainTaskK((report) => () => writeOutput(outputs(report, args.format ?? 'text'))),
);

await runCommand({ ...explore, run }, withArguments(process.argv.slice(2)));
