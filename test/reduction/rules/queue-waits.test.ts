import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/queue-waits.ts';
import { fromArray } from '../../../semantics/data/vector.ts';
import type { Action, Loc, QueueKey } from '../../../semantics/runtime/actions.ts';
import type { Threading, WaitQueueInst } from '../../../semantics/runtime/threads.ts';
import { NO_THREADS } from '../../../semantics/runtime/threads.ts';
import { i32, i64, NULL, refArray, refI31, refStruct, refWaitQueue } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import { array, arrayType, global, globalAs, shared, sharedTypesOf, struct, structType, table, typeAt, typesOf } from '../configurations.ts';
import type { Result } from './support.ts';
import { acts, fires, law, leaves, traps } from './support.ts';

const NULL_QUEUE = 'null wait queue reference', UNSHARED = 'expected shared location';
const Q = refWaitQueue(1), queue: QueueKey = { kind: 'waitqueue', a: 1 };
/** The value that is expected, and the timeout. */
const C = i32(5), K = i64(9n);
const comps = [structType('i32', 'i32'), arrayType('i32')] as const;
const types = typesOf(...comps), sharedTypes = sharedTypesOf(...comps);
/** Of each kind an unshared instance at the address 1 and a shared one at the address 2. */
const S: Instances = {
  structs: [types, types, sharedTypes].map((of) => struct(typeAt(of, 0), C, C)),
  arrays: [types, types, sharedTypes].map((of) => array(typeAt(of, 1), C, C)),
  globals: [global('i32', i32(0)), global('i32', C), globalAs('shared', global('i32', C)), globalAs('thread_local', global('i32', C))],
  tables: [table([]), table([NULL, refI31(7)]), shared(table([NULL, refI31(7)])), shared(table([refI31(8)], 'i64'))],
};
/** Index 0 is what is unshared, 1 what is shared; 2 a thread-local global or a shared table of i64. */
const module = { types: sharedTypes, globals: [1, 2, 3], tables: [1, 2, 3] };
const all = { module, S };
const waits = (region: Loc['region'], a: number, i: number, expected: Val = C): Result =>
  leaves([], [{ op: 'wait.at', loc: { region, a, i, n: 1 }, queue, expected, timeout: 9n }]);
const noValue = { below: [], vs: [K] };

const news = suite('waitqueue.new');
const threading = (n: number, queues: Threading['queues'] = new Map()): Instances =>
  ({ threading: { ...NO_THREADS, waitqueues: fromArray(new Array<WaitQueueInst>(n).fill({ kind: 'waitqueue' })), queues } });
law(news, rules.waitqueueNew, { e: { op: 'waitqueue.new' }, S: threading(1) }, leaves([Q], [], threading(2)));
news('the first one has the address 0', () =>
  fires(rules.waitqueueNew, { e: { op: 'waitqueue.new' } }, leaves([refWaitQueue(0)], [], threading(1))));
news('a new wait queue is no action', () => acts(rules.waitqueueNew, { e: { op: 'waitqueue.new' } }, []));
news.run();

const notifies = suite('waitqueue.notify');
const notify: Bare = { op: 'waitqueue.notify' };
/** The threads that wait in the queue; thread 4 waits in another one, and thread 5 for an address of a memory. */
const waiting = (...threads: readonly number[]): Instances => {
  const others = [['waitqueue 0', [4]], ['mem 1 0', [5]]] as const;
  return threading(2, new Map<string, readonly number[]>(threads.length === 0 ? others : [...others, ['waitqueue 1', threads]]));
};
const three = { e: notify, S: waiting(3, 1, 2) };
law(notifies, rules.waitqueueNotifyNull, { ...three, vs: [NULL, i32(2)] }, traps(NULL_QUEUE), {
  'the first operand is (ref.null)': { vs: [Q, i32(2)] },
});
law(notifies, rules.waitqueueNotify, { ...three, vs: [Q, i32(2)] }, leaves([i32(2)], [], waiting(2)), {
  'the second operand is (i32.const k)': { vs: [Q, i64(2n)] },
  'the first operand is (ref.waitqueue q)': { vs: [NULL, i32(2)] },
});
notifies('at most those that wait are woken; k is unsigned', () => {
  const of = (k: number, j: number, S1: Instances): void =>
    fires(rules.waitqueueNotify, { ...three, vs: [Q, i32(k)] }, leaves([i32(j)], [], S1));
  of(0, 0, waiting(3, 1, 2));
  of(1, 1, waiting(1, 2));
  of(3, 3, waiting());
  of(4, 3, waiting());
  of(-1, 3, waiting());
});
notifies('nobody may wait', () => {
  const nobody = { e: notify, S: waiting(), vs: [Q, i32(2)] };
  fires(rules.waitqueueNotify, nobody, leaves([i32(0)], [], waiting()));
  acts(rules.waitqueueNotify, nobody, [{ kind: 'notify', queue }]);
});
notifies('the queue is notified, unless there is none', () => {
  acts(rules.waitqueueNotify, { ...three, vs: [Q, i32(2)] }, [{ kind: 'notify', queue }]);
  acts(rules.waitqueueNotifyNull, { ...three, vs: [NULL, i32(2)] }, []);
});
notifies.run();

