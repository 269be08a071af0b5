/** A thread of a script by the evaluator, in a worker of its own. */
import { beThread } from '../../evaluation/scripts/threads.ts';
import { runPart } from '../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import { EVALUATOR_HOSTS } from './hosts.ts';

beThread({ hosts: () => EVALUATOR_HOSTS, run: (part, engine) => runPart(part, engine, DEFAULT_OPTIONS) });
