/**
 * What continuations refer to survives, and what nobody knows any more is freed: there is a collection before each allocation, after which
 * all that is free has been overwritten.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { names, running, shown } from '../running.ts';
import { stackTop } from '../../../evaluation/heap/heap.ts';
import { heapOf } from '../../../evaluation/heap/of-store.ts';
import { newStore } from '../../../evaluation/store.ts';
import { collections, liveObjects, records, stressed } from './collecting.ts';

/**
 * A structure with a number, which `$new` makes and `$get` reads; `$churn` allocates in a loop, so that there are collections also if it is
 * time for one since something was allocated where no thread can be stopped. All of it may be captured in shared continuations.
 */
const COMMON = `
  (type $s (shared (struct (field (mut i32)) (field (mut (ref null (shared any)))))))
  (type $tn (shared (func (param i32) (result (ref $s))))) (type $tg (shared (func (param (ref null $s)) (result i32))))
  (type $f (shared (func))) (type $fi (shared (func (result i32)))) (type $fs (shared (func (param (ref null $s)) (result i32))))
  (type $k (shared (cont $f))) (type $ki (shared (cont $fi))) (type $ks (shared (cont $fs)))
  (tag $yield (type $f))
  (tag $ask (type $ta)) (type $ta (shared (func (param (ref null $s)) (result (ref null $s)))))
  (type $task (shared (func (param (ref null $s)) (result i32)))) (type $kask (shared (cont $task)))
  (tag $e (type $te)) (type $te (shared (func (param (ref null $s)))))
  (func $new (type $tn) (struct.new $s (local.get 0) (ref.null (shared none))))
  (func $get (type $tg) (struct.get $s 0 (local.get 0)))
  (func $churn (type $f) (local $i i32)
    (loop $l
      (drop (call $new (i32.const -1)))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 3)))))
  (func $pause (type $f) (suspend $yield))
  ;; resumes a generator until it is done, with collections in between
  (type $tf (shared (func (param (ref null $ki)) (result i32))))
  (func $finish (type $tf) (param $k (ref null $ki)) (result i32)
    (loop $again
      (block $on (result (ref $ki))
        (call $churn)
        (return (resume $ki (on $yield $on) (local.get $k))))
      (local.set $k) (call $churn) (br $again))
    (unreachable))
  (elem declare (ref (shared func)) (ref.func $churn))`;
/** A shared function \`$body\` without parameters, which is run as a continuation. */
const body = (code: string): string => `(func $body (type $fi) ${code}) (elem declare (ref (shared func)) (ref.func $body))`;
const RUN = '(call $finish (cont.new $ki (ref.func $body)))';

const Shared = suite('what shared continuations refer to survives');
const survivesIn = (test: typeof Shared) => (name: string, main: string, fields = ''): void => {
  test(name, () => {
    const { S, call } = stressed(`${COMMON} ${fields} (func (export "main") (result i32) ${main})`);
    const before = collections(S), top = stackTop(heapOf(S));
    for (let i = 0; i < 3; i++) assert.is(shown(call('main')), '(i32.const 7)');
    assert.ok(collections(S) > before + 3, 'there was no collection');
    assert.is(stackTop(heapOf(S)), top);
  });
};
const survives = survivesIn(Shared);
survives('a local of a function that is suspended', RUN, body(`(local $x (ref null $s))
  (local.set $x (call $new (i32.const 7))) (suspend $yield) (call $get (local.get $x))`));
survives('a local after its function has been entered again', RUN, body(`(local $x (ref null $s))
  (local.set $x (call $new (i32.const 7))) (suspend $yield) (call $churn) (call $get (local.get $x))`));
survives('a local that is set after its function has been entered again', RUN, body(`(local $x (ref null $s))
  (suspend $yield) (local.set $x (call $new (i32.const 7))) (call $churn) (call $pause) (call $churn) (call $get (local.get $x))`));
