import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Operand } from '../../../semantics/statics/operands.ts';
import { BOT_REF, matchesOperand, operandShared, shareOf, shareRef, showOperands } from '../../../semantics/statics/operands.ts';
import { heapShared } from '../../../semantics/types/sharing.ts';
import { alloctypes } from '../../../semantics/types/deftypes.ts';
import { absRef } from '../../../syntax/types.ts';
import { checkRules, read } from './judging.ts';

const dts = alloctypes(read('(module (type (struct)) (type (shared (struct))) (type (shared (func))))').types);
const NAMES = ['any', 'eq', 'struct', 'none', 'func', 'nofunc', 'extern'] as const;
const operands: readonly Operand[] = [
  'bot', BOT_REF, 'i32', 'v128',
  ...[true, false].flatMap((nullable) => [
    ...NAMES.flatMap((name) => [absRef(name, nullable), absRef(name, nullable, true), shareRef('bot', name, nullable)]),
    ...dts.map((heap): Operand => ({ kind: 'ref', nullable, heap })),
  ]),
];
const show = (t: Operand): string => showOperands([t], new Map());

const bottom = suite('operands of which not everything is known');
bottom('matching is a preorder', () => {
  for (const a of operands) {
    assert.ok(matchesOperand(a, a), show(a));
    for (const b of operands) {
      if (!matchesOperand(a, b)) continue;
      for (const c of operands) if (matchesOperand(b, c)) assert.ok(matchesOperand(a, c), `${show(a)} ${show(b)} ${show(c)}`);
    }
  }
});
bottom('the least sharedness is below both others, and nothing else is below it', () => {
  for (const a of NAMES) {
    for (const b of NAMES) {
      const [below, unshared, shared] = [shareRef('bot', a), shareRef(false, b), shareRef(true, b)];
      assert.is(matchesOperand(below, unshared), matchesOperand(shareRef(false, a), unshared), `${a} ${b}`);
      assert.is(matchesOperand(below, shared), matchesOperand(shareRef(true, a), shared), `${a} ${b}`);
      assert.not(matchesOperand(unshared, below));
      assert.not(matchesOperand(shared, below));
    }
  }
});
bottom('the bottom of a hierarchy is below its defined types, whatever their sharedness', () => {
  const [none, any, nofunc] = [shareRef('bot', 'none'), shareRef('bot', 'any'), shareRef('bot', 'nofunc')];
  const below = (t: Operand): readonly boolean[] => dts.map((heap) => matchesOperand(t, { kind: 'ref', nullable: true, heap }));
  assert.equal(below(none), [true, true, false]);
  assert.equal(below(any), [false, false, false]);
  assert.equal(below(nofunc), [false, false, true]);
});
bottom('what is not known may be shared', () => {
  for (const t of operands) {
    if (typeof t === 'string') assert.ok(operandShared(t));
    else if (t.heap.kind === 'bot' || t.heap.kind === 'bot-share') assert.equal([shareOf(t), operandShared(t)], ['bot', true]);
    else assert.equal([shareOf(t), operandShared(t)], [heapShared(t.heap), heapShared(t.heap)]);
  }
});
bottom('messages show types of unknown sharedness as unshared', () => {
  assert.is(showOperands([BOT_REF, shareRef('bot', 'any'), shareRef('bot', 'eq', false)], new Map()),
    '[(ref ht) anyref (ref eq)]');
});
bottom.run();

