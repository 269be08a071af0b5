/**
 * Integers: what the operators `i…_N` are, for any width N.
 *
 * An `iN(N)` is kept as its signed interpretation, so that for a constant `c` below `signed_N(i) = c`. Widths up to 32
 * are JS numbers (`integers-small.ts`), 64 is a bigint (`integers-64.ts`). In the formulas, `i` is the natural number
 * below 2^N that the specification speaks of, `j` its signed interpretation, and ε the empty set of results.
 *
 * @spec core 3.1-numerics.scalar §Integer operations
 * @spec core exec/numerics.rst §Integer Operations
 * @module
 */

/** The truth of a test or comparison, as an i32. */
export type Bool = 0 | 1;

/**
 * ```
 * bool(C) = 1  — if C
 * bool(C) = 0  — otherwise
 * ```
 * @spec core exec/numerics.rst §Boolean Interpretation
 */
export const bool = (condition: boolean): Bool => (condition ? 1 : 0);

/** The sign interpretation of constants of one width. */
export interface Representation<A> {
  /** `signed_N⁻¹(c)`: the natural number below 2^N that the constant stands for. */
  readonly unsigned: (c: A) => A;
  /** The constant congruent to an integer modulo 2^N. */
  readonly residue: (integer: A) => A;
}

/** Operators on the bits of an integer, wherever it has them. */
export interface Bitwise<A> {
  /** `inot(i) = ibits⁻¹(ibits(i) ⊻ ibits(2^N - 1))` */
  readonly inot: (i: A) => A;
  /** `iand(i₁, i₂) = ibits⁻¹(ibits(i₁) ∧ ibits(i₂))` */
  readonly iand: (i1: A, i2: A) => A;
  /** `iandnot(i₁, i₂) = iand(i₁, inot(i₂))` */
  readonly iandnot: (i1: A, i2: A) => A;
  /** `ior(i₁, i₂) = ibits⁻¹(ibits(i₁) ∨ ibits(i₂))` */
  readonly ior: (i1: A, i2: A) => A;
  /** `ixor(i₁, i₂) = ibits⁻¹(ibits(i₁) ⊻ ibits(i₂))` */
  readonly ixor: (i1: A, i2: A) => A;
  /** `ibitselect(i₁, i₂, i₃) = ior(iand(i₁, i₃), iand(i₂, inot(i₃)))` */
  readonly ibitselect: (i1: A, i2: A, i3: A) => A;
  /**
   * ```
   * irelaxed_laneselect(i₁, i₂, i₃) = ibitselect(i₁, i₂, relaxed(R_laneselect)[i₃, extend_s_1,N(ishr_u(i₃, N - 1))])
   * ```
   * In the deterministic profile `R_laneselect = 0`: the mask is taken bit by bit.
   */
  readonly irelaxed_laneselect: (i1: A, i2: A, i3: A) => A;
}

/** Tests and comparisons; `_u` compares `i`, `_s` compares `j`. */
export interface Orders<A> {
  /** `ieqz(i) = bool(i = 0)` */
  readonly ieqz: (i: A) => Bool;
  /** `inez(i) = bool(i ≠ 0)` */
  readonly inez: (i: A) => Bool;
  /** `ieq(i₁, i₂) = bool(i₁ = i₂)` */
  readonly ieq: (i1: A, i2: A) => Bool;
  /** `ine(i₁, i₂) = bool(i₁ ≠ i₂)` */
  readonly ine: (i1: A, i2: A) => Bool;
  /** `ilt_s(i₁, i₂) = bool(j₁ < j₂)` */
  readonly ilt_s: (i1: A, i2: A) => Bool;
  /** `ilt_u(i₁, i₂) = bool(i₁ < i₂)` */
  readonly ilt_u: (i1: A, i2: A) => Bool;
  /** `igt_s(i₁, i₂) = bool(j₁ > j₂)` */
  readonly igt_s: (i1: A, i2: A) => Bool;
  /** `igt_u(i₁, i₂) = bool(i₁ > i₂)` */
  readonly igt_u: (i1: A, i2: A) => Bool;
  /** `ile_s(i₁, i₂) = bool(j₁ ≤ j₂)` */
  readonly ile_s: (i1: A, i2: A) => Bool;
  /** `ile_u(i₁, i₂) = bool(i₁ ≤ i₂)` */
  readonly ile_u: (i1: A, i2: A) => Bool;
  /** `ige_s(i₁, i₂) = bool(j₁ ≥ j₂)` */
  readonly ige_s: (i1: A, i2: A) => Bool;
  /** `ige_u(i₁, i₂) = bool(i₁ ≥ i₂)` */
  readonly ige_u: (i1: A, i2: A) => Bool;
}

