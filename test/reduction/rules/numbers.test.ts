import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/numbers.ts';
import { i32, i64, NULL } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import { fires, idle, law, leaves, traps } from './support.ts';

const f32 = (real: number): Val => ({ t: 'f32', c: new Int32Array(Float32Array.of(real).buffer)[0] ?? 0 });
const f64 = (real: number): Val => ({ t: 'f64', c: new BigInt64Array(Float64Array.of(real).buffer)[0] ?? 0n });

const unary = suite('unary operators and tests');
const clz = { e: { op: 'unop', nt: 'i64', f: 'clz' }, vs: [i64(1n)] } as const;
law(unary, rules.unopVal, clz, leaves([i64(63n)]), { 'the operand is (nt.const c₁)': { vs: [i32(1)] } });
idle(unary, rules.unopTrap, clz, { 'the operand is (nt.const c₁)': { vs: [f64(1)] }, 'unop_nt(c₁) = ε': {} });
unary('of floats', () => fires(rules.unopVal, { e: { op: 'unop', nt: 'f32', f: 'sqrt' }, vs: [f32(2.25)] }, leaves([f32(1.5)])));
const eqz = { e: { op: 'testop', nt: 'i64', f: 'eqz' }, vs: [i64(0n)] } as const;
law(unary, rules.testop, eqz, leaves([i32(1)]), { 'the operand is (nt.const c₁)': { vs: [NULL] } });
unary('a test of another number', () => fires(rules.testop, { ...eqz, vs: [i64(2n ** 40n)] }, leaves([i32(0)])));
unary.run();

const binary = suite('binary operators and comparisons');
const div = { e: { op: 'binop', nt: 'i32', f: 'div_s' }, vs: [i32(-7), i32(2)] } as const;
const operands = { 'the second operand is (nt.const c₂)': { vs: [i32(1), i64(1n)] }, 'the first operand is (nt.const c₁)': { vs: [f32(1), i32(0)] } };
law(binary, rules.binopVal, div, leaves([i32(-3)]), { ...operands, 'c ∈ binop_nt(c₁, c₂)': { vs: [i32(1), i32(0)] } });
law(binary, rules.binopTrap, { ...div, vs: [i32(1), i32(0)] }, traps('integer divide by zero'), {
  ...operands, 'binop_nt(c₁, c₂) = ε': { vs: [i32(1), i32(1)] },
});
binary('the trap says why there is no quotient', () => {
  fires(rules.binopTrap, { ...div, vs: [i32(-(2 ** 31)), i32(-1)] }, traps('integer overflow'));
  fires(rules.binopTrap, { e: { op: 'binop', nt: 'i64', f: 'div_s' }, vs: [i64(-(2n ** 63n)), i64(-1n)] }, traps('integer overflow'));
  fires(rules.binopTrap, { e: { op: 'binop', nt: 'i64', f: 'rem_u' }, vs: [i64(1n), i64(0n)] }, traps('integer divide by zero'));
});
binary('of every type', () => {
  fires(rules.binopVal, { e: { op: 'binop', nt: 'i64', f: 'sub' }, vs: [i64(-(2n ** 63n)), i64(1n)] }, leaves([i64(2n ** 63n - 1n)]));
  fires(rules.binopVal, { e: { op: 'binop', nt: 'f32', f: 'sub' }, vs: [f32(1), f32(2.5)] }, leaves([f32(-1.5)]));
  fires(rules.binopVal, { e: { op: 'binop', nt: 'f64', f: 'div' }, vs: [f64(1), f64(4)] }, leaves([f64(0.25)]));
});
const lt = { e: { op: 'relop', nt: 'i32', f: 'lt_u' }, vs: [i32(1), i32(-1)] } as const;
law(binary, rules.relop, lt, leaves([i32(1)]), operands);
binary('a comparison gives i32, whatever it compares', () => {
  fires(rules.relop, { e: { op: 'relop', nt: 'i64', f: 'lt_s' }, vs: [i64(1n), i64(-1n)] }, leaves([i32(0)]));
  fires(rules.relop, { e: { op: 'relop', nt: 'f64', f: 'eq' }, vs: [f64(0), f64(-0)] }, leaves([i32(1)]));
});
binary.run();

const conversion = suite('conversions');
const trunc = { e: { op: 'cvtop', nt2: 'i32', nt1: 'f64', f: 'trunc_s' }, vs: [f64(-3.9)] } as const;
law(conversion, rules.cvtopVal, trunc, leaves([i32(-3)]), {
  'the operand is (nt₁.const c₁)': { vs: [i32(0)] }, 'c ∈ cvtop_{nt₁,nt₂}(c₁)': { vs: [f64(NaN)] },
});
law(conversion, rules.cvtopTrap, { ...trunc, vs: [f64(NaN)] }, traps('invalid conversion to integer'), {
  'the operand is (nt₁.const c₁)': { vs: [i32(0)] }, 'cvtop_{nt₁,nt₂}(c₁) = ε': { vs: [f64(0)] },
});
conversion('the trap says why there is no integer', () => {
  fires(rules.cvtopTrap, { ...trunc, vs: [f64(2 ** 31)] }, traps('integer overflow'));
  fires(rules.cvtopTrap, { e: { op: 'cvtop', nt2: 'i64', nt1: 'f32', f: 'trunc_u' }, vs: [f32(-1)] }, traps('integer overflow'));
  fires(rules.cvtopTrap, { e: { op: 'cvtop', nt2: 'i64', nt1: 'f32', f: 'trunc_u' }, vs: [f32(-Infinity)] }, traps('integer overflow'));
});
conversion('from every type to every type', () => {
  fires(rules.cvtopVal, { e: { op: 'cvtop', nt2: 'i64', nt1: 'i32', f: 'extend_u' }, vs: [i32(-1)] }, leaves([i64(0xffffffffn)]));
  fires(rules.cvtopVal, { e: { op: 'cvtop', nt2: 'i32', nt1: 'i64', f: 'wrap' }, vs: [i64(0x1_0000_0007n)] }, leaves([i32(7)]));
  fires(rules.cvtopVal, { e: { op: 'cvtop', nt2: 'f64', nt1: 'f32', f: 'promote' }, vs: [f32(1.5)] }, leaves([f64(1.5)]));
  fires(rules.cvtopVal, { e: { op: 'cvtop', nt2: 'f32', nt1: 'i32', f: 'reinterpret' }, vs: [i32(-1)] }, leaves([{ t: 'f32', c: -1 }]));
});
conversion.run();
