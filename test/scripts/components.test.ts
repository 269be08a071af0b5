import { suite } from 'uvu';
import { failsWith, passes } from './running.ts';

const components = suite('components of scripts');

const JOB = '(core type $job (shared (func (param i32))))';
/** A component whose module runs `start`, with the built-in functions. */
const component = (start: string, fields = ''): string => `(component
  (core module $libc (table (export "tab") shared 3 (ref null (shared func))))
  (core instance $libc (instantiate $libc))
  ${JOB}
  (core func $ref (canon thread.spawn-ref shared $job))
  (core func $ind (canon thread.spawn-indirect $job (table $libc "tab")))
  (core func $n (canon thread.available-parallelism))
  (core module $m
    (type $job (shared (func (param i32))))
    (type $ref (shared (func (param (ref null $job) i32) (result i32))))
    (import "" "ref" (func $ref (type $ref)))
    (import "" "ind" (func $ind (param i32 i32) (result i32)))
    (import "" "n" (func $n (result i32)))
    (import "" "tab" (table $tab shared 3 (ref null (shared func))))
    (global $sum (shared (mut i32)) (i32.const 0))
    (func $add (type $job) (drop (global.atomic.rmw.add $sum (local.get 0))))
    (elem (table $tab) (offset (i32.const 1)) (ref null (shared func)) (ref.func $add))
    (func $check (param i32) (if (i32.eqz (local.get 0)) (then unreachable)))
    ${fields}
    (func $start ${start})
    (start $start))
  (core instance $i (instantiate $m (with "" (instance
    (export "ref" (func $ref)) (export "ind" (func $ind)) (export "n" (func $n)) (export "tab" (table $libc "tab")))))))`;

components('spawn threads by reference and by table, while they are instantiated', () => {
  passes(component('(local $i i32)'));
  passes(component(`
    (drop (call $ref (ref.func $add) (i32.const 3)))
    (drop (call $ind (i32.const 1) (i32.const 4)))
    (loop (br_if 0 (i32.ne (global.atomic.get $sum) (i32.const 7))))`));
  passes(component('(call $check (i32.ge_u (call $n) (i32.const 1)))'));
  passes(component('(call $check (i32.lt_u (call $ref (ref.func $add) (i32.const 0)) (call $ref (ref.func $add) (i32.const 0))))'));
});

components('trap where spawning does', () => {
  failsWith(component('(drop (call $ref (ref.null $job) (i32.const 3)))'), /^it trapped: null function reference$/u);
  failsWith(component('(drop (call $ind (i32.const 0) (i32.const 3)))'), /^it trapped: uninitialized element$/u);
  failsWith(component('(drop (call $ind (i32.const 3) (i32.const 3)))'), /^it trapped: undefined element$/u);
  failsWith(component('(drop (call $ref (ref.func $bad) (i32.const 3)))', `(func $bad (type $job) unreachable)
    (elem declare (ref (shared func)) (ref.func $bad))`), /^it trapped: unreachable$/u);
});

components('run side by side with other threads of the script', () => {
  const spin = component(`(drop (call $ref (ref.func $add) (i32.const 1)))
    (loop (br_if 0 (i32.ne (global.atomic.get $sum) (i32.const 1))))`);
  passes(`(thread $a ${spin} ${spin}) (thread $b ${spin}) (wait $a) (wait $b)`);
});

components('are defined only, quoted, in binary, or refused', () => {
  passes('(component definition (core module)) (component quote "(core module)") (component binary "\\00asm\\0d\\00\\01\\00")');
  passes('(assert_malformed (component quote "(core modul)") "unexpected token")');
  passes('(assert_malformed (component binary "\\00asm\\01\\00\\00\\00") "unknown binary version")');
  passes(`(assert_invalid (component ${JOB.replace('i32', 'i64')} (core func (canon thread.spawn-ref $job))) "spawn function must take a single")`);
  failsWith('(assert_invalid (component) "spawn")', /^expected the component to be invalid \("spawn"\), but it is valid$/u);
  failsWith('(component (core func (canon thread.spawn-ref 0)))', /^the component is invalid: unknown type 0$/u);
  failsWith('(component (core func))', /^the component is malformed/u);
  failsWith('(component) (invoke "f")', /exports nothing of the name "f"/u);
});

components.run();
