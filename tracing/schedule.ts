/**
 * Schedules for traces: as they are written, and whether the program can follow them.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ReplayError, Schedule } from '../reduction/explorer/schedule.ts';
import { parseSchedule, replay } from '../reduction/explorer/schedule.ts';
import type { Limits } from '../reduction/machine.ts';
import { limitsFor, programs } from '../reduction/programs.ts';
import { beginning } from './exploration/begin.ts';
import type { Prepared } from './prepare.ts';
import type { Call } from './trace.ts';

/** The place in the text of a schedule to which a step of it belongs, and why it does not fit. */
const misfit = (text: string, schedule: Schedule, { step, message }: ReplayError): string => {
  let steps = 0;
  const run = schedule.findIndex(({ count }) => (steps += count) >= step), [word] = [...text.matchAll(/\S+/gu)].slice(run);
  return word === undefined ? message : `at character ${word.index + 1}, ${word[0]}: ${message}`;
};

/** The schedule of a text, which the call can follow; without a call, all that runs. On the left, what is wrong with it and where. */
export const scheduleFor = (text: string, prepared: Prepared, call: Call | undefined, limits: Limits): E.Either<string, Schedule> => pipe(
  parseSchedule(text),
  E.mapLeft(({ message }) => message),
  E.chainFirst((schedule) => pipe(
    beginning(prepared.subject.places.file, prepared, call, limitsFor(schedule, limits)),
    E.chain(({ pool, limits }) => pipe(replay(programs(limits), pool, schedule), E.mapLeft((error) => misfit(text, schedule, error)))),
  )),
);
