/**
 * A tiny concurrent language to explore: threads read, write and modify variables, wait and notify, spawn, choose and trap.
 *
 * A program is a list of codes; a thread runs one of them, with registers of its own. Steps that touch registers only are no steps: they
 * are made together with the step before.
 */
import type { Choice, KeyedSystem, Outcome, Stepped } from '../../../reduction/explorer/system.ts';

/** The values of a thread's registers; one that was never set is 0. */
export type Registers = readonly number[];
/** A value, or how to compute it. */
export type Of<T> = T | ((r: Registers) => T);

/** An instruction; the numbers `to` are registers. */
export type Instruction =
  | { readonly op: 'read'; readonly x: Of<string>; readonly to: number }
  | { readonly op: 'write'; readonly x: Of<string>; readonly value: Of<number> }
  /** Reads, and writes what `by` makes of it; undefined: only reads. */
  | { readonly op: 'modify'; readonly x: Of<string>; readonly to: number; readonly by: (old: number, r: Registers) => number | undefined }
  /** If x is `expected`, waits at x until notified (0), or for any time (2); otherwise goes on at once (1). */
  | { readonly op: 'wait'; readonly x: string; readonly expected: number; readonly timeout: boolean; readonly to: number }
  /** Wakes up to `count` threads that wait at x, in the order in which they came; tells how many. */
  | { readonly op: 'notify'; readonly x: string; readonly count: number; readonly to: number }
  /** Starts a thread; tells its number. */
  | { readonly op: 'spawn'; readonly code: number; readonly to: number }
  /** Goes on when the thread of this number has ended. */
  | { readonly op: 'join'; readonly thread: Of<number> }
  /** Tells which name was chosen, by number. A name other than the first also reads x. */
  | { readonly op: 'choose'; readonly names: readonly string[]; readonly x?: string; readonly to: number }
  /** Ends the whole program if the condition holds. */
  | { readonly op: 'trap'; readonly when: (r: Registers) => boolean }
  | { readonly op: 'set'; readonly to: number; readonly value: Of<number> }
  | { readonly op: 'goto'; readonly target: number; readonly when: (r: Registers) => boolean }
  /** Never goes on if the condition does not hold. */
  | { readonly op: 'assume'; readonly that: (r: Registers) => boolean };

/** What threads can run, which of it runs at the start, and initial values other than 0. */
export interface Program {
  readonly codes: readonly (readonly Instruction[])[];
  readonly start?: readonly number[];
  readonly initial?: Readonly<Record<string, number>>;
}

type Status = 'running' | 'ended' | 'stuck' | 'woken' | { readonly waits: string; readonly timeout: boolean };
interface Thread {
  readonly code: number;
  readonly pc: number;
  readonly r: Registers;
  readonly status: Status;
}
/** A configuration: variables, threads, and who waits at which variable. */
export interface Toy {
  readonly variables: Readonly<Record<string, number>>;
  readonly threads: readonly Thread[];
  readonly queues: Readonly<Record<string, readonly number[]>>;
  readonly trapped: number | undefined;
}
/** What steps do to what is shared. */
export type Action =
  /** `tried`: the value decided which of the two it is */
  | { readonly kind: 'read' | 'write'; readonly x: string; readonly tried?: true }
  | { readonly kind: 'wait'; readonly x: string }
  | { readonly kind: 'notify'; readonly x: string; readonly woken: readonly number[] }
  | { readonly kind: 'woken' | 'timeout'; readonly x: string; readonly thread: number }
  /** nothing that is shared */
  | { readonly kind: 'own' }
  | { readonly kind: 'end'; readonly thread: number }
  | { readonly kind: 'join'; readonly thread: number; readonly by: number }
  | { readonly kind: 'spawn'; readonly thread: number }
  | { readonly kind: 'trap' };
/** How it ended, with the values of variables and registers. */
export interface ToyOutcome extends Outcome {
  readonly verdict: 'complete' | 'assumption' | 'deadlock' | 'trap';
}

const of = <T extends number | string>(value: Of<T>, r: Registers): T => typeof value === 'function' ? value(r) : value;
const set = (r: Registers, i: number, value: number): Registers => {
  const out = [...r];
  while (out.length <= i) out.push(0);
  out[i] = value;
  return out;
};

/** The thread after its steps that touch nothing shared. */
const settle = (codes: Program['codes'], thread: Thread): Thread => {
  const code = codes[thread.code] ?? [];
  let { pc, r } = thread;
  for (;;) {
    const e = code[pc];
    if (e === undefined) return { ...thread, pc, r, status: 'ended' };
    pc++;
    if (e.op === 'set') r = set(r, e.to, of(e.value, r));
    else if (e.op === 'goto') pc = e.when(r) ? e.target : pc;
    else if (e.op === 'assume') {
      if (!e.that(r)) return { ...thread, pc, r, status: 'stuck' };
    } else if (e.op !== 'trap' || e.when(r)) return { ...thread, pc: pc - 1, r, status: 'running' };
  }
};

