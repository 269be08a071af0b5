/**
 * Running small scripts.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { spectest } from '../../../reduction/hosts/spectest.ts';
import { runScript } from '../../../reduction/scripts/executor.ts';
import type { ScriptOptions } from '../../../reduction/scripts/state.ts';
import { DEFAULT_OPTIONS } from '../../../reduction/scripts/state.ts';
import type { CommandResult } from '../../../reduction/scripts/turns.ts';
import { parseScript } from '../../../syntax/text/script.ts';

/** The results of the commands of a script. */
export const resultsOf = (text: string, options: Partial<ScriptOptions> = {}): readonly CommandResult[] => {
  const script = parseScript(text);
  if (E.isLeft(script)) throw new Error(`the script of the test is malformed: ${script.left.message}`);
  return runScript(script.right, { ...DEFAULT_OPTIONS, hosts: [{ name: 'spectest', allocate: spectest }], ...options });
};

/** The results of the commands that did not pass, with their numbers in the script. */
export const unmet = (text: string, options: Partial<ScriptOptions> = {}): readonly string[] =>
  resultsOf(text, options).flatMap((result, i) => result.status === 'passed' ? [] : [`${i} ${result.kind} ${result.status}: ${result.why}`]);

/** Checks that every command passes. */
export const passes = (text: string, options: Partial<ScriptOptions> = {}): void => assert.equal(unmet(text, options), []);

/** Checks that the last command fails with these words in its reason, and that all before it pass. */
export const failsWith = (text: string, why: RegExp, options: Partial<ScriptOptions> = {}): void => {
  const results = resultsOf(text, options), last = results.at(-1);
  assert.equal(results.slice(0, -1).map(({ status }) => status), results.slice(1).map(() => 'passed'), text);
  assert.is(last?.status, 'failed', text);
  if (last?.status === 'failed') assert.match(last.why, why);
};

/** So few frames, or so little fuel, that a small program can use them up. */
export const TIGHT: { readonly [limit in 'fewFrames' | 'littleFuel']: Pick<ScriptOptions, 'limits'> } = {
  fewFrames: { limits: { ...DEFAULT_OPTIONS.limits, frames: 50 } },
  littleFuel: { limits: { ...DEFAULT_OPTIONS.limits, fuel: 1000 } },
};
