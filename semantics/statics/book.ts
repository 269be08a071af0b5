/**
 * The book of typing rules: every instruction has a rule or several, of which exactly one speaks of it.
 * @spec core 2.3-validation.instructions
 * @module
 */
import type { Instr, Op } from '../../syntax/instructions.ts';
import * as aggregates from './aggregates.ts';
import * as atomicAggregates from './atomic-aggregates.ts';
import * as atomicGlobals from './atomic-globals.ts';
import * as atomicMemories from './atomic-memories.ts';
import * as atomicTables from './atomic-tables.ts';
import * as blocks from './block.ts';
import * as branches from './branch.ts';
import * as calls from './call.ts';
import * as continuations from './continuation.ts';
import * as exceptions from './exceptions.ts';
import type { TypingRule } from './instruction-types.ts';
import * as memories from './memories.ts';
import * as numeric from './numeric.ts';
import * as parametric from './parametric.ts';
import * as references from './references.ts';
import * as tables from './tables.ts';
import * as variables from './variables.ts';
import * as vectors from './vector.ts';
import * as waitQueues from './wait-queues.ts';

type Rules<T extends Op> = TypingRule<T> | readonly TypingRule<T>[];

/** The typing rules by the instructions at their head, in the order of the specification. */
export const typingRules: { readonly [T in Op]: Rules<T> } = {
  'nop': parametric.nop,
  'unreachable': parametric.unreachable,
  'drop': parametric.drop,
  'select': [parametric.selectExpl, parametric.selectImpl],
  'block': blocks.block,
  'loop': blocks.loop,
  'if': blocks.if_,
  'br': branches.br,
  'br_if': branches.brIf,
  'br_table': branches.brTable,
  'br_on_null': branches.brOnNull,
  'br_on_non_null': branches.brOnNonNull,
  'br_on_cast': branches.brOnCast,
  'br_on_cast_fail': branches.brOnCastFail,
  'call': calls.call,
  'call_ref': calls.callRef,
  'call_indirect': calls.callIndirect,
  'return': calls.return_,
  'return_call': calls.returnCall,
  'return_call_ref': calls.returnCallRef,
  'return_call_indirect': calls.returnCallIndirect,
  'throw': exceptions.throw_,
  'throw_ref': exceptions.throwRef,
  'try_table': exceptions.tryTable,
  'cont.new': continuations.contNew,
  'cont.bind': continuations.contBind,
  'suspend': continuations.suspend,
  'resume': continuations.resume,
  'resume_throw': continuations.resumeThrow,
  'resume_throw_ref': continuations.resumeThrowRef,
  'switch': continuations.switch_,
  'ref.null': references.refNull,
  'ref.func': references.refFunc,
  'ref.i31': references.refI31,
  'ref.is_null': references.refIsNull,
  'ref.as_non_null': references.refAsNonNull,
  'ref.eq': references.refEq,
  'ref.test': references.refTest,
  'ref.cast': references.refCast,
  'i31.get': references.i31Get,
  'struct.new': aggregates.structNew,
  'struct.new_default': aggregates.structNewDefault,
  'struct.get': aggregates.structGet,
  'struct.set': aggregates.structSet,
  'array.new': aggregates.arrayNew,
  'array.new_default': aggregates.arrayNewDefault,
  'array.new_fixed': aggregates.arrayNewFixed,
  'array.new_elem': aggregates.arrayNewElem,
  'array.new_data': aggregates.arrayNewData,
  'array.get': aggregates.arrayGet,
  'array.set': aggregates.arraySet,
  'array.len': aggregates.arrayLen,
  'array.fill': aggregates.arrayFill,
  'array.copy': aggregates.arrayCopy,
  'array.init_elem': aggregates.arrayInitElem,
  'array.init_data': aggregates.arrayInitData,
  'extern.convert_any': references.externConvertAny,
  'any.convert_extern': references.anyConvertExtern,
  'local.get': variables.localGet,
  'local.set': variables.localSet,
  'local.tee': variables.localTee,
  'global.get': variables.globalGet,
  'global.set': variables.globalSet,
  'table.get': tables.tableGet,
  'table.set': tables.tableSet,
  'table.size': tables.tableSize,
  'table.grow': tables.tableGrow,
  'table.fill': tables.tableFill,
  'table.copy': tables.tableCopy,
  'table.init': tables.tableInit,
  'elem.drop': tables.elemDrop,
  'memory.size': memories.memorySize,
  'memory.grow': memories.memoryGrow,
  'memory.fill': memories.memoryFill,
  'memory.copy': memories.memoryCopy,
  'memory.init': memories.memoryInit,
  'data.drop': memories.dataDrop,
  'load': [memories.loadVal, memories.loadPack],
  'store': [memories.storeVal, memories.storePack],
  'vload': [memories.vloadVal, memories.vloadPack, memories.vloadSplat, memories.vloadZero],
  'vload_lane': memories.vloadLane,
  'vstore': memories.vstore,
  'vstore_lane': memories.vstoreLane,
  'const': numeric.const_,
  'unop': numeric.unop,
  'binop': numeric.binop,
  'testop': numeric.testop,
  'relop': numeric.relop,
  'cvtop': numeric.cvtop,
  'vconst': vectors.vconst,
  'vvunop': vectors.vvunop,
  'vvbinop': vectors.vvbinop,
  'vvternop': vectors.vvternop,
  'vvtestop': vectors.vvtestop,
  'vunop': vectors.vunop,
  'vbinop': vectors.vbinop,
  'vternop': vectors.vternop,
  'vtestop': vectors.vtestop,
  'vrelop': vectors.vrelop,
  'vshiftop': vectors.vshiftop,
  'vbitmask': vectors.vbitmask,
  'vswizzlop': vectors.vswizzlop,
  'vshuffle': vectors.vshuffle,
  'vsplat': vectors.vsplat,
  'vextract_lane': vectors.vextractLane,
  'vreplace_lane': vectors.vreplaceLane,
  'vextunop': vectors.vextunop,
  'vextbinop': vectors.vextbinop,
  'vextternop': vectors.vextternop,
  'vnarrow': vectors.vnarrow,
  'vcvtop': vectors.vcvtop,
  'memory.atomic.notify': atomicMemories.memoryAtomicNotify,
  'memory.atomic.wait': atomicMemories.memoryAtomicWait,
  'atomic.fence': atomicMemories.atomicFence,
  'pause': atomicMemories.pause,
  'atomic.load': atomicMemories.atomicLoad,
  'atomic.store': atomicMemories.atomicStore,
  'atomic.rmw': atomicMemories.atomicRmw,
  'atomic.cmpxchg': atomicMemories.atomicCmpxchg,
  'global.atomic.get': atomicGlobals.globalAtomicGet,
  'global.atomic.set': atomicGlobals.globalAtomicSet,
  'global.atomic.rmw': atomicGlobals.globalAtomicRmw,
  'global.atomic.cmpxchg': atomicGlobals.globalAtomicCmpxchg,
  'table.atomic.get': atomicTables.tableAtomicGet,
  'table.atomic.set': atomicTables.tableAtomicSet,
  'table.atomic.xchg': atomicTables.tableAtomicXchg,
  'table.atomic.cmpxchg': atomicTables.tableAtomicCmpxchg,
  'struct.atomic.get': atomicAggregates.structAtomicGet,
  'struct.atomic.set': atomicAggregates.structAtomicSet,
  'struct.atomic.rmw': atomicAggregates.structAtomicRmw,
  'struct.atomic.cmpxchg': atomicAggregates.structAtomicCmpxchg,
  'array.atomic.get': atomicAggregates.arrayAtomicGet,
  'array.atomic.set': atomicAggregates.arrayAtomicSet,
  'array.atomic.rmw': atomicAggregates.arrayAtomicRmw,
  'array.atomic.cmpxchg': atomicAggregates.arrayAtomicCmpxchg,
  'ref.i31_shared': references.refI31Shared,
  'waitqueue.new': waitQueues.waitqueueNew,
  'waitqueue.notify': waitQueues.waitqueueNotify,
  'struct.wait': waitQueues.structWait,
  'array.wait': waitQueues.arrayWait,
  'global.wait': waitQueues.globalWait,
  'table.wait': waitQueues.tableWait,
  'memory.wait': waitQueues.memoryWait,
};

/** A rule whose head is known to be the instruction that it is asked about. */
export type AnyTypingRule = Pick<TypingRule<Op>, 'name' | 'type'>;

/** The rule that speaks of an instruction. */
export const typingRuleOf = (e: Instr): AnyTypingRule => {
  // The book has under each constructor the rules for just that constructor; the type of an entry cannot say so for one that is not known.
  const rules = typingRules[e.op] as Rules<Op>;
  if ('name' in rules) return rules;
  const rule = rules.find(({ when }) => when?.(e) ?? true);
  if (rule === undefined) throw new Error(`no typing rule for ${e.op}`);
  return rule;
};
