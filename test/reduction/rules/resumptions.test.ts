import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/resumptions.ts';
import { i32, i64, NULL, refCont, refExn } from '../../../semantics/runtime/values.ts';
import type { Bare } from '../configurations.ts';
import { cont, contType, frameOf, funcType, inFrame, inHandler, inLabel, inPrompt, tag, typeAt, typesOf, UNDER } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Continuations of type 2 expect two values; those of type 3 are not continuations. Tag 0 is at the address 1 and takes one value. */
const types = typesOf(funcType(['i32', 'i64']), funcType(['i32']), contType(0), funcType([]));
const tags = [tag(typeAt(types, 3)), tag(typeAt(types, 1))];
const module = { types, tags: [1, 0] }, locals = [i32(4)];
const F = frameOf(locals, module);
const used = { E: undefined };
const [NULL_CONT, CONSUMED, NULL_EXN] = ['null continuation reference', 'continuation already consumed', 'null exception reference'];
/** A computation suspended in a function: one value and one instruction stand around its hole. */
const inside = inLabel(0, [], { next: inFrame(1, frameOf([])) }), suspended = frameOf([i64(9n)]);
const E = cont(2, inside, { vs: [i32(100)], es: [{ op: 'drop' }] }, null, suspended);
const exns = [{ tag: 0, fields: [] }];
const S = { tags, conts: [used, E], exns };
const consumed = { tags, conts: [used, used], exns };
const hdls = [{ kind: 'on', x: 0, l: 5 }, { kind: 'switch', x: 1 }] as const;
const next = inHandler(0, []), around = { vs: [UNDER], es: [{ op: 'nop' }], next } as const;
const prompt = inPrompt([{ kind: 'on', ea: 1, l: 5 }, { kind: 'switch', ea: 0 }], F, around);
const unknownTag = { e: { hdls: [{ kind: 'on', x: 2, l: 5 }] } } as const;

const resuming = suite('resume');
const resume = { e: { op: 'resume', ct: 2, hdls }, vs: [i32(1), i64(2n), refCont(1)], module, locals, S, H: next } as const;
law(resuming, rules.resumeNull, { ...resume, vs: [NULL] }, traps(NULL_CONT), { 'the operand is (ref.null)': { vs: [refCont(1)] } });
law(resuming, rules.resumeConsumed, { ...resume, vs: [refCont(0)] }, traps(CONSUMED), {
  'the operand is (ref.cont ca)': { vs: [NULL] }, 'S.conts[ca] = ε': { vs: [refCont(1)] },
});
const resumed = { vs: [i32(100), i32(1), i64(2n)], es: [{ op: 'drop' }], S: consumed, P: prompt, H: inside, F: suspended } as const;
law(resuming, rules.resumeCont, resume, resumed, {
  'the operand is (ref.cont ca)': { vs: [i32(1)] },
  'S.conts[ca] = E': { vs: [refCont(0)] },
  '$ct ≈ cont [t₁ⁿ] → [t₂*]': { e: { ...resume.e, ct: 3 } },
  'the operands are vⁿ': { below: [], vs: [i64(2n), refCont(1)] },
  'hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]': { e: { ...resume.e, ...unknownTag.e } },
});
resuming('a continuation that no function has entered runs in the frame of who resumes it', () => {
  const fresh = cont(2, null, { es: [{ op: 'drop' }] });
  fires(rules.resumeCont, { ...resume, S: { ...S, conts: [used, fresh] } },
    { vs: [i32(1), i64(2n)], es: [{ op: 'drop' }], S: consumed, P: prompt, H: null, F });
});
resuming('nothing needs to stand below the arguments', () => {
  const bottom = inPrompt(prompt.hdls, F, { es: [{ op: 'nop' }], next });
  fires(rules.resumeCont, { ...resume, below: [] }, { ...resumed, P: bottom });
});
resuming('the prompts inside a continuation come back, with the frames outside them', () => {
  const inner = inPrompt([{ kind: 'on', ea: 0, l: 1 }], frameOf([]), { vs: [i32(55)], es: [{ op: 'return' }] });
  const nested = cont(2, inside, { vs: [i32(100)], es: [{ op: 'drop' }] }, inner, suspended);
  const back = inPrompt([{ kind: 'on', ea: 0, l: 1 }], F, { vs: [i32(55)], es: [{ op: 'return' }], outer: prompt });
  fires(rules.resumeCont, { ...resume, S: { ...S, conts: [used, nested] } }, { ...resumed, P: back });
});
resuming.run();

