/**
 * Looking up the entities of the current module; undefined where the module or the store has none.
 * @spec core 4.0-execution.configurations §State access
 * @module
 */
import type { ArrayType, StructType } from '../../syntax/types.ts';
import type { Vec } from '../data/vector.ts';
import { get } from '../data/vector.ts';
import type { ByteType } from '../numerics/bytes.ts';
import type { DefType } from '../types/deftypes.ts';
import { asArray, asStruct } from '../types/expansion.ts';
import type { Config } from './configuration.ts';
import type { DataInst, ElemInst, MemInst, Store, TableInst } from './store.ts';
import type { Addr, FieldVal } from './values.ts';

/** state ::= store; frame */
export type State = Pick<Config, 'S' | 'F'>;

const at = <A>(insts: Vec<A>, a: Addr | undefined): A | undefined => a === undefined ? undefined : get(insts, a);

/** z.mems[x] */
export const memOf = (z: State, x: number): MemInst | undefined => at(z.S.mems, z.F.module.mems[x]);
/** z.tables[x] */
export const tableOf = (z: State, x: number): TableInst | undefined => at(z.S.tables, z.F.module.tables[x]);
/** z.datas[x] */
export const dataOf = (z: State, x: number): DataInst | undefined => at(z.S.datas, z.F.module.datas[x]);
/** z.elems[x] */
export const elemOf = (z: State, x: number): ElemInst | undefined => at(z.S.elems, z.F.module.elems[x]);

/** struct (mut? zt)*, if z.types[x] ≈ struct (mut? zt)* */
export const structTypeOf = (z: State, x: number): StructType<DefType> | undefined => {
  const dt = z.F.module.types[x];
  return dt === undefined ? undefined : asStruct(dt);
};
/** array (mut? zt), if z.types[x] ≈ array (mut? zt) */
export const arrayTypeOf = (z: State, x: number): ArrayType<DefType> | undefined => {
  const dt = z.F.module.types[x];
  return dt === undefined ? undefined : asArray(dt);
};

/** zt, if z.types[x] ≈ array (mut? zt) and zt is a number, vector or packed type */
export const constArrayTypeOf = (z: State, x: number): ByteType | undefined => {
  const zt = arrayTypeOf(z, x)?.field.storage;
  return typeof zt === 'string' ? zt : undefined;
};
/** S.structs[a].fields[i] */
export const structField = (S: Store, a: Addr, i: number): FieldVal | undefined => {
  const si = get(S.structs, a);
  return si === undefined ? undefined : get(si.fields, i);
};
/** S.arrays[a].fields[i] */
export const arrayField = (S: Store, a: Addr, i: number): FieldVal | undefined => {
  const ai = get(S.arrays, a);
  return ai === undefined ? undefined : get(ai.fields, i);
};
