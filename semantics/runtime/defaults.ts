/**
 * Default values.
 * @spec core 4.1-execution.values §Default values
 * @module
 */
import type { ValType } from '../../syntax/types.ts';
import type { Val } from './values.ts';
import { NULL } from './values.ts';

const zeros: { readonly [T in 'i32' | 'i64' | 'f32' | 'f64' | 'v128']: Val } = {
  i32: { t: 'i32', c: 0 }, i64: { t: 'i64', c: 0n }, f32: { t: 'f32', c: 0 }, f64: { t: 'f64', c: 0n }, v128: { t: 'v128', c: 0n },
};
/** default_t; undefined for ε: a reference type without null has none */
export const defaultOf = (t: ValType<unknown>): Val | undefined => typeof t === 'string' ? zeros[t] : t.nullable ? NULL : undefined;
