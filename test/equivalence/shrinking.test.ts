/** Shrinking: the program gets small, and shows the same. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRight } from 'fp-ts/lib/Either.js';
import { observe } from '../../equivalence/engine.ts';
import { programChoices } from '../../equivalence/generation/descriptions.ts';
import { programOf } from '../../equivalence/generation/programs.ts';
import { firstDifferenceOf } from '../../equivalence/observation.ts';
import type { Program } from '../../equivalence/program.ts';
import { validProgram } from '../../equivalence/program.ts';
import { pruned } from '../../equivalence/shrinking/pruning.ts';
import { shrink } from '../../equivalence/shrinking/programs.ts';
import { smallStepEngine } from '../../equivalence/small-step.ts';
import { printProgram, readProgram } from '../../equivalence/texts.ts';
import { run } from '../../reduction/machine.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { printModule } from '../../syntax/text/printer.ts';

const Shrinking = suite('shrinking');
const LIMITS = { fuel: 100_000, frames: 1000 };
const isValid = (program: Program): boolean => isRight(validProgram(program));
const observation = (program: Program): ReturnType<typeof observe> => {
  const valid = validProgram(program);
  assert.ok(isRight(valid), isRight(valid) ? '' : valid.left.message);
  return observe(smallStepEngine(run, LIMITS), valid.right);
};
const samples = fc.sample(programChoices, { numRuns: 40, seed: 3 }).map(programOf);
const lines = (program: Program): number => program.modules.reduce((n, { module }) => n + printModule(module).split('\n').length, 0);

Shrinking('what traps in one place is all that is left', () => {
  const divides = (program: Program): boolean => isValid(program)
    && observation(program).some(({ found }) => found.includes('traps: integer divide by zero'));
  const module = parseModule(`(module
    (type $unused (struct (field i32))) (global $g (mut i32) (i32.const 3)) (memory 1)
    (func $other (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
    (func (export "a") (result i32) (call $other (i32.const 1)))
    (func (export "main") (result i32) (local $x i32) (local $y i64)
      (local.set $x (call $other (i32.const 6)))
      (block $out (loop $l (br_if $out (i32.eqz (local.get $x))) (local.set $x (i32.sub (local.get $x) (i32.const 1))) (br $l)))
      (i32.add (i32.const 4) (block (result i32) (if (result i32) (i32.const 1) (then (i32.div_s (i32.const 7) (local.get $x))) (else (i32.const 1)))))))`);
  assert.ok(isRight(module));
  const calls = ['a', 'main'].map((name) => ({ module: 'M', name, args: [] }));
  const small = shrink({ modules: [{ name: 'M', module: module.right }], calls }, divides, 5000);
  assert.ok(divides(small));
  assert.equal(small.calls.map(({ name }) => name), ['main']);
  const [{ module: left } = { module: module.right }] = small.modules;
  assert.is(left.funcs.length, 1);
  assert.equal([left.types.length, left.globals.length, left.mems.length, left.funcs[0]?.locals.length], [1, 0, 0, 0]);
  assert.ok((left.funcs[0]?.body.length ?? 0) <= 4, printModule(left));
});

Shrinking('generated programs get much smaller, and still suspend unhandled', () => {
  const shows = (program: Program): boolean => isValid(program)
    && observation(program).some(({ found: [found] }) => found?.startsWith('is suspended by suspend') === true);
  const program = fc.sample(programChoices, { numRuns: 300, seed: 5 }).map(programOf).find(shows);
  assert.ok(program !== undefined);
  const small = shrink(program, shows, 3000);
  assert.ok(shows(small));
  assert.ok(lines(small) < lines(program) / 4, `${lines(small)} of ${lines(program)} lines are left`);
});

Shrinking('a module without what nothing uses is valid, and does the same', () => {
  for (const program of samples) {
    const modules = program.modules.map(({ name, module }) => ({ name, closed: true, module: pruned(module) }));
    const small: Program = { ...program, modules };
    const closed: Program = { ...program, modules: program.modules.map((named) => ({ ...named, closed: true })) };
    // Functions are called by their indices, of which there are fewer.
    const nameless = (one: Program): ReturnType<typeof observe> =>
      observation(one).map(({ what, found }) => ({ what, found: found.map((text) => text.replaceAll(/func [AB]\.\d+/gu, 'func')) }));
    assert.is(firstDifferenceOf(nameless(closed), nameless(small)), undefined);
  }
});

Shrinking('programs that are written are read again', () => {
  for (const program of samples) {
    const read = readProgram(printProgram(program));
    assert.ok(isRight(read), isRight(read) ? '' : read.left);
    assert.equal(read.right.calls, program.calls);
    const open: Program = { ...program, modules: program.modules.map(({ name, module }) => ({ name, module })) };
    assert.is(firstDifferenceOf(observation(open), observation(read.right)), undefined);
  }
});

Shrinking.run();
