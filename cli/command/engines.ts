/**
 * The engines that run programs, by the names that commands know them by.
 * @module
 */
import type * as t from 'io-ts';
import { evaluator } from '../../evaluation/engine.ts';
import { spectest as hostSpectest } from '../../evaluation/hosts/spectest.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../reduction/engine.ts';
import { spectest } from '../../reduction/hosts/spectest.ts';
import { runScript } from '../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import type { Script } from '../../syntax/script.ts';
import type { Option } from './arguments.ts';
import { oneOf, optional } from './arguments.ts';

/** The small step, or the evaluator. */
export type EngineName = 'small-step' | 'evaluator';
/** Its codec as an option that may be left out. */
export const engineName: t.Type<EngineName | undefined, unknown> = optional(oneOf('small-step', 'evaluator'));
/** The option that chooses the engine. */
export const engineOption: Option = { type: 'string', value: 'small-step|evaluator', help: 'what runs the modules (small-step)' };

/** The steps that the small step makes in one action, unless it is told otherwise. */
export const DEFAULT_FUEL: number = DEFAULT_SMALL_STEP.limits.fuel;

/** Runs scripts by an engine; modules may import `spectest`. The fuel is for the small step. */
export const scriptRunner = (engine: EngineName, fuel: number): ((script: Script) => readonly CommandResult[]) => {
  if (engine === 'evaluator') {
    return (script) => runScript(script, evaluator([{ name: 'spectest', allocate: hostSpectest }]), DEFAULT_OPTIONS);
  }
  const limits = { ...DEFAULT_SMALL_STEP.limits, fuel };
  return (script) => runScript(script, smallStep({ limits, hosts: [{ name: 'spectest', allocate: spectest }] }), DEFAULT_OPTIONS);
};
