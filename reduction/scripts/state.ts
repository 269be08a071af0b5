/**
 * What the commands of a script share: the store, and names for instances and definitions. Commands are functions from state to state.
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command } from '../../syntax/script.ts';
import type { ExternAddr, ModuleInst } from '../../semantics/runtime/frames.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import type { Thread } from '../../semantics/runtime/threads.ts';
import { MAIN } from '../../semantics/runtime/threads.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { Namespace } from '../linking.ts';
import { exportsOf } from '../linking.ts';
import type { Limits } from '../machine.ts';
import { DEFAULT_LIMITS } from '../machine.ts';

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

/** What commands change that is not only theirs: the store, and the values that the thread has of thread-local globals. */
export interface World {
  readonly S: Store;
  readonly T: Thread;
}
/** The store and the thread of a configuration or a state. */
export const worldOf = ({ S, T }: World): World => ({ S, T });

/** The state of a script, or of one of its threads. Under the name `''` stands the latest definition, instance or thread. */
export interface ScriptState extends World {
  readonly definitions: ReadonlyMap<string, Bound<ValidModule>>;
  readonly instances: ReadonlyMap<string, Bound<ModuleInst>>;
  /** what modules may import */
  readonly names: Namespace;
  /** module names that would stand in `names` if their instances existed */
  readonly absent: ReadonlyMap<string, Unmet>;
  /** the numbers of the threads that have been begun here */
  readonly threads: ReadonlyMap<string, Bound<number>>;
}

/** A module of the embedder: allocated in a store, with its exports. It must be pure. */
export interface HostModule {
  readonly name: string;
  readonly allocate: (S: Store) => readonly [S: Store, exports: ReadonlyMap<string, ExternAddr>];
}

/** How scripts are run. */
export interface ScriptOptions {
  /** for each action and each instantiation */
  readonly limits: Limits;
  /** what modules may import from the start */
  readonly hosts: readonly HostModule[];
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

/** 200 million steps an action, no hosts, nothing skipped, no leniency. Messages agree if one begins with the other. */
export const DEFAULT_OPTIONS: ScriptOptions = {
  limits: { ...DEFAULT_LIMITS, fuel: 200_000_000 },
  hosts: [],
  importsByName: false,
  definesUnlinked: false,
  anyRefusal: false,
  skip: () => undefined,
  sameMessage: sameStart,
};

/** The state before the first command of a script, or of one of its threads, which has modules of the embedder of its own. */
export const initialState = ({ hosts }: Pick<ScriptOptions, 'hosts'>, { S: S0, T }: World = { S: EMPTY_STORE, T: MAIN }): ScriptState => {
  let S = S0;
  const names = new Map<string, ReadonlyMap<string, ExternAddr>>();
  for (const { name, allocate } of hosts) {
    const [S1, exports] = allocate(S);
    S = S1;
    names.set(name, exports);
  }
  return { S, T, definitions: new Map(), instances: new Map(), names, absent: new Map(), threads: new Map() };
};

const LATEST = '';
const bound = <A>(map: ReadonlyMap<string, A>, name: string | undefined, a: A): ReadonlyMap<string, A> => {
  const entries = new Map(map).set(LATEST, a);
  return name === undefined ? entries : entries.set(name, a);
};
const find = <A>(map: ReadonlyMap<string, Bound<A>>, what: string, name: string | undefined): Bound<A> =>
  map.get(name ?? LATEST) ?? E.left(failed(`there is no ${what} ${name === undefined ? 'before this command' : `$${name}`}`));

/** The state with a definition, or why there is none. */
export const withDefinition = (state: ScriptState, name: string | undefined, module: Bound<ValidModule>): ScriptState =>
  ({ ...state, definitions: bound(state.definitions, name, module) });
/** The definition of this name; the latest one if no name is given. */
export const definitionOf = ({ definitions }: ScriptState, name: string | undefined): Bound<ValidModule> =>
  find(definitions, 'module definition', name);

/** The state in which modules may import from the instance, under the name `as`. */
export const withRegistered = (state: ScriptState, as: string, inst: Bound<ModuleInst>): ScriptState => {
  const names = new Map(state.names), absent = new Map(state.absent);
  names.delete(as);
  absent.delete(as);
  if (E.isLeft(inst)) absent.set(as, inst.left);
  else names.set(as, exportsOf(inst.right));
  return { ...state, names, absent };
};

/** The state with an instance, or why there is none. */
export const withInstance = (
  state: ScriptState, { importsByName }: ScriptOptions, name: string | undefined, inst: Bound<ModuleInst>,
): ScriptState => {
  const next = { ...state, instances: bound(state.instances, name, inst) };
  return importsByName && name !== undefined ? withRegistered(next, name, inst) : next;
};
/** The instance of this name; the latest one if no name is given. */
export const instanceOf = ({ instances }: ScriptState, name: string | undefined): Bound<ModuleInst> =>
  find(instances, 'module instance', name);

/** The state with a thread that has begun. */
export const withThread = (state: ScriptState, name: string | undefined, id: number): ScriptState =>
  ({ ...state, threads: bound(state.threads, name, E.right(id)) });
/** The number of the thread of this name; of the latest one if no name is given. */
export const threadOf = ({ threads }: ScriptState, name: string | undefined): Bound<number> => find(threads, 'thread', name);