/** Arithmetic modulo 2^N, and counting, shifting and rotating bits. Shift distances count modulo N. */
export interface Arithmetic<A> {
  /** `ineg(i) = (2^N - i) mod 2^N` */
  readonly ineg: (i: A) => A;
  /**
   * ```
   * iabs(i) = i        — if j ≥ 0
   * iabs(i) = ineg(i)  — otherwise
   * ```
   * so that the least integer is its own absolute value.
   */
  readonly iabs: (i: A) => A;
  /** `iclz(i) = k  — if ibits(i) = 0^k (1 d*)?` */
  readonly iclz: (i: A) => A;
  /** `ictz(i) = k  — if ibits(i) = (d* 1)? 0^k` */
  readonly ictz: (i: A) => A;
  /** `ipopcnt(i) = k  — if ibits(i) = (0* 1)^k 0*` */
  readonly ipopcnt: (i: A) => A;
  /** `iextend_s(K, i) = signed_N⁻¹(signed_K(i mod 2^K))` */
  readonly iextend_s: (K: number, i: A) => A;

  /** `iadd(i₁, i₂) = (i₁ + i₂) mod 2^N` */
  readonly iadd: (i1: A, i2: A) => A;
  /** `isub(i₁, i₂) = (i₁ - i₂ + 2^N) mod 2^N` */
  readonly isub: (i1: A, i2: A) => A;
  /** `imul(i₁, i₂) = (i₁ · i₂) mod 2^N` */
  readonly imul: (i1: A, i2: A) => A;
  /**
   * ```
   * idiv_s(i₁, 0)  = ε
   * idiv_s(i₁, i₂) = ε                           — if j₁ / j₂ = 2^(N-1)
   * idiv_s(i₁, i₂) = signed_N⁻¹(truncz(j₁ / j₂))
   * ```
   */
  readonly idiv_s: (i1: A, i2: A) => A | undefined;
  /**
   * ```
   * idiv_u(i₁, 0)  = ε
   * idiv_u(i₁, i₂) = truncz(i₁ / i₂)
   * ```
   */
  readonly idiv_u: (i1: A, i2: A) => A | undefined;
  /**
   * ```
   * irem_s(i₁, 0)  = ε
   * irem_s(i₁, i₂) = signed_N⁻¹(j₁ - j₂ · truncz(j₁ / j₂))
   * ```
   */
  readonly irem_s: (i1: A, i2: A) => A | undefined;
  /**
   * ```
   * irem_u(i₁, 0)  = ε
   * irem_u(i₁, i₂) = i₁ - i₂ · truncz(i₁ / i₂)
   * ```
   */
  readonly irem_u: (i1: A, i2: A) => A | undefined;

  /** `ishl(i₁, i₂) = ibits⁻¹(d₂^(N-k) 0^k)  — if ibits(i₁) = d₁^k d₂^(N-k) ∧ k = i₂ mod N` */
  readonly ishl: (i1: A, i2: A) => A;
  /** `ishr_s(i₁, i₂) = ibits⁻¹(d₀^(k+1) d₁^(N-k-1))  — if ibits(i₁) = d₀ d₁^(N-k-1) d₂^k ∧ k = i₂ mod N` */
  readonly ishr_s: (i1: A, i2: A) => A;
  /** `ishr_u(i₁, i₂) = ibits⁻¹(0^k d₁^(N-k))  — if ibits(i₁) = d₁^(N-k) d₂^k ∧ k = i₂ mod N` */
  readonly ishr_u: (i1: A, i2: A) => A;
  /** `irotl(i₁, i₂) = ibits⁻¹(d₂^(N-k) d₁^k)  — if ibits(i₁) = d₁^k d₂^(N-k) ∧ k = i₂ mod N` */
  readonly irotl: (i1: A, i2: A) => A;
  /** `irotr(i₁, i₂) = ibits⁻¹(d₂^k d₁^(N-k))  — if ibits(i₁) = d₁^(N-k) d₂^k ∧ k = i₂ mod N` */
  readonly irotr: (i1: A, i2: A) => A;
}

