/** What `npm run rules` finds fault with. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnyRule, Rule } from '../../reduction/kit.ts';
import { pure, to } from '../../reduction/kit.ts';
import { readSources } from '../../tools/documentation/citations.ts';
import { disagreements } from '../../tools/rules/agreement.ts';
import type { DocumentedRule } from '../../tools/rules/comments.ts';
import { documentedRules } from '../../tools/rules/comments.ts';
import type { Shown } from '../../tools/rules/coverage.ts';
import { coverageOf, gaps, readShown } from '../../tools/rules/coverage.ts';

const rule: Rule<'nop'> = pure('sample', 'nop')
  .iff('the moon is full', () => true)
  .so('n', 'n = 1', () => 1)
  .gives(({ z }) => to(z, z.vs, z.es.next));

const comments = suite('comments of rules');

const text = `
import type { Rule } from './kit.ts';
/** not a rule */
export const other: number = 1;
/**
 * Words.
 * \`\`\`rule
 * nop  ↪  ε
 *   — if the moon is full
 *   — and n = 1
 * \`\`\`
 * @rule Step_pure/sample
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const sample: Rule<'nop'> = pure('sample', 'nop').gives();
const hidden: Rule<'nop'> = sample;
`;
const [documented] = documentedRules('sample.ts', text);
if (documented === undefined) throw new Error('no rule was found');
const found = (changes: Partial<DocumentedRule>): readonly string[] => disagreements(rule, { ...documented, ...changes }, readSources());
const fence = (...lines: readonly string[]): Partial<DocumentedRule> => ({ fences: [['nop  ↪  ε', ...lines].join('\n')] });

comments('only exported rules are read', () => assert.equal(documentedRules('sample.ts', text).map(({ name, line }) => [name, line]), [['sample', 15]]));
comments('a comment that says the same as its rule', () => assert.equal(found({}), []));
comments('the name', () => {
  assert.equal(found({ rules: [] }), ['no @rule in the comment']);
  assert.equal(found({ rules: ['Step/sample'] }), ['@rule Step/sample, but its id is Step_pure/sample']);
  assert.equal(found({ rules: ['Step_pure/sample', 'b'] }), ['@rule Step_pure/sample and @rule b: one name for one rule']);
});
comments('the premises', () => {
  assert.equal(found({ fences: [] }), ['no `rule` fence in the comment']);
  assert.equal(found(fence('— if the moon is full')), ['the premise \'n = 1\' is no line of the comment']);
  assert.equal(found(fence('— if the moon is full', '— and n = 1', '— and n = 2')), ['the line \'n = 2\' of the comment is no premise']);
  assert.equal(found(fence('— if n = 1', '— and the moon is full')), ['the comment has the premises in another order, or one of them twice']);
  assert.equal(found(fence('— if n = 1', '— if the moon is full')), ['expected \'— and\' but found \'— if the moon is full\'']);
});
comments('the source', () => {
  assert.equal(found({ specs: [] }), ['no @spec in the comment']);
  assert.match(found({ specs: ['core 9.9-nowhere §Nothing'] }).join(), 'has no file \'9.9-nowhere\'');
});
comments.run();

const coverage = suite('what tests show of rules');
const any: AnyRule = rule, id = any.id;
const all: readonly Shown[] = [{ rule: id, fires: true }, { rule: id, fails: 'the moon is full' }, { rule: id, unreachable: 'n = 1', reason: 'it is' }];
const missing = (...notes: readonly Shown[]): readonly string[] => gaps(coverageOf(any, notes));

coverage('everything is shown or explained', () => assert.equal(missing(...all), []));
coverage('each thing that is not', () => {
  assert.equal(missing(...all.slice(1)), ['no test in which it applies']);
  assert.equal(missing(...all.slice(0, 2)), ['no test in which the premise \'n = 1\' is the first to fail']);
  assert.equal(missing(...all.map((note) => ({ ...note, rule: 'Step/other' }))).length, 3);
});
coverage('an explanation that a test refutes', () => {
  assert.equal(missing(...all, { rule: id, fails: 'n = 1' }), ['the premise \'n = 1\' fails, although the tests say that it cannot']);
  assert.equal(missing(...all, { rule: id, unreachable: 'conclusion', reason: 'no' }), ['it applies, although its tests say that it cannot']);
});
coverage('notes are read line by line', () => {
  assert.equal(readShown(all.map((note) => `${JSON.stringify(note)}\n`).join('')), { _tag: 'Right', right: all });
  assert.is(readShown('{"rule":"Step/other"}\n')._tag, 'Left');
});
coverage.run();
