/** The Unicode notation of rules becomes the TeX that it means, or says what it cannot set. */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import katex from 'katex';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toTex } from '../../../tools/documentation/notation.ts';

const notation = suite('notation');

/** TeX without the space that has no meaning. */
const tex = (formula: string): string => {
  const result = toTex(formula);
  return isLeft(result) ? `cannot: ${result.left}` : result.right.replaceAll(/[{}\s]/gu, '');
};

const cases: readonly (readonly [about: string, formula: string, expected: string])[] = [
  ['a letter is a variable', 'x', 'x'],
  ['so are longer names of the specification', 'val', String.raw`\mathitval`],
  ['and names with a dollar', '$ct', String.raw`\mathit\$ct`],
  ['instructions are keywords, dots and underscores included', '(i32.add_sat_s)', String.raw`(\textsfi32.add\_sat\_s)`],
  ['a word after a parenthesis is an instruction', '(foo x)', String.raw`(\textsffoo\;x)`],
  ['but not in a call', 'foo(bar)', String.raw`\textfoo(\textbar)`],
  ['nor is a function with its index', 'wrap_32(default_t)', String.raw`\textwrap_32(\textdefault_t)`],
  ['variables have fields', 'F.locals[x]', String.raw`F.\textsflocals[x]`],
  ['longer ones too', '(nt.binop)', String.raw`(\mathitnt.\textsfbinop)`],
  ['except where they are names', '(ref.func)', String.raw`(\textsfref.func)`],
  ['and so has what is indexed', 'S.funcs[fa].code', String.raw`S.\textsffuncs[\mathitfa].\textsfcode`],
  ['an index is below', 't₁₂', 't_12'],
  ['letters too', 'labelₙ', String.raw`\textsflabel_n`],
  ['an exponent is above', '2³²', '2^32'],
  ['letters and primes too', 'valⁿ S′', String.raw`\mathitval^n\;S^\prime`],
  ['a sequence has its star above', 'hdl′*', String.raw`\mathithdl^\prime*`],
  ['in brackets too', '[t₁* t?]', '[t_1^*\\;t^?]'],
  ['after brackets too', '(x = y)*', '(x=y)^*'],
  ['between spaces a star is a product', 'n * m', String.raw`n\astm`],
  ['groups stand below and above', 't_{i+1} x^{2n}', 't_i+1\\;x^2n'],
  ['under an arrow too', 't* →_x₁* →_(x y)', String.raw`t^*\to_x_1^*\to_x\;y`],
  ['and powers, of any form', 'x^n 2 ^ (m − 16) 2^|at|', String.raw`x^n\;2^m-16\;2^\vert\mathitat\vert`],
  ['sentences are upright', 'the operand is x', String.raw`\textthe\;\textoperand\;\textis\;x`],
  ['relations bring their own space', 'x ≤ y', String.raw`x\leqy`],
  ['a bar on its own separates', 'x | y', String.raw`x\midy`],
  ['a bar that clings measures', '|S.conts|', String.raw`\vertS.\textsfconts\vert`],
  ['a hole is a hole', '[_]', String.raw`[\_]`],
];

for (const [about, formula, expected] of cases) notation(about, () => assert.is(tex(formula), expected));

notation('what it does not know is an error', () => {
  assert.match(tex('x ⟐ y'), 'cannot: the notation has no \'⟐\'');
  assert.match(tex('x ⁿ'), 'cannot: the notation has no \'n\' in this place');
  assert.match(tex('x_{y'), 'cannot: \'{\' without \'}\'');
  assert.match(tex('x^ = 1'), 'cannot: nothing stands after \'^\'');
});

notation('whatever it sets, KaTeX accepts', () => {
  const words = ['x', 'val', '$ct', 'local.get', 'if', 'the', '12', '0xff', '.locals', 'ε', '"a_b"', ' ', '  '];
  const pieces = [...words, ...Array.from('ₙ₁ⁿ′*?+-=↪→()[]{}⟨⟩|_^;,:.…\\%#&~')];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (chosen) => {
      const result = toTex(chosen.join(''));
      if (!isLeft(result)) katex.renderToString(result.right, { throwOnError: true, strict: 'error' });
    }),
    { numRuns: 2000 },
  );
});

notation.run();
