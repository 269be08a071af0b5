/**
 * Engines: what runs the modules of a script. Scripts are told in these terms alone, so that every engine runs them in the same way.
 * @category Scripts
 * @module
 */
import type * as E from 'fp-ts/lib/Either.js';
import type { Command } from '../syntax/script.ts';
import type { RefType, ExternType } from '../syntax/types.ts';
import type { Task } from '../semantics/data/task.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import type { Ref, Val } from '../semantics/runtime/values.ts';
import type { ValidComponent } from '../semantics/statics/components.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';

/** The nouns of an engine. Scripts carry them about and do not look into them. */
export interface Nouns {
  /** what all threads of a script see */
  readonly store: unknown;
  /** what is a thread's own */
  readonly thread: unknown;
  readonly instance: unknown;
  /** what an instance exports and another imports */
  readonly extern: unknown;
  /** where what a reference refers to is found */
  readonly addr: unknown;
  /** what is to be run */
  readonly job: unknown;
  /** what has been run */
  readonly end: unknown;
  /** what runs by and by */
  readonly running: unknown;
}

/** What commands change that is not only theirs. */
export interface World<N extends Nouns> {
  readonly S: N['store'];
  readonly T: N['thread'];
}
/** An A, now or after the engine has run something. */
export type Work<N extends Nouns, A> = Task<N['job'], N['end'], A>;

/** How something that ran has ended. */
export type Ending<A> =
  | { readonly kind: 'values'; readonly vals: readonly Val<A>[] }
  /** `whys`: the words for why, of which an engine that cannot tell them apart gives several */
  | { readonly kind: 'trap'; readonly whys: readonly string[] }
  /** with what the exception carries */
  | { readonly kind: 'exception'; readonly fields: readonly Val<A>[] }
  /** something else, in a few words */
  | { readonly kind: 'suspension' | 'call stack exhausted' | 'deadlock' | 'unfinished'; readonly shown: string };
/** What ran, and how it ended. */
export type Ended<N extends Nouns> = readonly [world: World<N>, ending: Ending<N['addr']>];

/** How an instantiation ends: with an instance, or otherwise. */
export type Instantiation<N extends Nouns> =
  | { readonly kind: 'instance'; readonly inst: N['instance'] }
  | { readonly kind: 'unlinkable' | 'limit'; readonly message: string }
  /** this engine does not run such modules */
  | { readonly kind: 'unsupported'; readonly why: string }
  | { readonly kind: 'ending'; readonly ending: Ending<N['addr']> };
/** What an instantiation leaves behind, and its end. */
export type Instantiated<N extends Nouns> = readonly [world: World<N>, end: Instantiation<N>];

/** A thread before its first command: the world, and what modules may import from the start. */
export interface Beginning<N extends Nouns> {
  readonly world: World<N>;
  readonly names: Namespace<N['extern']>;
}

/** What an engine can do whose threads run side by side, each a little in its turn. */
export interface Threads<N extends Nouns> {
  /** a further thread of a script, with a number from 1 */
  readonly begin: (S: N['store'], id: number) => Beginning<N>;
  /** begins to run */
  readonly start: (job: N['job']) => N['running'];
  readonly storeOf: (running: N['running']) => N['store'];
  /**
   * Some steps in a store that others may have changed meanwhile. Right: what runs on; undefined if it can only wait. Left: it is over.
   * @param n - the number of the turn
   * @param hope - whether others may move, or only time pass, or nothing can happen any more
   */
  readonly goOn: (
    running: N['running'], S: N['store'], n: number, hope: 'others' | 'timeouts' | 'none',
  ) => E.Either<N['end'], N['running'] | undefined>;
}

/** An instance that a thread shares with the one that begins it; on the left, why there is none. */
export interface Given<N extends Nouns> {
  readonly name: string;
  readonly inst: E.Either<{ readonly status: 'failed' | 'skipped'; readonly why: string }, N['instance']>;
}
/** What an engine can do whose threads run at the same time: each is told its commands, and carries them out elsewhere. */
export interface Forks<N extends Nouns> {
  /** begins a thread; its number, from 1 */
  readonly fork: (commands: readonly Command[], given: readonly Given<N>[]) => number;
  /** returns when the thread has carried out all its commands */
  readonly join: (id: number) => void;
}

/** An engine. */
export interface Engine<N extends Nouns> {
  readonly begin: () => Beginning<N>;
  /** Links and instantiates a module. What ran before a trap has changed the store. */
  readonly instantiate: (world: World<N>, valid: ValidModule, names: Namespace<N['extern']>) => Work<N, Instantiated<N>>;
  /** Instantiates a component; its instance exports nothing. */
  readonly instantiateComponent: (world: World<N>, valid: ValidComponent) => Work<N, Instantiated<N>>;
  readonly exportsOf: (inst: N['instance']) => ReadonlyMap<string, N['extern']>;
  readonly typeOf: (S: N['store'], extern: N['extern']) => ExternType<DefType> | undefined;
  /** Calls a function with arguments of its parameters' types. */
  readonly invoke: (world: World<N>, func: N['extern'], args: readonly Val<N['addr']>[]) => Work<N, Ended<N>>;
  /** The value of a global. */
  readonly read: (world: World<N>, global: N['extern']) => Val<N['addr']> | undefined;
  /** Whether a reference has a type; it is of the hierarchy of the type, or the type is of the embedder's choice. */
  readonly refOk: (S: N['store'], ref: Ref<N['addr']>, type: RefType<DefType>) => boolean;
  /** Runs something to its end, with nobody else there. */
  readonly run: (job: N['job']) => N['end'];
  /** none: commands about threads are left out, for the reason that is given */
  readonly threads: Threads<N> | Forks<N> | string;
}
