/**
 * Places in the code that the host runs: it names the module, the function and the offset in the binary.
 * @spec JS web-api/index.bs §Conventions
 * @category Evaluation: host
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { decode } from '../../syntax/binary/decoder.ts';
import type { Expr, Instr, Op } from '../../syntax/instructions.ts';
import type { Func, Module } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';

/** A module as the host has it. */
export interface Loaded {
  /** what it is a translation of */
  readonly source: Module;
  /** what was encoded */
  readonly module: Module;
  readonly bytes: Uint8Array;
}
/** A place in a source. */
export interface Place {
  readonly source: Module;
  /** the name of the function, if it has one */
  readonly func: string | undefined;
  readonly at: Span;
  /** the instruction of the source; if it has none there, that of the translation */
  readonly op: Op;
}
/** A place as the host names it: the number of a loaded module, a function index, an offset in the binary. */
export interface HostPlace {
  readonly loaded: number;
  readonly func: number;
  readonly offset: number;
}

/** The name that makes the host's places tell the number of a module. */
export const nameOf = (loaded: number): string => `weft-${loaded}`;
const PLACE = /wasm:\/\/wasm\/weft-(\d+)-[0-9a-f]+:wasm-function\[(\d+)\]:0x([0-9a-f]+)/gu;
/** Where an error comes from, the innermost function first; the host tells the first ten or so. */
const hostPlaces = ({ stack = '' }: Error): readonly HostPlace[] => [...stack.matchAll(PLACE)].map(([, loaded, func, offset]) =>
  ({ loaded: Number(loaded), func: Number(func), offset: Number.parseInt(offset ?? '', 16) }));

/** The bodies in an instruction. */
const bodiesOf = (e: Instr): readonly Expr[] => {
  switch (e.op) {
    case 'block': case 'loop': case 'try_table': return [e.body];
    case 'if': return [e.then, e.else];
    default: return [];
  }
};
/** The instruction that begins at an offset in the one body, as it stands in the other, which is the same but for its spans. */
const counterpart = (decoded: Expr, encoded: Expr, offset: number): Instr | undefined => {
  const todo: (readonly [Expr, Expr])[] = [[decoded, encoded]];
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    const [ds, es] = pair;
    for (const [i, d] of ds.entries()) {
      const e = es[i];
      if (e === undefined || d.at.end <= offset) continue;
      if (d.at.start === offset) return e;
      bodiesOf(d).forEach((body, j) => todo.push([body, bodiesOf(e)[j] ?? []]));
      break;
    }
  }
  return undefined;
};

const decoded = new WeakMap<Loaded, readonly Func[]>();
const functionsOf = (loaded: Loaded): readonly Func[] => {
  const known = decoded.get(loaded);
  if (known !== undefined) return known;
  const read = decode(loaded.bytes), funcs = E.isRight(read) ? read.right.funcs : [];
  decoded.set(loaded, funcs);
  return funcs;
};

const instructionAt = (loaded: Loaded, { func, offset }: HostPlace): Instr | undefined => {
  const x = func - loaded.module.imports.filter(({ type }) => type.kind === 'func').length;
  const d = functionsOf(loaded)[x], e = loaded.module.funcs[x];
  return d === undefined || e === undefined ? undefined : counterpart(d.body, e.body, offset);
};

const keyOf = ({ start, end }: Span): string => `${start}:${end}`;
const operators = new WeakMap<Module, ReadonlyMap<string, Op>>();
/** What stands at a span of a source. */
const operatorsOf = (source: Module): ReadonlyMap<string, Op> => {
  const known = operators.get(source);
  if (known !== undefined) return known;
  const found = new Map<string, Op>(), todo: Expr[] = source.funcs.map(({ body }) => body);
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      if (e.at.start >= 0) found.set(keyOf(e.at), e.op);
      todo.push(...bodiesOf(e));
    }
  }
  operators.set(source, found);
  return found;
};

/** Where an error comes from, the innermost function first, as far as the host tells. */
export const placesOf = (all: readonly Loaded[], error: Error): readonly Place[] => hostPlaces(error).flatMap((place) => {
  const loaded = all[place.loaded], instr = loaded && instructionAt(loaded, place);
  if (loaded === undefined || instr === undefined) return [];
  const { at } = instr, op = operatorsOf(loaded.source).get(keyOf(at)) ?? instr.op;
  return [{ source: loaded.source, func: loaded.module.names.funcs.get(place.func), at, op }];
});
