import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { binop_, cvtop__, relop_, testop_, unop_, whyNoBinop, whyNoCvtop } from '../../../semantics/numerics/numeric-operators.ts';
import { vcvtop__, vextbinop__, vextternop__, vextunop__, vnarrowop__ } from '../../../semantics/numerics/vector-conversions.ts';
import {
  vbinop_, vbitmaskop_, vrelop_, vshiftop_, vswizzlop_, vternop_, vtestop_, vunop_,
} from '../../../semantics/numerics/vector-operators.ts';
import * as syntax from '../../../syntax/numeric-operators.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import type { NumType } from '../../../syntax/types.ts';

const exists = (operator: () => unknown): boolean => {
  try {
    operator();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/** The pairs of a type, or shape, and an operator that exist, written out. */
const existing = <X extends string, F extends string>(
  xs: readonly X[], fs: readonly F[], apply: (x: X, f: F) => unknown,
): readonly string[] =>
  xs.flatMap((x) => [...new Set(fs)].filter((f) => exists(() => apply(x, f))).map((f) => `${x}.${f}`)).sort();
const listed = <F extends string>(lists: { readonly [x: string]: readonly F[] }): readonly string[] =>
  Object.entries(lists).flatMap(([x, fs]) => fs.map((f) => `${x}.${f}`)).sort();

const numtypes: readonly NumType[] = ['i32', 'i64', 'f32', 'f64'];
const shapes = Object.keys(syntax.shapes) as readonly Shape[];
const ishapes: readonly Shape[] = ['i8x16', 'i16x8', 'i32x4', 'i64x2'];
const one = (nt: NumType): number | bigint => (nt === 'i32' || nt === 'f32' ? 1 : 1n);

const operators = suite('tables of operators');

operators('have what the syntax has, at each type', () => {
  const { unops, binops, testops, relops } = syntax;
  assert.equal(existing(numtypes, Object.values(unops).flat(), (nt, f) => unop_(nt, f, one(nt))), listed(unops));
  assert.equal(existing(numtypes, Object.values(binops).flat(), (nt, f) => binop_(nt, f, one(nt), one(nt))), listed(binops));
  assert.equal(existing(numtypes, Object.values(testops).flat(), (nt, f) => testop_(nt, f, one(nt))), listed(testops));
  assert.equal(existing(numtypes, Object.values(relops).flat(), (nt, f) => relop_(nt, f, one(nt), one(nt))), listed(relops));
});

operators('have what the syntax has, at each shape', () => {
  const { vunops, vbinops, vternops, vrelops, vshiftops, vswizzlops } = syntax;
  assert.equal(existing(shapes, Object.values(vunops).flat(), (sh, f) => vunop_(sh, f, 1n)), listed(vunops));
  assert.equal(existing(shapes, Object.values(vbinops).flat(), (sh, f) => vbinop_(sh, f, 1n, 1n)), listed(vbinops));
  assert.equal(existing(shapes, Object.values(vternops).flat(), (sh, f) => vternop_(sh, f, 1n, 1n, 1n)), listed(vternops));
  assert.equal(existing(shapes, Object.values(vrelops).flat(), (sh, f) => vrelop_(sh, f, 1n, 1n)), listed(vrelops));
  const ofIntegers = (fs: readonly string[]): readonly string[] => listed(Object.fromEntries(ishapes.map((sh) => [sh, fs])));
  assert.equal(existing(shapes, vshiftops, (sh, f) => vshiftop_(sh, f, 1n, 1)), ofIntegers(vshiftops));
  assert.equal(existing(['i8x16'], vswizzlops, (_, f) => vswizzlop_(f, 1n, 1n)), listed({ i8x16: vswizzlops }));
  assert.equal(existing(shapes, ['all_true'], (sh, f) => vtestop_(sh, f, 1n)), ofIntegers(['all_true']));
  assert.equal(existing(shapes, ['bitmask'], (sh) => vbitmaskop_(sh, 1n)), ofIntegers(['bitmask']));
});

type Conversions<X, F> = readonly { readonly from: X; readonly to: X; readonly f: F }[];

const existingBetween = <X extends string, F extends string>(
  xs: readonly X[], conversions: Conversions<X, F>, apply: (from: X, to: X, f: F) => unknown,
): readonly string[] =>
  xs.flatMap((from) => existing(xs, conversions.map(({ f }) => f), (to, f) => apply(from, to, f)).map((name) => `${from} ${name}`)).sort();
const listedBetween = <X extends string, F extends string>(conversions: Conversions<X, F>): readonly string[] =>
  conversions.map(({ from, to, f }) => `${from} ${to}.${f}`).sort();

operators('have what the syntax has, between types and between shapes', () => {
  const { cvtops, vextunops, vextbinops, vextternops, vnarrows, vcvtops } = syntax;
  assert.equal(existingBetween(numtypes, cvtops, (nt1, nt2, f) => cvtop__(nt1, nt2, f, one(nt1))), listedBetween(cvtops));
  assert.equal(existingBetween(shapes, vextunops, (sh1, sh2, f) => vextunop__(sh1, sh2, f, 1n)), listedBetween(vextunops));
  assert.equal(existingBetween(shapes, vextbinops, (sh1, sh2, f) => vextbinop__(sh1, sh2, f, 1n, 1n)), listedBetween(vextbinops));
  assert.equal(existingBetween(shapes, vextternops, (sh1, sh2, f) => vextternop__(sh1, sh2, f, 1n, 1n, 1n)), listedBetween(vextternops));
  assert.equal(existingBetween(shapes, vnarrows, (sh1, sh2, sx) => vnarrowop__(sh1, sh2, sx, 1n, 1n)), listedBetween(vnarrows));
  assert.equal(existingBetween(shapes, vcvtops, (sh1, sh2, f) => vcvtop__(sh1, sh2, f, 1n)), listedBetween(vcvtops));
});

operators('an operator that does not exist is named', () => {
  assert.throws(() => unop_('i32', 'extend32_s', 1), /extend32_s.*clz/u);
});

const empty = suite('ε');

empty('division by zero and overflow', () => {
  for (const f of ['div_s', 'div_u', 'rem_s', 'rem_u'] as const) {
    assert.is(binop_('i32', f, 7, 0), undefined);
    assert.is(binop_('i64', f, 7n, 0n), undefined);
  }
  assert.is(binop_('i32', 'div_s', -(2 ** 31), -1), undefined);
  assert.is(binop_('i64', 'div_s', -(2n ** 63n), -1n), undefined);
  assert.is(binop_('i32', 'rem_s', -(2 ** 31), -1), 0);
  assert.is(binop_('i64', 'rem_s', -(2n ** 63n), -1n), 0n);
  assert.is(binop_('f32', 'div', 0x3f80_0000, 0), 0x7f80_0000, 'floats divide by zero');
});

empty('the reason for it', () => {
  assert.is(whyNoBinop(0), 'integer divide by zero');
  assert.is(whyNoBinop(0n), 'integer divide by zero');
  assert.is(whyNoBinop(-1n), 'integer overflow');
  assert.is(whyNoCvtop('f32', 0x7f80_0001), 'invalid conversion to integer');
  assert.is(whyNoCvtop('f64', 0x7ff0_0000_0000_0000n), 'integer overflow');
});

operators.run();
empty.run();
