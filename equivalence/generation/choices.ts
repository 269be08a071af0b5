/**
 * Choices: the supply of numbers from which a program is built. Where it is used up, every choice is the first one, so that a shorter
 * supply makes a simpler program.
 * @module
 */

/** Numbers from 0 to 255, and how many have been used. */
export interface MutableChoices {
  readonly supply: readonly number[];
  at: number;
}

/** All of these numbers. */
export const choicesOf = (supply: readonly number[]): MutableChoices => ({ supply, at: 0 });

/** The next number below n, for n ≤ 256. */
export const below = (choices: MutableChoices, n: number): number => (choices.supply[choices.at++] ?? 0) % n;

/** Whether all have been used. */
export const isSpent = ({ supply, at }: MutableChoices): boolean => at >= supply.length;

/** True once in n times. */
export const oneIn = (choices: MutableChoices, n: number): boolean => below(choices, n) === n - 1;

/**
 * One of several; the first of them if there is no choice left.
 * @throws RangeError if there are none
 */
export const pick = <A>(choices: MutableChoices, options: readonly A[]): A => {
  const option = options[below(choices, Math.max(1, options.length))];
  if (option === undefined) throw new RangeError('a choice has at least one option');
  return option;
};

/** An option, and how often it is chosen in relation to the others. */
export type Weighted<A> = readonly [weight: number, option: A];

/**
 * One of several, by weight; the first of them if there is no choice left.
 * @throws RangeError if all weights are 0
 */
export const weighted = <A>(choices: MutableChoices, options: readonly Weighted<A>[]): A => {
  let sum = 0;
  for (const [weight] of options) sum += weight;
  let rest = below(choices, sum);
  for (const [weight, option] of options) {
    if (rest < weight) return option;
    rest -= weight;
  }
  throw new RangeError('a choice has at least one option with a weight');
};