const structs = suite('struct.wait');
const inStruct = { ...all, e: { op: 'struct.wait', x: 0, i: 1 } } as const;
const S1 = refStruct(1), S2 = refStruct(2);
law(structs, rules.structWaitNull, { ...inStruct, vs: [NULL, Q, C, K] }, traps('null structure reference'), {
  'the first operand is (ref.null)': { vs: [S2, Q, C, K] },
});
law(structs, rules.structWaitQueueNull, { ...inStruct, vs: [S2, NULL, C, K] }, traps(NULL_QUEUE), {
  'the first operand is (ref.struct a)': { vs: [NULL, NULL, C, K] },
  'the second operand is (ref.null)': { vs: [S2, Q, C, K] },
});
law(structs, rules.structWaitUnshared, { ...inStruct, vs: [S1, Q, C, K] }, traps(UNSHARED), {
  'the first operand is (ref.struct a)': { vs: [NULL, Q, C, K] },
  'the second operand is (ref.waitqueue q)': { vs: [S1, NULL, C, K] },
  'z.structs[a] is unshared': { vs: [S2, Q, C, K] },
});
law(structs, rules.structWait, { ...inStruct, vs: [S2, Q, C, K] }, waits('struct', 2, 1), {
  'the fourth operand is (i64.const k)': { vs: [S2, Q, C, i32(9)] },
  'the third operand is c': noValue,
  'the second operand is (ref.waitqueue q)': { vs: [S2, NULL, C, K] },
  'the first operand is (ref.struct a)': { vs: [NULL, Q, C, K] },
  'z.structs[a] is shared': { vs: [S1, Q, C, K] },
});
structs('what waits is no action yet', () => acts(rules.structWait, { ...inStruct, vs: [S2, Q, C, K] }, []));
structs.run();

const arrays = suite('array.wait');
const inArray = { ...all, e: { op: 'array.wait', x: 1 } } as const;
const A1 = refArray(1), A2 = refArray(2);
law(arrays, rules.arrayWaitNull, { ...inArray, vs: [NULL, Q, i32(1), C, K] }, traps('null array reference'), {
  'the first operand is (ref.null)': { vs: [A2, Q, i32(1), C, K] },
});
const element = {
  'the first operand is (ref.array a)': { vs: [NULL, Q, i32(1), C, K] },
  'z.arrays[a] = ai': { S: {} },
  'the third operand is (i32.const i)': { vs: [A2, Q, i64(1n), C, K] },
};
law(arrays, rules.arrayWaitOob, { ...inArray, vs: [A2, Q, i32(2), C, K] }, traps('out of bounds array access'), {
  ...element, 'i ≥ |ai.fields|': { vs: [A2, Q, i32(1), C, K] },
});
law(arrays, rules.arrayWaitRefused, { ...inArray, vs: [A1, Q, i32(1), C, K] }, traps(UNSHARED), {
  ...element,
  'i < |ai.fields|': { vs: [A1, Q, i32(2), C, K] },
  'queue = ref.null or ai is unshared': { vs: [A2, Q, i32(1), C, K] },
});
law(arrays, rules.arrayWait, { ...inArray, vs: [A2, Q, i32(1), C, K] }, waits('array', 2, 1), {
  ...element,
  'the fifth operand is (i64.const k)': { vs: [A2, Q, i32(1), C, i32(9)] },
  'the fourth operand is c': noValue,
  'the second operand is (ref.waitqueue q)': { vs: [A2, NULL, i32(1), C, K] },
  'i < |ai.fields|': { vs: [A2, Q, i32(2), C, K] },
  'ai is shared': { vs: [A1, Q, i32(1), C, K] },
});
arrays('there must be a queue, and that comes first', () => {
  for (const a of [A1, A2]) fires(rules.arrayWaitRefused, { ...inArray, vs: [a, NULL, i32(1), C, K] }, traps(NULL_QUEUE));
});
arrays('the index is unsigned, and checked before the queue', () =>
  fires(rules.arrayWaitOob, { ...inArray, vs: [A1, NULL, i32(-1), C, K] }, traps('out of bounds array access')));
