import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnyRule } from '../../../reduction/kit.ts';
import * as arrays from '../../../reduction/rules/arrays.ts';
import * as arraysInit from '../../../reduction/rules/arrays-init.ts';
import * as arraysNew from '../../../reduction/rules/arrays-new.ts';
import * as atomicArrays from '../../../reduction/rules/atomic-arrays.ts';
import * as atomicGlobals from '../../../reduction/rules/atomic-globals.ts';
import * as atomicMemories from '../../../reduction/rules/atomic-memories.ts';
import * as atomicStructs from '../../../reduction/rules/atomic-structs.ts';
import * as atomicTables from '../../../reduction/rules/atomic-tables.ts';
import * as continuations from '../../../reduction/rules/continuations.ts';
import * as fences from '../../../reduction/rules/fences.ts';
import * as memories from '../../../reduction/rules/memories.ts';
import * as memoriesBulk from '../../../reduction/rules/memories-bulk.ts';
import * as resumptions from '../../../reduction/rules/resumptions.ts';
import * as structs from '../../../reduction/rules/structs.ts';
import * as suspensions from '../../../reduction/rules/suspensions.ts';
import * as tables from '../../../reduction/rules/tables.ts';
import * as tablesBulk from '../../../reduction/rules/tables-bulk.ts';
import * as variables from '../../../reduction/rules/variables.ts';
import * as vectorMemories from '../../../reduction/rules/vector-memories.ts';
import type { Action, Loc } from '../../../semantics/runtime/actions.ts';
import type { MemInst, TableInst } from '../../../semantics/runtime/store.ts';
import { i32, i64, NULL, refArray, refCont, refExn, refI31, refStruct, v128 } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { VloadOp } from '../../../syntax/instructions.ts';
import type { CompType } from '../../../syntax/types.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import type { Bare, Setting } from '../configurations.ts';
import {
  array, arrayType, cont, contType, data, elem, frameOf, funcType, global, globalAs, inPrompt, memory, pages, shared, sharedTypesOf, struct,
  table, tag, typeAt, typesOf,
} from '../configurations.ts';
import { acts } from './support.ts';

// ── what there is to be accessed, shared or not ──────────────────────────────────────────────────────
const field = { mutable: true, storage: 'i32' } as const, constant = { mutable: false, storage: 'i32' } as const;
/** A structure with a mutable and an immutable field, and arrays of mutable and immutable elements, and of mutable references. */
const comps: readonly CompType[] = [
  { kind: 'struct', fields: [field, constant] }, arrayType('i32'), { kind: 'array', field: constant }, arrayType(absRef('any', true, true)),
];
/**
 * The address of everything at index 0 is 1, and so on: there are memories of 16 bytes, the third of one page; tables of three elements; a
 * mutable and an immutable global; a data segment of 8 bytes, an element segment of two references. Type x is at the address x + 1.
 */
const world = (isShared: boolean): Pick<Setting, 'S' | 'module'> => {
  const types = (isShared ? sharedTypesOf : typesOf)(...comps), sharing = isShared ? 'shared' : 'unshared';
  const as = <I extends MemInst | TableInst>(inst: I): I => isShared ? shared(inst) : inst;
  const bytes = as(memory(new Array<number>(16).fill(1))), refs = as(table([NULL, NULL, NULL], 'i32', 5));
  const mutable = globalAs(sharing, global('i32', i32(7))), immutable = { ...mutable, type: { ...mutable.type, mutable: false } };
  const numbers = [i32(7), i32(7)];
  return {
    module: { types, mems: [1, 2, 3], tables: [1, 2], globals: [1, 2], datas: [1], elems: [1] },
    S: {
      mems: [memory([]), bytes, bytes, as(pages(1, 'i32', 3))], tables: [table([]), refs, refs], globals: [mutable, mutable, immutable],
      datas: [data(), { ...data(1, 2, 3, 4, 5, 6, 7, 8), shared: isShared }], elems: [elem(), { ...elem(NULL, NULL), shared: isShared }],
      structs: [struct(typeAt(types, 0)), struct(typeAt(types, 0), ...numbers)],
      arrays: [
        array(typeAt(types, 1)), array(typeAt(types, 1)), array(typeAt(types, 1), ...numbers), array(typeAt(types, 2), ...numbers),
        array(typeAt(types, 3), NULL),
      ],
    },
  };
};
const SHARED = world(true), UNSHARED = world(false);

