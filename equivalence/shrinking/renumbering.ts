/**
 * Modules with other indices: what is left when parts are taken away.
 * @module
 */
import type { BlockType, Catch, Expr, Hdl, Instr } from '../../syntax/instructions.ts';
import type { Immediate, ImmediateKind } from '../../syntax/instruction-table.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { Data, Elem, ExternIdx, Import, Module, TypeDef } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import type {
  CompType, ExternType, FieldType, GlobalType, HeapType, RefType, StorageType, TableType, ValType,
} from '../../syntax/types.ts';

/** The new index of each old one, by index space. Those of locals are by function. */
export interface Renumbering {
  readonly type: (x: number) => number;
  readonly func: (x: number) => number;
  readonly global: (x: number) => number;
  readonly tag: (x: number) => number;
  readonly local: (x: number) => number;
}

const heapType = ({ type }: Renumbering, ht: HeapType): HeapType => ht.kind === 'idx' ? { ...ht, x: type(ht.x) } : ht;
const refType = (r: Renumbering, rt: RefType): RefType => ({ ...rt, heap: heapType(r, rt.heap) });
const valType = (r: Renumbering, t: ValType): ValType => typeof t === 'string' ? t : refType(r, t);
const storageType = (r: Renumbering, t: StorageType): StorageType => typeof t === 'string' ? t : refType(r, t);
const fieldType = (r: Renumbering, ft: FieldType): FieldType => ({ ...ft, storage: storageType(r, ft.storage) });
const blockType = (r: Renumbering, bt: BlockType): BlockType =>
  bt.kind === 'idx' ? { ...bt, x: r.type(bt.x) } : { ...bt, type: bt.type && valType(r, bt.type) };
const globalType = (r: Renumbering, gt: GlobalType): GlobalType => ({ ...gt, type: valType(r, gt.type) });
const tableType = (r: Renumbering, tt: TableType): TableType => ({ ...tt, ref: refType(r, tt.ref) });
const compType = (r: Renumbering, ct: CompType): CompType => {
  switch (ct.kind) {
    case 'func': return { kind: 'func', params: ct.params.map((t) => valType(r, t)), results: ct.results.map((t) => valType(r, t)) };
    case 'struct': return { kind: 'struct', fields: ct.fields.map((ft) => fieldType(r, ft)) };
    case 'array': return { kind: 'array', field: fieldType(r, ct.field) };
    case 'cont': return { kind: 'cont', type: heapType(r, ct.type) };
  }
};
const typeDef = (r: Renumbering, { rec, at }: TypeDef): TypeDef => ({
  at, rec: rec.map((st) => ({ ...st, supers: st.supers.map((use) => ({ ...use, x: r.type(use.x) })), comp: compType(r, st.comp) })),
});
const externType = (r: Renumbering, xt: ExternType): ExternType => {
  switch (xt.kind) {
    case 'func': case 'tag': return { kind: xt.kind, type: { kind: 'idx', x: r.type(xt.type.x) } };
    case 'global': return { kind: 'global', type: globalType(r, xt.type) };
    case 'table': return { kind: 'table', type: tableType(r, xt.type) };
    case 'mem': return xt;
  }
};

const indices: { readonly [K in ImmediateKind]?: (r: Renumbering, value: unknown) => unknown } = {
  typeidx: (r, x) => r.type(x as number),
  typeuse: (r, x) => r.type(x as number),
  funcidx: (r, x) => r.func(x as number),
  globalidx: (r, x) => r.global(x as number),
  tagidx: (r, x) => r.tag(x as number),
  localidx: (r, x) => r.local(x as number),
  heaptype: (r, ht) => heapType(r, ht as HeapType),
  reftype: (r, rt) => refType(r, rt as RefType),
  blocktype: (r, bt) => blockType(r, bt as BlockType),
  selecttypes: (r, ts) => (ts as readonly ValType[] | undefined)?.map((t) => valType(r, t)),
  hdls: (r, hdls) => (hdls as readonly Hdl[]).map((hdl) => ({ ...hdl, x: r.tag(hdl.x) })),
  catches: (r, catches) => (catches as readonly Catch[]).map((clause) => 'x' in clause ? { ...clause, x: r.tag(clause.x) } : clause),
  expr: (r, body) => renumberExpr(r, body as Expr),
};

/** An instruction with changed immediates of the kinds that have a function here. */
export const withImmediates = (e: Instr, change: (kind: ImmediateKind, value: unknown) => unknown): Instr => {
  const result: { [field: string]: unknown } = { ...e };
  for (const [field, kind] of immediates[e.op] as readonly Immediate[]) result[field] = change(kind, result[field]);
  return result as unknown as Instr; // the same constructor, with immediates of the same kinds
};
const renumberExpr = (r: Renumbering, expr: Expr): Expr =>
  expr.map((e) => withImmediates(e, (kind, value) => indices[kind]?.(r, value) ?? value));

const renumberElem = (r: Renumbering, { type, init, mode, ...rest }: Elem): Elem => ({
  ...rest, type: refType(r, type), init: init.map((expr) => renumberExpr(r, expr)),
  mode: mode.kind === 'active' ? { ...mode, offset: renumberExpr(r, mode.offset) } : mode,
});
const renumberData = (r: Renumbering, { mode, ...rest }: Data): Data =>
  ({ ...rest, mode: mode.kind === 'active' ? { ...mode, offset: renumberExpr(r, mode.offset) } : mode });
const renumberDesc = (r: Renumbering, desc: ExternIdx): ExternIdx => {
  switch (desc.kind) {
    case 'func': return { ...desc, x: r.func(desc.x) };
    case 'global': return { ...desc, x: r.global(desc.x) };
    case 'tag': return { ...desc, x: r.tag(desc.x) };
    default: return desc;
  }
};

/** A module with other indices; the names of its functions are kept. The locals of function i are renumbered by `localsOf(i)`. */
export const renumber = (r: Renumbering, m: Module, localsOf: (i: number) => Renumbering['local'] = () => (x) => x): Module => ({
  ...m,
  types: m.types.map((def) => typeDef(r, def)),
  imports: m.imports.map((im): Import => ({ ...im, type: externType(r, im.type) })),
  tags: m.tags.map(({ type, at }) => ({ type: { ...type, x: r.type(type.x) }, at })),
  globals: m.globals.map(({ type, init, at }) => ({ type: globalType(r, type), init: renumberExpr(r, init), at })),
  tables: m.tables.map(({ type, init, at }) => ({ type: tableType(r, type), init: init && renumberExpr(r, init), at })),
  funcs: m.funcs.map(({ type, locals, body, at }, i) => ({
    type: r.type(type), locals: locals.map((t) => valType(r, t)), body: renumberExpr({ ...r, local: localsOf(i) }, body), at,
  })),
  datas: m.datas.map((data) => renumberData(r, data)),
  elems: m.elems.map((elem) => renumberElem(r, elem)),
  start: m.start && { ...m.start, x: r.func(m.start.x) },
  exports: m.exports.map((item) => ({ ...item, desc: renumberDesc(r, item.desc) })),
  names: { ...NO_NAMES, module: m.names.module, funcs: new Map([...m.names.funcs].map(([x, name]) => [r.func(x), name])) },
});
