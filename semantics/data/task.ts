/**
 * What still has to be done before there is a result: nothing any more, or something to run first.
 * @module
 */

/**
 * An A, now or after a job J has been run, which ends in D. If running it changes something, `then` is told so by D: it must not look at
 * an earlier state.
 */
export type Task<J, D, A> =
  | { readonly kind: 'done'; readonly value: A }
  | { readonly kind: 'run'; readonly job: J; readonly then: (end: D) => Task<J, D, A> };

/** Nothing is to be run. */
export const done = <A>(value: A): Task<never, unknown, A> => ({ kind: 'done', value });
/** First the job is to be run. */
export const runs = <J, D, A>(job: J, then: (end: D) => A): Task<J, D, A> => ({ kind: 'run', job, then: (end) => done(then(end)) });
/** f of the value. */
export const mapTask = <J, D, A, B>(task: Task<J, D, A>, f: (value: A) => B): Task<J, D, B> =>
  task.kind === 'done' ? done(f(task.value)) : { kind: 'run', job: task.job, then: (end) => mapTask(task.then(end), f) };
