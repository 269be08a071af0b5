import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { matchesExtern } from '../../../semantics/types/matching-extern.ts';
import { accepted, refused, refuses } from './judging.ts';

const HIERARCHIES = ['any', 'eq', 'i31', 'struct', 'array', 'none', 'func', 'nofunc', 'exn', 'noexn', 'extern', 'noextern', 'cont', 'nocont',
  'waitqueue', 'nowaitqueue'];

const types = suite('types that are shared');
types('what is in a shared type is shared', () => {
  const good = ['(struct)', '(struct (field i8 (mut i64) v128 (ref null (shared any))))', '(array (mut (ref $s)))', '(array i16)',
    '(func (param i32 (ref $s)) (result (ref (shared exn))))', '(cont $f)', '(struct (field (ref null (shared waitqueue))))'];
  for (const comp of good) accepted(`(module (type $s (shared (struct))) (type $f (shared (func))) (type (shared ${comp})))`);
  const bad = ['(struct (field anyref))', '(struct (field i32) (field (mut (ref null waitqueue))))', '(array (mut (ref $u)))', '(array externref)',
    '(func (param (ref $u)))', '(func (result exnref))', '(cont $f)'];
  for (const comp of bad) {
    refuses(`(module (type $u (struct)) (type $f (func)) (type (shared ${comp})))`, 'Comptype_ok/shared',
      'shared composite type must contain shared types, but type 2 is', '(type (shared');
  }
});
types('every abstract heap type has a shared version, which is another type', () => {
  for (const name of HIERARCHIES) {
    accepted(`(module (global (ref null ${name}) (ref.null ${name})) (global (shared (ref null (shared ${name}))) (ref.null (shared ${name}))))`);
    assert.match(refused(`(module (global (ref null ${name}) (ref.null (shared ${name}))))`).message, 'type mismatch', name);
    assert.match(refused(`(module (global (ref null (shared ${name})) (ref.null ${name})))`).message, 'type mismatch', name);
    refuses(`(module (type (shared (array (ref null ${name})))))`, 'Comptype_ok/shared', 'shared composite type');
  }
});
types('types of one recursive group', () => {
  accepted('(module (rec (type $a (shared (struct (field (ref null $b))))) (type $b (shared (array (ref null $a))))))');
  refuses('(module (rec (type $a (shared (struct (field (ref null $b))))) (type $b (array (ref null $a)))))', 'Comptype_ok/shared', 'shared');
  accepted('(module (rec (type $a (struct (field (ref null $b)))) (type $b (shared (array i32)))))');
});
types('a shared type and an unshared one are never subtypes of one another', () => {
  accepted('(module (type $a (sub (shared (struct)))) (type (sub $a (shared (struct (field i32))))))');
  const reason = 'sub type 1 does not match super type 0: one is shared, the other is not';
  for (const comp of ['(struct)', '(array i8)', '(func)']) {
    refuses(`(module (type $a (sub (shared ${comp}))) (type (sub $a ${comp})))`, 'Subtype_ok', reason);
    refuses(`(module (type $a (sub ${comp})) (type (sub $a (shared ${comp}))))`, 'Subtype_ok', reason);
  }
});
types('what is not shared may have shared parts', () => {
  accepted(`(module (type $s (shared (struct))) (type $f (shared (func))) (type (struct (field (ref $s)))) (type (array (ref null (shared any))))
    (type (func (param (ref $s)))) (type (cont $f)) (table 1 (ref null $s)) (elem (ref null $s)) (global (mut (ref null $s)) (ref.null $s)))`);
});
types('a type use without a type index is of an unshared type', () => {
  const { module } = accepted('(module (type $f (shared (func (param i32)))) (func (param i32)) (func (type $f) (param i32)))');
  assert.equal(module.funcs.map(({ type }) => type), [1, 0]);
  assert.is(module.types[1]?.rec[0]?.shared, false);
});
types.run();

