/** Linking, instantiation and calls by the evaluator, as an embedder sees them. */
import * as E from 'fp-ts/lib/Either.js';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { globalRead, moduleInstantiate } from '../../evaluation/embedding.ts';
import { spectest } from '../../evaluation/hosts/spectest.ts';
import { refusal } from '../../evaluation/loading.ts';
import type { Extern, Names } from '../../evaluation/store.ts';
import { externType, newStore } from '../../evaluation/store.ts';
import { moduleInstantiate as smallStepInstantiate } from '../../reduction/embedding.ts';
import { spectest as smallStepSpectest } from '../../reduction/hosts/spectest.ts';
import { showVal } from '../../scripts/showing.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { running, shown, started, valid } from './running.ts';

const messageOf = (either: E.Either<unknown, unknown>): unknown =>
  E.isLeft(either) && typeof either.left === 'object' && either.left !== null && 'message' in either.left ? either.left.message : either._tag;
/** An extern of an instance. */
const exported = (exports: ReadonlyMap<string, Extern>, name: string): Extern => {
  const found = exports.get(name);
  if (found === undefined) throw new Error(`the test asks for ${name}, which is not exported`);
  return found;
};

const Linking = suite('linking');

/** Why both engines do not instantiate a module that may import `spectest`. */
const refusals = (fields: string): readonly unknown[] => {
  const S = newStore(), [S1, exports] = smallStepSpectest(EMPTY_STORE), module = valid(fields);
  return [
    messageOf(smallStepInstantiate(S1, module, new Map([['spectest', exports]]))),
    messageOf(moduleInstantiate(S, module, new Map([['spectest', spectest(S)]]))),
  ];
};
const UNLINKABLE = [
  '(import "no" "f" (func))', '(import "spectest" "no" (func))', '(import "spectest" "print" (func (param i32)))',
  '(import "spectest" "print" (global i32))', '(import "spectest" "global_i32" (global (mut i32)))',
  '(import "spectest" "global_i32" (global i64))', '(import "spectest" "memory" (memory 2))', '(import "spectest" "memory" (memory 1 1))',
  '(import "spectest" "table" (table 11 funcref))', '(import "spectest" "table" (table 10 externref))',
  '(import "spectest" "shared_memory" (memory 1 2))', '(import "spectest" "table64" (table 10 funcref))',
];
for (const fields of UNLINKABLE) {
  Linking(`${fields} has the message of the small step`, () => {
    const [one, other] = refusals(fields);
    assert.match(String(one), /^(?:unknown import|incompatible import type)/u);
    assert.is(other, one);
  });
}

Linking('what is imported may be exported again, and is what it was', () => {
  const { S, inst } = running(`(func (export "f")) (memory (export "m") 1 5) (global (export "g") (mut i32) (i32.const 1)) (tag (export "e"))
    (table (export "t") 1 funcref)`);
  const again = running(`(import "a" "f" (func)) (import "a" "m" (memory 1)) (import "a" "g" (global (mut i32))) (import "a" "e" (tag))
    (import "a" "t" (table 1 funcref))
    (export "f" (func 0)) (export "m" (memory 0)) (export "g" (global 0)) (export "e" (tag 0)) (export "t" (table 0))`,
  new Map([['a', inst.exports]]), S).inst;
  for (const name of ['f', 'm', 'g', 'e', 't']) assert.is(again.exports.get(name), inst.exports.get(name), name);
});

Linking('memories and tables are as large as they have grown', () => {
  const { S, inst, call } = running(`(memory (export "m") 1 5) (table (export "t") 1 funcref)
    (func (export "grow") (drop (memory.grow (i32.const 2))) (drop (table.grow (ref.null func) (i32.const 3))))`);
  const sizes = (): readonly unknown[] => ['m', 't'].map((name) => {
    const type = externType(exported(inst.exports, name));
    return type.kind === 'mem' || type.kind === 'table' ? type.type.limits.min : undefined;
  });
  assert.equal(sizes(), [1n, 1n]);
  call('grow');
  assert.equal(sizes(), [3n, 4n]);
  const wants = (pages: number) => moduleInstantiate(S, valid(`(import "a" "m" (memory ${pages}))`), new Map([['a', inst.exports]]));
  assert.ok(E.isRight(wants(3)));
  assert.match(String(messageOf(wants(4))), /^incompatible import type/u);
});

Linking('names in a module do not matter to the host, whatever they are', () => {
  const odd = ['', '0', 'weft:SIG', 'start', 'tag 0', '__proto__', '\u{10ffff}'];
  const S = newStore(), one = running(odd.map((name) => `(func (export ${JSON.stringify(name)}) (result i32) (i32.const ${odd.indexOf(name)}))`).join(' '),
    new Map(), S);
  const names: Names = new Map(odd.map((name) => [name, one.inst.exports]));
  const two = running(`${odd.map((name) => `(import ${JSON.stringify(name)} ${JSON.stringify(name)} (func (result i32)))`).join(' ')}
    (tag) (func $s) (start $s) (func (export "all") (result i32 i32 i32 i32 i32 i32 i32) ${odd.map((_, i) => `(call ${i})`).join(' ')})`, names, S);
  assert.is(shown(two.call('all')), odd.map((_, i) => `(i32.const ${i})`).join(' '));
});

