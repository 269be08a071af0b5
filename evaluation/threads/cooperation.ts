/**
 * Cooperative threads: `cooperation.wat` runs them, which a store has once, as soon as a module imports a function for them. Each import
 * is a function of its own, made for the type at which it is imported:
 * ```
 * yield     (return_call $yield)
 * spawn_ref (call $add (cont.bind $ct $thread v* (cont.new $ct f)))
 * ```
 * with `$ct` the type of continuations of the functions that are spawned. All of it is translated like any other module.
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.yield
 * @category Evaluation: threads
 * @module
 */
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ThreadFunction } from '../../semantics/runtime/thread-functions.ts';
import { THREAD, threadFunction } from '../../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { rolldt } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import type { Expr } from '../../syntax/instructions.ts';
import type { Module } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { get } from '../host/crossing.ts';
import type { TypeSection } from '../host/sections.ts';
import { exportOf, importOf, typeSection } from '../host/sections.ts';
import type { HostGlobal } from '../host/wasm.ts';
import type { InstantiationError } from '../instantiation.ts';
import { beginDriver, instantiate } from '../instantiation.ts';
import type { Cooperation, Extern, FuncExtern, GlobalExtern, Instance, MutableStore } from '../store.ts';

const at = NOWHERE;
type OrLimit<A> = E.Either<InstantiationError, A>;

const SOURCE: ValidModule = ((): ValidModule => {
  const name = 'evaluation/threads/cooperation.wat', text = readFileSync(new URL('cooperation.wat', import.meta.url), 'utf8');
  const valid = pipe(readModule({ kind: 'text', name, text }), E.chain(validate));
  if (E.isLeft(valid)) throw new Error(`${name}: ${valid.left.message}`);
  return valid.right;
})();

/** The instance of a module that is no program's, so backtraces leave it out. */
const ownInstance = (S: MutableStore, valid: ValidModule, imports: readonly Extern[]): OrLimit<Instance> => {
  S.hidden.add(valid.module);
  return pipe(instantiate(S, valid, imports), E.map(({ inst }) => {
    if (inst === undefined) throw new RangeError('what runs cooperative threads does nothing when it is instantiated');
    return inst;
  }));
};
const funcOf = ({ exports }: Instance, name: string): FuncExtern => {
  const extern = exports.get(name);
  if (extern?.kind !== 'func') throw new RangeError(`what runs cooperative threads exports no function ${name}`);
  return extern;
};
const globalOf = ({ exports }: Instance, name: string): HostGlobal => {
  const extern = exports.get(name);
  if (extern?.kind !== 'global' || !('global' in extern)) throw new RangeError(`what runs cooperative threads exports no global ${name}`);
  return extern.global;
};

const NUMBER = { sharing: 'unshared', mutable: true, type: 'i32' } as const;
const registerExtern = (global: HostGlobal): GlobalExtern => ({ kind: 'global', type: NUMBER, hostType: NUMBER, global });
const begin = (S: MutableStore): OrLimit<Cooperation> => {
  const { IN, TRAP } = S.runtime ?? beginDriver(S);
  return pipe(ownInstance(S, SOURCE, [registerExtern(IN), registerExtern(TRAP)]), E.map((inst): Cooperation => ({
    made: globalOf(inst, 'made'), ready: globalOf(inst, 'ready'), turn: funcOf(inst, 'turn'), finish: funcOf(inst, 'finish'),
    add: funcOf(inst, 'add'), yield: funcOf(inst, 'yield'),
  })));
};
const cooperationOf = (S: MutableStore): OrLimit<Cooperation> => S.cooperation !== undefined ? E.right(S.cooperation)
  : pipe(begin(S), E.map((made) => S.cooperation = made));

/** The type of continuations of such functions. */
const contType = (ft: DefType): DefType => {
  const [dt] = rolldt([ft], [{ final: true, supers: [], shared: false, comp: { kind: 'cont', type: { kind: 'idx', x: 0 } } }]);
  if (dt === undefined) throw new RangeError('a group of one type has a first type');
  return dt;
};
/** The type of the continuation that `add` takes. */
const threadType = ({ type }: FuncExtern): DefType => {
  const [k] = asFunc(type)?.params ?? [];
  if (typeof k !== 'object' || k.heap.kind !== 'def') throw new RangeError('a thread is a continuation');
  return k.heap;
};

/** A function of the type `wanted` that does what it does by calling another one, which has the index 0 there. */
const functionBy = (
  S: MutableStore, other: FuncExtern, wanted: DefType, mentioned: readonly DefType[], body: (indexOf: TypeSection['indexOf']) => Expr,
): OrLimit<FuncExtern> => {
  const { types, indexOf } = typeSection([wanted, other.type, ...mentioned]);
  const module: Module = {
    types, tags: [], globals: [], mems: [], tables: [], datas: [], elems: [], start: undefined, customs: [], names: NO_NAMES, at,
    imports: [importOf('other', { kind: 'func', type: { kind: 'idx', x: indexOf(other.type) } })],
    funcs: [{ type: indexOf(wanted), locals: [], body: body(indexOf), at }], exports: [exportOf('it', 1)],
  };
  const valid = validate(module);
  if (E.isLeft(valid)) throw new Error(`a function for cooperative threads is not valid: ${valid.left.message}`);
  return pipe(ownInstance(S, valid.right, [other]), E.map((inst) => funcOf(inst, 'it')));
};
const yielding = (S: MutableStore, { yield: other }: Cooperation, wanted: DefType): OrLimit<FuncExtern> =>
  functionBy(S, other, wanted, [], () => [{ op: 'return_call', x: 0, at }]);
/** Nothing in it suspends. */
const spawning = (S: MutableStore, { add }: Cooperation, wanted: DefType, target: DefType): OrLimit<FuncExtern> => {
  const ct = contType(target), thread = threadType(add), params = asFunc(target)?.params ?? [];
  return pipe(
    functionBy(S, add, wanted, [ct, thread], (indexOf) => [
      ...params.map((_, i) => get(1 + i)), get(0), { op: 'cont.new', ct: indexOf(ct), at },
      { op: 'cont.bind', ct: indexOf(ct), ct2: indexOf(thread), at }, { op: 'call', x: 0, at },
    ]),
    E.map((func) => ({ ...func, steady: true })),
  );
};

/** The function for cooperative threads that is imported, if it is one. */
export const cooperativeFunction = (S: MutableStore, { declared, does }: ThreadFunction): OrLimit<FuncExtern> | undefined => {
  switch (does.kind) {
    case 'spawn_ref':
      return does.type.sub.shared ? undefined : pipe(cooperationOf(S), E.chain((its) => spawning(S, its, declared, does.type)));
    case 'yield': return pipe(cooperationOf(S), E.chain((its) => yielding(S, its, declared)));
    case 'spawn_indirect': case 'available_parallelism': return undefined;
  }
};
/** Makes what a module imports for cooperative threads, so that modules that are loaded later have the numbers that they have in a run. */
export const linkCooperation = (S: MutableStore, { module, imports }: ValidModule): void => module.imports.forEach((im, i) => {
  const wanted = imports[i], func = im.module === THREAD && wanted !== undefined ? threadFunction(im, wanted) : undefined;
  if (func !== undefined && E.isRight(func)) cooperativeFunction(S, func.right);
});
