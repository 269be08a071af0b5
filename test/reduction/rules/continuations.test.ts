import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/continuations.ts';
import { i32, i64, NULL, refCont, refFunc } from '../../../semantics/runtime/values.ts';
import { cont, contType, frameOf, func, funcType, inFrame, inLabel, structType, typeAt, typesOf, value } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Continuations of type 3 expect three values, those of type 4 one; type 5 is not one of continuations. */
const types = typesOf(
  funcType(['i32', 'i64', 'i32'], ['i32']), funcType(['i32'], ['i32']), funcType(['i32', 'i64', 'i32', 'i32']), contType(0), contType(1),
  structType(), contType(2),
);
const module = { types };
const used = { E: undefined };
const [NULL_CONT, CONSUMED] = ['null continuation reference', 'continuation already consumed'];

const making = suite('cont.new');
const fi = func(typeAt(types, 0), []);
const newest = { e: { op: 'cont.new', ct: 3 }, vs: [refFunc(0)], module, S: { funcs: [fi], conts: [used] } } as const;
law(making, rules.contNewNull, { ...newest, vs: [NULL] }, traps('null function reference'), { 'the operand is (ref.null)': { vs: [refFunc(0)] } });
const fresh = cont(3, null, { es: [value(refFunc(0)), { op: 'call_ref', y: fi.type }] });
law(making, rules.contNewFunc, newest, leaves([refCont(1)], [], { funcs: [fi], conts: [used, fresh] }), {
  'the operand is (ref.func fa)': { vs: [i32(0)] }, 'S.funcs[fa] = fi': { vs: [refFunc(1)] },
});
making.run();

const binding = suite('cont.bind');
/** A suspended computation, which expects three values above the one that it has. */
const H = inLabel(0, [], { next: inFrame(1, frameOf([])) }), es = [{ op: 'drop' }] as const;
const E = cont(3, H, { vs: [i32(100)], es }, null, frameOf([i64(5n)]));
const bind = { e: { op: 'cont.bind', ct: 3, ct2: 4 }, vs: [i32(1), i64(2n), refCont(1)], module, S: { conts: [used, E] } } as const;
law(binding, rules.contBindNull, { ...bind, vs: [NULL] }, traps(NULL_CONT), { 'the operand is (ref.null)': { vs: [refCont(1)] } });
law(binding, rules.contBindConsumed, { ...bind, vs: [refCont(0)] }, traps(CONSUMED), {
  'the operand is (ref.cont ca)': { vs: [NULL] }, 'S.conts[ca] = ε': { vs: [refCont(1)] },
});
const bound = cont(1, H, { vs: [i32(100), i32(1), i64(2n)], es }, null, frameOf([i64(5n)]));
law(binding, rules.contBindCont, bind, leaves([refCont(2)], [], { conts: [used, used, bound] }), {
  'the operand is (ref.cont ca)': { vs: [NULL] },
  'S.conts[ca] = E′': { vs: [refCont(0)] },
  '$ct ≈ cont [t₁*] → [t₂*]': { e: { op: 'cont.bind', ct: 5, ct2: 4 } },
  '$ct′ ≈ cont [t′₁*] → [t′₂*]': { e: { op: 'cont.bind', ct: 3, ct2: 5 } },
  'the operands are vⁿ with n = |t₁*| − |t′₁*|': { below: [], vs: [i32(1), refCont(1)] },
});
binding('nothing needs to stand below the arguments', () =>
  fires(rules.contBindCont, { ...bind, below: [] }, { vs: [refCont(2)], es: [{ op: 'nop' }], S: { conts: [used, used, bound] } }));
binding.run();
