/** Nothing unshared gets into a shared function, on any way that a stack can take. */
import { suite } from 'uvu';
import { passes } from '../scripts/running.ts';

/** `$body` is suspended on the shared tag `$e`; whatever is then thrown there, it catches, and stores as a shared exception. */
const BODY = `
  (type $f (shared (func))) (type $x (shared (func (param i32)))) (type $shared (shared (cont $f))) (type $unshared (cont $f))
  (tag $e (type $f)) (tag $x (type $x)) (tag $ux (param i32))
  (global $got (shared (mut (ref null (shared exn)))) (ref.null (shared exn)))
  (func $body (type $f)
    (block $caught (result (ref (shared exn)))
      (try_table (catch_all_ref $caught) (suspend $e))
      (return))
    (global.set $got))
  (elem declare (ref (shared func)) (ref.func $body))`;
/** Resumes `$body`, throws 7 where it was suspended, and returns what the exception in the global carries. */
const throwing = (cont: string, tag: string): string => `(module ${BODY}
  (func (export "main") (result i32)
    (local $k (ref null ${cont}))
    (block $on (result (ref ${cont}))
      (resume ${cont} (on $e $on) (cont.new ${cont} (ref.func $body)))
      unreachable)
    (local.set $k)
    (resume_throw ${cont} ${tag} (i32.const 7) (local.get $k))
    (block $seven (result i32)
      (try_table (catch $x $seven) (throw_ref (global.get $got)))
      unreachable)))`;

const exceptions = suite('exceptions thrown into shared functions');
exceptions('are caught, if they are shared', () => passes(`${throwing('$shared', '$x')} (assert_return (invoke "main") (i32.const 7))`));
exceptions('are shared, if the continuation is', () =>
  passes(`(assert_invalid ${throwing('$shared', '$ux')} "a shared continuation needs a shared tag")`));
exceptions('cannot come by an unshared continuation, for that does not end there', () => {
  for (const tag of ['$x', '$ux']) passes(`(assert_invalid ${throwing('$unshared', tag)} "tag 0 is shared, but what is resumed is not")`);
});
exceptions('an unshared continuation may run a shared function, but does not handle its suspensions', () => passes(`
  (module ${BODY} (func (export "main") (resume $unshared (cont.new $unshared (ref.func $body)))))
  (assert_suspension (invoke "main") "unhandled")`));
exceptions('a clause for an unshared tag of the same type is another one', () => passes(`
  (module ${BODY}
    (tag $ue)
    (func (export "main")
      (block $on (result (ref $unshared))
        (resume $unshared (on $ue $on) (cont.new $unshared (ref.func $body)))
        (return))
      (drop)))
  (assert_suspension (invoke "main") "unhandled")`));
exceptions('may be unshared, if an unshared function is suspended that has been called by none that is shared', () => passes(`
  (module
    (type $f (func)) (type $k (cont $f)) (tag $e) (tag $x (param i32))
    (global $got (mut i32) (i32.const 0))
    (func $body (block $caught (result i32) (try_table (catch $x $caught) (suspend $e)) (return)) (global.set $got))
    (elem declare func $body)
    (func (export "main") (result i32)
      (local $k (ref null $k))
      (block $on (result (ref $k)) (resume $k (on $e $on) (cont.new $k (ref.func $body))) unreachable)
      (local.set $k)
      (resume_throw $k $x (i32.const 7) (local.get $k))
      (global.get $got)))
  (assert_return (invoke "main") (i32.const 7))`));
exceptions.run();
