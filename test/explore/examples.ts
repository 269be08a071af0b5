/** The examples of programs with threads, and what their comments promise. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Limits } from '../../reduction/machine.ts';
import type { Beginning } from '../../tracing/exploration/begin.ts';
import { beginning } from '../../tracing/exploration/begin.ts';
import { callFor, prepare } from '../../tracing/prepare.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import type { Source } from '../../syntax/source.ts';

const folder = join(import.meta.dirname, '..', '..', 'examples', 'threads');
const wrong = (what: string) => (why: unknown): never => { throw new Error(`${what}: ${JSON.stringify(why)}`); };

/** The names of all examples. */
export const exampleNames: readonly string[] = globSync('*.wat', { cwd: folder }).map((file) => basename(file, '.wat')).sort();
/** The text of an example. */
export const exampleText = (name: string): string => readFileSync(join(folder, `${name}.wat`), 'utf8');

const LIMITS: Limits = { fuel: 1_000_000, frames: 1000 };
/** A text, ready to be explored; words are the export to call, `main` by default, and its arguments. */
export const readyToExplore = (name: string, text: string, ...words: readonly string[]): Beginning =>
  readyWithin(LIMITS, name, text, words);
/** The same, where memories and tables may fail to grow. */
export const readyToFail = (name: string, text: string): Beginning => readyWithin({ ...LIMITS, refusals: true }, name, text, []);
const readyWithin = (limits: Limits, name: string, text: string, [entry, ...words]: readonly string[]): Beginning => {
  const source: Source = { kind: 'text', name: `${name}.wat`, text }, fail = wrong(name);
  const valid = pipe(readModule(source), E.flatMap(validate), E.getOrElseW(fail));
  const prepared = pipe(prepare(source, valid), E.getOrElseW(fail));
  const call = pipe(callFor(valid, prepared.subject.inst, entry === undefined ? undefined : { name: entry, words }), E.getOrElseW(fail));
  return pipe(beginning(source.name, prepared, call, limits), E.getOrElseW(fail));
};
