import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/waits.ts';
import type { Loc, QueueKey } from '../../../semantics/runtime/actions.ts';
import { queueName } from '../../../semantics/runtime/actions.ts';
import type { Threading } from '../../../semantics/runtime/threads.ts';
import { NO_THREADS } from '../../../semantics/runtime/threads.ts';
import { i32 } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import { global, globalAs } from '../configurations.ts';
import { acts, law, leaves } from './support.ts';

const queue: QueueKey = { kind: 'waitqueue', a: 4 };
const loc: Loc = { region: 'global', a: 0, i: 0, n: 1 };
const wait: Bare = { op: 'wait.at', loc, queue, expected: i32(3), timeout: 5n };
const waiting = (timeout: bigint): Bare => ({ op: 'waiting', queue, timeout });

/** A shared global of this value, and the threads that wait in the queue; the thread of the tests is number 0. */
const world = (value: number, ...threads: readonly number[]): Instances & { readonly threading: Threading } => ({
  globals: [globalAs('shared', global('i32', i32(value)))],
  threading: { ...NO_THREADS, queues: threads.length === 0 ? new Map() : new Map([[queueName(queue), threads]]) },
});

const waits = suite('waits');
law(waits, rules.waitNe, { e: wait, S: world(2, 8) }, leaves([i32(1)]), { 'S(loc) ≠ c': { S: world(3) } });
law(waits, rules.waitEq, { e: wait, S: world(3, 8) }, leaves([], [waiting(5n)], world(3, 8, 0)), { 'S(loc) = c': { S: world(2) } });
law(waits, rules.waitingWoken, { e: waiting(-1n), S: world(3, 8) }, leaves([i32(0)]), { 'T ∉ S.queues[q]': { S: world(3, 8, 0) } });
law(waits, rules.waitingTimeout, { e: waiting(0n), S: world(3, 8, 0, 9) }, leaves([i32(2)], [], world(3, 8, 9)), {
  'T ∈ S.queues[q]': { S: world(3, 8) },
  'k ≥ 0': { e: waiting(-1n) },
});
waits('a wait reads its location, or enters its queue; what ends it is an action on the queue', () => {
  acts(rules.waitNe, { e: wait, S: world(2) }, [{ kind: 'read', loc, order: 'seqcst' }]);
  acts(rules.waitEq, { e: wait, S: world(3) }, [{ kind: 'wait', queue, loc }]);
  acts(rules.waitingWoken, { e: waiting(-1n), S: world(3) }, [{ kind: 'woken', queue }]);
  acts(rules.waitingTimeout, { e: waiting(0n), S: world(3, 0) }, [{ kind: 'timeout', queue }]);
});
waits.run();
