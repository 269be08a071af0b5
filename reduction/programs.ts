/**
 * Programs with threads, as the explorer sees them.
 * @spec T core/exec/runtime.rst §Threads
 * @category Reduction: threads
 * @module
 */
import { namer } from '../semantics/data/naming.ts';
import type { Action } from '../semantics/runtime/actions.ts';
import { dependent } from '../semantics/runtime/actions.ts';
import type { Outcome as Ending } from '../semantics/runtime/configuration.ts';
import type { Schedule } from './explorer/schedule.ts';
import type { Choice, KeyedSystem, Outcome } from './explorer/system.ts';
import type { Limits } from './machine.ts';
import type { Pool, PoolThread, Waiting } from './pool.ts';
import { GROWTHS, movable, nextActions, stepThread, waiting, waysOf } from './pool.ts';
import { showOutcome } from './outcomes.ts';

/** How an execution of a program ended. The key says it all in words. */
export type ProgramOutcome = Outcome & (
  /** every thread has ended; the result is that of the first */
  | { readonly verdict: 'complete'; readonly main: Ending }
  | { readonly verdict: 'trap'; readonly thread: number; readonly why: string }
  | { readonly verdict: 'deadlock'; readonly waiting: readonly Waiting[] }
  /** a thread ran out of fuel, stack or memory, or is stuck */
  | { readonly verdict: 'limit'; readonly thread: number; readonly end: Ending }
);

/** Whether a thread that ended so might have gone on, or should have. */
export const isLimit = ({ kind }: Ending): boolean =>
  kind === 'out of fuel' || kind === 'call stack exhausted' || kind === 'out of memory' || kind === 'stuck';
const shown = (ws: readonly Waiting[]): string => ws.map(({ thread, queue }) => `T${thread} waits in ${queue}`).join(', ');

/** What became of a program whose threads cannot go on, or may not. */
export const programOutcome = (pool: Pool): ProgramOutcome => {
  if (pool.trap !== undefined) {
    const { thread, why } = pool.trap;
    return { verdict: 'trap', thread, why, key: `trap in T${thread}: ${why}` };
  }
  const limited = pool.threads.findIndex((t) => t.end !== undefined && isLimit(t.end)), end = pool.threads[limited]?.end;
  if (end !== undefined) return { verdict: 'limit', thread: limited, end, key: `T${limited}: ${showOutcome(end)}` };
  const ws = waiting(pool), main = pool.threads[0]?.end;
  const isBlocked = pool.threads.some(({ end }) => end === undefined);
  if (main === undefined || isBlocked) return { verdict: 'deadlock', waiting: ws, key: `deadlock: ${shown(ws)}` };
  return { verdict: 'complete', main, key: showOutcome(main) };
};

/** What has an identity of its own, or never changes: defined types, modules, and instances of modules. */
const isAtom = (data: object): boolean => ('kind' in data && data.kind === 'def') || 'customs' in data || 'exports' in data;

/** The limits under which a schedule is to be followed: it says how growing ends, if that was a choice. */
export const limitsFor = (schedule: Schedule, limits: Limits): Limits =>
  schedule.some(({ choice: { alternative } }) => GROWTHS.some((way) => way === alternative)) ? { ...limits, refusals: true } : limits;

/** Programs, within the limits that each thread has. */
export const programs = (limits: Limits): KeyedSystem<Pool, Action, ProgramOutcome> => {
  const name = namer(isAtom);
  const thread = ({ z: { T, F, P, H, vs, es }, end }: PoolThread): unknown => ({ T, F, P, H, vs, es, end });
  return {
    enabled: (pool) => movable(pool).flatMap((i): readonly Choice[] =>
      waysOf(pool, i, limits)?.map((alternative) => ({ thread: i, alternative })) ?? [{ thread: i }]),
    size: ({ threads }) => threads.length,
    step: (pool, { thread: i, alternative }) =>
      ({ z: stepThread(pool, i, limits, alternative), actions: nextActions(pool, i, alternative) ?? [] }),
    dependent,
    key: ({ S, threads, trap }) => name({ S, threads: threads.map(thread), trap }),
    outcome: programOutcome,
  };
};
