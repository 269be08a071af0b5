/**
 * Small configurations, written as lists: values and instructions first to last, instances by component.
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import type { Bytes } from '../../semantics/data/memory.ts';
import { put8, zeros } from '../../semantics/data/memory.ts';
import { fromArray } from '../../semantics/data/vector.ts';
import type { Code, RunInstr } from '../../semantics/runtime/code.ts';
import { END, then } from '../../semantics/runtime/code.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { H, HdlInst, P, PromptSeg, Seg, Vals } from '../../semantics/runtime/contexts.ts';
import { NIL } from '../../semantics/runtime/contexts.ts';
import type { Frame, ModuleInst } from '../../semantics/runtime/frames.ts';
import { EMPTY_FRAME, EMPTY_MODULE } from '../../semantics/runtime/frames.ts';
import type {
  ArrayInst, Component, ContInst, DataInst, ElemInst, FuncInst, GlobalInst, MemInst, Store, StructInst, TableInst, TagInst,
} from '../../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import type { Thread } from '../../semantics/runtime/threads.ts';
import type { Threading } from '../../semantics/runtime/threads.ts';
import { MAIN, NO_THREADS } from '../../semantics/runtime/threads.ts';
import type { FieldVal, Ref, Val } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { alloctypes } from '../../semantics/types/deftypes.ts';
import type { Catch, Instr } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AddrType, CompType, StorageType, SubType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';

type WithoutSpan<I> = I extends unknown ? Omit<I, 'at'> : never;
/** An instruction, before it is given a place. */
export type Bare = WithoutSpan<RunInstr>;
/** The instruction, at a place. */
export const instruction = (e: Bare, at: Span = NOWHERE): RunInstr => ({ ...e, at });
/** A value among instructions. */
export const value = (val: Val): Bare => ({ op: 'value', val });
/** A body of a block or function. */
export const body = (...es: readonly WithoutSpan<Instr>[]): readonly Instr[] => es.map((e) => ({ ...e, at: NOWHERE }));

/** es, then more */
export const codeOf = (es: readonly Bare[], next: Code = END, at?: Span): Code =>
  es.reduceRight((out, e) => then(instruction(e, at), out), next);
/** vs, the last one on top */
export const valsOf = (vs: readonly Val[], below: Vals = NIL): Vals => vs.reduce((out, v) => cons(v, out), below);

/** Instances by component; what is left out is empty. */
export type Instances = {
  readonly [C in Component]?: Store[C] extends { readonly n: number } & infer V ? readonly ElementOf<V>[] : never
} & { readonly threading?: Threading };
type ElementOf<V> = V extends { readonly root: readonly (infer N)[] } ? Exclude<N, readonly unknown[]> : never;
/** A store. */
export const storeOf = ({ threading = NO_THREADS, ...instances }: Instances): Store => ({
  ...EMPTY_STORE,
  ...Object.fromEntries(Object.entries<readonly unknown[]>(instances).map(([component, insts]) => [component, fromArray(insts)])),
  threading,
});

