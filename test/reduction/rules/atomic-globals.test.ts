import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/atomic-globals.ts';
import { freshThread } from '../../../semantics/runtime/threads.ts';
import type { Thread } from '../../../semantics/runtime/threads.ts';
import { i32, i64, NULL, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { AtomicRmwOp } from '../../../syntax/instructions.ts';
import { absRef } from '../../../syntax/types.ts';
import type { Bare, Instances } from '../configurations.ts';
import { global, globalAs } from '../configurations.ts';
import { fires, law, leaves } from './support.ts';

const order = 'seqcst';
/** Index 0 is a shared global of i64, 1 an unshared one of i32, 2 a reference, 3 a thread-local i32, 4 one that has no default. */
const module = { globals: [1, 2, 3, 4, 5] };
const instances = (long: Val, int: Val = i32(5), ref: Val = refStruct(7)): Instances => ({
  globals: [
    global('i32', i32(0)), globalAs('shared', global('i64', long)), global('i32', int), global(absRef('eq'), ref),
    globalAs('thread_local', global('i32', i32(99))), globalAs('thread_local', global(absRef('eq', false, true), refI31(99))),
  ],
});
const S = instances(i64(3n));
/** A thread that has set the thread-local global at index 3. */
const T: Thread = { ...freshThread(1), globals: new Map([[4, i32(8)]]) };
const all = { module, S, T };
const noGlobal = { 'z.module.globals[x] = a': { module: {} }, 'z.globals[a] = gi': { S: {} } };
const VAL1 = 'val₁ = T.globals[a] or, if there is none, val₁ = default_t';

const gets = suite('global.atomic.get');
const get = (x: number): Bare => ({ op: 'global.atomic.get', order, x });
law(gets, rules.globalAtomicGet, { ...all, e: get(0) }, leaves([i64(3n)]), { ...noGlobal, 'gi is not thread-local': { e: get(3) } });
law(gets, rules.globalAtomicGetThreadLocal, { ...all, e: get(3) }, leaves([], [{ op: 'global.get', x: 3 }]), {
  ...noGlobal, 'gi is thread-local': { e: get(0) },
});
gets('an unshared global is read alike, whatever its type', () => {
  fires(rules.globalAtomicGet, { ...all, e: get(1) }, leaves([i32(5)]));
  fires(rules.globalAtomicGet, { ...all, e: get(2) }, leaves([refStruct(7)]));
});
gets.run();

const sets = suite('global.atomic.set');
const set = (x: number): Bare => ({ op: 'global.atomic.set', order, x });
const noValue = { 'the operand is val': { below: [], vs: [] } };
law(sets, rules.globalAtomicSet, { ...all, e: set(0), vs: [i64(4n)] }, leaves([], [], instances(i64(4n))), {
  ...noValue, ...noGlobal, 'gi is not thread-local': { e: set(3) },
});
law(sets, rules.globalAtomicSetThreadLocal, { ...all, e: set(3), vs: [i32(4)] }, leaves([i32(4)], [{ op: 'global.set', x: 3 }]), {
  ...noValue, ...noGlobal, 'gi is thread-local': { e: set(1) },
});
sets.run();

const rmws = suite('global.atomic.rmw');
const rmw = (f: AtomicRmwOp, x: number): Bare => ({ op: 'global.atomic.rmw', order, f, x });
const noOperand = { 'the operand is val₂': { below: [], vs: [] } };
law(rmws, rules.globalAtomicRmw, { ...all, e: rmw('sub', 0), vs: [i64(4n)] }, leaves([i64(3n)], [], instances(i64(-1n))), {
  ...noOperand, ...noGlobal, 'gi is not thread-local': { e: rmw('sub', 3) }, 'val = rmw_f(gi.value, val₂)': { vs: [i32(4)] },
});
law(rmws, rules.globalAtomicRmwThreadLocal, { ...all, e: rmw('add', 3), vs: [i32(4)] }, leaves([i32(8), i32(12)], [{ op: 'global.set', x: 3 }]), {
  ...noOperand,
  ...noGlobal,
  'gi is thread-local': { e: rmw('add', 1) },
  [VAL1]: { e: rmw('xchg', 4) },
  'val = rmw_f(val₁, val₂)': { vs: [i64(4n)] },
});
rmws('each operator computes, and the old value is left', () => {
  const of = (f: AtomicRmwOp, c2: number, c: number): void =>
    fires(rules.globalAtomicRmw, { ...all, e: rmw(f, 1), vs: [i32(c2)] }, leaves([i32(5)], [], instances(i64(3n), i32(c))));
  of('add', 2 ** 31 - 1, 2 ** 31 + 4);
  of('sub', 6, -1);
  of('and', 6, 4);
  of('or', 6, 7);
  of('xor', 6, 3);
  of('xchg', 6, 6);
});
rmws('references can be exchanged only', () => {
  const xchg = { ...all, e: rmw('xchg', 2), vs: [NULL] };
  fires(rules.globalAtomicRmw, xchg, leaves([refStruct(7)], [], instances(i64(3n), undefined, NULL)));
});
rmws('a thread that has not set a thread-local global begins with its default', () => {
  const fresh: Thread = freshThread(2);
  fires(rules.globalAtomicRmwThreadLocal, { ...all, T: fresh, e: rmw('add', 3), vs: [i32(4)] }, leaves([i32(0), i32(4)], [{ op: 'global.set', x: 3 }]));
});
rmws.run();

const cmpxchgs = suite('global.atomic.rmw.cmpxchg');
const cmpxchg = (x: number): Bare => ({ op: 'global.atomic.cmpxchg', order, x });
const operands = {
  'the second operand is val₃': { below: [], vs: [] },
  'the first operand is val₂': { below: [], vs: [i64(4n)] },
  ...noGlobal,
};
const equal = { vs: [i64(3n), i64(4n)] }, unequal = { vs: [i64(4n), i64(5n)] };
law(cmpxchgs, rules.globalAtomicCmpxchgSucceed, { ...all, e: cmpxchg(0), ...equal }, leaves([i64(3n)], [], instances(i64(4n))), {
  ...operands, 'gi is not thread-local': { e: cmpxchg(3) }, 'gi.value = val₂': unequal,
});
law(cmpxchgs, rules.globalAtomicCmpxchgFail, { ...all, e: cmpxchg(0), ...unequal }, leaves([i64(3n)]), {
  ...operands, 'gi is not thread-local': { e: cmpxchg(3) }, 'gi.value ≠ val₂': equal,
});
const own = { vs: [i32(8), i32(9)] }, anothers = { vs: [i32(99), i32(9)] };
const local = { ...operands, 'gi is thread-local': { e: cmpxchg(0) }, [VAL1]: { e: cmpxchg(4) } } as const;
law(cmpxchgs, rules.globalAtomicCmpxchgThreadLocalSucceed, { ...all, e: cmpxchg(3), ...own },
  leaves([i32(8), i32(9)], [{ op: 'global.set', x: 3 }]), { ...local, 'val₁ = val₂': anothers });
law(cmpxchgs, rules.globalAtomicCmpxchgThreadLocalFail, { ...all, e: cmpxchg(3), ...anothers }, leaves([i32(8)]), {
  ...local, 'val₁ ≠ val₂': own,
});
cmpxchgs('references are compared as by ref.eq', () => {
  const cas = (ref2: Val, succeeds: boolean): void => fires(
    succeeds ? rules.globalAtomicCmpxchgSucceed : rules.globalAtomicCmpxchgFail, { ...all, e: cmpxchg(2), vs: [ref2, NULL] },
    leaves([refStruct(7)], [], succeeds ? instances(i64(3n), undefined, NULL) : S));
  cas(refStruct(7), true);
  cas(refStruct(6), false);
  cas(refI31(7), false);
  cas(NULL, false);
});
cmpxchgs.run();
