/** Every litmus program, explored under sequential consistency, has exactly the outcomes that its interleavings have. */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { outcomesOf } from '../../equivalence/threads/litmus/outcomes.ts';
import { hasAccesses, KINDS, registersOf } from '../../equivalence/threads/litmus/places.ts';
import type { Litmus, Order } from '../../equivalence/threads/litmus/programs.ts';
import { accessesOf, litmusPrograms, PLACES } from '../../equivalence/threads/litmus/programs.ts';
import { instanceExport, moduleInstantiate } from '../../reduction/embedding.ts';
import { explore } from '../../reduction/explorer/dpor.ts';
import { exploreStates } from '../../reduction/explorer/memo.ts';
import { replay } from '../../reduction/explorer/schedule.ts';
import type { KeyedSystem, Outcome } from '../../reduction/explorer/system.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { run } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { programs } from '../../reduction/programs.ts';
import { sideBySide } from '../../reduction/side-by-side.ts';
import type { Action } from '../../semantics/runtime/actions.ts';
import type { Outcome as Ending } from '../../semantics/runtime/configuration.ts';
import type { ModuleInst } from '../../semantics/runtime/frames.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import { brokenLaw } from '../reduction/explorer/laws.ts';
import { moduleFor } from './modules.ts';

const LIMITS = { fuel: 10_000, frames: 10 };
const wrong = (name: string) => (why: unknown): never => { throw new Error(`${name}: ${JSON.stringify(why)}`); };

const addressOf = (inst: ModuleInst, name: string): number => instanceExport(inst, name)?.a ?? -1;
const numbersOf = (end: Ending | undefined): readonly number[] =>
  end?.kind === 'values' ? end.vals.map((val) => val.t === 'i32' ? val.c : NaN) : [];

interface Started {
  readonly system: KeyedSystem<Pool, Action>;
  readonly pool: Pool;
}
const start = (litmus: Litmus, text: string): Started => {
  const { name, threads, shows } = litmus;
  const module = pipe(readModule({ kind: 'text', name, text }), E.getOrElseW(wrong(name)));
  const { inst, run: { z: { S } } } =
    pipe(moduleInstantiate(EMPTY_STORE, pipe(validate(module), E.getOrElseW(wrong(name))), new Map()), E.getOrElseW(wrong(name)));
  const final = ({ S: end }: Pool): readonly number[] => {
    const z = invoke(end, addressOf(inst, 'final'), []);
    return z === undefined ? [] : numbersOf(run(z).outcome);
  };
  const outcome = (pool: Pool): Outcome => {
    const values = new Map<string, number | undefined>();
    final(pool).forEach((value, i) => values.set(PLACES[i] ?? '', value));
    threads.forEach((thread, i) => {
      const results = numbersOf(pool.threads[i]?.end);
      registersOf(thread).forEach((register, k) => values.set(register, results[k]));
    });
    return { verdict: 'complete', key: shows.map((shown) => values.get(shown)).join(' ') };
  };
  const pool = sideBySide(S, threads.map((_, i) => ({ a: addressOf(inst, String(i)), vals: [] })), LIMITS);
  return { system: { ...programs(LIMITS), outcome }, pool: pool ?? wrong(name)('a thread has no function') };
};

const sc = suite('litmus programs under sequential consistency');

for (const litmus of litmusPrograms) {
  const expected = outcomesOf(litmus);
  for (const order of ['unord', 'acqrel', 'seqcst'] satisfies readonly Order[]) {
    if (litmus.allowed[order] === null) continue;
    sc(`${litmus.name}, ${order}`, () => {
      for (const kind of KINDS.filter((each) => hasAccesses(each, litmus))) {
        const { system, pool } = start(litmus, moduleFor(litmus, kind, order)), found = explore(system, pool);
        assert.equal([found.blocked, found.incomplete], [0, []], kind);
        assert.is(brokenLaw(system, pool, 500), undefined, kind);
        assert.equal(found.outcomes.map((o) => o.outcome.key).sort(), expected, kind);
        assert.equal(exploreStates(system, pool).outcomes.map((o) => o.outcome.key).sort(), expected, kind);
        for (const { outcome, witness } of found.outcomes) {
          assert.equal(pipe(replay(system, pool, witness), E.map((end) => system.outcome(end).key)), E.right(outcome.key), kind);
        }
      }
    });
  }
  sc(`${litmus.name}: the weak outcome is absent, and is one that the values allow`, () => {
    assert.is(litmus.allowed.seqcst, false);
    assert.not(expected.includes(litmus.weak.join(' ')));
    assert.is(litmus.weak.length, litmus.shows.length);
    const written = new Set([0, ...litmus.threads.flatMap(accessesOf).flatMap((a) => 'value' in a ? [a.value] : [])]);
    for (const value of litmus.weak) assert.ok(written.has(value));
  });
}

sc('every program of the table is there once', () => {
  const names = litmusPrograms.map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
  assert.ok(names.length >= 22);
});

sc.run();
