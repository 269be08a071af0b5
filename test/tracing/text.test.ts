/** Traces as text: what stands in each line, how lines are broken, and that colours add nothing. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Paint } from '../../tracing/layout.ts';
import { cut, paragraph, showLine, spread, token, unpainted, widthOf } from '../../tracing/layout.ts';
import type { Step, TraceRecord } from '../../tracing/model.ts';
import type { Format, Section } from '../../tracing/text.ts';
import { linesOf, SECTIONS, showEnded } from '../../tracing/text.ts';
import { example, examples, planOf, recordsOf, stepsOf, wish } from './programs.ts';

const format = (options: Partial<Format> = {}): Format =>
  ({ width: 100, file: 'generator.wat', brief: false, sections: new Set(SECTIONS), ...options });
const text = (records: readonly TraceRecord[], options: Partial<Format> = {}, paint: Paint = unpainted): string =>
  records.flatMap((record) => linesOf(record, format(options))).map((line) => showLine(line, paint)).join('\n');

const records = recordsOf(planOf(example('generator'))), steps = stepsOf(records);
const suspended = steps.find(({ rule }) => rule === 'Step/suspend-prompt');
const only = (...sections: readonly Section[]): Partial<Format> => ({ sections: new Set(sections) });
const lines = (step: Step | undefined, options: Partial<Format> = {}): readonly string[] =>
  step === undefined ? [] : text([step], options).split('\n').map((line) => line.trim());

const Text = suite('text');

Text('of a step: number and rule, place at the right margin, redex in its context, result', () => {
  const [head = '', context, redex, more, result] = text(suspended === undefined ? [] : [suspended]).split('\n');
  assert.match(head, /^ {3}17 {2}Step\/suspend-prompt +generator\.wat:16:7 in \$generate$/u);
  assert.is(head.length, 100);
  assert.is(context, '       frame₁ main › label₁ › label₀{loop $again} › label₂ $on_yield ›');
  assert.is(redex, '         ⟦ prompt{(on $yield $on_yield)} › frame₀ $generate › label₀ › label₀{loop $again} › 3');
  assert.is(more, '           (suspend tag 0 $yield) (local.get $n) (i32.const 1) … ⟧ (local.get $sum) (return)');
  assert.is(result, '       ↪ 3 (ref.cont 1) (br $on_yield)');
});

Text('of a step: premises with bindings, changes, stacks and continuations', () => {
  const found = lines(suspended);
  assert.ok(found.some((line) => /^if +S\.tags\[ea\]\.type ≈ func \[t₁ⁿ\] → \[t₂ᵐ\] +tag = \[i32\] -> \[\]$/u.test(line)));
  assert.ok(found.includes('and   the operands are vⁿ'));
  assert.ok(found.includes('store S.conts += conts[1]: $generate, suspended at generator.wat:16:7'));
  assert.ok(found.includes('stack main'));
  assert.ok(found.includes('conts 1: $generate, suspended at generator.wat:16:7 (held by an operand)'));
  assert.ok(found.includes('0: consumed'));
  const [set] = steps.filter(({ rule, place }) => rule === 'Step/local.set' && place.func === '$generate');
  assert.ok(lines(set).includes('frame F.locals[0] $n: 0 → 3'));
});

Text('shows the sections that are asked for', () => {
  const words = (options: Partial<Format>): ReadonlySet<string> =>
    new Set(lines(suspended, options).map((line) => line.split(' ')[0] ?? '').filter((word) => /^(?:if|and|store|stack|conts|frame₁)$/u.test(word)));
  assert.equal(words(only()), new Set());
  assert.equal(words(only('context')), new Set(['frame₁']));
  assert.equal(words(only('premises')), new Set(['if', 'and']));
  assert.equal(words(only('store')), new Set(['store']));
  assert.equal(words(only('stacks')), new Set(['stack', 'conts']));
});

Text('brief: one line a step, not wider than asked, with number, rule, redex and place', () => {
  for (const width of [60, 100, 160]) {
    for (const step of steps) {
      const [line = '', ...others] = text([step], { brief: true, width }).split('\n');
      assert.is(others.length, 0);
      assert.ok(line.length <= Math.max(width, 80), `${line.length} > ${width}: ${line}`);
      assert.match(line, new RegExp(`^ *${step.n} {2}${step.rule} `, 'u'));
      assert.match(line, /⟦/u);
    }
  }
});

Text('no line is wider than the terminal, but for one word', () => {
  for (const source of examples) {
    for (const record of recordsOf(planOf(source))) {
      for (const line of linesOf(record, format())) {
        const words = line.filter(({ text: word }) => word.trim() !== '');
        assert.ok(widthOf(line) <= 100 || words.length <= 2, showLine(line, unpainted));
      }
    }
  }
});

Text('is the same without colours, whatever the colours are', () => {
  const painted = text(records, {}, (style, word) => `\u001b[1m<${style}>\u001b[0m${word}\u001b[0m`);
  const plain = painted.replaceAll(/\u001b\[\d+m(?:<\w+>)?/gu, '').split('\n').map((line) => line.trimEnd()).join('\n');  
  assert.is(plain, text(records).split('\n').map((line) => line.trimEnd()).join('\n'));
});

Text('says what is hidden, what is called, and how it ends', () => {
  const plan = planOf(example('table'), wish('apply 3 10'), { instantiation: false, from: 23, to: 24 });
  const all = text(recordsOf(plan), { file: 'table.wat', brief: true }).split('\n');
  assert.is(all[0], '    ⋮  20 steps of instantiation hidden (see --instantiation)');
  assert.is(all[1], 'calls apply : [i32 i32] -> [i32] with 3 10 (as asked)');
  assert.is(all[2], '    ⋮  2 steps hidden by --from');
  assert.equal(all.slice(-3), ['    ⋮  4 steps hidden by --to', '28 steps, 2 shown', 'trap: undefined element, at table.wat:16:5 in $apply']);
  assert.equal(text(records).split('\n').slice(-2), ['84 steps', 'values: i32 6']);
});

Text('of each outcome', () => {
  const val = { t: 'i64', c: '-1', name: null } as const, func = { t: 'ref.func', c: '2', name: '$f' } as const;
  assert.is(showEnded({ kind: 'values', vals: [] }), 'values: none');
  assert.is(showEnded({ kind: 'values', vals: [val, func, { t: 'ref.null', c: '', name: null }] }), 'values: i64 -1, ref.func 2 $f, ref.null');
  assert.is(showEnded({ kind: 'trap', why: 'unreachable' }), 'trap: unreachable');
  assert.is(showEnded({ kind: 'exception', tag: '$e', payload: [] }), 'uncaught exception $e');
  assert.is(showEnded({ kind: 'exception', tag: '$e', payload: [val, func] }), 'uncaught exception $e: i64 -1, ref.func 2 $f');
  assert.is(showEnded({ kind: 'suspension', tag: '$t', by: 'switch' }), 'unhandled tag $t: no prompt handles this switch');
  assert.is(showEnded({ kind: 'call stack exhausted', limit: 7 }), 'call stack exhausted: more than 7 frames');
  assert.is(showEnded({ kind: 'out of memory', limit: 7 }), 'out of memory: the store would have more than 7 cells (--cells)');
  assert.is(showEnded({ kind: 'out of fuel', fuel: 1 }), 'out of fuel after 1 step (--fuel)');
  assert.is(showEnded({ kind: 'stuck', rule: 'Step/x', premise: 'y' }), 'stuck: Step/x does not apply, for not: y');
});

// ── layout ───────────────────────────────────────────────────────────────────────────────────────────
const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '⟦', '₁'), minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 20 });
const shownLine = (line: Parameters<typeof showLine>[0]): string => showLine(line, unpainted);

Text('a paragraph keeps all words in order, within its width where they fit', () => {
  fc.assert(fc.property(words, fc.integer({ min: 16, max: 60 }), (all, width) => {
    const found = paragraph(token('> '), all.map((word) => token(word)), width, 3).map(shownLine);
    assert.equal(found.join(' ').slice(2).split(/\s+/u), all);
    assert.ok(found.every((line) => line.length <= width));
  }));
});
Text('what is cut ends with … within its width, and what fits is not cut', () => {
  fc.assert(fc.property(words, fc.integer({ min: 1, max: 80 }), (all, width) => {
    const whole = all.join(' '), found = shownLine(cut(all.map((word) => token(word)), width));
    assert.ok(found.length <= width);
    assert.is(found === whole, whole.length <= width);
    if (found !== whole && found !== '') assert.match(found, /…$/u);
  }));
});
Text('two parts of a line are spread to the width, or stand two blanks apart', () => {
  assert.is(shownLine(spread([token('a')], [token('b')], 5)), 'a   b');
  assert.is(shownLine(spread([token('abc')], [token('de')], 5)), 'abc  de');
  assert.is(shownLine(spread([token('abc')], [], 5)), 'abc');
});

Text.run();
