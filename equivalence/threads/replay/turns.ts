/**
 * Turns: what a step of a schedule is to the evaluator.
 *
 * A step of the small step is one action that other threads can see. The instruction that performs it has a number, its *site*; there the
 * evaluator waits for its turn. So the small step alone knows which instructions can be seen: those at which some execution had an action.
 *
 * | the step | the turn |
 * |---|---|
 * | an instruction performs an action | at its site |
 * | a thread is spawned | `SPAWN`: calls of the functions that spawn are told by the function, not by their place |
 * | a thread that waits has been woken, or gives up | `WOKEN`, `TIMEOUT` |
 * | a trap ends all threads | `TRAP` |
 * | a wait looks at the size of its memory or table, for the bounds | none: the wait has one |
 * | an instruction goes on that accesses many places, one after the other | none: the turn of its first step goes on |
 *
 * In the last two cases others may have had steps in between, which cannot be forced on the evaluator if they could make a difference.
 * @category Equivalence: threads
 * @module
 */
import type { Action } from '../../../semantics/runtime/actions.ts';
import type { Pool } from '../../../reduction/pool.ts';
import type { Choice } from '../../../reduction/explorer/system.ts';
import { instructionsIn } from '../../../syntax/bodies.ts';
import type { Instr } from '../../../syntax/instructions.ts';
import type { Module } from '../../../syntax/modules.ts';
import type { Span } from '../../../syntax/source.ts';

/** Sites that are no place in a module. Those of instructions that may access many places, or none, have the numbers from `MANY` on. */
export const SPAWN = -1, WOKEN = -2, TIMEOUT = -3, TRAP = -4, MANY = 0x10_0000;

/** A turn of a thread. */
export interface Turn {
  readonly thread: number;
  readonly site: number;
}
/** A step of an execution. */
export interface Step {
  readonly choice: Choice;
  /** what the thread does, and where */
  readonly does: 'bounds' | 'access' | 'more' | 'wait' | 'spawn' | 'woken' | 'timeout' | 'trap';
  readonly at: Span;
  /** whether it changes the size of a memory or a table, or which way it ends is a choice */
  readonly grows: boolean;
}

/** The instructions of the functions of a module, by their place in the source. */
export type Places = ReadonlyMap<string, Instr>;
const placeOf = ({ start, end }: Span): string => `${start}:${end}`;
/** All of them. Two instructions at the same place cannot be told apart. */
export const placesIn = ({ funcs }: Module): Places => {
  const found = new Map<string, Instr>();
  for (const e of instructionsIn(funcs.map(({ body }) => body))) {
    if (found.has(placeOf(e.at))) throw new RangeError(`two instructions at ${placeOf(e.at)}`);
    found.set(placeOf(e.at), e);
  }
  return found;
};

const isMany = ({ op }: Instr): boolean => /\.(?:fill|copy|init|init_data|init_elem)$/u.test(op);
const resizes = (actions: readonly Action[]): boolean =>
  actions.some((act) => act.kind === 'rmw' && (act.loc.region === 'memsize' || act.loc.region === 'tablesize'));
const doesOf = (places: Places, before: Pool, { thread: i }: Choice, actions: readonly Action[], after: Pool): Step['does'] => {
  const thread = before.threads[i], e = thread?.z.es.e;
  if (thread === undefined || e === undefined || thread.end !== undefined) return 'trap';
  if (e.op === 'waiting') return actions.some(({ kind }) => kind === 'timeout') ? 'timeout' : 'woken';
  if (e.op === 'wait.at') return 'wait';
  if (e.op === 'call_ref') return 'spawn';
  const next = after.threads[i];
  if (next?.end === undefined && next?.z.es.e.op === 'wait.at' && next.z.es.e.at === e.at) return 'bounds';
  const source = places.get(placeOf(e.at));
  return source !== undefined && isMany(source) && source !== e ? 'more' : 'access';
};
/** What a step does. */
export const stepOf = (places: Places, before: Pool, choice: Choice, actions: readonly Action[], after: Pool): Step => {
  const at = before.threads[choice.thread]?.z.es.e.at ?? { start: -1, end: -1 };
  return { choice, does: doesOf(places, before, choice, actions, after), at, grows: choice.alternative !== undefined || resizes(actions) };
};

/** The numbers of sites, which are given as they are met. */
export interface MutableSites {
  readonly places: Places;
  readonly numbers: Map<string, number>;
}
/** No sites so far. */
export const newSites = (places: Places): MutableSites => ({ places, numbers: new Map() });
/** The number of the site at a place; undefined if it is none. */
export const siteAt = ({ numbers }: MutableSites, at: Span): number | undefined => numbers.get(placeOf(at));
const numbered = ({ places, numbers }: MutableSites, at: Span): number => {
  const key = placeOf(at), known = numbers.get(key), source = places.get(key);
  if (known !== undefined) return known;
  const n = numbers.size + (source !== undefined && isMany(source) ? MANY : 0);
  numbers.set(key, n);
  return n;
};

const special: { readonly [D in Step['does']]?: number } = { spawn: SPAWN, woken: WOKEN, timeout: TIMEOUT, trap: TRAP };
/** The turns of an execution; undefined if the evaluator cannot be forced to take them. */
export const turnsOf = (sites: MutableSites, steps: readonly Step[]): readonly Turn[] | undefined => {
  const turns: Turn[] = [], grows = steps.some((step) => step.grows);
  // The first step of an instruction with many may have been told as one of the others.
  const begun = new Map<number, string>();
  for (const [i, { choice: { thread, alternative }, does, at }] of steps.entries()) {
    const before = steps[i - 1], after = steps[i + 1];
    if (alternative !== undefined) return undefined;
    if (does === 'bounds') {
      if (grows && after?.choice.thread !== thread) return undefined;
      continue;
    }
    const place = placeOf(at), continues = does === 'more' && begun.get(thread) === place;
    begun.set(thread, place);
    if (continues && before?.choice.thread !== thread) return undefined;
    if (!continues) turns.push({ thread, site: special[does] ?? numbered(sites, at) });
  }
  return turns;
};
