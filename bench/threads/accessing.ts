/**
 * The report on accesses: what they take, beside those of the host.
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { moduleInstantiate } from '../../evaluation/embedding.ts';
import { newStore } from '../../evaluation/store.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { Module } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';
import { hostRun } from '../host.ts';
import { measure } from '../measure.ts';
import type { Access } from './accesses.ts';
import { evaluatorText, hostText } from './accesses.ts';
import type { Row } from './report.ts';

/** Turns of a run. */
const TURNS = 1_000_000;
/** The address that the host is given. */
const ADDRESS = 64;

const moduleOf = (name: string, text: string): Module => {
  const read = readModule({ kind: 'text', name, text });
  if (isLeft(read)) throw new Error(`${name}: ${read.left.message}`);
  return read.right;
};
/** The function `run` of an instance in a store, without anything between. */
const evaluatorRun = (name: string, text: string): ((n: number, a: number) => unknown) => {
  const valid = validate(moduleOf(name, text));
  if (isLeft(valid)) throw new Error(`${name}: ${valid.left.message}`);
  const made = moduleInstantiate(newStore(), valid.right, new Map()), run = isLeft(made) ? undefined : made.right.inst?.exports.get('run');
  if (run?.kind !== 'func') throw new Error(`${name} has no instance`);
  return run.func;
};

/** Measures an access. */
export const accessCompared = (access: Access, rounds: number): Row => {
  const { name, goal } = access;
  const contenders = [evaluatorRun(name, evaluatorText(access)), hostRun(moduleOf(name, hostText(access)))];
  const [ours = NaN, theirs = NaN] = measure(contenders.map((run) => (): void => { run(TURNS, ADDRESS); }), rounds);
  return { name, unit: 'turn', ours: ours / TURNS, theirs: theirs / TURNS, by: 'host', goal, kind: 'ratio' };
};
