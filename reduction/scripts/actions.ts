/**
 * Actions: calls of exported functions, reads of exported globals.
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Action, ScriptArg } from '../../syntax/script.ts';
import { printName } from '../../syntax/text/print-literals.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import { get } from '../../semantics/data/vector.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { ExternAddr } from '../../semantics/runtime/frames.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { threadGlobal } from '../../semantics/runtime/thread-globals.ts';
import { refOk } from '../../semantics/runtime/typing.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import { NULL, refExtern, refHost } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { showVal as showType } from '../../semantics/types/showing.ts';
import { invoke } from '../instantiation.ts';
import { showVal } from './showing.ts';
import type { Bound, ScriptState, World } from './state.ts';
import { failed, instanceOf, worldOf } from './state.ts';
import type { Task } from '../tasks.ts';
import { done, runs } from '../tasks.ts';

/** How an action ended. */
export interface Acted {
  readonly world: World;
  readonly outcome: Outcome;
  /** of the values, if it returns */
  readonly types: ResultType<DefType>;
}

/** The value of an argument. */
const valueOf = (arg: ScriptArg): Val => {
  switch (arg.t) {
    case 'ref.null': return NULL;
    case 'ref.host': return refHost(arg.c);
    case 'ref.extern': return refExtern(refHost(arg.c));
    default: return arg;
  }
};

const hasType = (S: Store, val: Val, type: ValType<DefType>): boolean => {
  if (val.t === 'i32' || val.t === 'i64' || val.t === 'f32' || val.t === 'f64' || val.t === 'v128') return val.t === type;
  return typeof type !== 'string' && refOk(S, val, type);
};

/** What is wrong with the arguments of a call. */
const misfit = (S: Store, args: readonly Val[], params: ResultType<DefType>): string | undefined => {
  if (args.length !== params.length) return `expected ${params.length} arguments, found ${args.length}`;
  const i = params.findIndex((type, j) => {
    const arg = args[j];
    return arg === undefined || !hasType(S, arg, type);
  });
  const type = params[i], arg = args[i];
  return type === undefined || arg === undefined ? undefined : `expected an argument of type ${showType(type)}, found ${showVal(arg)}`;
};

const call = ({ S, T }: World, a: number, name: string, args: readonly Val[]): Bound<Task<Acted>> => {
  const type = get(S.funcs, a)?.type, ft = type && asFunc(type);
  const wrong = misfit(S, args, ft?.params ?? []);
  const z = wrong === undefined ? invoke(S, a, args, T) : undefined;
  if (ft === undefined || z === undefined) return E.left(failed(`cannot call ${printName(name)}: ${wrong ?? 'there is no such function'}`));
  return E.right(runs(z, ({ z: end, outcome }) => ({ world: worldOf(end), outcome, types: ft.results })));
};

const exported = (state: ScriptState, { instance, name }: Action): Bound<ExternAddr> => {
  const inst = instanceOf(state, instance);
  if (E.isLeft(inst)) return inst;
  const found = inst.right.exports.find((ex) => ex.name === name);
  return found === undefined ? E.left(failed(`the instance exports nothing of the name ${printName(name)}`)) : E.right(found.addr);
};

/** An action; on the left, why it cannot be run. */
export const act = (state: ScriptState, action: Action): Bound<Task<Acted>> => {
  const { S, T } = state;
  const addr = exported(state, action);
  if (E.isLeft(addr)) return addr;
  const { kind, a } = addr.right;
  if (action.kind === 'invoke') {
    return kind === 'func' ? call(state, a, action.name, action.args.map(valueOf))
      : E.left(failed(`cannot call ${printName(action.name)}: it is a ${kind}, not a function`));
  }
  const global = kind === 'global' ? get(S.globals, a) : undefined;
  if (global === undefined) return E.left(failed(`cannot get ${printName(action.name)}: it is a ${kind}, not a global`));
  const { type } = global, val = type.sharing === 'thread_local' ? threadGlobal(T, a, global) : global.value;
  return E.right(done({ world: worldOf(state), outcome: { kind: 'values', vals: val === undefined ? [] : [val] }, types: [type.type] }));
};
