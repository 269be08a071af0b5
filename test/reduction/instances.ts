/**
 * Instances of modules given as texts, one after the other in one store.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { ExternAddr, ModuleInst } from '../../semantics/runtime/frames.ts';
import type { LinkError, Namespace } from '../../semantics/runtime/linking.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import { instanceExport, linkAndInstantiate, moduleInstantiate } from '../../reduction/embedding.ts';
import type { InstantiationError } from '../../reduction/instantiation.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { exportsOf } from '../../reduction/linking.ts';
import { run } from '../../reduction/machine.ts';
import { right, validOf } from './programs.ts';

/** A store, the latest instance in it, and how its segments and its start function have ended. */
export interface Made {
  readonly S: Store;
  readonly inst: ModuleInst;
  readonly outcome: Outcome;
}
/** An instance of a module that may import from others by the names given. */
export const make = (text: string, S: Store = EMPTY_STORE, from: Readonly<Record<string, ModuleInst>> = {}): Made => {
  const names: Namespace = new Map(Object.entries(from).map(([name, inst]) => [name, exportsOf(inst)]));
  const { inst, run: { z, outcome } } = right('instantiation', moduleInstantiate(S, validOf(text), names));
  return { S: z.S, inst, outcome };
};
/** Why there is no instance. */
export const refusal = (
  text: string, S: Store = EMPTY_STORE, from: Readonly<Record<string, ModuleInst>> = {},
): LinkError | InstantiationError => {
  const names: Namespace = new Map(Object.entries(from).map(([name, inst]) => [name, exportsOf(inst)]));
  const made = linkAndInstantiate(S, validOf(text), names);
  if (E.isRight(made)) throw new Error(`there is an instance of ${text}`);
  return made.left;
};
/** The address of an export. */
export const exported = (inst: ModuleInst, name: string): ExternAddr => {
  const addr = instanceExport(inst, name);
  if (addr === undefined) throw new Error(`there is no export ${name}`);
  return addr;
};
/** The outcome of a call of an export. */
export const called = ({ S, inst }: Pick<Made, 'S' | 'inst'>, name: string, ...args: readonly Val[]): Outcome => {
  const z = invoke(S, exported(inst, name).a, args);
  if (z === undefined) throw new Error(`${name} cannot be called so`);
  return run(z).outcome;
};
/** The only result of a call, which is an i32. */
export const answer = (made: Pick<Made, 'S' | 'inst'>, name: string, ...args: readonly Val[]): number | bigint | string => {
  const outcome = called(made, name, ...args);
  return outcome.kind === 'values' && outcome.vals[0]?.t === 'i32' ? outcome.vals[0].c : outcome.kind;
};
