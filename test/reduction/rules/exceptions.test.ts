import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/exceptions.ts';
import type { H } from '../../../semantics/runtime/contexts.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import { i32, i64, NULL, refExn } from '../../../semantics/runtime/values.ts';
import type { Catch } from '../../../syntax/instructions.ts';
import type { Bare } from '../configurations.ts';
import {
  body, frameOf, funcType, inFrame, inHandler, inLabel, inPrompt, structType, tag, typeAt, typesOf, UNDER,
} from '../configurations.ts';
import type { Failures } from './support.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Tag 0 is at the address 1 and takes two values, tag 1 is at the address 0 and takes none. */
const types = typesOf(funcType(['i32', 'i64']), funcType([]), structType());
const tags = [tag(typeAt(types, 1)), tag(typeAt(types, 0))];
const module = { types, tags: [1, 0] };
const fields: readonly Val[] = [i32(1), i64(2n)];
const old = { tag: 0, fields: [] }, thrown = { tag: 1, fields };
const S = { tags, exns: [old, thrown] };

const throwing = suite('throwing');
law(throwing, rules.throw_, { e: { op: 'throw', x: 0 }, vs: fields, module, S: { tags, exns: [old] } }, leaves([refExn(1)], [{ op: 'throw_ref' }], S), {
  'z.module.tags[x] = ta': { module: {} },
  'z.tags[ta].type ≈ func tⁿ → ε': { S: {} },
  'the operands are valⁿ': { below: [], vs: [i64(2n)] },
});
law(throwing, rules.throwRefNull, { e: { op: 'throw_ref' }, vs: [NULL] }, traps('null exception reference'), {
  'the operand is (ref.null)': { vs: [refExn(1)] },
});
throwing('nothing needs to stand below the operands', () => {
  fires(rules.throw_, { e: { op: 'throw', x: 0 }, below: [], vs: fields, module, S: { tags, exns: [old] } },
    { vs: [refExn(1)], es: [{ op: 'throw_ref' }, { op: 'nop' }], S });
});
throwing.run();

const throwRef: Bare = { op: 'throw_ref' };
const F = frameOf([i32(6)]), next = inLabel(0, []);
const outside = { vs: [i32(8)], es: [{ op: 'return' }], next } as const;
const handler = (...catches: readonly Catch[]): H => inHandler(1, catches, outside);
const [inL, inF] = [inLabel(1, [], outside), inFrame(1, F, outside)];
/** (ref.exn 1) throw_ref, alone in its hole */
const alone = { e: throwRef, vs: [refExn(1)], below: [], rest: [], module, S } as const;
const passedOn = { vs: [i32(8), refExn(1)], es: [throwRef, { op: 'return' }], H: next } as const;
const operands: Failures = { 'the operand is (ref.exn a)': { vs: [NULL] }, 'nothing else stands in the hole': { below: [UNDER] } };

const passing = suite('exceptions on their way');
law(passing, rules.throwRefInstrs, { ...alone, below: [UNDER] }, { vs: [refExn(1)], es: [throwRef] }, {
  'the operand is (ref.exn a)': { vs: [NULL] }, 'val* ≠ ε or instr* ≠ ε': { below: [] },
});
passing('instructions after it are dropped as well', () =>
  fires(rules.throwRefInstrs, { ...alone, rest: [{ op: 'nop' }] }, { vs: [refExn(1)], es: [throwRef] }));
law(passing, rules.throwRefLabel, { ...alone, H: inL }, passedOn, { ...operands, 'the hole stands in a label': { H: inF } });
law(passing, rules.throwRefFrame, { ...alone, H: inF }, { ...passedOn, F }, { ...operands, 'the hole stands in a frame': { H: inL } });
law(passing, rules.throwRefPrompt, { ...alone, P: inPrompt([], F, outside) }, { ...passedOn, F, P: null }, {
  ...operands, 'the hole stands in a prompt': { H: inL },
});
passing.run();

