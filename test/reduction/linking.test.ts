import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { exportsOf, link } from '../../reduction/linking.ts';
import { make, refusal } from './instances.ts';
import { right, validOf } from './programs.ts';

// ── types ────────────────────────────────────────────────────────────────────────────────────────────
const TYPES = `(type $top (sub (func (param i32)))) (type $sub (sub $top (func (param i32)))) (type $e1 (func (param i32))) (type $e2 (func (param i64)))`;
/** Types of which the first may stand for the second, but not the other way round. */
const oneWay: readonly (readonly [kind: string, sub: string, sup: string])[] = [
  ['func', '(type $sub)', '(type $top)'],
  ['global', '(ref func)', 'funcref'],
  ['table', '2 funcref', '1 funcref'],
  ['table', '1 2 funcref', '1 3 funcref'],
  ['table', '1 2 funcref', '1 funcref'],
  ['memory', '2', '1'],
  ['memory', '1 2', '1 3'],
  ['memory', '1 2', '1'],
];
const offer = (kind: string, type: string): string => `(${kind} (export "x") ${type} ${kind === 'global' ? '(ref.func $f)' : ''}) (func $f)`;
const links = (offered: string, wanted: string): boolean => {
  const { S, inst } = make(`(module ${TYPES} ${offered})`);
  return E.isRight(link(S, validOf(`(module ${TYPES} (import "m" "x" ${wanted}))`), new Map([['m', exportsOf(inst)]])));
};

const Types = suite('the type of what is imported');
for (const [kind, sub, sup] of oneWay) {
  Types(`a ${kind} ${sub} for a ${kind} ${sup}`, () => {
    assert.ok(links(offer(kind, sub), `(${kind} ${sup})`));
    assert.ok(links(offer(kind, sub), `(${kind} ${sub})`));
    assert.ok(links(offer(kind, sup), `(${kind} ${sup})`));
    assert.not(links(offer(kind, sup), `(${kind} ${sub})`));
  });
}
/** Neither may stand for the other. */
const apart: readonly (readonly [offered: string, wanted: string])[] = [
  ['(tag (export "x") (type $e1))', '(tag (type $e2))'],
  ['(tag (export "x") (type $sub))', '(tag (type $top))'],
  ['(global (export "x") (mut (ref func)) (ref.func 0)) (func)', '(global (mut funcref))'],
  ['(global (export "x") (mut i32) (i32.const 0))', '(global i32)'],
  ['(global (export "x") i32 (i32.const 0))', '(global (mut i32))'],
  ['(table (export "x") 1 (ref func) (ref.func 0)) (func)', '(table 1 funcref)'],
  ['(table (export "x") i64 1 funcref)', '(table 1 funcref)'],
  ['(memory (export "x") i64 1)', '(memory 1)'],
  ['(memory (export "x") 1 1 shared)', '(memory 1 1)'],
  ['(func (export "x"))', '(global i32)'],
  ['(global (export "x") i32 (i32.const 0))', '(func)'],
  ['(table (export "x") 1 funcref)', '(memory 1)'],
];
for (const [offered, wanted] of apart) Types(`no ${offered} for ${wanted}`, () => assert.not(links(offered, wanted)));
Types('tags and mutable globals of the same type', () => {
  assert.ok(links('(tag (export "x") (type $e1))', '(tag (type $e1))'));
  assert.ok(links('(global (export "x") (mut funcref) (ref.null func))', '(global (mut funcref))'));
});
Types('the limits of what has grown are those that it has now', () => {
  const text = (start: string): string => `(module (memory (export "x") 1) (table (export "t") 1 funcref)
    (func $start (drop (memory.grow (i32.const 2))) (drop (table.grow (ref.null func) (i32.const 2)))) ${start})`;
  const grown = make(text('(start $start)')), fresh = make(text(''));
  for (const wanted of ['"x" (memory 3)', '"t" (table 3 funcref)']) {
    const module = `(module (import "m" ${wanted}))`;
    assert.is(make(module, grown.S, { m: grown.inst }).outcome.kind, 'values');
    assert.is(refusal(module, fresh.S, { m: fresh.inst }).kind, 'unlinkable');
  }
});
Types.run();

// ── names ────────────────────────────────────────────────────────────────────────────────────────────
const Names = suite('names of imports');
const refused = (text: string, S = EMPTY_STORE, from: Parameters<typeof refusal>[2] = {}): readonly [message: string, where: string] => {
  const found = refusal(text, S, from);
  return ['message' in found ? found.message : found.kind, text.slice(found.span.start, found.span.end)];
};

Names('what there is not, and what has another type, is said of the first import that fails', () => {
  const { S, inst } = make('(module (func (export "f") (param i32)))'), from = { m: inst };
  const good = '(import "m" "f" (func (param i32)))';
  assert.equal(refused(`(module ${good} (import "n" "f" (func)) (import "m" "g" (func)))`, S, from),
    ['unknown import: there is no module of this name (import "n" "f")', '(import "n" "f" (func))']);
  assert.equal(refused(`(module ${good} (import "m" "g" (func)) (import "n" "f" (func)))`, S, from),
    ['unknown import: the module has no export of this name (import "m" "g")', '(import "m" "g" (func))']);
  const [message, where] = refused(`(module ${good} (import "m" "f" (func (param i64))))`, S, from);
  assert.match(message, /^incompatible import type: expected .*i64.*, but it is .*i32.*\(import "m" "f"\)$/u);
  assert.is(where, '(import "m" "f" (func (param i64)))');
});

Names('all addresses are those of the exports, in the order of the imports, and the store is the same', () => {
  const { S, inst } = make('(module (func (export "a")) (func (export "b")) (memory (export "c") 1))');
  const names = new Map([['m', exportsOf(inst)], ['', new Map([['', { kind: 'func', a: 0 } as const]])]]);
  const valid = validOf('(module (import "m" "c" (memory 1)) (import "m" "b" (func)) (import "m" "a" (func)) (import "" "" (func)) (import "m" "b" (func)))');
  const { S: after, addrs } = right('linking', link(S, valid, names));
  assert.equal(addrs.map(({ kind, a }) => `${kind} ${a}`), ['mem 0', 'func 1', 'func 0', 'func 0', 'func 1']);
  assert.is(after, S);
});

const SPAWNER = '(type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32)))) ';
Names('the module `thread` makes functions for the types at which they are wanted, unless there is a module of this name', () => {
  const text = `(module ${SPAWNER} (import "thread" "spawn_ref" (func (type $spawn))))`;
  const { S, addrs } = right('linking', link(EMPTY_STORE, validOf(text), new Map()));
  assert.equal([addrs, S.funcs.n], [[{ kind: 'func', a: 0 }], 1]);
  const mine = make(`(module ${SPAWNER} (func (export "spawn_ref") (type $spawn) (i32.const 0)))`);
  assert.equal(right('linking', link(mine.S, validOf(text), new Map([['thread', exportsOf(mine.inst)]]))).S, mine.S);
  const [message] = refused('(module (import "thread" "spawn_ref" (func)))');
  assert.match(message, /^incompatible import type: expected .*\(import "thread" "spawn_ref"\)$/u);
  assert.match(refused('(module (import "thread" "no_such" (func)))')[0], /^unknown import: the module has no export of this name/u);
});
Names.run();
