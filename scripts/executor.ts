/**
 * The executor of scripts. Their threads take turns, so that each gets on, whatever the others do.
 * @spec core interpreter/README.md §Scripts
 * @spec T interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import type { Command, Script } from '../syntax/script.ts';
import type { Engine, Given, Nouns } from './engine.ts';
import type { ScriptOptions } from './state.ts';
import { failed } from './state.ts';
import type { Circumstances, CommandResult, ScriptThread } from './turns.ts';
import { hasEnded, stateWith, takeTurn, threadFor } from './turns.ts';

type Hope = Circumstances<Nouns>['hope'];
const isAlone = <N extends Nouns>(threads: readonly ScriptThread<N>[], i: number): boolean =>
  threads.every((other, j) => i === j || hasEnded(other));
/** What is tried next after a round of turns. */
const hopeAfter = (moved: boolean, hope: Hope): Hope => {
  if (moved) return 'full';
  return hope === 'full' ? 'timeouts' : 'none';
};

/** In the order of the text. */
const inOrder = (results: readonly CommandResult[]): readonly CommandResult[] =>
  results.toSorted((a, b) => a.at.start - b.at.start);

/** All commands, those of threads among them, which may begin threads in turn. */
export const commandsIn = (commands: readonly Command[]): readonly Command[] => {
  const found: Command[] = [], todo: (readonly Command[])[] = [commands];
  for (let some = todo.pop(); some !== undefined; some = todo.pop()) {
    for (const command of some) {
      found.push(command);
      if (command.kind === 'thread') todo.push(command.commands);
    }
  }
  return found;
};
/** All results in the order of the text. If some are missing, their commands have failed, for the same reason. */
export const completed = ({ commands }: Script, results: readonly CommandResult[], why: string | undefined): readonly CommandResult[] => {
  if (why === undefined) return inOrder(results);
  const known = new Set(results.map(({ at }) => at.start));
  const missing = commandsIn(commands).filter(({ at }) => !known.has(at.start));
  return inOrder([...results, ...missing.map(({ at, kind }): CommandResult => ({ at, kind, ...failed(why) }))]);
};

/** Commands of a thread, and the instances that it is given. */
export interface Part<N extends Nouns> {
  readonly commands: readonly Command[];
  readonly given: readonly Given<N>[];
}
/** Runs a thread of a script, and those that it begins, unless they run elsewhere. `tell` is told of each result as it comes. */
export const runPart = <N extends Nouns>(
  { commands, given }: Part<N>, engine: Engine<N>, options: ScriptOptions, tell: (result: CommandResult) => void,
): void => {
  const state = stateWith(engine, options, engine.begin(), given), threads = [threadFor(state, commands)];
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
      if (turn.result !== undefined) tell(turn.result);
    }
    hope = hopeAfter(moved, hope);
  }
};

/** Runs a script by an engine: one result for each command, in the order of the text, those of threads among them. */
export const runScript = <N extends Nouns>({ commands }: Script, engine: Engine<N>, options: ScriptOptions): readonly CommandResult[] => {
  const results: CommandResult[] = [];
  runPart({ commands, given: [] }, engine, options, (result) => results.push(result));
  return inOrder(results);
};
