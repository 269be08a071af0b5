/**
 * What lives survives, wherever it is referred to from: there is a collection before each allocation, after which all that is free has been
 * overwritten.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { names, running, shown } from '../running.ts';
import { allocHost } from '../../../evaluation/hosts/functions.ts';
import { stackTop } from '../../../evaluation/heap/heap.ts';
import { heapOf } from '../../../evaluation/heap/of-store.ts';
import { newStore } from '../../../evaluation/store.ts';
import { functionType } from '../../../semantics/types/functions.ts';
import { collections, liveObjects, stressed } from './collecting.ts';

/** A structure with a number, which `$new` makes and `$get` reads; `$churn` allocates, so that there are collections. */
const COMMON = `
  (type $s (shared (struct (field (mut i32)) (field (mut (ref null (shared any)))))))
  (type $a (shared (array (mut (ref null $s)))))
  (type $f (shared (func)))
  (func $new (param i32) (result (ref $s)) (struct.new $s (local.get 0) (ref.null (shared none))))
  (func $get (param (ref null $s)) (result i32) (struct.get $s 0 (local.get 0)))
  (func $churn (drop (call $new (i32.const -1))) (drop (call $new (i32.const -2))))
  (func $after (param i32) (result i32) (call $churn) (local.get 0))`;

const Survives = suite('what lives survives');
/** The body of `main` leaves the result, 7. */
const survives = (name: string, body: string, fields = ''): void => {
  Survives(name, () => {
    const { S, call } = stressed(`${COMMON} ${fields} (func (export "main") (result i32) ${body})`);
    const before = collections(S);
    assert.is(shown(call('main')), '(i32.const 7)');
    assert.ok(collections(S) > before, 'there was no collection');
  });
};
survives('a local', '(local $x (ref null $s)) (local.set $x (call $new (i32.const 7))) (call $churn) (call $get (local.get $x))');
survives('a parameter', '(return_call $keep (call $new (i32.const 7)))',
  '(func $keep (param (ref null $s)) (result i32) (call $churn) (call $get (local.get 0)))');
survives('an operand below a call', '(call $get (call $second (call $new (i32.const 7)) (call $new (i32.const 8))))',
  '(func $second (param (ref $s) (ref $s)) (result (ref $s)) (call $churn) (local.get 0))');
survives('operands between others', `
  (i32.const 1) (call $new (i32.const 2)) (i64.const 3) (call $new (i32.const 4)) (f32.const 0) (call $churn) (drop)
  (call $get) (return_call $sum)`,
'(func $sum (param i32 (ref $s) i64 i32) (result i32) (i32.add (local.get 0) (i32.add (local.get 3) (call $get (local.get 1)))))');
survives('very many operands', `${'(call $new (i32.const 7)) '.repeat(3000)} (return_call $first)`.replace('(return_call $first)', `${'(drop) '.repeat(2999)} (call $get)`));
survives('very many elements of an array that is being made', `
  (call $get (array.get $a (array.new_fixed $a 3000 ${'(struct.new $s (i32.const 7) (ref.null (shared none))) '.repeat(3000)}) (i32.const 1)))`);
survives('operands in the branches of an if, and after it', `
  (call $new (i32.const 1)) (call $new (i32.const 2))
  (if (param (ref $s)) (result (ref $s) (ref $s)) (i32.const 0)
    (then (call $churn) (call $new (i32.const 100)))
    (else (call $new (i32.const 4)) (call $churn)))
  (call $churn) (call $get) (call $after) (return_call $three)`,
'(func $three (param (ref $s) (ref $s) i32) (result i32) (i32.add (local.get 2) (i32.add (call $get (local.get 0)) (call $get (local.get 1)))))');
survives('an operand below an if of which the other branch is taken', `
  (call $new (i32.const 7)) (if (i32.const 0) (then (call $churn)) (else (nop))) (call $churn) (call $get)`);
survives('an operand below a loop, and an allocation after it', `(local $i i32)
  (call $new (i32.const 7))
  (loop $l (if (i32.const 0) (then (call $churn))) (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 2))))
  (drop (struct.new $s (i32.const 1) (ref.null (shared none)))) (call $get)`);
survives('an operand outside of blocks', `
  (call $new (i32.const 7))
  (block (result i32) (if (result i32) (i32.const 1) (then (loop (result i32) (call $after (i32.const 0)))) (else (unreachable))))
  (drop) (call $get)`);