// ── labels, and the rules that have been looked at ───────────────────────────────────────────────────
type Kind = 'read' | 'write' | 'rmw';
type Order = 'unord' | 'seqcst' | 'acqrel';
const act = (kind: Kind, region: Loc['region'], i: number, n: number, order: Order, a: number): Action => ({ kind, loc: { region, a, i, n }, order });
const length = (a = 1): Action => act('read', 'memsize', 0, 1, 'unord', a), tableLength = (a = 1): Action => act('read', 'tablesize', 0, 1, 'unord', a);
const bytes = (kind: Kind, i: number, n: number, order: Order = 'unord'): readonly Action[] => [length(), act(kind, 'mem', i, n, order, 1)];
const slot = (kind: Kind, i: number, order: Order = 'unord'): readonly Action[] => [tableLength(), act(kind, 'table', i, 1, order, 1)];
const one = (kind: Kind, region: Loc['region'], i = 0, order: Order = 'unord', a = 1): readonly Action[] => [act(kind, region, i, 1, order, a)];

const seen = new Set<string>();
type Test = ReturnType<typeof suite>;
/** The step has this label where everything is shared, and none where nothing is. */
const label = (test: Test, rule: AnyRule, e: Bare, vs: readonly Val[], actions: readonly Action[]): void => {
  test(rule.id, () => {
    seen.add(rule.id);
    acts(rule, { e, vs, ...SHARED }, actions);
    acts(rule, { e, vs, ...UNSHARED }, []);
  });
};

const S1 = refStruct(1), A2 = refArray(2), order = 'acqrel';
const ao = { align: 0, offset: 4n };

const single = suite('labels of accesses to memories');
const load = (pack?: 8 | 16 | 32): Bare => ({ op: 'load', nt: 'i32', pack: pack === undefined ? undefined : { sz: pack, sx: 'u' }, x: 0, ao });
label(single, memories.loadNumVal, load(), [i32(5)], bytes('read', 9, 4));
label(single, memories.loadPackVal, load(16), [i32(5)], bytes('read', 9, 2));
label(single, memories.loadNumOob, load(), [i32(9)], [length()]);
label(single, memories.loadPackOob, load(8), [i32(12)], [length()]);
const store = (nt: 'i32' | 'i64', pack?: 8 | 16 | 32): Bare => ({ op: 'store', nt, pack, x: 0, ao });
label(single, memories.storeNumVal, store('i64'), [i32(1), i64(0n)], bytes('write', 5, 8));
label(single, memories.storePackVal, store('i64', 32), [i32(1), i64(0n)], bytes('write', 5, 4));
label(single, memories.storeNumOob, store('i64'), [i32(5), i64(0n)], [length()]);
label(single, memories.storePackOob, store('i32', 16), [i32(11), i32(0)], [length()]);
const ofSize = (kind: Kind, region: 'memsize' | 'tablesize', a: number): Action => act(kind, region, 0, 1, 'seqcst', a);
label(single, memories.memorySize, { op: 'memory.size', x: 0 }, [], [ofSize('read', 'memsize', 1)]);
const growMemory: Bare = { op: 'memory.grow', x: 2 };
label(single, memories.memoryGrowSucceed, growMemory, [i32(2)], [ofSize('rmw', 'memsize', 3), act('write', 'mem', 65536, 131072, 'unord', 3)]);
label(single, memories.memoryGrowFail, growMemory, [i32(3)], [ofSize('read', 'memsize', 3)]);
single('growing by nothing writes no bytes', () => acts(memories.memoryGrowSucceed, { e: growMemory, vs: [i32(0)], ...SHARED }, [ofSize('rmw', 'memsize', 3)]));
label(single, memories.dataDrop, { op: 'data.drop', x: 0 }, [], one('write', 'data'));

