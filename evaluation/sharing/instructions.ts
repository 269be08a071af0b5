/**
 * The translation of single instructions: those that are about shared things by the rules for them, all others stay what they are.
 * @category Evaluation: sharing
 * @module
 */
import type { Instr, InstrOf } from '../../syntax/instructions.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { br, i32 } from '../translation/code.ts';
import type { ArrayInstr } from './arrays.ts';
import { emitShared, isSharedType } from './arrays.ts';
import { emitAtomic } from './atomics.ts';
import type { MutableBody } from './body.ts';
import { emit, labelIdx, operand, temp } from './body.ts';
import { tee } from './code.ts';
import { emitContBind, emitContNew, emitResumeShared, emitSwitch } from './continuations.ts';
import { emitCopyAcross } from './copies.ts';
import { emitThrow, emitThrowShared } from './exceptions.ts';
import { inHeapGlobal, inHeapTable, isSharedRef } from './plan.ts';
import { emitRef, functionRecord } from './references.ts';
import type { RefInstr } from './references.ts';
import { reindexed } from './reindexing.ts';
import { mirrored } from './roots.ts';
import { emitDataDrop, emitInitData, emitInitElem, emitMemoryInit, emitNewData, emitNewElem } from './segments.ts';
import { emitStruct } from './structs.ts';
import { emitCallIndirect, emitCallRef, emitElemDrop, emitGlobal, emitTable, tableOf } from './tables.ts';
import { emitMemoryWait, emitNewQueue, emitNotify, emitWait } from './waits.ts';

const emitPlain = (S: MutableBody, e: Instr): void => {
  const f = reindexed(S.plan, e);
  emit(S, 'l' in f && typeof f.l === 'number' && 'rt1' in f ? { ...f, l: labelIdx(S, f.l) } : f);
};
/** An instruction whose topmost operand, or the one below as many, decides. */
const emitOnRef = (S: MutableBody, e: RefInstr): void => {
  if (isSharedRef(operand(S, 0))) emitRef(S, e);
  else if (e.op === 'br_on_null' || e.op === 'br_on_non_null') emit(S, { ...e, l: labelIdx(S, e.l) });
  else emitPlain(S, e);
};
const emitArray = (S: MutableBody, e: ArrayInstr): void => {
  const shared = e.op === 'array.len' ? isSharedRef(operand(S, 0)) : isSharedType(S, e.x);
  if (e.op === 'array.copy' && shared !== isSharedType(S, e.y)) {
    emitCopyAcross(S, e);
    return;
  }
  if (shared) emitShared(S, e);
  else if (e.op === 'array.copy') emit(S, { ...e, x: S.plan.types.typeIdx(e.x), y: S.plan.types.typeIdx(e.y) });
  else emitPlain(S, e);
};
const emitI31 = (S: MutableBody): void => {
  emit(S, i32(1), { op: 'binop', nt: 'i32', f: 'shl', at: S.at }, i32(1), { op: 'binop', nt: 'i32', f: 'or', at: S.at });
};
const isHeapElem = ({ C }: MutableBody, y: number): boolean => {
  const elem = C.elems.at(y);
  return elem !== undefined && heapShared(elem.ref.heap);
};
const isHeapData = ({ C }: MutableBody, y: number): boolean => C.datas.at(y)?.shared === true;
const isHeapGlobal = ({ C }: MutableBody, x: number): boolean => {
  const type = C.globals.at(x);
  return type !== undefined && inHeapGlobal(type);
};

const emitMirrored = (S: MutableBody, e: InstrOf<'global.set'>): void => {
  const v = temp(S, 'i32');
  emit(S, tee(v));
  emitPlain(S, e);
  emit(S, ...mirrored(S.plan, e.x, v));
};

type SegmentInstr = InstrOf<
  'array.new_data' | 'array.init_data' | 'array.new_elem' | 'array.init_elem' | 'memory.init' | 'data.drop' | 'elem.drop'>;
/** Instructions on segments. */
const emitSegment = (S: MutableBody, e: SegmentInstr): void => {
  switch (e.op) {
    case 'array.new_data': if (isSharedType(S, e.x) || isHeapData(S, e.y)) { emitNewData(S, e); return; } break;
    case 'array.init_data': if (isSharedType(S, e.x) || isHeapData(S, e.y)) { emitInitData(S, e); return; } break;
    case 'array.new_elem': if (isHeapElem(S, e.y)) { emitNewElem(S, e); return; } break;
    case 'array.init_elem': if (isHeapElem(S, e.y)) { emitInitElem(S, e); return; } break;
    case 'memory.init': if (isHeapData(S, e.y)) { emitMemoryInit(S, e); return; } break;
    case 'data.drop': if (isHeapData(S, e.x)) { emitDataDrop(S, e); return; } break;
    case 'elem.drop': if (isHeapElem(S, e.x)) { emitElemDrop(S, e); return; } break;
  }
  emitPlain(S, e);
};
/** Where a branch to a label of the source goes. */
const emitJump = (S: MutableBody, e: InstrOf<'br' | 'br_if' | 'br_table'>): void => {
  switch (e.op) {
    case 'br': emit(S, br(labelIdx(S, e.l))); return;
    case 'br_if': emit(S, { ...e, l: labelIdx(S, e.l) }); return;
    case 'br_table': emit(S, { ...e, ls: e.ls.map((l) => labelIdx(S, l)), l: labelIdx(S, e.l) });
  }
};
const emitResume = (S: MutableBody, e: InstrOf<'resume' | 'resume_throw' | 'resume_throw_ref'>): void => {
  const f = reindexed(S.plan, e);
  if ('hdls' in f) emit(S, { ...f, hdls: f.hdls.map((hdl) => hdl.kind === 'on' ? { ...hdl, l: labelIdx(S, hdl.l) } : hdl) });
};

