/**
 * Fields of structures and elements of arrays: packing and unpacking.
 * @spec core 4.0-execution.configurations §Packed fields
 * @module
 */
import type { Signedness } from '../../syntax/instructions.ts';
import type { ArrayType, StorageType, StructType } from '../../syntax/types.ts';
import type { Vec } from '../data/vector.ts';
import { fromArray } from '../data/vector.ts';
import type { DefType } from '../types/deftypes.ts';
import { isPacked, unpack } from '../types/properties.ts';
import type { Vals } from './contexts.ts';
import { defaultOf } from './defaults.ts';
import type { ArrayInst, StructInst } from './store.ts';
import type { FieldVal, PackVal, Val } from './values.ts';
import { i32 } from './values.ts';

const isPackVal = (fv: FieldVal): fv is PackVal => fv.t === 'i8' || fv.t === 'i16';

/**
 * ```
 * pack_t(val)             = val
 * pack_pt((i32.const i))  = (pt.pack wrap_{32,|pt|}(i))
 * ```
 * undefined of any other value.
 */
export const packfield = (zt: StorageType<DefType>, val: Val): FieldVal | undefined => {
  if (!isPacked(zt)) return val;
  return val.t === 'i32' ? { t: zt, c: val.c & (zt === 'i8' ? 0xff : 0xffff) } : undefined;
};

/**
 * ```
 * unpack_t^ε(val)               = val
 * unpack_pt^sx((pt.pack i))     = (i32.const extend^sx_{|pt|,32}(i))
 * ```
 * undefined of anything else.
 */
export const unpackfield = (zt: StorageType<DefType>, sx: Signedness | undefined, fv: FieldVal): Val | undefined => {
  if (!isPackVal(fv)) return sx === undefined && !isPacked(zt) ? fv : undefined;
  if (sx === undefined || fv.t !== zt) return undefined;
  const unused = zt === 'i8' ? 24 : 16;
  return i32(sx === 'u' ? fv.c : fv.c << unused >> unused);
};

/** fv, if it is a value: what lies in a field that is not packed */
export const unpacked = (fv: FieldVal | undefined): Val | undefined => fv === undefined || isPackVal(fv) ? undefined : fv;

/** sx(zt): how an element of an array is read to be copied; ε of types that are not packed */
export const copySx = (zt: StorageType<DefType>): Signedness | undefined => isPacked(zt) ? 's' : undefined;

/** (pack_zt(val))ⁿ of the n values on top of vs, in their order; undefined if one of them cannot be packed */
const packed = (n: number, zt: (k: number) => StorageType<DefType> | undefined, vs: Vals): Vec<FieldVal> | undefined => {
  const fields = new Array<FieldVal>(n);
  for (let k = n - 1, p = vs; k >= 0; k--, p = p.next) {
    const type = zt(k), fv = type === undefined || p.v.t === 'none' ? undefined : packfield(type, p.v);
    if (fv === undefined) return undefined;
    fields[k] = fv;
  }
  return fromArray(fields);
};
/** {type dt, fields (pack_zt(val))ⁿ}, if dt ≈ struct (mut? zt)ⁿ and vs is val* valⁿ */
export const structInst = (type: DefType, { fields }: StructType<DefType>, vs: Vals): StructInst | undefined => {
  const fvs = packed(fields.length, (k) => fields[k]?.storage, vs);
  return fvs === undefined ? undefined : { type, fields: fvs };
};
/** {type dt, fields (pack_zt(val))ⁿ}, if dt ≈ array (mut? zt) and vs is val* valⁿ */
export const arrayInst = (type: DefType, { field: { storage } }: ArrayType<DefType>, n: number, vs: Vals): ArrayInst | undefined => {
  const fvs = packed(n, () => storage, vs);
  return fvs === undefined ? undefined : { type, fields: fvs };
};
/** (default_{unpack(zt)})*, if all of struct (mut? zt)* have one */
export const defaultsOf = ({ fields }: StructType<DefType>): readonly Val[] | undefined => {
  const vals: Val[] = [];
  for (const { storage } of fields) {
    const v = defaultOf(unpack(storage));
    if (v === undefined) return undefined;
    vals.push(v);
  }
  return vals;
};
