/**
 * How the types of functions are written: by their index, and written out as well, for people and for the identifiers of
 * parameters.
 * @spec core text/types.rst §Type Uses; text/modules.rst §Functions
 * @module
 */
import type { FuncType, ValType } from '../types.ts';
import type { Ids } from './identifiers.ts';
import type { Context } from './print-context.ts';
import { words } from './print-context.ts';
import { printClause, printClauses, printValType } from './print-types.ts';

/** Parameters or locals, from the index `first` on. */
export const printVariables = (head: 'param' | 'local', types: readonly ValType[], first: number, ids: Ids, { use }: Context): string =>
  words(...printClauses(head, types.map((type) => printValType(type, use)), (i) => ids.define(first + i)));

/** The type with an index, if it is a function type. */
export const funcTypeOf = (x: number, { types }: Context): FuncType | undefined => {
  const comp = types[x]?.comp;
  return comp?.kind === 'func' ? comp : undefined;
};

/** The type of the function `x`: `(type $t) (param $a i32) (result i64)`. */
export const printFuncTypeUse = (x: number, type: number, context: Context): string => {
  const signature = funcTypeOf(type, context);
  return words(
    `(type ${context.indices.type(type)})`,
    printVariables('param', signature?.params ?? [], 0, context.ids.locals(x), context),
    printClause('result', signature?.results ?? [], context.use),
  );
};