// ── instances ────────────────────────────────────────────────────────────────────────────────────────
/** A table of functions or of anything. */
export const table = (refs: readonly Ref[], addr: AddrType = 'i32', max?: number): TableInst => ({
  type: { addr, limits: { min: BigInt(refs.length), max: max === undefined ? undefined : BigInt(max) }, shared: false, ref: absRef('func') },
  refs: fromArray(refs),
});
const bytesOf = (bytes: readonly number[]): Bytes => bytes.reduce((m, b, a) => put8(m, a, b), zeros(bytes.length));
/** A memory, which need not consist of pages. */
export const memory = (bytes: readonly number[], addr: AddrType = 'i32', max?: number): MemInst => ({
  type: { addr, limits: { min: 0n, max: max === undefined ? undefined : BigInt(max) }, shared: false },
  bytes: bytesOf(bytes),
});
/** A memory of so many pages of zeros. */
export const pages = (n: number, addr: AddrType = 'i32', max?: number): MemInst => ({
  type: { addr, limits: { min: BigInt(n), max: max === undefined ? undefined : BigInt(max) }, shared: false },
  bytes: zeros(n * 65536),
});
/** The memory or table, shared. */
export const shared = <I extends MemInst | TableInst>(inst: I): I => ({ ...inst, type: { ...inst.type, shared: true } });
/** A data segment. */
export const data = (...bytes: readonly number[]): DataInst => ({ shared: false, bytes: Uint8Array.from(bytes) });
/** An element segment. */
export const elem = (...refs: readonly Ref[]): ElemInst => ({ type: absRef('func'), shared: false, refs });
/** A structure. */
export const struct = (type: DefType, ...fields: readonly FieldVal[]): StructInst => ({ type, fields: fromArray(fields) });
/** An array. */
export const array = (type: DefType, ...fields: readonly FieldVal[]): ArrayInst => ({ type, fields: fromArray(fields) });
/** A global. */
export const global = (type: ValType<DefType>, value: Val): GlobalInst => ({ type: { sharing: 'unshared', mutable: true, type }, value });
/** The global, shared or thread-local. */
export const globalAs = (sharing: GlobalInst['type']['sharing'], { type, value }: GlobalInst): GlobalInst =>
  ({ type: { ...type, sharing }, value });
const arities = ({ sub: { comp } }: DefType): { readonly n: number; readonly m: number } =>
  comp.kind === 'func' ? { n: comp.params.length, m: comp.results.length } : { n: 0, m: 0 };
/** A tag. */
export const tag = (type: DefType): TagInst => ({ type, ...arities(type) });
/** A function of a module; `locals` are those after the parameters. */
export const func = (
  type: DefType, es: readonly Instr[], locals: readonly (Val | undefined)[] = [], module: ModuleInst = EMPTY_MODULE,
): FuncInst => {
  const { n, m } = arities(type);
  const dummies = new Array<Val>(n).fill({ t: 'i32', c: 0 });
  const code = { kind: 'wasm', x: 0, func: { type: 0, locals: [], body: es, at: NOWHERE }, locals: fromArray([...dummies, ...locals]) } as const;
  return { type, n, m, module, code };
};

// ── types ────────────────────────────────────────────────────────────────────────────────────────────
const typesAs = (shared: boolean, comps: readonly CompType[]): readonly DefType[] =>
  alloctypes(comps.map((comp) => ({ rec: [{ final: true, supers: [], shared, comp } satisfies SubType], at: NOWHERE })));
/** The types of a module, each in a group of its own. */
export const typesOf = (...comps: readonly CompType[]): readonly DefType[] => typesAs(false, comps);
/** The same, shared. */
export const sharedTypesOf = (...comps: readonly CompType[]): readonly DefType[] => typesAs(true, comps);
/** func t₁* → t₂* */
export const funcType = (params: readonly ValType[], results: readonly ValType[] = []): CompType => ({ kind: 'func', params, results });
/** struct (mut zt)* */
export const structType = (...zts: readonly StorageType[]): CompType =>
  ({ kind: 'struct', fields: zts.map((storage) => ({ mutable: true, storage })) });
/** array (mut zt) */
export const arrayType = (storage: StorageType): CompType => ({ kind: 'array', field: { mutable: true, storage } });
/** cont $x */
export const contType = (x: number): CompType => ({ kind: 'cont', type: { kind: 'idx', x } });
/** The type at an index, which exists. */
export const typeAt = (types: readonly DefType[], x: number): DefType => {
  const dt = types[x];
  if (dt === undefined) throw new RangeError(`no type ${x}`);
  return dt;
};