const polymorphic = suite('instructions on references of either sharedness');
polymorphic('each rule accepts and refuses', checkRules(`
  (type $s (shared (struct))) (type $u (struct)) (type $a (shared (array i8))) (type $f (shared (func)))`, `
  Instr_ok/ref.i31_shared
    + (result (ref (shared i31))) (ref.i31_shared (i32.const 0))
    - (ref.i31_shared (i64.const 0)) drop
      ! type mismatch
    - (result (ref i31)) (ref.i31_shared (i32.const 0))
      ! [Func_ok] type mismatch
  Instr_ok/ref.i31
    + (result (ref i31)) (ref.i31 (i32.const 0))
    - (result (ref (shared i31))) (ref.i31 (i32.const 0))
      ! [Func_ok] type mismatch
  Instr_ok/ref.eq
    + (param (ref null (shared i31)) (ref $s)) (result i32) (ref.eq (local.get 0) (local.get 1))
    + (param eqref (ref $u)) (result i32) (ref.eq (local.get 0) (local.get 1))
    + (param (ref $s)) (result i32) unreachable (ref.eq (local.get 0))
    + (result i32) unreachable ref.eq
    + (result i32) unreachable (ref.as_non_null) (ref.null (shared eq)) ref.eq
    + (result i32) unreachable (ref.null eq) (ref.as_non_null (unreachable)) ref.eq
    - (param (ref $s) (ref $u)) (ref.eq (local.get 0) (local.get 1)) drop
      ! type mismatch: instruction requires [eqref eqref] but stack has [(ref $s) (ref $u)]
    - (param (ref $s) (ref $u)) (ref.eq (local.get 1) (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null (shared eq)) (ref null (shared eq))]
    - (param (ref $f)) (ref.eq (local.get 0) (local.get 0)) drop
      ! type mismatch
    - unreachable any.convert_extern (ref.null eq) ref.eq drop
      ! type mismatch: instruction requires [eqref eqref] but stack has [(ref any) eqref]
  Instr_ok/i31.get
    + (param (ref null (shared i31))) (result i32) (i31.get_s (local.get 0))
    + (result i32) (i31.get_u (ref.null (shared none)))
    + (result i32) unreachable i31.get_u
    - (param (ref null (shared eq))) (i31.get_u (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null (shared i31))]
    - unreachable any.convert_extern i31.get_s drop
      ! type mismatch: instruction requires [i31ref] but stack has [(ref any)]
  Instr_ok/array.len
    + (param (ref $a)) (result i32) (array.len (local.get 0))
    + (result i32) (array.len (ref.null (shared none)))
    + (result i32) unreachable array.len
    - (param (ref $s)) (array.len (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null (shared array))]
    - (array.len (i32.const 0)) drop
      ! type mismatch: instruction requires [arrayref] but stack has [i32]
  Instr_ok/any.convert_extern
    + (param (ref (shared extern))) (result (ref (shared any))) (any.convert_extern (local.get 0))
    + (result (ref null (shared any))) (any.convert_extern (ref.null (shared noextern)))
    + (result (ref (shared any))) unreachable any.convert_extern
    + (result (ref any)) unreachable any.convert_extern
    - (param (ref (shared any))) (any.convert_extern (local.get 0)) drop
      ! type mismatch: instruction requires [(ref (shared extern))]
    - (param (ref (shared extern))) (result anyref) (any.convert_extern (local.get 0))
      ! [Func_ok] type mismatch: block requires [anyref] but stack has [(ref (shared any))]
  Instr_ok/extern.convert_any
    + (param (ref $s)) (result (ref (shared extern))) (extern.convert_any (local.get 0))
    + (result (ref (shared any))) unreachable any.convert_extern extern.convert_any any.convert_extern
    + (result (ref any)) unreachable any.convert_extern extern.convert_any any.convert_extern
    - (param (ref $f)) (extern.convert_any (local.get 0)) drop
      ! type mismatch: instruction requires [(ref (shared any))]
    - (param (ref $s)) (result externref) (extern.convert_any (local.get 0))
      ! [Func_ok] type mismatch
  Instr_ok/ref.as_non_null
    + (param (ref null $s)) (result (ref (shared eq))) (ref.as_non_null (local.get 0))
    + (result (ref $s)) unreachable ref.as_non_null
    - (param (ref null $s)) (result (ref eq)) (ref.as_non_null (local.get 0))
      ! [Func_ok] type mismatch
  Instr_ok/br_on_null
    + (param (ref null (shared any))) (result (ref (shared any))) (br_on_null 0 (ref.as_non_null (local.get 0)) (local.get 0)) drop
    - (br_on_null 0 (i32.const 0)) drop
      ! type mismatch
  Instr_ok/ref.test
    + (param (ref null (shared any))) (result i32) (ref.test (ref $s) (local.get 0))
    + (result i32) unreachable any.convert_extern ref.test (ref $s)
    + (result i32) unreachable any.convert_extern ref.test (ref $u)
    - (param (ref null (shared any))) (ref.test (ref $u) (local.get 0)) drop
      ! type mismatch: instruction requires [anyref] but stack has [(ref null (shared any))]
  Instr_ok/ref.cast
    + (param (ref null (shared any))) (result (ref $a)) (ref.cast (ref $a) (local.get 0))
    - (param anyref) (ref.cast (ref (shared i31)) (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null (shared any))]
  Instr_ok/br_on_cast
    + (param (ref null (shared any))) (result (ref null (shared any))) (br_on_cast 0 (ref null (shared any)) (ref $s) (local.get 0))
    - (param (ref null (shared any))) (result (ref null (shared any))) (br_on_cast 0 (ref null (shared any)) (ref $u) (local.get 0))
      ! type mismatch on cast: type (ref $u) does not match (ref null (shared any))
`));
polymorphic.run();
