import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { elements, get } from '../../semantics/data/vector.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { answer, called, exported, make, refusal } from './instances.ts';

// ── addresses ────────────────────────────────────────────────────────────────────────────────────────
const Addresses = suite('addresses of an instance');
const ONE_OF_EACH = `(func (export "f")) (table (export "t") 1 funcref) (memory (export "m") 1) (global (export "g") i32 (i32.const 7))
  (tag (export "e")) (elem func) (data "a")`;

Addresses('new ones follow what the store has, kind by kind', () => {
  const { S, inst } = make(`(module ${ONE_OF_EACH} ${ONE_OF_EACH.replaceAll(/export "(.)"/gu, 'export "$1$1"')})`);
  const next = make(`(module ${ONE_OF_EACH})`, S);
  const spaces = ({ funcs, tables, mems, globals, tags, elems, datas }: typeof inst): unknown =>
    ({ funcs, tables, mems, globals, tags, elems, datas });
  const all = (...as: readonly number[]): unknown => ({ funcs: as, tables: as, mems: as, globals: as, tags: as, elems: as, datas: as });
  assert.equal(spaces(inst), all(0, 1));
  assert.equal(spaces(next.inst), all(2));
});

Addresses('those of imports come first, in the order of the imports of their kind', () => {
  const one = make(`(module ${ONE_OF_EACH})`), two = make(`(module ${ONE_OF_EACH})`, one.S);
  const { inst } = make(`(module
    (import "two" "g" (global i32)) (import "two" "f" (func)) (import "one" "g" (global i32)) (import "one" "t" (table 1 funcref))
    (import "one" "f" (func)) (import "two" "e" (tag)) (import "two" "m" (memory 1)) (import "two" "f" (func))
    (func) (global i32 (i32.const 0)) (memory 1))`, two.S, { one: one.inst, two: two.inst });
  assert.equal([inst.funcs, inst.globals, inst.mems, inst.tables, inst.tags], [[1, 0, 1, 2], [1, 0, 2], [1, 2], [0], [1]]);
});

Addresses('exports have the addresses of what they export, under their names', () => {
  const one = make(`(module ${ONE_OF_EACH})`);
  const { inst } = make(`(module (import "one" "g" (global i32)) (global i32 (i32.const 1)) (func) (func)
    (export "imported" (global 0)) (export "own" (global 1)) (export "second" (func 1)))`, one.S, { one: one.inst });
  assert.equal(inst.exports.map(({ name, addr: { kind, a } }) => `${name} ${kind} ${a}`), ['imported global 0', 'own global 1', 'second func 2']);
  assert.is(exported(inst, 'own').a, 1);
});

Addresses('functions know their instance, and their index in it', () => {
  const one = make('(module (func (export "f")))'), { S, inst } = make('(module (import "one" "f" (func)) (func) (func))', one.S, { one: one.inst });
  const own = inst.funcs.slice(1).map((a) => get(S.funcs, a));
  assert.equal(own.map((fi) => [fi?.module === inst, fi?.code.kind === 'wasm' && fi.code.x]), [[true, 1], [true, 2]]);
});
Addresses.run();

// ── initialisers ─────────────────────────────────────────────────────────────────────────────────────
const Initialisers = suite('initialisers');

Initialisers('a global may read those before it: imported ones, and own ones', () => {
  const one = make('(module (global (export "g") i32 (i32.const 7)))');
  const { S, inst } = make(`(module (import "one" "g" (global i32)) (global i32 (i32.add (global.get 0) (i32.const 1)))
    (global i32 (i32.add (global.get 1) (i32.const 1))) (global i32 (i32.mul (global.get 1) (global.get 2))))`, one.S, { one: one.inst });
  assert.equal(inst.globals.map((a) => get(S.globals, a)?.value), [7, 8, 9, 72].map(i32));
});

const S = '(type $s (struct (field i32)))';
const FIELD = '(func (export "field") (param i32) (result i32) (struct.get $s 0 (table.get 0 (local.get 0))))';

