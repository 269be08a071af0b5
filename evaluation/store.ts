/**
 * The store of the evaluator: instances of the host's, with their types.
 *
 * Everything has two types: that of the source, by which it is linked, and that of the translation, which the host knows.
 * @spec core 4.0-execution.configurations §Instances
 * @category Evaluation
 * @module
 */
import type { Module } from '../syntax/modules.ts';
import type { Span } from '../syntax/source.ts';
import type { ExternType, GlobalType, MemType, TableType } from '../syntax/types.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import { PAGE } from '../semantics/runtime/limits.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { MutableHeap, SharedTag } from './heap/heap.ts';
import { tableLength } from './heap/heap.ts';
import type { HostPlace, Loaded } from './host/places.ts';
import type { Notes } from './host/throws.ts';
import { newNotes } from './host/throws.ts';
import type { HostVal } from './host/values.ts';
import type { HostFunction, HostGlobal, HostMemory, HostTable } from './host/wasm.ts';
import { newLog } from './threads/log.ts';
import type { MutableLog } from './threads/log.ts';
import type { Threads } from './threads/runtime.ts';

/** A function. */
export interface FuncExtern {
  readonly kind: 'func';
  readonly type: DefType;
  readonly hostType: DefType;
  readonly func: HostFunction;
  /** whether it is known never to suspend, as functions of the embedder are */
  readonly steady?: true;
}
/** A tag that the host has. */
export interface HostTag {
  readonly kind: 'tag';
  readonly type: DefType;
  readonly hostType: DefType;
  /** `$e`, or the number of the tag in its module */
  readonly name: string;
  readonly tag: object;
}
/** A tag. */
export type TagExtern = HostTag | SharedTag;
/** A global that the host has: each thread has one of its own. */
export interface HostGlobalExtern {
  readonly kind: 'global';
  readonly type: GlobalType<DefType>;
  readonly hostType: GlobalType<DefType>;
  readonly global: HostGlobal;
}
/** A shared global, in the heap. */
export interface SharedGlobal {
  readonly kind: 'global';
  readonly type: GlobalType<DefType>;
  readonly address: number;
}
/** A global. */
export type GlobalExtern = HostGlobalExtern | SharedGlobal;
/** A memory, with its type at first. */
export interface MemExtern {
  readonly kind: 'mem';
  readonly type: MemType;
  readonly memory: HostMemory;
}
/** A table that the host has, with its type at first. */
export interface HostTableExtern {
  readonly kind: 'table';
  readonly type: TableType<DefType>;
  readonly hostType: TableType<DefType>;
  readonly table: HostTable;
}
/** A table of shared references, in the heap, with its type at first. */
export interface SharedTable {
  readonly kind: 'table';
  readonly type: TableType<DefType>;
  readonly heap: MutableHeap;
  readonly address: number;
}
/** A table. */
export type TableExtern = HostTableExtern | SharedTable;
/** What instances export and import. */
export type Extern = FuncExtern | TagExtern | GlobalExtern | MemExtern | TableExtern;
/** What the host has of it; undefined if it lies in the heap. */
export const hostObject = (extern: Extern): unknown => {
  switch (extern.kind) {
    case 'func': return extern.func;
    case 'tag': return 'tag' in extern ? extern.tag : undefined;
    case 'global': return 'global' in extern ? extern.global : undefined;
    case 'mem': return extern.memory;
    case 'table': return 'table' in extern ? extern.table : undefined;
  }
};
/** What modules may import. */
export type Names = Namespace<Extern>;

/** The type of something now: a memory or a table is at least as large as it is. */
export const externType = (extern: Extern): ExternType<DefType> => {
  switch (extern.kind) {
    case 'func': case 'tag': return { kind: extern.kind, type: extern.type };
    case 'global': return { kind: 'global', type: extern.type };
    case 'mem': {
      const { type, memory: { buffer } } = extern;
      return { kind: 'mem', type: { ...type, limits: { ...type.limits, min: BigInt(buffer.byteLength / PAGE) } } };
    }
    case 'table': {
      const { type } = extern, length = 'table' in extern ? extern.table.length : tableLength(extern.heap, extern.address);
      return { kind: 'table', type: { ...type, limits: { ...type.limits, min: BigInt(length) } } };
    }
  }
};

/** An instance. */
export interface Instance {
  readonly valid: ValidModule;
  readonly exports: ReadonlyMap<string, Extern>;
}

/** The registers of the driver that the embedder's side looks at: why functions return, whether inside of a continuation, which trap. */
export interface Runtime {
  readonly SIG: HostGlobal;
  readonly IN: HostGlobal;
  readonly TRAP: HostGlobal;
  readonly TAG: HostGlobal;
  /** for backtraces: what enters frames, and what the driver has kept */
  readonly ENTER: HostGlobal;
  readonly ACTIVE: HostGlobal;
  /** all of it, for those that import it */
  readonly items: ReadonlyMap<string, unknown>;
  /** whether it is that of a store with a heap */
  readonly ofHeap: boolean;
}

