/** The command `trace`: from the command line to records, and from records to text. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { limitsFor } from '../../reduction/programs.ts';
import { showLine } from '../../tracing/layout.ts';
import type { TraceRecord } from '../../tracing/model.ts';
import { traceRecord } from '../../tracing/model.ts';
import { scheduleFor } from '../../tracing/schedule.ts';
import { filtersOf } from '../../tracing/select.ts';
import type { Format } from '../../tracing/text.ts';
import { linesOf, SECTIONS } from '../../tracing/text.ts';
import type { Plan, Progress } from '../../tracing/trace.ts';
import { trace as tracing } from '../../tracing/trace.ts';
import { whyNot } from '../../tracing/why-not.ts';
import { withArguments } from '../command/calls.ts';
import { runCommand } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';
import type { Output } from '../command/output.ts';
import { writeOutput } from '../command/output.ts';
import { painting } from '../command/painting.ts';
import { ready } from '../command/preparing.ts';
import { MAX_CELLS } from '../../semantics/runtime/limits.ts';
import type { Arguments } from './options.ts';
import { FRAMES, FUEL, trace } from './options.ts';

const usage = (message: string): Failure => ({ kind: 'usage', message });

const planFor = (args: Arguments): E.Either<Failure, Plan> => pipe(
  ready(args),
  E.bind('test', ({ prepared: { subject } }) => pipe(filtersOf(args.filter ?? [], subject), E.mapLeft((why) => usage(`--filter: ${why}`)))),
  E.let('limits', () => ({ fuel: args.fuel ?? FUEL, frames: args.frames ?? FRAMES, cells: args.cells ?? MAX_CELLS })),
  E.bind('schedule', ({ prepared, call, limits }) => args.schedule === undefined ? E.right(undefined)
    : pipe(scheduleFor(args.schedule, prepared, call, limits), E.mapLeft((why) => usage(`--schedule: ${why}`)))),
  E.map(({ prepared, call, test, limits, schedule }) => ({
    ...prepared, call, test, limits: limitsFor(schedule ?? [], limits), schedule,
    instantiation: args.instantiation ?? false, from: args.from ?? 1, to: args.to ?? Infinity,
  })),
);

const recordsFor = (args: Arguments, plan: Plan): E.Either<Failure, Iterable<TraceRecord | Progress>> =>
  args['why-not'] === undefined ? E.right(tracing(plan, args.operands))
    : pipe(whyNot(plan, plan.from, args['why-not']), E.mapLeft((why) => usage(`--why-not: ${why}`)));

/** Columns: those of the terminal, unless it does not know or is very narrow. */
const width = (): number => process.stdout.isTTY && process.stdout.columns > 0 ? Math.max(60, process.stdout.columns) : 100;
/** How records are written: as lines for people, or as lines of JSON. */
const writerFor = (args: Arguments, file: string): ((record: TraceRecord) => string) => {
  if (args.format === 'json') return (record) => `${JSON.stringify(traceRecord.encode(record))}\n`;
  const format: Format = { width: width(), file, brief: args.brief ?? false, sections: args.show ?? new Set(SECTIONS) }, paint = painting();
  return (record) => linesOf(record, format).map((line) => `${showLine(line, paint)}\n`).join('');
};

/** Records as they are written; the outcome becomes the exit code. */
function* outputs(records: Iterable<TraceRecord | Progress>, write: (record: TraceRecord) => string): Generator<Output> {
  for (const record of records) {
    if (record.kind === 'progress') yield { done: record.steps, unit: 'steps' };
    else {
      if (record.kind === 'end' && record.outcome.kind !== 'values') process.exitCode = 1;
      yield write(record);
      if (record.kind === 'step' && !process.stdout.isTTY) yield { done: record.n, unit: 'steps' };
    }
  }
}

const run = (args: Arguments): TE.TaskEither<Failure, void> => pipe(
  planFor(args),
  E.bindTo('plan'),
  E.bind('records', ({ plan }) => recordsFor(args, plan)),
  TE.fromEither,
  TE.chainTaskK(({ plan, records }) => () => writeOutput(outputs(records, writerFor(args, plan.subject.places.file)))),
);

await runCommand({ ...trace, run }, withArguments(process.argv.slice(2)));
