/**
 * Instruction sequences as the machine reads them: shared immutable lists. The list of a body is made once and kept
 * beside the body.
 * @spec core 4.0-execution.configurations §Administrative instructions
 * @module
 */
import type { Expr, Instr, Op } from '../../syntax/instructions.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { Span } from '../../syntax/source.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { RefType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Loc, QueueKey } from './actions.ts';
import type { Addr, Val } from './values.ts';

/** Administrative instructions, and `end`: what stands in a context whose instructions have become values. */
export type AdminInstr = (
  /** a value that a rule has put among instructions */
  | { readonly op: 'value'; readonly val: Val }
  | { readonly op: 'trap'; readonly why: string }
  /** (call_ref dt), with the type of the function called */
  | { readonly op: 'call_ref' | 'return_call_ref'; readonly y: DefType }
  /** parts of an indirect call; `why` is what their traps are called there */
  | { readonly op: 'table.get'; readonly x: number; readonly why: string }
  | { readonly op: 'ref.cast'; readonly rt: RefType; readonly why: string }
  | { readonly op: 'call_ref' | 'return_call_ref'; readonly y: number; readonly why: string }
  /** a growth that is refused, be it possible or not */
  | { readonly op: 'memory.grow'; readonly x: number; readonly refused: true }
  | { readonly op: 'table.grow'; readonly x: number; readonly refused: true }
  /** (suspend ea): its tag is an address. @spec SS Explainer.md §Tags */
  | { readonly op: 'suspend.addr'; readonly ea: Addr }
  /** (switch $ct ea) */
  | { readonly op: 'switch.addr'; readonly ct: number; readonly ea: Addr }
  /** compares the value of a location with the expected one and, if they are equal, waits in the queue; a negative timeout is infinite */
  | { readonly op: 'wait.at'; readonly loc: Loc; readonly queue: QueueKey; readonly expected: Val; readonly timeout: bigint }
  /** waits in the queue until notified, or for so many nanoseconds. @spec T core/exec/runtime.rst §Administrative Instructions */
  | { readonly op: 'waiting'; readonly queue: QueueKey; readonly timeout: bigint }
  /** lets n cooperative threads go on, one after the other, those that have been ready longest */
  | { readonly op: 'turns'; readonly n: number }
  | { readonly op: 'end' }
) & { readonly at: Span };

/** An instruction of a configuration. */
export type RunInstr = Instr | AdminInstr;
/** the constructors of instructions of a configuration */
export type RunOp = Op | AdminInstr['op'];
/** the instructions of a configuration with the constructor T */
export type RunInstrOf<T extends RunOp> = Extract<RunInstr, { readonly op: T }>;

/** instr*; `k` numbers the constructor of the head, to dispatch on */
export interface Code {
  readonly k: number;
  readonly e: RunInstr;
  readonly next: Code;
}

const admin: { readonly [T in Exclude<AdminInstr['op'], Op>]: true } = {
  value: true, trap: true, 'suspend.addr': true, 'switch.addr': true, 'wait.at': true, waiting: true, turns: true, end: true,
};
const ops: readonly string[] = [...Object.keys(immediates), ...Object.keys(admin)];
// Complete, since the keys of both tables are complete by their types.
const numbers = Object.fromEntries(ops.map((op, k) => [op, k])) as { readonly [T in RunOp]: number };

/** The number of a constructor. */
export const numberOf = (op: RunOp): number => numbers[op];

const theEnd: { k: number; e: RunInstr; next: Code } = { k: numbers.end, e: { op: 'end', at: NOWHERE }, next: undefined as never };
theEnd.next = theEnd;
/** ε, its own tail */
export const END: Code = theEnd;

/** e next */
export const then = (e: RunInstr, next: Code): Code => ({ k: numbers[e.op], e, next });

/** es next */
export const thenAll = (es: Code, next: Code): Code => {
  if (es === END) return next;
  if (next === END) return es;
  if (es.next === END) return { k: es.k, e: es.e, next };
  const cells: Code[] = [];
  for (let p = es; p !== END; p = p.next) cells.push(p);
  return cells.reduceRight((out, { k, e }) => ({ k, e, next: out }), next);
};

/** (trap), with its reason */
export const trap = (why: string, at: Span): RunInstr => ({ op: 'trap', why, at });
/** (trap), for the reason that the instruction gives, or else `why` */
export const trapOf = (e: RunInstr & { readonly why?: string }, why: string): RunInstr => trap(e.why ?? why, e.at);
/** a value among instructions */
export const value = (val: Val, at: Span): RunInstr => ({ op: 'value', val, at });

const made = new WeakMap<readonly RunInstr[], Code>();
/** The list of a sequence; the same list every time for the same array, which must not change. */
export const code = (es: Expr | readonly RunInstr[]): Code => {
  const known = made.get(es);
  if (known !== undefined) return known;
  let out = END;
  for (let i = es.length - 1; i >= 0; i--) out = then(es[i] as RunInstr, out);
  made.set(es, out);
  return out;
};
