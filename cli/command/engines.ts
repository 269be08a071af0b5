/**
 * The engines that run programs, by the names that commands know them by.
 * @module
 */
import type * as t from 'io-ts';
import { evaluator } from '../../evaluation/engine.ts';
import { needsWorkers, runThreads } from '../../evaluation/scripts/pool.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../reduction/engine.ts';
import { spectest } from '../../reduction/hosts/spectest.ts';
import { completed, runScript } from '../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import type { Script } from '../../syntax/script.ts';
import type { Option } from './arguments.ts';
import { oneOf, optional } from './arguments.ts';
import { EVALUATOR_HOSTS } from './hosts.ts';

/** The small step, or the evaluator. */
export type EngineName = 'small-step' | 'evaluator';
/** Its codec as an option that may be left out. */
export const engineName: t.Type<EngineName | undefined, unknown> = optional(oneOf('small-step', 'evaluator'));
/** The option that chooses the engine. */
export const engineOption: Option = { type: 'string', value: 'small-step|evaluator', help: 'what runs the modules (small-step)' };

/** The steps that the small step makes in one action, unless it is told otherwise. */
export const DEFAULT_FUEL: number = DEFAULT_SMALL_STEP.limits.fuel;

/** The results of a script by the evaluator. If it has threads, they run in workers. */
const runByEvaluator = async (script: Script): Promise<readonly CommandResult[]> => {
  if (!needsWorkers(script)) return runScript(script, evaluator(EVALUATOR_HOSTS), DEFAULT_OPTIONS);
  const { notes, why } = await runThreads<CommandResult>(script, new URL('script-thread.ts', import.meta.url), undefined);
  return completed(script, [...notes.values()].flat(), why);
};
/** Runs scripts by an engine; modules may import `spectest`. The fuel is for the small step. */
export const scriptRunner = (engine: EngineName, fuel: number): ((script: Script) => Promise<readonly CommandResult[]>) => {
  if (engine === 'evaluator') return runByEvaluator;
  const limits = { ...DEFAULT_SMALL_STEP.limits, fuel }, hosts = [{ name: 'spectest', allocate: spectest }];
  return (script) => Promise.resolve(runScript(script, smallStep({ limits, hosts }), DEFAULT_OPTIONS));
};