Linking.run();

const Instantiation = suite('instantiation');

Instantiation('runs segments and the start function, once', () => {
  const { call } = running(`(memory 1) (data (i32.const 3) "\\05") (global $g (mut i32) (i32.const 0))
    (func $start (global.set $g (i32.add (global.get $g) (i32.load8_u (i32.const 3))))) (start $start)
    (func (export "g") (result i32) (global.get $g))`);
  assert.is(shown(call('g')), '(i32.const 5)');
});

Instantiation('ends as its segments, its constants and its start function end', () => {
  const ends: readonly (readonly [fields: string, end: string])[] = [
    ['(memory 1) (data (i32.const 65536) "a")', 'trap: out of bounds memory access'],
    ['(memory i64 1) (data (i64.const 65536) "a")', 'trap: out of bounds memory access'],
    ['(table 1 funcref) (elem (i32.const 1) func 0) (func)', 'trap: out of bounds table access'],
    ['(type $a (array i8)) (global (ref $a) (array.new_default $a (i32.const -1)))', 'trap: allocation size too large'],
    ['(func unreachable) (start 0)', 'trap: unreachable'],
    ['(tag $e (param f32)) (func (throw $e (f32.const nan:0x200001))) (start 0)', 'exception $e (f32.const nan:0x200001)'],
    ['(func $f (call $f)) (start $f)', 'call stack exhausted'],
    ['(tag $e) (func (suspend $e)) (start 0)', 'suspension $e by suspend'],
  ];
  for (const [fields, end] of ends) {
    const { inst, result } = started(fields);
    assert.is(shown(result), end);
    assert.is(inst, undefined);
  }
});

Instantiation('what was written before a trap stays', () => {
  const { S, inst, call } = running('(memory (export "m") 1) (func (export "f") (result i32) (i32.load8_u (i32.const 0)))');
  started('(import "a" "m" (memory 1)) (data (i32.const 0) "\\07") (data (i32.const 65536) "a")', new Map([['a', inst.exports]]), S);
  assert.is(shown(call('f')), '(i32.const 7)');
});

Instantiation('what asks for too much meets a limit, in the words of the small step where it is one there', () => {
  const limit = (fields: string): readonly unknown[] => {
    const made = moduleInstantiate(newStore(), valid(fields), new Map());
    return E.isLeft(made) ? [made.left.kind, messageOf(made)] : [];
  };
  for (const fields of ['(table 1_000_000_000 funcref)', '(memory i64 0x1_0000_0000_0000)']) {
    assert.equal(limit(fields), ['limit', messageOf(smallStepInstantiate(EMPTY_STORE, valid(fields), new Map()))]);
  }
  const [kind, message] = limit('(memory i64 1_000_000)');
  assert.is(kind, 'limit');
  assert.match(String(message), /^out of memory: .*implementation limit/u);
});

Instantiation('a module that is too large for the host meets a limit, and is no mistake', () => {
  const many = (count: number, text: string): string => Array<string>(count).fill(text).join(' ');
  const large: readonly string[] = [
    `(func (local ${many(50_001, 'i32')}))`, `(func (param ${many(1001, 'i32')}))`, `(type (struct ${many(10_001, '(field i32)')}))`,
    `(func (block (br_table ${many(70_000, '0')} (i32.const 0))))`, many(100_001, '(memory 0)'),
    `(type $a (array i32)) (func (drop (array.new_fixed $a 10001 ${many(10_001, '(i32.const 0)')})))`,
    `(tag $e) (func ${many(10_001, '(suspend $e)')})`,
  ];
  for (const fields of large) {
    const made = moduleInstantiate(newStore(), valid(fields), new Map());
    assert.is(E.isLeft(made) ? made.left.kind : 'instance', 'limit', fields.slice(0, 60));
  }
});

Instantiation('a maximum that the host does not know only limits growth', () => {
  const { S, inst, call } = running(`(memory (export "m") i64 1 0x1000000000000)
    (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))`);
  assert.is(shown(call('grow', { t: 'i64', c: 1n })), '(i64.const 1)');
  assert.is(shown(call('grow', { t: 'i64', c: 1n << 40n })), '(i64.const -1)');
  assert.ok(E.isRight(moduleInstantiate(S, valid('(import "a" "m" (memory i64 1 0x1000000000000))'), new Map([['a', inst.exports]]))));
});