arrays('what waits is no action yet', () => acts(rules.arrayWait, { ...inArray, vs: [A2, Q, i32(1), C, K] }, []));
arrays.run();

const globals = suite('global.wait');
const inGlobal = (x: number) => ({ ...all, e: { op: 'global.wait', x } }) as const;
const noGlobal = { 'z.module.globals[x] = a': { module: {} }, 'z.globals[a] = gi': { S: {} } };
law(globals, rules.globalWaitRefused, { ...inGlobal(0), vs: [Q, C, K] }, traps(UNSHARED), {
  ...noGlobal, 'queue = ref.null or gi is not shared': inGlobal(1),
});
law(globals, rules.globalWait, { ...inGlobal(1), vs: [Q, C, K] }, waits('global', 2, 0), {
  ...noGlobal,
  'the third operand is (i64.const k)': { vs: [Q, C, i32(9)] },
  'the second operand is c': noValue,
  'the first operand is (ref.waitqueue q)': { vs: [NULL, C, K] },
  'gi is shared': inGlobal(0),
});
globals('there must be a queue, and that comes first', () => {
  for (const x of [0, 1, 2]) fires(rules.globalWaitRefused, { ...inGlobal(x), vs: [NULL, C, K] }, traps(NULL_QUEUE));
});
globals('a thread-local global is not shared', () => fires(rules.globalWaitRefused, { ...inGlobal(2), vs: [Q, C, K] }, traps(UNSHARED)));
globals('what waits is no action yet', () => acts(rules.globalWait, { ...inGlobal(1), vs: [Q, C, K] }, []));
globals.run();

const tables = suite('table.wait');
const OUT = 'out of bounds table access', R = refI31(7);
const inTable = (x: number) => ({ ...all, e: { op: 'table.wait', x } }) as const;
const entry = { 'z.tables[x] = ti': { S: {} }, 'the second operand is (at.const i)': { vs: [Q, i64(1n), R, K] } };
law(tables, rules.tableWaitOob, { ...inTable(1), vs: [Q, i32(2), R, K] }, traps(OUT), {
  ...entry, 'i ≥ |ti.refs|': { vs: [Q, i32(1), R, K] },
});
law(tables, rules.tableWaitRefused, { ...inTable(0), vs: [Q, i32(1), R, K] }, traps(UNSHARED), {
  ...entry, 'i < |ti.refs|': { vs: [Q, i32(2), R, K] }, 'queue = ref.null or ti is unshared': inTable(1),
});
law(tables, rules.tableWait, { ...inTable(1), vs: [Q, i32(1), R, K] }, waits('table', 2, 1, R), {
  ...entry,
  'the fourth operand is (i64.const k)': { vs: [Q, i32(1), R, i32(9)] },
  'the third operand is c': noValue,
  'the first operand is (ref.waitqueue q)': { vs: [NULL, i32(1), R, K] },
  'z.module.tables[x] = a': { module: {} },
  'i < |ti.refs|': { vs: [Q, i32(2), R, K] },
  'ti is shared': inTable(0),
});
tables('there must be a queue, and that comes first', () => {
  for (const x of [0, 1]) fires(rules.tableWaitRefused, { ...inTable(x), vs: [NULL, i32(1), R, K] }, traps(NULL_QUEUE));
});
tables('the index is unsigned, and checked before the queue', () =>
  fires(rules.tableWaitOob, { ...inTable(0), vs: [NULL, i32(-1), R, K] }, traps(OUT)));
tables('a table of i64 takes i64', () => fires(rules.tableWait, { ...inTable(2), vs: [Q, i64(0n), R, K] }, waits('table', 3, 0, R)));
tables('the size of the table is read, for the bounds, and nothing else yet', () => {
  const size: Action = { kind: 'read', loc: { region: 'tablesize', a: 2, i: 0, n: 1 }, order: 'unord' };
  acts(rules.tableWait, { ...inTable(1), vs: [Q, i32(1), R, K] }, [size]);
  acts(rules.tableWaitOob, { ...inTable(1), vs: [Q, i32(2), R, K] }, [size]);
  acts(rules.tableWaitRefused, { ...inTable(1), vs: [NULL, i32(1), R, K] }, [size]);
  acts(rules.tableWaitRefused, { ...inTable(0), vs: [Q, i32(1), R, K] }, []);
});
tables.run();
