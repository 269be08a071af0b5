/** Values cross the boundary as they are, in both directions. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allocHost } from '../../../evaluation/hosts/functions.ts';
import type { HostVal } from '../../../evaluation/host/values.ts';
import { newStore } from '../../../evaluation/store.ts';
import { functionType } from '../../../semantics/types/functions.ts';
import { showVal as showType } from '../../../semantics/types/showing.ts';
import { sameVal } from '../../../semantics/runtime/references.ts';
import { NULL, refExtern, refHost, refI31 } from '../../../semantics/runtime/values.ts';
import { absRef } from '../../../syntax/types.ts';
import type { AbsHeapName, RefType, ValType } from '../../../syntax/types.ts';
import { names, running, shown } from '../running.ts';

type Typed = readonly [type: ValType<never>, val: HostVal];
const ref = (name: AbsHeapName): RefType<never> => absRef(name);
const bits32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), bits64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
/** NaNs with all kinds of payloads among them. */
const nan32 = fc.tuple(bits32, fc.constantFrom(0x7f80_0001, 0x7fc0_0000, 0xff80_0000 | 0)).map(([b, nan]) => b | nan);
const nan64 = fc.tuple(bits64, fc.constantFrom(0x7ff0_0000_0000_0001n, 0x7ff8_0000_0000_0000n))
  .map(([b, nan]) => BigInt.asIntN(64, b | nan));
const hostRef = fc.nat().map(refHost), i31 = fc.nat({ max: 2 ** 31 - 1 }).map(refI31);
const typed: fc.Arbitrary<Typed> = fc.oneof(
  bits32.map((c): Typed => ['i32', { t: 'i32', c }]),
  bits64.map((c): Typed => ['i64', { t: 'i64', c }]),
  fc.oneof(bits32, nan32).map((c): Typed => ['f32', { t: 'f32', c }]),
  fc.oneof(bits64, nan64).map((c): Typed => ['f64', { t: 'f64', c }]),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((c): Typed => ['v128', { t: 'v128', c }]),
  fc.constantFrom<AbsHeapName>('any', 'eq', 'i31', 'struct', 'array', 'none', 'func', 'nofunc', 'extern', 'noextern', 'exn', 'noexn')
    .map((name): Typed => [ref(name), NULL]),
  fc.oneof(hostRef, i31).map((val): Typed => [ref('any'), val]),
  i31.map((val): Typed => [ref('eq'), val]),
  i31.map((val): Typed => [absRef('i31', false), val]),
  fc.oneof(hostRef, i31).map((val): Typed => [ref('extern'), refExtern(val)]),
  fc.oneof(hostRef, i31).map((val): Typed => [absRef('extern', false), refExtern(val)]),
);

const written = (ts: readonly ValType<never>[]): string => ts.map((t) => showType(t)).join(' ');
const same = (vals: readonly HostVal[], found: readonly HostVal[]): boolean =>
  vals.length === found.length && vals.every((val, i) => {
    const other = found[i];
    return other !== undefined && sameVal(val as never, other as never);
  });

const Crossing = suite('values at the boundary');

Crossing('into a function and back out of it', () => {
  fc.assert(fc.property(fc.array(typed, { maxLength: 8 }), (many) => {
    const types = written(many.map(([type]) => type)), vals = many.map(([, val]) => val);
    const { call } = running(`(func (export "f") (param ${types}) (result ${types}) ${vals.map((_, i) => `(local.get ${i})`).join('')})`);
    const result = call('f', ...vals);
    assert.is(result.kind, 'values');
    assert.ok(result.kind === 'values' && same(vals, result.vals), `${shown(result)}, expected ${shown({ kind: 'values', vals })}`);
  }), { numRuns: 100 });
});

Crossing('into a host function and back from there', () => {
  fc.assert(fc.property(fc.array(typed, { maxLength: 8 }), (many) => {
    const ts = many.map(([type]) => type), types = written(ts), vals = many.map(([, val]) => val), S = newStore();
    const host = allocHost(S, functionType(ts, ts, false), (args) => ({ kind: 'values', vals: args }));
    const { call } = running(`
      (import "m" "h" (func $h (param ${types}) (result ${types})))
      (func (export "f") (param ${types}) (result ${types}) ${vals.map((_, i) => `(local.get ${i})`).join('')} (call $h))`,
    names('m', { h: host }), S);
    const result = call('f', ...vals);
    assert.ok(result.kind === 'values' && same(vals, result.vals), shown(result));
  }), { numRuns: 100 });
});

Crossing('objects keep their identity, and their kind', () => {
  const { call } = running(`
    (type $s (struct)) (type $a (array i8)) (type $f (func (result i32)))
    (func $one (export "one") (type $f) (i32.const 1))
    (tag $e (param i32))
    (func (export "s") (result anyref) (struct.new $s)) (func (export "a") (result (ref $a)) (array.new_default $a (i32.const 3)))
    (func (export "func") (result funcref) (ref.func $one))
    (func (export "extern") (result externref) (extern.convert_any (struct.new $s)))
    (func (export "exn") (result exnref) (block (result exnref) (try_table (catch_all_ref 0) (throw $e (i32.const 7))) (unreachable)))
    (func (export "same") (param eqref eqref) (result i32) (ref.eq (local.get 0) (local.get 1)))
    (func (export "call") (param funcref) (result i32) (call_ref $f (ref.cast (ref $f) (local.get 0))))
    (func (export "open") (param exnref) (result i32)
      (block (result i32) (try_table (catch $e 0) (throw_ref (local.get 0))) (unreachable)))`);
  const made = (name: string): HostVal => {
    const result = call(name);
    if (result.kind !== 'values' || result.vals[0] === undefined) throw new Error(shown(result));
    return result.vals[0];
  };
  assert.equal(['s', 'a', 'func', 'extern', 'exn'].map((name) => made(name).t), ['ref.struct', 'ref.array', 'ref.func', 'ref.extern', 'ref.exn']);
  const s = made('s'), extern = made('extern');
  assert.is(shown(call('same', s, s)), '(i32.const 1)');
  assert.is(shown(call('same', s, made('s'))), '(i32.const 0)');
  assert.is(extern.t === 'ref.extern' ? extern.c.t : undefined, 'ref.struct');
  assert.is(shown(call('call', made('func'))), '(i32.const 1)');
  assert.is(shown(call('open', made('exn'))), '(i32.const 7)');
});

Crossing.run();
