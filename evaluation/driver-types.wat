;; The types of the driver. They come first in every translated module, so that they are the same types everywhere.

;; What remains to be done of one call: its code and where to go on in it. Each function has a subtype with its locals and operands.
(rec
  (type $frame (sub (struct
    (field $parent (mut (ref null $frame)))       ;; who called; null at the bottom of a stack
    (field $entry (ref $entry))
    (field $pc (mut i32)))))                      ;; 2·n + 1 if resume point n is inside of a try_table, else 2·n
  (type $entry (func (param (ref $frame)))))      ;; takes arguments from the registers and leaves results there

;; The identity of a control tag. Each type of tags has a subtype, so that importing with another type fails.
(type $tag (sub (struct)))
(type $tags (array (ref null $tag)))

;; The handlers of one resume: (on $e $l)*, the first tag apart because there is often only one, and (on $e switch)*.
(type $handlers (struct
  (field $first (ref null $tag))
  (field $more (ref null $tags))
  (field $switches (ref null $tags))
  (field $slot i32)))                               ;; of a function that returns them on any thread, if others may resume what they handle

;; The frames between two prompts. Stacks are chained from the innermost outwards.
(type $stack (struct
  (field $top (mut (ref null $frame)))            ;; the innermost frame
  (field $handlers (mut (ref null $handlers)))    ;; of the resume that $top stands at; what is inside of it is another stack
  (field $next (mut (ref null $stack)))           ;; the stack around
  (field $last (mut (ref null $stack)))))         ;; of the first stack of a continuation: its outermost; null if that is itself

;; (cont $ft) is a subtype of this one. Null: consumed.
(type $cont (sub (struct (field $first (mut (ref null $stack))))))

;; For backtraces: what one call of $run is about.
(type $activation (struct
  (field $frame (mut (ref null $frame)))          ;; that runs; null if all are on the stacks around
  (field $around (mut (ref null $stack)))
  (field $caller (ref null $activation))))        ;; the call of $run around it

;; A frame that has a record in the heap that threads share. All such frames are of subtypes; only a driver of a store with a heap has it.
;;heap (type $tracked (sub $frame (struct
;;heap   (field $parent (mut (ref null $frame))) (field $entry (ref $entry)) (field $pc (mut i32)) (field $record i32))))