survives('a local that a loop keeps over suspensions', RUN, body(`(local $x (ref null $s)) (local $i i32)
  (local.set $x (call $new (i32.const 3)))
  (loop $l
    (suspend $yield)
    (local.set $x (call $new (i32.add (i32.const 1) (call $get (local.get $x)))))
    (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4))))
  (call $get (local.get $x))`));
survives('operands below a suspension', RUN, body(`
  (call $new (i32.const 3)) (i64.const 1) (call $new (i32.const 4)) (suspend $yield) (call $churn)
  (call $get) (call $pause) (call $churn) (return_call $sum)`) + `
  (type $tsum (shared (func (param (ref $s) i64 i32) (result i32))))
  (func $sum (type $tsum) (i32.add (local.get 2) (call $get (local.get 0))))`);
survives('operands that were there before a call that is suspended, and are still there after others', RUN, body(`
  (call $new (i32.const 1)) (call $new (i32.const 2)) (call $pause) (call $new (i32.const 4)) (call $churn)
  (return_call $three)`) + `
  (type $tthree (shared (func (param (ref $s) (ref $s) (ref $s)) (result i32))))
  (func $three (type $tthree) (i32.add (call $get (local.get 0)) (i32.add (call $get (local.get 1)) (call $get (local.get 2)))))`);
survives('frames below the one that runs', RUN, body('(call $f1 (call $new (i32.const 1)))') + `
  (func $f1 (type $fs) (local $x (ref null $s)) (local.set $x (call $new (i32.const 2)))
    (i32.add (call $f2 (call $new (i32.const 3))) (i32.add (call $get (local.get 0)) (call $get (local.get $x)))))
  (func $f2 (type $fs) (suspend $yield) (call $churn) (suspend $yield) (i32.add (call $f3 (call $new (i32.const 1))) (call $get (local.get 0))))
  (func $f3 (type $fs) (call $churn) (suspend $yield) (call $churn) (call $get (local.get 0)))`);
survives('a continuation that has not begun, and its bound arguments', `(local $k (ref null $ki))
  (local.set $k (cont.bind $ks $ki (call $new (i32.const 7)) (cont.new $ks (ref.func $arg)))) (call $churn) (call $finish (local.get $k))`,
'(func $arg (type $fs) (call $churn) (call $get (local.get 0))) (elem declare (ref (shared func)) (ref.func $arg))');
survives('arguments bound to a continuation that was suspended', `(local $k (ref null $kask))
  (block $on (result (ref null $s) (ref $kask))
    (drop (resume $ki (on $ask $on) (cont.new $ki (ref.func $body)))) (unreachable))
  (local.set $k) (drop) (call $churn)
  (call $finish (cont.bind $kask $ki (call $new (i32.const 7)) (local.get $k)))`,
body('(call $churn) (call $get (suspend $ask (ref.null $s)))'));
survives('what passes with a suspension and with a resume', `(local $k (ref null $kask)) (local $x (ref null $s))
  (block $on (result (ref null $s) (ref $kask))
    (drop (resume $ki (on $ask $on) (cont.new $ki (ref.func $body)))) (unreachable))
  (local.set $k) (local.set $x) (call $churn)
  (resume $kask (call $new (i32.add (i32.const 2) (call $get (local.get $x)))) (local.get $k))`,
body('(local $x (ref null $s)) (local.set $x (suspend $ask (call $new (i32.const 5)))) (call $churn) (call $get (local.get $x))'));
survives('several stacks of one continuation', '(call $finish (cont.new $ki (ref.func $outer)))', `${body(`(local $x (ref null $s))
    (local.set $x (call $new (i32.const 3))) (suspend $yield) (call $churn) (suspend $yield) (call $get (local.get $x))`)}
  (tag $other (type $f))
  (func $outer (type $fi) (local $x (ref null $s)) (local.set $x (call $new (i32.const 4)))
    (block $on (result (ref $ki))
      (return (call $sum2 (call $new (i32.const 1)) (resume $ki (on $other $on) (cont.new $ki (ref.func $body))) (local.get $x))))
    (unreachable))
  (type $tsum2 (shared (func (param (ref $s) i32 (ref null $s)) (result i32))))
  (func $sum2 (type $tsum2) (i32.add (local.get 1) (i32.mul (call $get (local.get 0)) (call $get (local.get 2)))))
  (elem declare (ref (shared func)) (ref.func $outer))`);
