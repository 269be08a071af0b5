/** What a step rewrites is found by comparing configurations, for rules of every kind. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Code } from '../../semantics/runtime/code.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { Vals } from '../../semantics/runtime/contexts.ts';
import type { Term } from '../../tracing/model.ts';
import { ruleAt } from '../../tracing/record.ts';
import type { Hole } from '../../tracing/holes.ts';
import { layerOf } from '../../tracing/holes.ts';
import type { Rewriting, Rewritten } from '../../tracing/redex.ts';
import { rewritingOf } from '../../tracing/redex.ts';
import { showValue } from '../../tracing/show-values.ts';
import { endOf, examples, planOf, recordsOf, stepsOf, textSource, transitionsOf, wish } from './programs.ts';

// ── programs that meet rules of every kind ───────────────────────────────────────────────────────────
const stacks = `(module
  (type $ft (func)) (type $ct (cont $ft))
  (type $rt (func (result i32))) (type $k1 (cont $rt))
  (type $pt (func (param i32) (result i32))) (type $k2 (cont $pt))
  (tag $e (param i32)) (tag $y (param i32) (result i32)) (tag $none)
  (func $suspender (param i32) (result i32) (i32.add (local.get 0) (suspend $y (i32.const 5))))
  (func $thrower (throw $e (i32.const 9)))
  (func $trapper unreachable)
  (func $answer (result i32) (i32.const 3))
  (elem declare func $suspender $thrower $trapper $answer)
  (func (export "suspend") (result i32) (local $k (ref null $k2))
    (i32.const 100)
    (block $on (result i32 (ref $k2))
      (resume $k2 (on $y $on) (i32.const 7) (cont.new $k2 (ref.func $suspender)))
      (return))
    (local.set $k)
    (local.get $k)
    (resume $k2)
    (i32.add))
  (func (export "throw") (result i32)
    (block $h (result i32)
      (block $n (try_table (catch $none $n) (catch $e $h) (resume $ct (cont.new $ct (ref.func $thrower)))))
      (i32.const 0)))
  (func (export "trap") (block (try_table (catch_all 0) (resume $ct (cont.new $ct (ref.func $trapper))))))
  (func (export "value") (result i32) (resume $k1 (cont.new $k1 (ref.func $answer))))
  (func (export "bind") (result i32) (resume $k1 (cont.bind $k2 $k1 (i32.const 4) (cont.new $k2 (ref.func $double)))))
  (func $double (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (elem declare func $double))`;
const control = `(module
  (import "spectest" "print_i32" (func $print (param i32)))
  (type $t (func (param i32) (result i32)))
  (func $id (type $t) (local.get 0))
  (elem declare func $id)
  (func (export "select") (result i32) (i32.const 8) (select (i32.const 1) (i32.const 2) (i32.const 1)) (drop))
  (func (export "tee") (param i32) (result i32) (local.tee 0 (i32.const 3)))
  (func (export "cast") (result (ref i31)) (ref.cast (ref i31) (ref.i31 (i32.const 1))))
  (func (export "br") (result i32) (block $l (result i32) (i32.const 4) (try_table (block (br $l (i32.const 5)))) (drop) (i32.const 6)))
  (func (export "return") (result i32) (try_table (loop (return (i32.const 5)))) (i32.const 6))
  (func (export "tail") (result i32) (block (try_table (return_call_ref $t (i32.const 5) (ref.func $id)))) (unreachable))
  (func (export "if") (param i32) (result i32) (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
  (func (export "params") (result i32) (i32.const 1) (i32.const 2) (block $b (param i32) (result i32) (i32.const 3) (i32.add)) (i32.add))
  (func (export "host") (call $print (i32.const 1)))
  (func (export "trap") (result i32) (i32.const 1) (block (try_table (call $no))) (i32.const 2) (drop))
  (func $no (drop (i32.div_s (i32.const 1) (i32.const 0)))))`;

const runs: readonly (readonly [string, string])[] = [
  ...['suspend', 'throw', 'trap', 'value', 'bind'].map((name) => [stacks, name] as const),
  ...['select', 'tee 1', 'cast', 'br', 'return', 'tail', 'if 0', 'if 1', 'params', 'host', 'trap'].map((words) => [control, words] as const),
];
const plans = [...examples.map((source) => planOf(source)), ...runs.map(([text, words]) => planOf(textSource(text), wish(words)))];

// ── the rewriting put together again ─────────────────────────────────────────────────────────────────
const dropVals = (n: number, vs: Vals): Vals => n === 0 ? vs : dropVals(n - 1, vs.next);
const dropCode = (n: number, es: Code): Code => n === 0 ? es : dropCode(n - 1, es.next);
const samePlace = (a: Hole, b: Hole): boolean => a.P === b.P && a.H === b.H;

/** The configuration, its parts from inside out, must lead to the common context, with its values and instructions around the hole. */
const assertSide = (z: Config, side: Rewritten, { hole, vs, es }: Rewriting, what: string): void => {
  let at: Hole = z;
  for (const layer of side.layers) {
    assert.is(layer.part, layerOf(at)?.part, `${what}: parts follow each other`);
    at = layer.hole;
  }
  assert.ok(samePlace(at, hole), `${what}: the parts lead to the common context`);
  const outermost = side.layers.at(-1)?.part;
  if (outermost === undefined) {
    assert.is(dropVals(side.values, z.vs), vs, `${what}: values before`);
    assert.is(dropCode(side.instructions, z.es), es, `${what}: instructions after`);
  } else {
    assert.is(dropVals(side.outerValues, outermost.vs), vs, `${what}: values before`);
    assert.is(outermost.es, es, `${what}: nothing after the outermost part belongs to it`);
  }
};