/** One instruction that is no block. */
export const emitInstr = (S: MutableBody, e: Instr): void => {
  switch (e.op) {
    case 'br': case 'br_if': case 'br_table': emitJump(S, e); return;
    case 'resume': case 'resume_throw': case 'resume_throw_ref':
      if (isSharedType(S, e.ct)) emitResumeShared(S, e);
      else emitResume(S, e);
      return;
    case 'cont.new': if (isSharedRef(operand(S, 0))) emitContNew(S, e); else emitPlain(S, e); return;
    case 'cont.bind': if (isSharedType(S, e.ct)) emitContBind(S, e); else emitPlain(S, e); return;
    case 'switch': if (isSharedType(S, e.ct)) emitSwitch(S, e); else emitPlain(S, e); return;
    case 'ref.null': if (S.plan.types.isShared(e.ht)) emit(S, i32(0)); else emitPlain(S, e); return;
    case 'ref.func':
      if (S.C.funcs.at(e.x)?.sub.shared === true) emit(S, ...functionRecord(S.plan, e.x));
      else emitPlain(S, e);
      return;
    case 'ref.i31_shared': emitI31(S); return;
    case 'ref.is_null': case 'ref.as_non_null': case 'ref.eq': case 'ref.test': case 'ref.cast': case 'i31.get':
    case 'br_on_null': case 'br_on_non_null': case 'br_on_cast': case 'br_on_cast_fail': emitOnRef(S, e); return;
    case 'any.convert_extern': case 'extern.convert_any': if (!isSharedRef(operand(S, 0))) emitPlain(S, e); return;
    case 'struct.new': case 'struct.new_default': case 'struct.get': case 'struct.set':
      if (isSharedType(S, e.x)) emitStruct(S, e);
      else emitPlain(S, e);
      return;
    case 'array.new': case 'array.new_default': case 'array.new_fixed': case 'array.get': case 'array.set': case 'array.len':
    case 'array.fill': case 'array.copy': emitArray(S, e); return;
    case 'array.new_data': case 'array.init_data': case 'array.new_elem': case 'array.init_elem': case 'memory.init': case 'data.drop':
    case 'elem.drop': emitSegment(S, e); return;
    case 'global.get': case 'global.set':
      if (isHeapGlobal(S, e.x)) emitGlobal(S, e);
      else if (e.op === 'global.set' && S.plan.mirrors.has(e.x)) emitMirrored(S, e);
      else emitPlain(S, e);
      return;
    case 'table.get': case 'table.set': case 'table.size': case 'table.grow': case 'table.fill': case 'table.copy': case 'table.init':
      if (inHeapTable(tableOf(S, e.x))) emitTable(S, e);
      else emitPlain(S, e);
      return;
    case 'call_ref': case 'return_call_ref': if (isSharedType(S, e.y)) emitCallRef(S, e); else emitPlain(S, e); return;
    case 'call_indirect': case 'return_call_indirect':
      if (inHeapTable(tableOf(S, e.x))) emitCallIndirect(S, e);
      else emitPlain(S, e);
      return;
    case 'throw': emitThrow(S, e); return;
    case 'throw_ref': if (isSharedRef(operand(S, 0))) emitThrowShared(S); else emitPlain(S, e); return;
    case 'waitqueue.new': emitNewQueue(S); return;
    case 'waitqueue.notify': emitNotify(S); return;
    case 'struct.wait': case 'array.wait': case 'global.wait': case 'table.wait': emitWait(S, e); return;
    case 'memory.wait': emitMemoryWait(S, e); return;
    case 'pause': return;
    default: emitByFamily(S, e);
  }
};
const isAtomic = (e: Instr): e is Parameters<typeof emitAtomic>[1] => /^(?:global|table|struct|array)\.atomic\./u.test(e.op);
const emitByFamily = (S: MutableBody, e: Instr): void => {
  if (isAtomic(e)) emitAtomic(S, e);
  else emitPlain(S, e);
};
