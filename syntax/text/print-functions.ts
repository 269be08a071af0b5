/**
 * How functions are written.
 * @spec core text/modules.rst §Functions
 * @module
 */
import type { Func } from '../modules.ts';
import { functionIndices } from './identifiers.ts';
import { printBody } from './print-code.ts';
import type { Context, Line } from './print-context.ts';
import { block, line, words } from './print-context.ts';
import { funcTypeOf, printFuncTypeUse, printVariables } from './print-signatures.ts';

/** A function; `x` is its index. */
export const printFunc = ({ type, locals, body }: Func, x: number, context: Context): readonly Line[] => {
  const { ids } = context, signature = funcTypeOf(type, context);
  const declared = printVariables('local', locals, signature?.params.length ?? 0, ids.locals(x), context);
  const arities = context.arities === undefined ? undefined : { ...context.arities, results: signature?.results.length ?? 0 };
  const code = printBody(body, { indices: functionIndices(ids, x), labels: ids.labels(x), arities });
  const head = words('func', ids.funcs.define(x), printFuncTypeUse(x, type, context));
  return block(head, [...(declared === '' ? [] : [line(declared)]), ...code]);
};
