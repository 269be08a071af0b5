/**
 * The executor of scripts. Their threads take turns, so that each gets on, whatever the others do.
 * @spec core interpreter/README.md §Scripts
 * @spec T interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import type { Script } from '../syntax/script.ts';
import type { Engine, Nouns } from './engine.ts';
import type { ScriptOptions } from './state.ts';
import { initialState } from './state.ts';
import type { Circumstances, CommandResult, ScriptThread } from './turns.ts';
import { hasEnded, takeTurn, threadFor } from './turns.ts';

type Hope = Circumstances<Nouns>['hope'];
const isAlone = <N extends Nouns>(threads: readonly ScriptThread<N>[], i: number): boolean =>
  threads.every((other, j) => i === j || hasEnded(other));
/** What is tried next after a round of turns. */
const hopeAfter = (moved: boolean, hope: Hope): Hope => {
  if (moved) return 'full';
  return hope === 'full' ? 'timeouts' : 'none';
};

/** Runs a script by an engine: one result for each command, in the order of the text, those of threads among them. */
export const runScript = <N extends Nouns>({ commands }: Script, engine: Engine<N>, options: ScriptOptions): readonly CommandResult[] => {
  const results: CommandResult[] = [], state = initialState(engine.begin()), threads = [threadFor(state, commands)];
  let { S } = state.world, hope: Hope = 'full';
  for (let n = 1; !threads.every(hasEnded); n++) {
    let moved = false;
    for (let i = 0; i < threads.length; i++) {
      const thread = threads[i];
      const turn = thread && takeTurn(thread, { S, n, threads, isAlone: isAlone(threads, i), hope, engine, options });
      if (turn === undefined) continue;
      moved = true;
      ({ S } = turn);
      threads[i] = turn.thread;
      if (turn.begun !== undefined) threads.push(turn.begun);
      if (turn.result !== undefined) results.push(turn.result);
    }
    hope = hopeAfter(moved, hope);
  }
  return results.sort((a, b) => a.at.start - b.at.start);
};
