import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/suspensions.ts';
import { i32, i64, NULL, refCont } from '../../../semantics/runtime/values.ts';
import { idxRef } from '../../../syntax/types.ts';
import { cont, contType, frameOf, funcType, inFrame, inHandler, inLabel, inPrompt, tag, typeAt, typesOf, UNDER } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/**
 * Type 0 takes two values and gives one, type 1 is that of tags for switching. Continuations of type 4 expect one value, and then a
 * continuation of type 3, which expects one; those of type 6 expect a value alone, which is no continuation.
 */
const types = typesOf(
  funcType(['i32', 'i64'], ['i32']), funcType([]), funcType(['i64']), contType(2), funcType(['i32', idxRef(3, true)]), contType(4), contType(2),
);
const tags = [tag(typeAt(types, 1)), tag(typeAt(types, 0))];
const module = { types, tags: [1, 0] };
const outside = frameOf([i32(6)]), inner = [i64(3n)], F = frameOf(inner, module);
const next = inHandler(0, []), around = { vs: [i32(8)], es: [{ op: 'return' }], next } as const;
const used = { E: undefined };

const naming = suite('tags of suspensions');
law(naming, rules.suspend, { e: { op: 'suspend', x: 0 }, vs: [i32(1)], module }, leaves([i32(1)], [{ op: 'suspend.addr', ea: 1 }]), {
  'F.module.tags[$e] = ea': { module: {} },
});
law(naming, rules.switch_, { e: { op: 'switch', ct: 5, x: 1 }, vs: [i32(1)], module }, leaves([i32(1)], [{ op: 'switch.addr', ct: 5, ea: 0 }]), {
  'F.module.tags[$e] = ea': { module: { types } },
});
naming.run();

const suspending = suite('suspend');
/** The hole stands in a label in a frame, in a prompt that handles tag 1 at two labels: the first one counts. */
const H = inLabel(0, [], { next: inFrame(1, frameOf([])) });
const prompt = inPrompt([{ kind: 'switch', ea: 1 }, { kind: 'on', ea: 0, l: 3 }, { kind: 'on', ea: 1, l: 4 }, { kind: 'on', ea: 1, l: 5 }], outside, around);
const S = { tags, conts: [used] };
const suspended = { e: { op: 'suspend.addr', ea: 1 }, vs: [i32(1), i64(2n)], module, locals: inner, S, H, P: prompt } as const;
const captured = cont(1, H, { vs: [UNDER], es: [{ op: 'nop' }] }, null, F);
const handled = { vs: [i32(8), i32(1), i64(2n), refCont(1)], es: [{ op: 'br', l: 4 }, { op: 'return' }], H: next, P: null, F: outside } as const;
law(suspending, rules.suspendPrompt, suspended, { ...handled, S: { tags, conts: [used, captured] } }, {
  'S.tags[ea].type ≈ func [t₁ⁿ] → [t₂ᵐ]': { S: {} },
  'the operands are vⁿ': { below: [], vs: [i64(2n)] },
  'the hole stands in prompt{hdl₁* (on ea $l) hdl₂*} Hᵉᵃ with (on ea $l′) ∉ hdl₁*': { P: inPrompt([{ kind: 'switch', ea: 1 }], outside) },
});
suspending('nothing needs to stand below the operands', () => {
  const bottom = cont(1, H, { es: [{ op: 'nop' }] }, null, F);
  fires(rules.suspendPrompt, { ...suspended, below: [] }, { ...handled, S: { tags, conts: [used, bottom] } });
});
suspending('prompts that do not handle the tag are captured, too', () => {
  const within = { hdls: [{ kind: 'on', ea: 0, l: 2 }], frame: frameOf([i32(5)]), vs: [i32(55)] } as const;
  const P = inPrompt(within.hdls, within.frame, { vs: within.vs, outer: prompt });
  const nested = cont(1, H, { vs: [UNDER], es: [{ op: 'nop' }] }, { ...inPrompt(within.hdls, within.frame, { vs: within.vs }), d: P.d }, F);
  fires(rules.suspendPrompt, { ...suspended, P }, { ...handled, S: { tags, conts: [used, nested] } });
});
suspending.run();

const switching = suite('switch');
const [NULL_CONT, CONSUMED] = ['null continuation reference', 'continuation already consumed'];
const root = inPrompt([{ kind: 'on', ea: 0, l: 1 }, { kind: 'switch', ea: 0 }], outside, around);
/** The continuation that takes over is suspended in a function. */
const there = inFrame(0, frameOf([i32(9)])), E = cont(2, there, { vs: [i32(100)], es: [{ op: 'drop' }] }, null, frameOf([i64(7n)]));
const conts = [used, E], both = { tags, conts };
const switched = { e: { op: 'switch.addr', ct: 5, ea: 0 }, vs: [i32(1), refCont(1)], module, locals: inner, S: both, H, P: root } as const;
law(switching, rules.switchNull, { ...switched, vs: [i32(1), NULL] }, leaves([i32(1)], [{ op: 'trap', why: NULL_CONT }]), {
  'the operand is (ref.null)': { vs: [i32(1), refCont(1)] },
});
law(switching, rules.switchConsumed, { ...switched, vs: [refCont(0)] }, traps(CONSUMED), {
  'the operand is (ref.cont ca)': { vs: [NULL] }, 'S.conts[ca] = ε': { vs: [refCont(1)] },
});
const left = cont(1, H, { vs: [UNDER], es: [{ op: 'nop' }] }, null, F);
law(switching, rules.switchPrompt, switched, {
  vs: [i32(100), i32(1), refCont(2)], es: [{ op: 'drop' }], S: { tags, conts: [used, used, left] }, H: there, P: root, F: frameOf([i64(7n)]),
}, {
  'the operand is (ref.cont ca)': { vs: [i32(1), NULL] },
  'S.conts[ca] = E': { vs: [i32(1), refCont(0)] },
  '$ct ≈ cont [t₁ⁿ (ref null? $ct₂)] → [te₁*]': { e: { op: 'switch.addr', ct: 4, ea: 0 } },
  '$ct₂ ≈ cont [t₂ᵐ] → [te₂*]': { e: { op: 'switch.addr', ct: 6, ea: 0 } },
  'the operands are vⁿ': { below: [], vs: [refCont(1)] },
  'the hole stands in prompt{hdl₁* (on ea switch) hdl₂*} Hᵉᵃ with (on ea switch) ∉ hdl₁*': { P: inPrompt([{ kind: 'on', ea: 0, l: 1 }], outside) },
});
switching('nothing needs to stand below the operands', () => {
  const bottom = cont(1, H, { es: [{ op: 'nop' }] }, null, F);
  fires(rules.switchPrompt, { ...switched, below: [] }, {
    vs: [i32(100), i32(1), refCont(2)], es: [{ op: 'drop' }], S: { tags, conts: [used, used, bottom] }, H: there, P: root, F: frameOf([i64(7n)]),
  });
});
switching.run();
