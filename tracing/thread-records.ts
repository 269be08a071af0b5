/**
 * Records of turns and of the end of programs with threads.
 * @module
 */
import { queueNamed } from '../semantics/runtime/actions.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { Pool } from '../reduction/pool.ts';
import type { ProgramOutcome } from '../reduction/programs.ts';
import type { End, ThreadPicture, Turn, Waiter } from './model.ts';
import { namesOf } from './names.ts';
import type { Subject } from './record.ts';
import { endedOf, placeOf } from './record.ts';
import { showQueue } from './show-locations.ts';
import { stacksOf } from './stacks.ts';
import type { Team } from './threads.ts';
import { lanesOf, queueWaitedIn } from './threads.ts';

/** Where the thread i stands when another, or itself, goes on from z. */
const pictureOf = (z: Config, team: Team, i: number, state: ThreadPicture['state'], { inst, places }: Subject): ThreadPicture => {
  const thread = team.threads[i], names = namesOf(inst), own = i === team.thread ? z : { ...(thread?.z ?? z), S: z.S };
  const queue = queueWaitedIn(z, team, i);
  return {
    state, queue: queue === undefined ? null : showQueue(queueNamed(queue), { S: z.S, names }),
    stacks: state === 'ended' ? [] : stacksOf(own, own.es, { S: z.S, inst }, places),
    ended: state !== 'ended' || thread?.end === undefined ? null : endedOf(thread.end, own, names),
  };
};
/** A thread goes on from z. */
export const turnRecord = (z: Config, team: Team, subject: Subject): Turn => ({
  kind: 'turn', turn: team.turn, thread: team.thread,
  threads: lanesOf(z, team).map((state, i) => pictureOf(z, team, i, state, subject)),
});

/** Where a thread of a pool stands, in the store of all. */
export const standing = ({ S, threads }: Pool, i: number): Config => {
  const z = threads[i]?.z;
  if (z === undefined) throw new RangeError(`there is no thread ${i}`);
  return { ...z, S };
};
/** The threads that wait, each with its queue and its place. */
export const waitersOf = (pool: Pool, subject: Subject): readonly Waiter[] => pool.threads.flatMap(({ end }, i) => {
  const z = standing(pool, i), { e } = z.es;
  if (end !== undefined || e.op !== 'waiting') return [];
  return [{ thread: i, queue: showQueue(e.queue, { S: pool.S, names: namesOf(subject.inst) }), place: placeOf(z, subject) }];
});
/** The end of a pool: what became of it, in which thread and where. */
export const poolEnd = (
  pool: Pool, whole: ProgramOutcome, outcome: Outcome, subject: Subject,
): Pick<End, 'outcome' | 'place' | 'thread'> => {
  const thread = whole.verdict === 'trap' || whole.verdict === 'limit' ? whole.thread : 0, z = standing(pool, thread);
  const at = { thread, place: placeOf(z, subject) };
  return { ...at, outcome: outcome.kind === 'deadlock' ? { kind: 'deadlock', waiting: waitersOf(pool, subject) }
    : endedOf(outcome, z, namesOf(subject.inst)) };
};
