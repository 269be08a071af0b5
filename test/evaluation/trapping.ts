/** How a module's function `f` traps on both engines. */
import { instantiate, invoke } from '../../reduction/instantiation.ts';
import { runProgram } from '../../reduction/scheduler.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { right, running, valid } from './running.ts';

/** How the small step says that a module's only export traps. */
export const smallStep = (fields: string): string | undefined => {
  const { z, inst } = right(instantiate(EMPTY_STORE, valid(fields), []));
  const start = invoke(runProgram(z).z.S, inst.exports[0]?.addr.a ?? -1, []);
  const outcome = start === undefined ? undefined : runProgram(start).outcome;
  return outcome?.kind === 'trap' ? outcome.why : outcome?.kind;
};
/** The words that the evaluator has for it, which may be several. */
export const evaluator = (fields: string): readonly string[] => {
  const result = running(fields).call('f');
  return result.kind === 'trap' ? result.whys : [result.kind];
};
