/**
 * The threads of a script: each carries out its own commands, a little in each turn.
 * @spec T interpreter/README.md §Scripts
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command } from '../../syntax/script.ts';
import type { Span } from '../../syntax/source.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { freshThread } from '../../semantics/runtime/threads.ts';
import type { Limits } from '../machine.ts';
import type { Pool } from '../pool.ts';
import { inStore, poolOf } from '../pool.ts';
import { isOver, isSpent, round, runOf, runProgram } from '../scheduler.ts';
import type { Of } from './assertions.ts';
import type { Judged, PlainCommand } from './commands.ts';
import { begin, without } from './commands.ts';
import type { ScriptOptions, ScriptState, Verdict } from './state.ts';
import { failed, initialState, instanceOf, skipped, threadOf, withInstance, withThread } from './state.ts';
import type { Ended, Task } from '../tasks.ts';

/** What came of a command. */
export type CommandResult = Verdict & {
  readonly at: Span;
  readonly kind: Command['kind'];
};

/** A command that runs, with the threads that it has spawned. */
interface Running {
  readonly command: PlainCommand;
  readonly pool: Pool;
  readonly then: (end: Ended) => Task<Judged>;
}
/** A thread of a script. */
export interface ScriptThread {
  /** its state; the store may be out of date */
  readonly state: ScriptState;
  readonly commands: readonly Command[];
  /** the command that runs, or comes next */
  readonly next: number;
  readonly running: Running | undefined;
}
/** The thread of these commands, before the first of them. */
export const threadFor = (state: ScriptState, commands: readonly Command[]): ScriptThread =>
  ({ state, commands, next: 0, running: undefined });
/** Whether a thread has carried out all its commands. */
export const hasEnded = ({ commands, next }: ScriptThread): boolean => next === commands.length;

/** What a thread sees when it is its turn. */
export interface Circumstances {
  readonly S: Store;
  /** the number of the turn */
  readonly n: number;
  /** by their number among the threads of the script */
  readonly threads: readonly ScriptThread[];
  /** nobody else has anything to do any more */
  readonly isAlone: boolean;
  /** nobody could move in the turn before: those who can give up waiting do; or they could not either: what waits is in a deadlock */
  readonly hope: 'full' | 'timeouts' | 'none';
  readonly options: ScriptOptions;
}
/** The thread after its turn. */
export interface Turn {
  readonly thread: ScriptThread;
  readonly S: Store;
  /** what came of its command, if it is over */
  readonly result?: CommandResult;
  /** a thread that it has begun, with the next number */
  readonly begun?: ScriptThread;
}

const over = (thread: ScriptThread, { at, kind }: Command, [state, verdict]: Judged): Turn => ({
  thread: { ...thread, state, next: thread.next + 1, running: undefined }, S: state.S, result: { at, kind, ...verdict },
});
/** A command that breaks this implementation has failed; the script goes on. */
const guarded = (thread: ScriptThread, command: Command, options: ScriptOptions, turn: () => Turn | undefined): Turn | undefined => {
  const taken = E.tryCatch(turn, (error) => failed(`internal error: ${String(error)}`));
  return E.isRight(taken) ? taken.right : over(thread, command, [without(thread.state, command, options, taken.left), taken.left]);
};

/** What a command has to do now, in a turn of its own each: its result, or the beginning of what is to be run. */
const go = (thread: ScriptThread, command: PlainCommand, task: Task<Judged>, limits: Limits): Turn => {
  if (task.kind === 'done') return over(thread, command, task.value);
  const pool = poolOf(task.z, limits);
  return { thread: { ...thread, running: { command, pool, then: task.then } }, S: pool.S };
};
/** All of it, with nobody else there. */
const toEnd = (task0: Task<Judged>, limits: Limits): Judged => {
  let task = task0;
  while (task.kind === 'run') task = task.then(runProgram(task.z, limits));
  return task.value;
};

/** One round of what runs, or its end. */
const goOn = (thread: ScriptThread, running: Running, { S, n, isAlone, hope, options: { limits } }: Circumstances): Turn | undefined => {
  const { command, then } = running, pool = inStore(running.pool, S);
  if (hope === 'none' || isOver(pool) || isSpent(pool, limits)) return go(thread, command, then(runOf(pool, limits)), limits);
  const next = round(pool, n, limits, !isAlone && hope === 'full');
  return next === pool ? undefined : { thread: { ...thread, running: { ...running, pool: next } }, S: next.S };
};

const beginThread = (thread: ScriptThread, command: Of<'thread'>, { S, threads, options }: Circumstances): Turn => {
  const id = threads.length, shared = command.shared.map((name) => ({ name, inst: instanceOf(thread.state, name) }));
  const fresh = initialState(options, { S, T: freshThread(-id) });
  const state = shared.reduce((out, { name, inst }) => withInstance(out, options, name, inst), fresh);
  const lost = shared.flatMap(({ inst }) => E.isLeft(inst) ? [inst.left] : [])[0];
  const mine = { ...withThread(thread.state, command.name, id), S: state.S };
  return { ...over(thread, command, [mine, lost ?? { status: 'passed' }]), begun: threadFor(state, command.commands) };
};

const join = (thread: ScriptThread, command: Of<'wait'>, { S, threads }: Circumstances): Turn | undefined => {
  const id = threadOf(thread.state, command.thread), other = E.isLeft(id) ? undefined : threads[id.right];
  if (other !== undefined && !hasEnded(other)) return undefined;
  return over(thread, command, [{ ...thread.state, S }, E.isLeft(id) ? id.left : { status: 'passed' }]);
};

/** The next command: with nobody else there, to its end. */
const next = (thread: ScriptThread, command: Command, now: Circumstances): Turn | undefined => {
  const { S, isAlone, options } = now, state = { ...thread.state, S }, reason = options.skip(command);
  if (reason !== undefined) {
    const left = skipped(reason);
    return over(thread, command, [without(state, command, options, left), left]);
  }
  if (command.kind === 'thread') return beginThread(thread, command, now);
  if (command.kind === 'wait') return join(thread, command, now);
  const task = begin(state, command, options);
  return isAlone ? over(thread, command, toEnd(task, options.limits)) : go(thread, command, task, options.limits);
};

/** What a thread does in its turn; undefined if it cannot do anything now. */
export const takeTurn = (thread: ScriptThread, now: Circumstances): Turn | undefined => {
  const command = thread.commands[thread.next], { running } = thread;
  if (command === undefined) return undefined;
  const state = { ...thread.state, S: now.S };
  return guarded({ ...thread, state }, command, now.options, () =>
    running === undefined ? next(thread, command, now) : goOn(thread, running, now));
};