survives('a parameter of a loop', `(local $i i32)
  (call $new (i32.const 7))
  (loop $l (param (ref $s)) (result (ref $s))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (call $churn)
    (br_if $l (i32.lt_u (local.get $i) (i32.const 3))))
  (call $get)`);
survives('a result of a block', '(call $get (block $b (result (ref $s)) (br $b (call $new (i32.const 7))))) (call $after)');
survives('fields of a structure that is being made', `
  (local $x (ref null $s)) (local.set $x (struct.new $s (i32.const 1) (struct.new $s (i32.const 7) (ref.null (shared none)))))
  (call $churn) (call $get (ref.cast (ref $s) (struct.get $s 1 (local.get $x))))`);
survives('elements of an array that is being made', `
  (local $x (ref null $a))
  (local.set $x (array.new_fixed $a 3 (call $new (i32.const 1)) (call $new (i32.const 2)) (call $new (i32.const 4))))
  (call $churn)
  (i32.add (call $get (array.get $a (local.get $x) (i32.const 0)))
    (i32.add (call $get (array.get $a (local.get $x) (i32.const 1))) (call $get (array.get $a (local.get $x) (i32.const 2)))))`);
survives('what an array is filled with', `
  (local $x (ref null $a)) (local.set $x (array.new $a (call $new (i32.const 7)) (i32.const 20000)))
  (call $churn) (call $get (array.get $a (local.get $x) (i32.const 19999)))`);
survives('a chain through structures and arrays, with i31 and null between', `
  (local $x (ref null $a)) (local.set $x (array.new_default $a (i32.const 5)))
  (array.set $a (local.get $x) (i32.const 3) (struct.new $s (i32.const 3) (ref.i31_shared (i32.const 4))))
  (array.set $a (local.get $x) (i32.const 1) (struct.new $s (i32.const 0) (array.get $a (local.get $x) (i32.const 3))))
  (array.set $a (local.get $x) (i32.const 3) (ref.null $s))
  (call $churn)
  (local.tee $y (ref.cast (ref null $s) (struct.get $s 1 (array.get $a (local.get $x) (i32.const 1)))))
  (i32.add (call $get) (i31.get_s (ref.cast (ref (shared i31)) (struct.get $s 1 (local.get $y)))))`.replace('(local $x', '(local $y (ref null $s)) (local $x'));
survives('a shared global', '(global.set $g (call $new (i32.const 7))) (call $churn) (call $get (global.get $g))',
  '(global $g (shared (mut (ref null $s))) (ref.null $s))');
survives('a thread-local global', '(global.set $g (call $new (i32.const 7))) (call $churn) (call $get (global.get $g))',
  '(global $other (thread_local (mut (ref null $s))) (ref.null $s)) (global $g (thread_local (mut (ref null $s))) (ref.null $s))');
survives('an unshared global', '(global.set $g (call $new (i32.const 7))) (call $churn) (call $get (global.get $g))',
  '(global $g (mut (ref null $s)) (ref.null $s))');
survives('an unshared global that is set atomically', `
  (drop (global.atomic.rmw.xchg $g (call $new (i32.const 3)))) (call $churn)
  (i32.add (call $get (global.atomic.get $g)) (block (result i32)
    (global.atomic.set $g (call $new (i32.const 4))) (call $churn) (call $get (global.get $g))))`,
'(global $g (mut (ref null $s)) (ref.null $s))');
survives('what constants refer to', `
  (struct.set $s 1 (global.get $g) (call $new (i32.const 3))) (call $churn)
  (i32.add (call $get (global.get $g)) (call $get (ref.cast (ref $s) (struct.get $s 1 (global.get $g)))))`,
'(global $g (ref $s) (struct.new $s (i32.const 4) (ref.null (shared none))))');
for (const shared of ['shared', '']) {
  survives(`an element of ${shared === '' ? 'an unshared' : 'a shared'} table`, `
    (table.set $t (i32.const 2) (call $new (i32.const 3)))
    (drop (table.grow $t (call $new (i32.const 4)) (i32.const 2)))
    (call $churn)
    (i32.add (call $get (table.get $t (i32.const 2))) (call $get (table.get $t (i32.const 5))))`,
  `(table $t ${shared} 4 10 (ref null $s))`);
}
survives('an element segment', '(call $churn) (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1)) (call $get (table.get $t (i32.const 0)))',
  '(table $t shared 1 (ref null $s)) (elem $e (shared (ref null $s)) (item (struct.new $s (i32.const 7) (ref.null (shared none)))))');
