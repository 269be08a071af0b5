import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as rules from '../../../reduction/rules/variables.ts';
import { freshThread } from '../../../semantics/runtime/threads.ts';
import type { Thread } from '../../../semantics/runtime/threads.ts';
import { i32, i64, NULL } from '../../../semantics/runtime/values.ts';
import { absRef } from '../../../syntax/types.ts';
import { frameOf, global, globalAs } from '../configurations.ts';
import { fires, law, leaves } from './support.ts';

const nothing = { 'the operand is val': { below: [], vs: [] } };

const locals = suite('locals');
law(locals, rules.localGet, { e: { op: 'local.get', x: 1 }, locals: [i32(5), i64(6n)] }, leaves([i64(6n)]), {
  'z.locals[x] = val': { locals: [i32(5), undefined] },
});
const set = { e: { op: 'local.set', x: 1 }, vs: [i32(7)], locals: [i32(5), i32(6), undefined], module: { tags: [3] } } as const;
law(locals, rules.localSet, set, { ...leaves([]), F: frameOf([i32(5), i32(7), undefined], { tags: [3] }) }, nothing);
law(locals, rules.localTee, { ...set, e: { op: 'local.tee', x: 1 } }, leaves([i32(7), i32(7)], [{ op: 'local.set', x: 1 }]), nothing);
locals.run();

const globals = suite('globals');
const [g0, g1, g2] = [global('i32', i32(0)), global('i32', i32(1)), global('i64', i64(2n))];
/** Index 2 is a thread-local global, whose instance keeps a value that no thread sees. */
const local = globalAs('thread_local', global('i64', i64(99n)));
const S = { globals: [g0, g1, g2, local] };
const get = { e: { op: 'global.get', x: 1 }, module: { globals: [1, 2, 3] }, S } as const;
const getLocal = { ...get, e: { op: 'global.get', x: 2 } } as const;
const noGlobal = { 'z.module.globals[x] = a': { module: {} }, 'z.globals[a] = gi': { S: {} } };
law(globals, rules.globalGet, get, leaves([i64(2n)]), { ...noGlobal, 'gi is not thread-local': getLocal });
const set0 = { ...get, e: { op: 'global.set', x: 0 }, vs: [i32(-1)] } as const;
const setLocal = { ...get, e: { op: 'global.set', x: 2 }, vs: [i64(7n)] } as const;
law(globals, rules.globalSet, set0, leaves([], [], { globals: [g0, global('i32', i32(-1)), g2, local] }), {
  ...nothing, ...noGlobal, 'gi is not thread-local': { e: setLocal.e },
});
globals.run();

const threadLocal = suite('thread-local globals');
/** A thread that has set the thread-local globals at the addresses 3 and 5. */
const T: Thread = { ...freshThread(2), globals: new Map([[3, i64(-1n)], [5, i32(5)]]) };
law(threadLocal, rules.globalGetThreadLocal, { ...getLocal, T }, leaves([i64(-1n)]), {
  ...noGlobal,
  'gi is thread-local': { e: get.e },
  'val = T.globals[a] or, if there is none, val = default_t': {
    S: { globals: [g0, g1, g2, globalAs('thread_local', global(absRef('any', false), NULL))] }, T: freshThread(2),
  },
});
threadLocal('a thread that has not set it sees the default value of its type', () => {
  fires(rules.globalGetThreadLocal, getLocal, leaves([i64(0n)]));
  const ref = { globals: [g0, g1, g2, globalAs('thread_local', global(absRef('any', true, true), NULL))] };
  fires(rules.globalGetThreadLocal, { ...getLocal, S: ref }, leaves([NULL]));
});
law(threadLocal, rules.globalSetThreadLocal, { ...setLocal, T },
  { ...leaves([]), T: { ...freshThread(2), globals: new Map([[3, i64(7n)], [5, i32(5)]]) } },
  { ...nothing, ...noGlobal, 'gi is thread-local': { e: set0.e } });
threadLocal('setting one changes neither the store nor the thread as it was', () => {
  const after: Thread = { ...freshThread(2), globals: new Map([[3, i64(7n)], [5, i32(5)]]) };
  fires(rules.globalSetThreadLocal, { ...setLocal, T }, { ...leaves([], [], S), T: after });
  assert.equal(T.globals.get(3), i64(-1n));
});
threadLocal.run();
