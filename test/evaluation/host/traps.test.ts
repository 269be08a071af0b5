/** Traps have the words of the small step: exactly those, but for the classes that the table names. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { limitOf, wordsFor } from '../../../evaluation/host/traps.ts';
import { evaluator, smallStep } from '../trapping.ts';

const TYPES = `(type $v (func)) (type $w (func (param i32))) (type $s (struct (field (mut i32)))) (type $a (array (mut i8)))
  (type $r (array (mut funcref)))`;
const THINGS = '(table 2 2 funcref) (memory 1 1) (data $d "abc") (elem $e funcref (ref.null func) (ref.null func))';
const program = (body: string): string => `${TYPES} ${THINGS} (elem (i32.const 1) func $g) (func $g (type $w)) (func (export "f") ${body})`;

const Traps = suite('traps');

const exact: readonly string[] = [
  '(unreachable)',
  '(drop (i32.div_s (i32.const 1) (i32.const 0)))', '(drop (i64.rem_u (i64.const 1) (i64.const 0)))',
  '(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))',
  '(drop (i32.load (i32.const 65536)))', '(i64.store8 (i32.const -1) (i64.const 0))', '(drop (v128.load (i32.const 65530)))',
  '(memory.fill (i32.const 65535) (i32.const 0) (i32.const 2))', '(memory.init $d (i32.const 0) (i32.const 3) (i32.const 1))',
  '(memory.copy (i32.const 0) (i32.const 65535) (i32.const 2))',
  '(drop (table.get (i32.const 2)))', '(table.set (i32.const 2) (ref.null func))',
  '(table.fill (i32.const 1) (ref.null func) (i32.const 2))', '(table.init $e (i32.const 1) (i32.const 1) (i32.const 2))',
  '(call_indirect (type $v) (i32.const 2))', '(return_call_indirect (type $v) (i32.const 2))',
  '(call_ref $v (ref.null $v))', '(return_call_ref $v (ref.null $v))',
  '(drop (ref.as_non_null (ref.null $s)))', '(drop (ref.cast (ref $s) (ref.i31 (i32.const 1))))',
  '(drop (struct.get $s 0 (ref.null $s)))', '(struct.set $s 0 (ref.null $s) (i32.const 0))',
  '(drop (array.get_u $a (ref.null $a) (i32.const 0)))', '(drop (array.len (ref.null array)))',
  '(drop (array.get_u $a (array.new_default $a (i32.const 2)) (i32.const 2)))',
  '(array.fill $a (array.new_default $a (i32.const 2)) (i32.const 1) (i32.const 0) (i32.const 2))',
  '(array.copy $a $a (ref.null $a) (i32.const 0) (ref.null $a) (i32.const 0) (i32.const 0))',
  '(drop (array.new_data $a $d (i32.const 2) (i32.const 2)))', '(drop (array.new_elem $r $e (i32.const 1) (i32.const 2)))',
  '(array.init_data $a $d (array.new_default $a (i32.const 9)) (i32.const 0) (i32.const 3) (i32.const 1))',
  '(drop (array.new_default $a (i32.const -1)))',
  '(drop (i31.get_u (ref.null i31)))', '(throw_ref (ref.null exn))',
  '(drop (i32.atomic.load (i32.const 2)))', '(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0)))',
  '(if (i32.const 1) (then (block (loop (drop (struct.get $s 0 (ref.null $s)))))))',
];
for (const body of exact) {
  Traps(body, () => assert.equal(evaluator(program(body)), [smallStep(program(body))]));
}

/** What the host cannot tell apart, all of each class. */
const classes: readonly (readonly string[])[] = [
  ['(drop (i32.trunc_f32_s (f32.const nan)))', '(drop (i64.trunc_f64_u (f64.const -1)))'],
  ['(call_indirect (type $v) (i32.const 0))', '(call_indirect (type $v) (i32.const 1))'],
];
for (const bodies of classes) {
  Traps(`a class: ${bodies.join(', ')}`, () => {
    const words = bodies.map((body) => smallStep(program(body)));
    for (const body of bodies) assert.equal([...evaluator(program(body))].sort(), [...words].sort());
  });
}

Traps('a segment that is initialised in an array: either is out of bounds, or both', () => {
  const init = (i: number, j: number): string => program(`(array.init_elem $r $e (array.new_default $r (i32.const 2)) (i32.const ${i}) (i32.const ${j}) (i32.const 2))`);
  for (const [i, j] of [[1, 0], [0, 1], [1, 1]] as const) assert.ok(evaluator(init(i, j)).includes(smallStep(init(i, j)) ?? ''));
});

Traps('the instruction tells what was null; without it all are possible', () => {
  assert.equal(wordsFor('dereferencing a null pointer', 'struct.set'), ['null structure reference']);
  assert.ok((wordsFor('dereferencing a null pointer', undefined) ?? []).length > 3);
  assert.is(wordsFor('something new', 'struct.set'), undefined);
});

Traps('limits of the host are told from mistakes', () => {
  const large = 'initial memory size (300000 pages) is larger than implementation limit (262144 pages) @+12';
  assert.is(limitOf(`WebAssembly.Module(): ${large}`), `out of memory: ${large}`);
  assert.match(limitOf('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance') ?? '', /^out of memory/u);
  assert.match(limitOf('WebAssembly.Module(): Compiling function #0 failed: local count too large @+26') ?? '', /^a limit of the host/u);
  assert.is(limitOf('WebAssembly.Module(): Compiling function #0 failed: type error in fallthru[0]'), undefined);
});

Traps.run();
