/**
 * Running small scripts.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { spectest } from '../../reduction/hosts/spectest.ts';
import type { SmallStepOptions } from '../../reduction/engine.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../reduction/engine.ts';
import { runScript } from '../../scripts/executor.ts';
import type { ScriptOptions } from '../../scripts/state.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import { parseScript } from '../../syntax/text/script.ts';

/** How scripts are run and judged, as far as it is not by default. */
type Options = Partial<ScriptOptions & SmallStepOptions>;

/** The results of the commands of a script. */
export const resultsOf = (text: string, options: Options = {}): readonly CommandResult[] => {
  const script = parseScript(text);
  if (E.isLeft(script)) throw new Error(`the script of the test is malformed: ${script.left.message}`);
  const engine = smallStep({ ...DEFAULT_SMALL_STEP, hosts: [{ name: 'spectest', allocate: spectest }], ...options });
  return runScript(script.right, engine, { ...DEFAULT_OPTIONS, ...options });
};

/** The results of the commands that did not pass, with their numbers in the script. */
export const unmet = (text: string, options: Options = {}): readonly string[] =>
  resultsOf(text, options).flatMap((result, i) => result.status === 'passed' ? [] : [`${i} ${result.kind} ${result.status}: ${result.why}`]);

/** Checks that every command passes. */
export const passes = (text: string, options: Options = {}): void => assert.equal(unmet(text, options), []);

/** Checks that the last command fails with these words in its reason, and that all before it pass. */
export const failsWith = (text: string, why: RegExp, options: Options = {}): void => {
  const results = resultsOf(text, options), last = results.at(-1);
  assert.equal(results.slice(0, -1).map(({ status }) => status), results.slice(1).map(() => 'passed'), text);
  assert.is(last?.status, 'failed', text);
  if (last?.status === 'failed') assert.match(last.why, why);
};

/** So few frames, or so little fuel, that a small program can use them up. */
export const TIGHT: { readonly [limit in 'fewFrames' | 'littleFuel']: Pick<SmallStepOptions, 'limits'> } = {
  fewFrames: { limits: { ...DEFAULT_SMALL_STEP.limits, frames: 50 } },
  littleFuel: { limits: { ...DEFAULT_SMALL_STEP.limits, fuel: 1000 } },
};
