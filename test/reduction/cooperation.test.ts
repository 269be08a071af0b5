/** Cooperative threads in whole programs: in which order they run, and what ends them. */
import { suite } from 'uvu';
import { cooperation } from '../scripts/cooperation.ts';
import { passes } from '../scripts/running.ts';

const programs = suite('cooperative threads by the small step');
for (const [what, script] of cooperation) programs(what, () => passes(script));
programs.run();

const components = suite('cooperative threads of components');
components('spawn by reference and by table, and yield', () => passes(`(component
  (core type $job (func (param i32)))
  (core module $libc (table (export "tab") 1 funcref))
  (core instance $libc (instantiate $libc))
  (core func $ref (canon thread.spawn-ref $job))
  (core func $ind (canon thread.spawn-indirect $job (table $libc "tab")))
  (core func $yield (canon thread.yield))
  (core module $m
    (type $job (func (param i32)))
    (import "" "ref" (func $ref (param (ref null $job) i32) (result i32)))
    (import "" "ind" (func $ind (param i32 i32) (result i32)))
    (import "" "yield" (func $yield (result i32)))
    (import "" "tab" (table $t 1 funcref))
    (global $sum (mut i32) (i32.const 0))
    (func $add (type $job) (global.set $sum (i32.add (global.get $sum) (local.get 0))))
    (elem (table $t) (i32.const 0) func $add)
    (func $start
      (drop (call $ref (ref.func $add) (i32.const 3)))
      (drop (call $ind (i32.const 0) (i32.const 4)))
      (if (global.get $sum) (then unreachable))
      (drop (call $yield))
      (if (i32.ne (global.get $sum) (i32.const 7)) (then unreachable)))
    (start $start))
  (core instance (instantiate $m (with "" (instance
    (export "ref" (func $ref)) (export "ind" (func $ind)) (export "yield" (func $yield)) (export "tab" (table $libc "tab")))))))`));
components.run();
