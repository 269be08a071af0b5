/** The first thread of free runs of litmus programs, many rounds of each. */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { invoke, moduleInstantiate } from '../../../evaluation/embedding.ts';
import { newStore } from '../../../evaluation/store.ts';
import { beFirst } from '../../../evaluation/threads/first.ts';
import type { Threads } from '../../../evaluation/threads/runtime.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import type { Module } from '../../../syntax/modules.ts';
import { readModule } from '../../../syntax/read.ts';
import { plant } from '../bugs.ts';
import type { Seen, StressData } from './messages.ts';
import type { StressForm } from './modules.ts';
import { roundsOf, stressForms, stressModule, tally } from './modules.ts';

const wrong = (name: string) => (why: unknown): never => { throw new Error(`${name}: ${JSON.stringify(why)}`); };
const seenOf = (
  threads: Threads, { litmus, kind }: StressForm, rounds: number, planted: (module: Module) => Module,
): ReadonlyMap<string, number> => {
  const name = `${litmus.name}, ${kind}`, seen = new Map<string, number>(), S = newStore({ threads });
  const source = pipe(readModule({ kind: 'text', name, text: stressModule(litmus, kind) }), E.map(planted), E.getOrElseW(wrong(name)));
  const made = pipe(moduleInstantiate(S, pipe(validate(source), E.getOrElseW(wrong(name))), new Map()), E.getOrElseW(wrong(name)));
  const batch = made.inst?.exports.get('batch'), memory = made.inst?.exports.get('memory');
  if (batch?.kind !== 'func' || memory?.kind !== 'mem') throw new Error(`${name} has no batch`);
  for (let b = 0; b * roundsOf(kind) < rounds; b++) {
    const { kind: end } = invoke(S, batch, [{ t: 'i32', c: b * 104_729 }]);
    if (end !== 'values') throw new Error(`${name} ended: ${end}`);
    for (const [key, n] of tally(litmus, kind, new Int32Array(memory.memory.buffer))) seen.set(key, (seen.get(key) ?? 0) + n);
  }
  return seen;
};
const isStressData = (data: unknown): data is StressData => typeof data === 'object' && data !== null && 'forms' in data;
beFirst((threads, data): { readonly end: Seen; readonly fatal: boolean } => {
  if (!isStressData(data)) throw new TypeError('what is to be run?');
  const planted = plant(data.bug);
  const end = data.forms.map(([n, rounds]): Seen[number] => {
    const form = stressForms[n];
    if (form === undefined) throw new RangeError('there is no such form');
    return seenOf(threads, form, rounds, planted);
  });
  return { end, fatal: false };
});
