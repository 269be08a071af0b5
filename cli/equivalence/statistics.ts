/** What generated programs do, in numbers. */
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { observe } from '../../equivalence/engine.ts';
import { programChoices } from '../../equivalence/generation/descriptions.ts';
import { programOf } from '../../equivalence/generation/programs.ts';
import { validProgram } from '../../equivalence/program.ts';
import { smallStepEngine } from '../../equivalence/small-step.ts';
import type { MutableCounts } from '../../equivalence/statistics.ts';
import { count, countingRunner } from '../../equivalence/statistics.ts';

const LIMITS = { fuel: 200_000, frames: 2000 };
const share = (part: number, whole: number): string => `${(100 * part / whole).toFixed(1)} %`;
const table = (counts: MutableCounts): readonly string[] =>
  [...counts].sort(([, a], [, b]) => b - a).map(([name, n]) => `  ${String(n).padStart(9)}  ${name}`);

/** Counts what so many programs from a seed do, line by line. */
export const statistics = (seed: number, programs: number): readonly string[] => {
  const instructions: MutableCounts = new Map(), ends: MutableCounts = new Map();
  const suspensions: number[] = [];
  let linked = 0, calls = 0;
  for (const choices of fc.sample(programChoices, { seed, numRuns: programs })) {
    const valid = validProgram(programOf(choices));
    if (E.isLeft(valid)) throw new Error(`a generated program is not valid: ${valid.left.message}`);
    if (valid.right.modules.length > 1) linked++;
    const before = instructions.get('suspend') ?? 0;
    const events = observe(smallStepEngine(countingRunner(instructions), LIMITS), valid.right);
    const heads = valid.right.calls.map(({ module, name }) => `${module}.${JSON.stringify(name)}(`);
    suspensions.push((instructions.get('suspend') ?? 0) - before);
    for (const { what, found: [found = ''] } of events) {
      if (!heads.some((head) => what.startsWith(head))) continue;
      calls++;
      count(ends, /^(returns|throws|is suspended by \w+|traps: .*|does not end.*)/u.exec(found)?.[1] ?? found);
    }
  }
  const sorted = suspensions.sort((a, b) => a - b), at = (q: number): number => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
  return [
    `${programs} programs from seed ${seed}, ${share(linked, programs)} of two modules, ${calls} calls`,
    `${share(sorted.filter((n) => n > 0).length, programs)} suspend; suspensions: median ${at(0.5)}, 90 % at most ${at(0.9)}, `
      + `most ${at(1)}`,
    'how calls end:', ...table(ends),
    'instructions executed:', ...table(instructions),
  ];
};
