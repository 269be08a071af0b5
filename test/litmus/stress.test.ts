/**
 * Litmus programs on real threads: no outcome is seen that sequentially consistent accesses do not allow. Run by itself with a number, the
 * file runs so many batches of each program, and shows the share of the allowed outcomes that was seen:
 *
 * ```bash
 * node test/litmus/stress.test.ts 100
 * ```
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../../evaluation/threads/pool.ts';
import { parkingModule } from '../../evaluation/threads/runtime.ts';
import { outcomesOf } from './interleavings.ts';
import { litmusPrograms } from './programs.ts';
import type { Seen } from './stress-first.ts';
import { ROUNDS } from './stress-module.ts';

const asked = Number(process.argv[2] ?? '0'), batches = asked > 0 ? asked : 2;
const Stress = suite('litmus programs on real threads');

Stress('no outcome is forbidden', async () => {
  const end = await runProgram<{ readonly batches: number }, Seen>({
    entry: new URL('stress-first.ts', import.meta.url), data: { batches }, parking: parkingModule(), limit: 5, warm: 4,
  });
  if (end.kind !== 'complete') throw new Error(JSON.stringify(end));
  for (const litmus of litmusPrograms) {
    const seen = end.main.get(litmus.name) ?? new Map<string, number>(), allowed = outcomesOf(litmus);
    assert.is([...seen.values()].reduce((n, count) => n + count, 0), batches * ROUNDS);
    assert.equal([...seen.keys()].filter((key) => !allowed.includes(key)), [], litmus.name);
    if (asked > 0) console.log(`${litmus.name}: ${seen.size} of ${allowed.length} allowed outcomes in ${batches * ROUNDS} rounds`);
  }
});

Stress.run();