/** The configuration in which a program begins. */
export const startOf = ({ codes, start = codes.map((_, i) => i), initial = {} }: Program): Toy => ({
  variables: initial, queues: {}, trapped: undefined,
  threads: start.map((code) => settle(codes, { code, pc: 0, r: [], status: 'running' })),
});

const alternatives = (codes: Program['codes'], threads: readonly Thread[], { status, code, pc, r }: Thread): readonly (string | undefined)[] => {
  if (status === 'ended' || status === 'stuck') return [];
  if (status === 'woken') return ['woken'];
  if (status !== 'running') return status.timeout ? ['timeout'] : [];
  const e = codes[code]?.[pc];
  if (e?.op === 'join' && threads[of(e.thread, r)]?.status !== 'ended') return [];
  return e?.op === 'choose' ? e.names : [undefined];
};

const enabled = (codes: Program['codes']) => (z: Toy): readonly Choice[] => {
  if (z.trapped !== undefined) return [];
  return z.threads.flatMap((t, thread) =>
    alternatives(codes, z.threads, t).map((alternative) => alternative === undefined ? { thread } : { thread, alternative }));
};

type Made = Stepped<Toy, Action>;
type Next = (z: Toy, to?: number, value?: number) => Toy;

const notified = (z: Toy, e: Extract<Instruction, { op: 'notify' }>, next: Next): Made => {
  const queue = z.queues[e.x] ?? [], woken = queue.slice(0, e.count);
  const threads = z.threads.map((t, i) => woken.includes(i) ? { ...t, status: 'woken' as const } : t);
  const after = { ...z, threads, queues: { ...z.queues, [e.x]: queue.slice(e.count) } };
  return { z: next(after, e.to, woken.length), actions: [{ kind: 'notify', x: e.x, woken }] };
};
const waiting = (z: Toy, p: number, e: Extract<Instruction, { op: 'wait' }>, next: Next): Made => {
  if ((z.variables[e.x] ?? 0) !== e.expected) return { z: next(z, e.to, 1), actions: [{ kind: 'read', x: e.x, tried: true }] };
  const threads = z.threads.map((t, i): Thread => i === p ? { ...t, status: { waits: e.x, timeout: e.timeout } } : t);
  const queues = { ...z.queues, [e.x]: [...z.queues[e.x] ?? [], p] };
  return { z: { ...z, threads, queues }, actions: [{ kind: 'read', x: e.x, tried: true }, { kind: 'wait', x: e.x }] };
};
const resumed = (z: Toy, thread: number, e: Extract<Instruction, { op: 'wait' }>, woken: boolean, next: Next): Made => {
  const queues = { ...z.queues, [e.x]: (z.queues[e.x] ?? []).filter((i) => i !== thread) };
  return { z: next({ ...z, queues }, e.to, woken ? 0 : 2), actions: [{ kind: woken ? 'woken' : 'timeout', x: e.x, thread }] };
};

const stepOf = (codes: Program['codes'], z: Toy, { thread: p, alternative }: Choice): Made => {
  const thread = z.threads[p], e = thread && codes[thread.code]?.[thread.pc];
  if (thread === undefined || e === undefined) throw new Error(`T${p} has ended`);
  const { r } = thread;
  const next: Next = (after, to, value = 0) => {
    const moved = { ...thread, pc: thread.pc + 1, r: to === undefined ? r : set(r, to, value), status: 'running' as const };
    return { ...after, threads: after.threads.map((t, i) => i === p ? settle(codes, moved) : t) };
  };
  switch (e.op) {
    case 'read': {
      const x = of(e.x, r);
      return { z: next(z, e.to, z.variables[x]), actions: [{ kind: 'read', x }] };
    }
    case 'write': {
      const x = of(e.x, r);
      return { z: next({ ...z, variables: { ...z.variables, [x]: of(e.value, r) } }), actions: [{ kind: 'write', x }] };
    }
    case 'modify': {
      const x = of(e.x, r), old = z.variables[x] ?? 0, value = e.by(old, r);
      const after = value === undefined ? z : { ...z, variables: { ...z.variables, [x]: value } };
      return { z: next(after, e.to, old), actions: [{ kind: value === undefined ? 'read' : 'write', x, tried: true }] };
    }
    case 'wait': return alternative === undefined ? waiting(z, p, e, next) : resumed(z, p, e, alternative === 'woken', next);
    case 'notify': return notified(z, e, next);
    case 'spawn': {
      const child = settle(codes, { code: e.code, pc: 0, r: [], status: 'running' });
      return { z: next({ ...z, threads: [...z.threads, child] }, e.to, z.threads.length), actions: [{ kind: 'spawn', thread: z.threads.length }] };
    }
    case 'choose': {
      const n = e.names.indexOf(alternative ?? '');
      return { z: next(z, e.to, n), actions: n > 0 && e.x !== undefined ? [{ kind: 'read', x: e.x }] : [{ kind: 'own' }] };
    }
    case 'join': return { z: next(z), actions: [{ kind: 'join', thread: of(e.thread, r), by: p }] };
    case 'trap': return { z: { ...z, trapped: p }, actions: [{ kind: 'trap' }] };
    default: throw new Error(`${e.op} is no step`);
  }
};