/** What only lanes of vectors have: order as an operation, saturation, averages. */
export interface LaneArithmetic<A> {
  /** `imin_s(i₁, i₂) = i₁  — if j₁ ≤ j₂;  i₂  — otherwise` */
  readonly imin_s: (i1: A, i2: A) => A;
  /** `imin_u(i₁, i₂) = i₁  — if i₁ ≤ i₂;  i₂  — otherwise` */
  readonly imin_u: (i1: A, i2: A) => A;
  /** `imax_s(i₁, i₂) = i₁  — if j₁ ≥ j₂;  i₂  — otherwise` */
  readonly imax_s: (i1: A, i2: A) => A;
  /** `imax_u(i₁, i₂) = i₁  — if i₁ ≥ i₂;  i₂  — otherwise` */
  readonly imax_u: (i1: A, i2: A) => A;
  /**
   * ```
   * sat_s_N(i) = -2^(N-1)     — if i < -2^(N-1)
   * sat_s_N(i) = 2^(N-1) - 1  — if i > 2^(N-1) - 1
   * sat_s_N(i) = i            — otherwise
   * ```
   * from any integer to the constant of the result.
   */
  readonly sat_s: (integer: A) => A;
  /**
   * ```
   * sat_u_N(i) = 0        — if i < 0
   * sat_u_N(i) = 2^N - 1  — if i > 2^N - 1
   * sat_u_N(i) = i        — otherwise
   * ```
   * from any integer to the constant of the result.
   */
  readonly sat_u: (integer: A) => A;
  /** `iadd_sat_s(i₁, i₂) = signed_N⁻¹(sat_s_N(j₁ + j₂))` */
  readonly iadd_sat_s: (i1: A, i2: A) => A;
  /** `iadd_sat_u(i₁, i₂) = sat_u_N(i₁ + i₂)` */
  readonly iadd_sat_u: (i1: A, i2: A) => A;
  /** `isub_sat_s(i₁, i₂) = signed_N⁻¹(sat_s_N(j₁ - j₂))` */
  readonly isub_sat_s: (i1: A, i2: A) => A;
  /** `isub_sat_u(i₁, i₂) = sat_u_N(i₁ - i₂)` */
  readonly isub_sat_u: (i1: A, i2: A) => A;
  /** `iavgr_u(i₁, i₂) = truncz((i₁ + i₂ + 1) / 2)` */
  readonly iavgr_u: (i1: A, i2: A) => A;
}

/** The integers of one width. */
export type Integers<A> = Representation<A> & Bitwise<A> & Orders<A> & Arithmetic<A>;

/** The comparisons of one width; numbers and bigints compare by the same text. */
export const orders = <A extends number | bigint>(zero: A, unsigned: (c: A) => A): Orders<A> => ({
  ieqz: (i) => bool(i === zero),
  inez: (i) => bool(i !== zero),
  ieq: (i1, i2) => bool(i1 === i2),
  ine: (i1, i2) => bool(i1 !== i2),
  ilt_s: (i1, i2) => bool(i1 < i2),
  ilt_u: (i1, i2) => bool(unsigned(i1) < unsigned(i2)),
  igt_s: (i1, i2) => bool(i1 > i2),
  igt_u: (i1, i2) => bool(unsigned(i1) > unsigned(i2)),
  ile_s: (i1, i2) => bool(i1 <= i2),
  ile_u: (i1, i2) => bool(unsigned(i1) <= unsigned(i2)),
  ige_s: (i1, i2) => bool(i1 >= i2),
  ige_u: (i1, i2) => bool(unsigned(i1) >= unsigned(i2)),
});
