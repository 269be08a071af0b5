/** Which locals a frame keeps. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keptLocals } from '../../../evaluation/translation/liveness.ts';
import { pointsOf } from '../../../evaluation/translation/points.ts';
import { valid } from '../running.ts';

/** The locals that are kept at calls of $p, of four. */
const kept = (code: string): readonly number[] => {
  const { module } = valid(`(tag $e (param i32)) (func (local i32 i32 i32 i32) ${code}) (func $p)`), body = module.funcs[0]?.body ?? [];
  return keptLocals(body, pointsOf(body, ({ op }) => op === 'call'), 4);
};
const get = (x: number): string => `(drop (local.get ${x}))`;
const set = (x: number): string => `(local.set ${x} (i32.const 1))`;
const P = '(call $p)';

const Liveness = suite('locals that are kept');
Liveness('those that are read after a resume point', () => {
  assert.equal(kept(`${get(0)} ${P} ${get(1)}`), [1]);
  assert.equal(kept(`${P} (drop (local.tee 2 (i32.const 1))) ${get(2)}`), []);
});
Liveness('not those that are written before', () => {
  assert.equal(kept(`${P} ${set(1)} ${get(1)}`), []);
  assert.equal(kept(`${P} (if (i32.const 1) (then ${set(1)})) ${get(1)}`), [1]);
  assert.equal(kept(`${P} (if (i32.const 1) (then ${set(1)}) (else ${set(1)})) ${get(1)}`), []);
});
Liveness('those that are read earlier in a loop', () => {
  assert.equal(kept(`(loop ${get(0)} ${P} ${set(1)} ${get(1)} (br_if 0 (i32.const 1)))`), [0]);
  assert.equal(kept(`(loop ${get(0)} ${P} ${set(0)} (br_if 0 (i32.const 1)))`), []);
  assert.equal(kept(`(loop (loop ${get(0)} (br_if 0 (i32.const 0))) ${P} (br_if 0 (i32.const 1)))`), [0]);
});
Liveness('those that are read where a branch goes', () => {
  assert.equal(kept(`(block (block ${P} (br 1)) ${get(0)}) ${get(1)}`), [1]);
  assert.equal(kept(`(block (block (block ${P} (br_table 0 1 2 (i32.const 1))) ${get(0)} (return)) ${get(1)} (return)) ${get(2)}`), [0, 1, 2]);
  assert.equal(kept(`(block ${P} (return)) ${get(0)}`), []);
});
Liveness('those that are read where an exception is caught', () => {
  const caught = (body: string): string =>
    `(block $h (result i32) (try_table (catch $e $h) ${body}) (return)) (drop) ${get(3)}`;
  assert.equal(kept(caught(P)), [3]);
  assert.equal(kept(caught(`${P} ${set(3)}`)), [3]);
  assert.equal(kept(`${P} ${caught('(nop)')}`), []);
  assert.equal(kept(`${P} ${caught('(throw $e (i32.const 1))')}`), [3]);
});
Liveness('not those of code out of reach', () => {
  assert.equal(kept(`${P} (return) ${get(0)}`), []);
  assert.equal(kept(`(return) ${P} ${get(0)}`), []);
});
Liveness('more of them than there are bits in a word', () => {
  const n = 100, { module } = valid(`(func (local ${'i32 '.repeat(n)}) ${P} ${[0, 31, 32, 63, 64, 99].map(get).join(' ')}) (func $p)`);
  const body = module.funcs[0]?.body ?? [];
  assert.equal(keptLocals(body, pointsOf(body, ({ op }) => op === 'call'), n), [0, 31, 32, 63, 64, 99]);
});
Liveness.run();
