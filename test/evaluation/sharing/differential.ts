/**
 * Modules about shared things, run by both engines.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Test } from 'uvu';
import { evaluator } from '../../../evaluation/engine.ts';
import { spectest as hostSpectest } from '../../../evaluation/hosts/spectest.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../../reduction/engine.ts';
import { spectest } from '../../../reduction/hosts/spectest.ts';
import type { Beginning, Ending, Engine, Instantiation, Nouns, Work, World } from '../../../scripts/engine.ts';
import { showVal } from '../../../scripts/showing.ts';
import { parseModule } from '../../../syntax/text/module.ts';
import { validate } from '../../../semantics/statics/modules.ts';

/** How something ended, in the words that it may have. References are shown by their kind. */
type Words = readonly string[];
const endingOf = (ending: Ending<unknown>): Words => {
  switch (ending.kind) {
    case 'values': return [ending.vals.map(showVal).join(' ') || 'nothing'];
    case 'trap': return ending.whys.map((why) => `trap: ${why}`);
    case 'exception': return [['exception', ...ending.fields.map(showVal)].join(' ')];
    default: return [ending.kind];
  }
};
const toEnd = <N extends Nouns, A>({ run }: Engine<N>, work0: Work<N, A>): A => {
  let work = work0;
  while (work.kind === 'run') work = work.then(run(work.job));
  return work.value;
};
const instantiationOf = (end: Exclude<Instantiation<Nouns>, { readonly kind: 'instance' }>): Words => {
  switch (end.kind) {
    case 'ending': return endingOf(end.ending).map((words) => `instantiation: ${words}`);
    case 'unsupported': return [`unsupported: ${end.why}`];
    case 'unlinkable': case 'limit': return [`${end.kind}: ${end.message}`];
  }
};
/** What modules come to, whose functions are called in order. Each may import from those before, by their numbers `0`, `1`, … */
const outcomes = <N extends Nouns>(engine: Engine<N>, modules: readonly string[]): readonly (readonly [what: string, words: Words])[] => {
  const found: (readonly [string, Words])[] = [], { world: world0, names: names0 }: Beginning<N> = engine.begin();
  const names = new Map(names0);
  let world: World<N> = world0;
  modules.forEach((fields, m) => {
    const valid = E.chain(validate)(parseModule(`(module ${fields})`));
    if (E.isLeft(valid)) throw new Error(`module ${m} of the test: ${valid.left.message}: ${fields.slice(valid.left.span.start - 8, valid.left.span.end)}`);
    const [next, end] = toEnd(engine, engine.instantiate(world, valid.right, names));
    world = next;
    if (end.kind !== 'instance') {
      found.push([`module ${m}`, instantiationOf(end)]);
      return;
    }
    const exports = engine.exportsOf(end.inst);
    names.set(String(m), exports);
    for (const [name, extern] of exports) {
      const type = engine.typeOf(world.S, extern);
      if (type?.kind === 'func' && !name.startsWith('-')) {
        const [after, ending] = toEnd(engine, engine.invoke(world, extern, []));
        world = after;
        found.push([`${m} ${name}`, endingOf(ending)]);
      } else if (type?.kind === 'global') {
        const val = engine.read(world, extern);
        found.push([`${m} ${name}`, [val === undefined ? 'no value' : showVal(val)]]);
      }
    }
  });
  return found;
};

const LIMITS = { ...DEFAULT_SMALL_STEP.limits, fuel: 2_000_000 };
/**
 * Checks that modules come to the same by both engines: their instantiation, calls of their exported functions, which take nothing (but
 * not of those whose names begin with a minus), and the values of their exported globals. The result is what the small step says.
 */
export const agreed = (...modules: readonly string[]): ReadonlyMap<string, string> => {
  const steps = outcomes(smallStep({ limits: LIMITS, hosts: [{ name: 'spectest', allocate: spectest }] }), modules);
  const evaluated = outcomes(evaluator([{ name: 'spectest', allocate: (S) => hostSpectest(S) }]), modules);
  assert.equal(evaluated.map(([what]) => what), steps.map(([what]) => what));
  steps.forEach(([what, [expected = '']], i) => {
    const words = evaluated[i]?.[1] ?? [];
    assert.ok(words.includes(expected), `${what}: the small step: ${expected}; the evaluator: ${words.join(' | ')}`);
  });
  return new Map(steps.map(([what, [words = '']]) => [what, words]));
};

