/** What a step changes is all that differs between two stores, and nothing else. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { put8 } from '../../semantics/data/memory.ts';
import type { Vec } from '../../semantics/data/vector.ts';
import { extend, get, set } from '../../semantics/data/vector.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { withGlobal, withMem, withTable } from '../../semantics/runtime/updates.ts';
import { i32, refFunc, refI31 } from '../../semantics/runtime/values.ts';
import { changesOf } from '../../tracing/difference.ts';
import type { Change } from '../../tracing/model.ts';
import { planOf, recordsOf, runOf, stepsOf, textSource, wish } from './programs.ts';

const source = textSource(`(module
  (type $pair (struct (field $left (mut i32)) (field (mut i8))))
  (type $bytes (array (mut i8)))
  (global $g (mut i32) (i32.const 1)) (global (export "h") (mut i64) (i64.const -1)) (global (mut i31ref) (ref.null i31))
  (memory $m 1) (table $t 4 funcref) (data $d "abc") (elem $e func $f)
  (func $f)
  (func (export "main") (param $x i32) (local $y f32)
    (local.set $x (i32.const 5)) (local.set $y (f32.const 0.5)) (local.set $x (i32.const 5))
    (global.set $g (i32.const 7)) (global.set 1 (i64.const 2))
    (i32.store8 (i32.const 16) (i32.const 255)) (i64.store (i32.const 15) (i64.const -1)) (drop (memory.grow (i32.const 1)))
    (table.set $t (i32.const 2) (ref.func $f)) (drop (table.grow $t (ref.null func) (i32.const 3)))
    (struct.set $pair $left (struct.new $pair (i32.const 1) (i32.const 2)) (i32.const 3))
    (struct.set $pair 1 (struct.new $pair (i32.const 1) (i32.const 2)) (i32.const 511))
    (array.set $bytes (array.new $bytes (i32.const 1) (i32.const 9)) (i32.const 7) (i32.const 2))
    (data.drop $d) (elem.drop $e)))`);
const plan = planOf(source, wish('main 4'));

const shown = ({ where, name, from, to }: Change): string => `${where}${name === null ? '' : ` ${name}`}: ${from === null ? '+' : `${from} →`} ${to}`;

const Difference = suite('difference');

Difference('of steps: what the instructions say, by path and name', () => {
  const steps = stepsOf(recordsOf(plan)).filter(({ phase, changes }) => phase === 'invocation' && changes.length > 0);
  assert.equal(steps.map(({ changes }) => changes.map(shown).join('; ')), [
    'F.locals[0] $x: 4 → 5',
    'F.locals[1] $y: 0:f32 → 0.5:f32',
    'S.globals[0] $g: 1 → 7',
    'S.globals[1] h: -1:i64 → 2:i64',
    'S.mems[0].bytes[0x10 : 1] $m: 00 → ff',
    'S.mems[0].bytes[0xf : 1] $m: 00 → ff; S.mems[0].bytes[0x11 : 6] $m: 00 00 00 00 00 00 → ff ff ff ff ff ff',
    'S.mems[0].|bytes| $m: 65536 → 131072',
    'S.tables[0].refs[2] $t: ref.null → (ref.func 0 $f)',
    'S.tables[0].|refs| $t: 4 → 7',
    'S.structs[0]: + {1, 2:i8}',
    'S.structs[0].fields[0] $pair.$left: 1 → 3',
    'S.structs[1]: + {1, 2:i8}',
    'S.structs[1].fields[1]: 2:i8 → 255:i8',
    'S.arrays[0]: + {1:i8, 1:i8, 1:i8, 1:i8, 1:i8, 1:i8, … 3 more}',
    'S.arrays[0].fields[7]: 1:i8 → 2:i8',
    'S.datas[0] $d: 3 bytes → ε',
    'S.elems[0] $e: 1 reference → ε',
  ]);
});

Difference('of steps: those that pop and push values change nothing', () => {
  for (const { rule, changes } of stepsOf(recordsOf(plan)))
    if (rule.startsWith('Step_pure/') || rule.startsWith('Step_read/')) assert.equal(changes, [], rule);
});

// ── random updates ───────────────────────────────────────────────────────────────────────────────────
const { z } = runOf(plan), { inst, places } = plan.subject;
/** An element that exists. */
const at = <A>(v: Vec<A>, i: number): A => {
  const a = get(v, i);
  if (a === undefined) throw new RangeError(`no element ${i}`);
  return a;
};
/** A change of a store, and the places that it may change. */
interface Update {
  readonly apply: (S: Store) => Store;
  readonly where: (S: Store) => string;
}
const update: fc.Arbitrary<Update> = fc.oneof(
  fc.integer().map((c): Update => ({
    apply: (S) => withGlobal(S, 0, { type: at(S.globals, 0).type, value: i32(c) }), where: () => 'S.globals[0]',
  })),
  fc.nat({ max: 1000 }).map((c): Update => ({
    apply: (S) => withGlobal(S, 2, { type: at(S.globals, 2).type, value: refI31(c) }), where: () => 'S.globals[2]',
  })),
  fc.tuple(fc.nat({ max: 60_000 }), fc.integer({ min: 1, max: 255 })).map(([a, byte]): Update => ({
    apply: (S) => withMem(S, 0, { type: at(S.mems, 0).type, bytes: put8(at(S.mems, 0).bytes, a, byte) }),
    where: () => `S.mems[0].bytes[0x${a.toString(16)} : 1]`,
  })),
  fc.nat({ max: 6 }).map((i): Update => ({
    apply: (S) => withTable(S, 0, { type: at(S.tables, 0).type, refs: set(at(S.tables, 0).refs, i, refFunc(1)) }),
    where: () => `S.tables[0].refs[${i}]`,
  })),
  fc.integer({ min: 1, max: 50 }).map((n): Update => ({
    apply: (S) => withTable(S, 0, { type: at(S.tables, 0).type, refs: extend(at(S.tables, 0).refs, n, refFunc(0)) }),
    where: () => 'S.tables[0].|refs|',
  })),
);
const changesAfter = (S: Store): readonly Change[] => changesOf(z, { ...z, S }, inst, places);