survives('what a resumed continuation does in one that is suspended meanwhile', `
  (call $finish (cont.new $ki (ref.func $outer)))`, `${body(`(local $x (ref null $s)) (local $i i32)
    (local.set $x (call $new (i32.const 2)))
    (loop $l (call $churn) (call $inner) (call $churn)
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 3)))) (call $get (local.get $x))`)}
  (tag $inner (type $f))
  (func $inner (type $f) (suspend $inner) (suspend $yield))
  (func $outer (type $fi) (local $x (ref null $s)) (local $k (ref null $ki))
    (local.set $x (call $new (i32.const 5))) (local.set $k (cont.new $ki (ref.func $body)))
    (loop $again
      (block $on (result (ref $ki))
        (return (i32.add (resume $ki (on $inner $on) (local.get $k)) (call $get (local.get $x)))))
      (local.set $k) (call $churn) (suspend $yield) (call $churn) (br $again))
    (unreachable))
  (elem declare (ref (shared func)) (ref.func $outer))`);
survives('a continuation in the heap: in a structure, an array, a table and globals', `
  (call $park (cont.new $ki (ref.func $body))) (call $churn)
  (global.set $own (table.get $t (i32.const 1))) (table.set $t (i32.const 1) (ref.null $ki)) (call $churn)
  (struct.set $box 0 (global.get $b) (global.get $own)) (global.set $own (ref.null $ki)) (call $churn)
  (array.set $boxes (global.get $a) (i32.const 1) (struct.get $box 0 (global.get $b))) (struct.set $box 0 (global.get $b) (ref.null $ki))
  (call $churn) (call $finish (array.get $boxes (global.get $a) (i32.const 1)))`,
`${body('(local $x (ref null $s)) (local.set $x (call $new (i32.const 7))) (suspend $yield) (call $churn) (call $get (local.get $x))')}
  (type $box (shared (struct (field (mut (ref null $ki)))))) (type $boxes (shared (array (mut (ref null $ki)))))
  (global $b (shared (ref $box)) (struct.new_default $box)) (global $a (shared (ref $boxes)) (array.new_default $boxes (i32.const 2)))
  (table $t shared 2 (ref null $ki)) (global $g (shared (mut (ref null $ki))) (ref.null $ki))
  (global $own (thread_local (mut (ref null $ki))) (ref.null $ki))
  (func $park (param (ref null $ki))
    (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (local.get 0))) (unreachable))
    (global.set $g) (call $churn) (table.set $t (i32.const 1) (global.get $g)) (global.set $g (ref.null $ki)))`);
const TURNS = `(rec (type $tf2 (shared (func (param (ref null $s) (ref null $kt)) (result i32)))) (type $kt (shared (cont $tf2))))
  (tag $turn (type $fi)) (elem declare (ref (shared func)) (ref.func $a) (ref.func $b))`;
survives('what switches pass to each other, and what they leave behind', `
  (resume $kt (on $turn switch) (call $new (i32.const 0)) (cont.new $kt (ref.func $b)) (cont.new $kt (ref.func $a)))`, `${TURNS}
  (func $a (type $tf2) (local $i i32) (local $x (ref null $s)) (local.set $x (call $new (i32.const 3)))
    (loop $l
      (call $churn) (switch $kt $turn (local.get 0) (local.get 1)) (local.set 1) (local.set 0) (call $churn)
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4))))
    (i32.add (call $get (local.get $x)) (call $get (local.get 0))))
  (func $b (type $tf2) (local $x (ref null $s)) (local.set $x (call $new (i32.const 1)))
    (loop $l
      (call $churn) (local.set 0 (call $new (i32.add (call $get (local.get 0)) (call $get (local.get $x)))))
      (switch $kt $turn (local.get 0) (local.get 1)) (local.set 1) (local.set 0) (br $l))
    (unreachable))`);
