/** A thread of a script by the evaluator. */
import { beThread } from '../../evaluation/scripts/threads.ts';
import { runPart } from '../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import type { CommandResult } from '../../scripts/turns.ts';
import { EVALUATOR_HOSTS } from './hosts.ts';

beThread<undefined, CommandResult>({
  hosts: () => EVALUATOR_HOSTS, run: (part, engine, _, say) => { runPart(part, engine, DEFAULT_OPTIONS, say); },
});
