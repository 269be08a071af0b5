/**
 * What premises find, as a trace writes it.
 * @module
 */
import type { Handled } from '../semantics/runtime/capture.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Cont, HdlInst, PromptSeg, Seg } from '../semantics/runtime/contexts.ts';
import type { Frame } from '../semantics/runtime/frames.ts';
import type {
  ArrayInst, DataInst, ElemInst, ExnInst, FuncInst, GlobalInst, HostFunc, HostResult, MemInst, Store, StructInst, TableInst, TagInst,
  WasmFunc,
} from '../semantics/runtime/store.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import type { FieldVal, Val } from '../semantics/runtime/values.ts';
import { slice } from '../semantics/data/vector.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { showComp, showDef, showFunc, showVal as showType } from '../semantics/types/showing.ts';
import type { Catch } from '../syntax/instructions.ts';
import type { ArrayType, FuncType, RefType, StructType } from '../syntax/types.ts';
import { holeOf, layerOf } from './holes.ts';
import { funcName } from './names.ts';
import { catchClause, contextOf, showHdls, showPart } from './show-contexts.ts';
import { showExn, showFields } from './show-instances.ts';
import type { Scope, World } from './show-code.ts';
import { instrsOf, scopeOf } from './show-code.ts';
import { counted, listed, showField, showVal, showVals, showValue, valuesOf } from './show-values.ts';

/** Two lengths. */
interface Arity {
  readonly m: number;
  readonly n: number;
}
/** How a memory is accessed. */
interface Access {
  readonly sz: number;
}
/** The objects that premises find. */
type ObjectFound =
  | Store | Thread | Seg | PromptSeg | Handled<HdlInst['kind']> | Cont | FuncInst | TagInst | GlobalInst | MemInst | TableInst
  | DataInst | ElemInst | StructInst | ArrayInst | ExnInst | WasmFunc | HostFunc | HostResult | Frame | Arity | Access | FieldVal | Catch
  | DefType | FuncType<DefType> | StructType<DefType> | ArrayType<DefType> | RefType<DefType>;
/** What premises find. */
type Found = number | bigint | string | boolean | ObjectFound | readonly (Val | HdlInst | number)[];

/** Where a rule is tried: the configuration, and the constants that it takes and gives, by which numbers are told from bits of floats. */
export interface Trial {
  readonly z: Config;
  readonly world: World;
  readonly taken: readonly Val[];
  readonly given: readonly Val[];
}

const SOME = 6;

const localsOf = ({ locals }: Frame, scope: Scope): string =>
  `{locals ${listed(slice(locals, 0, Math.min(locals.n, SOME)), SOME, (v) => v === undefined ? 'ε' : showVal(v, scope), locals.n) || 'ε'}}`;

/** E, with its hole, which is for n values: `frame₀ $f › label₀ › [_¹] (drop) …` */
const contOf = ({ F, inner, H, vs, es, n }: Cont, w: World): string => {
  const hole = { P: inner, H, F }, scope = scopeOf(w, F, H);
  const parts = contextOf(hole, w).map(({ text }) => `${text} ›`), { instrs, more } = instrsOf(Infinity, es, 2, scope);
  const values = valuesOf(vs.n, vs, 2, scope).vals.map(showValue);
  return [...parts, ...values, n === 0 ? '[_]' : `[_${superscript(n)}]`, ...instrs, ...(more ? ['…'] : [])].join(' ');
};

const hostResult = (result: HostResult, scope: Scope): string => {
  switch (result.kind) {
    case 'values': return showVals(result.vals, SOME, scope);
    case 'trap': return `trap: ${result.why}`;
    case 'exception': return `(ref.exn ${result.a})`;
  }
};

const signature = (dt: DefType, scope: Scope): string => {
  const ft = asFunc(dt);
  return ft === undefined ? showDef(dt, scope.names.types) : showFunc(ft, scope.names.types);
};

/** Instances that have a type. */
const showInstance = (w: Extract<ObjectFound, { readonly type: unknown }>, scope: Scope): string => {
  if ('code' in w) return `${funcName(w)} : ${signature(w.type, scope)}`;
  if ('m' in w) return signature(w.type, scope);
  if ('value' in w) return showVal(w.value, scope);
  if ('bytes' in w) return counted(w.bytes.size, 'byte');
  if ('fields' in w) return showFields(w, scope);
  return counted('n' in w.refs ? w.refs.n : w.refs.length, 'reference');
};

