/**
 * Index spaces: the identifiers that are bound in a module, and the indices they stand for.
 * @spec core 6.1-text.values §Identifier contexts
 * @spec core text/conventions.rst §Contexts
 * @module
 */
import type { NameMap } from '../modules.ts';
import { u32Literal } from './literals.ts';
import type { MutableCursor } from './cursor.ts';
import { kindOf, refuse, spanFrom, takeId, takeText, unexpected } from './cursor.ts';
import { fail } from './failure.ts';
import { printId } from './print-literals.ts';

/** One index space. */
export interface MutableSpace {
  /** what it holds, as messages name it */
  readonly what: string;
  readonly ids: Map<string, number>;
  /** the names for people, which may repeat */
  readonly names: Map<number, string>;
  count: number;
}
/** An empty space. */
export const space = (what: string): MutableSpace => ({ what, ids: new Map(), names: new Map(), count: 0 });

/** Gives the next index to something with this identifier, which the token before the cursor wrote, or without one. */
export const bind = (p: MutableCursor, into: MutableSpace, id: string | undefined, name: string | undefined = id): number => {
  const x = into.count++;
  if (id !== undefined) {
    const before = into.ids.get(id);
    if (before !== undefined) {
      refuse(p, `duplicate ${into.what} identifier ${printId(id)}, which already stands for ${into.what} ${before}`);
    }
    into.ids.set(id, x);
  }
  if (name !== undefined) into.names.set(x, name);
  return x;
};

/** Messages about unknown indices say `function` in full. */
const longName = (what: string): string => (what === 'func' ? 'function' : what);

/** The index that an identifier stands for; the token before the cursor wrote it. */
export const lookup = (p: MutableCursor, from: MutableSpace, id: string): number =>
  from.ids.get(id) ?? refuse(p, `unknown ${longName(from.what)} ${printId(id)}`);

/** Does an index come next, or `ahead` of the next token? */
export const isIndex = (p: MutableCursor, ahead = 0): boolean => kindOf(p, ahead) === 'nat' || kindOf(p, ahead) === 'id';

/** Reads a `u32`. */
export const takeU32 = (p: MutableCursor, expected: string): number => {
  const first = p.next;
  const literal = takeText(p, ['nat'], expected);
  return u32Literal(literal) ?? fail(spanFrom(p, first), `i32 constant out of range: ${literal}, expected ${expected} below 2^32`);
};

/** Reads an index, or an identifier bound in the space. */
export const takeIndex = (p: MutableCursor, from: MutableSpace): number => {
  if (kindOf(p) === 'nat') return takeU32(p, `the index of a ${longName(from.what)}`);
  const id = takeId(p);
  return id === undefined ? unexpected(p, `the index or identifier of a ${longName(from.what)}`) : lookup(p, from, id);
};

/** Names of spaces within spaces, without those that have none. */
export const withoutEmpty = (names: ReadonlyMap<number, NameMap>): ReadonlyMap<number, NameMap> =>
  new Map([...names].filter(([, inner]) => inner.size > 0));
