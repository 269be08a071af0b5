/**
 * The report on accesses: what they take, beside those of the host.
 * @module
 */
import { hostRun } from '../host.ts';
import { measure } from '../measure.ts';
import { moduleOf } from '../modules.ts';
import type { Access } from './accesses.ts';
import { evaluatorText, hostText } from './accesses.ts';
import { runOf } from './instances.ts';
import type { Row } from './report.ts';

/** Turns of a run. */
const TURNS = 1_000_000;
/** The address that the host is given. */
const ADDRESS = 64;

/** Measures an access. */
export const accessCompared = (access: Access, rounds: number): Row => {
  const { name, goal } = access;
  const contenders = [runOf(name, moduleOf(name, evaluatorText(access))), hostRun(moduleOf(name, hostText(access)))];
  const [ours = NaN, theirs = NaN] = measure(contenders.map((run) => (): void => { run(TURNS, ADDRESS); }), rounds);
  return { name, unit: 'turn', ours: ours / TURNS, theirs: theirs / TURNS, by: 'host', goal, kind: 'ratio' };
};