survives('an array from an element segment', `
  (struct.set $s 0 (array.get $a (array.new_elem $a $e (i32.const 0) (i32.const 1)) (i32.const 0)) (i32.const 7)) (elem.drop $e) (call $churn)
  (call $get (global.get $g))`,
'(global $g (shared (ref $s)) (struct.new $s (i32.const 1) (ref.null (shared none)))) (elem $e (shared (ref null $s)) (global.get $g))');

const HOST = '(type $u (struct (field (mut i32)) (field (mut (ref null $s))))) (type $v (array (mut (ref null $s))))';
survives('a field of an unshared structure', `(local $x (ref null $u))
  (local.set $x (struct.new $u (i32.const 1) (call $new (i32.const 3)))) (call $churn)
  (call $get (struct.get $u 1 (local.get $x)))
  (struct.set $u 1 (local.get $x) (call $new (i32.const 4))) (call $churn)
  (i32.add (call $get (struct.get $u 1 (local.get $x))))`, HOST);
survives('elements of unshared arrays', `(local $x (ref null $v))
  (local.set $x (array.new $v (call $new (i32.const 1)) (i32.const 3))) (call $churn)
  (array.set $v (local.get $x) (i32.const 1) (call $new (i32.const 2))) (call $churn)
  (array.fill $v (local.get $x) (i32.const 2) (call $new (i32.const 3)) (i32.const 1)) (call $churn)
  (i32.add (call $get (array.get $v (local.get $x) (i32.const 0)))
    (i32.add (call $get (array.get $v (local.get $x) (i32.const 1))) (call $get (array.get $v (local.get $x) (i32.const 2)))))
  (local.set $x (array.new_fixed $v 1 (call $new (i32.const 1)))) (call $churn)
  (i32.add (call $get (array.get $v (local.get $x) (i32.const 0))))`, HOST);
survives('what is copied from a shared array into an unshared one', `(local $x (ref null $v)) (local $y (ref null $a))
  (local.set $x (array.new_default $v (i32.const 3))) (local.set $y (array.new $a (call $new (i32.const 7)) (i32.const 2)))
  (array.copy $v $a (local.get $x) (i32.const 1) (local.get $y) (i32.const 0) (i32.const 2)) (local.set $y (ref.null $a)) (call $churn)
  (call $get (array.get $v (local.get $x) (i32.const 2)))`, '(type $v (array (mut (ref null $s))))');
survives('what is copied from an unshared array into a shared one', `(local $x (ref null $v)) (local $y (ref null $a))
  (local.set $x (array.new $v (call $new (i32.const 7)) (i32.const 2))) (local.set $y (array.new_default $a (i32.const 3)))
  (array.copy $a $v (local.get $y) (i32.const 1) (local.get $x) (i32.const 0) (i32.const 2)) (local.set $x (ref.null $v)) (call $churn)
  (call $get (array.get $a (local.get $y) (i32.const 2)))`, '(type $v (array (mut (ref null $s))))');
survives('what unshared things are set to atomically', `(local $x (ref null $u)) (local $y (ref null $v))
  (local.set $x (struct.new_default $u)) (local.set $y (array.new_default $v (i32.const 2)))
  (struct.atomic.set $u 1 (local.get $x) (call $new (i32.const 3)))
  (drop (array.atomic.rmw.xchg $v (local.get $y) (i32.const 1) (call $new (i32.const 4)))) (call $churn)
  (i32.add (call $get (struct.get $u 1 (local.get $x))) (call $get (array.get $v (local.get $y) (i32.const 1))))`, HOST);

const TAGS = `
  (tag $e (type $te)) (tag $plain (param (ref null $s)))
  (type $te (shared (func (param i64 (ref null $s)))))
  (func $throw (throw $e (i64.const 1) (call $new (i32.const 7))))`;
survives('what an exception carries', `
  (block $h (result i64 (ref null $s)) (try_table (catch $e $h) (call $throw)) (unreachable))
  (call $churn) (call $get) (return)`, TAGS);
