/** The picture of stacks: active ones parted at prompts, continuations detached, and who holds them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Continuations, Stack, Step } from '../../tracing/model.ts';
import { showPosition } from '../../tracing/places.ts';
import { example, planOf, recordsOf, stepsOf, textSource } from './programs.ts';

const steps = (name: string): readonly Step[] => stepsOf(recordsOf(planOf(example(name), undefined, { instantiation: false })));
const by = (all: readonly Step[], rule: string): readonly Step[] => all.filter((step) => step.rule === rule);
const frames = ({ frames: all }: Stack): string => all.map(({ func }) => func).join(' ');
const picture = (stacks: readonly Stack[] | null): string | undefined =>
  stacks?.map((stack) => `${stack.prompt === null ? '' : `{${stack.prompt}} `}${frames(stack)}`).join(' | ');

const Stacks = suite('stacks');

Stacks('are shown when they change: by calls, returns, resumptions, suspensions, switches, exceptions and traps, and only then', () => {
  const changing = /call_ref-func|frame|prompt|resume-cont|resume_throw_ref-cont|throw_ref-prompt|trap-prompt/u;
  for (const name of ['generator', 'scheduler', 'nested-handlers', 'cancellation', 'exceptions', 'list'])
    for (const { rule, stacks } of steps(name)) assert.is(stacks !== null, changing.test(rule), `${name}: ${rule}`);
});

Stacks('of a generator: resuming puts a prompt and the generator on top, suspending takes both off', () => {
  const all = steps('generator');
  assert.is(picture(by(all, 'Step/suspend-prompt')[0]?.stacks ?? null), 'main');
  assert.is(picture(by(all, 'Step/resume-cont')[0]?.stacks ?? null), 'main | {(on $yield $on_yield)} ');
  assert.is(picture(by(all, 'Step/resume-cont')[1]?.stacks ?? null), 'main | {(on $yield $on_yield)} $generate');
});

Stacks('of nested handlers: each prompt parts them, outermost first', () => {
  const all = steps('nested-handlers'), pictures = all.map(({ stacks }) => picture(stacks));
  assert.ok(pictures.includes('main | {(on $tell $on_tell)} $inner | {(on $ask $on_ask)} $client'));
});

Stacks('a frame says where it goes on', () => {
  const [resumed] = by(steps('generator'), 'Step/resume-cont').slice(1), [outer, inner] = resumed?.stacks ?? [];
  const lines = [outer, inner].map((stack) => stack?.frames.map(({ at }) => at === null ? '-' : showPosition(at)).join());
  assert.equal(lines, ['29:17', '17:30']); // (local.get $sum) after the resume, (local.get $n) after the suspend
});

const held = (continuations: Continuations | null): readonly (readonly [number, readonly string[]])[] =>
  (continuations?.detached ?? []).map(({ a, heldBy }) => [a, heldBy]);

Stacks('continuations are shown when they change, with what they are and who refers to them', () => {
  const all = steps('generator'), [made] = by(all, 'Step/cont.new-func'), [suspended] = by(all, 'Step/suspend-prompt');
  assert.equal(held(made?.continuations ?? null), [[0, ['an operand']]]);
  const [fresh] = made?.continuations?.detached ?? [], [second] = suspended?.continuations?.detached ?? [];
  assert.equal([fresh?.begun, fresh?.stacks.map(frames)], [false, ['$generate']]);
  assert.equal([second?.begun, second?.stacks.map(frames), second?.at?.line], [true, ['$generate'], 16]);
  assert.equal(suspended?.continuations?.consumed, [0]);
  assert.ok(all.every(({ continuations, changes }) => (continuations !== null) === changes.some(({ where }) => where.startsWith('S.conts['))));
});

Stacks('a continuation with prompts inside has several stacks', () => {
  const [, told] = by(steps('nested-handlers'), 'Step/suspend-prompt');
  const [continuation] = told?.continuations?.detached ?? [];
  assert.is(picture(continuation?.stacks ?? null), '$inner | {(on $ask $on_ask)} $client');
});

Stacks('locals, globals, tables, structures and arrays are searched for who holds a continuation', () => {
  const records = recordsOf(planOf(textSource(`(module
    (type $ft (func)) (type $ct (cont $ft)) (type $s (struct (field $k (mut (ref null $ct))))) (type $a (array (mut (ref null $ct))))
    (global $g (mut (ref null $ct)) (ref.null $ct)) (table $t 3 (ref null $ct))
    (func $f) (elem declare func $f)
    (func (export "main") (local $l (ref null $ct))
      (local.set $l (cont.new $ct (ref.func $f)))
      (global.set $g (local.get $l))
      (table.set $t (i32.const 2) (local.get $l))
      (drop (struct.new $s (local.get $l)))
      (drop (array.new_fixed $a 2 (ref.null $ct) (local.get $l)))
      (call $inner (cont.new $ct (ref.func $f))))
    (func $inner (param $k (ref $ct)) (drop (cont.new $ct (ref.func $f)))))`)));
  const last = stepsOf(records).findLast(({ continuations }) => continuations !== null)?.continuations ?? null;
  assert.equal(held(last), [
    [0, ['$l of main', '$g', '$t[2]', 'S.structs[0].fields[0]', 'S.arrays[0].fields[1]']], [1, ['$k of $inner']], [2, ['an operand']],
  ]);
});

Stacks('of many frames the innermost are shown, and the others counted', () => {
  const records = recordsOf(planOf(textSource(`(module (func $f (export "main") (param $n i32)
    (if (local.get $n) (then (call $f (i32.sub (local.get $n) (i32.const 1)))))) (start $g) (func $g (call $f (i32.const 20))))`)));
  const deepest = stepsOf(records).filter(({ stacks }) => stacks !== null).map(({ stacks }) => stacks?.[0]);
  const [most] = deepest.toSorted((a, b) => (b?.hidden ?? 0) - (a?.hidden ?? 0));
  assert.equal([most?.hidden, most?.frames.length], [22 - 6, 6]);
});

Stacks('of many prompts the innermost are shown', () => {
  const records = recordsOf(planOf(textSource(`(module (type $ft (func (param i32))) (type $ct (cont $ft)) (elem declare func $f)
    (func $f (param $n i32)
      (if (local.get $n) (then (resume $ct (i32.sub (local.get $n) (i32.const 1)) (cont.new $ct (ref.func $f))))))
    (func (export "main") (call $f (i32.const 20))))`)));
  const hidden = (stacks: readonly Stack[]): number => stacks[0]?.hidden ?? 0;
  const most = stepsOf(records).map(({ stacks }) => stacks ?? []).toSorted((a, b) => hidden(b) - hidden(a))[0] ?? [];
  assert.is(most.length, 9);
  assert.is(hidden(most), 1 + 2 * 12); // the frame of main, and 12 of 20 prompts with a frame each
  assert.equal(most[0]?.frames, []);
});

Stacks.run();