Initialisers('what they allocate stays in the store: of globals, of tables, of element segments, in this order', () => {
  const made = make(`(module ${S} (global $g (ref $s) (struct.new $s (i32.const 1)))
    (elem $e (ref null $s) (item (struct.new $s (i32.const 3))) (item (global.get $g)) (item (struct.new $s (i32.const 4))))
    (table 5 (ref null $s) (struct.new $s (i32.const 2))) ${FIELD}
    (func (export "init") (table.init $e (i32.const 1) (i32.const 0) (i32.const 3)))
    (func (export "global") (result i32) (struct.get $s 0 (global.get $g))))`);
  assert.is(answer(made, 'global'), 1);
  assert.equal([0, 4].map((i) => answer(made, 'field', i32(i))), [2, 2]);
  assert.is(called(made, 'init').kind, 'values');
  assert.equal(elements(made.S.structs).map(({ fields }) => elements(fields)[0]), [1, 2, 3, 4].map(i32));
});

Initialisers('a table without one holds null; one that has one evaluates it once', () => {
  const made = make(`(module ${S} (table 2 (ref null $s)) (table 3 (ref $s) (struct.new $s (i32.const 9)))
    (func (export "same") (result i32) (ref.eq (table.get 1 (i32.const 0)) (table.get 1 (i32.const 2))))
    (func (export "null") (result i32) (ref.is_null (table.get 0 (i32.const 1)))))`);
  assert.equal([answer(made, 'same'), answer(made, 'null'), made.S.structs.n], [1, 1, 1]);
});

Initialisers('refer to functions that are allocated after them, imported or not', () => {
  const one = make('(module (func (export "f") (result i32) (i32.const 1)))');
  const made = make(`(module (type $t (func (result i32))) (import "one" "f" (func $f (type $t)))
    (global $g (ref $t) (ref.func $h)) (table (ref null $t) (elem (ref.func $f) (ref.func $h)))
    (func $h (type $t) (i32.const 2)) (export "h" (func $h))
    (func (export "g") (result i32) (call_ref $t (global.get $g)))
    (func (export "t") (param i32) (result i32) (call_ref $t (table.get 0 (local.get 0)))))`, one.S, { one: one.inst });
  assert.equal([answer(made, 'g'), answer(made, 't', i32(0)), answer(made, 't', i32(1))], [2, 1, 2]);
});

Initialisers('one that traps makes an end of it, and says where; so does one that takes too much', () => {
  const trapping = '(module (type $a (array i8)) (global (ref $a) (array.new_default $a (i32.const -1))))';
  const found = refusal(trapping);
  assert.equal(found, { kind: 'trap', why: 'allocation size too large', span: found.span });
  assert.is(trapping.slice(found.span.start, found.span.end), '(global (ref $a) (array.new_default $a (i32.const -1)))');
  const full = refusal(`(module (type $a (array i8)) (elem (ref $a) (item (array.new_default $a (i32.const 1)))))`, { ...EMPTY_STORE, cells: 19_999_999 });
  assert.equal([full.kind, 'message' in full && full.message], ['limit', 'out of memory: the store would have more than 20000000 cells']);
});

Initialisers('many globals take time in proportion to their number', () => {
  const n = 30_000, start = process.cpuUsage();
  const globals = Array.from({ length: n }, (_, i) => `(global i32 ${i === 0 ? '(i32.const 1)' : `(i32.add (global.get ${i - 1}) (i32.const 1))`})`);
  const { S, inst } = make(`(module ${globals.join('')})`);
  assert.equal(get(S.globals, inst.globals[n - 1] ?? -1)?.value, i32(n));
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 4e6, `${(user + system) / 1e6} s`);
});
Initialisers.run();

// ── segments and the start function ──────────────────────────────────────────────────────────────────
const Segments = suite('active segments and the start function');
const READ = '(func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0)))';

Segments('element segments come before data segments, and what ran before a trap stays', () => {
  const one = make(`(module (memory (export "m") 1) (table (export "t") 2 funcref) ${READ}
    (func (export "null") (param i32) (result i32) (ref.is_null (table.get 0 (local.get 0)))))`);
  const imports = '(import "one" "m" (memory 1)) (import "one" "t" (table 2 funcref)) (func $f)';
  const elemTraps = make(`(module ${imports} (data (i32.const 0) "x") (elem (i32.const 0) func $f) (elem (i32.const 2) func $f))`, one.S, { one: one.inst });
  assert.equal(elemTraps.outcome, { kind: 'trap', why: 'out of bounds table access' });
  const seen = { S: elemTraps.S, inst: one.inst };
  assert.equal([answer(seen, 'null', i32(0)), answer(seen, 'read', i32(0))], [0, 0]);
  const dataTraps = make(`(module ${imports} (data (i32.const 0) "x") (data (i32.const 65536) "y") (elem (i32.const 1) func $f))`, one.S, { one: one.inst });
  assert.equal(dataTraps.outcome, { kind: 'trap', why: 'out of bounds memory access' });
  const left = { S: dataTraps.S, inst: one.inst };
  assert.equal([answer(left, 'null', i32(1)), answer(left, 'read', i32(0))], [0, 120]);
});

