/**
 * Running modules by the evaluator.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import type { HostVal } from '../../evaluation/host/values.ts';
import type { Started } from '../../evaluation/instantiation.ts';
import type { Extern, Instance, MutableStore, Names, Result } from '../../evaluation/store.ts';
import { newStore } from '../../evaluation/store.ts';
import { showVal } from '../../scripts/showing.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { parseModule } from '../../syntax/text/module.ts';

/** The right side; the test is wrong if there is none. */
export const right = <L, A>(either: E.Either<L, A>): A => {
  if (E.isLeft(either)) throw new Error(`expected a result: ${JSON.stringify(either.left, (_, v: unknown) => typeof v === 'bigint' ? String(v) : v)}`);
  return either.right;
};
/** A valid module with these fields. */
export const valid = (fields: string): ValidModule => right(validate(right(parseModule(`(module ${fields})`))));

/** Names of one module. */
export const names = (module: string, exports: Readonly<Record<string, Extern>>): Names =>
  new Map([[module, new Map(Object.entries(exports))]]);
/** A store for one program of a test, which shares little: the host collects often where memories are large. */
const smallStore = (): MutableStore => newStore({ heapSize: 48 });
/** Instantiates a module with these fields. */
export const started = (fields: string, imports: Names = new Map(), S: MutableStore = smallStore()): Started =>
  right(moduleInstantiate(S, valid(fields), imports));

/** An instance, and calls of what it exports. */
export interface Running {
  readonly S: MutableStore;
  readonly inst: Instance;
  readonly call: (name: string, ...args: readonly HostVal[]) => Result;
}
/** An instance of a module with these fields. */
export const running = (fields: string, imports: Names = new Map(), S: MutableStore = smallStore()): Running => {
  const { inst, result } = started(fields, imports, S);
  if (inst === undefined) throw new Error(`there is no instance: ${result.kind}`);
  return {
    S, inst,
    call: (name, ...args) => {
      const func = inst.exports.get(name);
      if (func?.kind !== 'func') throw new Error(`the test calls ${name}, which is no function`);
      return invoke(S, func, args);
    },
  };
};

/** A result in a few words. */
export const shown = (result: Result): string => {
  switch (result.kind) {
    case 'values': return result.vals.map(showVal).join(' ');
    case 'trap': return `trap: ${result.whys.join(' | ')}`;
    case 'exception': return ['exception', result.tag?.name ?? '?', ...result.fields.map(showVal)].join(' ');
    case 'suspension': return `suspension ${result.tag?.name ?? '?'} by ${result.by}`;
    case 'call stack exhausted': case 'deadlock': return result.kind;
  }
};