const vload = (pack?: VloadOp): Bare => ({ op: 'vload', pack, x: 0, ao });
const shape = vload({ kind: 'shape', sz: 8, sx: 's' }), splat = vload({ kind: 'splat', sz: 32 }), zero = vload({ kind: 'zero', sz: 64 });
const V = v128(0n), FAR = i32(13), ao0 = { align: 0, offset: 0n };
const whole: Bare = { op: 'vload', pack: undefined, x: 0, ao: ao0 }, vstore: Bare = { op: 'vstore', x: 0, ao: ao0 };
label(single, vectorMemories.vloadVal, whole, [i32(0)], bytes('read', 0, 16));
label(single, vectorMemories.vloadPackVal, shape, [i32(1)], bytes('read', 5, 8));
label(single, vectorMemories.vloadSplatVal, splat, [i32(1)], bytes('read', 5, 4));
label(single, vectorMemories.vloadZeroVal, zero, [i32(1)], bytes('read', 5, 8));
label(single, vectorMemories.vloadOob, vload(), [FAR], [length()]);
label(single, vectorMemories.vloadPackOob, shape, [FAR], [length()]);
label(single, vectorMemories.vloadSplatOob, splat, [FAR], [length()]);
label(single, vectorMemories.vloadZeroOob, zero, [FAR], [length()]);
const loadLane: Bare = { op: 'vload_lane', sz: 16, x: 0, ao, i: 1 }, storeLane: Bare = { op: 'vstore_lane', sz: 16, x: 0, ao, i: 1 };
label(single, vectorMemories.vloadLaneVal, loadLane, [i32(1), V], bytes('read', 5, 2));
label(single, vectorMemories.vloadLaneOob, loadLane, [FAR, V], [length()]);
label(single, vectorMemories.vstoreVal, vstore, [i32(0), V], bytes('write', 0, 16));
label(single, vectorMemories.vstoreOob, vstore, [FAR, V], [length()]);
label(single, vectorMemories.vstoreLaneVal, storeLane, [i32(1), V], bytes('write', 5, 2));
label(single, vectorMemories.vstoreLaneOob, storeLane, [FAR, V], [length()]);
single.run();

const atomics = suite('labels of atomic accesses to memories');
const whole32 = { nt: 'i32', pack: undefined, order, x: 0, ao } as const, byte64 = { ...whole32, nt: 'i64', pack: 8 } as const;
label(atomics, atomicMemories.atomicLoadVal, { op: 'atomic.load', ...whole32 }, [i32(4)], bytes('read', 8, 4, order));
label(atomics, atomicMemories.atomicLoadOob, { op: 'atomic.load', ...whole32 }, [i32(12)], [length()]);
label(atomics, atomicMemories.atomicStoreVal, { op: 'atomic.store', ...byte64 }, [i32(5), i64(0n)], bytes('write', 9, 1, order));
label(atomics, atomicMemories.atomicStoreOob, { op: 'atomic.store', ...byte64 }, [i32(12), i64(0n)], [length()]);
label(atomics, atomicMemories.atomicRmwVal, { op: 'atomic.rmw', f: 'add', ...whole32 }, [i32(4), i32(1)], bytes('rmw', 8, 4, order));
label(atomics, atomicMemories.atomicRmwOob, { op: 'atomic.rmw', f: 'add', ...whole32 }, [i32(12), i32(1)], [length()]);
const cmpxchg: Bare = { op: 'atomic.cmpxchg', ...byte64 };
label(atomics, atomicMemories.atomicCmpxchgSucceed, cmpxchg, [i32(5), i64(1n), i64(2n)], bytes('rmw', 9, 1, order));
label(atomics, atomicMemories.atomicCmpxchgFail, cmpxchg, [i32(5), i64(2n), i64(2n)], bytes('read', 9, 1, order));
label(atomics, atomicMemories.atomicCmpxchgOob, cmpxchg, [i32(12), i64(2n), i64(2n)], [length()]);
atomics('what is misaligned is not looked at', () => acts(atomicMemories.atomicLoadUnaligned, { e: { op: 'atomic.load', ...whole32 }, vs: [i32(1)], ...SHARED }, []));
atomics('a fence is seen wherever it stands', () => {
  seen.add(fences.atomicFence.id);
  acts(fences.atomicFence, { e: { op: 'atomic.fence', order } }, [{ kind: 'fence', order }]);
});
atomics.run();