const Redex = suite('redex');

Redex('and its result, in the common context, are the configurations before and after', () => {
  for (const plan of plans) {
    for (const { n, z, z1 } of transitionsOf(plan)) {
      const rule = ruleAt(z), what = `${plan.call?.what ?? ''} ${n} ${rule?.id ?? ''}`;
      if (rule === undefined) throw new Error(`no rule applies: ${what}`);
      const rewriting = rewritingOf(rule, z, z1);
      assertSide(z, rewriting.redex, rewriting, what);
      assertSide(z1, rewriting.result, rewriting, what);
    }
  }
});

Redex('the programs of this test meet rules that touch every kind of context', () => {
  const met = new Set(plans.flatMap((plan) => stepsOf(recordsOf(plan)).map(({ rule }) => rule.slice(rule.indexOf('/') + 1))));
  const expected = [
    'label-vals', 'frame-vals', 'handler-vals', 'prompt-vals', 'br-label-zero', 'br-label-succ', 'br-handler', 'return-label', 'return-handler',
    'return-frame', 'return_call_ref-label', 'return_call_ref-handler', 'return_call_ref-frame-addr', 'trap-instrs', 'trap-label', 'trap-handler',
    'trap-frame', 'trap-prompt', 'throw_ref-instrs', 'throw_ref-label', 'throw_ref-frame', 'throw_ref-prompt', 'throw_ref-handler-next',
    'throw_ref-handler-catch', 'suspend-prompt', 'switch-prompt', 'resume-cont', 'resume_throw_ref-cont', 'cont.bind-cont', 'call_ref-host',
  ];
  assert.equal(expected.filter((rule) => !met.has(rule)), []);
});

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────
const termText = ({ parts, vals, es }: Term): string =>
  [...parts.flatMap(({ text, before }) => [...before.vals.map(showValue), text, '›']), ...vals.vals.map(showValue), ...es.instrs, ...(es.more ? ['…'] : [])].join(' ');
/** redex ↪ result of the steps by a rule */
const shown = (text: string, words: string, rule: string): readonly string[] =>
  stepsOf(recordsOf(planOf(textSource(text), wish(words)))).filter((step) => step.rule.endsWith(`/${rule}`))
    .map(({ redex, result }) => `${termText(redex)} ↪ ${termText(result) || 'ε'}`);

