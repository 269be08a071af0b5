/**
 * Persistent vectors of up to 2³² elements: a 32-way trie whose leaves hold the elements. `get`, `set` and `push` touch one path.
 * @module
 */
type Node<A> = readonly (A | Node<A>)[];

/** A vector of n elements; `shift` is the number of index bits below the root. */
export interface Vec<A> {
  readonly n: number;
  readonly shift: number;
  readonly root: Node<A>;
}

/** A node holds 2^BITS nodes or elements. */
export const BITS = 5;
const WIDTH = 32, MASK = 31;

/** ε */
export const emptyVec: Vec<never> = { n: 0, shift: 0, root: [] };

/** v[i]; undefined if i is not an index of v */
export const get = <A>(v: Vec<A>, i: number): A | undefined => {
  if (i < 0 || i >= v.n) return undefined;
  let node = v.root;
  for (let s = v.shift; s > 0; s -= BITS) node = node[(i >>> s) & MASK] as Node<A>; // inner nodes hold nodes
  return node[i & MASK] as A; // leaves hold elements
};

const put = <A>(node: Node<A> | undefined, shift: number, i: number, a: A): Node<A> => {
  const copy = node === undefined ? [] : node.slice();
  const k = (i >>> shift) & MASK;
  copy[k] = shift === 0 ? a : put(node?.[k] as Node<A> | undefined, shift - BITS, i, a);
  return copy;
};

/** v with [i] = a, for i < |v| */
export const set = <A>(v: Vec<A>, i: number, a: A): Vec<A> => ({ n: v.n, shift: v.shift, root: put(v.root, v.shift, i, a) });

/** v ++ a */
export const push = <A>(v: Vec<A>, a: A): Vec<A> => {
  const full = v.n === 2 ** (v.shift + BITS);
  const shift = full ? v.shift + BITS : v.shift;
  return { n: v.n + 1, shift, root: put(full ? [v.root] : v.root, shift, v.n, a) };
};

/** The vector of the elements of `as`, which must not be changed afterwards. */
export const fromArray = <A>(as: readonly A[]): Vec<A> => {
  if (as.length <= WIDTH) return { n: as.length, shift: 0, root: as };
  let level: Node<A>[] = [], shift = 0;
  for (let i = 0; i < as.length; i += WIDTH) level.push(as.slice(i, i + WIDTH));
  for (shift = BITS; level.length > WIDTH; shift += BITS) {
    const above: Node<A>[] = [];
    for (let i = 0; i < level.length; i += WIDTH) above.push(level.slice(i, i + WIDTH));
    level = above;
  }
  return { n: as.length, shift, root: level };
};

/** The first `have` elements of a subtree of height `shift`, then as many a that there are `want`; whole subtrees of a are shared. */
const filled = <A>(node: Node<A> | undefined, shift: number, have: number, want: number, a: A): Node<A> => {
  const copy = node === undefined ? [] : node.slice();
  if (shift === 0) {
    for (let i = have; i < want; i++) copy[i] = a;
    return copy;
  }
  const width = 2 ** shift; // the elements of a child
  let whole: Node<A> | undefined;
  for (let k = Math.floor(have / width); k * width < want; k++) {
    const has = Math.max(0, have - k * width), wants = Math.min(width, want - k * width);
    if (has === 0 && wants === width) copy[k] = whole ??= filled(undefined, shift - BITS, 0, width, a);
    else copy[k] = filled(node?.[k] as Node<A> | undefined, shift - BITS, has, wants, a);
  }
  return copy;
};

/** v ++ aⁿ, in O(log (|v| + n)) time and space: equal subtrees are shared */
export const extend = <A>(v: Vec<A>, n: number, a: A): Vec<A> => {
  let { shift, root } = v;
  for (; 2 ** (shift + BITS) < v.n + n; shift += BITS) root = v.n === 0 ? [] : [root];
  return { n: v.n + n, shift, root: filled(root, shift, v.n, v.n + n, a) };
};

/** aⁿ, in O(log n) time and space */
export const repeat = <A>(n: number, a: A): Vec<A> => extend<A>(emptyVec, n, a);

/** v[i : n] as an array */
export const slice = <A>(v: Vec<A>, i: number, n: number): A[] => {
  const out: A[] = [];
  for (let j = i; j < i + n; j++) out.push(get(v, j) as A);
  return out;
};

/** All elements of v, in order. */
export const elements = <A>(v: Vec<A>): A[] => slice(v, 0, v.n);
