/**
 * The types of values that can be read and written atomically. References to functions, to what is outside, and to
 * exceptions, continuations and wait queues cannot: they may be large.
 * @spec SET Overview.md §Instructions
 * @module
 */
import { right } from 'fp-ts/lib/Either.js';
import { formOf } from '../../syntax/instruction-table.ts';
import type { AtomicRmwOp, Instr } from '../../syntax/instructions.ts';
import { absRef } from '../../syntax/types.ts';
import type { AbsHeapName, RefType, StorageType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef } from '../types/matching.ts';
import { isPacked } from '../types/properties.ts';
import { heapShared } from '../types/sharing.ts';
import { showVal } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import type { Judged } from './refusal.ts';
import { refuse } from './refusal.ts';

const SHARED_EQ: RefType<DefType> = absRef('eq', true, true);
const isInteger = (zt: StorageType<DefType>): zt is 'i32' | 'i64' => zt === 'i32' || zt === 'i64';

/** `(ref null (share absheaptype))`, if zt matches it */
const above = (zt: StorageType<DefType>, name: AbsHeapName): RefType<DefType> | undefined => {
  if (typeof zt === 'string') return undefined;
  const upper = absRef(name, true, heapShared(zt.heap));
  return matchesRef(zt, upper) ? upper : undefined;
};

/**
 * `t atomic`
 * ```rule
 * t atomic
 *   — if t = i32 or t = i64 or t <: (ref null (share any))
 * ```
 * @rule Atomic
 * @spec SET Overview.md §Instructions
 */
const atomic = (zt: StorageType<DefType>): ValType<DefType> | undefined =>
  !isPacked(zt) && (isInteger(zt) || above(zt, 'any') !== undefined) ? zt : undefined;

/**
 * `expected(t)`: the type of the value with which a compare-exchange compares a t
 * ```rule
 * expected(t) = t
 *   — if t = i32 or t = i64
 *
 * expected(t) = (ref null (share eq))
 *   — if t <: (ref null (share eq))
 * ```
 * @rule Expected
 * @spec SET Overview.md §Instructions
 */
const expected = (zt: StorageType<DefType>): ValType<DefType> | undefined => isInteger(zt) ? zt : above(zt, 'eq');

/**
 * `wait_expected(t)`: the type of the value with which a wait compares a t
 * ```rule
 * wait_expected(t) = t
 *   — if t = i32 or t = i64
 *
 * wait_expected(t) = (ref null (shared eq))
 *   — if t <: (ref null (shared eq))
 * ```
 * @rule Wait_expected
 * @spec SET Overview.md §Managed Waiter Queues
 */
const waitExpected = (zt: StorageType<DefType>): ValType<DefType> | undefined =>
  isInteger(zt) ? zt : typeof zt !== 'string' && matchesRef(zt, SHARED_EQ) ? SHARED_EQ : undefined;

/** What an instruction asks of a location: the type of the values that it takes or gives, if there is one, and what to say if not. */
interface Access {
  readonly of: (zt: StorageType<DefType>) => ValType<DefType> | undefined;
  readonly numbers: string;
  readonly references: string | undefined;
}
const I32_I64 = '`i32`, `i64`', ANYREF = 'subtypes of `anyref`';
const accesses: { readonly [name in 'atomic' | 'packed' | 'integer' | 'expected' | 'wait']: Access } = {
  atomic: { of: atomic, numbers: I32_I64, references: ANYREF },
  packed: { of: (zt) => isPacked(zt) ? 'i32' : atomic(zt), numbers: `\`i8\`, \`i16\`, ${I32_I64}`, references: ANYREF },
  integer: { of: (zt) => isInteger(zt) ? zt : undefined, numbers: '`i32` and `i64`', references: undefined },
  expected: { of: expected, numbers: I32_I64, references: 'subtypes of `eqref`' },
  wait: { of: waitExpected, numbers: I32_I64, references: 'subtypes of `(ref null (shared eq))`' },
};

/** What a read-modify-write asks of a location: arithmetic is for integers, while any atomic value can be exchanged. */
export const accessOf = (f: AtomicRmwOp): 'atomic' | 'integer' => f === 'xchg' ? 'atomic' : 'integer';

/**
 * The type of the values with which an instruction accesses a location of type zt: zt itself, unpacked, or the type of what is
 * compared with it. The elements of tables are never numbers.
 */
export const atomicType = (C: Context, e: Instr, access: keyof typeof accesses, zt: StorageType<DefType>): Judged<ValType<DefType>> => {
  const { of, numbers, references } = accesses[access], t = of(zt);
  if (t !== undefined) return right(t);
  const allowed = e.op.startsWith('table.') ? references : references === undefined ? numbers : `${numbers} and ${references}`;
  return refuse(`invalid type: \`${formOf(e).name}\` only allows ${allowed ?? numbers}, but this is of type ${showVal(zt, C.names)}`);
};