const step = (codes: Program['codes']) => (z: Toy, choice: Choice): Made => {
  const made = stepOf(codes, z, choice);
  const ends = made.z.threads.flatMap(({ status }, thread): readonly Action[] =>
    status === 'ended' && z.threads[thread]?.status !== 'ended' ? [{ kind: 'end', thread }] : []);
  return ends.length === 0 ? made : { z: made.z, actions: [...made.actions, ...ends] };
};

/**
 * Reads and writes of the same variable, unless both read; everything at one queue, except that threads leave it in any order; numbers of
 * new threads; the end of a thread and waiting for it (which a new thread may have to do at once, so that it is not seen to appear); a trap
 * and everything.
 */
export const dependent = (a: Action, b: Action): boolean => {
  if (a.kind === 'trap' || b.kind === 'trap') return true;
  if (a.kind === 'own' || b.kind === 'own') return false;
  if (b.kind === 'join') return a.kind === 'end' && a.thread === b.thread || a.kind === 'spawn' && a.thread === b.by;
  if (a.kind === 'join') return dependent(b, a);
  if (a.kind === 'end' || b.kind === 'end') return false;
  if (a.kind === 'spawn' || b.kind === 'spawn') return a.kind === b.kind;
  if (a.x !== b.x) return false;
  const memory = (c: Action): boolean => c.kind === 'read' || c.kind === 'write';
  if (memory(a) || memory(b)) return memory(a) && memory(b) && (a.kind === 'write' || b.kind === 'write');
  if (a.kind === 'notify') return b.kind !== 'woken' || a.woken.includes(b.thread);
  if (b.kind === 'notify') return dependent(b, a);
  return a.kind === 'wait' && b.kind === 'wait';
};

const outcome = (z: Toy): ToyOutcome => {
  const has = (status: (s: Status) => boolean): boolean => z.threads.some((t) => status(t.status));
  const verdict = z.trapped !== undefined ? 'trap'
    : has((s) => s === 'stuck') ? 'assumption' : has((s) => s !== 'ended') ? 'deadlock' : 'complete';
  return { verdict, key: `${verdict} ${key(z)}` };
};
const key = (z: Toy): string => JSON.stringify([
  Object.entries(z.variables).filter(([, v]) => v !== 0).sort(), Object.entries(z.queues).filter(([, q]) => q.length > 0).sort(),
  z.trapped, z.threads.map((t) => [t.code, t.pc, t.status, t.r.slice(0, t.r.findLastIndex((v) => v !== 0) + 1)]),
]);

const fixed = (a: Action): boolean => (a.kind === 'read' || a.kind === 'write') && a.tried === undefined || a.kind === 'join' || a.kind === 'end';

/** A program, to be explored. */
export const systemOf = ({ codes }: Program): KeyedSystem<Toy, Action, ToyOutcome> =>
  ({ enabled: enabled(codes), size: ({ threads }) => threads.length, step: step(codes), dependent, fixed, key, outcome });

// ── instructions, shortly ────────────────────────────────────────────────────────────────────────────
/** r[to] := x */
export const read = (x: Of<string>, to = 0): Instruction => ({ op: 'read', x, to });
/** x := value */
export const write = (x: Of<string>, value: Of<number>): Instruction => ({ op: 'write', x, value });
/** r[to] := x; x := x + n, in one step */
export const add = (x: string, n: number, to = 0): Instruction => ({ op: 'modify', x, to, by: (old) => old + n });
/** r[to] := x; if x = expected then x := value, in one step */
export const cas = (x: Of<string>, expected: number, value: Of<number>, to = 0): Instruction =>
  ({ op: 'modify', x, to, by: (old, r) => old === expected ? of(value, r) : undefined });
/** Waits at x. */
export const wait = (x: string, expected = 0, timeout = false, to = 0): Instruction => ({ op: 'wait', x, expected, timeout, to });
/** Wakes threads. */
export const notify = (x: string, count = 1, to = 0): Instruction => ({ op: 'notify', x, count, to });
/** Goes to the instruction of this number. */
export const goto = (target: number, when: (r: Registers) => boolean = () => true): Instruction => ({ op: 'goto', target, when });
/** r[to] := value, which is no step */
export const put = (to: number, value: Of<number>): Instruction => ({ op: 'set', to, value });
/** Waits for the end of a thread. */
export const join = (thread: Of<number>): Instruction => ({ op: 'join', thread });
/** Gives up an execution without the property. */
export const assume = (that: (r: Registers) => boolean): Instruction => ({ op: 'assume', that });
/** Traps. */
export const trap = (when: (r: Registers) => boolean = () => true): Instruction => ({ op: 'trap', when });
