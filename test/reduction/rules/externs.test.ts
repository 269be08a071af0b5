import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/externs.ts';
import { i32, NULL, refExtern, refHost, refI31 } from '../../../semantics/runtime/values.ts';
import { law, leaves } from './support.ts';

const conversions = suite('conversions of external references');
const inside = { e: { op: 'any.convert_extern' } } as const, outside = { e: { op: 'extern.convert_any' } } as const;
law(conversions, rules.externConvertAnyNull, { ...outside, vs: [NULL] }, leaves([NULL]), { 'ref = ref.null': { vs: [refI31(1)] } });
law(conversions, rules.externConvertAnyAddr, { ...outside, vs: [refI31(1)] }, leaves([refExtern(refI31(1))]), { 'ref ≠ ref.null': { vs: [NULL] } });
law(conversions, rules.anyConvertExternNull, { ...inside, vs: [NULL] }, leaves([NULL]), { 'the operand is (ref.null)': { vs: [i32(0)] } });
law(conversions, rules.anyConvertExternAddr, { ...inside, vs: [refExtern(refHost(5))] }, leaves([refHost(5)]), {
  'the operand is (ref.extern ref)': { vs: [refHost(5)] },
});
conversions.run();