survives('an exception thrown into a continuation, and what its handler needs', `(local $k (ref null $ki))
  (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (cont.new $ki (ref.func $body)))) (unreachable))
  (local.set $k) (call $churn) (resume_throw $ki $e (call $new (i32.const 3)) (local.get $k))`, body(`(local $x (ref null $s))
  (local.set $x (call $new (i32.const 4)))
  (block $h (result (ref null $s)) (try_table (catch $e $h) (call $churn) (call $pause)) (unreachable))
  (call $pass) (call $get) (i32.add (call $get (local.get $x)))`) + `
  (type $tp (shared (func (param (ref null $s)) (result (ref null $s)))))
  (func $pass (type $tp) (call $churn) (local.get 0))`);
survives('an exception that a frame holds', RUN, body(`(local $x (ref null (shared exn)))
  (block $h (result (ref null $s) (ref (shared exn))) (try_table (catch_ref $e $h) (throw $e (call $new (i32.const 7)))) (unreachable))
  (local.set $x) (drop) (call $pause) (call $churn)
  (block $again (result (ref null $s)) (try_table (catch $e $again) (throw_ref (local.get $x))) (unreachable))
  (call $get) (return)`));
survives('arguments of tail calls in functions that were suspended', RUN, body(`
  (call $pause) (return_call $next (call $new (i32.const 7)))`) + `
  (func $next (type $fs) (call $churn) (call $pause) (call $churn) (return_call $last (local.get 0)))
  (func $last (type $fs) (call $churn) (call $get (local.get 0)))`);

const Unshared = suite('what unshared continuations refer to among shared things survives');
const survivesUnshared = survivesIn(Unshared);
/** As above, with functions and continuations that are not shared. */
const PLAIN = `
  (type $pf (func (result i32))) (type $pk (cont $pf)) (tag $wait) (tag $offer (param (ref null $s)) (result (ref null $s)))
  (type $pt (func (param (ref null $s)) (result i32))) (type $pkt (cont $pt)) (tag $error (param (ref null $s)))
  (func $stop (suspend $wait))
  (func $complete (param $k (ref null $pk)) (result i32)
    (loop $again
      (block $on (result (ref $pk))
        (call $churn)
        (return (resume $pk (on $wait $on) (local.get $k))))
      (local.set $k) (call $churn) (br $again))
    (unreachable))`;
const plain = (code: string): string => `${PLAIN} (func $body (result i32) ${code}) (elem declare func $body)`;
const RUN_PLAIN = '(call $complete (cont.new $pk (ref.func $body)))';
survivesUnshared('a local', RUN_PLAIN, plain(`(local $x (ref null $s))
  (local.set $x (call $new (i32.const 7))) (suspend $wait) (call $churn) (suspend $wait) (call $get (local.get $x))`));
survivesUnshared('operands', RUN_PLAIN, plain(`
  (call $new (i32.const 1)) (i32.const 2) (call $new (i32.const 4)) (call $stop) (call $churn) (call $get) (call $stop) (call $churn)
  (return_call $sum)`) + `
  (func $sum (param (ref $s) i32 i32) (result i32) (i32.add (call $get (local.get 0)) (i32.add (local.get 1) (local.get 2))))`);
survivesUnshared('frames below the one that runs', RUN_PLAIN, plain('(call $f1 (call $new (i32.const 3)))') + `
  (func $f1 (param (ref null $s)) (result i32) (local $x (ref null $s)) (local.set $x (call $new (i32.const 4)))
    (call $f2) (call $churn) (call $f2) (i32.add (call $get (local.get 0)) (call $get (local.get $x))))
  (func $f2 (call $stop) (call $churn) (call $stop))`);
