/**
 * The threads of a script: each carries out its own commands, a little in each turn.
 * @spec T interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command } from '../syntax/script.ts';
import type { Span } from '../syntax/source.ts';
import type { Of } from './assertions.ts';
import type { Judged, Means, PlainCommand } from './commands.ts';
import { begin, without } from './commands.ts';
import type { Beginning, Engine, Forks, Given, Nouns, Threads, Work } from './engine.ts';
import type { ScriptOptions, ScriptState, Unmet, Verdict } from './state.ts';
import { failed, initialState, instanceOf, skipped, threadOf, withInstance, withThread } from './state.ts';

/** What came of a command. */
export type CommandResult = Verdict & {
  readonly at: Span;
  readonly kind: Command['kind'];
};

/** A command that runs. */
interface Running<N extends Nouns> {
  readonly command: PlainCommand;
  readonly job: N['running'];
  readonly then: (end: N['end']) => Work<N, Judged<N>>;
}
/** A thread of a script. */
export interface ScriptThread<N extends Nouns> {
  /** its state; the store may be out of date */
  readonly state: ScriptState<N>;
  readonly commands: readonly Command[];
  /** the command that runs, or comes next */
  readonly next: number;
  readonly running: Running<N> | undefined;
}
/** The thread of these commands, before the first of them. */
export const threadFor = <N extends Nouns>(state: ScriptState<N>, commands: readonly Command[]): ScriptThread<N> =>
  ({ state, commands, next: 0, running: undefined });
/** Whether a thread has carried out all its commands. */
export const hasEnded = ({ commands, next }: Pick<ScriptThread<Nouns>, 'commands' | 'next'>): boolean => next === commands.length;

/** What a thread sees when it is its turn. */
export interface Circumstances<N extends Nouns> extends Means<N> {
  readonly S: N['store'];
  /** the number of the turn */
  readonly n: number;
  /** by their number among the threads of the script */
  readonly threads: readonly ScriptThread<N>[];
  /** nobody else has anything to do any more */
  readonly isAlone: boolean;
  /** nobody could move in the turn before: those who can give up waiting do; or they could not either: what waits is in a deadlock */
  readonly hope: 'full' | 'timeouts' | 'none';
}
/** The thread after its turn. */
export interface Turn<N extends Nouns> {
  readonly thread: ScriptThread<N>;
  readonly S: N['store'];
  /** what came of its command, if it is over */
  readonly result?: CommandResult;
  /** a thread that it has begun, with the next number */
  readonly begun?: ScriptThread<N>;
}

const inStore = <N extends Nouns>(state: ScriptState<N>, S: N['store']): ScriptState<N> => ({ ...state, world: { ...state.world, S } });

const over = <N extends Nouns>(thread: ScriptThread<N>, { at, kind }: Command, [state, verdict]: Judged<N>): Turn<N> => ({
  thread: { ...thread, state, next: thread.next + 1, running: undefined }, S: state.world.S, result: { at, kind, ...verdict },
});
/** A command that is left out, or was not carried out. */
const leftOut = <N extends Nouns>(thread: ScriptThread<N>, command: Command, means: Means<N>, why: Unmet): Turn<N> =>
  over(thread, command, [without(means, thread.state, command, why), why]);
/** A command that breaks this implementation has failed; the script goes on. */
const guarded = <N extends Nouns>(
  thread: ScriptThread<N>, command: Command, means: Means<N>, turn: () => Turn<N> | undefined,
): Turn<N> | undefined => {
  const taken = E.tryCatch(turn, (error) => failed(`internal error: ${String(error)}`));
  return E.isRight(taken) ? taken.right : leftOut(thread, command, means, taken.left);
};

/** What a command has to do now, in a turn of its own each: its result, or the beginning of what is to be run. */
const go = <N extends Nouns>(
  thread: ScriptThread<N>, command: PlainCommand, task: Work<N, Judged<N>>, { start, storeOf }: Threads<N>,
): Turn<N> => {
  if (task.kind === 'done') return over(thread, command, task.value);
  const job = start(task.job);
  return { thread: { ...thread, running: { command, job, then: task.then } }, S: storeOf(job) };
};
/** All of it, with nobody else there. */
const toEnd = <N extends Nouns>({ engine }: Means<N>, task0: Work<N, Judged<N>>): Judged<N> => {
  let task = task0;
  while (task.kind === 'run') task = task.then(engine.run(task.job));
  return task.value;
};

/** Whether threads take turns, each a little in its own. */
const takeTurns = <N extends Nouns>(threads: Engine<N>['threads']): threads is Threads<N> =>
  typeof threads !== 'string' && 'goOn' in threads;