const catching = suite('exception handlers');
const inHandlerToo: Failures = { ...operands, 'the hole stands in a handler': { H: inL } };
law(catching, rules.throwRefHandlerEmpty, { ...alone, H: handler() }, passedOn, {
  ...inHandlerToo, 'catch* = ε': { H: handler({ kind: 'catch_all', l: 0 }) },
});
const [one, ref, all, allRef]: readonly [Catch, Catch, Catch, Catch] =
  [{ kind: 'catch', x: 0, l: 4 }, { kind: 'catch_ref', x: 0, l: 4 }, { kind: 'catch_all', l: 4 }, { kind: 'catch_all_ref', l: 4 }];
const branch = { es: [{ op: 'br', l: 4 }, { op: 'return' }], H: next } as const;
const tagged: Failures = { ...inHandlerToo, 'z.exns[a] = exn': { S: { tags } }, 'exn.tag = z.module.tags[x]': { vs: [refExn(0)] } };
law(catching, rules.throwRefHandlerCatch, { ...alone, H: handler(one, all) }, { ...branch, vs: [i32(8), ...fields] }, {
  ...tagged, 'catch₁ = (catch x l)': { H: handler(ref, one) },
});
law(catching, rules.throwRefHandlerCatchRef, { ...alone, H: handler(ref, all) }, { ...branch, vs: [i32(8), ...fields, refExn(1)] }, {
  ...tagged, 'catch₁ = (catch_ref x l)': { H: handler(one, ref) },
});
law(catching, rules.throwRefHandlerCatchAll, { ...alone, H: handler(all, one) }, { ...branch, vs: [i32(8)] }, {
  ...inHandlerToo, 'catch₁ = (catch_all l)': { H: handler(allRef, all) },
});
law(catching, rules.throwRefHandlerCatchAllRef, { ...alone, H: handler(allRef, one) }, { ...branch, vs: [i32(8), refExn(1)] }, {
  ...inHandlerToo, 'catch₁ = (catch_all_ref l)': { H: handler(all, allRef) },
});
const elsewhere: Catch = { kind: 'catch_ref', x: 1, l: 9 };
law(catching, rules.throwRefHandlerNext, { ...alone, H: handler(elsewhere, one) }, { vs: [refExn(1)], es: [throwRef], H: handler(one) }, {
  ...inHandlerToo,
  'catch₁ = (catch x l) or catch₁ = (catch_ref x l)': { H: handler(all, elsewhere) },
  'z.exns[a] = exn': { S: { tags } },
  'exn.tag ≠ z.module.tags[x]': { vs: [refExn(0)] },
});
catching('two tags of the same type are two tags', () =>
  fires(rules.throwRefHandlerNext, { ...alone, module: { tags: [0, 2] }, H: handler(elsewhere) },
    { vs: [refExn(1)], es: [throwRef], H: handler() }));
catching.run();

const blocks = suite('try_table');
const es = body({ op: 'unreachable' }), around = { vs: [UNDER], es: [{ op: 'nop' }] } as const;
law(blocks, rules.tryTable, { e: { op: 'try_table', bt: { kind: 'idx', x: 0 }, catches: [one, all], body: es }, vs: fields, module },
  { vs: fields, es, H: inLabel(0, [], { next: inHandler(0, [one, all], around) }) },
  {
    'blocktype_z(bt) = t₁ᵐ → t₂ⁿ': { e: { op: 'try_table', bt: { kind: 'idx', x: 2 }, catches: [], body: es } },
    'the operands are valᵐ': { below: [], vs: [i32(1)] },
  });
law(blocks, rules.handlerVals, { e: { op: 'end' }, vs: fields, below: [], H: handler(one) }, { vs: [i32(8), ...fields], es: [{ op: 'return' }], H: next }, {
  'the hole stands in a handler': { H: inL },
});
blocks('nothing needs to stand below the operands', () =>
  fires(rules.tryTable, { e: { op: 'try_table', bt: { kind: 'idx', x: 0 }, catches: [], body: es }, below: [], vs: fields, module },
    { vs: fields, es, H: inLabel(0, [], { next: inHandler(0, [], { es: [{ op: 'nop' }] }) }) }));
blocks.run();
