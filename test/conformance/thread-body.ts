/** A thread of a script by the evaluator. */
import { beThread } from '../../evaluation/scripts/threads.ts';
import { runPart } from '../../scripts/executor.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import type { Setup } from './options.ts';
import { evaluatorHosts, optionsFor } from './options.ts';

beThread<Setup, CommandResult>({
  hosts: evaluatorHosts, run: (part, engine, setup, say) => { runPart(part, engine, optionsFor(setup), say); },
});