const ranges = suite('labels of accesses to ranges');
const fill: Bare = { op: 'memory.fill', x: 0 }, copy: Bare = { op: 'memory.copy', x: 0, y: 1 }, init: Bare = { op: 'memory.init', x: 0, y: 0 };
const three = (c1: number, c2: number, c3: number): readonly Val[] => [i32(c1), i32(c2), i32(c3)];
label(ranges, memoriesBulk.memoryFillZero, fill, three(0, 1, 0), [length()]);
label(ranges, memoriesBulk.memoryFillSucc, fill, three(0, 1, 2), [length()]);
label(ranges, memoriesBulk.memoryFillOob, fill, three(0, 1, 17), [length()]);
label(ranges, memoriesBulk.memoryCopyZero, copy, three(0, 1, 0), [length(1), length(2)]);
label(ranges, memoriesBulk.memoryCopyLe, copy, three(0, 1, 2), [length(1), length(2)]);
label(ranges, memoriesBulk.memoryCopyGt, copy, three(1, 0, 2), [length(1), length(2)]);
label(ranges, memoriesBulk.memoryCopyOob, copy, three(1, 0, 17), [length(1), length(2)]);
label(ranges, memoriesBulk.memoryInitZero, init, three(0, 1, 0), [length(), ...one('read', 'data')]);
label(ranges, memoriesBulk.memoryInitSucc, init, three(0, 1, 2), [length(), ...one('read', 'data')]);
label(ranges, memoriesBulk.memoryInitOob, init, three(0, 1, 9), [length(), ...one('read', 'data')]);
const fillTable: Bare = { op: 'table.fill', x: 0 }, copyTable: Bare = { op: 'table.copy', x: 0, y: 1 }, initTable: Bare = { op: 'table.init', x: 0, y: 0 };
const filling = (i: number, n: number): readonly Val[] => [i32(i), NULL, i32(n)];
label(ranges, tablesBulk.tableFillZero, fillTable, filling(0, 0), [tableLength()]);
label(ranges, tablesBulk.tableFillSucc, fillTable, filling(0, 2), [tableLength()]);
label(ranges, tablesBulk.tableFillOob, fillTable, filling(0, 4), [tableLength()]);
label(ranges, tablesBulk.tableCopyZero, copyTable, three(0, 1, 0), [tableLength(1), tableLength(2)]);
label(ranges, tablesBulk.tableCopyLe, copyTable, three(0, 1, 2), [tableLength(1), tableLength(2)]);
label(ranges, tablesBulk.tableCopyGt, copyTable, three(1, 0, 2), [tableLength(1), tableLength(2)]);
label(ranges, tablesBulk.tableCopyOob, copyTable, three(1, 0, 4), [tableLength(1), tableLength(2)]);
label(ranges, tablesBulk.tableInitZero, initTable, three(0, 1, 0), [tableLength(), ...one('read', 'elem')]);
label(ranges, tablesBulk.tableInitSucc, initTable, three(0, 0, 2), [tableLength(), ...one('read', 'elem')]);
label(ranges, tablesBulk.tableInitOob, initTable, three(0, 1, 2), [tableLength(), ...one('read', 'elem')]);
ranges.run();

