/**
 * Planted bugs: mistakes that the translation or the runtime could make about threads. A comparison that does not find them is no good.
 * They change what the evaluator is given, what it has made, or what it is made of, so that it knows nothing of them.
 * @category Equivalence: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { wasm } from '../../evaluation/host/wasm.ts';
import { spliced } from '../../evaluation/threads/expressions.ts';
import { decode } from '../../syntax/binary/decoder.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { Func, Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';

/** A mistake. */
interface Bug {
  /** a change of the module that the evaluator is given */
  readonly source?: (module: Module) => Module;
  /** a change of a module that it has translated */
  readonly translated?: (module: Module) => Module;
  /** a change of the text of the module for parking */
  readonly parking?: (text: string) => string;
}

const at = NOWHERE;
const get = (x: number): Instr => ({ op: 'local.get', x, at }), set = (x: number): Instr => ({ op: 'local.set', x, at });
/** New locals of a function: an address, a value and another. */
interface Temps {
  readonly a: number;
  readonly v: number;
  readonly old: number;
}
/** The module with other instructions in the place of some, which may use three more locals of type i32. */
const withTemps = (module: Module, replace: (e: Instr, temps: Temps) => Expr): Module => {
  const comps = module.types.flatMap(({ rec }) => rec);
  const changed = (func: Func): Func => {
    const comp = comps[func.type]?.comp, first = (comp?.kind === 'func' ? comp.params.length : 0) + func.locals.length;
    const temps: Temps = { a: first, v: first + 1, old: first + 2 };
    return { ...func, locals: [...func.locals, 'i32', 'i32', 'i32'], body: spliced(func.body, (e) => replace(e, temps)) };
  };
  return { ...module, funcs: module.funcs.map(changed) };
};

const loaded = ({ x, ao }: InstrOf<'atomic.rmw'>): Instr => ({ op: 'load', nt: 'i32', pack: undefined, x, ao, at });
const stored = ({ x, ao }: InstrOf<'atomic.rmw'>): Instr => ({ op: 'store', nt: 'i32', pack: undefined, x, ao, at });
/** A read-modify-write becomes a read and a write. */
const inTwo = (e: Instr, { a, v, old }: Temps): Expr => {
  if (e.op !== 'atomic.rmw' || e.nt !== 'i32' || e.pack !== undefined || e.f === 'xchg') return [e];
  return [
    set(v), set(a), get(a), loaded(e), set(old),
    get(a), get(old), get(v), { op: 'binop', nt: 'i32', f: e.f, at }, stored(e), get(old),
  ];
};
/** A write of four bytes becomes two of two bytes. */
const torn = (e: Instr, { a, v }: Temps): Expr => {
  if (e.op !== 'atomic.store' || e.nt !== 'i32' || e.pack !== undefined) return [e];
  const half = (offset: bigint): Instr => ({ ...e, pack: 16, ao: { align: 1, offset: e.ao.offset + offset } });
  return [
    set(v), set(a), get(a), get(v), half(0n),
    get(a), get(v), { op: 'const', val: { t: 'i32', c: 16 }, at }, { op: 'binop', nt: 'i32', f: 'shr_u', at }, half(2n),
  ];
};
/** A continuation is taken, and stays where it is: `(i32.atomic.rmw.xchg offset=4 $k (i32.const 0))` becomes a read. */
const notConsumed = (module: Module): Module => ({
  ...module,
  funcs: module.funcs.map((func) => {
    const i = func.body.findIndex((e, k) => {
      const zero = func.body[k - 1], isZero = zero?.op === 'const' && zero.val.c === 0;
      return e.op === 'atomic.rmw' && e.f === 'xchg' && e.ao.offset === 4n && isZero && func.body[k - 2]?.op === 'local.get';
    }), e = func.body[i];
    if (e?.op !== 'atomic.rmw') return func;
    return { ...func, body: [...func.body.slice(0, i - 1), loaded(e), ...func.body.slice(i + 1)] };
  }),
});
const sharedGlobals = (module: Module): Module => ({
  ...module,
  globals: module.globals.map((global) =>
    global.type.sharing === 'thread_local' ? { ...global, type: { ...global.type, sharing: 'shared' } } : global),
});

const APPENDED = `(if (local.get $last)
    (then (i32.store (local.get $last) (global.get $self)))
    (else (i32.store offset=4 (local.get $bucket) (global.get $self))))
  (i32.store offset=8 (local.get $bucket) (global.get $self))`;
const PREPENDED = `(i32.store (global.get $self) (i32.load offset=4 (local.get $bucket)))
  (i32.store offset=4 (local.get $bucket) (global.get $self))
  (if (i32.eqz (local.get $last)) (then (i32.store offset=8 (local.get $bucket) (global.get $self))))`;
const swapped = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error('the module for parking has changed: there is nothing to plant the bug in');
  return text.replace(from, to);
};

/** The name of a mistake. */
export type BugName =
  'a read-modify-write is not atomic' | 'a write of an i32 is torn' | 'who came last is woken first' | 'thread-local globals are shared'
  | 'a shared continuation is resumed twice';
const bugs: { readonly [N in BugName]: Bug } = {
  'a read-modify-write is not atomic': { translated: (module) => withTemps(module, inTwo) },
  'a write of an i32 is torn': { translated: (module) => withTemps(module, torn) },
  'who came last is woken first': { parking: (text) => swapped(text, APPENDED, PREPENDED) },
  'thread-local globals are shared': { source: sharedGlobals },
  'a shared continuation is resumed twice': { translated: notConsumed },
};
const bugOf = (name: BugName | undefined): Bug => name === undefined ? {} : bugs[name];

/** Whether a module is the translation of one of a program that shares anything. */
const isTranslated = ({ imports, exports }: Module): boolean =>
  imports.some(({ module, name }) => module === 'weft:heap' && name === 'memory') && !exports.some(({ name }) => name.startsWith('heap:'));
const changedBytes = (bytes: Uint8Array, change: (module: Module) => Module): Uint8Array => pipe(
  decode(bytes), E.match(() => bytes, (module) => isTranslated(module) ? encode(change(module)) : bytes),
);
/** From now on this thread compiles changed modules, if it is for the bug. The result changes what it is to be given. */
export const plant = (name: BugName | undefined): ((module: Module) => Module) => {
  const { source = (module: Module): Module => module, translated } = bugOf(name);
  if (translated !== undefined) {
    const construct = (target: typeof wasm.Module, [bytes]: readonly unknown[]): object => {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('a module is made of bytes');
      return new target(changedBytes(bytes, translated));
    };
    Reflect.set(wasm, 'Module', new Proxy(wasm.Module, { construct }));
  }
  return source;
};
/** What the bug changes in the text of the module for parking. */
export const parkingChange = (name: BugName | undefined): ((text: string) => string) => bugOf(name).parking ?? ((text) => text);
