import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as rules from '../../../reduction/rules/cooperation.ts';
import { code } from '../../../semantics/runtime/code.ts';
import type { Cont, H } from '../../../semantics/runtime/contexts.ts';
import { NIL } from '../../../semantics/runtime/contexts.ts';
import { EMPTY_FRAME } from '../../../semantics/runtime/frames.ts';
import { UNHANDLED, threadCont } from '../../../semantics/runtime/cooperation.ts';
import type { ContInst, FuncInst, SpawnFunc, YieldFunc } from '../../../semantics/runtime/store.ts';
import type { Thread } from '../../../semantics/runtime/threads.ts';
import { freshThread } from '../../../semantics/runtime/threads.ts';
import type { Ref, Val } from '../../../semantics/runtime/values.ts';
import { i32, i64, NULL, refCont, refFunc } from '../../../semantics/runtime/values.ts';
import { EMPTY_MODULE } from '../../../semantics/runtime/frames.ts';
import type { Bare, Instances, Setting } from '../configurations.ts';
import { cont, contType, func, funcType, HERE, inHandler, inLabel, inPrompt, sharedTypesOf, table, tag, typeAt, typesOf, valsOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is that of the functions of cooperative threads: they take an i64. Type 1 is another. */
const types = typesOf(funcType(['i64']), funcType(['i32']));
const ft = typeAt(types, 0), target = func(ft, []), other = func(typeAt(types, 1), []);
const builtin = (code: SpawnFunc | YieldFunc, n: number): FuncInst => ({ type: ft, n, m: 1, module: EMPTY_MODULE, code });
const byRef = builtin({ kind: 'spawn_ref', type: ft }, 2), byTable = builtin({ kind: 'spawn_indirect', type: ft, table: 0 }, 2);
const sharedType = typeAt(sharedTypesOf(funcType(['i64'])), 0);
const yields = builtin({ kind: 'yield' }, 0);
const CONSUMED: ContInst = { E: undefined };
/** Functions 0: of the type, 1: of another, 2: the built-in function. */
const world = (by: FuncInst, refs: readonly Ref[] = [], ...conts: readonly ContInst[]): Instances =>
  ({ funcs: [target, other, by], tables: [table(refs)], conts });
const call: Bare = { op: 'call_ref', y: ft };
const operands = (what: Val): readonly Val[] => [what, i64(6n), refFunc(2)];
/** A thread that has made so many cooperative ones, with those that are ready. */
const thread = (made: number, ...ready: readonly number[]): Thread => ({ ...freshThread(0), made, ready });
const made: ContInst = { E: threadCont(target, 0, [i64(6n)], HERE) };

const spawns = suite('spawning cooperative threads');
const byRefWorld = world(byRef, [], CONSUMED), T = thread(4, 0);
law(spawns, rules.spawnRefCooperative, { e: call, vs: operands(refFunc(0)), S: byRefWorld, T },
  { ...leaves([i32(5)], [], world(byRef, [], CONSUMED, made)), T: thread(5, 0, 1) }, {
    'the last operand is (ref.func a)': { vs: [refFunc(0), i64(6n), i32(0)] },
    'S.funcs[a] = fi': { vs: [refFunc(0), i64(6n), refFunc(3)] },
    'fi.code = spawn_ref $ft': { S: world(byTable) },
    '$ft is unshared': { S: world(builtin({ kind: 'spawn_ref', type: sharedType }, 2)) },
    'the operand below v* is (ref.func a′)': { vs: operands(NULL) },
    'E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))': { vs: operands(refFunc(7)) },
  });
const refs = [refFunc(0), NULL, refFunc(1)], byTableWorld = world(byTable, refs);
law(spawns, rules.spawnIndirectCooperative, { e: call, vs: operands(i32(0)), S: byTableWorld },
  { ...leaves([i32(1)], [], world(byTable, refs, made)), T: thread(1, 0) }, {
    'the last operand is (ref.func a)': { vs: [i32(0), i64(6n), i32(0)] },
    'S.funcs[a] = fi': { vs: [i32(0), i64(6n), refFunc(3)] },
    'fi.code = spawn_indirect $ft': { S: byRefWorld },
    '$ft is unshared': { S: world(builtin({ kind: 'spawn_indirect', type: sharedType, table: 0 }, 2), refs) },
    'ti is the table of fi': { S: world(builtin({ kind: 'spawn_indirect', type: ft, table: undefined }, 2), refs) },
    'the operand below v* is (at.const i)': { vs: operands(i64(0n)) },
    'ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft': { vs: operands(i32(1)) },
  });
spawns.run();

/** What stands around the hole of a cooperative thread, and around its prompt. */
const inside: H = inLabel(0, [{ op: 'nop' }]), outside = { vs: [i64(1n)], es: [{ op: 'unreachable' }] } as const;
const P = inPrompt([{ kind: 'yield' }], EMPTY_FRAME, outside);
const yielding = { e: call, vs: [refFunc(2)], S: world(yields) } as const;
const noYield = {
  'the last operand is (ref.func a)': { vs: [i32(0)] },
  'S.funcs[a] = fi': { vs: [refFunc(3)] },
  'fi.code = yield': { S: byRefWorld },
};
/** What is captured of a thread: its own context, with the result of `yield` in the hole. */
const left: ContInst = cont(0, inside, { vs: [i64(2n), i32(0)], es: [{ op: 'nop' }] });

const turning = suite('yielding, and turns');
law(turning, rules.yieldThread, { ...yielding, below: [i64(2n)], H: inside, P, T: thread(2, 7) },
  { vs: [i64(1n)], es: [{ op: 'unreachable' }], S: world(yields, [], left), H: null, P: null, T: thread(2, 7, 0) },
  { ...noYield, 'the hole stands in prompt{(on yield)} E': { P: null } });
turning('a thread is left with the prompts in it', () => {
  const own = inPrompt([{ kind: 'on', ea: 0, l: 0 }], EMPTY_FRAME, { outer: P });
  const captured: ContInst = { E: { ...left.E as Cont, inner: inPrompt([{ kind: 'on', ea: 0, l: 0 }], EMPTY_FRAME) } };
  const inner = captured.E?.inner;
  fires(rules.yieldThread, { ...yielding, below: [i64(2n)], H: inside, P: own },
    { vs: [i64(1n)], es: [{ op: 'unreachable' }], S: world(yields, [], { E: { ...captured.E as Cont, inner: inner ? { ...inner, d: own.d } : null } }),
      H: null, P: null, T: thread(0, 0) });
});
law(turning, rules.yieldMain, { ...yielding, T: thread(9, 3, 4) }, leaves([i32(0)], [{ op: 'turns', n: 2 }]),
  { ...noYield, 'the hole stands in no prompt{(on yield)}': { P } });
turning('in a prompt of the program, too', () =>
  fires(rules.yieldMain, { ...yielding, P: inPrompt([{ kind: 'on', ea: 0, l: 0 }], EMPTY_FRAME) }, leaves([i32(0)], [{ op: 'turns', n: 0 }])));
law(turning, rules.turnsNone, { e: { op: 'turns', n: 0 } }, leaves([]), { 'n = 0': { e: { op: 'turns', n: 1 } } });
const ready = world(yields, [], CONSUMED, left);
law(turning, rules.turnsNext, { e: { op: 'turns', n: 2 }, below: [i64(1n)], S: ready, T: thread(2, 1, 0) }, {
  vs: [i64(2n), i32(0)], es: [{ op: 'nop' }], S: world(yields, [], CONSUMED, CONSUMED), H: inside, T: thread(2, 0),
  P: { ...inPrompt([{ kind: 'yield' }], EMPTY_FRAME, { vs: [i64(1n)] }), es: code([{ op: 'turns', n: 1, at: HERE }, { op: 'nop', at: { start: 0, end: 0 } }]) },
}, {
  'n > 0': { e: { op: 'turns', n: 0 } }, 'T.ready = ca ca′*': { T: thread(2) }, 'S.conts[ca] = E': { T: thread(2, 0) },
});
law(turning, rules.endReady, { e: { op: 'end' }, T: thread(2, 1, 0) },
  { ...leaves([]), es: [{ op: 'turns', n: 2 }] }, { 'the hole stands in nothing': { H: inside }, 'T.ready ≠ ε': { T: thread(2) } });
turning('a function that is made ready has nothing around it but what catches exceptions', () => {
  assert.equal(made.E?.H, { ...inHandler(0, [{ kind: 'catch_all', l: 0 }]), at: HERE, next: made.E?.H?.next });
  assert.equal(made.E?.vs, valsOf([i64(6n), refFunc(0)], NIL));
});
turning.run();

const barrier = suite('the prompt of a cooperative thread');
const tagged = { S: { tags: [tag(typeAt(typesOf(funcType([])), 0))] } };
const own = inPrompt([{ kind: 'on', ea: 0, l: 0 }, { kind: 'switch', ea: 0 }], EMPTY_FRAME);
const within = inPrompt([...own.hdls], EMPTY_FRAME, { outer: P });
const suspending: Setting = { e: { op: 'suspend.addr', ea: 0 }, ...tagged, P: inPrompt([{ kind: 'yield' }], EMPTY_FRAME, { outer: own }) };
law(barrier, rules.suspendThread, suspending, leaves([], [{ op: 'trap', why: UNHANDLED }]), {
  'the hole stands in a prompt{(on yield)}': { P: null },
  'no prompt{hdl₁* (on ea $l) hdl₂*} stands in between': { P: within },
});
const conts = typesOf(funcType([]), contType(0));
const switching: Setting = { ...suspending, e: { op: 'switch.addr', ct: 1, ea: 0 }, vs: [refCont(0)], module: { types: conts }, S: { ...tagged.S, conts: [left] } };
law(barrier, rules.switchThread, switching, traps(UNHANDLED), {
  'the operand is no null or consumed continuation': { S: { ...tagged.S, conts: [CONSUMED] } },
  'the hole stands in a prompt{(on yield)}': { P: null },
  'no prompt{hdl₁* (on ea switch) hdl₂*} stands in between': { P: within },
});
barrier.run();
