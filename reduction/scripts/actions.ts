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
import { refOk } from '../../semantics/runtime/typing.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import { NULL, refExtern, refHost } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { showVal as showType } from '../../semantics/types/showing.ts';
import { invoke } from '../instantiation.ts';
import type { Limits } from '../machine.ts';
import { run } from '../machine.ts';
import { showVal } from './showing.ts';
import type { Bound, ScriptState } from './state.ts';
import { failed, instanceOf } from './state.ts';

/** How an action ended. */
export interface Acted {
  readonly S: Store;
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

const call = (S: Store, a: number, name: string, args: readonly Val[], limits: Limits): Bound<Acted> => {
  const type = get(S.funcs, a)?.type, ft = type && asFunc(type);
  const wrong = misfit(S, args, ft?.params ?? []);
  const z = wrong === undefined ? invoke(S, a, args) : undefined;
  if (ft === undefined || z === undefined) return E.left(failed(`cannot call ${printName(name)}: ${wrong ?? 'there is no such function'}`));
  const { z: end, outcome } = run(z, limits);
  return E.right({ S: end.S, outcome, types: ft.results });
};

const exported = (state: ScriptState, { instance, name }: Action): Bound<ExternAddr> => {
  const inst = instanceOf(state, instance);
  if (E.isLeft(inst)) return inst;
  const found = inst.right.exports.find((ex) => ex.name === name);
  return found === undefined ? E.left(failed(`the instance exports nothing of the name ${printName(name)}`)) : E.right(found.addr);
};

/** Runs an action; on the left, why it cannot be run. */
export const act = (state: ScriptState, action: Action, limits: Limits): Bound<Acted> => {
  const { S } = state;
  const addr = exported(state, action);
  if (E.isLeft(addr)) return addr;
  const { kind, a } = addr.right;
  if (action.kind === 'invoke') {
    return kind === 'func' ? call(S, a, action.name, action.args.map(valueOf), limits)
      : E.left(failed(`cannot call ${printName(action.name)}: it is a ${kind}, not a function`));
  }
  const global = kind === 'global' ? get(S.globals, a) : undefined;
  if (global === undefined) return E.left(failed(`cannot get ${printName(action.name)}: it is a ${kind}, not a global`));
  return E.right({ S, outcome: { kind: 'values', vals: [global.value] }, types: [global.type.type] });
};
