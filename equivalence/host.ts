/**
 * The host that programs talk to: functions of the module `host`, which write their arguments into a log, and one that calls the program.
 * @category Equivalence
 * @module
 */
import type { DefType } from '../semantics/types/deftypes.ts';
import { alloctypes } from '../semantics/types/deftypes.ts';
import type { Val } from '../semantics/runtime/values.ts';
import { NOWHERE } from '../syntax/source.ts';
import type { NumType } from '../syntax/types.ts';

/** The name of the module. */
export const HOST = 'host';

/** A function of the host. */
export interface HostInfo {
  readonly name: string;
  readonly params: readonly NumType[];
  readonly results: readonly NumType[];
  readonly shared: boolean;
}
/** `log` and `log mixed` only log; `next` answers 1, 2, 3, … */
const unshared: readonly HostInfo[] = [
  { name: 'log', params: ['i32'], results: [], shared: false },
  { name: 'log mixed', params: ['f32', 'i64', 'f64'], results: [], shared: false },
  { name: 'next', params: [], results: ['i32'], shared: false },
];
/** The name of the shared function that does the same. */
export const sharedName = (name: string): string => `shared ${name}`;
/** All functions. There is a shared one for each. */
export const hostFunctions: readonly HostInfo[] = [
  ...unshared, ...unshared.map((info) => ({ ...info, name: sharedName(info.name), shared: true })),
];

/** The name under which a module exports the function that the host calls. */
export const CALL_BACK = 'call back';
const callBack: HostInfo = { name: CALL_BACK, params: ['i32'], results: ['i32'], shared: false };
/**
 * Functions of the host that call what the first module exports as `call back`, and come to what that comes to: values, an exception or a
 * trap. A suspension that nobody handles in there is a trap, and so is there being no such function.
 */
export const callBacks: readonly HostInfo[] = [callBack, { ...callBack, name: sharedName(CALL_BACK), shared: true }];
/** Why the host traps; the log tells of a suspension, because what another host makes of it is not known. */
export const NOBODY = 'nobody is called back', SUSPENDED = 'what was called back is suspended';
/** What is exported to be called back, by the first module that does; `exported` finds it among exports. */
export const calledBack = <X, E>(modules: ReadonlyMap<string, X>, exported: (exports: X, name: string) => E | undefined): E | undefined => {
  for (const [module, exports] of modules) {
    const found = module === HOST ? undefined : exported(exports, CALL_BACK);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The type of a function of the host. */
export const hostType = ({ params, results, shared }: HostInfo): DefType => {
  const [dt] = alloctypes([{ rec: [{ final: true, supers: [], shared, comp: { kind: 'func', params, results } }], at: NOWHERE }]);
  if (dt === undefined) throw new RangeError('one type makes one defined type');
  return dt;
};

/** Is told of every call, with the arguments. */
export type OnCall = (name: string, args: readonly Val<never>[]) => void;
/** What the functions answer in one run of a program: a function of the calls so far. */
export const answering = (onCall: OnCall): (({ name, results }: HostInfo, args: readonly Val<never>[]) => readonly Val<never>[]) => {
  let count = 0;
  return ({ name, results }, args) => {
    onCall(name, args);
    return results.length === 0 ? [] : [{ t: 'i32', c: ++count }];
  };
};
