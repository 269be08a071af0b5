/**
 * Adapters: small modules at the boundary, one for each type, compiled once. All take and return values in parts (see `crossing.ts`).
 * @category Evaluation: host
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Func, Global } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType, GlobalType, ResultType, TableType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { openGlobal, openRef, openTable, openVal } from '../../semantics/types/opening.ts';
import { BOX, constant, get, join, nothing, partsOf, set, split } from './crossing.ts';
import type { TypeSection } from './sections.ts';
import { compiled, exportOf, importOf, typeSection } from './sections.ts';
import type { HostFunction, HostGlobal, HostInstance, HostModule, HostTable } from './wasm.ts';
import { functionOf, wasm } from './wasm.ts';

const at = NOWHERE;
const FUNCREF = absRef('func'), EXTERNREF = absRef('extern'), EXNREF = absRef('exn');

/** How a call ended, in the first part of what an adapter returns or is answered: with results, an exception (the second part), a trap. */
export const RETURNED = 0, THREW = 1, TRAPPED = 2;

const allParts = (ts: ResultType<DefType>): readonly ValType<never>[] => ts.flatMap(partsOf);
const defsIn = (t: ValType<DefType>): readonly DefType[] => typeof t === 'object' && t.heap.kind === 'def' ? [t.heap] : [];
const funcOf = (dt: DefType): { readonly params: ResultType<DefType>; readonly results: ResultType<DefType> } => {
  const ft = asFunc(dt);
  if (ft === undefined) throw new RangeError('a function or a tag is of a function type');
  return ft;
};
/** A local that holds what is of the type t, or null. */
const localFor = ({ indexOf }: TypeSection, t: ValType<DefType>): ValType =>
  typeof t === 'string' ? t : openRef(indexOf, { ...t, nullable: true });

/** The values of these types out of their parts, in the locals from x on. */
const joined = ({ indexOf }: TypeSection, ts: ResultType<DefType>, x: number): Expr => {
  const code: Instr[] = [];
  let next = x;
  for (const t of ts) {
    code.push(...join(indexOf, t, next));
    next += partsOf(t).length;
  }
  return code;
};
/** The parts of values of these types, in the locals from x on. */
const parted = ({ indexOf }: TypeSection, ts: ResultType<DefType>, x: number): Expr => ts.flatMap((t, i) => split(indexOf, t, x + i));
/** Takes as many operands into the locals from x on. */
const taken = (count: number, x: number): Expr => Array.from({ length: count }, (_, i) => set(x + count - 1 - i));

/** What a block does whose exceptions, whatever they are, leave the block around it. */
const catching = (body: Expr): Instr => ({
  op: 'block', bt: { kind: 'result', type: EXNREF }, at, body: [
    { op: 'try_table', bt: { kind: 'result', type: undefined }, catches: [{ kind: 'catch_all_ref', l: 0 }], body, at },
    { op: 'unreachable', at },
  ],
});
const boxed = ({ indexOf }: TypeSection): Expr => [{ op: 'struct.new', x: indexOf(BOX), at }, { op: 'extern.convert_any', at }];
const status = (c: number): Instr => constant({ t: 'i32', c });
const ret: Instr = { op: 'return', at };

/** The type of functions from some parts to others. */
const adapterType = (params: ResultType<DefType>, results: ResultType<DefType>): DefType => functionType(params, results, false);
/** Remembers what has been made for a key. */
const memo = <K, A>(make: (key: K) => A): ((key: K) => A) => {
  const made = new Map<K, A>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
};
const instanceOf = (module: HostModule, imports: Readonly<Record<string, unknown>>, name: string): HostFunction =>
  functionOf(new wasm.Instance(module, { '': imports }), name);

/**
 * `enter`: a function of JavaScript from a funcref and the parts of arguments to a status, an exception and the parts of results.
 * ```
 * enter(f, v*) = (0, null, v′*)   if (f v*) returns v′*
 * enter(f, v*) = (1, exn, 0*)     if it throws exn
 * ```
 * A trap is an error of JavaScript.
 */
