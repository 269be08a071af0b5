/** Resume points: their numbers, the blocks they are in, and what is out of reach. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pointsOf } from '../../../evaluation/translation/points.ts';
import type { Expr } from '../../../syntax/instructions.ts';
import { valid } from '../running.ts';

const bodyOf = (code: string): Expr => valid(`(func ${code}) (func $p)`).module.funcs[0]?.body ?? [];
const points = (code: string): ReturnType<typeof pointsOf> & { readonly body: Expr } => {
  const body = bodyOf(code);
  return { ...pointsOf(body, ({ op }) => op === 'call'), body };
};
const Points = suite('resume points');

Points('they are numbered in the order of the text, blocks included', () => {
  const { number, blocks, body } = points('(call 1) (block (call 1) (if (i32.const 0) (then (call 1)) (else (call 1)))) (loop) (call 1)');
  assert.equal([...number.values()], [1, 2, 3, 4, 5]);
  assert.equal([...blocks].map(({ op }) => op).sort(), ['block', 'if']);
  const outer = body[1], last = body.at(-1);
  if (outer?.op !== 'block' || last === undefined) throw new Error('the body is another one');
  assert.is(number.get(last), 5);
  const inner = outer.body.at(-1);
  if (inner?.op !== 'if') throw new Error('the body is another one');
});
Points('the points of a sequence are consecutive', () => {
  const { range, body } = points('(call 1) (block (call 1) (if (i32.const 0) (then (call 1)) (else (call 1) (call 1)))) (call 1)');
  assert.equal(range(body), [1, 7]);
  const block = body[1];
  if (block?.op !== 'block') throw new Error('the body is another one');
  assert.equal(range(block.body), [2, 6]);
  const choice = block.body.at(-1);
  if (choice?.op !== 'if') throw new Error('the body is another one');
  assert.equal([range(choice.then), range(choice.else)], [[3, 4], [4, 6]]);
});
Points('a sequence has points and blocks with points by itself', () => {
  const { parts, body } = points('(call 1) (block (call 1)) (block) (call 1) (loop (block (call 1)))');
  assert.equal(parts(body), { points: 2, all: 4 });
});
Points('code after a branch that is always taken does not count', () => {
  const { number, blocks, parts, body } = points('(block (call 1) (br 0) (call 1) (block (call 1))) (return) (call 1)');
  assert.is(number.size, 1);
  assert.is(blocks.size, 1);
  assert.equal(parts(body), { points: 0, all: 1 });
});
Points('however deep the nesting', () => {
  const depth = 100_000;
  let body: Expr = bodyOf('(call 1)');
  for (let i = 0; i < depth; i++) body = [{ op: 'block', bt: { kind: 'result', type: undefined }, body, at: { start: 0, end: 0 } }];
  const found = pointsOf(body, ({ op }) => op === 'call');
  assert.is(found.blocks.size, depth);
  assert.equal(found.range(body), [1, 2]);
});
Points.run();
