/**
 * Persistent lists. `nil` is its own tail, and its head is a dummy, so a rule can take a list apart by destructuring,
 * `const { v: v2, next: { v: v1, next: vs } } = z.vs`, and let the premise about the *kind* of v1, v2 fail when the list is too short.
 * @module
 */

/** A list with its length; `v` is its head and `next` its tail. */
export interface List<A> {
  readonly v: A;
  readonly next: List<A>;
  readonly n: number;
}

/** The empty list, with `dummy` for a head. */
export const nil = <A>(dummy: A): List<A> => {
  const empty: { v: A; next: List<A>; n: number } = { v: dummy, next: undefined as never, n: 0 }; // the shape of every other cell
  empty.next = empty;
  return empty;
};

/** v : next */
export const cons = <A>(v: NoInfer<A>, next: List<A>): List<A> => ({ v, next, n: next.n + 1 });

/** xs[0 : n] ++ ys, in O(n) */
export const takeOnto = <A>(n: number, xs: List<A>, ys: List<A>): List<A> => {
  if (n === 0) return ys;
  if (n === 1) return cons(xs.v, ys);
  const taken: A[] = [];
  for (let i = 0, p = xs; i < n; i++, p = p.next) taken.push(p.v);
  let out = ys;
  for (let i = n - 1; i >= 0; i--) out = cons(taken[i] as A, out);
  return out;
};

/** xs ++ ys, in O(|xs|); free when either is empty */
export const append = <A>(xs: List<A>, ys: List<A>): List<A> => xs.n === 0 ? ys : ys.n === 0 ? xs : takeOnto(xs.n, xs, ys);

/** xs without its first n elements */
export const drop = <A>(n: number, xs: List<A>): List<A> => {
  let p = xs;
  for (let i = 0; i < n; i++) p = p.next;
  return p;
};

/** The elements of a list, first to last. */
export const toArray = <A>(xs: List<A>): A[] => {
  const out: A[] = [];
  for (let p = xs; p.n !== 0; p = p.next) out.push(p.v);
  return out;
};