Segments('run in their order, at their offsets, in their memory or table', () => {
  const made = make(`(module (memory 1) (memory $n 1) (global $g i32 (i32.const 3)) (table 4 funcref) (table $u 4 funcref)
    (data (i32.const 1) "ab") (data (i32.const 2) "c") (data $d (memory $n) (global.get $g) "z")
    (func $f (result i32) (i32.const 10)) (func $h (result i32) (i32.const 20))
    (elem (i32.const 0) $f $f) (elem (i32.const 1) $h) (elem (table $u) (global.get $g) func $h)
    (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
    (func (export "other") (param i32) (result i32) (call_indirect $u (result i32) (local.get 0)))
    ${READ} (func (export "far") (param i32) (result i32) (i32.load8_u $n (local.get 0))))`);
  assert.equal([0, 1, 2, 3].map((i) => answer(made, 'read', i32(i))), [0, 97, 99, 0]);
  assert.equal([2, 3].map((i) => answer(made, 'far', i32(i))), [0, 122]);
  assert.equal([answer(made, 'call', i32(0)), answer(made, 'call', i32(1)), answer(made, 'other', i32(3))], [10, 20, 20]);
});

Segments('active and declared ones are dropped, passive ones stay', () => {
  const { S, inst, outcome } = make(`(module (memory 1) (table 1 funcref) (func $f)
    (elem (i32.const 0) $f) (elem func $f) (elem declare func $f) (data (i32.const 0) "a") (data "b"))`);
  assert.is(outcome.kind, 'values');
  assert.equal(inst.elems.map((a) => get(S.elems, a)?.refs.length), [0, 1, 0]);
  assert.equal(inst.datas.map((a) => get(S.datas, a)?.bytes.length), [0, 1]);
});

Segments('the start function runs last, and only if no segment traps', () => {
  const module = (offset: number): string => `(module (memory (export "m") 1) (global $g (export "g") (mut i32) (i32.const 0))
    (func $start (global.set $g (i32.load8_u (i32.const 5)))) (start $start) (data (i32.const 5) "\\2a") (data (i32.const ${offset}) "x"))`;
  const good = make(module(6)), bad = make(module(65536));
  assert.equal(get(good.S.globals, 0)?.value, i32(42));
  assert.equal([bad.outcome.kind, get(bad.S.globals, 0)?.value], ['trap', i32(0)]);
});
Segments.run();

// ── limits, invocation ───────────────────────────────────────────────────────────────────────────────
const Limits = suite('limits of instantiation');
Limits('the largest memory and the largest table there are, and one more', () => {
  assert.is(make('(module (memory i64 0x1_0000_0000))').outcome.kind, 'values');
  assert.is(make('(module (table 10_000_000 funcref))').outcome.kind, 'values');
  for (const [field, message] of [
    ['(memory i64 0x1_0000_0001)', 'out of memory: a memory of 4294967297 pages; at most 4294967296 are possible here'],
    ['(table 10_000_001 funcref)', 'out of memory: a table of 10000001 elements; at most 10000000 are possible here'],
  ] as const) {
    const text = `(module ${field})`, found = refusal(text);
    assert.equal([found.kind, 'message' in found && found.message, text.slice(found.span.start, found.span.end)], ['limit', message, field]);
  }
});
Limits.run();

const Invocation = suite('invocation');
Invocation('takes a function of the store, and as many arguments as it has parameters', () => {
  const made = make('(module (func (export "sub") (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1))))');
  assert.is(answer(made, 'sub', i32(7), i32(2)), 5);
  assert.is(invoke(made.S, 0, [i32(1)]), undefined);
  assert.is(invoke(made.S, 0, [i32(1), i32(2), i32(3)]), undefined);
  assert.is(invoke(made.S, 1, []), undefined);
});
Invocation.run();
