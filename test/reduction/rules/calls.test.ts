import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/calls.ts';
import { EMPTY_MODULE } from '../../../semantics/runtime/frames.ts';
import type { FuncInst, HostFunc, HostResult } from '../../../semantics/runtime/store.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import { i32, i64, NULL, refExn, refFunc } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import {
  body, frameOf, func, funcType, global, inFrame, inHandler, inLabel, storeOf, typeAt, typesOf, UNDER,
} from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 takes i32 and i64 and gives one value. */
const types = typesOf(funcType(['i32', 'i64'], ['i32']), funcType([]));
const dt = typeAt(types, 0);
const es = body({ op: 'local.get', x: 1 }, { op: 'unreachable' });
/** The callee has another module than the caller, and the locals x (without a default value) and y. */
const callee = { ...EMPTY_MODULE, tags: [5] }, caller = { funcs: [1, 2] };
const wasm = func(dt, es, [undefined, i64(0n)], callee);
const [f0, f2] = [func(typeAt(types, 1), []), func(typeAt(types, 1), [])];
const S = { funcs: [f0, wasm, f2] };
const args: readonly Val[] = [i32(1), i64(2n)];
const callRef: Bare = { op: 'call_ref', y: 0 };
const NULL_FUNC = 'null function reference';

const locals = [i32(7)], next = inLabel(0, []);
const F = frameOf([i32(6)]), outside = { vs: [i32(8)], es: [{ op: 'return' }], next } as const;
const [inF, inL, inH] = [inFrame(1, F, outside), inLabel(1, [{ op: 'nop' }], outside), inHandler(1, [], outside)];
const returnCall: Bare = { op: 'return_call_ref', y: 0 };

const calls = suite('calls');
law(calls, rules.call, { e: { op: 'call', x: 0 }, vs: args, module: caller, S }, leaves([...args, refFunc(1)], [{ op: 'call_ref', y: dt }]), {
  'z.module.funcs[x] = a': { module: {} }, 'funcinst(z)[a] = fi': { S: {} },
});
law(calls, rules.callRefNull, { e: callRef, vs: [...args, NULL] }, leaves(args, [{ op: 'trap', why: NULL_FUNC }]), {
  'the operand is (ref.null)': { vs: [refFunc(1)] },
});
const called = { e: callRef, vs: [...args, refFunc(1)], module: caller, locals, S, H: next } as const;
const inCallee = inLabel(1, [], { next: inFrame(1, frameOf(locals, caller), { vs: [UNDER], es: [{ op: 'nop' }], next }) });
const host = (call: HostFunc['call']): FuncInst =>
  ({ type: dt, n: 2, m: 1, module: EMPTY_MODULE, code: { kind: 'host', name: 'h', call } });
const answers = (vals: readonly Val[]): HostResult => ({ kind: 'values', S: storeOf({ globals: [global('i32', i32(3))] }), vals });
const hosts = (result: HostResult): { readonly S: Instances } => ({ S: { funcs: [f0, host(() => result), f2] } });
law(calls, rules.callRefFunc, called, { vs: [], es, H: inCallee, F: frameOf([...args, undefined, i64(0n)], callee) }, {
  'the operand is (ref.func a)': { vs: [NULL] },
  'funcinst(z)[a] = fi': { vs: [...args, refFunc(3)] },
  'fi.type ≈ func t₁ⁿ → t₂ᵐ': { below: [], vs: [i64(2n), refFunc(1)] },
  'fi.code = func x (local t)* (instr*)': hosts(answers([])),
});
calls('a call without arguments', () => fires(rules.callRefFunc, { ...called, vs: [refFunc(0)] },
  { vs: [], es: [], F: frameOf([]), H: inLabel(0, [], { next: inFrame(0, frameOf(locals, caller), { vs: [UNDER], es: [{ op: 'nop' }], next }) }) }));