/** A little of what runs, or its end. */
const goOn = <N extends Nouns>(
  thread: ScriptThread<N>, running: Running<N>, threads: Threads<N>, { S, n, isAlone, hope }: Circumstances<N>,
): Turn<N> | undefined => {
  const { command, job, then } = running;
  const next = threads.goOn(job, S, n, hope === 'full' && isAlone ? 'timeouts' : hope === 'full' ? 'others' : hope);
  if (E.isLeft(next)) return go(thread, command, then(next.left), threads);
  if (next.right === undefined) return undefined;
  return { thread: { ...thread, running: { ...running, job: next.right } }, S: threads.storeOf(next.right) };
};

/** The state of a thread before its first command. */
export const stateWith = <N extends Nouns>(
  engine: Engine<N>, options: ScriptOptions, beginning: Beginning<N>, given: readonly Given<N>[],
): ScriptState<N> =>
  given.reduce((state, { name, inst }) => withInstance(engine, state, options, name, inst), initialState(beginning));
const givenTo = <N extends Nouns>({ state }: ScriptThread<N>, { shared }: Of<'thread'>): readonly Given<N>[] =>
  shared.map((name) => ({ name, inst: instanceOf(state, name) }));
/** What comes of the command `thread` when the thread with a number has begun. */
const began = <N extends Nouns>(
  thread: ScriptThread<N>, command: Of<'thread'>, id: number, given: readonly Given<N>[], S: N['store'],
): Turn<N> => {
  const lost = given.flatMap(({ inst }) => E.isLeft(inst) ? [inst.left] : [])[0];
  const mine = inStore(withThread(thread.state, command.name, E.right(id)), S);
  return over(thread, command, [mine, lost ?? { status: 'passed' }]);
};
const beginThread = <N extends Nouns>(
  thread: ScriptThread<N>, command: Of<'thread'>, engineThreads: Threads<N>, { S, threads, engine, options }: Circumstances<N>,
): Turn<N> => {
  const id = threads.length, given = givenTo(thread, command), state = stateWith(engine, options, engineThreads.begin(S, id), given);
  return { ...began(thread, command, id, given, state.world.S), begun: threadFor(state, command.commands) };
};
/** The commands about threads, if there are none, for some reason. */
const withoutThreads = <N extends Nouns>(
  thread: ScriptThread<N>, command: Of<'thread' | 'wait'>, means: Means<N>, why: string,
): Turn<N> => {
  const id = command.kind === 'wait' ? threadOf(thread.state, command.thread) : E.left(skipped(why));
  return leftOut(thread, command, means, E.isLeft(id) ? id.left : skipped(why));
};
/** The commands about threads, if those run elsewhere. */
const elsewhere = <N extends Nouns>(
  thread: ScriptThread<N>, command: Of<'thread' | 'wait'>, { fork, join: joinThread }: Forks<N>, { S }: Circumstances<N>,
): Turn<N> => {
  if (command.kind === 'thread') {
    const given = givenTo(thread, command);
    return began(thread, command, fork(command.commands, given), given, S);
  }
  const id = threadOf(thread.state, command.thread);
  if (E.isRight(id)) joinThread(id.right);
  return over(thread, command, [thread.state, E.isLeft(id) ? id.left : { status: 'passed' }]);
};

const join = <N extends Nouns>(thread: ScriptThread<N>, command: Of<'wait'>, { threads }: Circumstances<N>): Turn<N> | undefined => {
  const id = threadOf(thread.state, command.thread), other = E.isLeft(id) ? undefined : threads[id.right];
  if (other !== undefined && !hasEnded(other)) return undefined;
  return over(thread, command, [thread.state, E.isLeft(id) ? id.left : { status: 'passed' }]);
};

/** The next command: with nobody else there, to its end. */
const next = <N extends Nouns>(thread: ScriptThread<N>, command: Command, now: Circumstances<N>): Turn<N> | undefined => {
  const { engine: { threads }, isAlone, options } = now, reason = options.skip(command);
  if (reason !== undefined) return leftOut(thread, command, now, skipped(reason));
  if (command.kind === 'thread' || command.kind === 'wait') {
    if (typeof threads === 'string') return withoutThreads(thread, command, now, threads);
    if (!takeTurns(threads)) return elsewhere(thread, command, threads, now);
    return command.kind === 'thread' ? beginThread(thread, command, threads, now) : join(thread, command, now);
  }
  const task = begin(now, thread.state, command);
  return isAlone || !takeTurns(threads) ? over(thread, command, toEnd(now, task)) : go(thread, command, task, threads);
};

/** What a thread does in its turn; undefined if it cannot do anything now. */
export const takeTurn = <N extends Nouns>(thread0: ScriptThread<N>, now: Circumstances<N>): Turn<N> | undefined => {
  const thread = { ...thread0, state: inStore(thread0.state, now.S) };
  const command = thread.commands[thread.next], { running } = thread, { threads } = now.engine;
  if (command === undefined) return undefined;
  return guarded(thread, command, now, () =>
    running === undefined || !takeTurns(threads) ? next(thread, command, now) : goOn(thread, running, threads, now));
};