export const enter: (type: DefType) => HostFunction = memo((type: DefType): HostFunction => {
  const { params, results } = funcOf(type);
  const own = adapterType([FUNCREF, ...allParts(params)], ['i32', EXTERNREF, ...allParts(results)]);
  const section = typeSection([type, own, BOX]), { types, indexOf } = section, first = 1 + allParts(params).length;
  const ft = indexOf(type);
  const body: Expr = [
    catching([
      ...joined(section, params, 1), get(0), { op: 'ref.cast', rt: openRef(indexOf, { kind: 'ref', nullable: false, heap: type }), at },
      { op: 'call_ref', y: ft, at }, ...taken(results.length, first),
      status(RETURNED), { op: 'ref.null', ht: EXTERNREF.heap, at }, ...parted(section, results, first), ret,
    ]),
    ...boxed(section), set(first + results.length),
    status(THREW), get(first + results.length), ...results.flatMap(nothing),
  ];
  const func = { type: indexOf(own), locals: [...results.map((t) => localFor(section, t)), EXTERNREF], body };
  return instanceOf(compiled({ types, funcs: [func], exports: [exportOf('enter', 0)] }), {}, 'enter');
});

const leaveModule = memo((type: DefType): HostModule => {
  const { params, results } = funcOf(type);
  const asked = adapterType(allParts(params), ['i32', EXTERNREF, ...allParts(results)]);
  const section = typeSection([type, asked, BOX]), { types, indexOf } = section;
  const first = params.length, answer = allParts(results), end = first, exn = first + 1;
  const then = (body: Expr): Instr => ({ op: 'if', bt: { kind: 'result', type: undefined }, then: body, else: [], at });
  const body: Expr = [
    ...parted(section, params, 0), { op: 'call', x: 0, at }, ...taken(answer.length + 2, first),
    get(end), status(TRAPPED), { op: 'relop', nt: 'i32', f: 'eq', at }, then([{ op: 'unreachable', at }]),
    get(end), then([...join(indexOf, absRef('exn'), exn), { op: 'throw_ref', at }]),
    ...joined(section, results, first + 2),
  ];
  return compiled({
    types, imports: [importOf('call', { kind: 'func', type: { kind: 'idx', x: indexOf(asked) } })],
    funcs: [{ type: indexOf(type), locals: ['i32', EXTERNREF, ...answer], body }], exports: [exportOf('leave', 1)],
  });
});
/**
 * `leave`: a function of WebAssembly of this type out of one of JavaScript from the parts of arguments to a status, an exception and the
 * parts of results, in an array.
 */
export const leave = (type: DefType, call: (...parts: readonly unknown[]) => readonly unknown[]): HostFunction =>
  instanceOf(leaveModule(type), { call }, 'leave');

/** An adapter that imports something, and is called for its results in parts. */
const accessModule = (
  type: (section: TypeSection) => ExternType, mentioned: readonly DefType[], params: ResultType<DefType>, t: ValType<DefType>, access: Expr,
): HostModule => {
  const own = adapterType(params, partsOf(t)), section = typeSection([own, BOX, ...mentioned]), x = params.length;
  const func: Omit<Func, 'at'> = {
    type: section.indexOf(own), locals: [localFor(section, t)], body: [...access, set(x), ...split(section.indexOf, t, x)],
  };
  return compiled({ types: section.types, imports: [importOf('it', type(section))], funcs: [func], exports: [exportOf('read', 0)] });
};
/** Equal for equal types. */
const keyOf = (t: ValType<DefType>): string =>
  typeof t === 'string' ? t : `${t.nullable} ${t.heap.kind === 'def' ? t.heap.id : t.heap.name}`;
const accessModules = new Map<string, HostModule>();
/** The module for a key, made once. */
const once = (key: string, make: () => HostModule): HostModule => {
  const module = accessModules.get(key) ?? make();
  accessModules.set(key, module);
  return module;
};
/** Reads a global of this type: the parts of its value. */
export const globalReader = (type: GlobalType<DefType>, global: HostGlobal): HostFunction => instanceOf(
  once(`global ${type.mutable} ${keyOf(type.type)}`, () => accessModule(
    ({ indexOf }) => ({ kind: 'global', type: openGlobal(indexOf, type) }), defsIn(type.type), [], type.type,
    [{ op: 'global.get', x: 0, at }])),
  { it: global }, 'read');
/** Reads an element of a table of this type, at an address of the table's: the parts of the reference. */
export const tableReader = (type: TableType<DefType>, table: HostTable): HostFunction => instanceOf(
  once(`table ${type.addr} ${String(type.limits.max)} ${keyOf(type.ref)}`, () => accessModule(
    ({ indexOf }) => ({ kind: 'table', type: openTable(indexOf, { ...type, limits: { min: 0n, max: type.limits.max } }) }),
    defsIn(type.ref), [type.addr], type.ref, [get(0), { op: 'table.get', x: 0, at }])),
  { it: table }, 'read');