const slots = suite('labels of accesses to tables');
label(slots, tables.tableGetVal, { op: 'table.get', x: 0 }, [i32(2)], slot('read', 2));
label(slots, tables.tableGetOob, { op: 'table.get', x: 0 }, [i32(3)], [tableLength()]);
label(slots, tables.tableSetVal, { op: 'table.set', x: 0 }, [i32(2), NULL], slot('write', 2));
label(slots, tables.tableSetOob, { op: 'table.set', x: 0 }, [i32(3), NULL], [tableLength()]);
label(slots, tables.tableSize, { op: 'table.size', x: 0 }, [], [ofSize('read', 'tablesize', 1)]);
label(slots, tables.tableGrowSucceed, { op: 'table.grow', x: 0 }, [NULL, i32(2)], [ofSize('rmw', 'tablesize', 1), act('write', 'table', 3, 2, 'unord', 1)]);
label(slots, tables.tableGrowFail, { op: 'table.grow', x: 0 }, [NULL, i32(3)], [ofSize('read', 'tablesize', 1)]);
label(slots, tables.elemDrop, { op: 'elem.drop', x: 0 }, [], one('write', 'elem'));
label(slots, atomicTables.tableAtomicGetVal, { op: 'table.atomic.get', order, x: 0 }, [i32(2)], slot('read', 2, order));
label(slots, atomicTables.tableAtomicGetOob, { op: 'table.atomic.get', order, x: 0 }, [i32(3)], [tableLength()]);
label(slots, atomicTables.tableAtomicSetVal, { op: 'table.atomic.set', order, x: 0 }, [i32(2), NULL], slot('write', 2, order));
label(slots, atomicTables.tableAtomicSetOob, { op: 'table.atomic.set', order, x: 0 }, [i32(3), NULL], [tableLength()]);
label(slots, atomicTables.tableAtomicXchgVal, { op: 'table.atomic.xchg', order, x: 0 }, [i32(2), NULL], slot('rmw', 2, order));
label(slots, atomicTables.tableAtomicXchgOob, { op: 'table.atomic.xchg', order, x: 0 }, [i32(3), NULL], [tableLength()]);
const cas: Bare = { op: 'table.atomic.cmpxchg', order, x: 0 };
label(slots, atomicTables.tableAtomicCmpxchgSucceed, cas, [i32(2), NULL, refI31(1)], slot('rmw', 2, order));
label(slots, atomicTables.tableAtomicCmpxchgFail, cas, [i32(2), refI31(1), refI31(1)], slot('read', 2, order));
label(slots, atomicTables.tableAtomicCmpxchgOob, cas, [i32(3), NULL, NULL], [tableLength()]);
slots.run();

const globals = suite('labels of accesses to globals');
label(globals, variables.globalGet, { op: 'global.get', x: 0 }, [], one('read', 'global'));
label(globals, variables.globalSet, { op: 'global.set', x: 0 }, [i32(1)], one('write', 'global'));
label(globals, atomicGlobals.globalAtomicGet, { op: 'global.atomic.get', order, x: 0 }, [], one('read', 'global', 0, order));
label(globals, atomicGlobals.globalAtomicSet, { op: 'global.atomic.set', order, x: 0 }, [i32(1)], one('write', 'global', 0, order));
label(globals, atomicGlobals.globalAtomicRmw, { op: 'global.atomic.rmw', f: 'or', order, x: 0 }, [i32(1)], one('rmw', 'global', 0, order));
const swap: Bare = { op: 'global.atomic.cmpxchg', order, x: 0 };
label(globals, atomicGlobals.globalAtomicCmpxchgSucceed, swap, [i32(7), i32(1)], one('rmw', 'global', 0, order));
label(globals, atomicGlobals.globalAtomicCmpxchgFail, swap, [i32(1), i32(1)], one('read', 'global', 0, order));
globals('what is immutable has no label', () => acts(variables.globalGet, { e: { op: 'global.get', x: 1 }, ...SHARED }, []));
globals('what is thread-local has no label', () => {
  const local = { S: { globals: [globalAs('thread_local', global('i32', i32(1)))] }, module: { globals: [0] } };
  acts(variables.globalGetThreadLocal, { e: { op: 'global.get', x: 0 }, ...local }, []);
  acts(variables.globalSetThreadLocal, { e: { op: 'global.set', x: 0 }, vs: [i32(2)], ...local }, []);
});
globals.run();

