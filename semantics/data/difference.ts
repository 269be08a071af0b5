/**
 * What differs between two versions of persistent data. Both share the nodes that are the same, so comparing takes time for what differs.
 * @module
 */
import type { Bytes } from './memory.ts';
import { BITS as BYTE_BITS, LEAF } from './memory.ts';
import type { Vec } from './vector.ts';
import { BITS as INDEX_BITS } from './vector.ts';

/** A node of a trie: inner nodes hold nodes, the last ones what is kept; undefined where there is nothing. */
type Node = readonly unknown[] | undefined;
/** A trie whose last nodes have a height of their own: `shift` is the height of the root. */
interface Trie {
  readonly shift: number;
  readonly root: Node;
}

const childOf = (node: Node, k: number): Node => node?.[k] as Node; // above the last nodes, children are nodes
/** The subtrie at the front, of this height; what lies beyond it is new. */
const lowered = ({ shift, root }: Trie, to: number, bits: number): Node => {
  let node = root;
  for (let s = shift; s > to; s -= bits) node = childOf(node, 0);
  return node;
};

/**
 * Calls `visit` with the pairs of last nodes that are not the same object, and the index at which they begin, until it answers false.
 * `last` is the shift of the last nodes; only what both tries have room for is compared.
 */
const differingNodes = (a: Trie, b: Trie, bits: number, last: number, visit: (a: Node, b: Node, start: number) => boolean): void => {
  const shift = Math.min(a.shift, b.shift), width = 2 ** bits;
  const walk = (x: Node, y: Node, height: number, start: number): boolean => {
    if (x === y) return true;
    if (height === last) return visit(x, y, start);
    for (let k = 0; k < width; k++)
      if (!walk(childOf(x, k), childOf(y, k), height - bits, start + k * 2 ** height)) return false;
    return true;
  };
  walk(lowered(a, shift, bits), lowered(b, shift, bits), shift, 0);
};

/** The indices below |a| and |b| whose elements are not the same object, ascending; not more than `most` of them. */
export const changedIndices = <A>(a: Vec<A>, b: Vec<A>, most: number): readonly number[] => {
  const n = Math.min(a.n, b.n), out: number[] = [];
  differingNodes(a, b, INDEX_BITS, 0, (x, y, start) => {
    const end = Math.min(start + 2 ** INDEX_BITS, n);
    for (let i = start; i < end && out.length < most; i++) if (x?.[i - start] !== y?.[i - start]) out.push(i);
    return end < n && out.length < most;
  });
  return out;
};

/** Bytes from the address `start` up to `end`, exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The addresses at which two leaves differ, which begin at `start`. */
const changedAddresses = (x: Node, y: Node, start: number): readonly number[] => {
  const out: number[] = [];
  for (let a = 0; a < 2 ** LEAF; a++) {
    const change = Number(x?.[a >>> 2] ?? 0) ^ Number(y?.[a >>> 2] ?? 0); // of words, which are little-endian
    if ((change >>> ((a & 3) << 3) & 0xff) !== 0) out.push(start + a);
  }
  return out;
};

/** The ranges below both sizes in which the bytes differ, ascending; not more than `most` of them. */
export const changedBytes = (a: Bytes, b: Bytes, most: number): readonly ByteRange[] => {
  const size = Math.min(a.size, b.size), out: ByteRange[] = [];
  differingNodes(a, b, BYTE_BITS, LEAF - BYTE_BITS, (x, y, start) => {
    for (const address of changedAddresses(x, y, start)) {
      const before = out.at(-1);
      if (address >= size) return false;
      if (before?.end === address) out[out.length - 1] = { start: before.start, end: address + 1 };
      else out.push({ start: address, end: address + 1 });
    }
    return out.length <= most; // one more than asked for: the last one may still grow
  });
  return out.slice(0, most);
};