const showKind = (
  w: Extract<ObjectFound, { readonly kind: string }>, scope: Scope,
): string | null => {
  switch (w.kind) {
    case 'wasm': return `${counted(w.func.locals.length, 'local')}, ${counted(w.func.body.length, 'instruction')}`;
    case 'host': return w.name;
    case 'values': case 'trap': case 'exception': return hostResult(w, scope);
    case 'catch': case 'catch_ref': case 'catch_all': case 'catch_all_ref': return catchClause(w, scope);
    case 'def': return showDef(w, scope.names.types);
    case 'func': return showFunc(w, scope.names.types);
    case 'struct': case 'array': return showComp(w, scope.names.types);
    case 'ref': return showType(w, scope.names.types);
    default: return null;
  }
};

/** Parts of contexts. */
const showSegment = (w: Seg | PromptSeg, { z, world }: Trial): string => {
  const layer = layerOf(z);
  if (layer?.part === w) return showPart(layer, world);
  return 'hdls' in w ? `prompt{${showHdls(w.hdls, holeOf(w), world)}}` : w.tag;
};

const showObject = (w: ObjectFound, trial: Trial, scope: Scope): string | null => {
  if ('sz' in w) return `${w.sz} bits`;
  if ('kind' in w) return showKind(w, scope);
  if ('t' in w) return showField(w, scope);
  if ('conts' in w || 'ready' in w) return null; // a store or a thread: what is new in it is shown as changes
  if ('prompt' in w) return showSegment(w.prompt, trial);
  if ('hdls' in w) return showSegment(w, trial);
  if ('inner' in w) return contOf(w, trial.world);
  if ('tag' in w) return 'next' in w ? showSegment(w, trial) : showExn(w, scope);
  if ('locals' in w) return localsOf(w, scope);
  if ('type' in w) return showInstance(w, scope);
  return 'bytes' in w ? counted(w.bytes.length, 'byte') : `m = ${w.m}, n = ${w.n}`;
};

/** A number or the bits of a constant: as the constant of the redex or of the result that has them. */
const showNumber = (w: number | bigint, name: string | undefined, { taken, given }: Trial, scope: Scope): string => {
  const constants = /^c\d?$/u.test(name ?? '') ? name === 'c' ? [...given, ...taken] : [...taken, ...given] : [];
  const constant = constants.find(({ c }) => c === w);
  return constant === undefined ? String(w) : showVal(constant, scope);
};

const isVal = (w: Val | HdlInst | number): w is Val => typeof w === 'object' && 't' in w;
const isHdl = (w: Val | HdlInst | number): w is HdlInst => typeof w === 'object' && 'kind' in w;
const isList = (w: Found): w is readonly (Val | HdlInst | number)[] => Array.isArray(w);
const showItems = (ws: readonly (Val | HdlInst | number)[], { z, world }: Trial, scope: Scope): string => {
  if (ws.length === 0) return 'ε';
  if (ws.every(isHdl)) return showHdls(ws, z, world);
  return ws.every(isVal) ? showVals(ws, SOME, scope) : listed(ws, SOME, (w) => typeof w === 'number' ? String(w) : '…');
};

/** Whether a witness is two lengths, which say their names themselves. */
export const isArity = (found: unknown): boolean =>
  typeof found === 'object' && found !== null && Object.keys(found).sort().join() === 'm,n';
/** A witness; null if there is none to show. `name` is what the rule calls it. */
export const showWitness = (found: unknown, name: string | undefined, trial: Trial): string | null => {
  const w = found as Found, scope = scopeOf(trial.world, trial.z.F, trial.z.H); // rules find nothing else
  if (typeof w === 'boolean') return null;
  if (typeof w === 'string') return w;
  if (typeof w === 'object') return isList(w) ? showItems(w, trial, scope) : showObject(w, trial, scope);
  return showNumber(w, name, trial, scope);
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (n: number): string => String(n).replaceAll(/\d/gu, (digit) => SUPERSCRIPTS.charAt(Number(digit)));
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉', PRIMES = ['', '′', '″'];
/** The name of a witness as the text of its premise writes it: `c1` as `c₁`, `S1` as `S′`. */
export const witnessName = (name: string, text: string): string => {
  const [, letters = name, digit] = /^([A-Za-z]+)(\d)$/u.exec(name) ?? [];
  if (digit === undefined) return name;
  const written = [SUBSCRIPTS.charAt(Number(digit)), PRIMES[Number(digit)] ?? digit].map((mark) => letters + mark);
  return written.find((form) => text.includes(form)) ?? name;
};