Difference('of one random update: that one', () => {
  fc.assert(fc.property(update, ({ apply, where }) => {
    const found = changesAfter(apply(z.S)).map(({ where: path }) => path);
    assert.ok(found.length <= 1);
    for (const path of found) assert.is(path, where(z.S));
  }));
});

Difference('of several random updates: from and to are what the stores say, and only what is different is listed', () => {
  fc.assert(fc.property(fc.array(update, { maxLength: 6 }), (updates) => {
    const S = updates.reduce((before, { apply }) => apply(before), z.S), allowed = new Set(updates.map(({ where }) => where(z.S)));
    const changes = changesAfter(S);
    assert.ok(changes.every(({ from, to }) => from !== to));
    assert.ok(changes.every(({ where }) => where.includes('bytes') || allowed.has(where)));
    const back = changesOf({ ...z, S }, z, inst, places);
    const turned = back.map(({ where, from, to }) => [where, to, from]);
    assert.equal(turned, changes.map(({ where, from, to }) => [where, from, to]));
  }));
});

Difference('a store of which nothing differs costs nothing and lists nothing', () => {
  assert.equal(changesAfter(z.S), []);
  assert.equal(changesAfter({ ...z.S }), []);
});

Difference('what is too much is cut: elements, ranges, and bytes of a range', () => {
  const table = at(z.S.tables, 0), mem = at(z.S.mems, 0);
  let refs = extend(table.refs, 100, refFunc(0)), bytes = mem.bytes;
  const S0 = withTable(z.S, 0, { type: table.type, refs });
  for (let i = 0; i < 50; i++) refs = set(refs, 2 * i, refFunc(1));
  for (let i = 0; i < 50; i++) bytes = put8(bytes, 1000 + 2 * i, 1);
  for (let i = 0; i < 50; i++) bytes = put8(bytes, 500 + i, 1);
  const S = withMem(withTable(z.S, 0, { type: table.type, refs }), 0, { type: mem.type, bytes });
  const changes = changesOf({ ...z, S: S0 }, { ...z, S }, inst, places);
  const count = (part: string): number => changes.filter(({ where }) => where.includes(part)).length;
  assert.is(count('.refs['), 8);
  assert.is(count('.bytes['), 8);
  assert.is(changes.filter(({ from, to }) => from === '…' && to === '…').length, 2);
  assert.ok(changes.some(({ where, to }) => where === 'S.mems[0].bytes[0x1f4 : 50]' && to.endsWith('01 …')));
});

Difference.run();