const objects = suite('labels of accesses to structures and arrays');
const part = { order, x: 0, i: 0 } as const;
label(objects, structs.structGetStruct, { op: 'struct.get', sx: undefined, x: 0, i: 0 }, [S1], one('read', 'struct'));
label(objects, structs.structSetStruct, { op: 'struct.set', x: 0, i: 0 }, [S1, i32(1)], one('write', 'struct'));
label(objects, atomicStructs.structAtomicGetStruct, { op: 'struct.atomic.get', sx: undefined, ...part }, [S1], one('read', 'struct', 0, order));
label(objects, atomicStructs.structAtomicSetStruct, { op: 'struct.atomic.set', ...part }, [S1, i32(1)], one('write', 'struct', 0, order));
label(objects, atomicStructs.structAtomicRmwStruct, { op: 'struct.atomic.rmw', f: 'add', ...part }, [S1, i32(1)], one('rmw', 'struct', 0, order));
label(objects, atomicStructs.structAtomicCmpxchgSucceed, { op: 'struct.atomic.cmpxchg', ...part }, [S1, i32(7), i32(1)], one('rmw', 'struct', 0, order));
label(objects, atomicStructs.structAtomicCmpxchgFail, { op: 'struct.atomic.cmpxchg', ...part }, [S1, i32(1), i32(1)], one('read', 'struct', 0, order));
label(objects, arrays.arrayGetArray, { op: 'array.get', sx: undefined, x: 1 }, [A2, i32(1)], one('read', 'array', 1, 'unord', 2));
label(objects, arrays.arraySetArray, { op: 'array.set', x: 1 }, [A2, i32(1), i32(1)], one('write', 'array', 1, 'unord', 2));
label(objects, atomicArrays.arrayAtomicGetArray, { op: 'array.atomic.get', order, sx: undefined, x: 1 }, [A2, i32(1)], one('read', 'array', 1, order, 2));
label(objects, atomicArrays.arrayAtomicSetArray, { op: 'array.atomic.set', order, x: 1 }, [A2, i32(1), i32(1)], one('write', 'array', 1, order, 2));
label(objects, atomicArrays.arrayAtomicRmwArray, { op: 'array.atomic.rmw', f: 'add', order, x: 1 }, [A2, i32(1), i32(1)], one('rmw', 'array', 1, order, 2));
const exchange: Bare = { op: 'array.atomic.cmpxchg', order, x: 1 };
label(objects, atomicArrays.arrayAtomicCmpxchgSucceed, exchange, [A2, i32(1), i32(7), i32(1)], one('rmw', 'array', 1, order, 2));
label(objects, atomicArrays.arrayAtomicCmpxchgFail, exchange, [A2, i32(1), i32(1), i32(1)], one('read', 'array', 1, order, 2));
objects('what is immutable has no label', () => {
  acts(structs.structGetStruct, { e: { op: 'struct.get', sx: undefined, x: 0, i: 1 }, vs: [S1], ...SHARED }, []);
  acts(arrays.arrayGetArray, { e: { op: 'array.get', sx: undefined, x: 2 }, vs: [refArray(3), i32(0)], ...SHARED }, []);
  acts(arrays.arrayLenArray, { e: { op: 'array.len' }, vs: [A2], ...SHARED }, []);
});
objects.run();

const segments = suite('labels of accesses to segments');
const newData: Bare = { op: 'array.new_data', x: 1, y: 0 }, newElem: Bare = { op: 'array.new_elem', x: 3, y: 0 };
const initData: Bare = { op: 'array.init_data', x: 1, y: 0 }, initElem: Bare = { op: 'array.init_elem', x: 3, y: 0 };
const A4 = refArray(4), LIMIT = 2 ** 24;
const readData = one('read', 'data'), readElem = one('read', 'elem');
label(segments, arraysNew.arrayNewDataNum, newData, [i32(0), i32(2)], readData);
label(segments, arraysNew.arrayNewDataOob, newData, [i32(0), i32(3)], readData);
label(segments, arraysNew.arrayNewElemAlloc, newElem, [i32(0), i32(2)], readElem);
label(segments, arraysNew.arrayNewElemOob, newElem, [i32(0), i32(3)], readElem);
segments('array.new_data and array.new_elem of too many elements', () => {
  const long = (isShared: boolean): Pick<Setting, 'S' | 'module' | 'vs'> => ({
    ...world(isShared), vs: [i32(0), i32(LIMIT + 1)],
    S: {
      datas: [data(), { shared: isShared, bytes: new Uint8Array(4 * LIMIT + 4) }],
      elems: [elem(), { ...elem(), shared: isShared, refs: new Array<typeof NULL>(LIMIT + 1) }],
    },
  });
  const both = [[arraysNew.arrayNewDataTooLarge, newData, readData], [arraysNew.arrayNewElemTooLarge, newElem, readElem]] as const;
  for (const [rule, e, read] of both) {
    seen.add(rule.id);
    acts(rule, { e, ...long(true) }, read);
    acts(rule, { e, ...long(false) }, []);
  }
});
label(segments, arraysInit.arrayInitDataZero, initData, [A2, ...three(0, 0, 0)], readData);
label(segments, arraysInit.arrayInitDataNum, initData, [A2, ...three(0, 0, 1)], readData);
label(segments, arraysInit.arrayInitDataOob2, initData, [A2, ...three(0, 5, 1)], readData);
label(segments, arraysInit.arrayInitElemZero, initElem, [A4, ...three(0, 0, 0)], readElem);
label(segments, arraysInit.arrayInitElemSucc, initElem, [A4, ...three(0, 1, 1)], readElem);
label(segments, arraysInit.arrayInitElemOob2, initElem, [A4, ...three(0, 2, 1)], readElem);
segments.run();