/** What can be done with the exceptions of a tag. */
export interface TagAdapter {
  /** from the parts of a payload to the exception */
  readonly make: HostFunction;
  /** from an exception to whether it is of this tag, and the parts of its payload */
  readonly open: HostFunction;
}
const tagModule = memo((type: DefType): HostModule => {
  const { params } = funcOf(type), parts = allParts(params);
  const making = adapterType(parts, [EXTERNREF]), opening = adapterType([EXTERNREF], ['i32', ...parts]);
  const fields = params.length === 1 ? undefined : functionType([], params, false);
  const section = typeSection([type, making, opening, BOX, ...fields === undefined ? [] : [fields]]), { types, indexOf } = section;
  const [only] = params;
  const bt = fields === undefined ? { kind: 'result' as const, type: only && openVal(indexOf, only) }
    : { kind: 'idx' as const, x: indexOf(fields) };
  const make: Expr = [catching([...joined(section, params, 0), { op: 'throw', x: 0, at }]), ...boxed(section)];
  const thrown: Instr = {
    op: 'try_table', bt: { kind: 'result', type: undefined }, at,
    catches: [{ kind: 'catch', x: 0, l: 0 }, { kind: 'catch_all', l: 1 }],
    body: [...join(indexOf, absRef('exn', false), 0), { op: 'throw_ref', at }],
  };
  const open: Expr = [
    { op: 'block', bt: { kind: 'result', type: undefined }, at, body: [
      { op: 'block', bt, body: [thrown, { op: 'unreachable', at }], at }, ...taken(params.length, 1),
      status(1), ...parted(section, params, 1), ret,
    ] },
    status(0), ...params.flatMap(nothing),
  ];
  return compiled({
    types, imports: [importOf('it', { kind: 'tag', type: { kind: 'idx', x: indexOf(type) } })],
    funcs: [
      { type: indexOf(making), locals: [], body: make },
      { type: indexOf(opening), locals: params.map((t) => localFor(section, t)), body: open },
    ],
    exports: [exportOf('make', 0), exportOf('open', 1)],
  });
});
const tagAdapters = new WeakMap<object, TagAdapter>();
/** The adapter of a tag of this type. */
export const tagAdapter = (type: DefType, tag: object): TagAdapter => {
  const known = tagAdapters.get(tag);
  if (known !== undefined) return known;
  const instance = new wasm.Instance(tagModule(type), { '': { it: tag } });
  const fresh = { make: functionOf(instance, 'make'), open: functionOf(instance, 'open') };
  tagAdapters.set(tag, fresh);
  return fresh;
};

/** A new object of a structure type, with nulls in its fields, as an immutable global of an instance that is made for it. */
export const newControl = (type: DefType, instantiate: (module: HostModule) => HostInstance): HostGlobal => {
  const { types, indexOf } = typeSection([type]), x = indexOf(type);
  const global: Global = {
    type: { sharing: 'unshared', mutable: false, type: { kind: 'ref', nullable: false, heap: { kind: 'idx', x } } },
    init: [{ op: 'struct.new_default', x, at }], at,
  };
  const host = compiled({ types, globals: [global], funcs: [], exports: [{ name: 'control', desc: { kind: 'global', x: 0 }, at }] });
  const { control } = instantiate(host).exports;
  if (!(control instanceof wasm.Global)) throw new TypeError('a global is exported as a global');
  return control;
};

const ANY = absRef('any', false);
/** Whether an object of the hierarchy `any` is a struct (1), an array (2) or neither (0). */
export const kindOf: (object: unknown) => unknown = ((): HostFunction => {
  const own = adapterType([EXTERNREF], ['i32']), { types, indexOf } = typeSection([own]);
  const test = (name: 'struct' | 'array', then: Expr): Instr[] => [
    get(0), { op: 'any.convert_extern', at }, { op: 'ref.test', rt: { ...ANY, heap: absRef(name).heap }, at },
    { op: 'if', bt: { kind: 'result', type: undefined }, then, else: [], at },
  ];
  const body: Expr = [...test('struct', [status(1), ret]), ...test('array', [status(2), ret]), status(0)];
  return instanceOf(compiled({ types, funcs: [{ type: indexOf(own), locals: [], body }], exports: [exportOf('kind', 0)] }), {}, 'kind');
})();
