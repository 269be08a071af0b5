/**
 * The fields of a module.
 * @spec core 6.4-text.modules
 * @spec core text/modules.rst
 * @module
 */
import type { Expr, Instr } from '../instructions.ts';
import type { Elem, ExternIdx } from '../modules.ts';
import type { Span } from '../source.ts';
import type { AddrType, ExternType, SubType, ValType } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import {
  afterList, close, kindOf, spanFrom, spanOf, takeId, takeList, takeName, takeWord, unexpected,
} from './cursor.ts';
import { takeDataBytes } from './data-values.ts';
import { fail } from './failure.ts';
import { takeInstructions } from './instructions.ts';
import type { MutableScope } from './labels.ts';
import { emptyScope } from './labels.ts';
import type { MutableModule } from './module-state.ts';
import type { ExternHead, Field, Head } from './outline.ts';
import { skipBound, spaceOf, takeExternHead, takeInlineExport, takeInlineImport } from './outline.ts';
import { takeConstExpr, takeData, takeElem, takeElemExprs, takeElemFuncs } from './segments.ts';
import type { MutableSpace } from './spaces.ts';
import { bind, isIndex, space, takeIndex } from './spaces.ts';
import type { TypeUse } from './type-uses.ts';
import { funcTypeOf, noteSignature, takeTypeUse } from './type-uses.ts';
import type { Bind } from './types.ts';
import { isRefType, takeAddrType, takeDeclared, takeGlobalType, takeMemType, takeRefType, takeSubType, takeTableType } from './types.ts';

/** Reads a field, after its head and identifier. */
type ReadField = (p: MutableCursor, m: MutableModule, field: Field, at: Span) => void;

const takeTypeDef = (p: MutableCursor, m: MutableModule, x: number): SubType => {
  p.next += 2;
  takeId(p);
  const type = takeSubType(p, m, x);
  m.subtypes[x] = type;
  close(p, ') after the type');
  return type;
};
const readType: ReadField = (p, m, { first, x }, at) => {
  p.next = first;
  const type = takeTypeDef(p, m, x);
  noteSignature(m, x, type);
  m.types.push({ rec: [type], at });
};
const readRec: ReadField = (p, m, { x }, at) => {
  const rec: SubType[] = [];
  while (kindOf(p) === '(') rec.push(takeTypeDef(p, m, x + rec.length));
  close(p, ')');
  // A group of one is the same as its type alone.
  if (rec.length === 1 && rec[0] !== undefined) noteSignature(m, x, rec[0]);
  m.types.push({ rec, at });
};

/** Gives a parameter or a local the next index of a space. */
const bindIn = (p: MutableCursor, names: MutableSpace): Bind => ({ id, name }) => void bind(p, names, id, name);

/** The type of something that is imported; names of the parameters of function `x` go to the names of its locals. */
const takeExternType = (p: MutableCursor, m: MutableModule, head: ExternHead, x: number): ExternType => {
  switch (head) {
    case 'func': {
      const names = space('local');
      const type = takeTypeUse(p, m, bindIn(p, names)).x;
      if (names.names.size > 0) m.locals.set(x, names.names);
      return { kind: 'func', type: { kind: 'idx', x: type } };
    }
    case 'tag': return { kind: 'tag', type: { kind: 'idx', x: takeTypeUse(p, m, bindIn(p, space('local'))).x } };
    case 'table': return { kind: 'table', type: takeTableType(p, m) };
    case 'memory': return { kind: 'mem', type: takeMemType(p) };
    case 'global': return { kind: 'global', type: takeGlobalType(p, m) };
  }
};

const readImport: ReadField = (p, m, { x }, at) => {
  const module = takeName(p, 'the name of a module');
  const name = takeName(p, 'the name of an import');
  const head = takeExternHead(p);
  takeId(p);
  const type = takeExternType(p, m, head, x);
  close(p, ') after the type of the import');
  close(p, ') after the import');
  m.imports.push({ module, name, type, at });
};

const kindOfHead: { readonly [H in ExternHead]: ExternIdx['kind'] } =
  { func: 'func', table: 'table', memory: 'mem', global: 'global', tag: 'tag' };
const readExport: ReadField = (p, m, _field, at) => {
  const name = takeName(p, 'the name of an export');
  const head = takeExternHead(p);
  const x = takeIndex(p, spaceOf(m.spaces, head));
  close(p, ') after the index');
  close(p, ') after the export');
  m.exports.push({ name, desc: { kind: kindOfHead[head], x }, at });
};

const readStart: ReadField = (p, m, _field, at) => {
  if (m.starts.length > 0) fail(at, 'multiple start sections, expected one at most');
  m.starts.push({ x: takeIndex(p, m.spaces.funcs), at });
  close(p, ')');
};

