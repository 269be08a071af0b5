/**
 * Comparisons: what runs a program, beside the small step, and what came of it.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { sharesMore } from '../evaluation/sharing.ts';
import { run } from '../reduction/machine.ts';
import type { Engine } from './engine.ts';
import { observe } from './engine.ts';
import { collectingEngine, evaluatorEngine } from './evaluator.ts';
import { allShared } from './generation/sharing.ts';
import { withThreads } from './generation/threads.ts';
import { coarse, narrowed, NATIVE_FLAGS, nativeEngine } from './native.ts';
import type { Difference, Observation } from './observation.ts';
import { firstDifferenceOf, isInconclusive } from './observation.ts';
import type { Program, ValidProgram } from './program.ts';
import { validProgram } from './program.ts';
import type { Dialect } from './small-step.ts';
import { smallStepEngine } from './small-step.ts';
import { translated } from './translated.ts';

/** Runs a program and observes it. */
export type Observe = (program: ValidProgram) => Observation;
/** How two engines that run the same programs are called. */
export interface Comparison {
  readonly one: string;
  readonly other: string;
  readonly observeOne: Observe;
  readonly observeOther: Observe;
  /** the program as both are to run it; undefined if the other one does not run such programs */
  readonly prepare?: (program: Program) => Program | undefined;
  /** flags of the host that the other one needs; under them it may crash, which is no difference */
  readonly flags?: readonly string[];
  /** one generated program in so many is enough, because they take long; if undefined, all of them */
  readonly oneIn?: number;
}

/** Limits of one call: the small step of a program is short, that of its translation longer. */
const LIMITS = { fuel: 200_000, frames: 2000 }, MORE = { fuel: 4_000_000, frames: 10_000 };
const by = <A>(engine: Engine<A>): Observe => (program) => observe(engine, program);
const smallStep = by(smallStepEngine(run, LIMITS));

/** Programs that are modules by themselves when they are translated. */
const byThemselves = (program: Program): Program | undefined =>
  program.modules.some(({ module }) => sharesMore(module)) ? undefined : program;
/** The small step of programs and of their translation. */
export const withTranslation = (dialect: Dialect): Comparison => ({
  one: 'small step', other: 'small step of the translation', prepare: byThemselves,
  observeOne: smallStep, observeOther: by(smallStepEngine(run, MORE, dialect)),
});
/** The names of the comparisons, in the order in which they are run. */
export const COMPARISONS = ['evaluator', 'cooperative', 'shared', 'collecting', 'translation', 'native'] as const;
/** The name of a comparison. */
export type ComparisonName = (typeof COMPARISONS)[number];
/** The comparisons by their names. */
export const comparisons: { readonly [name in ComparisonName]: Comparison } = {
  evaluator: { one: 'small step', other: 'evaluator', observeOne: smallStep, observeOther: by(evaluatorEngine) },
  cooperative: {
    one: 'small step', other: 'evaluator, with cooperative threads', prepare: withThreads, oneIn: 5,
    observeOne: smallStep, observeOther: by(evaluatorEngine),
  },
  shared: {
    one: 'small step', other: 'evaluator, with everything shared', prepare: allShared, oneIn: 10,
    observeOne: smallStep, observeOther: by(evaluatorEngine),
  },
  collecting: {
    one: 'small step', other: 'evaluator, with everything shared, collecting before each allocation', prepare: allShared, oneIn: 20,
    observeOne: smallStep, observeOther: by(collectingEngine),
  },
  translation: withTranslation(translated()),
  native: {
    one: 'small step', other: 'stack switching of the host', prepare: narrowed, flags: NATIVE_FLAGS,
    observeOne: (program) => coarse(smallStep(program)), observeOther: (program) => coarse(observe(nativeEngine, program)),
  },
};

/** What came of a comparison. */
export type Compared =
  | { readonly kind: 'same' | 'inconclusive' }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'different'; readonly observations: readonly [Observation, Observation]; readonly difference: Difference };

/** What an engine does that fails is its last event. */
const observed = (observeIt: Observe, program: ValidProgram): Observation => {
  try {
    return observeIt(program);
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.stack ?? error.message : String(error)).split('\n    at ');
    return [{ what: 'internal error', found: [message] }];
  }
};
const isInternalError = (observation: Observation): boolean => observation.at(-1)?.what === 'internal error';

/**
 * Runs a program on both engines.
 * The other one runs it only if the one comes to an end: it may have no limits.
 */
export const compare = ({ observeOne, observeOther, prepare = (same) => same }: Comparison, program: Program): Compared => {
  const prepared = prepare(program);
  if (prepared === undefined) return { kind: 'inconclusive' };
  const valid = validProgram(prepared);
  if (E.isLeft(valid)) return { kind: 'invalid', message: valid.left.message };
  const one = observed(observeOne, valid.right);
  if (isInconclusive(one)) return { kind: 'inconclusive' };
  const other = observed(observeOther, valid.right), difference = firstDifferenceOf(one, other);
  if (difference !== undefined) return { kind: 'different', observations: [one, other], difference };
  return { kind: isInconclusive(other) || isInternalError(one) ? 'inconclusive' : 'same' };
};