/** A case: a body of a function that is exported, with its results, and what the small step is to say if that is worth saying. */
export type Case = readonly [result: string, body: string, words?: string];
/** Checks that the cases on some fields come to the same by both engines, and to what they are to come to. */
export const agree = (fields: string, cases: readonly Case[], ...before: readonly string[]): void => {
  const functions = cases.map(([result, body], i) => `(func (export "${i}") ${result === '' ? '' : `(result ${result})`} ${body})`);
  const found = agreed(...before, `${fields}\n${functions.join('\n')}`);
  cases.forEach(([, body, words], i) => {
    const was = found.get(`${before.length} ${i}`);
    assert.ok(was !== undefined, `${body} did not run: ${[...found].join(' ')}`);
    if (words !== undefined) assert.is(was, words, body);
  });
};
/** A test in which cases agree. */
export const agreeing = (test: Test, name: string, fields: string, cases: readonly Case[]): void => {
  test(name, () => agree(fields, cases));
};

/** A type of fields and elements. */
export interface Storage {
  /** as it stands in a shared type, and in one that is not */
  readonly shared: string;
  readonly unshared: string;
  /** of what is on the stack */
  readonly value: string;
  /** of what is seen of it: of a reference, a number that tells to what it refers */
  readonly seen: string;
  readonly see: (code: string) => string;
  /** suffixes of instructions that read it */
  readonly gets: readonly string[];
  /** constants, which differ in all bytes where they can */
  readonly values: readonly [string, string, string];
}
const number = (type: string, values: Storage['values']): Storage =>
  ({ shared: type, unshared: type, value: type, seen: type, see: (code) => code, gets: [''], values });
const packed = (type: string): Storage => ({
  shared: type, unshared: type, value: 'i32', seen: 'i32', see: (code) => code, gets: ['_s', '_u'],
  values: ['(i32.const 0x12345687)', '(i32.const -3)', '(i32.const 0x7ffffe7f)'],
});
const reference = (type: string, values: Storage['values'], see = (code: string): string => `(call $see ${code})`): Storage =>
  ({ shared: type, unshared: type, value: type, seen: 'i32', see, gets: [''], values });
/** All of them: packed, numbers, vectors, and references. The fields `REFERENCES` must be in the module. */
export const storages: readonly Storage[] = [
  packed('i8'), packed('i16'),
  number('i32', ['(i32.const 0x12345678)', '(i32.const -1)', '(i32.const 0x80000001)']),
  number('i64', ['(i64.const 0x123456789abcdef0)', '(i64.const -1)', '(i64.const 0x8000000000000001)']),
  number('f32', ['(f32.const 1.5)', '(f32.const -0)', '(f32.const nan:0x200001)']),
  number('f64', ['(f64.const 1.5)', '(f64.const -0)', '(f64.const nan:0x4000000000001)']),
  number('v128', ['(v128.const i32x4 0x01020304 0x05060708 0x090a0b0c 0x0d0e0f10)', '(v128.const i64x2 -1 1)', '(v128.const f32x4 nan -0 1.5 nan:0x200001)']),
  reference('(ref null (shared any))', ['(struct.new $point (i32.const 1))', '(ref.null (shared any))', '(ref.i31_shared (i32.const -5))']),
  reference('(ref null (shared i31))', ['(ref.i31_shared (i32.const 0x3fffffff))', '(ref.null (shared i31))', '(ref.i31_shared (i32.const -5))']),
  reference('(ref null (shared func))', ['(ref.func $f)', '(ref.null (shared func))', '(ref.func $g)'], (code) => `(call $see-func ${code})`),
  reference('(ref null (shared extern))', ['(extern.convert_any (ref.i31_shared (i32.const 7)))', '(ref.null (shared extern))', '(extern.convert_any (struct.new $point (i32.const 2)))'],
    (code) => `(call $see (any.convert_extern ${code}))`),
  reference('(ref null $point)', ['(struct.new $point (i32.const 3))', '(ref.null $point)', '(struct.new $point (i32.const 4))']),
];
/** What the values of references are about. */
export const REFERENCES = `(type $point (shared (struct (field (mut i32))))) (type $nullary (shared (func (result i32))))
  (func $f (type $nullary) (i32.const 1)) (func $g (type $nullary) (i32.const 2)) (elem declare (ref (shared func)) (ref.func $f) (ref.func $g))
  (func $see (param $x (ref null (shared any))) (result i32)
    (if (ref.is_null (local.get $x)) (then (return (i32.const 0))))
    (if (ref.test (ref (shared i31)) (local.get $x)) (then (return (i31.get_s (ref.cast (ref (shared i31)) (local.get $x))))))
    (i32.add (i32.const 1000) (struct.get $point 0 (ref.cast (ref $point) (local.get $x)))))
  (func $see-func (param $x (ref null (shared func))) (result i32)
    (if (ref.is_null (local.get $x)) (then (return (i32.const 0))))
    (call_ref $nullary (ref.cast (ref $nullary) (local.get $x))))`;
