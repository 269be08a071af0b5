/**
 * Cooperative threads: continuations that wait for their turn in a run queue.
 * @spec CM CanonicalABI.md §Threads
 * @module
 */
import type { Span } from '../../syntax/source.ts';
import { cons } from '../data/list.ts';
import { code, trap } from './code.ts';
import type { Cont, Handler, HdlInst, Label, Vals } from './contexts.ts';
import { NIL } from './contexts.ts';
import { EMPTY_FRAME } from './frames.ts';
import type { FuncInst } from './store.ts';
import type { Thread } from './threads.ts';
import type { Addr, Val } from './values.ts';
import { refFunc } from './values.ts';

/** What an exception or a suspension that a thread does not handle traps with. */
export const UNCAUGHT = 'uncaught exception in a thread', UNHANDLED = 'unhandled tag in a thread';
/** The clauses of the prompt of a cooperative thread. */
export const THREAD_HDLS: readonly HdlInst[] = [{ kind: 'yield' }];

/** The function at the address a, of the type of fi, with arguments, in a continuation that lets no exception out: as the block above. */
export const threadCont = (fi: FuncInst, a: Addr, vals: readonly Val[], at: Span): Cont => {
  const none = { vs: NIL, es: code([]), d: 0, at };
  const label: Label = { tag: 'label', n: 0, k: code([trap(UNCAUGHT, at)]), ...none, next: null };
  const H: Handler = { tag: 'handler', n: 0, catches: [{ kind: 'catch_all', l: 0 }], ...none, next: label };
  const vs: Vals = vals.reduce((below, v) => cons(v, below), NIL);
  return { F: EMPTY_FRAME, inner: null, H, vs: cons(refFunc(a), vs), es: code([{ op: 'call_ref', y: fi.type, at }]), n: 0, at };
};

/** T[.ready ⊕ ca], a thread more */
export const withThread = ({ id, globals, made, ready }: Thread, ca: Addr): Thread =>
  ({ id, globals, made: made + 1, ready: [...ready, ca] });
/** T[.ready = ca*] */
export const withReady = ({ id, globals, made }: Thread, ready: readonly Addr[]): Thread => ({ id, globals, made, ready });
