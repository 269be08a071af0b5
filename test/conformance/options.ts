/**
 * How the scripts of a suite are run.
 * @module
 */
import type { HostModule } from '../../evaluation/engine.ts';
import type { ScriptOptions } from '../../scripts/state.ts';
import type { Suite } from './dialects.ts';
import { dialects } from './dialects.ts';
import { reasonToSkip } from './scope.ts';
import { sameMessage } from './wording.ts';

/** What the threads of a script must know: its suite and its text. */
export interface Setup {
  readonly suite: Suite;
  readonly text: string;
}
/** What modules may import, by the evaluator. */
export const evaluatorHosts = ({ suite }: Setup): readonly HostModule[] => dialects[suite].hosts.map((host) => host.evaluator);
/** How commands are judged, and which are skipped. */
export const optionsFor = ({ suite, text }: Setup): ScriptOptions => {
  const { importsByName, definesUnlinked, anyRefusal } = dialects[suite];
  return { sameMessage, skip: reasonToSkip(suite, text), importsByName, definesUnlinked, anyRefusal };
};
