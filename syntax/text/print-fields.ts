/**
 * How the fields of a module are written, all but its functions.
 * @spec core text/modules.rst
 * @spec SET Overview.md §`shared` Annotations
 * @module
 */
import type { Expr } from '../instructions.ts';
import type { Custom, Data, Elem, Export, Global, Import, Mem, Start, Table, Tag } from '../modules.ts';
import type { ExternType, SubType } from '../types.ts';
import type { Ids } from './identifiers.ts';
import { printExpr } from './print-code.ts';
import type { Context, Line } from './print-context.ts';
import { block, form, line, words } from './print-context.ts';
import { printBytes, printName } from './print-literals.ts';
import { printFuncTypeUse } from './print-signatures.ts';
import { printGlobalType, printMemType, printRefType, printSubType, printTableType } from './print-types.ts';

const typeForm = (type: SubType, x: number, { ids, use }: Context): string =>
  form('type', ids.types.define(x), printSubType(type, use, ids.fields(x).define));

/** Type definitions; a group of one type needs no `rec`. */
export const printTypes = (context: Context): readonly Line[] => {
  let next = 0;
  return context.module.types.flatMap(({ rec }) => {
    const types = rec.map((type) => line(typeForm(type, next++, context)));
    return types.length === 1 ? types : block('rec', types);
  });
};

const idsOfKind = (kind: ExternType['kind'], { ids: { funcs, tables, mems, globals, tags } }: Context): Ids =>
  ({ func: funcs, table: tables, mem: mems, global: globals, tag: tags })[kind];
/** The type of an import, which is number `x` of its index space. */
const externType = (type: ExternType, x: number, context: Context): string => {
  const { use } = context;
  const id = idsOfKind(type.kind, context).define(x);
  switch (type.kind) {
    case 'func': return form('func', id, printFuncTypeUse(x, type.type.x, context));
    case 'tag': return form('tag', id, `(type ${use(type.type)})`);
    case 'table': return form('table', id, printTableType(type.type, use));
    case 'mem': return form('memory', id, printMemType(type.type));
    case 'global': return form('global', id, printGlobalType(type.type, use));
  }
};

/** Imports. */
export const printImports = (context: Context): readonly Line[] => {
  const next = { func: 0, table: 0, mem: 0, global: 0, tag: 0 };
  return context.module.imports.map(({ module, name, type }: Import) =>
    line(form('import', printName(module), printName(name), externType(type, next[type.kind]++, context))));
};

/** A definition; `x` is its index. */
export type PrintField<A> = (field: A, x: number, context: Context) => string;

/** A tag. */
export const printTag: PrintField<Tag> = ({ type }, x, { ids, use }) => form('tag', ids.tags.define(x), `(type ${use(type)})`);
/** A global. */
export const printGlobal: PrintField<Global> = ({ type, init }, x, { ids, use, indices }) =>
  form('global', ids.globals.define(x), printGlobalType(type, use), printExpr(init, indices));
/** A memory. */
export const printMem: PrintField<Mem> = ({ type }, x, { ids }) => form('memory', ids.mems.define(x), printMemType(type));
/** A table. */
export const printTable: PrintField<Table> = ({ type, init }, x, { ids, use, indices }) =>
  form('table', ids.tables.define(x), printTableType(type, use), init === undefined ? '' : printExpr(init, indices));

/** An expression in a form of its own, which may be left out where the expression is one plain instruction. */
const exprForm = (head: 'offset' | 'item', expr: Expr, { indices }: Context): string => {
  const text = printExpr(expr, indices);
  return expr.length === 1 && text.startsWith('(') ? text : form(head, text);
};
/** The table or memory that a segment is for; the first is not named, unless it has an identifier. */
const place = (head: 'table' | 'memory', index: string): string => (index === '0' ? '' : form(head, index));

/** A form that ends with bytes: in one line, or one string a line. */
const withBytes = (head: string, bytes: Uint8Array): readonly Line[] => {
  const strings = printBytes(bytes);
  return strings.length === 1 ? [line(form(head, ...strings))] : block(head, strings.map(line));
};

/** A data segment. */
export const printData = ({ bytes, mode, shared }: Data, x: number, context: Context): readonly Line[] => {
  const { ids, indices } = context;
  const where = mode.kind === 'passive' ? '' : words(place('memory', indices.mem(mode.x)), exprForm('offset', mode.offset, context));
  return withBytes(words('data', ids.datas.define(x), where, shared ? 'shared' : ''), bytes);
};

/** The functions of a segment of type `(ref func)` whose elements are all `ref.func`. */
const functionsOf = ({ type, init, shared }: Elem): readonly number[] | undefined => {
  const { heap } = type;
  if (shared || type.nullable || heap.kind !== 'abs' || heap.shared || heap.name !== 'func') return undefined;
  const functions = init.flatMap((expr) => (expr.length === 1 && expr[0]?.op === 'ref.func' ? [expr[0].x] : []));
  return functions.length === init.length ? functions : undefined;
};
const elemMode = ({ mode }: Elem, context: Context): string => {
  switch (mode.kind) {
    case 'passive': return '';
    case 'declare': return 'declare';
    case 'active': return words(place('table', context.indices.table(mode.x)), exprForm('offset', mode.offset, context));
  }
};
/** An element segment. */
export const printElem: PrintField<Elem> = (elem, x, context) => {
  const head = words('elem', context.ids.elems.define(x), elemMode(elem, context));
  const functions = functionsOf(elem);
  if (functions !== undefined) return form(head, 'func', ...functions.map(context.indices.func));
  const type = printRefType(elem.type, context.use);
  return form(head, elem.shared ? form('shared', type) : type, ...elem.init.map((expr) => exprForm('item', expr, context)));
};

/** The start function. */
export const printStart = ({ x }: Start, { indices }: Context): string => form('start', indices.func(x));
/** An export. */
export const printExport = ({ name, desc }: Export, { indices }: Context): string =>
  form('export', printName(name), form(desc.kind === 'mem' ? 'memory' : desc.kind, indices[desc.kind](desc.x)));
/** A custom section, as an annotation. */
export const printCustom = ({ name, bytes, place: { side, section } }: Custom): readonly Line[] =>
  withBytes(`@custom ${printName(name)} (${side} ${section})`, bytes);
