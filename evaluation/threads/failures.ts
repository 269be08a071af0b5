/**
 * Why a thread failed that ran in a worker, in the words of the semantics. The worker knows those of the host; what they mean is found out
 * by loading the program once more, without running anything of it.
 * @category Evaluation: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as words from '../../semantics/runtime/cooperation.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { backtraceOf } from '../backtraces.ts';
import type { Loaded } from '../host/places.ts';
import { operatorOf } from '../host/places.ts';
import { DRIVER_TRAPS, UNHANDLED, wordsFor } from '../host/traps.ts';
import { compileOnly } from '../instantiation.ts';
import { TRAPS } from '../sharing/traps.ts';
import type { Backtrace, MutableStore } from '../store.ts';
import { newStore } from '../store.ts';
import { linkCooperation } from './cooperation.ts';
import { spawningByReference } from './indirect.ts';
import { newLog } from './log.ts';
import type { Failure } from './messages.ts';
import { alone } from './runtime.ts';

/** Why a thread failed, and where. */
export interface ThreadFailure {
  readonly thread: number;
  /** the words that the reason may have, mostly one */
  readonly whys: readonly string[];
  readonly backtrace: Backtrace;
}

const nothing = (): void => undefined;
/** A store in which modules are as they are in a pool. */
const poolStore = (): MutableStore => {
  const threads = alone(newLog(), { deadlocked: nothing, givenUp: nothing, wanted: nothing, full: nothing });
  return newStore({ tracing: true, threads: { ...threads, isPool: true } });
};

const errorOf = ({ message, stack }: Failure): Error => Object.assign(new Error(message), { stack });
/** Why a thread failed, in the words of the semantics: the modules that are known help to tell them apart. */
export const whysOf = (loaded: readonly Loaded[], failure: Failure): readonly string[] => {
  const { kind, message, noted } = failure, heap = TRAPS[noted.heap] ?? '';
  if (kind === 'exception') return [words.UNCAUGHT];
  if (kind !== 'trap') return [kind === 'error' ? message : kind];
  if (heap !== '') return [heap];
  if (noted.driver === UNHANDLED) return [words.UNHANDLED];
  const driver = DRIVER_TRAPS.get(noted.driver);
  return driver === undefined ? wordsFor(message, operatorOf(loaded, errorOf(failure))) ?? [message] : [driver];
};
/**
 * Why a thread failed of a program that has been instantiated in a pool.
 * @param before - makes what was in the store before
 */
export const explain = (program: ValidModule, before: (S: MutableStore) => void, failure: Failure): ThreadFailure => {
  const S = poolStore();
  before(S);
  pipe(spawningByReference(program), E.map((valid) => {
    linkCooperation(S, valid);
    compileOnly(S, valid);
  }));
  return { thread: failure.thread, whys: whysOf(S.loaded, failure), backtrace: backtraceOf(S, errorOf(failure)) };
};
