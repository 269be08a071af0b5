import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/blocks.ts';
import { EMPTY_FRAME } from '../../../semantics/runtime/frames.ts';
import { i32, i64 } from '../../../semantics/runtime/values.ts';
import type { Bare } from '../configurations.ts';
import { body, funcType, inFrame, inHandler, inLabel, structType, typesOf, UNDER } from '../configurations.ts';
import { fires, law, leaves } from './support.ts';

/** Type 0 takes two values and gives one; type 1 is not the type of a block. */
const module = { types: typesOf(funcType(['i32', 'i64'], ['f32']), structType()) };
const es = body({ op: 'unreachable' }), other = body({ op: 'return' });
const around = { vs: [UNDER], es: [{ op: 'nop' }] } as const;
const bt = { kind: 'idx', x: 0 } as const;
const failures = {
  'blocktype_z(bt) = t₁ᵐ → t₂ⁿ': { e: { op: 'block', bt: { kind: 'idx', x: 1 }, body: es } },
  'the operands are valᵐ': { below: [], vs: [i64(2n)] },
} as const;

const blocks = suite('blocks');
const operands = { vs: [i32(1), i64(2n)], module } as const;
law(blocks, rules.block, { ...operands, e: { op: 'block', bt, body: es } },
  { vs: operands.vs, es, H: inLabel(1, [], around) }, failures);
const again: Bare = { op: 'loop', bt, body: es };
law(blocks, rules.loop, { ...operands, e: again }, { vs: operands.vs, es, H: inLabel(2, [again], around) },
  { ...failures, 'blocktype_z(bt) = t₁ᵐ → t₂ⁿ': { e: { op: 'loop', bt: { kind: 'idx', x: 2 }, body: es } } });
blocks('a block without a type, or with the type of one result', () => {
  fires(rules.block, { e: { op: 'block', bt: { kind: 'result', type: undefined }, body: es } }, { vs: [], es, H: inLabel(0, [], around) });
  const one: Bare = { op: 'loop', bt: { kind: 'result', type: 'i32' }, body: es };
  fires(rules.block, { e: { ...one, op: 'block' }, vs: [i32(4)] }, { vs: [], es, H: inLabel(1, [], { ...around, vs: [UNDER, i32(4)] }) });
  fires(rules.loop, { e: one }, { vs: [], es, H: inLabel(0, [one], around) });
});
blocks('nothing needs to stand below the operands', () => {
  const bottom = { es: [{ op: 'nop' }] } as const;
  fires(rules.block, { ...operands, below: [], e: { op: 'block', bt, body: es } }, { vs: operands.vs, es, H: inLabel(1, [], bottom) });
  fires(rules.loop, { ...operands, below: [], e: again }, { vs: operands.vs, es, H: inLabel(2, [again], bottom) });
});
blocks('a label knows the frames outside', () => {
  const next = inLabel(3, [], { next: inFrame(1, EMPTY_FRAME) });
  fires(rules.block, { ...operands, e: { op: 'block', bt, body: es }, H: next }, { vs: operands.vs, es, H: inLabel(1, [], { ...around, next }) });
});
blocks.run();

const conditions = suite('if');
const cond = { e: { op: 'if', bt, then: es, else: other }, vs: [i32(-1)] } as const;
law(conditions, rules.ifTrue, cond, leaves([], [{ op: 'block', bt, body: es }]), {
  'the operand is (i32.const c)': { vs: [i64(1n)] }, 'c ≠ 0': { vs: [i32(0)] },
});
law(conditions, rules.ifFalse, { ...cond, vs: [i32(0)] }, leaves([], [{ op: 'block', bt, body: other }]), {
  'the operand is (i32.const c)': { vs: [i64(0n)] }, 'c = 0': { vs: [i32(1)] },
});
conditions.run();

const ends = suite('ends of blocks');
const next = inHandler(0, []);
law(ends, rules.labelVals, { e: { op: 'end' }, vs: [i32(1)], below: [], H: inLabel(1, [{ op: 'nop' }], { vs: [i32(8)], es: [{ op: 'return' }], next }) },
  { vs: [i32(8), i32(1)], es: [{ op: 'return' }], H: next }, { 'the hole stands in a label': { H: next } });
ends.run();
