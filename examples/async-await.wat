;; Async and await: functions that wait for a promise, and an event loop that fulfils promises.
;;
;; What to look for: `await` suspends with the promise, the event loop stores the continuation in it, and later resumes it with the value:
;; the continuation has left the stack (see S.conts) and stands there again in a different turn of the loop.
(module
  (rec
    (type $promise (struct (field $value (mut i32)) (field $waiter (mut (ref null $k)))))
    (type $resumed (func (param i32)))
    (type $k (cont $resumed)))
  (type $task (func))
  (type $start (cont $task))
  (tag $await (param (ref $promise)) (result i32))

  (global $a (ref $promise) (struct.new $promise (i32.const 0) (ref.null $k)))
  (global $b (ref $promise) (struct.new $promise (i32.const 0) (ref.null $k)))
  (global $total (mut i32) (i32.const 0))

  (func $add_both
    (global.set $total
      (i32.add (suspend $await (global.get $a)) (suspend $await (global.get $b)))))
  (elem declare func $add_both)

  ;; runs a task up to its first await
  (func $spawn (param $f (ref $task))
    (local $k (ref null $k))
    (block $on_await (result (ref $promise) (ref $k))
      (resume $start (on $await $on_await) (cont.new $start (local.get $f)))
      return)
    (local.set $k)
    (struct.set $promise $waiter (local.get $k)))

  ;; gives a promise its value, and runs who waits for it up to the next await
  (func $fulfil (param $promise (ref $promise)) (param $value i32)
    (local $k (ref null $k))
    (block $on_await (result (ref $promise) (ref $k))
      (resume $k (on $await $on_await) (local.get $value) (struct.get $promise $waiter (local.get $promise)))
      return)
    (local.set $k)
    (struct.set $promise $waiter (local.get $k)))

  (func (export "main") (result i32)
    (call $spawn (ref.func $add_both))
    (call $fulfil (global.get $a) (i32.const 30))
    (call $fulfil (global.get $b) (i32.const 12))
    global.get $total))
