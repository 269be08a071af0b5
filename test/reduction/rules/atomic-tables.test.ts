import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/atomic-tables.ts';
import { i32, i64, NULL, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import { table } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const OUT = 'out of bounds table access', order = 'seqcst';
const r = refI31;
/** Index 0 is a table of three references at the address 1, index 1 one of i64 at the address 2. */
const module = { tables: [1, 2] };
const instances = (refs = [r(1), refStruct(2), NULL]): Instances => ({ tables: [table([]), table(refs), table([r(7)], 'i64')] });
const all = { module, S: instances() };
const noTable = { 'z.module.tables[x] = a': { module: {} }, 'z.tables[a] = ti': { S: {} } };

const single = suite('atomic accesses of tables');
const get = (x: number): Bare => ({ op: 'table.atomic.get', order, x });
const getOperands = { 'z.tables[x] = ti': { S: {} }, 'the operand is (at.const i)': { vs: [i64(1n)] } };
law(single, rules.tableAtomicGetOob, { ...all, e: get(0), vs: [i32(3)] }, traps(OUT), { ...getOperands, 'i ≥ |ti.refs|': { vs: [i32(2)] } });
law(single, rules.tableAtomicGetVal, { ...all, e: get(0), vs: [i32(1)] }, leaves([refStruct(2)]), {
  ...getOperands, 'ti.refs[i] = ref': { vs: [i32(-1)] },
});
single('a table of i64 takes i64', () => fires(rules.tableAtomicGetVal, { ...all, e: get(1), vs: [i64(0n)] }, leaves([r(7)])));

const set: Bare = { op: 'table.atomic.set', order, x: 0 };
const setOperands = {
  ...noTable, 'the second operand is ref': { vs: [i32(1), i32(9)] }, 'the first operand is (at.const i)': { vs: [i64(1n), r(9)] },
};
law(single, rules.tableAtomicSetOob, { ...all, e: set, vs: [i32(3), r(9)] }, traps(OUT), {
  ...setOperands, 'i ≥ |ti.refs|': { vs: [i32(2), r(9)] },
});
law(single, rules.tableAtomicSetVal, { ...all, e: set, vs: [i32(2), r(9)] }, leaves([], [], instances([r(1), refStruct(2), r(9)])), {
  ...setOperands, 'i < |ti.refs|': { vs: [i32(3), r(9)] },
});

const xchg: Bare = { op: 'table.atomic.xchg', order, x: 0 };
const xchgOperands = {
  ...noTable, 'the second operand is ref₂': { vs: [i32(1), i32(9)] }, 'the first operand is (at.const i)': { vs: [i64(1n), r(9)] },
};
law(single, rules.tableAtomicXchgOob, { ...all, e: xchg, vs: [i32(3), r(9)] }, traps(OUT), {
  ...xchgOperands, 'i ≥ |ti.refs|': { vs: [i32(0), r(9)] },
});
law(single, rules.tableAtomicXchgVal, { ...all, e: xchg, vs: [i32(0), r(9)] }, leaves([r(1)], [], instances([r(9), refStruct(2), NULL])), {
  ...xchgOperands, 'ti.refs[i] = ref₁': { vs: [i32(3), r(9)] },
});

const cmpxchg: Bare = { op: 'table.atomic.cmpxchg', order, x: 0 };
const cas = { ...all, e: cmpxchg, vs: [i32(1), refStruct(2), r(9)] } as const, other = { vs: [i32(1), refStruct(1), r(9)] };
const casOperands = {
  ...noTable,
  'the third operand is ref₃': { vs: [i32(1), refStruct(2), i32(9)] },
  'the second operand is ref₂': { vs: [i32(1), i32(2), r(9)] },
  'the first operand is (at.const i)': { vs: [i64(1n), refStruct(2), r(9)] },
};
const far = { vs: [i32(3), refStruct(2), r(9)] };
law(single, rules.tableAtomicCmpxchgOob, { ...cas, ...far }, traps(OUT), { ...casOperands, 'i ≥ |ti.refs|': { vs: cas.vs } });
law(single, rules.tableAtomicCmpxchgSucceed, cas, leaves([refStruct(2)], [], instances([r(1), r(9), NULL])), {
  ...casOperands, 'ti.refs[i] = ref₁': far, 'ref₁ = ref₂': other,
});
law(single, rules.tableAtomicCmpxchgFail, { ...cas, ...other }, leaves([refStruct(2)]), {
  ...casOperands, 'ti.refs[i] = ref₁': far, 'ref₁ ≠ ref₂': { vs: cas.vs },
});
single('null is equal to null', () =>
  fires(rules.tableAtomicCmpxchgSucceed, { ...cas, vs: [i32(2), NULL, r(9)] }, leaves([NULL], [], instances([r(1), refStruct(2), r(9)]))));
single.run();
