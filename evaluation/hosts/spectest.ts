/**
 * The module `spectest`, which the official test suites import.
 * @spec core interpreter/README.md §Spectest host module
 * @category Evaluation
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { printers } from '../../scripts/spectest.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { moduleInstantiate } from '../embedding.ts';
import type { HostVal } from '../host/values.ts';
import type { Extern, MutableStore } from '../store.ts';
import { allocHost } from './functions.ts';

const TEXT = `(module
  (global (export "global_i32") i32 (i32.const 666))
  (global (export "global_i64") i64 (i64.const 666))
  (global (export "global_f32") f32 (f32.const 666.6))
  (global (export "global_f64") f64 (f64.const 666.6))
  (table (export "table") 10 20 funcref)
  (table (export "table64") i64 10 20 funcref)
  (memory (export "memory") 1 2)
  (memory (export "shared_memory") 1 2 shared))`;
const things = ((): ValidModule => {
  const valid = pipe(parseModule(TEXT), E.chain(validate));
  if (E.isLeft(valid)) throw new Error(`spectest: ${valid.left.message}`);
  return valid.right;
})();

/** Is told what is printed: the name of the function, and its arguments. */
export type Print = (name: string, args: readonly HostVal[]) => void;

/** The exports of the module `spectest`, in a store. */
export const spectest = (S: MutableStore, print: Print = () => undefined): ReadonlyMap<string, Extern> => {
  const made = moduleInstantiate(S, things, new Map());
  if (E.isLeft(made)) throw new Error('the host has not enough memory for the module spectest');
  const functions = printers.map(([name, params]) => [name, allocHost(S, functionType(params, [], false), (args) => {
    print(name, args);
    return { kind: 'values', vals: [] };
  })] as const);
  return new Map<string, Extern>([...functions, ...made.right.inst?.exports ?? []]);
};
