/** Each planted bug is found within as many programs as a run of the command compares. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../equivalence/campaign/check.ts';
import { compare, withTranslation } from '../../equivalence/comparisons.ts';
import { mutations } from '../../equivalence/mutations.ts';
import { translated } from '../../equivalence/translated.ts';
import { DEFAULTS } from '../../cli/equivalence/options.ts';

const Mutations = suite('planted bugs');

for (const { name, mutate } of mutations) {
  Mutations(name, () => {
    const comparison = withTranslation(translated(mutate));
    const batch = { seed: DEFAULTS.seed, programs: DEFAULTS.programs };
    const { found } = check(comparison, batch, () => undefined, { choices: 20, programs: 50 });
    assert.ok(found !== undefined, 'it is not found');
    const compared = compare(comparison, found.program);
    assert.is(compared.kind, 'different');
    if (compared.kind === 'different') assert.not(compared.observations.some((events) => events.at(-1)?.what === 'internal error'));
  });
}

Mutations.run();
