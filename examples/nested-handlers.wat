;; Two handlers, one inside the other: the inner one answers $ask, the outer one $tell.
;;
;; What to look for: `suspend $tell` passes by the inner prompt, which has no clause for it, and captures it together with everything else up
;; to the outer prompt (the H in rule Step/suspend-prompt). When the outer handler resumes, the inner prompt is back in place and answers the
;; next $ask.
(module
  (type $ft (func))
  (type $ct (cont $ft))
  (type $answer (func (param i32)))
  (type $waiting (cont $answer))
  (tag $ask (result i32))
  (tag $tell (param i32))
  (global $told (mut i32) (i32.const 0))

  ;; tells twice what it asks for
  (func $client
    (suspend $tell (suspend $ask))
    (suspend $tell (suspend $ask)))

  ;; runs the client, and answers 20, then 22
  (func $inner
    (local $reply i32)
    (local $k (ref null $waiting))
    (local.set $reply (i32.const 20))
    (block $done
      (block $on_ask (result (ref $waiting))
        (resume $ct (on $ask $on_ask) (cont.new $ct (ref.func $client)))
        (br $done))
      (local.set $k)
      (loop $again
        (block $on_ask (result (ref $waiting))
          (local.get $reply)
          (local.set $reply (i32.const 22))
          (resume $waiting (on $ask $on_ask) (local.get $k))
          (br $done))
        (local.set $k)
        (br $again))))

  (elem declare func $client $inner)

  ;; adds up what it is told
  (func (export "main") (result i32)
    (local $k (ref null $ct))
    (local.set $k (cont.new $ct (ref.func $inner)))
    (loop $again
      (block $on_tell (result i32 (ref $ct))
        (resume $ct (on $tell $on_tell) (local.get $k))
        (return (global.get $told)))
      (local.set $k)
      (global.set $told (i32.add (global.get $told)))
      (br $again))
    unreachable))
