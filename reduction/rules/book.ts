/**
 * The rule book: every instruction with its rules, in the order in which they are tried. The rules of an instruction exclude each other, so
 * the order changes no result; what usually applies comes first.
 * @category Reduction: machine
 * @module
 */
import type { RunOp } from '../../semantics/runtime/code.ts';
import type { Rule } from '../kit.ts';
import * as arrays from './arrays.ts';
import * as arraysBulk from './arrays-bulk.ts';
import * as arraysInit from './arrays-init.ts';
import * as arraysNew from './arrays-new.ts';
import * as atomicArrays from './atomic-arrays.ts';
import * as atomicGlobals from './atomic-globals.ts';
import * as atomicMemories from './atomic-memories.ts';
import * as atomicStructs from './atomic-structs.ts';
import * as atomicTables from './atomic-tables.ts';
import * as blocks from './blocks.ts';
import * as branches from './branches.ts';
import * as calls from './calls.ts';
import * as continuations from './continuations.ts';
import * as cooperation from './cooperation.ts';
import * as exceptions from './exceptions.ts';
import * as externs from './externs.ts';
import * as fences from './fences.ts';
import * as memoryWaits from './memory-waits.ts';
import * as memories from './memories.ts';
import * as memoriesBulk from './memories-bulk.ts';
import * as numbers from './numbers.ts';
import * as parametric from './parametric.ts';
import * as queueWaits from './queue-waits.ts';
import * as references from './references.ts';
import * as resumptions from './resumptions.ts';
import * as spawn from './spawn.ts';
import * as structs from './structs.ts';
import * as suspensions from './suspensions.ts';
import * as tables from './tables.ts';
import * as tablesBulk from './tables-bulk.ts';
import * as traps from './traps.ts';
import * as variables from './variables.ts';
import * as vectorLanes from './vector-lanes.ts';
import * as vectorMemories from './vector-memories.ts';
import * as vectors from './vectors.ts';
import * as waits from './waits.ts';

/** Every instruction has its rules, and every rule is filed under its own head, or this does not compile. */
export type RuleBook = { readonly [T in RunOp]: readonly [Rule<T>, ...(readonly Rule<T>[])] };

