/**
 * Programs in the store of a pool, and calls of what they export.
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import type { Instance, MutableStore } from '../../evaluation/store.ts';
import { showVal } from '../../scripts/showing.ts';
import { validOf } from './modules.ts';

/** An instance of a program. */
export const instanceIn = (S: MutableStore, file: string): Instance => {
  const made = moduleInstantiate(S, validOf(file), new Map());
  if (isLeft(made) || made.right.inst === undefined) throw new Error(`${file} has no instance`);
  return made.right.inst;
};
/** Calls an export, if there is one; its results. */
export const callIn = (S: MutableStore, { exports }: Instance, name: string, args: readonly number[]): readonly string[] => {
  const func = exports.get(name);
  if (func?.kind !== 'func') return [];
  const result = invoke(S, func, args.map((c) => ({ t: 'i32', c })));
  if (result.kind !== 'values') throw new Error(`${name} ended: ${result.kind}`);
  return result.vals.map(showVal);
};
