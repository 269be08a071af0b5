/**
 * The locations that atomic instructions and waits access: a global, a field, or an element of an array or a table. Those of shared things
 * lie in the heap. Others belong to one thread, which need not be atomic about them.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { StorageType, ValType } from '../../syntax/types.ts';
import { asStruct } from '../../semantics/types/expansion.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { get, set } from '../translation/code.ts';
import { elementOf, emitElement, isSharedType } from './arrays.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, temp } from './body.ts';
import { ELEMENTS_OFFSET, TABLE_ELEMENTS } from './layout.ts';
import { address, globalIdx, inHeapGlobal, inHeapTable, tableIdx } from './plan.ts';
import { fieldOf } from './structs.ts';
import { emitTableElement, tableOf } from './tables.ts';

/** What an instruction says of the location that it accesses. */
export interface Access {
  readonly region: 'global' | 'table' | 'struct' | 'array';
  readonly x: number;
  readonly i: number;
}
/** The access of an instruction, by its name: `global.atomic.get`, `struct.wait`, … */
export const accessOf = (e: Extract<Instr, { readonly x: number }>): Access =>
  ({ region: e.op.slice(0, e.op.indexOf('.')) as Access['region'], x: e.x, i: 'i' in e ? e.i : 0 });

/** The type of what is there. */
export const storageOf = (S: MutableBody, { region, x, i }: Access): StorageType<DefType> => {
  switch (region) {
    case 'global': return S.C.globals.at(x)?.type ?? 'i32';
    case 'table': return tableOf(S, x).ref;
    case 'struct': {
      const dt = S.C.types.at(x);
      return (dt && asStruct(dt)?.fields[i]?.storage) ?? 'i32';
    }
    case 'array': return elementOf(S, x);
  }
};
/** Whether a location lies in the heap. */
export const isInHeap = (S: MutableBody, { region, x }: Access): boolean => {
  switch (region) {
    case 'global': {
      const type = S.C.globals.at(x);
      return type !== undefined && inHeapGlobal(type);
    }
    case 'table': return inHeapTable(tableOf(S, x));
    case 'struct': case 'array': return isSharedType(S, x);
  }
};
/** Whether it is shared, too: a table in the heap may be one thread's. */
export const isShared = (S: MutableBody, access: Access): boolean =>
  access.region === 'table' ? tableOf(S, access.x).shared : isInHeap(S, access);

/** Emits the way from the operands that name a location in the heap to an address. The result is how far from there it is. */
export const emitAddress = (S: MutableBody, { region, x, i }: Access, type: ValType<DefType> | undefined): number => {
  switch (region) {
    case 'global': emit(S, address(S.plan, `global ${x}`)); return 0;
    case 'table': emitTableElement(S, x); return TABLE_ELEMENTS;
    case 'array': emitElement(S, x, type); return ELEMENTS_OFFSET;
    case 'struct': emitNonNull(S, type, 'null structure reference'); return fieldOf(S, x, i)[1];
  }
};

const at = NOWHERE;
/** A location of one thread: its operands again, and instructions that get and set it. */
export interface HostLocation {
  readonly operands: Expr;
  readonly get: (sx: 's' | 'u' | undefined) => Instr;
  readonly set: Instr;
}
/** Emits the way from the operands that name such a location to locals. */
export const emitOwn = (S: MutableBody, { region, x, i }: Access): HostLocation => {
  const { plan } = S;
  if (region === 'global') {
    const y = globalIdx(plan, x);
    return { operands: [], get: () => ({ op: 'global.get', x: y, at }), set: { op: 'global.set', x: y, at } };
  }
  if (region === 'table') {
    const k = temp(S, tableOf(S, x).addr, 3);
    emit(S, set(k));
    const y = tableIdx(plan, x);
    return { operands: [get(k)], get: () => ({ op: 'table.get', x: y, at }), set: { op: 'table.set', x: y, at } };
  }
  const y = plan.types.typeIdx(x), ref = temp(S, { kind: 'ref', nullable: true, heap: { kind: 'idx', x: y } });
  if (region === 'struct') {
    emit(S, set(ref));
    return { operands: [get(ref)], get: (sx) => ({ op: 'struct.get', x: y, i, sx, at }), set: { op: 'struct.set', x: y, i, at } };
  }
  const k = temp(S, 'i32');
  emit(S, set(k), set(ref));
  return { operands: [get(ref), get(k)], get: (sx) => ({ op: 'array.get', x: y, sx, at }), set: { op: 'array.set', x: y, at } };
};
