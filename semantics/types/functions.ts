/**
 * Function types that no module defines.
 * @module
 */
import type { ResultType, ValType } from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';
import { rolldt } from './deftypes.ts';

/** `(type (share (func (param t₁*) (result t₂*))))`, a type of its own, final and without supertypes. */
export const functionType = (params: ResultType<DefType>, results: ResultType<DefType>, shared: boolean): DefType => {
  const dts = [...params, ...results].flatMap((t) => typeof t === 'object' && t.heap.kind === 'def' ? [t.heap] : []);
  const opened = (t: ValType<DefType>): ValType => typeof t !== 'object' ? t
    : { kind: 'ref', nullable: t.nullable, heap: t.heap.kind === 'abs' ? t.heap : { kind: 'idx', x: dts.indexOf(t.heap) } };
  const comp = { kind: 'func', params: params.map(opened), results: results.map(opened) } as const;
  const [dt] = rolldt(dts, [{ final: true, supers: [], shared, comp }]);
  if (dt === undefined) throw new RangeError('a group of one type has a first type');
  return dt;
};