/** Every instruction, with its rules. */
export const rules: RuleBook = {
  nop: [parametric.nop],
  unreachable: [parametric.unreachable],
  drop: [parametric.drop],
  select: [parametric.selectTrue, parametric.selectFalse],
  block: [blocks.block],
  loop: [blocks.loop],
  if: [blocks.ifTrue, blocks.ifFalse],
  br: [branches.brLabelZero, branches.brLabelSucc, branches.brHandler],
  br_if: [branches.brIfTrue, branches.brIfFalse],
  br_table: [branches.brTableLt, branches.brTableGe],
  br_on_null: [branches.brOnNullNull, branches.brOnNullAddr],
  br_on_non_null: [branches.brOnNonNullNull, branches.brOnNonNullAddr],
  br_on_cast: [branches.brOnCastSucceed, branches.brOnCastFail],
  br_on_cast_fail: [branches.brOnCastFailSucceed, branches.brOnCastFailFail],
  call: [calls.call],
  call_ref: [
    calls.callRefFunc, calls.callRefHost, calls.callRefNull,
    spawn.spawnRef, spawn.spawnRefNull, spawn.spawnIndirect, spawn.spawnIndirectTrap,
    cooperation.spawnRefCooperative, cooperation.spawnIndirectCooperative, cooperation.yieldThread, cooperation.yieldMain,
  ],
  call_indirect: [calls.callIndirect],
  return: [calls.returnFrame, calls.returnLabel, calls.returnHandler],
  return_call: [calls.returnCall],
  return_call_ref: [calls.returnCallRefLabel, calls.returnCallRefHandler, calls.returnCallRefFrameAddr, calls.returnCallRefFrameNull],
  return_call_indirect: [calls.returnCallIndirect],
  throw: [exceptions.throw_],
  throw_ref: [
    exceptions.throwRefInstrs, exceptions.throwRefLabel, exceptions.throwRefFrame, exceptions.throwRefPrompt,
    exceptions.throwRefHandlerEmpty, exceptions.throwRefHandlerCatch, exceptions.throwRefHandlerCatchRef,
    exceptions.throwRefHandlerCatchAll, exceptions.throwRefHandlerCatchAllRef, exceptions.throwRefHandlerNext, exceptions.throwRefNull,
  ],
  try_table: [exceptions.tryTable],
  'cont.new': [continuations.contNewFunc, continuations.contNewNull],
  'cont.bind': [continuations.contBindCont, continuations.contBindNull, continuations.contBindConsumed],
  suspend: [suspensions.suspend],
  resume: [resumptions.resumeCont, resumptions.resumeNull, resumptions.resumeConsumed],
  resume_throw: [resumptions.resumeThrowCont, resumptions.resumeThrowNull, resumptions.resumeThrowConsumed],
  resume_throw_ref: [
    resumptions.resumeThrowRefCont, resumptions.resumeThrowRefNull, resumptions.resumeThrowRefConsumed, resumptions.resumeThrowRefExnNull,
  ],
  switch: [suspensions.switch_],
  'local.get': [variables.localGet],
  'local.set': [variables.localSet],
  'local.tee': [variables.localTee],
  'global.get': [variables.globalGet, variables.globalGetThreadLocal],
  'global.set': [variables.globalSet, variables.globalSetThreadLocal],
  'table.get': [tables.tableGetVal, tables.tableGetOob],
  'table.set': [tables.tableSetVal, tables.tableSetOob],
  'table.size': [tables.tableSize],
  'table.grow': [tables.tableGrowSucceed, tables.tableGrowFail],
  'table.fill': [tablesBulk.tableFillZero, tablesBulk.tableFillSucc, tablesBulk.tableFillOob],
  'table.copy': [tablesBulk.tableCopyZero, tablesBulk.tableCopyLe, tablesBulk.tableCopyGt, tablesBulk.tableCopyOob],
  'table.init': [tablesBulk.tableInitZero, tablesBulk.tableInitSucc, tablesBulk.tableInitOob],
  'elem.drop': [tables.elemDrop],
  load: [memories.loadNumVal, memories.loadPackVal, memories.loadNumOob, memories.loadPackOob],
  store: [memories.storeNumVal, memories.storePackVal, memories.storeNumOob, memories.storePackOob],
  vload: [
    vectorMemories.vloadVal, vectorMemories.vloadPackVal, vectorMemories.vloadSplatVal, vectorMemories.vloadZeroVal,
    vectorMemories.vloadOob, vectorMemories.vloadPackOob, vectorMemories.vloadSplatOob, vectorMemories.vloadZeroOob,
  ],
  vload_lane: [vectorMemories.vloadLaneVal, vectorMemories.vloadLaneOob],
  vstore: [vectorMemories.vstoreVal, vectorMemories.vstoreOob],
  vstore_lane: [vectorMemories.vstoreLaneVal, vectorMemories.vstoreLaneOob],
  'memory.size': [memories.memorySize],
  'memory.grow': [memories.memoryGrowSucceed, memories.memoryGrowFail],
  'memory.fill': [memoriesBulk.memoryFillZero, memoriesBulk.memoryFillSucc, memoriesBulk.memoryFillOob],
  'memory.copy': [memoriesBulk.memoryCopyZero, memoriesBulk.memoryCopyLe, memoriesBulk.memoryCopyGt, memoriesBulk.memoryCopyOob],
  'memory.init': [memoriesBulk.memoryInitZero, memoriesBulk.memoryInitSucc, memoriesBulk.memoryInitOob],
  'data.drop': [memories.dataDrop],
  'ref.null': [references.refNull],
  'ref.is_null': [references.refIsNullTrue, references.refIsNullFalse],
  'ref.as_non_null': [references.refAsNonNullNull, references.refAsNonNullAddr],
  'ref.eq': [references.refEqTrue, references.refEqFalse, references.refEqNull],
  'ref.test': [references.refTestTrue, references.refTestFalse],
  'ref.cast': [references.refCastSucceed, references.refCastFail],
  'ref.func': [references.refFuncAddr],
  'ref.i31': [references.refI31Num],
  'i31.get': [references.i31GetNum, references.i31GetNull],
  'struct.new': [structs.structNew],
  'struct.new_default': [structs.structNewDefault],
  'struct.get': [structs.structGetStruct, structs.structGetNull],
  'struct.set': [structs.structSetStruct, structs.structSetNull],
  'array.new': [arraysNew.arrayNew, arraysNew.arrayNewTooLarge],
  'array.new_default': [arraysNew.arrayNewDefault, arraysNew.arrayNewDefaultTooLarge],
  'array.new_fixed': [arraysNew.arrayNewFixed, arraysNew.arrayNewFixedTooLarge],
  'array.new_data': [arraysNew.arrayNewDataNum, arraysNew.arrayNewDataOob, arraysNew.arrayNewDataTooLarge],
  'array.new_elem': [arraysNew.arrayNewElemAlloc, arraysNew.arrayNewElemOob, arraysNew.arrayNewElemTooLarge],
  'array.get': [arrays.arrayGetArray, arrays.arrayGetNull, arrays.arrayGetOob],
  'array.set': [arrays.arraySetArray, arrays.arraySetNull, arrays.arraySetOob],
  'array.len': [arrays.arrayLenArray, arrays.arrayLenNull],
  'array.fill': [arraysBulk.arrayFillZero, arraysBulk.arrayFillSucc, arraysBulk.arrayFillNull, arraysBulk.arrayFillOob],
  'array.copy': [
    arraysBulk.arrayCopyZero, arraysBulk.arrayCopyLe, arraysBulk.arrayCopyGt, arraysBulk.arrayCopyNull1, arraysBulk.arrayCopyNull2,
    arraysBulk.arrayCopyOob1, arraysBulk.arrayCopyOob2,
  ],
  'array.init_data': [
    arraysInit.arrayInitDataZero, arraysInit.arrayInitDataNum, arraysInit.arrayInitDataNull, arraysInit.arrayInitDataOob1,
    arraysInit.arrayInitDataOob2,
  ],
  'array.init_elem': [
    arraysInit.arrayInitElemZero, arraysInit.arrayInitElemSucc, arraysInit.arrayInitElemNull, arraysInit.arrayInitElemOob1,
    arraysInit.arrayInitElemOob2,
  ],
  'extern.convert_any': [externs.externConvertAnyNull, externs.externConvertAnyAddr],
  'any.convert_extern': [externs.anyConvertExternNull, externs.anyConvertExternAddr],
  const: [parametric.constant],
  unop: [numbers.unopVal, numbers.unopTrap],
  binop: [numbers.binopVal, numbers.binopTrap],
  testop: [numbers.testop],
  relop: [numbers.relop],
  cvtop: [numbers.cvtopVal, numbers.cvtopTrap],
  vconst: [vectors.vconst],
  vvunop: [vectors.vvunop],
  vvbinop: [vectors.vvbinop],
  vvternop: [vectors.vvternop],
  vvtestop: [vectors.vvtestop],
  vunop: [vectors.vunopVal, vectors.vunopTrap],
  vbinop: [vectors.vbinopVal, vectors.vbinopTrap],
  vternop: [vectors.vternopVal, vectors.vternopTrap],
  vtestop: [vectors.vtestop],
  vrelop: [vectors.vrelop],
  vshiftop: [vectors.vshiftop],
  vbitmask: [vectors.vbitmask],
  vswizzlop: [vectors.vswizzlop],
  vshuffle: [vectors.vshuffle],
  vextunop: [vectorLanes.vextunop],
  vextbinop: [vectorLanes.vextbinop],
  vextternop: [vectorLanes.vextternop],
  vnarrow: [vectorLanes.vnarrow],
  vcvtop: [vectorLanes.vcvtop],
  vsplat: [vectorLanes.vsplat],
  vextract_lane: [vectorLanes.vextractLaneNum, vectorLanes.vextractLanePack],
  vreplace_lane: [vectorLanes.vreplaceLane],
  'atomic.fence': [fences.atomicFence],
  'atomic.load': [atomicMemories.atomicLoadVal, atomicMemories.atomicLoadUnaligned, atomicMemories.atomicLoadOob],
  'atomic.store': [atomicMemories.atomicStoreVal, atomicMemories.atomicStoreUnaligned, atomicMemories.atomicStoreOob],
  'atomic.rmw': [atomicMemories.atomicRmwVal, atomicMemories.atomicRmwUnaligned, atomicMemories.atomicRmwOob],
  'atomic.cmpxchg': [
    atomicMemories.atomicCmpxchgSucceed, atomicMemories.atomicCmpxchgFail, atomicMemories.atomicCmpxchgUnaligned,
    atomicMemories.atomicCmpxchgOob,
  ],
  'memory.atomic.notify': [memoryWaits.memoryAtomicNotify, memoryWaits.memoryAtomicNotifyOob, memoryWaits.memoryAtomicNotifyUnaligned],
  'memory.atomic.wait': [
    memoryWaits.memoryAtomicWait, memoryWaits.memoryAtomicWaitOob, memoryWaits.memoryAtomicWaitUnaligned,
    memoryWaits.memoryAtomicWaitUnshared,
  ],
  'global.atomic.get': [atomicGlobals.globalAtomicGet, atomicGlobals.globalAtomicGetThreadLocal],
  'global.atomic.set': [atomicGlobals.globalAtomicSet, atomicGlobals.globalAtomicSetThreadLocal],
  'global.atomic.rmw': [atomicGlobals.globalAtomicRmw, atomicGlobals.globalAtomicRmwThreadLocal],
  'global.atomic.cmpxchg': [
    atomicGlobals.globalAtomicCmpxchgSucceed, atomicGlobals.globalAtomicCmpxchgFail,
    atomicGlobals.globalAtomicCmpxchgThreadLocalSucceed, atomicGlobals.globalAtomicCmpxchgThreadLocalFail,
  ],
  'table.atomic.get': [atomicTables.tableAtomicGetVal, atomicTables.tableAtomicGetOob],
  'table.atomic.set': [atomicTables.tableAtomicSetVal, atomicTables.tableAtomicSetOob],
  'table.atomic.xchg': [atomicTables.tableAtomicXchgVal, atomicTables.tableAtomicXchgOob],
  'table.atomic.cmpxchg': [
    atomicTables.tableAtomicCmpxchgSucceed, atomicTables.tableAtomicCmpxchgFail, atomicTables.tableAtomicCmpxchgOob,
  ],
  'struct.atomic.get': [atomicStructs.structAtomicGetStruct, atomicStructs.structAtomicGetNull],
  'struct.atomic.set': [atomicStructs.structAtomicSetStruct, atomicStructs.structAtomicSetNull],
  'struct.atomic.rmw': [atomicStructs.structAtomicRmwStruct, atomicStructs.structAtomicRmwNull],
  'struct.atomic.cmpxchg': [
    atomicStructs.structAtomicCmpxchgSucceed, atomicStructs.structAtomicCmpxchgFail, atomicStructs.structAtomicCmpxchgNull,
  ],
  'array.atomic.get': [atomicArrays.arrayAtomicGetArray, atomicArrays.arrayAtomicGetNull, atomicArrays.arrayAtomicGetOob],
  'array.atomic.set': [atomicArrays.arrayAtomicSetArray, atomicArrays.arrayAtomicSetNull, atomicArrays.arrayAtomicSetOob],
  'array.atomic.rmw': [atomicArrays.arrayAtomicRmwArray, atomicArrays.arrayAtomicRmwNull, atomicArrays.arrayAtomicRmwOob],
  'array.atomic.cmpxchg': [
    atomicArrays.arrayAtomicCmpxchgSucceed, atomicArrays.arrayAtomicCmpxchgFail, atomicArrays.arrayAtomicCmpxchgNull,
    atomicArrays.arrayAtomicCmpxchgOob,
  ],
  'ref.i31_shared': [references.refI31Shared],
  pause: [fences.pause],
  'waitqueue.new': [queueWaits.waitqueueNew],
  'waitqueue.notify': [queueWaits.waitqueueNotify, queueWaits.waitqueueNotifyNull],
  'struct.wait': [queueWaits.structWait, queueWaits.structWaitNull, queueWaits.structWaitQueueNull, queueWaits.structWaitUnshared],
  'array.wait': [queueWaits.arrayWait, queueWaits.arrayWaitNull, queueWaits.arrayWaitOob, queueWaits.arrayWaitRefused],
  'global.wait': [queueWaits.globalWait, queueWaits.globalWaitRefused],
  'table.wait': [queueWaits.tableWait, queueWaits.tableWaitOob, queueWaits.tableWaitRefused],
  'memory.wait': [memoryWaits.memoryWait, memoryWaits.memoryWaitOob, memoryWaits.memoryWaitUnaligned, memoryWaits.memoryWaitRefused],
  value: [parametric.aValue],
  trap: [traps.trapInstrs, traps.trapLabel, traps.trapHandler, traps.trapFrame, traps.trapPrompt],
  'suspend.addr': [suspensions.suspendPrompt, cooperation.suspendThread],
  'wait.at': [waits.waitEq, waits.waitNe],
  waiting: [waits.waitingWoken, waits.waitingTimeout],
  'switch.addr': [suspensions.switchPrompt, suspensions.switchNull, suspensions.switchConsumed, cooperation.switchThread],
  end: [blocks.labelVals, calls.frameVals, exceptions.handlerVals, resumptions.promptVals, cooperation.endReady],
  turns: [cooperation.turnsNext, cooperation.turnsNone],
};
