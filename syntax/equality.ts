/**
 * Equality of abstract syntax, wherever it was written: spans do not count.
 *
 * Abstract syntax is plain data: primitives, arrays, bytes, maps from primitives, and records. A field that is undefined
 * equals one that is left out. Nesting may be as deep as memory allows.
 * @module
 */
import type { Module } from './modules.ts';

/** A field, an element or an entry of a map. */
type Key = string | number;
/** The way from the whole to a part: `['funcs', 0, 'body', 3, 'op']`. */
export type Path = readonly Key[];

/** Two parts that stand at the same place, and the way to them: the last key first. */
interface Pair {
  readonly a: unknown;
  readonly b: unknown;
  readonly key: Key;
  readonly parent: Pair | undefined;
}

const pathOf = (pair: Pair): Path => {
  const path: Key[] = [];
  for (let p = pair; p.parent !== undefined; p = p.parent) path.push(p.key);
  return path.reverse();
};

/** The part that only the other one has. */
const MISSING = Symbol('missing');

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null;
const isMap = (value: unknown): value is ReadonlyMap<Key, unknown> => value instanceof Map;

/** Values of different kinds are never equal, even if both are empty. */
const kindOf = (value: unknown): 'array' | 'bytes' | 'map' | 'record' | 'primitive' => {
  if (Array.isArray(value)) return 'array';
  if (value instanceof Uint8Array) return 'bytes';
  if (isMap(value)) return 'map';
  return isRecord(value) ? 'record' : 'primitive';
};

/** The parts of an array, bytes, a map or a record by their keys; a primitive has none. */
const partsOf = (value: unknown): ReadonlyMap<Key, unknown> => {
  if (isMap(value)) return value;
  if (Array.isArray(value) || value instanceof Uint8Array) return new Map<Key, unknown>(value.entries());
  const fields = new Map<Key, unknown>();
  if (isRecord(value)) for (const [key, field] of Object.entries(value)) if (key !== 'at' && field !== undefined) fields.set(key, field);
  return fields;
};

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

const pairsOf = (parent: Pair): readonly Pair[] => {
  const { a, b } = parent;
  if (a instanceof Uint8Array && b instanceof Uint8Array && sameBytes(a, b)) return [];
  const as = partsOf(a), bs = partsOf(b);
  const pairs: Pair[] = [];
  for (const [key, part] of as) pairs.push({ a: part, b: bs.has(key) ? bs.get(key) : MISSING, key, parent });
  for (const [key, part] of bs) if (!as.has(key)) pairs.push({ a: MISSING, b: part, key, parent });
  return pairs;
};

/** The way to the first place where two pieces of syntax differ, in the order of their fields; undefined if they are equal. */
export const firstDifference = (a: unknown, b: unknown): Path | undefined => {
  const stack: Pair[] = [{ a, b, key: '', parent: undefined }];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    if (pair.a === pair.b) continue;
    const kind = kindOf(pair.a);
    if (kind === 'primitive' || kind !== kindOf(pair.b)) return pathOf(pair);
    // The first pair must come off the stack first.
    for (const inner of pairsOf(pair).toReversed()) stack.push(inner);
  }
  return undefined;
};

/** Are two pieces of abstract syntax the same but for their spans? */
export const equalSyntax = (a: unknown, b: unknown): boolean => firstDifference(a, b) === undefined;

/** Are two modules the same but for their spans? Their names and custom sections count. */
export const equalModules = (a: Module, b: Module): boolean => equalSyntax(a, b);