const cases: readonly (readonly [text: string, words: string, rule: string, rewriting: string])[] = [
  [control, 'select', 'const', '(i32.const 8) ↪ 8'],
  [control, 'select', 'select-true', '1 2 1 (select) ↪ 1'],
  [control, 'select', 'drop', '1 (drop) ↪ ε'],
  [control, 'tee 1', 'local.tee', '3 (local.tee 0) ↪ 3 3 (local.set 0)'],
  [control, 'cast', 'ref.cast-succeed', '(ref.i31 1) (ref.cast (ref i31)) ↪ (ref.i31 1)'],
  [control, 'if 0', 'if-false', '0 (if (result i32) … else … end) ↪ (block (result i32) … end)'],
  [control, 'params', 'block', '2 (block $b (type $t) … end) ↪ label₁ $b › 2 (i32.const 3) (i32.add)'],
  [control, 'params', 'binop-val', '2 3 (i32.add) ↪ 5'],
  [control, 'br', 'br-handler', 'handler₀{} › 5 (br $l) ↪ 5 (br $l)'],
  [control, 'br', 'br-label-zero', 'label₁ $l › 4 5 (br $l) (drop) (i32.const 6) ↪ 5'],
  [control, 'return', 'return-frame', 'frame₁ return › 5 (return) ↪ 5'],
  [control, 'return', 'return-handler', 'handler₀{} › 5 (return) ↪ 5 (return)'],
  [control, 'tail', 'return_call_ref-frame-addr', 'frame₁ tail › 5 (ref.func 7 $id) (return_call_ref $t) ↪ 5 (ref.func 7 $id) (call_ref $t)'],
  [control, 'host', 'call_ref-host', '1 (ref.func 1 spectest.print_i32) (call_ref 1) ↪ ε'],
  [control, 'trap', 'binop-trap', '1 0 (i32.div_s) ↪ (trap: integer divide by zero)'],
  [control, 'trap', 'trap-handler', 'handler₀{} › (trap: integer divide by zero) ↪ (trap: integer divide by zero)'],
  [stacks, 'suspend', 'resume-cont', '7 (ref.cont 0) (resume $k2 (on $y $on)) ↪ prompt{(on $y $on)} › 7 (ref.func 0 $suspender) (call_ref $pt)'],
  [stacks, 'suspend', 'suspend-prompt',
    'prompt{(on $y $on)} › frame₁ $suspender › label₁ › 7 5 (suspend tag 1 $y) (i32.add) ↪ 5 (ref.cont 1) (br $on)'],
  [stacks, 'value', 'prompt-vals', 'prompt{} › 3 ↪ 3'],
  [stacks, 'throw', 'throw_ref-prompt', 'prompt{} › (ref.exn 0 $e) (throw_ref) ↪ (ref.exn 0 $e) (throw_ref)'],
  [stacks, 'throw', 'throw_ref-handler-next',
    'handler₀{(catch $none $n) (catch $e $h)} › (ref.exn 0 $e) (throw_ref) ↪ handler₀{(catch $e $h)} › (ref.exn 0 $e) (throw_ref)'],
  [stacks, 'throw', 'throw_ref-handler-catch', 'handler₀{(catch $e $h)} › (ref.exn 0 $e) (throw_ref) ↪ 9 (br $h)'],
  [stacks, 'bind', 'cont.bind-cont', '4 (ref.cont 0) (cont.bind $k2 $k1) ↪ (ref.cont 1)'],
];
for (const [text, words, rule, rewriting] of cases)
  Redex(`${rule}: ${rewriting}`, () => assert.ok(shown(text, words, rule).includes(rewriting), shown(text, words, rule).join('\n')));

Redex('a second resume brings the captured context back', () => {
  const [, second] = shown(stacks, 'suspend', 'resume-cont');
  assert.is(second, '5 (ref.cont 1) (resume $k2) ↪ prompt{} › frame₁ $suspender › label₁ › 7 5 (i32.add)');
});

Redex('the programs end as they should', () => {
  const outcomes = runs.map(([text, words]) => endOf(recordsOf(planOf(textSource(text), wish(words)))).outcome);
  assert.equal(outcomes.map((outcome) => outcome.kind === 'values' ? outcome.vals.map(({ c }) => c).join() : outcome.kind),
    ['112', '9', 'trap', '3', '8', '8', '3', '1', '5', '5', '5', '2', '1', '6', '', 'trap']);
});

Redex.run();
