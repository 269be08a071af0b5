/**
 * The bytes of a linear memory: a persistent 16-way trie over leaves of 16 words (64 bytes), copied on write. An absent
 * node is all zeros, so a fresh memory of any size costs nothing. Addresses are numbers below 2⁵³.
 * @module
 */

/** 16 little-endian words, each as a signed number */
type Leaf = readonly number[];
type Node = readonly (Node | Leaf | undefined)[];

/** byte*, of the length `size` */
export interface Bytes {
  readonly size: number;
  /** the number of address bits below the root */
  readonly shift: number;
  readonly root: Node;
  /** how many leaves are there, because something has been written to them */
  readonly blocks: number;
}

/** A leaf holds 2^LEAF bytes, a node 2^BITS nodes or leaves. */
export const LEAF = 6, BITS = 4;
const MASK = 15;
const HOLES: Node = Array<undefined>(16).fill(undefined), ZEROS: Leaf = Array<number>(16).fill(0);

/** four bits of an address; bitwise operators see only the low 32 */
const digit = (a: number, shift: number): number => (shift < 30 ? a >>> shift : Math.floor(a / 2 ** shift)) & MASK;

const shiftFor = (size: number): number => {
  let shift = LEAF;
  while (2 ** (shift + BITS) < size) shift += BITS;
  return shift;
};

/** 0x00ⁿ */
export const zeros = (size: number): Bytes => ({ size, shift: shiftFor(size), root: HOLES, blocks: 0 });

/** m ++ 0x00ⁿ, up to the new size */
export const grown = (m: Bytes, size: number): Bytes => {
  let { shift, root } = m;
  for (const to = shiftFor(size); shift < to; shift += BITS) root = [root, ...HOLES.slice(1)];
  return { size, shift, root, blocks: m.blocks };
};

const leaf = (m: Bytes, a: number): Leaf => {
  let node: Node = m.root;
  for (let s = m.shift; s > LEAF; s -= BITS) {
    const next = node[digit(a, s)];
    if (next === undefined) return ZEROS;
    node = next as Node;
  }
  return (node[(a >>> LEAF) & MASK] ?? ZEROS) as Leaf;
};
/** the word that holds the byte at a */
const word = (m: Bytes, a: number): number => leaf(m, a)[(a >>> 2) & MASK] as number;

const put = (node: Node, shift: number, a: number, w: number): Node => {
  const copy = node.slice(), k = digit(a, shift);
  if (shift === LEAF) {
    const words = ((node[k] ?? ZEROS) as Leaf).slice();
    words[(a >>> 2) & MASK] = w;
    copy[k] = words;
  } else copy[k] = put((node[k] ?? HOLES) as Node, shift - BITS, a, w);
  return copy;
};
const withWord = (m: Bytes, a: number, w: number): Bytes =>
  ({ size: m.size, shift: m.shift, root: put(m.root, m.shift, a, w), blocks: leaf(m, a) === ZEROS ? m.blocks + 1 : m.blocks });

/** m[a : 1], unsigned; a must be in bounds */
export const get8 = (m: Bytes, a: number): number => (word(m, a) >>> ((a & 3) << 3)) & 0xff;
/** m[a : 2], unsigned */
export const get16 = (m: Bytes, a: number): number => get8(m, a) | get8(m, a + 1) << 8;
/** m[a : 4], signed */
export const get32 = (m: Bytes, a: number): number => {
  const r = (a & 3) << 3;
  return r === 0 ? word(m, a) : (word(m, a) >>> r) | (word(m, a + 4) << (32 - r));
};
/** m[a : 8], signed */
export const get64 = (m: Bytes, a: number): bigint => BigInt(get32(m, a + 4)) << 32n | BigInt(get32(m, a) >>> 0);
/** m[a : 16], unsigned */
export const get128 = (m: Bytes, a: number): bigint => BigInt.asUintN(64, get64(m, a + 8)) << 64n | BigInt.asUintN(64, get64(m, a));

const mask = (keep: number, w: number, x: number): number => (w & keep) | (x & ~keep);
/** m with [a : 1] = the low byte of x */
export const put8 = (m: Bytes, a: number, x: number): Bytes => {
  const r = (a & 3) << 3;
  return withWord(m, a, mask(~(0xff << r), word(m, a), x << r));
};
/** m with [a : 2] = the low half of x */
export const put16 = (m: Bytes, a: number, x: number): Bytes => {
  const r = (a & 3) << 3;
  return r === 24 ? put8(put8(m, a, x), a + 1, x >>> 8) : withWord(m, a, mask(~(0xffff << r), word(m, a), x << r));
};
/** m with [a : 4] = x */
export const put32 = (m: Bytes, a: number, x: number): Bytes => {
  const r = (a & 3) << 3;
  if (r === 0) return withWord(m, a, x);
  const low = mask(~(-1 << r), word(m, a), x << r), high = mask(-1 << r, word(m, a + 4), x >>> (32 - r));
  return withWord(withWord(m, a, low), a + 4, high);
};
/** m with [a : 8] = x */
export const put64 = (m: Bytes, a: number, x: bigint): Bytes =>
  put32(put32(m, a, Number(BigInt.asIntN(32, x))), a + 4, Number(BigInt.asIntN(32, x >> 32n)));
/** m with [a : 16] = x */
export const put128 = (m: Bytes, a: number, x: bigint): Bytes => put64(put64(m, a, x), a + 8, x >> 64n);

/** m[a : n] */
export const bytesAt = (m: Bytes, a: number, n: number): Uint8Array => {
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) out[i] = get8(m, a + i);
  return out;
};
