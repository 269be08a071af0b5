/**
 * Calls of all kinds.
 * @module
 */
import type { ResultType } from '../../syntax/types.ts';
import { CALL_BACK } from '../host.ts';
import { below, oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { emit, isInside, storeAll } from './bodies.ts';
import { i32 } from './leaves.ts';
import type { FuncInfo, Role } from './modules.ts';
import { declare } from './modules.ts';
import { sameTypes } from './types.ts';

/** Whether a function may be called here: not one that suspends outside of continuations, and seldom one that leads back here. */
const isCallable = (b: MutableBody, f: FuncInfo, recursive: boolean): boolean => {
  if (f.role === 'step' || f.role === 'driver' || f.role === 'coroutine') return false;
  if (f.role === 'inside' && !isInside(b)) return false;
  return recursive || f.role === 'host' || f.x > b.info.x || f.x < b.m.callable.length && b.m.imports.length > f.x;
};
const candidates = (
  b: MutableBody, results: ResultType | undefined, recursive: boolean = oneIn(b.choices, 8),
): readonly FuncInfo[] =>
  b.m.callable.filter((f) => isCallable(b, f, recursive) && (results === undefined || sameTypes(f.results, results)));

/** A call of a function of which the arguments are on the stack: by its index, a reference, or an element of the table. */
export const callOf = (b: MutableBody, f: FuncInfo, tail = false): void => {
  const slot = b.m.elements.find(({ info }) => info === f)?.slot;
  const how = pick(b.choices, slot === undefined ? ['index', 'index', 'reference'] as const : ['index', 'indirect', 'reference'] as const);
  if (how === 'index') emit(b, { op: tail ? 'return_call' : 'call', x: f.x });
  else if (how === 'reference') {
    declare(b.m, f);
    emit(b, { op: 'ref.func', x: f.x }, { op: tail ? 'return_call_ref' : 'call_ref', y: f.type });
  } else {
    i32(b, slot ?? 0);
    emit(b, { op: tail ? 'return_call_indirect' : 'call_indirect', x: 0, y: f.type });
  }
};

/** A call that leaves values of these types; false if there is no such function. */
export const callFor = (b: MutableBody, ts: ResultType, d: number): boolean => {
  const found = candidates(b, ts);
  if (found.length === 0) return false;
  const f = pick(b.choices, found);
  b.values(b, f.params, d - 1);
  callOf(b, f);
  return true;
};
/** A call of any function, or of one of these roles; its results become variables. False if there is no such function. */
export const callStatement = (b: MutableBody, d: number, roles?: readonly Role[]): boolean => {
  const found = candidates(b, undefined).filter(({ role }) => roles?.includes(role) ?? true);
  if (found.length === 0) return false;
  const f = pick(b.choices, found);
  b.values(b, f.params, d - 1);
  callOf(b, f);
  storeAll(b, f.results);
  return true;
};
/** The end of a function: a tail call, if there is a function with these results. */
export const tailCall = (b: MutableBody, d: number): boolean => {
  const found = candidates(b, b.info.results, oneIn(b.choices, 2)).filter(({ role }) => role !== 'host');
  if (found.length === 0 || below(b.choices, 2) === 0) return false;
  const f = pick(b.choices, found);
  b.values(b, f.params, d - 1);
  callOf(b, f, true);
  return true;
};
/** A call of the host that calls the program, if there is such a function; the result becomes a variable. */
export const callBack = (b: MutableBody, d: number): void => {
  const f = b.m.callable.find(({ role, name }) => role === 'host' && name === CALL_BACK);
  if (f === undefined) {
    log(b, d);
    return;
  }
  // 1 and 2 have their own meanings.
  if (oneIn(b.choices, 3)) b.values(b, f.params, d - 1);
  else i32(b, pick(b.choices, [0, 1, 2]));
  callOf(b, f);
  storeAll(b, f.results);
};
/** A call of the host that logs numbers. */
export const log = (b: MutableBody, d: number): void => {
  const f = pick(b.choices, b.m.callable.filter(({ role, results }) => role === 'host' && results.length === 0));
  b.values(b, f.params, d - 1);
  emit(b, { op: 'call', x: f.x });
};
