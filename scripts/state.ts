/**
 * What the commands of a script share: the store, and names for instances and definitions. Commands are functions from state to state.
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command } from '../syntax/script.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { Beginning, Engine, Nouns, World } from './engine.ts';

/** Why a command did not pass. */
export interface Unmet {
  readonly status: 'failed' | 'skipped';
  readonly why: string;
}
/** What came of a command. `wording`: it was refused as expected, but in other words than the script's. */
export type Verdict = { readonly status: 'passed'; readonly wording?: string } | Unmet;

/** The verdict of what did not go as the script wants it. */
export const failed = (why: string): Unmet => ({ status: 'failed', why });
/** The verdict of what is left out. */
export const skipped = (why: string): Unmet => ({ status: 'skipped', why });

/** What a script may refer to; on the left, why it does not exist: the command that would have made it failed or was skipped. */
export type Bound<A> = E.Either<Unmet, A>;

/** The state of a script, or of one of its threads. Under the name `''` stands the latest definition, instance or thread. */
export interface ScriptState<N extends Nouns> {
  readonly world: World<N>;
  readonly definitions: ReadonlyMap<string, Bound<ValidModule>>;
  readonly instances: ReadonlyMap<string, Bound<N['instance']>>;
  /** what modules may import */
  readonly names: Namespace<N['extern']>;
  /** module names that would stand in `names` if their instances existed */
  readonly absent: ReadonlyMap<string, Unmet>;
  /** the numbers of the threads that have been begun here */
  readonly threads: ReadonlyMap<string, Bound<number>>;
}

/** How scripts are judged. */
export interface ScriptOptions {
  /** whether an instance with a name can be imported under that name without being registered */
  readonly importsByName: boolean;
  /** whether a module that imports what does not exist, or is of another type, is only defined, and not a failure */
  readonly definesUnlinked: boolean;
  /** whether an assertion that a module is malformed holds of an invalid one, and the other way round */
  readonly anyRefusal: boolean;
  /** why a command is left out; undefined if it is to run */
  readonly skip: (command: Command) => string | undefined;
  /** whether the message of a failure is what the script expects */
  readonly sameMessage: (expected: string, found: string) => boolean;
}

/** The one message begins with the other. An empty message says nothing. */
const sameStart = (expected: string, found: string): boolean =>
  found.startsWith(expected) || (found !== '' && expected.startsWith(found));

/** Nothing skipped, no leniency. Messages agree if one begins with the other. */
export const DEFAULT_OPTIONS: ScriptOptions = {
  importsByName: false,
  definesUnlinked: false,
  anyRefusal: false,
  skip: () => undefined,
  sameMessage: sameStart,
};

/** The state before the first command of a script, or of one of its threads. */
export const initialState = <N extends Nouns>({ world, names }: Beginning<N>): ScriptState<N> =>
  ({ world, definitions: new Map(), instances: new Map(), names, absent: new Map(), threads: new Map() });

const LATEST = '';
const bound = <A>(map: ReadonlyMap<string, A>, name: string | undefined, a: A): ReadonlyMap<string, A> => {
  const entries = new Map(map).set(LATEST, a);
  return name === undefined ? entries : entries.set(name, a);
};
const find = <A>(map: ReadonlyMap<string, Bound<A>>, what: string, name: string | undefined): Bound<A> =>
  map.get(name ?? LATEST) ?? E.left(failed(`there is no ${what} ${name === undefined ? 'before this command' : `$${name}`}`));

/** The state with a definition, or why there is none. */
export const withDefinition = <N extends Nouns>(
  state: ScriptState<N>, name: string | undefined, module: Bound<ValidModule>,
): ScriptState<N> => ({ ...state, definitions: bound(state.definitions, name, module) });
/** The definition of this name; the latest one if no name is given. */
export const definitionOf = ({ definitions }: Pick<ScriptState<Nouns>, 'definitions'>, name: string | undefined): Bound<ValidModule> =>
  find(definitions, 'module definition', name);

/** The state in which modules may import from the instance, under the name `as`. */
export const withRegistered = <N extends Nouns>(
  { exportsOf }: Engine<N>, state: ScriptState<N>, as: string, inst: Bound<N['instance']>,
): ScriptState<N> => {
  const names = new Map(state.names), absent = new Map(state.absent);
  names.delete(as);
  absent.delete(as);
  if (E.isLeft(inst)) absent.set(as, inst.left);
  else names.set(as, exportsOf(inst.right));
  return { ...state, names, absent };
};

/** The state with an instance, or why there is none. */
export const withInstance = <N extends Nouns>(
  engine: Engine<N>, state: ScriptState<N>, { importsByName }: ScriptOptions, name: string | undefined, inst: Bound<N['instance']>,
): ScriptState<N> => {
  const next = { ...state, instances: bound(state.instances, name, inst) };
  return importsByName && name !== undefined ? withRegistered(engine, next, name, inst) : next;
};
/** The instance of this name; the latest one if no name is given. */
export const instanceOf = <N extends Nouns>({ instances }: ScriptState<N>, name: string | undefined): Bound<N['instance']> =>
  find(instances, 'module instance', name);

/** The state with a thread that has begun, or why it has not. */
export const withThread = <N extends Nouns>(state: ScriptState<N>, name: string | undefined, id: Bound<number>): ScriptState<N> =>
  ({ ...state, threads: bound(state.threads, name, id) });
/** Why a thread is missing, if one is: nobody knows what it would have done. */
export const missingThread = ({ threads }: Pick<ScriptState<Nouns>, 'threads'>): Unmet | undefined =>
  [...threads.values()].flatMap((id) => E.isLeft(id) ? [id.left] : [])[0];
/** The number of the thread of this name; of the latest one if no name is given. */
export const threadOf = ({ threads }: Pick<ScriptState<Nouns>, 'threads'>, name: string | undefined): Bound<number> =>
  find(threads, 'thread', name);