/** `(local …)*` */
const takeLocals = (p: MutableCursor, m: MutableModule, use: TypeUse, scope: MutableScope): readonly ValType[] => {
  const types: ValType[] = [];
  let counted = use.params > 0;
  const bindLocal: Bind = ({ id, name }) => {
    // The type matters only to the index of a name: a wrong one is left to validation.
    if (name !== undefined && !counted) {
      scope.locals.count += funcTypeOf(m, use.x, use.at).params.length;
      counted = true;
    }
    bind(p, scope.locals, id, name);
  };
  while (takeList(p, 'local')) takeDeclared(p, m, types, bindLocal);
  return types;
};
const defineFunc: ReadField = (p, m, { first, x }, at) => {
  const scope = emptyScope();
  const use = takeTypeUse(p, m, bindIn(p, scope.locals));
  const locals = takeLocals(p, m, use, scope);
  const body = takeInstructions(p, m, scope, afterList(p, first) - 1);
  p.next++;
  if (scope.locals.names.size > 0) m.locals.set(x, scope.locals.names);
  if (scope.names.size > 0) m.labels.set(x, scope.names);
  m.funcs.push({ type: use.x, locals, body, at });
};

/** `addrtype.const 0` */
const zero = (addr: AddrType, at: Span): Expr => {
  const instr: Instr = { op: 'const', val: addr === 'i32' ? { t: 'i32', c: 0 } : { t: 'i64', c: 0n }, at };
  return [instr];
};

/** `(elem …)` in a table, and the end of the table */
const takeElemsOfTable = (p: MutableCursor, m: MutableModule): readonly Expr[] => {
  if (!takeList(p, 'elem')) return unexpected(p, '(elem …)');
  const init = isIndex(p) ? takeElemFuncs(p, m) : takeElemExprs(p, m);
  close(p, 'an element or )');
  close(p, ') after the table');
  return init;
};
const defineTable: ReadField = (p, m, { first, x }, at) => {
  const start = p.next;
  const shared = takeWord(p, 'shared');
  const addr = takeAddrType(p);
  if (isRefType(p)) {
    const ref = takeRefType(p, m);
    const init = takeElemsOfTable(p, m);
    const size = BigInt(init.length);
    const elem: Elem = { type: ref, init, mode: { kind: 'active', x, offset: zero(addr, at) }, shared: false, at };
    m.elems.push(elem);
    m.tables.push({ type: { addr, limits: { min: size, max: size }, shared, ref }, init: undefined, at });
    return;
  }
  p.next = start;
  const type = takeTableType(p, m);
  const init = kindOf(p) === ')' ? undefined : takeConstExpr(p, m, first);
  close(p, ')');
  m.tables.push({ type, init, at });
};

const PAGE = 65536;
const defineMemory: ReadField = (p, m, { x }, at) => {
  const start = p.next;
  const shared = takeWord(p, 'shared');
  const addr = takeAddrType(p);
  if (!takeList(p, 'data')) {
    p.next = start;
    m.mems.push({ type: takeMemType(p), at });
    close(p, 'a number, shared or )');
    return;
  }
  const bytes = takeDataBytes(p);
  close(p, 'a string or )');
  close(p, ') after the memory');
  const size = BigInt(Math.ceil(bytes.length / PAGE));
  m.datas.push({ bytes, mode: { kind: 'active', x, offset: zero(addr, at) }, shared: false, at });
  m.mems.push({ type: { addr, limits: { min: size, max: size }, shared }, at });
};

const defineGlobal: ReadField = (p, m, { first }, at) => {
  const type = takeGlobalType(p, m);
  const init = takeConstExpr(p, m, first);
  p.next++;
  m.globals.push({ type, init, at });
};

const defineTag: ReadField = (p, m, _field, at) => {
  const { x } = takeTypeUse(p, m, bindIn(p, space('local')));
  close(p, ') after the type of the tag');
  m.tags.push({ type: { kind: 'idx', x }, at });
};

/** A field that may be exported and imported in place. */
const external = (head: ExternHead, define: ReadField): ReadField => (p, m, field, at) => {
  for (let first = p.next, name = takeInlineExport(p); name !== undefined; first = p.next, name = takeInlineExport(p)) {
    m.exports.push({ name, desc: { kind: kindOfHead[head], x: field.x }, at: spanFrom(p, first) });
  }
  const from = takeInlineImport(p);
  if (from === undefined) define(p, m, field, at);
  else {
    m.imports.push({ ...from, type: takeExternType(p, m, head, field.x), at });
    close(p, ') after the type of the import');
  }
};

const readers: { readonly [H in Head]: ReadField } = {
  type: readType,
  rec: readRec,
  import: readImport,
  func: external('func', defineFunc),
  table: external('table', defineTable),
  memory: external('memory', defineMemory),
  global: external('global', defineGlobal),
  tag: external('tag', defineTag),
  export: readExport,
  start: readStart,
  elem: (p, m, _field, at) => void m.elems.push(takeElem(p, m, at)),
  data: (p, m, _field, at) => void m.datas.push(takeData(p, m, at)),
};

/** Reads what stands in a field whose identifiers are bound. */
export const readField = (p: MutableCursor, m: MutableModule, field: Field): void => {
  skipBound(p, field);
  readers[field.head](p, m, field, spanOf(p, field.first, afterList(p, field.first)));
};
