/** Free runs of litmus programs. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KINDS } from '../../../equivalence/threads/litmus/places.ts';
import { litmusPrograms } from '../../../equivalence/threads/litmus/programs.ts';
import type { StressForm } from '../../../equivalence/threads/stress/modules.ts';
import { roundsOf, stressForms, tally } from '../../../equivalence/threads/stress/modules.ts';
import { stress } from '../../../equivalence/threads/stress/stress.ts';

const Stress = suite('free runs of litmus programs');

Stress('no outcome is seen that is not allowed', async () => {
  const names = ['SB', 'IRIW', 'RMW increments'], only = ({ litmus: { name } }: StressForm): boolean => names.includes(name);
  const found = await stress(KINDS.length, { only });
  assert.is(found.length, stressForms.filter(only).length);
  for (const { litmus, kind, seen, allowed, forbidden } of found) {
    assert.is([...seen.values()].reduce((n, count) => n + count, 0), roundsOf(kind), litmus.name);
    assert.equal(forbidden, [], `${litmus.name}, ${kind}`);
    assert.ok([...seen.keys()].every((key) => allowed.includes(key)));
  }
});
Stress('all programs are there, on places of all kinds', () => {
  assert.equal(new Set(stressForms.map(({ litmus: { name } }) => name)), new Set(litmusPrograms.map(({ name }) => name)));
  assert.equal(new Set(stressForms.map(({ kind }) => kind)), new Set(KINDS));
});
Stress('a number of which one half is missing is shown as it is', () => {
  const litmus = litmusPrograms.find(({ name }) => name === 'CoWW');
  if (litmus === undefined) throw new Error('there is a program');
  assert.equal([...tally(litmus, 'global', new Int32Array(1 << 20).fill(0x2_0002))], [['2', 16]]);
  assert.equal([...tally(litmus, 'global', new Int32Array(1 << 20).fill(0x1_0002))], [['0x10002', 16]]);
});

Stress.run();
