import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/parametric.ts';
import { i32, i64, NULL, refFunc } from '../../../semantics/runtime/values.ts';
import { fires, law, leaves, traps } from './support.ts';

const values = suite('values');
law(values, rules.constant, { e: { op: 'const', val: { t: 'f32', c: 5 } } }, leaves([{ t: 'f32', c: 5 }]));
law(values, rules.aValue, { e: { op: 'value', val: refFunc(3) } }, leaves([refFunc(3)]));
values.run();

const parametric = suite('parametric instructions');
law(parametric, rules.nop, { e: { op: 'nop' } }, leaves([]));
law(parametric, rules.unreachable, { e: { op: 'unreachable' } }, traps('unreachable'));
law(parametric, rules.drop, { e: { op: 'drop' }, vs: [i64(1n)] }, leaves([]), { 'the operand is val': { below: [], vs: [] } });
const select = { e: { op: 'select', types: undefined }, vs: [i64(1n), i64(2n), i32(-1)] } as const;
const operands = {
  'the third operand is (i32.const c)': { vs: [i64(1n), i64(2n), i64(1n)] },
  'the second operand is val₂': { below: [], vs: [i32(1)] },
  'the first operand is val₁': { below: [], vs: [i64(1n), i32(1)] },
};
law(parametric, rules.selectTrue, select, leaves([i64(1n)]), { ...operands, 'c ≠ 0': { vs: [i64(1n), i64(2n), i32(0)] } });
law(parametric, rules.selectFalse, { ...select, vs: [NULL, refFunc(2), i32(0)] }, leaves([refFunc(2)]), {
  ...operands, 'the third operand is (i32.const c)': { vs: [NULL, NULL, NULL] }, 'c = 0': { vs: [NULL, NULL, i32(1)] },
  'the second operand is val₂': { below: [], vs: [i32(0)] },
  'the first operand is val₁': { below: [], vs: [i64(1n), i32(0)] },
});
parametric('the types of a selection are for validation only', () =>
  fires(rules.selectTrue, { ...select, e: { op: 'select', types: ['i64'] } }, leaves([i64(1n)])));
parametric.run();
