/**
 * Steps of threads beside each other: what others see of a step, who waits, and where everyone stands.
 * @module
 */
import type { Action as RuntimeAction } from '../semantics/runtime/actions.ts';
import { queueNamed } from '../semantics/runtime/actions.ts';
import { get } from '../semantics/data/vector.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import { threadGlobal } from '../semantics/runtime/thread-globals.ts';
import { actionsOf } from '../reduction/machine.ts';
import type { PoolThread } from '../reduction/pool.ts';
import type { Action, Change, Queue, ThreadState } from './model.ts';
import { funcNameAt } from './names.ts';
import { showLoc, showQueue } from './show-locations.ts';
import type { Known } from './show-values.ts';
import { showVal } from './show-values.ts';

/** Who makes a step, and beside whom. */
export interface Team {
  /** the thread that makes the step: its number in the pool */
  readonly thread: number;
  /** how many turns there have been, this one included */
  readonly turn: number;
  /** how many threads were spawned before the first of this pool */
  readonly base: number;
  /** the threads of the pool as they stand meanwhile; none of a program that cannot spawn threads */
  readonly threads: readonly PoolThread[];
}
/** Nobody else. */
export const ALONE: Team = { thread: 0, turn: 0, base: 0, threads: [] };

/** The number in the pool of the thread that the store knows by another one. */
export const numberIn = ({ base }: Pick<Team, 'base'>, id: number): number => id === 0 ? 0 : id - base;

/** The threads that wait in a queue. */
const isIn = ({ S: { threading } }: Config, name: string, id: number): boolean => threading.queues.get(name)?.includes(id) === true;
/** The name in the store of the queue in which a thread waits. */
export const queueWaitedIn = (z: Config, { threads }: Team, i: number): string | undefined => {
  const t = threads[i]?.z.T.id;
  return t === undefined ? undefined : [...z.S.threading.queues.keys()].find((name) => isIn(z, name, t));
};
/** The states of all threads while one of them makes the step from z. */
export const lanesOf = (z: Config, team: Team): readonly ThreadState[] => team.threads.map(({ end }, i) => {
  if (i === team.thread) return 'runs';
  if (end !== undefined) return 'ended';
  return queueWaitedIn(z, team, i) === undefined ? 'ready' : 'waits';
});

const NOTHING = { where: null, order: null, queue: null, thread: null } as const;
const orderOf = (order: string): string | null => order === 'unord' ? null : order;
/** An action as a trace has it. */
export const actionOf = (act: RuntimeAction, team: Pick<Team, 'base'>, known: Known): Action => {
  switch (act.kind) {
    case 'read': case 'write': case 'rmw':
      return { ...NOTHING, kind: act.kind, where: showLoc(act.loc, known), order: orderOf(act.order) };
    case 'wait': return { ...NOTHING, kind: act.kind, where: showLoc(act.loc, known), queue: showQueue(act.queue, known) };
    case 'woken': case 'timeout': case 'notify': return { ...NOTHING, kind: act.kind, queue: showQueue(act.queue, known) };
    case 'fence': return { ...NOTHING, kind: act.kind, order: act.order };
    case 'spawn': return { ...NOTHING, kind: act.kind, thread: numberIn(team, act.thread) };
    case 'trap': return { ...NOTHING, kind: act.kind };
  }
};
/** What the others can see of the step from z. */
export const actionsFrom = (z: Config, team: Team, known: Known): readonly Action[] =>
  (actionsOf(z) ?? []).map((act) => actionOf(act, team, known));

/** The wait queues that a step changes. */
export const queuesChanged = (z: Config, z1: Config, team: Team, known: Known): readonly Queue[] => {
  const before = z.S.threading.queues, after = z1.S.threading.queues;
  if (before === after) return [];
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).map((name) => ({
    name: showQueue(queueNamed(name), known), threads: (after.get(name) ?? []).map((id) => numberIn(team, id)),
  }));
};

/** The thread's own values of globals that a step sets. */
const globalsSet = (z: Config, z1: Config, known: Known): readonly Change[] => {
  if (z.T.globals === z1.T.globals) return [];
  return [...z1.T.globals].filter(([a, val]) => z.T.globals.get(a) !== val).map(([a, val]) => {
    const gi = get(z.S.globals, a), before = gi && threadGlobal(z.T, a, gi), from = before === undefined ? 'ε' : showVal(before, known);
    return { where: `T.globals[${a}]`, name: known.names.entity('globals', a) ?? null, from, to: showVal(val, known) };
  });
};
/** The cooperative threads that are ready, where a step changes them. */
const readyNow = ({ T: { ready } }: Config, { T: { ready: ready1 } }: Config): readonly Change[] => {
  const shown = (cas: readonly number[]): string => cas.length === 0 ? 'ε' : cas.map((ca) => `cont ${ca}`).join(' ');
  return ready === ready1 ? [] : [{ where: 'T.ready', name: null, from: shown(ready), to: shown(ready1) }];
};
/** What a step changes that only threads have: wait queues and threads that are new, and the thread's own globals and ready threads. */
export const threadChanges = (z: Config, z1: Config, known: Known): readonly Change[] => {
  const { spawned, waitqueues } = z.S.threading, { spawned: spawned1, waitqueues: waitqueues1 } = z1.S.threading;
  const changes: Change[] = [...globalsSet(z, z1, known), ...readyNow(z, z1)];
  for (let a = waitqueues.n; a < waitqueues1.n; a++) changes.push({ where: `S.waitqueues[${a}]`, name: null, from: null, to: 'ε' });
  for (let i = spawned.n; i < spawned1.n; i++) {
    const { a, vals } = get(spawned1, i) ?? { a: -1, vals: [] };
    const call = [...vals.map((val) => showVal(val, known)), `(invoke ${funcNameAt(z1.S, a) ?? a})`].join(' ');
    changes.push({ where: `S.threads[${i}]`, name: null, from: null, to: call });
  }
  return changes;
};
