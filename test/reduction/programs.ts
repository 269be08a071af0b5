/**
 * Programs with threads, as texts.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { instanceExport, moduleInstantiate } from '../../reduction/embedding.ts';
import { invoke } from '../../reduction/instantiation.ts';

/** What a test takes for granted. */
export const right = <A>(what: string, made: E.Either<{ readonly kind: string; readonly message?: string }, A>): A => {
  if (E.isLeft(made)) throw new Error(`${what}: ${made.left.message ?? made.left.kind}`);
  return made.right;
};

/** A valid module. */
export const validOf = (text: string): ValidModule => right('module', E.flatMap(parseModule(text), validate));

/** A module that can spawn `$f*` by `(call $spawn (ref.func $f))`, waits on the global `$word` in `$queue`, and counts in `$count`. */
export const spawning = (fields: string): string => `(module
  (type $job (shared (func)))
  (type $spawner (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (global $word (shared (mut i32)) (i32.const 0))
  (global $count (shared (mut i32)) (i32.const 0))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  ${fields})`;

/** The call of the export `main`, without arguments, of an instance of the module, after its start function has run. */
export const programOf = (text: string): Config => {
  const { inst, run } = right('instantiation', moduleInstantiate(EMPTY_STORE, validOf(text), new Map()));
  const main = instanceExport(inst, 'main'), z = main === undefined ? undefined : invoke(run.z.S, main.a, []);
  if (z === undefined) throw new Error('the module exports no function `main` without parameters');
  return z;
};
