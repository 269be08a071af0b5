/**
 * Programs to trace: the examples, and texts.
 * @module
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type { Step, TraceRecord } from '../../tracing/model.ts';
import type { Wish } from '../../tracing/entry.ts';
import { callFor, prepare } from '../../tracing/prepare.ts';
import type { Plan, Visit } from '../../tracing/trace.ts';
import { trace, walk } from '../../tracing/trace.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import type { Source } from '../../syntax/source.ts';

/** The value of an Either that must be right. */
export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(`expected a result, found ${JSON.stringify(either.left)}`);
  return either.right;
};

const folder = join(import.meta.dirname, '..', '..', 'examples');
type TextSource = Extract<Source, { readonly kind: 'text' }>;
const sources = (glob: string): readonly TextSource[] => globSync(glob, { cwd: folder }).sort()
  .map((file) => ({ kind: 'text', name: basename(file), text: readFileSync(join(folder, file), 'utf8') }));
/** The examples of one thread, as files. */
export const examples: readonly TextSource[] = sources('*.wat');
/** The examples of several threads. */
export const threadExamples: readonly TextSource[] = sources('threads/*.wat');
/** The example with a name. */
export const example = (name: string): Source => {
  const found = [...examples, ...threadExamples].find((source) => source.name === `${name}.wat`);
  if (found === undefined) throw new Error(`there is no example ${name}`);
  return found;
};
/** A text as a source. */
export const textSource = (text: string): Source => ({ kind: 'text', name: 'text.wat', text });

/** `apply 3 10` as a wish. */
export const wish = (words: string): Wish => {
  const [name = '', ...args] = words.split(' ');
  return { name, words: args };
};
/** The plan that shows everything, or what `options` say. */
export const planOf = (source: Source, asked?: Wish, options: Partial<Plan> = {}): Plan => {
  const valid = right(validate(right(readModule(source)))), prepared = right(prepare(source, valid));
  return {
    ...prepared, call: right(callFor(valid, prepared.subject.inst, asked)), limits: { fuel: 100_000, frames: 1000 },
    instantiation: true, from: 1, to: Infinity, test: undefined, ...options,
  };
};

/** All records. */
export const recordsOf = (plan: Plan): readonly TraceRecord[] =>
  [...trace(plan, 'folder/text.wat')].filter((record) => record.kind !== 'progress');
/** The steps among records. */
export const stepsOf = (records: readonly TraceRecord[]): readonly Step[] => records.filter((record) => record.kind === 'step');
/** The last record. */
export const endOf = (records: readonly TraceRecord[]): Extract<TraceRecord, { readonly kind: 'end' }> => {
  const end = records.at(-1);
  if (end?.kind !== 'end') throw new Error('a trace ends with an end');
  return end;
};
/** The transitions of a run. */
export const transitionsOf = (plan: Plan): readonly Extract<Visit, { readonly kind: 'step' }>[] =>
  [...walk(plan)].filter((visit) => visit.kind === 'step');
/** The end of a run. */
export const runOf = (plan: Plan): Extract<Visit, { readonly kind: 'end' }> => {
  const end = [...walk({ ...plan, test: () => false })].at(-1);
  if (end?.kind !== 'end') throw new Error('a run ends');
  return end;
};
