/**
 * What the explorer knows of a concurrent program: configurations, who can move, and which moves are independent.
 *
 * ```
 *      c:A
 *   z ─────→ z′        choice c is enabled at z; the step performs the actions A
 * ```
 *
 * A ∥ B (*independent*) says that no action of A is dependent with one of B. Reordering neighbouring independent steps of different
 * threads makes an *equivalent* execution (Mazurkiewicz 1977), so one execution of each class is enough. That is sound if choices c, d of
 * different threads p, q obey three laws:
 *
 * 1. *Independent steps commute.* If c:A and d:B are both enabled at z and A ∥ B, then d:B is enabled after c, c:A after d, and both
 *    orders lead to the same configuration.
 * 2. *What changes a thread's choices is dependent with them.* If c:A changes which choices q has, or what actions one of them would
 *    perform, then A is dependent with the actions of the choices that changed, before and after.
 * 3. *The choices of a thread are like a location* that the thread's own steps write: if c:A takes a choice from q, or gives it another
 *    besides those that it has, A is also dependent with the step of q before, and with every other step that does so there. So a thread
 *    blocks by a step of its own (it enters a queue), or by a step that is dependent with everything (a trap that ends the program). A
 *    thread without a choice can be given one by any step that is dependent with its next one (the end of a thread that it waits for).
 *
 * Configurations are *the same* up to the choice of addresses: two threads that allocate do so independently, and either order gives the
 * objects other addresses. What follows is the same up to these names.
 *
 * A step without actions is independent of every other: if a trap can end it, it needs an action that says so. The creation of a thread
 * that can move at once is exempt: the explorer itself puts the first step of a thread after the step that made it appear.
 * @category Reduction: exploration
 * @module
 */

/** One way to go on: the thread of this number makes its next step, in the way of this name if it has several. */
export interface Choice {
  readonly thread: number;
  readonly alternative?: string;
}

/** A configuration after a step, and the actions of the step, in order. */
export interface Stepped<Z, A> {
  readonly z: Z;
  readonly actions: readonly A[];
}

/** What became of an execution. Executions with the same `key` are counted together. */
export interface Outcome {
  /** The kind: `complete`, `deadlock`, `trap`, … */
  readonly verdict: string;
  readonly key: string;
}

/** A program: configurations Z are immutable, actions A are what steps do to what threads share. */
export interface System<Z, A, O extends Outcome = Outcome> {
  /** The choices at z, always in the same order; none if the execution is over. Threads are numbered 0, 1, … */
  readonly enabled: (z: Z) => readonly Choice[];
  /** How many threads there are at z, whether they can move or not. */
  readonly size: (z: Z) => number;
  /** Makes a choice that is enabled at z. */
  readonly step: (z: Z, choice: Choice) => Stepped<Z, A>;
  /** Whether the order of the two actions, of different threads, may matter. Symmetric. */
  readonly dependent: (a: A, b: A) => boolean;
  /** Whether a thread about to perform a will do so whatever others do first: not where a value decides what it does. Saves steps. */
  readonly fixed?: (a: A) => boolean;
  /** What became of an execution that ended in z, where nothing is enabled. */
  readonly outcome: (z: Z) => O;
}

/** A program whose configurations can be recognised. */
export interface KeyedSystem<Z, A, O extends Outcome = Outcome> extends System<Z, A, O> {
  /**
   * Names z: two configurations with the same name are the same for all that follows. Those that have different names may be so, too: they
   * are visited one by one, and that costs states but no outcomes.
   */
  readonly key: (z: Z) => string;
}

/** c = d */
export const sameChoice = (c: Choice, d: Choice): boolean => c.thread === d.thread && c.alternative === d.alternative;

/** A ∥ B */
export const independent = <A>(dependent: (a: A, b: A) => boolean, as: readonly A[], bs: readonly A[]): boolean => {
  for (const a of as) for (const b of bs) if (dependent(a, b)) return false;
  return true;
};
