/**
 * Running one file of a suite.
 * @module
 */
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import type { EngineName } from '../../cli/command/engines.ts';
import { evaluator } from '../../evaluation/engine.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../reduction/engine.ts';
import { needsWorkers, runThreads } from '../../evaluation/scripts/pool.ts';
import { completed, runScript } from '../../scripts/executor.ts';
import type { Tally } from '../../scripts/tally.ts';
import { NO_COMMANDS, tallyOf } from '../../scripts/tally.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import type { Script } from '../../syntax/script.ts';
import type { Position } from '../../syntax/source.ts';
import { positionOf } from '../../syntax/source.ts';
import { parseScript } from '../../syntax/text/script.ts';
import type { Suite } from './dialects.ts';
import { dialects } from './dialects.ts';
import type { Setup } from './options.ts';
import { evaluatorHosts, optionsFor } from './options.ts';

/** A script: its path, and the suite that it belongs to. */
export interface ScriptFile {
  readonly file: string;
  readonly suite: Suite;
}
/** What runs the scripts. */
export interface RunOptions {
  readonly engine: EngineName;
  readonly fuel: number;
}

/** Something to say about a command. */
export interface Remark {
  readonly line: number;
  readonly column: number;
  readonly command: string;
  readonly text: string;
}
/** What came of a file. It goes from one thread to another. */
export interface FileReport {
  readonly file: string;
  readonly milliseconds: number;
  readonly tally: Tally;
  readonly failures: readonly Remark[];
  /** the text is the reason */
  readonly skips: readonly Remark[];
  /** refusals in other words */
  readonly rewordings: readonly Remark[];
}

/** The report on a file that could not be run at all. */
export const brokenFile = (
  file: string, text: string, milliseconds: number, { line, column }: Position = { line: 1, column: 1 },
): FileReport => ({
  file, milliseconds,
  tally: { ...NO_COMMANDS, failed: 1 }, failures: [{ line, column, command: 'script', text }], skips: [], rewordings: [],
});

const remarks = (text: string, results: readonly CommandResult[], of: (result: CommandResult) => string | undefined): readonly Remark[] =>
  results.flatMap((result) => {
    const said = of(result);
    return said === undefined ? [] : [{ ...positionOf(text, result.at.start), command: result.kind, text: said }];
  });

const byEvaluator = async (script: Script, setup: Setup): Promise<readonly CommandResult[]> => {
  if (!needsWorkers(script)) return runScript(script, evaluator(evaluatorHosts(setup)), optionsFor(setup));
  const { notes, why } = await runThreads<CommandResult>(script, new URL('thread.ts', import.meta.url), setup);
  return completed(script, [...notes.values()].flat(), why);
};
/**
 * Runs a script.
 * @param fuel - steps for each action by the small step
 */
export const runFile = async ({ file, suite }: ScriptFile, { engine, fuel }: RunOptions): Promise<FileReport> => {
  const start = performance.now();
  const bytes = readFileSync(file), text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const script = parseScript(bytes);
  if (E.isLeft(script)) return brokenFile(file, script.left.message, performance.now() - start, positionOf(text, script.left.span.start));
  const limits = { ...DEFAULT_SMALL_STEP.limits, fuel }, setup = { suite, text };
  const results = engine === 'evaluator' ? await byEvaluator(script.right, setup)
    : runScript(script.right, smallStep({ limits, hosts: dialects[suite].hosts.map((host) => host.smallStep) }), optionsFor(setup));
  return {
    file, milliseconds: performance.now() - start, tally: tallyOf(results),
    failures: remarks(text, results, (result) => result.status === 'failed' ? result.why : undefined),
    skips: remarks(text, results, (result) => result.status === 'skipped' ? result.why : undefined),
    rewordings: remarks(text, results, (result) => result.status === 'passed' ? result.wording : undefined),
  };
};
