import * as assert from 'uvu/assert';
import { suite } from 'uvu';
import { showBacktrace } from '../../cli/run/backtraces.ts';
import { invoke } from '../../evaluation/embedding.ts';
import { allocHost } from '../../evaluation/hosts/functions.ts';
import type { Backtrace, Extern, MutableStore, Names, Result } from '../../evaluation/store.ts';
import { newStore } from '../../evaluation/store.ts';
import { functionType } from '../../semantics/types/functions.ts';
import type { Module } from '../../syntax/modules.ts';
import type { Source } from '../../syntax/source.ts';
import { positionOf } from '../../syntax/source.ts';
import { names, running, started } from './running.ts';

/** A place in a text is marked by `(;x;)` in front of it, and is `$f x` in what a test expects. */
const expected = (fields: string, lines: readonly string[]): readonly string[] => lines.map((line) => {
  if (line.startsWith('—')) return line;
  const split = line.lastIndexOf(' '), name = line.slice(0, split), mark = line.slice(split + 1);
  const text = `(module ${fields})`, marker = `(;${mark};)`, { line: n, column } = positionOf(text, text.indexOf(marker) + marker.length);
  if (!text.includes(marker)) throw new Error(`the test has no mark ${mark}`);
  return `  at ${name} (m.wat:${n}:${column})`;
});
const sourceOf = (fields: string): Source => ({ kind: 'text', name: 'm.wat', text: `(module ${fields})` });
const backtraceOf = (result: Result): Backtrace => {
  if (result.kind === 'values') throw new Error('the test ends with values');
  return result.backtrace;
};
const lines = (fields: string, result: Result): readonly string[] => showBacktrace(backtraceOf(result), () => sourceOf(fields));

const TRACING = { tracing: true };
const traced = (): MutableStore => newStore(TRACING);
/** Calls `main` of a module, which ends badly. */
const main = (fields: string, S: MutableStore = traced(), imports: Names = new Map()): Result => running(fields, imports, S).call('main');
const check = (fields: string, want: readonly string[]): void => assert.equal(lines(fields, main(fields)), expected(fields, want));

const RESUMED = '— resumed at —';
const TYPES = '(type $f (func)) (type $c (cont $f)) (tag $y)';
/** Resumes a continuation until it returns. */
const DRIVE = `(func $drive (param $k (ref $c))
    (loop $l (block $h (result (ref $c)) (;drive;)(resume $c (on $y $h) (local.get $k)) (return)) (local.set $k) (br $l)))`;

/** A walk that suspends at each step, in a continuation that a continuation runs; the third leaf traps after it has been resumed. */
const NESTED = `${TYPES} ${DRIVE}
  (func $leaf (param $n i32)
    (suspend $y)
    (if (i32.eq (local.get $n) (i32.const 3)) (then (;leaf;)(unreachable))))
  (func $walk (param $n i32) (local $i i64)
    (;first;)(call $leaf (local.get $n))
    (loop $l (block (;inner;)(call $walk (i32.add (local.get $n) (i32.const 1)))))
    (nop))
  (func $gen (;gen;)(call $walk (i32.const 1)))
  (func $mid (;mid;)(call $drive (cont.new $c (ref.func $gen))))
  (elem declare func $gen $mid)
  (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $mid))))`;

const Chain = suite('the chain of stacks');

Chain('frames of the host and frames in the heap, through nested resumes', () => check(NESTED, [
  '$leaf leaf', '$walk first', '$walk inner', '$walk inner', '$gen gen', RESUMED, '$drive drive', '$mid mid', RESUMED, '$drive drive', '$main main',
]));

Chain('without tracing, no more than what is certain: the innermost functions that are not in the heap', () => {
  const all = lines(NESTED, main(NESTED)), some = lines(NESTED, main(NESTED, newStore()));
  assert.equal(some, all.slice(0, some.length));
  assert.is(some.length, 1);
});

