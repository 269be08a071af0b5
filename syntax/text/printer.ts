/**
 * The printer: a module in the text format. Reading the text gives the same module back, its names, branch hints and custom
 * sections included. What text cannot say is lost: names of what is not there, of locals of a function whose type is none, and, of
 * an invalid module, the initial value of a table that is an empty expression, which reads as none.
 * @spec core text/modules.rst
 * @module
 */
import type { ExternIdx, Module } from '../modules.ts';
import type { Context, Line, PrintOptions } from './print-context.ts';
import { block, contextOf, layOut, line, words } from './print-context.ts';
import type { PrintField } from './print-fields.ts';
import {
  printCustom, printData, printElem, printExport, printGlobal, printImports, printMem, printStart, printTable, printTag, printTypes,
} from './print-fields.ts';
import { printFunc } from './print-functions.ts';

export type { PrintOptions } from './print-context.ts';

const fieldsOf = (context: Context): readonly Line[] => {
  const { module, imported } = context;
  /** Definitions of a space that imports share: their indices go on from those of the imports. */
  const after = <A>(kind: ExternIdx['kind'], fields: readonly A[], print: PrintField<A>): readonly Line[] =>
    fields.map((field, i) => line(print(field, imported[kind] + i, context)));
  return [
    ...printTypes(context),
    ...printImports(context),
    ...after('tag', module.tags, printTag),
    ...after('global', module.globals, printGlobal),
    ...after('mem', module.mems, printMem),
    ...after('table', module.tables, printTable),
    ...module.funcs.flatMap((func, i) => printFunc(func, imported.func + i, context)),
    ...module.datas.flatMap((data, x) => printData(data, x, context)),
    ...module.elems.map((elem, x) => line(printElem(elem, x, context))),
    ...(module.start === undefined ? [] : [line(printStart(module.start, context))]),
    ...module.exports.map((item) => line(printExport(item, context))),
    ...module.customs.flatMap(printCustom),
  ];
};

/** A module in the text format: flat code with blocks indented, unless it shall be folded. */
export const printModule = (module: Module, options: PrintOptions = {}): string => {
  const context = contextOf(module, options);
  return layOut(block(words('module', context.ids.module), fieldsOf(context)));
};