// ── contexts ─────────────────────────────────────────────────────────────────────────────────────────
/** What stands around the hole of a part of a context. */
export interface Around {
  readonly vs?: readonly Val[];
  readonly es?: readonly Bare[];
  readonly next?: H;
}
const framesIn = (H: H): number => {
  let count = 0;
  for (let seg = H; seg !== null; seg = seg.next) count += seg.tag === 'frame' ? 1 : 0;
  return count;
};
const around = ({ vs = [], es = [], next = null }: Around): Pick<Seg, 'vs' | 'es' | 'next' | 'd' | 'at'> =>
  ({ vs: valsOf(vs), es: codeOf(es), next, d: framesIn(next), at: NOWHERE });
/** val* (labelₙ{k} [_]) es */
export const inLabel = (n: number, k: readonly Bare[], outside: Around = {}): H =>
  ({ tag: 'label', n, k: codeOf(k), ...around(outside) });
/** val* (handlerₙ{catch*} [_]) es */
export const inHandler = (n: number, catches: readonly Catch[], outside: Around = {}): H =>
  ({ tag: 'handler', n, catches, ...around(outside) });
/** val* (frameₙ{…} [_]) es, where F is the frame outside */
export const inFrame = (n: number, F: Frame, outside: Around = {}): H => {
  const { vs, es, next, d } = around(outside);
  return { tag: 'frame', n, F, vs, es, next, d: d + 1, at: NOWHERE };
};
const depthOf = (p: P): number => {
  let depth = 0;
  for (let prompt = p; prompt !== null; prompt = prompt.next) depth += 1 + framesIn(prompt.H);
  return depth;
};
/** H[val* (prompt{hdl*} [_]) es], where F is the frame outside */
export const inPrompt = (hdls: readonly HdlInst[], F: Frame, outside: Around & { readonly outer?: P } = {}): PromptSeg => {
  const { outer = null } = outside, { vs, es, next } = around(outside);
  return { hdls, F, H: next, vs, es, next: outer, d: depthOf(outer) + framesIn(next) + 1, at: NOWHERE };
};
/** E: what stands inside a prompt, with n values missing in its hole */
export const cont = (n: number, H: H, { vs = [], es = [] }: Around, inner: P = null, F: Frame = EMPTY_FRAME): ContInst =>
  ({ E: { F, inner, H, vs: valsOf(vs), es: codeOf(es), n, at: NOWHERE } });
/** {locals val*, module …} */
export const frameOf = (locals: readonly (Val | undefined)[], module: Partial<ModuleInst> = {}): Frame =>
  ({ locals: fromArray(locals), module: { ...EMPTY_MODULE, ...module } });

// ── configurations ───────────────────────────────────────────────────────────────────────────────────
/** The span of the instruction at the head: what a rule makes of it has the same one. */
export const HERE: Span = { start: 7, end: 9 };
/** What stands below the operands and is none of them. */
export const UNDER: Val = { t: 'f64', c: 77n };

/** A configuration, as the tests write it. */
export interface Setting {
  readonly e: Bare;
  /** the operands, the last one on top */
  readonly vs?: readonly Val[];
  /** the values below them */
  readonly below?: readonly Val[];
  /** all values, as the machine has them, instead of `vs` and `below` */
  readonly stack?: Vals;
  /** the instructions after the head */
  readonly rest?: readonly Bare[];
  readonly S?: Instances;
  readonly T?: Thread;
  readonly module?: Partial<ModuleInst>;
  readonly locals?: readonly (Val | undefined)[];
  readonly H?: H;
  readonly P?: P;
}
/** S; F; P[H[vs e rest]] */
export const configuration = (setting: Setting): Config => {
  const { e, vs = [], below = [UNDER], stack = valsOf(vs, valsOf(below)), rest = [{ op: 'nop' }] } = setting;
  const { S = {}, T = MAIN, module = {}, locals = [], H = null, P = null } = setting;
  const es = e.op === 'end' ? END : then(instruction(e, HERE), codeOf(rest)); // nothing follows the end
  return { S: storeOf(S), T, F: frameOf(locals, module), P, H, vs: stack, es };
};