const conts = suite('labels of accesses to continuations');
/** Type 1 is a continuation that expects an i32, 3 one that expects a continuation of type 1, 5 one that expects nothing. */
const contComps: readonly CompType[] = [funcType(['i32']), contType(0), funcType([idxRef(1, true)]), contType(2), funcType([]), contType(4)];
/** At the address 0 is a continuation that has been used, at 1 one that has not; index 0 is a tag that takes nothing. */
const contWorld = (isShared: boolean): Pick<Setting, 'S' | 'module' | 'P'> => {
  const ts = (isShared ? sharedTypesOf : typesOf)(...contComps);
  return {
    module: { types: ts, tags: [0] }, P: inPrompt([{ kind: 'switch', ea: 0 }], frameOf([])),
    S: { tags: [tag(typeAt(ts, 4))], conts: [{ E: undefined }, cont(1, null, {})], exns: [{ tag: 0, fields: [] }] },
  };
};
const consuming = (rule: AnyRule, e: Bare, vs: readonly Val[], kind: Kind, a: number): void => conts(rule.id, () => {
  seen.add(rule.id);
  acts(rule, { e, vs, ...contWorld(true) }, one(kind, 'cont', 0, 'acqrel', a));
  acts(rule, { e, vs, ...contWorld(false) }, []);
});
const USED = refCont(0), FRESH = refCont(1), EXN = refExn(0), bind: Bare = { op: 'cont.bind', ct: 1, ct2: 5 };
const resume: Bare = { op: 'resume', ct: 1, hdls: [] }, resumeThrow: Bare = { op: 'resume_throw', ct: 1, x: 0, hdls: [] };
const resumeThrowRef: Bare = { op: 'resume_throw_ref', ct: 1, hdls: [] }, switchTo: Bare = { op: 'switch.addr', ct: 3, ea: 0 };
consuming(continuations.contBindCont, bind, [i32(1), FRESH], 'rmw', 1);
consuming(continuations.contBindConsumed, bind, [i32(1), USED], 'read', 0);
consuming(resumptions.resumeCont, resume, [i32(1), FRESH], 'rmw', 1);
consuming(resumptions.resumeConsumed, resume, [i32(1), USED], 'read', 0);
consuming(resumptions.resumeThrowCont, resumeThrow, [FRESH], 'read', 1);
consuming(resumptions.resumeThrowConsumed, resumeThrow, [USED], 'read', 0);
consuming(resumptions.resumeThrowRefCont, resumeThrowRef, [EXN, FRESH], 'rmw', 1);
consuming(resumptions.resumeThrowRefConsumed, resumeThrowRef, [EXN, USED], 'read', 0);
consuming(resumptions.resumeThrowRefExnNull, resumeThrowRef, [NULL, FRESH], 'read', 1);
consuming(suspensions.switchPrompt, switchTo, [FRESH], 'rmw', 1);
consuming(suspensions.switchConsumed, switchTo, [USED], 'read', 0);
conts.run();

const complete = suite('all labels');
complete('every rule with a label has been looked at', () => {
  const files: readonly { readonly [name: string]: AnyRule }[] = [
    arrays, arraysInit, arraysNew, atomicArrays, atomicGlobals, atomicMemories, atomicStructs, atomicTables, continuations, fences,
    memories, memoriesBulk, resumptions, structs, suspensions, tables, tablesBulk, variables, vectorMemories,
  ];
  const labelled = files.flatMap((file) => Object.values(file)).filter(({ actions }) => actions !== undefined).map(({ id }) => id);
  assert.equal([...seen].sort(), labelled.sort());
});
complete.run();
