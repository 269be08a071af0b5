/** Generated programs come to the same if what they share is collected before each allocation. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compare, comparisons } from '../../equivalence/comparisons.ts';
import { programChoices } from '../../equivalence/generation/descriptions.ts';
import { programOf } from '../../equivalence/generation/programs.ts';

const SAMPLE = 60, SEED = 3;
const Collections = suite('generated programs with everything shared, collecting before each allocation');
Collections('they do the same as in the small step', () => {
  const choices = fc.sample(programChoices, { numRuns: SAMPLE, seed: SEED });
  choices.forEach((one, i) => assert.is(compare(comparisons.collecting, programOf(one)).kind, 'same', `the program ${i}`));
});

Collections.run();
