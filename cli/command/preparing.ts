/**
 * Programs of the command line, up to what has to run, and what is to be called then.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Prepared } from '../../tracing/prepare.ts';
import { callFor, prepare } from '../../tracing/prepare.ts';
import type { Call } from '../../tracing/trace.ts';
import type { CallArguments } from './calls.ts';
import { wishOf } from './calls.ts';
import type { Failure } from './failure.ts';
import { readValidProgram } from './programs.ts';

/** A file, and what is to be called in it. */
interface CallInFile extends CallArguments {
  readonly operands: string;
}
/** An instance whose start function has still to run, and the call; undefined if there is nothing to call. */
interface Ready {
  readonly prepared: Prepared;
  readonly call: Call | undefined;
}
/** The program that the command line names; on the left, what is wrong with it or with the call. */
export const ready = (args: CallInFile): E.Either<Failure, Ready> => pipe(
  readValidProgram(args.operands),
  E.bindTo('program'),
  E.bind('wish', () => wishOf(args)),
  E.bind('prepared', ({ program: { source, valid } }) =>
    pipe(prepare(source, valid), E.mapLeft((error): Failure => ({ kind: 'program', source, error })))),
  E.bind('call', ({ program: { valid }, prepared: { subject: { inst } }, wish }) =>
    pipe(callFor(valid, inst, wish), E.mapLeft((message): Failure => ({ kind: 'usage', message })))),
);
