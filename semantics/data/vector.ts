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

const BITS = 5, WIDTH = 32, MASK = 31;

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

/** aⁿ, in O(log n) time and space: equal subtrees are shared */
export const repeat = <A>(n: number, a: A): Vec<A> => {
  if (n <= WIDTH) return { n, shift: 0, root: new Array<A>(n).fill(a) };
  let full: Node<A> = new Array<A>(WIDTH).fill(a);                 // a full subtree of height `shift`,
  let rest: Node<A> | undefined = n % WIDTH === 0 ? undefined : new Array<A>(n % WIDTH).fill(a); // and the last, partial one
  let shift = 0;
  for (let fulls = Math.floor(n / WIDTH); ; fulls = Math.floor(fulls / WIDTH)) {
    shift += BITS;
    const here = fulls % WIDTH;
    const last: Node<A> = rest === undefined ? new Array<Node<A>>(here).fill(full) : [...new Array<Node<A>>(here).fill(full), rest];
    if (fulls < WIDTH) return { n, shift, root: last };
    if (fulls === WIDTH && rest === undefined) return { n, shift, root: new Array<Node<A>>(WIDTH).fill(full) };
    rest = last.length === 0 ? undefined : last;
    full = new Array<Node<A>>(WIDTH).fill(full);
  }
};

/** v ++ aⁿ */
export const extend = <A>(v: Vec<A>, n: number, a: A): Vec<A> => {
  if (v.n === 0) return repeat(n, a);
  let out = v;
  for (let i = 0; i < n; i++) out = push(out, a);
  return out;
};

/** v[i : n] as an array */
export const slice = <A>(v: Vec<A>, i: number, n: number): A[] => {
  const out: A[] = [];
  for (let j = i; j < i + n; j++) out.push(get(v, j) as A);
  return out;
};

/** All elements of v, in order. */
export const elements = <A>(v: Vec<A>): A[] => slice(v, 0, v.n);