const throwing = suite('resume_throw and resume_throw_ref');
const resumeThrow = { ...resume, e: { op: 'resume_throw', ct: 2, x: 0, hdls }, vs: [i32(1), refCont(1)] } as const;
law(throwing, rules.resumeThrowNull, { ...resumeThrow, vs: [NULL] }, traps(NULL_CONT), { 'the operand is (ref.null)': { vs: [refCont(1)] } });
law(throwing, rules.resumeThrowConsumed, { ...resumeThrow, vs: [refCont(0)] }, traps(CONSUMED), {
  'the operand is (ref.cont ca)': { vs: [NULL] }, 'S.conts[ca] = ε': { vs: [refCont(1)] },
});
const resumeThrowRef: Bare = { op: 'resume_throw_ref', ct: 2, hdls };
law(throwing, rules.resumeThrowCont, resumeThrow,
  leaves([refExn(1), refCont(1)], [resumeThrowRef], { ...S, exns: [...exns, { tag: 1, fields: [i32(1)] }] }), {
    'the operand is (ref.cont ca)': { vs: [i32(1)] },
    'S.conts[ca] = E': { vs: [refCont(0)] },
    'F.module.tags[$e] = ta': { module: { types } },
    'S.tags[ta].type ≈ func [t₁ᵐ] → [t₂*]': { S: { conts: S.conts } },
    'the operands are vᵐ': { below: [], vs: [refCont(1)] },
  });
throwing('nothing needs to stand below the arguments', () =>
  fires(rules.resumeThrowCont, { ...resumeThrow, below: [] },
    { vs: [refExn(1), refCont(1)], es: [resumeThrowRef, { op: 'nop' }], S: { ...S, exns: [...exns, { tag: 1, fields: [i32(1)] }] } }));
const withRef = { ...resume, e: resumeThrowRef, vs: [refExn(0), refCont(1)] } as const;
law(throwing, rules.resumeThrowRefNull, { ...withRef, vs: [refExn(0), NULL] }, traps(NULL_CONT), {
  'the second operand is (ref.null)': { vs: [NULL, refCont(1)] },
});
law(throwing, rules.resumeThrowRefConsumed, { ...withRef, vs: [refExn(0), refCont(0)] }, traps(CONSUMED), {
  'the second operand is (ref.cont ca)': { vs: [NULL, NULL] }, 'S.conts[ca] = ε': { vs: [refExn(0), refCont(1)] },
});
law(throwing, rules.resumeThrowRefExnNull, { ...withRef, vs: [NULL, refCont(1)] }, traps(NULL_EXN), {
  'the second operand is (ref.cont ca)': { vs: [NULL, NULL] },
  'S.conts[ca] = E': { vs: [NULL, refCont(0)] },
  'the first operand is (ref.null)': { vs: [refExn(0), refCont(1)] },
});
law(throwing, rules.resumeThrowRefCont, withRef,
  { ...resumed, vs: [i32(100), refExn(0)], es: [{ op: 'throw_ref' }, { op: 'drop' }] }, {
    'the second operand is (ref.cont ca)': { vs: [refExn(0), NULL] },
    'S.conts[ca] = E': { vs: [refExn(0), refCont(0)] },
    'the first operand is (ref.exn ea)': { vs: [NULL, refCont(1)] },
    'hdl′* = hdl*[F.module.tags / 0 … |F.module.tags| − 1]': { e: { op: 'resume_throw_ref', ct: 2, ...unknownTag.e } },
  });
throwing.run();

const ending = suite('ends of continuations');
law(ending, rules.promptVals, { e: { op: 'end' }, vs: [i32(1)], below: [], P: prompt }, { vs: [UNDER, i32(1)], es: [{ op: 'nop' }], P: null, H: next, F }, {
  'the hole stands in a prompt': { H: next },
});
ending.run();