/** What runs the cooperative threads of a store. */
export interface Cooperation {
  /** how many have been made */
  readonly made: HostGlobal;
  /** those of the call that runs which are ready; null if it has made none */
  readonly ready: HostGlobal;
  /** from nothing to 1 if one of them has its turn, else 0 */
  readonly turn: FuncExtern;
  /** lets all go on, until nobody is ready */
  readonly finish: FuncExtern;
  /** from a continuation to the number of the thread that it is now */
  readonly add: FuncExtern;
  readonly yield: FuncExtern;
}

/** A call that has not returned: of which function of which source, and where it is there. */
export interface Place {
  readonly source: Module;
  /** the function index in the source */
  readonly func: number;
  /** the instruction; if the host does not tell, the function */
  readonly at: Span;
  /** whether the host tells the instruction; if not, it may also have left out calls that were made from there */
  readonly told: boolean;
}
/** The calls on one stack, the innermost first. */
export interface CallStack {
  /** how the stack before it was begun by this one: by resuming a continuation, by calling a function of the embedder; there is none */
  readonly began: 'nothing' | 'continuation' | 'embedder';
  readonly places: readonly Place[];
}
/** Where something happened: the stacks, the innermost first, as far as the host tells. */
export type Backtrace = readonly CallStack[];

/** What ends everything, so that nothing can catch it. */
export type Fatal =
  /** the words that the trap may have, mostly one */
  | { readonly kind: 'trap'; readonly whys: readonly string[]; readonly backtrace: Backtrace }
  /** a tag that no prompt handles */
  | {
    readonly kind: 'suspension'; readonly tag: TagExtern | undefined; readonly by: 'suspend' | 'switch'; readonly backtrace: Backtrace;
  }
  | { readonly kind: 'call stack exhausted'; readonly backtrace: Backtrace }
  /** the one thread that there is waits for ever */
  | { readonly kind: 'deadlock'; readonly backtrace: Backtrace };
/** Why a host function has made WebAssembly stop: it says so aside, and the host traps. Or else there is a mistake in the host function. */
export type Aside = Fatal | { readonly kind: 'error'; readonly error: unknown };

/**
 * A store. It is the host's and changes as programs run: of `S; f; v* ⇓ S′; r` there is S′ afterwards, and S no more.
 */
export interface MutableStore {
  readonly loaded: Loaded[];
  /** all tags of all instances that the host has */
  readonly tags: HostTag[];
  /** what stands for a tag of the host in suspensions, if any module has needed it */
  readonly controls: Map<object, HostGlobal>;
  /** whether backtraces walk the chain of stacks, which takes some time at each switch; if not, they have the innermost stack alone */
  readonly tracing: boolean;
  /** if so, where an exception was thrown last */
  readonly notes: Notes | undefined;
  /** if so, where the functions are defined that enter frames */
  readonly entries: Map<unknown, Pick<HostPlace, 'loaded' | 'func'>>;
  /** what has been done that other threads would have to do as well */
  readonly log: MutableLog;
  /** the threads, if anything has been about more than one */
  threads: Threads | undefined;
  /** where everything shared lies, if there has been anything */
  heap: MutableHeap | undefined;
  /** whether a module may hide references to shared things, so that nothing is collected */
  hidesReferences: boolean;
  /** how many MiB the heap has, all of them from the beginning, though what is not used costs little */
  readonly heapSize: number;
  /** if so, there is a collection of the heap before each so-many-th allocation, for tests */
  readonly collectEvery: number | undefined;
  runtime: Runtime | undefined;
  /** if any module has imported functions for cooperative threads */
  cooperation: Cooperation | undefined;
  /** modules that are no program's: backtraces leave them out */
  readonly hidden: Set<Module>;
  aside: Aside | undefined;
}
/** What is known of a store beforehand. */
export interface StoreOptions {
  readonly tracing?: boolean;
  readonly threads?: Threads;
  readonly heapSize?: number;
  readonly collectEvery?: number;
}
/** How many MiB a heap has, and may have at most. */
const HEAP_SIZE = 1024;
/** The empty store, of a thread that is alone or the first of a pool. */
export const newStore = ({ tracing = false, threads, heapSize = HEAP_SIZE, collectEvery }: StoreOptions = {}): MutableStore => ({
  loaded: [], tags: [], controls: new Map(), tracing, notes: tracing ? newNotes() : undefined, entries: new Map(),
  log: threads?.log ?? newLog(), threads,
  heap: undefined, hidesReferences: false, heapSize, collectEvery, runtime: undefined,
  cooperation: undefined, hidden: new Set(), aside: undefined,
});

/** An exception, in its box. The tag is undefined if no instance of the store has it. */
export interface Exception {
  readonly exn: object;
  readonly tag: TagExtern | undefined;
  readonly fields: readonly HostVal[];
}
/** What a call or an instantiation comes to: r of `S; f; v* ⇓ S′; r`. */
export type Result =
  | { readonly kind: 'values'; readonly vals: readonly HostVal[] }
  /** the backtrace is no more than the instruction that has thrown it, and that only if the store traces */
  | ({ readonly kind: 'exception'; readonly backtrace: Backtrace } & Exception)
  | Fatal;