Chain('a trap in a frame that was entered again, in blocks and a try_table', () => {
  check(`${TYPES} ${DRIVE}
    (func $gen (local $i i32)
      (block (try_table (catch_all 0) (loop $l (;at;)(call $step) (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $l)))))
    (func $step (suspend $y) (global.set $n (i32.sub (global.get $n) (i32.const 1))) (drop (;step;)(i32.div_s (i32.const 1) (global.get $n))))
    (global $n (mut i32) (i32.const 5))
    (elem declare func $gen)
    (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $gen))))`,
  ['$step step', '$gen at', RESUMED, '$drive drive', '$main main']);
});

Chain('through cont.bind, with what is bound before and after a suspension', () => {
  check(`${TYPES} (type $g (func (param i32 i32))) (type $cg (cont $g)) (type $h (func (param i32))) (type $ch (cont $h))
    (tag $ask (result i32 i32))
    (func $gen (param i32 i32)
      (drop (;div;)(i32.div_u (suspend $ask) (i32.add (local.get 0) (local.get 1)))) (drop))
    (func $outer (param i32 i32) (;outer;)(call $gen (local.get 0) (local.get 1)))
    (elem declare func $outer)
    (func $main (export "main") (local $k (ref null $cg))
      (block $on (result (ref $cg))
        (resume $c (on $ask $on) (cont.bind $ch $c (i32.const -1) (cont.bind $cg $ch (i32.const 1) (cont.new $cg (ref.func $outer)))))
        (return))
      (local.set $k)
      (;resume;)(resume $ch (i32.const 7) (cont.bind $cg $ch (i32.const 8) (local.get $k))))`,
  ['$gen div', '$outer outer', RESUMED, '$main resume']);
});

Chain('after a switch: the other continuation stands on the same stacks around', () => {
  check(`(rec (type $f (func (param (ref null $c)))) (type $c (cont $f))) (tag $s) (tag $t)
    (func $one (type $f) (;one;)(switch $c $s (cont.new $c (ref.func $two))) (drop))
    (func $two (type $f) (;two;)(call $deep))
    (func $deep (;deep;)(unreachable))
    (elem declare func $one $two)
    (func $main (export "main") (;main;)(resume $c (on $s switch) (ref.null $c) (cont.new $c (ref.func $one))))`,
  ['$deep deep', '$two two', RESUMED, '$main main']);
});

Chain('in a start function', () => {
  const fields = `${TYPES} ${DRIVE} (func $gen (suspend $y) (;gen;)(unreachable)) (elem declare func $gen)
    (func $start (;start;)(call $drive (cont.new $c (ref.func $gen)))) (start $start)`;
  const { inst, result } = started(fields, new Map(), traced());
  assert.is(inst, undefined);
  assert.equal(lines(fields, result), expected(fields, ['$gen gen', RESUMED, '$drive drive', '$start start']));
});

Chain('a tail call out of a frame that was entered again', () => {
  check(`${TYPES} ${DRIVE}
    (func $last (suspend $y) (;last;)(unreachable))
    (func $hops (suspend $y) (return_call $last))
    (func $gen (;gen;)(call $hops))
    (elem declare func $gen)
    (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $gen))))`,
  ['$last last', '$gen gen', RESUMED, '$drive drive', '$main main']);
});

Chain('a continuation that was consumed, and one that is null', () => {
  const fields = (k: string): string => `${TYPES} (func $gen) (elem declare func $gen)
    (func $twice (param $k (ref null $c)) (if (ref.is_null (local.get $k)) (then) (else (resume $c (local.get $k)))) (;twice;)(resume $c (local.get $k)))
    (func $main (export "main") (;main;)(call $twice ${k}))`;
  for (const k of ['(ref.null $c)', '(cont.new $c (ref.func $gen))']) check(fields(k), ['$twice twice', '$main main']);
});

Chain('exceptions that have left stacks leave nothing behind', () => {
  check(`${TYPES} (tag $e) ${DRIVE}
    (func $throws (suspend $y) (throw $e))
    (func $traps (suspend $y) (;traps;)(unreachable))
    (func $calls (;calls;)(call $traps))
    (func $mid (block (try_table (catch_all 0) (call $drive (cont.new $c (ref.func $throws))))) (;mid;)(call $drive (cont.new $c (ref.func $calls))))
    (elem declare func $throws $calls $mid)
    (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $mid))))`,
  ['$traps traps', '$calls calls', RESUMED, '$drive drive', '$mid mid', RESUMED, '$drive drive', '$main main']);
});

