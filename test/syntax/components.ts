/**
 * Components as texts.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Component } from '../../syntax/components.ts';
import { parseComponent } from '../../syntax/text/component.ts';

/** The component of a text that is in the grammar. */
export const componentOf = (text: string): Component => {
  const read = parseComponent(text);
  if (E.isLeft(read)) throw new Error(`the component of the test is malformed: ${read.left.message}`);
  return read.right;
};

/** A component that uses all that there is: each definition in one of its forms. */
export const EVERYTHING = `(component $c
  (core module $libc (memory (export "mem") 1) (table (export "tab") shared 2 (ref null (shared func))) (global (export "g") i32 (i32.const 1)))
  (core instance $libc (instantiate $libc))
  (core type $start (shared (func (param $context i32))))
  (core type (struct (field i32)))
  (core type (sub (func)))
  (alias core export $libc "tab" (core table $tab))
  (core memory $mem (alias core export $libc "mem"))
  (core func $ref (canon thread.spawn-ref shared $start))
  (canon thread.spawn_indirect $start $tab (core func $ind))
  (core func $ind2 (canon thread.spawn-indirect shared $start (table $libc "tab")))
  (canon thread.available-parallelism (core func))
  (core func $yield (canon thread.yield))
  (canon thread.yield cancellable (core func))
  (core instance $all (export "ref" (func $ref)) (export "mem" (memory $mem)) (export "g" (global $libc "g")))
  (core module $m
    (type $s (shared (func (param i32))))
    (type $spawn (shared (func (param (ref null $s) i32) (result i32))))
    (import "a" "ref" (func (type $spawn)))
    (import "b" "n" (func (result i32))))
  (core instance (instantiate $m (with "a" (instance $all)) (with "b" (instance (export "n" (func 3))))))
)`;
