/**
 * How functions are written.
 * @spec core text/modules.rst §Functions
 * @module
 */
import type { Func } from '../modules.ts';
import type { FuncType, ValType } from '../types.ts';
import type { Ids } from './identifiers.ts';
import { functionIndices } from './identifiers.ts';
import { printBody } from './print-code.ts';
import type { Context, Line } from './print-context.ts';
import { block, form, line, words } from './print-context.ts';
import { printClause, printValType } from './print-types.ts';

/** Parameters or locals, from the index `first` on: one clause for each that has an identifier, and for each run of others. */
const clauses = (head: 'param' | 'local', types: readonly ValType[], first: number, ids: Ids, { use }: Context): string => {
  const all: string[] = [];
  let run: ValType[] = [];
  types.forEach((type, i) => {
    const id = ids.define(first + i);
    if (id === '') {
      run.push(type);
      return;
    }
    all.push(printClause(head, run, use), form(head, id, printValType(type, use)));
    run = [];
  });
  return words(...all, printClause(head, run, use));
};

const funcTypeOf = (x: number, { types }: Context): FuncType | undefined => {
  const comp = types[x]?.comp;
  return comp?.kind === 'func' ? comp : undefined;
};

/** A function; `x` is its index. Its type is given by index and also written out: for people, and for identifiers of parameters. */
export const printFunc = ({ type, locals, body }: Func, x: number, context: Context): readonly Line[] => {
  const { ids, use } = context;
  const own = ids.locals(x), signature = funcTypeOf(type, context);
  const params = clauses('param', signature?.params ?? [], 0, own, context), results = printClause('result', signature?.results ?? [], use);
  const head = words('func', ids.funcs.define(x), `(type ${context.indices.type(type)})`, params, results);
  const declared = clauses('local', locals, signature?.params.length ?? 0, own, context);
  const arities = context.arities === undefined ? undefined : { ...context.arities, results: signature?.results.length ?? 0 };
  const code = printBody(body, { indices: functionIndices(ids, x), labels: ids.labels(x), arities });
  return block(head, [...(declared === '' ? [] : [line(declared)]), ...code]);
};