Chain('a suspension that goes through a resume to one further out, which resumes both stacks', () => {
  check(`${TYPES} (tag $far) ${DRIVE}
    (func $traps (suspend $y) (;traps;)(unreachable))
    (func $calls (;calls;)(call $traps))
    (func $goes (suspend $far) (;goes;)(call $drive (cont.new $c (ref.func $calls))))
    (func $asks (;asks;)(call $goes))
    (func $mid (;mid;)(call $drive (cont.new $c (ref.func $asks))))
    (elem declare func $calls $asks $mid)
    (func $main (export "main") (local $k (ref null $c))
      (block $h (result (ref $c)) (resume $c (on $far $h) (cont.new $c (ref.func $mid))) (return))
      (local.set $k) (;main;)(resume $c (local.get $k)))`,
  ['$traps traps', '$calls calls', RESUMED, '$drive drive', '$goes goes', '$asks asks', RESUMED, '$drive drive', '$mid mid', RESUMED, '$main main']);
});

Chain('a suspension that goes through a resume to one in the heap, which then resumes another continuation', () => {
  check(`${TYPES} (tag $far) ${DRIVE}
    (func $traps (suspend $y) (;traps;)(unreachable))
    (func $calls (;calls;)(call $traps))
    (func $goes (suspend $far))
    (func $asks (suspend $y) (call $drive (cont.new $c (ref.func $goes))))
    (func $mid
      (drop (block $h (result (ref $c)) (resume $c (on $far $h) (cont.new $c (ref.func $asks))) (unreachable)))
      (;mid;)(call $drive (cont.new $c (ref.func $calls))))
    (elem declare func $calls $goes $asks $mid)
    (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $mid))))`,
  ['$traps traps', '$calls calls', RESUMED, '$drive drive', '$mid mid', RESUMED, '$drive drive', '$main main']);
});

Chain('functions without a name, and one that is exported', () => {
  check(`${TYPES} (func (suspend $y) (;a;)(unreachable)) (elem declare func 0)
    (func (export "main") (local $k (ref null $c)) (block $h (result (ref $c)) (resume $c (on $y $h) (cont.new $c (ref.func 0))) (return))
      (local.set $k) (;b;)(resume $c (local.get $k)))`, ['func 0 a', RESUMED, 'main b']);
});

Chain.run();

const Ends = suite('other ends');

Ends('a suspension that nobody handles: from where it was, through the stacks that it has left', () => check(`${TYPES} (tag $x) ${DRIVE}
  (func $asks (suspend $y) (;asks;)(suspend $x))
  (func $gen (;gen;)(call $asks))
  (func $mid (;mid;)(call $drive (cont.new $c (ref.func $gen))))
  (elem declare func $gen $mid)
  (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $mid))))`,
['$asks asks', '$gen gen', RESUMED, '$drive drive', '$mid mid', RESUMED, '$drive drive', '$main main']));

Ends('a suspension outside of continuations', () => check(
  `${TYPES} (func $asks (;asks;)(suspend $y)) (func $main (export "main") (;main;)(call $asks))`, ['$asks asks', '$main main']));

Ends('call stack exhaustion is shortened, and shows both ends', () => {
  const fields = `${TYPES} ${DRIVE} (func $deep (suspend $y) (;deep;)(call $again) (nop)) (func $again (;again;)(call $again) (nop))
    (elem declare func $deep)
    (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $deep))))`;
  const result = main(fields), shown = lines(fields, result);
  assert.is(result.kind, 'call stack exhausted');
  assert.is(shown.length, 31);
  assert.match(shown[20] ?? '', /^ {2}… \d+(?:,\d{3})* more …$/u);
  assert.equal([shown[1], ...shown.slice(-5)], expected(fields, ['$again again', '$again again', '$deep deep', RESUMED, '$drive drive', '$main main']));
});

