import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { typingRuleOf, typingRules } from '../../../semantics/statics/book.ts';
import type { Instr } from '../../../syntax/instructions.ts';
import { everyForm } from '../../generators/instructions.ts';

/** A rule, as far as it can be asked about any instruction under whose constructor it stands. */
interface AskedRule {
  readonly name: string;
  readonly when?: (e: never) => boolean;
}
const rulesFor = (e: Instr): readonly AskedRule[] => [typingRules[e.op]].flat();

const book = suite('the book of typing rules');
book('exactly one rule speaks of each instruction', () => {
  fc.assert(fc.property(everyForm, (instrs) => {
    for (const e of instrs) {
      const speaking = rulesFor(e).filter(({ when }) => when === undefined || when(e as never));
      assert.equal(speaking.map(({ name }) => name), [typingRuleOf(e).name], e.op);
    }
  }), { numRuns: 50 });
});
book('no two rules have the same name', () => {
  const names = Object.values(typingRules).flat().map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
});
book.run();