law(calls, rules.callRefHost, { ...called, ...hosts(answers([i32(9)])) }, leaves([i32(9)], [], { globals: [global('i32', i32(3))] }), {
  'the operand is (ref.func a)': { vs: [i32(0)] },
  's.funcs[a] = fi': { vs: [...args, refFunc(3)] },
  'fi.type ≈ func t₁ⁿ → t₂ᵐ': { below: [], vs: [refFunc(1)] },
  'fi.code = hostfunc': { S },
});
calls('a host function gets its arguments first to last', () => {
  const echo = host((store, vals) => ({ kind: 'values', S: store, vals }));
  fires(rules.callRefHost, { ...called, S: { funcs: [f0, echo] } }, leaves(args, [], { funcs: [f0, echo] }));
});
calls('nothing needs to stand below the arguments', () => {
  fires(rules.callRefHost, { ...called, ...hosts(answers([])), below: [] }, { vs: [], es: [{ op: 'nop' }], S: { globals: [global('i32', i32(3))] } });
  const bottom = inLabel(1, [], { next: inFrame(1, frameOf(locals, caller), { es: [{ op: 'nop' }], next }) });
  fires(rules.callRefFunc, { ...called, below: [] }, { vs: [], es, H: bottom, F: frameOf([...args, undefined, i64(0n)], callee) });
  fires(rules.returnCallRefFrameAddr, { e: returnCall, vs: [...args, refFunc(1)], below: [], S, H: inF },
    { vs: [i32(8), ...args, refFunc(1)], es: [{ op: 'call_ref', y: dt }, { op: 'return' }], H: next, F });
});
calls('a host function may trap or throw', () => {
  const trapped: HostResult = { kind: 'trap', S: storeOf({ globals: [global('i32', i32(3))] }), why: 'no' };
  fires(rules.callRefHost, { ...called, ...hosts(trapped) }, leaves([], [{ op: 'trap', why: 'no' }], { globals: [global('i32', i32(3))] }));
  const thrown: HostResult = { kind: 'exception', S: storeOf({ exns: [{ tag: 0, fields: [] }] }), a: 0 };
  fires(rules.callRefHost, { ...called, ...hosts(thrown) }, leaves([refExn(0)], [{ op: 'throw_ref' }], { exns: [{ tag: 0, fields: [] }] }));
});
law(calls, rules.callIndirect, { e: { op: 'call_indirect', x: 3, y: 4 }, vs: [i32(1)] }, leaves([i32(1)], [
  { op: 'table.get', x: 3, why: 'undefined element' },
  { op: 'ref.cast', rt: { kind: 'ref', nullable: true, heap: { kind: 'idx', x: 4 } }, why: 'indirect call type mismatch' },
  { op: 'call_ref', y: 4, why: 'uninitialized element' },
]));
calls('an indirect call of null says so in its own words', () =>
  fires(rules.callRefNull, { e: { op: 'call_ref', y: 4, why: 'uninitialized element' }, vs: [NULL] }, traps('uninitialized element')));
calls.run();

const tails = suite('tail calls');
law(tails, rules.returnCall, { e: { op: 'return_call', x: 0 }, vs: args, module: caller, S }, leaves([...args, refFunc(1)], [{ op: 'return_call_ref', y: dt }]), {
  'z.module.funcs[x] = a': { module: {} }, 'funcinst(z)[a] = fi': { S: {} },
});
const tail = { e: returnCall, vs: [...args, refFunc(1)], S } as const;
const passedOn = { vs: [i32(8), UNDER, ...args, refFunc(1)], es: [returnCall, { op: 'return' }], H: next } as const;
law(tails, rules.returnCallRefLabel, { ...tail, H: inL }, passedOn, { 'the hole stands in a label': { H: inH } });
law(tails, rules.returnCallRefHandler, { ...tail, H: inH }, passedOn, { 'the hole stands in a handler': { H: inL } });
law(tails, rules.returnCallRefFrameNull, { ...tail, vs: [NULL], H: inF }, { vs: [i32(8)], es: [{ op: 'trap', why: NULL_FUNC }, { op: 'return' }], H: next, F }, {
  'the hole stands in a frame': { H: inL }, 'the operand is (ref.null)': { vs: [refFunc(1)] },
});
law(tails, rules.returnCallRefFrameAddr, { ...tail, H: inF }, { vs: [i32(8), ...args, refFunc(1)], es: [{ op: 'call_ref', y: dt }, { op: 'return' }], H: next, F }, {
  'the hole stands in a frame': { H: null },
  'the operand is (ref.func a)': { vs: [NULL] },
  'funcinst(z)[a] = fi': { vs: [...args, refFunc(3)] },
  'fi.type ≈ func t₁ⁿ → t₂ᵐ': { below: [], vs: [refFunc(1)] },
});
law(tails, rules.returnCallIndirect, { e: { op: 'return_call_indirect', x: 3, y: 4 }, vs: [i32(1)] }, leaves([i32(1)], [
  { op: 'table.get', x: 3, why: 'undefined element' },
  { op: 'ref.cast', rt: { kind: 'ref', nullable: true, heap: { kind: 'idx', x: 4 } }, why: 'indirect call type mismatch' },
  { op: 'return_call_ref', y: 4, why: 'uninitialized element' },
]));
tails.run();

const returns = suite('returns');
law(returns, rules.frameVals, { e: { op: 'end' }, vs: [i32(1)], below: [], H: inF }, { vs: [i32(8), i32(1)], es: [{ op: 'return' }], H: next, F }, {
  'the hole stands in a frame': { H: inL }, 'the values are valⁿ': { vs: [] },
});
law(returns, rules.returnFrame, { e: { op: 'return' }, vs: args, H: inF }, { vs: [i32(8), i64(2n)], es: [{ op: 'return' }], H: next, F }, {
  'the hole stands in a frame': { H: inL }, 'the operands are valⁿ': { below: [], vs: [] },
});
returns('nothing needs to stand below the results', () =>
  fires(rules.returnFrame, { e: { op: 'return' }, vs: [i32(1)], below: [], H: inF }, { vs: [i32(8), i32(1)], es: [{ op: 'return' }], H: next, F }));
const returning = { vs: [i32(8), UNDER, ...args], es: [{ op: 'return' }, { op: 'return' }], H: next } as const;
law(returns, rules.returnLabel, { e: { op: 'return' }, vs: args, H: inL }, returning, { 'the hole stands in a label': { H: inH } });
law(returns, rules.returnHandler, { e: { op: 'return' }, vs: args, H: inH }, returning, { 'the hole stands in a handler': { H: inF } });
returns.run();