Ends('resumes nested until the stack ends: each stack stands at its resume', () => {
  const fields = `${TYPES} (func $nest (;nest;)(resume $c (cont.new $c (ref.func $nest))) (nop)) (elem declare func $nest)
    (func $main (export "main") (;main;)(call $nest))`;
  const result = main(fields), [first, ...more] = backtraceOf(result);
  assert.is(result.kind, 'call stack exhausted');
  assert.ok(more.length > 100);
  assert.ok(first !== undefined && first.places.length <= 1);
  assert.ok(more.every(({ began }) => began === 'continuation'));
  assert.ok(more.slice(0, -1).every(({ places }) => places.length === 1));
  assert.equal(lines(fields, result).slice(-3), expected(fields, [RESUMED, '$nest nest', '$main main']));
});

Ends('wherever the stack ends: in the program, or in what resumes a continuation', () => {
  const S = traced(), step = (x: string, y: string): string => `(func $${x} (call $pause-${x})) (func $pause-${x} (suspend $y) (call $begin-${y}))
    (func $begin-${x} (local $k (ref null $c))
      (block $h (result (ref $c)) (resume $c (on $y $h) (cont.new $c (ref.func $${x}))) (return)) (local.set $k) (resume $c (local.get $k)))`;
  const { call } = running(`${TYPES} ${step('a', 'b')} ${step('b', 'a')} (elem declare func $a $b)
    (func $main (export "main") (param $n i32)
      (if (local.get $n) (then (call $main (i32.sub (local.get $n) (i32.const 1))) (return))) (call $begin-a) (nop))`, new Map(), S);
  for (let n = 0; n < 24; n++) {
    const result = call('main', { t: 'i32', c: n }), [, ...stacks] = backtraceOf(result).toReversed();
    assert.is(result.kind, 'call stack exhausted');
    stacks.slice(0, -1).forEach(({ places }, i) => {
      const [x, y] = i % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
      assert.equal(places.map(({ source, func }) => source.names.funcs.get(func)), [`begin-${y}`, `pause-${x}`, x]);
    });
  }
});

Ends('where the host may have left out calls, which it has inlined, the lines say so', () => {
  const { inst: { valid: { module: source } } } = running('(func)'), at = { start: 0, end: 1 };
  const places = [false, true, false].map((told, func) => ({ source, func, at, told }));
  assert.equal(showBacktrace([{ began: 'nothing', places }, { began: 'continuation', places: places.slice(0, 1) }], () => undefined), [
    '  at func 0', '  at func 1', '  … perhaps calls that the host has inlined …', '  at func 2',
    RESUMED, '  … perhaps calls that the host has inlined …', '  at func 0',
  ]);
});

Ends.run();

const Thrown = suite('uncaught exceptions');

const TAGS = `${TYPES} (tag $e (param i32)) (tag $other)`;
Thrown('say where they were thrown, in a module without continuations and in one with them', () => {
  check(`(tag $e) (func $throws (block (if (i32.const 1) (then (;throw;)(throw $e))))) (func (export "main") (call $throws))`, ['$throws throw']);
  check(`${TAGS} ${DRIVE} (func $gen (suspend $y) (;throw;)(throw $e (i32.const 1))) (elem declare func $gen)
    (func $main (export "main") (block (try_table (catch $other 0) (call $drive (cont.new $c (ref.func $gen))))))`, ['$gen throw']);
});

Thrown('it is the last one: what was caught before does not count, and what is thrown again does', () => {
  check(`${TAGS} (func $caught (block (try_table (catch_all 0) (throw $other)))) (func $throws (;throw;)(throw $e (i32.const 1)))
    (func $main (export "main") (call $caught) (block (try_table (catch $other 0) (call $throws))))`, ['$throws throw']);
  check(`${TAGS} (func $main (export "main")
      (block $h (result exnref) (try_table (catch_all_ref $h) (throw $e (i32.const 1))) (unreachable)) (;again;)(throw_ref))`, ['$main again']);
});

Thrown('by resume_throw and resume_throw_ref', () => {
  const fields = (resume: string): string => `${TAGS} (func $gen) (elem declare func $gen)
    (func $main (export "main") (local $x exnref)
      (local.set $x (block $h (result exnref) (try_table (catch_all_ref $h) (throw $other)) (unreachable))) (;resume;)${resume})`;
  check(fields('(resume_throw $c $e (i32.const 1) (cont.new $c (ref.func $gen)))'), ['$main resume']);
  check(fields('(resume_throw_ref $c (local.get $x) (cont.new $c (ref.func $gen)))'), ['$main resume']);
});