survivesUnshared('bound arguments', `(local $k (ref null $pk))
  (local.set $k (cont.bind $pkt $pk (call $new (i32.const 7)) (cont.new $pkt (ref.func $arg)))) (call $churn) (call $complete (local.get $k))`,
`${PLAIN} (func $arg (type $pt) (call $churn) (call $get (local.get 0))) (elem declare func $arg)`);
survivesUnshared('what passes with a suspension and with a resume', `(local $k (ref null $pkt)) (local $x (ref null $s))
  (block $on (result (ref null $s) (ref $pkt))
    (drop (resume $pk (on $offer $on) (cont.new $pk (ref.func $body)))) (unreachable))
  (local.set $k) (local.set $x) (call $churn)
  (resume $pkt (call $new (i32.add (i32.const 2) (call $get (local.get $x)))) (local.get $k))`,
plain('(local $x (ref null $s)) (local.set $x (suspend $offer (call $new (i32.const 5)))) (call $churn) (call $get (local.get $x))'));
survivesUnshared('an exception thrown into a continuation, and what its handler needs', `(local $k (ref null $pk))
  (block $on (result (ref $pk)) (drop (resume $pk (on $wait $on) (cont.new $pk (ref.func $body)))) (unreachable))
  (local.set $k) (call $churn) (resume_throw $pk $error (call $new (i32.const 3)) (local.get $k))`, plain(`(local $x (ref null $s)) (local $y exnref)
  (local.set $x (call $new (i32.const 4)))
  (block $h (result (ref null $s) exnref) (try_table (catch_ref $error $h) (call $churn) (call $stop)) (unreachable))
  (local.set $y) (drop) (call $churn)
  (block $again (result (ref null $s)) (try_table (catch $error $again) (throw_ref (local.get $y))) (unreachable))
  (call $get) (i32.add (call $get (local.get $x)))`));
survivesUnshared('references that functions entered again return', RUN_PLAIN, plain('(call $get (call $give)) (call $churn)') + `
  (func $give (result (ref null $s)) (local $x (ref null $s)) (local.set $x (call $new (i32.const 7))) (call $stop) (call $churn) (local.get $x))`);

const Freed = suite('what nobody knows any more of continuations is freed');
/** `$make` makes a suspended continuation of some frames; `drop` forgets so many of them. */
const DROPPED = `${body('(local $x (ref null $s)) (local.set $x (call $new (i32.const 1))) (call $deep (i32.const 3)) (call $get (local.get $x))')}
  (type $td (shared (func (param i32))))
  (func $deep (type $td) (local $x (ref null $s)) (local.set $x (call $new (i32.const 1)))
    (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else (suspend $yield)))
    (drop (call $get (local.get $x))))
  (func $make (result (ref $ki))
    (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (cont.new $ki (ref.func $body)))) (unreachable)))
  (func (export "churn") (call $churn))
  (global $kept (shared (mut (ref null $ki))) (ref.null $ki))
  (func (export "keep") (global.set $kept (call $make)))
  (func (export "finish") (result i32) (call $finish (global.get $kept)))
  (func (export "drop") (param i32)
    (loop $l (drop (call $make)) (drop (cont.new $ki (ref.func $body))) (drop (cont.bind $ks $ki (call $new (i32.const 1)) (cont.new $ks (ref.func $arg))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func $arg (type $fs) (unreachable)) (elem declare (ref (shared func)) (ref.func $arg))`;
