/**
 * Stores with one component changed. Components are copied by name, which is several times faster than a spread. Whatever allocates
 * counts the cells that it takes.
 * @spec core 4.0-execution.configurations §State update
 * @module
 */
import { get, push, set } from '../data/vector.ts';
import { framesOf } from './contexts.ts';
import type { Spawned, Threading } from './threads.ts';
import type { Addr, FieldVal, Ref } from './values.ts';
import type {
  ArrayInst, ContInst, DataInst, ElemInst, ExnInst, FuncInst, GlobalInst, MemInst, Store, StructInst, TableInst, TagInst,
} from './store.ts';

/** Cells of what an instance is, whatever it holds, and of a block of 64 bytes of memory that has been written. */
const INSTANCE = 4, BLOCK = 4;
/** Cells of what a continuation holds: one for each frame and prompt. */
const heldBy = ({ E }: ContInst): number => {
  if (E === undefined) return 0;
  let n = framesOf(E.H);
  for (let p = E.inner; p !== null; p = p.next) n += framesOf(p.H) + 1;
  return n;
};

const withFuncs = (
  { tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells }: Store, funcs: Store['funcs'],
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells });
const withTags = (
  { funcs, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells }: Store, tags: Store['tags'],
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells });
const withGlobals = (
  { funcs, tags, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells }: Store, globals: Store['globals'],
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells });
const withMems = (
  { funcs, tags, globals, tables, datas, elems, structs, arrays, exns, conts, threading, cells }: Store, mems: Store['mems'], more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });
const withTables = (
  { funcs, tags, globals, mems, datas, elems, structs, arrays, exns, conts, threading, cells }: Store, tables: Store['tables'],
  more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });
const withDatas = (
  { funcs, tags, globals, mems, tables, elems, structs, arrays, exns, conts, threading, cells }: Store, datas: Store['datas'],
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells });
const withElems = (
  { funcs, tags, globals, mems, tables, datas, structs, arrays, exns, conts, threading, cells }: Store, elems: Store['elems'],
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells });
const withStructs = (
  { funcs, tags, globals, mems, tables, datas, elems, arrays, exns, conts, threading, cells }: Store, structs: Store['structs'],
  more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });
const withArrays = (
  { funcs, tags, globals, mems, tables, datas, elems, structs, exns, conts, threading, cells }: Store, arrays: Store['arrays'],
  more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });
const withExns = (
  { funcs, tags, globals, mems, tables, datas, elems, structs, arrays, conts, threading, cells }: Store, exns: Store['exns'], more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });
const withConts = (
  { funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, threading, cells }: Store, conts: Store['conts'], more: number,
): Store =>
  ({ funcs, tags, globals, mems, tables, datas, elems, structs, arrays, exns, conts, threading, cells: cells + more });

/** S ++ {funcs funcinst}; its address is |S.funcs| */
export const addFunc = (S: Store, inst: FuncInst): Store => withFuncs(S, push(S.funcs, inst));
/** S ++ {tags taginst} */
export const addTag = (S: Store, inst: TagInst): Store => withTags(S, push(S.tags, inst));
/** S ++ {globals globalinst} */
export const addGlobal = (S: Store, inst: GlobalInst): Store => withGlobals(S, push(S.globals, inst));
/** S ++ {mems meminst} */
export const addMem = (S: Store, inst: MemInst): Store => withMems(S, push(S.mems, inst), INSTANCE);
/** S ++ {tables tableinst} */
export const addTable = (S: Store, inst: TableInst): Store => withTables(S, push(S.tables, inst), INSTANCE + inst.refs.n);
/** S ++ {datas datainst} */
export const addData = (S: Store, inst: DataInst): Store => withDatas(S, push(S.datas, inst));
/** S ++ {elems eleminst} */
export const addElem = (S: Store, inst: ElemInst): Store => withElems(S, push(S.elems, inst));
/** S ++ {structs structinst} */
export const addStruct = (S: Store, inst: StructInst): Store => withStructs(S, push(S.structs, inst), INSTANCE + inst.fields.n);
/** S ++ {arrays arrayinst} */
export const addArray = (S: Store, inst: ArrayInst): Store => withArrays(S, push(S.arrays, inst), INSTANCE + inst.fields.n);
/** S ++ {exns exninst} */
export const addExn = (S: Store, inst: ExnInst): Store => withExns(S, push(S.exns, inst), INSTANCE + inst.fields.length);
/** S ++ {conts continst} */
export const addCont = (S: Store, inst: ContInst): Store => withConts(S, push(S.conts, inst), INSTANCE + heldBy(inst));