Thrown('nothing is said of those of the embedder, and without tracing', () => {
  const throws = '(tag $e (export "e")) (func $main (export "main") (throw $e))';
  assert.equal(backtraceOf(main(throws, newStore())), []);
  const S = traced(), thrower = running(throws, new Map(), S), exception = thrower.call('main');
  const host = allocHost(S, functionType([], [], false), () => ({ ...exception, backtrace: [] }));
  assert.equal(backtraceOf(main('(import "m" "h" (func $h)) (func (export "main") (call $h))', S, names('m', { h: host }))), []);
});

Thrown.run();

const Across = suite('across instances and the embedder');

const PRODUCER = `${TYPES} (export "y" (tag $y))
  (func $produce (export "produce") (suspend $y) (;inner;)(call $more) (nop))
  (func $more (suspend $y) (;more;)(unreachable))`;
const CONSUMER = `${TYPES.replace('(tag $y)', '')} (import "p" "y" (tag $y)) (import "p" "produce" (func $produce)) ${DRIVE}
  (func $wraps (;wraps;)(call $produce) (nop))
  (elem declare func $wraps)
  (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $wraps))))`;

Across('two instances, and two of one module', () => {
  const S = traced();
  running(PRODUCER, new Map(), S);
  const producer = running(PRODUCER, new Map(), S), imports = new Map([['p', producer.inst.exports]]);
  running(CONSUMER, imports, S);
  const result = main(CONSUMER, S, imports), texts = new Map<Module, string>([[producer.inst.valid.module, PRODUCER]]);
  assert.equal(showBacktrace(backtraceOf(result), (module) => sourceOf(texts.get(module) ?? CONSUMER)), [
    ...expected(PRODUCER, ['$more more', '$produce inner']), ...expected(CONSUMER, ['$wraps wraps', RESUMED, '$drive drive', '$main main']),
  ]);
});

const NOTHING: Result = { kind: 'values', vals: [] };
/** A program that calls a function of the embedder inside of a continuation, which calls `again`; and the store. */
const EMBEDDED = `(import "m" "h" (func $h)) ${TYPES} ${DRIVE}
  (func $dies (suspend $y) (;dies;)(unreachable))
  (func $again (export "again") (;again;)(call $drive (cont.new $c (ref.func $dies))))
  (func $gen (suspend $y) (;gen;)(call $h) (;after;)(call $drive (cont.new $c (ref.func $calls))))
  (func $calls (;calls;)(call $dies))
  (elem declare func $dies $calls $gen)
  (func $main (export "main") (;main;)(call $drive (cont.new $c (ref.func $gen))))`;
const embedded = (answer: (call: () => Result) => Result): Result => {
  const S = traced(), later: { again?: Extern } = {};
  const call = (): Result => later.again?.kind === 'func' ? invoke(S, later.again, []) : NOTHING;
  const { inst, call: run } = running(EMBEDDED, names('m', { h: allocHost(S, functionType([], [], false), () => answer(call)) }), S);
  Object.assign(later, { again: inst.exports.get('again') });
  return run('main');
};
const OUTER = [RESUMED, '$drive drive', '$main main'];

Across('a call through a function of the embedder', () => {
  assert.equal(lines(EMBEDDED, embedded((call) => call())), expected(EMBEDDED, [
    '$dies dies', RESUMED, '$drive drive', '$again again', '— a function of the embedder, called at —', '$gen gen', ...OUTER,
  ]));
});

Across('an embedder that takes no notice of a trap, and one that traps itself', () => {
  const ignores = embedded((call) => { call(); return NOTHING; });
  assert.equal(lines(EMBEDDED, ignores), expected(EMBEDDED, ['$dies dies', '$calls calls', RESUMED, '$drive drive', '$gen after', ...OUTER]));
  const refuses = embedded(() => ({ kind: 'trap', whys: ['no'], backtrace: [] }));
  assert.equal(lines(EMBEDDED, refuses), expected(EMBEDDED, ['$gen gen', ...OUTER]));
});

Across.run();