const i32 = (c: number): { readonly t: 'i32'; readonly c: number } => ({ t: 'i32', c });
Freed('shared continuations that are dropped, with their frames and what these refer to', () => {
  const { S, call } = stressed(`${COMMON} ${DROPPED}`);
  call('churn');
  const before = [records(S), liveObjects(S)];
  assert.is(call('keep').kind, 'values');
  call('churn');
  // Five frames with a structure each, and the stack; the continuation and the structures.
  assert.equal([records(S), liveObjects(S)], [(before[0] ?? 0) + 6, (before[1] ?? 0) + 6]);
  assert.is(call('drop', i32(100)).kind, 'values');
  call('churn');
  assert.equal([records(S), liveObjects(S)], [(before[0] ?? 0) + 6, (before[1] ?? 0) + 6]);
  assert.is(shown(call('finish')), '(i32.const 1)');
  call('churn');
  // The global still refers to the continuation, which is consumed.
  assert.equal([records(S), liveObjects(S)], [before[0], (before[1] ?? 0) + 1]);
});
Freed('a heap of 3 MiB for things has room for 90,000 continuations that are dropped', () => {
  const { S, call } = running(`${COMMON} ${DROPPED}`, new Map(), newStore({ heapSize: 41 }));
  assert.is(call('drop', i32(30_000)).kind, 'values');
  assert.ok(collections(S) > 5, String(collections(S)));
});
Freed('records of frames that exceptions leave', () => {
  const { S, call } = stressed(`${COMMON} ${PLAIN} ${body('(call $f) (i32.const 0)')}
    (func $f (type $f) (call $g)) (func $g (type $f) (local $x (ref null $s)) (local.set $x (call $new (i32.const 1))) (call $pause) (drop (call $get (local.get $x)))
      (throw $e (ref.null $s)))
    (func $pbody (result i32) (call $pf) (i32.const 0)) (elem declare func $pbody $pfirst)
    (func $pfirst (result i32) (throw $e (ref.null $s)))
    (func $pf (local $x (ref null $s)) (local.set $x (call $new (i32.const 1))) (call $pg) (drop (call $get (local.get $x))))
    (func $pg (local $x (ref null $s)) (local.set $x (call $new (i32.const 1))) (call $stop) (drop (call $get (local.get $x)))
      (throw $e (ref.null $s)))
    (func $first (type $fi) (throw $e (ref.null $s))) (elem declare (ref (shared func)) (ref.func $first))
    (func (export "churn") (call $churn))
    (func (export "shared") (block $h (result (ref null $s)) (try_table (catch $e $h) (drop ${RUN})) (unreachable)) (drop))
    (func (export "at once") (block $h (result (ref null $s)) (try_table (catch $e $h) (drop (call $finish (cont.new $ki (ref.func $first))))) (unreachable)) (drop))
    (func (export "thrown") (local $k (ref null $ki))
      (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (cont.new $ki (ref.func $body)))) (unreachable))
      (local.set $k) (call $churn)
      (block $h (result (ref null $s)) (try_table (catch $e $h) (drop (resume_throw $ki $e (ref.null $s) (local.get $k)))) (unreachable)) (drop))
    (func (export "thrown at once")
      (block $h (result (ref null $s)) (try_table (catch $e $h) (drop (resume_throw $ki $e (ref.null $s) (cont.new $ki (ref.func $body))))) (unreachable)) (drop))
    (func (export "unshared") (block $h (result (ref null $s)) (try_table (catch $e $h) (drop (call $complete (cont.new $pk (ref.func $pbody))))) (unreachable)) (drop))
    (func (export "unshared, thrown") (local $k (ref null $pk))
      (block $on (result (ref $pk)) (drop (resume $pk (on $wait $on) (cont.new $pk (ref.func $pbody)))) (unreachable))
      (local.set $k) (call $churn)
      (block $h (result (ref null $s)) (try_table (catch $error $h) (drop (resume_throw $pk $error (ref.null $s) (local.get $k)))) (unreachable)) (drop))`);
  call('churn');
  const before = records(S);
  for (const name of ['shared', 'at once', 'thrown', 'thrown at once', 'unshared', 'unshared, thrown']) {
    for (let i = 0; i < 3; i++) assert.is(call(name).kind, 'values', name);
    call('churn');
    assert.is(records(S), before, name);
  }
});
Freed('memory between records that are in use, and for other things if there are none in a block', () => {
  const { S, call } = running(`${COMMON} ${DROPPED}
    (type $ks' (shared (array (mut (ref null $ki))))) (global $all (shared (mut (ref null $ks'))) (ref.null $ks'))
    ;; of each hundred continuations the first is kept, the last 200 of these
    (func (export "some") (param i32)
      (global.set $all (array.new_default $ks' (i32.const 200)))
      (loop $l
        (if (i32.eqz (i32.rem_u (local.get 0) (i32.const 100)))
          (then (array.set $ks' (global.get $all) (i32.rem_u (i32.div_u (local.get 0) (i32.const 100)) (i32.const 200)) (call $make)))
          (else (drop (call $make))))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
    (func (export "all") (param i32)
      (global.set $all (array.new_default $ks' (local.get 0)))
      (loop $l (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (array.set $ks' (global.get $all) (local.get 0) (call $make)) (br_if $l (local.get 0))))
    (type $bytes (shared (array i8))) (type $rows (shared (array (mut (ref null $bytes)))))
    (func (export "large") (param i32) (local $x (ref null $rows)) (global.set $all (ref.null $ks'))
      (local.set $x (array.new_default $rows (local.get 0)))
      (loop $l
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (array.set $rows (local.get $x) (local.get 0) (array.new_default $bytes (i32.const 100_000))) (br_if $l (local.get 0))))`, new Map(), newStore({ heapSize: 41 }));
  assert.is(call('some', i32(60_000)).kind, 'values');
  assert.ok(collections(S) > 5, String(collections(S)));
  assert.is(call('all', i32(3000)).kind, 'values');
  assert.is(call('large', i32(9)).kind, 'values');
});
Freed('records of frames that are longer than a block', () => {
  const n = 10_000, locals = Array.from({ length: n }, (_, i) => i);
  const { S, call } = running(`${COMMON} ${body(`${locals.map((i) => `(local $x${i} i64)`).join(' ')} (local $x (ref null $s))
      (local.set $x (call $new (i32.const 7)))
      ${locals.map((i) => `(local.set $x${i} (i64.const ${i}))`).join(' ')}
      (suspend $yield)
      ${locals.map((i) => `(if (i64.ne (local.get $x${i}) (i64.const ${i})) (then (unreachable)))`).join(' ')}
      (call $get (local.get $x))`)}
    (func (export "finish") (result i32) ${RUN}) (func (export "churn") (call $churn))
    (func (export "drop") (param i32)
      (loop $l
        (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (cont.new $ki (ref.func $body)))) (unreachable))
        (drop) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))`, new Map(), newStore({ heapSize: 41 }));
  assert.is(shown(call('finish')), '(i32.const 7)');
  assert.is(call('drop', i32(200)).kind, 'values');
  assert.is(shown(call('finish')), '(i32.const 7)');
  assert.ok(collections(S) > 5, String(collections(S)));
});
Freed('a generator that is resumed very often needs no more memory than one that is resumed seldom', () => {
  const { S, call } = running(`${COMMON} ${body(`(local $i i32)
      (loop $l
        (suspend $yield)
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1_000_000))))
      (i32.const 7)`)}
    (func $go (param $k (ref null $ki)) (result i32)
      (loop $again
        (block $on (result (ref $ki)) (return (resume $ki (on $yield $on) (local.get $k))))
        (local.set $k) (br $again))
      (unreachable))
    (func (export "main") (result i32) (call $go (cont.new $ki (ref.func $body))))`, new Map(), newStore({ heapSize: 41 }));
  assert.is(shown(call('main')), '(i32.const 7)');
  assert.ok(collections(S) > 3, String(collections(S)));
});