/** S[.funcs[a] = funcinst] */
export const withFunc = (S: Store, a: Addr, inst: FuncInst): Store => withFuncs(S, set(S.funcs, a, inst));
/** S[.globals[a] = globalinst] */
export const withGlobal = (S: Store, a: Addr, inst: GlobalInst): Store => withGlobals(S, set(S.globals, a, inst));
/** S[.mems[a] = meminst], with `written` more blocks of memory that have been written */
export const withMem = (S: Store, a: Addr, inst: MemInst, written = 0): Store => withMems(S, set(S.mems, a, inst), written * BLOCK);
/** S[.tables[a] = tableinst], which has `more` elements more */
export const withTable = (S: Store, a: Addr, inst: TableInst, more = 0): Store => withTables(S, set(S.tables, a, inst), more);
/** S[.datas[a] = datainst] */
export const withData = (S: Store, a: Addr, inst: DataInst): Store => withDatas(S, set(S.datas, a, inst));
/** S[.elems[a] = eleminst] */
export const withElem = (S: Store, a: Addr, inst: ElemInst): Store => withElems(S, set(S.elems, a, inst));
/** S[.structs[a] = structinst] */
export const withStruct = (S: Store, a: Addr, inst: StructInst): Store => withStructs(S, set(S.structs, a, inst), 0);
/** S[.arrays[a] = arrayinst] */
export const withArray = (S: Store, a: Addr, inst: ArrayInst): Store => withArrays(S, set(S.arrays, a, inst), 0);
/** S[.tables[a].refs[i] = ref], where S.tables[a] = ti */
export const withSlot = (S: Store, a: Addr, { type, refs }: TableInst, i: number, ref: Ref): Store =>
  withTable(S, a, { type, refs: set(refs, i, ref) });
/** S[.structs[a].fields[i] = fv], where S.structs[a] = si */
export const withField = (S: Store, a: Addr, { type, fields }: StructInst, i: number, fv: FieldVal): Store =>
  withStruct(S, a, { type, fields: set(fields, i, fv) });
/** S[.arrays[a].fields[i] = fv], where S.arrays[a] = ai */
export const withElement = (S: Store, a: Addr, { type, fields }: ArrayInst, i: number, fv: FieldVal): Store =>
  withArray(S, a, { type, fields: set(fields, i, fv) });
/** S[.conts[a] = continst] */
export const withCont = (S: Store, a: Addr, inst: ContInst): Store => {
  const before = get(S.conts, a);
  return withConts(S, set(S.conts, a, inst), heldBy(inst) - (before === undefined ? 0 : heldBy(before)));
};

/** S[.threading = threading] */
export const withThreading = (S: Store, threading: Threading, more = 0): Store => ({ ...S, threading, cells: S.cells + more });
/** S ++ {threads spawned}; the number of the thread is 1 more than before */
export const addThread = (S: Store, spawned: Spawned): Store =>
  withThreading(S, { ...S.threading, spawned: push(S.threading.spawned, spawned) }, INSTANCE);
/** S ++ {waitqueues waitqueueinst} */
export const addWaitQueue = (S: Store): Store =>
  withThreading(S, { ...S.threading, waitqueues: push(S.threading.waitqueues, { kind: 'waitqueue' }) }, INSTANCE);
/** S with the threads of a queue */
export const withQueue = (S: Store, queue: string, threads: readonly number[]): Store => {
  const queues = new Map(S.threading.queues);
  if (threads.length === 0) queues.delete(queue);
  else queues.set(queue, threads);
  return withThreading(S, { ...S.threading, queues });
};
