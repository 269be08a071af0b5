/**
 * Places in the code that the host runs: it names the module, the function and the offset in the binary.
 * @spec JS web-api/index.bs §Conventions
 * @category Evaluation: host
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { decode } from '../../syntax/binary/decoder.ts';
import { bodiesOf, instructionsIn } from '../../syntax/bodies.ts';
import type { Expr, Instr, Op } from '../../syntax/instructions.ts';
import type { Func, Module } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';
import type { Translated } from '../translation/modules.ts';
import type { Site } from './throws.ts';

/** A module as the host has it. */
export interface Loaded {
  /** what it is a translation of */
  readonly source: Module;
  readonly translated: Translated;
  /** what was encoded */
  readonly module: Module;
  readonly bytes: Uint8Array;
  /** the instructions that note that they throw, by their numbers */
  readonly sites: readonly Site[];
}
/** A place as the host names it: the number of a loaded module, a function index, an offset in the binary. */
export interface HostPlace {
  readonly loaded: number;
  readonly func: number;
  readonly offset: number;
}

/** The name that makes the host's places tell the number of a module. */
export const nameOf = (loaded: number): string => `weft-${loaded}`;
const PLACE = /wasm:\/\/wasm\/weft-(\d+)-[0-9a-f]+:wasm-function\[(\d+)\]:0x([0-9a-f]+)\)?$/u;
const CALL = /^ {4}at .*$/gmu;
/** Of modules that stand between others: adapters. */
const BETWEEN = /wasm:\/\/wasm\/(?!weft-)/u;
/** The calls that an error comes from, the innermost first, as many as the host tells; undefined: of a function of JavaScript. */
export const hostPlaces = ({ stack = '' }: Error): readonly (HostPlace | undefined)[] => [...stack.matchAll(CALL)].flatMap(([line]) => {
  const [, loaded, func, offset] = PLACE.exec(line) ?? [];
  if (loaded !== undefined) return [{ loaded: Number(loaded), func: Number(func), offset: Number.parseInt(offset ?? '', 16) }];
  return BETWEEN.test(line) ? [] : [undefined];
});

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

/** The instruction that the host is at, of the translation. */
export const instructionAt = (loaded: Loaded, { func, offset }: HostPlace): Instr | undefined => {
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
  const found = new Map<string, Op>();
  for (const e of instructionsIn(source.funcs.map(({ body }) => body))) if (e.at.start >= 0) found.set(keyOf(e.at), e.op);
  operators.set(source, found);
  return found;
};

/** What stands in a source at a span. */
export const operatorsIn = (source: Module): ((at: Span) => Op | undefined) => {
  const operatorAt = operatorsOf(source);
  return (at) => operatorAt.get(keyOf(at));
};
/** The instruction that an error comes from, if the host tells: of the source; if it has none there, that of the translation. */
export const operatorOf = (all: readonly Loaded[], error: Error): Op | undefined => {
  const place = hostPlaces(error).find((known) => known !== undefined), loaded = place && all[place.loaded];
  const instr = loaded && instructionAt(loaded, place);
  return instr && (operatorsIn(loaded.source)(instr.at) ?? instr.op);
};