const Stack = suite('the stack of references and continuations');
// Frames leave something on it each time, and it has room for 2¹⁸ words.
Stack('it does not grow with functions that are left by a handler', () => {
  const { call } = running(`${COMMON} ${body('(suspend $yield) (i32.const 1)')}
    (func $once (local $x (ref null $s)) (local.set $x (call $new (i32.const 3)))
      (block $on (result (ref $ki)) (drop (resume $ki (on $yield $on) (cont.new $ki (ref.func $body)))) (drop (call $get (local.get $x))) (return))
      (drop) (drop (call $get (local.get $x))))
    (func (export "main") (param i32) (result i32)
      (loop $l (call $once) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (i32.const 7))`);
  assert.is(shown(call('main', i32(300_000))), '(i32.const 7)');
});
/** A module that suspends, with something on it, and one that resumes that, which shares nothing. */
const SUSPENDING = `${COMMON} (tag $wait (export "wait"))
  (func (export "suspend") (local $x (ref null $s)) (local.set $x (call $new (i32.const 3))) (call $stop) (drop (call $get (local.get $x))))
  (func $stop (drop (call $new (i32.const 1))) (suspend $wait)) (func (export "churn") (call $churn))`;
const RESUMING = `(type $f (func)) (type $k (cont $f)) (import "A" "wait" (tag $wait)) (import "A" "suspend" (func $suspend))
  (elem declare func $suspend)
  (func (export "main") (param i32) (result i32)
    (loop $l
      (block $on (result (ref $k)) (resume $k (on $wait $on) (cont.new $k (ref.func $suspend))) (unreachable))
      (resume $k) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (i32.const 7))`;
