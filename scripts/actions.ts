/**
 * Actions: calls of exported functions, reads of exported globals.
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Action, ScriptArg } from '../syntax/script.ts';
import { printName } from '../syntax/text/print-literals.ts';
import type { ExternType, ResultType, ValType } from '../syntax/types.ts';
import { done, mapTask } from '../semantics/data/task.ts';
import type { Val } from '../semantics/runtime/values.ts';
import { NULL, refExtern, refHost } from '../semantics/runtime/values.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { showVal as showType } from '../semantics/types/showing.ts';
import type { Ended, Engine, Nouns, Work } from './engine.ts';
import { showVal } from './showing.ts';
import type { Bound, ScriptState } from './state.ts';
import { failed, instanceOf } from './state.ts';

/** How an action ended. */
export interface Acted<N extends Nouns> {
  readonly ended: Ended<N>;
  /** of the values, if it returns */
  readonly types: ResultType<DefType>;
}

/** The value of an argument. */
const valueOf = (arg: ScriptArg): Val<never> => {
  switch (arg.t) {
    case 'ref.null': return NULL;
    case 'ref.host': return refHost(arg.c);
    case 'ref.extern': return refExtern(refHost(arg.c));
    default: return arg;
  }
};

const hasType = <N extends Nouns>({ refOk }: Engine<N>, S: N['store'], val: Val<never>, type: ValType<DefType>): boolean => {
  if (val.t === 'i32' || val.t === 'i64' || val.t === 'f32' || val.t === 'f64' || val.t === 'v128') return val.t === type;
  return typeof type !== 'string' && refOk(S, val, type);
};

/** What is wrong with the arguments of a call. */
const misfit = <N extends Nouns>(
  engine: Engine<N>, S: N['store'], args: readonly Val<never>[], params: ResultType<DefType>,
): string | undefined => {
  if (args.length !== params.length) return `expected ${params.length} arguments, found ${args.length}`;
  const i = params.findIndex((type, j) => {
    const arg = args[j];
    return arg === undefined || !hasType(engine, S, arg, type);
  });
  const type = params[i], arg = args[i];
  return type === undefined || arg === undefined ? undefined : `expected an argument of type ${showType(type)}, found ${showVal(arg)}`;
};

/** An export with its type. */
interface Exported<N extends Nouns> {
  readonly extern: N['extern'];
  readonly type: ExternType<DefType>;
}
const exported = <N extends Nouns>(engine: Engine<N>, state: ScriptState<N>, { instance, name }: Action): Bound<Exported<N>> => {
  const inst = instanceOf(state, instance);
  if (E.isLeft(inst)) return inst;
  const exports = engine.exportsOf(inst.right), extern = exports.get(name);
  const type = exports.has(name) ? engine.typeOf(state.world.S, extern) : undefined;
  return type === undefined ? E.left(failed(`the instance exports nothing of the name ${printName(name)}`)) : E.right({ extern, type });
};

const call = <N extends Nouns>(
  engine: Engine<N>, { world }: ScriptState<N>, { extern, type }: Exported<N>, name: string, args: readonly Val<never>[],
): Bound<Work<N, Acted<N>>> => {
  const ft = type.kind === 'func' ? asFunc(type.type) : undefined;
  if (ft === undefined) return E.left(failed(`cannot call ${printName(name)}: it is a ${type.kind}, not a function`));
  const wrong = misfit(engine, world.S, args, ft.params);
  if (wrong !== undefined) return E.left(failed(`cannot call ${printName(name)}: ${wrong}`));
  return E.right(mapTask(engine.invoke(world, extern, args), (ended) => ({ ended, types: ft.results })));
};

const read = <N extends Nouns>(
  engine: Engine<N>, { world }: ScriptState<N>, { extern, type }: Exported<N>, name: string,
): Bound<Work<N, Acted<N>>> => {
  if (type.kind !== 'global') return E.left(failed(`cannot get ${printName(name)}: it is a ${type.kind}, not a global`));
  const val = engine.read(world, extern);
  return E.right(done({ ended: [world, { kind: 'values', vals: val === undefined ? [] : [val] }], types: [type.type.type] }));
};

/** An action; on the left, why it cannot be run. */
export const act = <N extends Nouns>(engine: Engine<N>, state: ScriptState<N>, action: Action): Bound<Work<N, Acted<N>>> => {
  const found = exported(engine, state, action);
  if (E.isLeft(found)) return found;
  return action.kind === 'invoke' ? call(engine, state, found.right, action.name, action.args.map(valueOf))
    : read(engine, state, found.right, action.name);
};