const definitions = suite('definitions that are shared');
definitions('shared globals and tables', () => {
  for (const t of ['i32', 'v128', '(mut f64)', '(ref null (shared func))', '(mut (ref null $s))']) {
    accepted(`(module (type $s (shared (struct))) (import "" "" (global (shared ${t}))))`);
  }
  accepted('(module (table shared 1 (ref null (shared func))) (table shared i64 1 1 (ref null (shared any)) (ref.null (shared none))))');
  const global = 'shared globals must have a shared value type, but', table = 'shared tables must have a shared element type, but';
  for (const t of ['funcref', '(mut anyref)', '(ref null waitqueue)']) {
    refuses(`(module (import "" "" (global (shared ${t}))))`, 'Globaltype_ok', global, '(import');
  }
  refuses('(module (type $u (struct)) (global (shared (ref null $u)) (ref.null $u)))', 'Globaltype_ok', global, '(global');
  refuses('(module (table shared 1 funcref))', 'Tabletype_ok', `${table} funcref is not shared`, '(table');
  refuses('(module (import "" "" (table shared 1 externref)))', 'Tabletype_ok', table, '(import');
});
definitions('thread-local globals are of shared types that have a default, with which they begin', () => {
  const good = ['i32) (i32.const 0', '(mut i64)) (i64.const 0', 'f32) (f32.const 0', '(mut v128)) (v128.const i64x2 0 0',
    '(mut (ref null (shared any)))) (ref.null (shared none)', '(ref null $s)) (ref.null $s'];
  for (const rest of good) accepted(`(module (type $s (shared (struct))) (global (thread_local ${rest})))`);
  accepted('(module (import "" "" (global (thread_local (mut i32)))))');
  refuses('(module (global (thread_local (mut funcref)) (ref.null func)))', 'Globaltype_ok',
    'thread-local globals must have a shared value type, but funcref is not shared');
  refuses('(module (global (thread_local (ref (shared i31))) (ref.i31_shared (i32.const 0))))', 'Globaltype_ok',
    'thread-local globals must have a defaultable type, but (ref (shared i31)) has no default');
  refuses('(module (import "" "" (global (thread_local (ref (shared i31))))))', 'Globaltype_ok', 'thread-local globals must have a defaultable');
  const bad = ['i32) (i32.const 1', 'f64) (f64.const -0', 'i32) (i32.add (i32.const 0) (i32.const 0)', 'v128) (v128.const i32x4 0 0 0 1',
    '(ref null (shared i31))) (ref.i31_shared (i32.const 0)', 'i32) (global.get $g'];
  for (const rest of bad) {
    refuses(`(module (global $g (thread_local i32) (i32.const 0)) (global (thread_local ${rest})))`, 'Expr_default',
      'thread-local globals must be initialized to the default value of their type', '(global (');
  }
  assert.match(refused('(module (global (thread_local i32) (i64.const 0)))').message, 'type mismatch');
});
definitions('shared element segments have shared elements', () => {
  accepted('(module (elem (shared (ref null (shared func)))) (elem (ref null (shared func))) (table shared 1 (ref null (shared func))))');
  refuses('(module (elem (shared funcref)))', 'Elem_ok', 'shared element segments must have a shared element type, but funcref is not shared');
});
definitions('shared segments may begin in unshared tables and memories, and unshared ones in shared tables and memories', () => {
  accepted(`(module (memory $u 1) (memory $s 1 1 shared) (data (memory $u) (i32.const 0) shared "a") (data (memory $s) (i32.const 0) "a")
    (table $tu 1 (ref null (shared func))) (table $ts shared 1 (ref null (shared func)))
    (elem (table $tu) (i32.const 0) (shared (ref null (shared func)))) (elem (table $ts) (i32.const 0) (ref null (shared func))))`);
});
definitions('constant expressions of what is shared use what is shared', () => {
  const fields = `(type $f (shared (func))) (type $i (shared (struct (field i32)))) (import "" "u" (global $u i32)) (import "" "s" (global $s (shared i32)))
    (import "" "us" (global $us (ref null $f))) (import "" "ss" (global $ss (shared (ref null $f)))) (func $shared (type $f))`;
  const module = (field: string): string => `(module ${fields} ${field})`;
  const both = [
    ['(global (shared i32) (global.get $s))', '(global (shared i32) (global.get $u))'],
    ['(global (shared i32) (i32.add (global.get $s) (i32.const 1)))', '(global (shared i32) (i32.add (global.get $u) (i32.const 1)))'],
    ['(global (shared (ref $i)) (struct.new $i (global.get $s)))', '(global (shared (ref $i)) (struct.new $i (global.get $u)))'],
    ['(table shared 1 (ref null $f) (global.get $ss))', '(table shared 1 (ref null $f) (global.get $us))'],
    ['(elem (ref null $f) (global.get $ss))', '(elem (ref null $f) (global.get $us))'],
    ['(elem (shared (ref null $f)) (global.get $ss))', '(elem (shared (ref null $f)) (global.get $us))'],
    ['(elem (ref null $i) (struct.new $i (global.get $s)))', '(elem (ref null $i) (struct.new $i (global.get $u)))'],
  ] as const;
  for (const [good, bad] of both) {
    accepted(module(good));
    refuses(module(bad), 'Instr_ok/shared', 'shared constant expressions cannot access unshared globals: global', '(global.get');
  }
  const unshared = ['(global (ref null $f) (global.get $us))', '(table 1 (ref null $f) (global.get $us))',
    '(table shared 1 (ref null $f)) (elem (table 0) (global.get $u) (ref null $f) (ref.func $shared))',
    '(memory 1 1 shared) (data (global.get $u) shared "a")'];
  for (const field of unshared) accepted(module(field));
});
definitions('sharing is part of what is imported and exported', () => {
  const { exports } = accepted(`(module (type $f (func)) (type $g (shared (func)))
    (global (export "a") i32 (i32.const 0)) (global (export "b") (shared i32) (i32.const 0)) (global (export "c") (thread_local i32) (i32.const 0))
    (table (export "d") 1 (ref null (shared func))) (table (export "e") shared 1 (ref null (shared func)))
    (memory (export "f") 1 1) (memory (export "g") 1 1 shared) (func (export "h") (type $f)) (func (export "i") (type $g))
    (tag (export "j") (type $f)) (tag (export "k") (type $g)))`);
  for (const xt1 of exports) for (const xt2 of exports) assert.is(matchesExtern(xt1, xt2), xt1 === xt2);
});
definitions.run();
