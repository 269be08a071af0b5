/**
 * What an embedder still has to do before it has a result: nothing any more, or something to run first.
 * @category Reduction: modules
 * @module
 */
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Run } from './machine.ts';

/** The end of what has been run. */
export type Ended = Pick<Run, 'z' | 'outcome'>;
/** An A, now or after something has been run. The store of `z` is the one that there is now: `then` must not look at an earlier one. */
export type Task<A> =
  | { readonly kind: 'done'; readonly value: A }
  | { readonly kind: 'run'; readonly z: Config; readonly then: (end: Ended) => Task<A> };

/** Nothing is to be run. */
export const done = <A>(value: A): Task<A> => ({ kind: 'done', value });
/** First z is to be run. */
export const runs = <A>(z: Config, then: (end: Ended) => A): Task<A> => ({ kind: 'run', z, then: (end) => done(then(end)) });
/** f of the value. */
export const mapTask = <A, B>(task: Task<A>, f: (value: A) => B): Task<B> =>
  task.kind === 'done' ? done(f(task.value)) : { kind: 'run', z: task.z, then: (end) => mapTask(task.then(end), f) };