Stack('it does not grow with suspensions that a module handles which shares nothing', () => {
  const S = newStore({ heapSize: 48 }), A = running(SUSPENDING, new Map(), S), B = running(RESUMING, names('A', Object.fromEntries(A.inst.exports)), S);
  assert.is(shown(B.call('main', i32(400_000))), '(i32.const 7)');
});
Stack('if the driver is from before there was a heap, nothing is collected', () => {
  const S = newStore({ collectEvery: 1 }), first = running('(type $f (func)) (type $k (cont $f)) (func (param (ref $k)) (resume $k (local.get 0)))', new Map(), S);
  assert.is(first.inst.exports.size, 0);
  const A = running(SUSPENDING, new Map(), S), B = running(RESUMING, names('A', Object.fromEntries(A.inst.exports)), S);
  assert.is(shown(B.call('main', i32(200_000))), '(i32.const 7)');
  assert.is(A.call('churn').kind, 'values');
  assert.is(collections(S), 0);
});
Stack('it does not grow with suspensions, switches and exceptions', () => {
  const { call } = running(`${COMMON} ${TURNS}
    (func $a (type $tf2) (local $i i32) (local $x (ref null $s)) (local.set $x (call $new (i32.const 3)))
      (loop $l
        (call $turns (local.get 1)) (local.set 1)
        (block $h (result (ref null $s)) (try_table (catch $e $h) (call $fail)) (unreachable)) (drop)
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 400_000))))
      (call $get (local.get $x)))
    (type $ttn (shared (func (param (ref null $kt)) (result (ref null $kt)))))
    (func $turns (type $ttn) (local $x (ref null $s)) (local.set $x (call $new (i32.const 3)))
      (switch $kt $turn (ref.null $s) (local.get 0)) (local.set 0) (drop) (drop (call $get (local.get $x))) (local.get 0))
    (func $fail (type $f) (local $x (ref null $s)) (local.set $x (call $new (i32.const 3))) (call $thrower) (drop (call $get (local.get $x))))
    (func $thrower (type $f) (throw $e (ref.null $s)))
    (func $b (type $tf2) (local $x (ref null $s)) (local.set $x (call $new (i32.const 1)))
      (loop $l (call $turns (local.get 1)) (local.set 1) (br $l)) (unreachable))
    (func (export "main") (result i32)
      (resume $kt (on $turn switch) (call $new (i32.const 0)) (cont.new $kt (ref.func $b)) (cont.new $kt (ref.func $a))))`);
  assert.is(shown(call('main')), '(i32.const 3)');
});

Shared.run();
Unshared.run();
Freed.run();
Stack.run();
