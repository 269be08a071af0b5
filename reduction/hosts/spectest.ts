/**
 * The module `spectest`, which the official test suites import. Its printing functions print nothing: a host function of the model is a
 * function of the store and its arguments, and a trace shows both.
 * @spec core interpreter/README.md §Spectest host module
 * @category Reduction: modules
 * @module
 */
import { printers } from '../../scripts/spectest.ts';
import type { ExternAddr } from '../../semantics/runtime/frames.ts';
import type { HostFunc, Store } from '../../semantics/runtime/store.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import { NULL } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { alloctypes } from '../../semantics/types/deftypes.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AddrType, FuncType, NumType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { allocglobal, allochost, allocmem, alloctable } from '../allocation.ts';

/** The type of a function from numbers to nothing. */
const printer = (params: readonly NumType[]): DefType => {
  const comp: FuncType = { kind: 'func', params, results: [] };
  const [dt] = alloctypes([{ rec: [{ final: true, supers: [], shared: false, comp }], at: NOWHERE }]);
  if (dt === undefined) throw new RangeError('one type makes one defined type');
  return dt;
};
const silent: HostFunc['call'] = (S) => ({ kind: 'values', S, vals: [] });

/** 666 and 666.6 */
const globals: readonly (readonly [name: string, type: NumType, value: Val])[] = [
  ['global_i32', 'i32', { t: 'i32', c: 666 }],
  ['global_i64', 'i64', { t: 'i64', c: 666n }],
  ['global_f32', 'f32', { t: 'f32', c: 0x4426_a666 }],
  ['global_f64', 'f64', { t: 'f64', c: 0x4084_d4cc_cccc_cccdn }],
];
const tables: readonly (readonly [name: string, addr: AddrType])[] = [['table', 'i32'], ['table64', 'i64']];
const memories: readonly (readonly [name: string, shared: boolean])[] = [['memory', false], ['shared_memory', true]];

/** A store with the module `spectest` in it, and its exports. */
export const spectest = (S0: Store): readonly [S: Store, exports: ReadonlyMap<string, ExternAddr>] => {
  const exports = new Map<string, ExternAddr>();
  let S = S0;
  const add = (name: string, kind: ExternAddr['kind'], [S1, a]: readonly [Store, number]): void => {
    S = S1;
    exports.set(name, { kind, a });
  };
  for (const [name, params] of printers) add(name, 'func', allochost(S, printer(params), `spectest.${name}`, silent));
  for (const [name, type, value] of globals) add(name, 'global', allocglobal(S, { sharing: 'unshared', mutable: false, type }, value));
  for (const [name, addr] of tables)
    add(name, 'table', alloctable(S, { addr, limits: { min: 10n, max: 20n }, shared: false, ref: absRef('func') }, NULL));
  for (const [name, shared] of memories) add(name, 'mem', allocmem(S, { addr: 'i32', limits: { min: 1n, max: 2n }, shared }));
  return [S, exports];
};
