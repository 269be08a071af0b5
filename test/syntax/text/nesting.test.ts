/** Nothing nests too deep to be read, and nothing is so long that it takes more than its share of time. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Expr } from '../../../syntax/instructions.ts';
import { commands, mistake, read } from './reading.ts';

const Nesting = suite('nesting');
const DEEP = 100_000;
const nested = (open: string, inner: string, close: string): string => open.repeat(DEEP) + inner + close.repeat(DEEP);

/** How deep blocks nest, following the first instruction of each that has a body. */
const depthOf = (body: Expr): number => {
  let depth = 0;
  for (let es = body; ;) {
    const block = es.find((e) => 'body' in e || 'then' in e);
    if (block === undefined) return depth;
    depth++;
    es = 'body' in block ? block.body : 'then' in block ? block.then : [];
  }
};
const functionBody = (instructions: string): Expr => read(`(func ${instructions})`).funcs[0]?.body ?? [];

Nesting('blocks, flat and folded', () => {
  assert.is(depthOf(functionBody(nested('block ', '', 'end '))), DEEP);
  assert.is(depthOf(functionBody(nested('(loop $l ', 'br $l', ')'))), DEEP);
  assert.is(depthOf(functionBody(nested('(if (i32.const 0) (then ', '', '))'))), DEEP);
  assert.is(depthOf(functionBody(nested('(try_table (catch_all 0) block ', '', 'end)'))), 2 * DEEP);
});

Nesting('operands and conditions', () => {
  assert.is(functionBody(nested('(i32.eqz ', '(i32.const 0)', ')')).length, DEEP + 1);
  assert.is(functionBody(nested('(if ', '(i32.const 0)', '(then))')).length, DEEP + 1);
});

Nesting('comments and annotations', () => {
  assert.is(read(`${nested('(;', '', ';)')}(func)`).funcs.length, 1);
  assert.is(read(`${nested('(@a ', '', ')')}(func)`).funcs.length, 1);
});

Nesting('threads and alternatives in scripts', () => {
  assert.is(commands(nested('(thread ', '(wait $t)', ')')).length, 1);
  const [assertion] = commands(`(assert_return (invoke "f") ${nested('(either ', '(i32.const 0)', ')')})`);
  assert.equal(assertion?.kind === 'assert_return' && assertion.results, [{ kind: 'either', patterns: [{ kind: 'num', pattern: { t: 'i32', c: 0 } }] }]);
});

Nesting('mistakes are found at any depth', () => {
  for (const text of [nested('(', '', ')'), '('.repeat(DEEP), ')'.repeat(DEEP), `(func ${'block '.repeat(DEEP)})`, `(func ${nested('(block ', 'foo', ')')})`]) {
    assert.is(mistake(text).kind, 'malformed');
  }
});

Nesting.run();

const Length = suite('length');

Length('10,000 locals, with names and without', () => {
  const locals = Array.from({ length: 10_000 }, (_, i) => `(local $x${i} i32)`).join(' ');
  const { funcs, names } = read(`(func (param i32) ${locals} (local.set $x9999 (local.get $x0)))`);
  assert.is(funcs[0]?.locals.length, 10_000);
  assert.equal(funcs[0]?.body.map((e) => 'x' in e && e.x), [1, 10_000]);
  assert.is(names.locals.get(0)?.size, 10_000);
  assert.is(read(`(func (local ${'i64 '.repeat(10_000)}))`).funcs[0]?.locals.length, 10_000);
});

Length('long lists and literals', () => {
  assert.is(read(`(func (br_table ${'0 '.repeat(100_001)}))`).funcs[0]?.body.map((e) => e.op === 'br_table' && e.ls.length)[0], 100_000);
  assert.is(read(`(data "${'a\\00'.repeat(100_000)}")`).datas[0]?.bytes.length, 200_000);
  const [constant] = functionBody(`i32.const ${'0'.repeat(100_000)}7`);
  assert.equal(constant?.op === 'const' && constant.val, { t: 'i32', c: 7 });
});

Length('eight megabytes, which would not be done if the time grew as the square of the length', () => {
  const field = (i: number): string => `(func $f${i} (param $a i32) (result i32) (i32.add (local.get $a) (f32.const 1.5)) local.get 0 i32.mul)\n`;
  const count = Math.ceil(8e6 / field(10_000).length);
  assert.is(read(Array.from({ length: count }, (_, i) => field(i)).join('')).funcs.length, count);
});

Length.run();
