/** Fences become HTML, or an error that says what is wrong. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { instance } from '@viz-js/viz';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseInferences } from '../../../tools/documentation/inference.ts';
import { setFence } from '../../../tools/documentation/typeset.ts';

const inference = suite('inference');

const parsed = (text: string): unknown => {
  const result = parseInferences(text);
  return isLeft(result) ? result.left : result.right;
};

inference('has a conclusion, then premises', () => {
  assert.equal(parsed('a ↪ b\n  — if c\n  — and d\n    with e\n'), [{ conclusion: ['a ↪ b'], premises: ['c', 'd with e'] }]);
});

inference('may have no premises, and more than one line of conclusion', () => {
  assert.equal(parsed('  a\n  ↪ b'), [{ conclusion: ['a', '↪ b'], premises: [] }]);
});

inference('is separated from the next by a blank line', () => {
  assert.equal(parsed('a\n — if b\n\nc'), [{ conclusion: ['a'], premises: ['b'] }, { conclusion: ['c'], premises: [] }]);
});

inference('is refused when it is not well written', () => {
  assert.match(String(parsed('— if a')), 'a rule begins with its conclusion');
  assert.match(String(parsed('a\n— and b')), 'expected \'— if\' but found \'— and b\'');
  assert.match(String(parsed('a\n— if b\n— if c')), 'expected \'— and\'');
  assert.match(String(parsed('a\n— otherwise')), 'expected \'— if\'');
  assert.match(String(parsed('a\n— if')), 'a premise says nothing');
});

inference.run();

const viz = await instance();
const fences = suite('fences');

const html = (info: string, text: string): string => {
  const result = setFence(info, text, viz);
  if (result === undefined) return 'plain';
  return isLeft(result) ? `cannot: ${result.left}` : result.right;
};
const bars = (text: string): number => text.split('class="frac-line"').length - 1;

fences('set a rule with its bar and its name', () => {
  const rule = html('rule Step_read/local.get', 'S; F; (local.get x) ↪ val\n— if F.locals[x] = val');
  assert.is(bars(rule), 1);
  assert.match(rule, '<span class="rule-name">Step_read/local.get</span>');
});

fences('set one formula for every rule, and no bar over an axiom', () => {
  const rules = html('rule', 'a ↪ b\n— if c\n\nd ↪ e\n\nf ↪ g\n— if h');
  assert.is(rules.split('class="katex-display"').length - 1, 3);
  assert.is(bars(rules), 2);
  assert.not.match(rules, 'rule-name');
});

fences('set mathematics and graphs, and leave the rest alone', () => {
  assert.match(html('math', '\\frac{a}{b}'), 'katex');
  assert.match(html('dot', 'digraph { a -> b }'), /^<svg/u);
  assert.is(html('ts', 'const x = 1;'), 'plain');
});

fences('say what is wrong', () => {
  assert.match(html('rule', 'a ⟐ b'), 'cannot: the notation has no \'⟐\'');
  assert.match(html('math', '\\frac{a'), 'cannot: KaTeX parse error');
  assert.match(html('math', '\\nosuchthing'), 'cannot: KaTeX parse error');
  assert.match(html('dot', 'digraph {'), 'cannot:');
});

fences.run();