survives('an exception itself', `(local $x (ref null (shared exn)))
  (block $h (result i64 (ref null $s) (ref (shared exn))) (try_table (catch_ref $e $h) (call $throw)) (unreachable))
  (local.set $x) (drop) (drop) (call $churn)
  (block $again (result i64 (ref null $s)) (try_table (catch $e $again) (throw_ref (local.get $x))) (unreachable))
  (call $get) (return)`, TAGS);
survives('an exception that an unshared function has caught as any', `(local $x exnref)
  (local.set $x (block $all (result exnref) (try_table (catch_all_ref $all) (call $throw)) (unreachable)))
  (call $churn)
  (block $again (result i64 (ref null $s)) (try_table (catch $e $again) (throw_ref (local.get $x))) (unreachable))
  (call $get) (return)`, TAGS);
survives('an exception that a shared function has caught as any', '(call $shared) (global.get $result)', `${TAGS}
  (global $result (shared (mut i32)) (i32.const 0))
  (func $new' (type $tn) (struct.new $s (local.get 0) (ref.null (shared none)))) (type $tn (shared (func (param i32) (result (ref $s)))))
  (func $shared (type $f) (local $x (ref null (shared exn)))
    (local.set $x (block $all (result (ref (shared exn)))
      (try_table (catch_all_ref $all) (throw $e (i64.const 1) (call $new' (i32.const 7)))) (unreachable)))
    (drop (call $new' (i32.const 1)))
    (block $again (result i64 (ref null $s)) (try_table (catch $e $again) (throw_ref (local.get $x))) (unreachable))
    (global.set $result (struct.get $s 0)) (drop))`);
survives('what an unshared exception carries', `(local $x exnref)
  (block $h (result (ref null $s) exnref) (try_table (catch_ref $plain $h) (throw $plain (call $new (i32.const 7)))) (unreachable))
  (local.set $x) (drop) (call $churn)
  (block $again (result (ref null $s)) (try_table (catch $plain $again) (throw_ref (local.get $x))) (unreachable))
  (call $get) (return)`, TAGS);
survives('a local that only a handler needs', `(local $x (ref null $s))
  (local.set $x (call $new (i32.const 7)))
  (block $h (try_table (catch_all $h) (call $churn) (local.set $x (ref.null $s)) (return (i32.const 0)))
    (unreachable))
  (call $get (local.get $x))`.replace('(call $churn) (local.set', '(call $churn) (call $fail) (local.set'), `${TAGS} (func $fail (call $throw))`);
survives('a wait queue, and what is waited at', `(local $q (ref null (shared waitqueue))) (local $x (ref null $s))
  (local.set $q (waitqueue.new)) (local.set $x (call $new (i32.const 5)))
  (call $churn)
  (drop (struct.wait $s 0 (local.get $x) (local.get $q) (i32.const 5) (i64.const 1000)))
  (call $churn)
  (i32.add (i32.add (call $get (local.get $x)) (waitqueue.notify (local.get $q) (i32.const 1)))
    (struct.wait $s 0 (call $new (i32.const 5)) (waitqueue.new) (i32.const 5) (i64.const 1000)))`);
survives('a large array, and what it refers to', `(local $x (ref null $a))
  (local.set $x (array.new_default $a (i32.const 100000)))
  (array.set $a (local.get $x) (i32.const 99999) (call $new (i32.const 7)))
  (drop (array.new_default $a (i32.const 100000))) (call $churn)
  (call $get (array.get $a (local.get $x) (i32.const 99999)))`);

