/**
 * Programs in the store of a pool, and calls of what they export.
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import type { Instance, MutableStore } from '../../evaluation/store.ts';
import { newStore } from '../../evaluation/store.ts';
import { showVal } from '../../scripts/showing.ts';
import type { Module } from '../../syntax/modules.ts';
import { programIn, validOf } from '../modules.ts';

const FOLDERS = ['programs/', '../../examples/threads/', '../programs/'].map((folder) => new URL(folder, import.meta.url));
/** A program that is measured here. */
export const program = (file: string): Module => programIn(FOLDERS, file);

const instanceOf = (S: MutableStore, name: string, module: Module): Instance => {
  const made = moduleInstantiate(S, validOf(name, module), new Map());
  if (isLeft(made) || made.right.inst === undefined) throw new Error(`${name} has no instance`);
  return made.right.inst;
};
/** An instance of a program. */
export const instanceIn = (S: MutableStore, file: string): Instance => instanceOf(S, file, program(file));
/** The function `run` of an instance in a store of its own, without anything between. */
export const runOf = (name: string, module: Module): ((n: number, d: number) => unknown) => {
  const run = instanceOf(newStore(), name, module).exports.get('run');
  if (run?.kind !== 'func') throw new Error(`${name} has no function run`);
  return run.func;
};
/** Calls an export, if there is one; its results. */
export const callIn = (S: MutableStore, { exports }: Instance, name: string, args: readonly number[]): readonly string[] => {
  const func = exports.get(name);
  if (func?.kind !== 'func') return [];
  const result = invoke(S, func, args.map((c) => ({ t: 'i32', c })));
  if (result.kind !== 'values') throw new Error(`${name} ended: ${result.kind}`);
  return result.vals.map(showVal);
};
