/** The first thread of a run of all litmus programs, many rounds of each. */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import { newStore } from '../../evaluation/store.ts';
import { beFirst } from '../../evaluation/threads/first.ts';
import type { Threads } from '../../evaluation/threads/runtime.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import type { Litmus } from './programs.ts';
import { litmusPrograms } from './programs.ts';
import { stressModule, tally } from './stress-module.ts';

/** By program, the outcomes with how many rounds had each. */
export type Seen = ReadonlyMap<string, ReadonlyMap<string, number>>;

const wrong = (name: string) => (why: unknown): never => { throw new Error(`${name}: ${JSON.stringify(why)}`); };
const seenOf = (threads: Threads, litmus: Litmus, batches: number): ReadonlyMap<string, number> => {
  const { name } = litmus, seen = new Map<string, number>(), S = newStore({ threads });
  const valid = pipe(readModule({ kind: 'text', name, text: stressModule(litmus) }), E.chainW(validate), E.getOrElseW(wrong(name)));
  const exports = pipe(moduleInstantiate(S, valid, new Map()), E.getOrElseW(wrong(name))).inst?.exports;
  const batch = exports?.get('batch'), memory = exports?.get('memory');
  if (batch?.kind !== 'func' || memory?.kind !== 'mem') throw new Error(`${name} has no batch`);
  for (let b = 0; b < batches; b++) {
    const { kind } = invoke(S, batch, [{ t: 'i32', c: b * 104_729 }]);
    if (kind !== 'values') throw new Error(`${name} ended: ${kind}`);
    for (const [key, n] of tally(litmus, new Int32Array(memory.memory.buffer))) seen.set(key, (seen.get(key) ?? 0) + n);
  }
  return seen;
};
const isBatches = (data: unknown): data is { readonly batches: number } => typeof data === 'object' && data !== null && 'batches' in data;
beFirst((threads, data): { readonly end: Seen; readonly fatal: boolean } => {
  if (!isBatches(data)) throw new TypeError('how many batches?');
  return { end: new Map(litmusPrograms.map((litmus) => [litmus.name, seenOf(threads, litmus, data.batches)])), fatal: false };
});