const Stack = suite('the stack of references');
Stack('it does not grow with exceptions that are caught', () => {
  // Each time, something is left on it that has a word at least, and it has 2¹⁸.
  const { call } = running(`${COMMON} ${TAGS}
    (func $catching (param $x (ref null $s)) (block $h (try_table (catch_all $h) (call $deep (local.get $x)) (drop (call $get (local.get $x))))))
    (func $ending (param $x (ref null $s)) (try_table (catch $none 0) (call $deeper (local.get $x)) (drop (call $get (local.get $x)))))
    (tag $none (type $tn)) (type $tn (shared (func)))
    (func $deep (param $x (ref null $s)) (call $throw) (drop (call $get (local.get $x))))
    (func $deeper (param $x (ref null $s)) (call $none) (drop (call $get (local.get $x))))
    (func $none (throw $none))
    (global $x (shared (mut (ref null $s))) (ref.null $s))
    (func (export "main") (param $times i32) (result i32)
      (global.set $x (call $new (i32.const 7)))
      (loop $l
        (call $catching (global.get $x)) (call $ending (global.get $x))
        (br_if $l (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
      (call $get (global.get $x)))`);
  assert.is(shown(call('main', { t: 'i32', c: 300_000 })), '(i32.const 7)');
});
Stack('what traps leaves nothing on it', () => {
  const { S, call } = running(`${COMMON} (func $trap (call $churn) (unreachable))
    (func (export "main") (result i32) (local $x (ref null $s)) (local.set $x (call $new (i32.const 7))) (call $trap) (call $get (local.get $x)))`);
  const top = stackTop(heapOf(S));
  for (let i = 0; i < 3; i++) assert.is(shown(call('main')), 'trap: unreachable');
  assert.is(stackTop(heapOf(S)), top);
});
Stack('recursion that never ends exhausts the stack of calls', () => {
  const { call } = running(`${COMMON} (func $deep (export "deep") (param i32) (result i32) (local $x (ref null $s))
    (local.set $x (call $new (local.get 0))) (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (call $get (local.get $x))))`);
  for (let i = 0; i < 3; i++) assert.is(shown(call('deep', { t: 'i32', c: 0 })), 'call stack exhausted');
});

const Embedder = suite('references that the embedder has');
Embedder('what it has been given lives, and may be given back', () => {
  const { S, call } = stressed(`${COMMON} (export "new" (func $new)) (export "churn" (func $churn)) (export "get" (func $get))`);
  const made = call('new', { t: 'i32', c: 7 });
  if (made.kind !== 'values') throw new Error(made.kind);
  call('churn');
  assert.is(shown(call('get', ...made.vals)), '(i32.const 7)');
  assert.ok(collections(S) >= 3);
});
Embedder('a host function may call what collects', () => {
  const S = newStore({ collectEvery: 1 }), inner = running(`${COMMON} (export "churn" (func $churn))`, new Map(), S);
  const host = allocHost(S, functionType([], [], false), () => inner.call('churn'));
  const { call } = running(`(import "h" "f" (func $h)) ${COMMON} (func (export "main") (result i32) (local $x (ref null $s))
    (local.set $x (call $new (i32.const 7))) (call $h) (call $get (local.get $x)))`, names('h', { f: host }), S);
  assert.is(shown(call('main')), '(i32.const 7)');
});

const Dies = suite('what is dead is freed');
Dies('what no local needs any more', () => {
  const { S, call } = stressed(`${COMMON} (func (export "main") (result i32) (local $x (ref null $s)) (local $i i32)
    (loop $l
      (local.set $x (call $new (local.get $i)))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
    (local.set $x (ref.null $s)) (call $churn) (local.get $i))`);
  const before = liveObjects(S);
  assert.is(shown(call('main')), '(i32.const 1000)');
  assert.ok(liveObjects(S) - before < 5, `${liveObjects(S)} objects live, ${before} before`);
});
Dies('what a global and a table do not refer to any more', () => {
  const { S, call } = stressed(`${COMMON}
    (global $g (shared (mut (ref null $a))) (ref.null $a)) (global $l (thread_local (mut (ref null $a))) (ref.null $a)) (table $t shared 1 (ref null $a))
    (func (export "fill") (local $i i32)
      (global.set $g (array.new_default $a (i32.const 100))) (global.set $l (global.get $g)) (table.set $t (i32.const 0) (global.get $g))
      (loop $next
        (array.set $a (global.get $g) (local.get $i) (call $new (local.get $i)))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100)))) (call $churn))
    (func (export "forget1") (global.set $g (ref.null $a)) (call $churn)) (func (export "forget2") (global.set $l (ref.null $a)) (call $churn))
    (func (export "forget3") (table.set $t (i32.const 0) (ref.null $a)) (call $churn))`);
  const live = ['fill', 'forget1', 'forget2', 'forget3'].map((name) => {
    assert.is(call(name).kind, 'values');
    return liveObjects(S);
  });
  assert.ok((live[2] ?? 0) > 100, 'the table still refers to it');
  assert.ok((live[2] ?? 0) - (live[3] ?? 0) >= 101, live.join(' '));
});

Survives.run();
Stack.run();
Embedder.run();
Dies.run();
