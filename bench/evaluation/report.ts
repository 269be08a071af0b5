/**
 * The report on the evaluator: ratios to something that runs beside it.
 * @module
 */
import { inspect } from 'node:util';
import type { Beside } from '../beside.ts';
import { besideCells, besideColumns } from '../beside.ts';
import { measure } from '../measure.ts';
import { translate } from '../../evaluation/translation/modules.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import { droppedMemory, liveMemory, nativeTime } from './children.ts';
import type { Comparison } from './programs.ts';
import { largeModule } from './large.ts';
import { running } from './running.ts';

/** One line. */
export interface Row extends Beside {
  readonly goal: number;
}

const same = (name: string, found: unknown, expected: unknown): void => {
  if (found !== expected) throw new Error(`${name}: the evaluator answers ${inspect(found)}, what is beside it ${inspect(expected)}`);
};

/** Measures one comparison. An error if the results differ. */
export const compared = ({ name, run, unit, units, beside, goal }: Comparison, rounds: number): Row => {
  const ours = running(run, 'evaluator'), result = ours();
  if (beside === undefined || beside.by === 'native') {
    const native = beside && nativeTime(beside.run, rounds);
    if (native !== undefined) same(name, result, native.result);
    const [nanoseconds = NaN] = measure([ours], rounds);
    return { name, unit, ours: nanoseconds / units, theirs: native && native.nanoseconds / units, by: beside?.by ?? '', goal };
  }
  const theirs = running(beside.run, beside.by);
  same(name, result, theirs());
  const [a = NaN, b = NaN] = measure([ours, theirs], rounds);
  return { name, unit, ours: a / units, theirs: b / units, by: beside.by, goal };
};

/** The heads of the columns. */
export const columns: readonly string[] = besideColumns('evaluator');
/** The cells of a row. */
export const cells = (row: Row): readonly string[] => {
  const { ours, theirs, by, goal } = row;
  return [
    ...besideCells(row, (ns) => ns.toFixed(2)), theirs === undefined ? '–' : (ours / theirs).toFixed(2),
    goal === 0.6 && by === 'host' ? '+0.6 ns' : by === '' ? `${goal} ns` : String(goal),
  ];
};

/** What the translation of a large module takes, and how large it becomes. */
export const translation = (rounds: number): string => {
  const module = largeModule(), before = encode(module.module).length, after = encode(translate(module, 'own').module).length;
  const [translating = NaN, encoding = NaN] = measure([
    (): void => { translate(module, 'own'); }, (): void => { encode(translate(module, 'own').module); },
  ], rounds);
  return `a module of ${(before / 1e6).toFixed(2)} MB, translated in ${(translating / 1e9).toFixed(2)} s (below 1), `
    + `with encoding ${(encoding / 1e9).toFixed(2)} s, into ${(after / 1e6).toFixed(2)} MB`;
};

const MILLION = 1_000_000;
/** What continuations take of memory. */
export const memory = (): readonly string[] => {
  const live = liveMemory('live.wat', MILLION), dropped = droppedMemory('create.wat', 10 * MILLION);
  if (live.result !== MILLION) throw new Error(`only ${live.result} of ${MILLION} continuations ended`);
  return [
    `10⁶ live continuations: ${live.megabytes.toFixed(0)} MB (below 1024)`,
    `10⁷ made and dropped: at most ${dropped.first.toFixed(0)} MB in the first half, ${dropped.last.toFixed(0)} MB in the second`,
  ];
};