Instantiation('a module that the host refuses is saved, and the error says where', () => {
  const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 77]);
  try {
    refusal(bytes, new Error('unknown section'));
    assert.unreachable('a refusal is an error');
  } catch (error) {
    const file = /saved as (.*): unknown section$/u.exec(String(error))?.[1] ?? '';
    assert.ok(existsSync(file), String(error));
    assert.equal(new Uint8Array(readFileSync(file)), bytes);
    rmSync(dirname(file), { recursive: true });
  }
});

Instantiation.run();

const Calls = suite('calls');

Calls('end with exceptions, whose payload can be read, of tags that are exported or not', () => {
  const { call } = running(`(type $s (struct)) (tag $a (export "tag") (param i32 v128)) (tag $b (param (ref $s) f64)) (tag $c)
    (func (export "a") (throw $a (i32.const 1) (v128.const i64x2 2 3)))
    (func (export "b") (throw $b (struct.new $s) (f64.const nan:0x4000000000001)))
    (func (export "c") (throw $c))`);
  assert.is(shown(call('a')), 'exception $a (i32.const 1) (v128.const i32x4 0x00000002 0x00000000 0x00000003 0x00000000)');
  assert.is(shown(call('b')), 'exception $b (ref.struct) (f64.const nan:0x4000000000001)');
  assert.is(shown(call('c')), 'exception $c');
});

Calls('end with suspensions that nobody handles, and say which tag', () => {
  const { call } = running(`(type $f (func)) (type $k (cont $f)) (tag $a (param i32) (result i64)) (tag $b)
    (func $in (drop (suspend $a (i32.const 1)))) (elem declare func $in)
    (func (export "direct") (drop (suspend $a (i32.const 1))))
    (func (export "inside")
      (block $h (result (ref $k)) (resume $k (on $b $h) (cont.new $k (ref.func $in))) (return)) (unreachable))`);
  assert.is(shown(call('direct')), 'suspension $a by suspend');
  assert.is(shown(call('inside')), 'suspension $a by suspend');
  assert.is(shown(call('direct')), 'suspension $a by suspend');
});

Calls('end with the traps of stack switching', () => {
  const { call } = running(`(type $f (func)) (type $k (cont $f)) (func $n) (elem declare func $n)
    (func (export "null") (resume $k (ref.null $k)))
    (func (export "consumed") (local $k (ref null $k))
      (local.set $k (cont.new $k (ref.func $n))) (resume $k (local.get $k)) (resume $k (local.get $k)))`);
  assert.is(shown(call('null')), 'trap: null continuation reference');
  assert.is(shown(call('consumed')), 'trap: continuation already consumed');
});

Calls('one after the other do not know of each other, however the first ended', () => {
  const { call } = running(`(type $f (func)) (type $k (cont $f)) (tag $a) (global $g (mut i32) (i32.const 0))
    (func $dies (suspend $a) (unreachable)) (func $ok (suspend $a) (global.set $g (i32.add (global.get $g) (i32.const 1))))
    (elem declare func $dies $ok)
    (func $twice (param $k (ref $k))
      (block $h (result (ref $k)) (resume $k (on $a $h) (local.get $k)) (return)) (resume $k))
    (func (export "dies") (call $twice (cont.new $k (ref.func $dies))))
    (func (export "ok") (result i32) (call $twice (cont.new $k (ref.func $ok))) (global.get $g))`);
  assert.equal([shown(call('dies')), shown(call('ok')), shown(call('dies')), shown(call('ok'))],
    ['trap: unreachable', '(i32.const 1)', 'trap: unreachable', '(i32.const 2)']);
});

Calls('say where a trap was, the innermost function first', () => {
  const { call } = running('(func $inner (drop (i32.div_u (i32.const 1) (i32.const 0)))) (func $outer (export "f") (call $inner) (nop))');
  const result = call('f');
  const places = result.kind === 'trap' ? result.backtrace.flatMap((stack) => stack.places) : [];
  assert.equal(places.map(({ source, func }) => source.names.funcs.get(func)), ['inner', 'outer']);
});

Calls('globals are read with their bits', () => {
  const { S, inst } = running(`(type $f (func)) (type $k (cont $f)) (global (export "f32") f32 (f32.const nan:0x200001))
    (global (export "v128") (mut v128) (v128.const i64x2 1 -1)) (global (export "exn") (mut exnref) (ref.null exn))
    (global (export "i31") (ref i31) (ref.i31 (i32.const -1))) (global (export "cont") (ref null $k) (ref.null $k))`);
  const read = (name: string): string => {
    const global = exported(inst.exports, name);
    return global.kind === 'global' ? showVal(globalRead(S, global)) : 'no global';
  };
  assert.equal(['f32', 'v128', 'exn', 'i31', 'cont'].map(read), [
    '(f32.const nan:0x200001)', '(v128.const i32x4 0x00000001 0x00000000 0xffffffff 0xffffffff)', '(ref.null)', '(ref.i31 2147483647)', '(ref.null)',
  ]);
});

Calls.run();
