/**
 * The immediates of instructions: what stands after a mnemonic or an opcode, and in which field of the abstract syntax it goes.
 * @spec core 1.3-syntax.instructions
 * @module
 */
import type { BlockType, Catch, Expr, Hdl, Instr, InstrOf, MemArg, NumConst, Op, Ordering, VecConst } from '../instructions.ts';
import type { HeapType, RefType, ValType } from '../types.ts';

/** The kinds of immediates, each with the type of its values. */
export interface ImmediateTypes {
  readonly typeidx: number;
  /** a type index that the text format writes as a type use: `(type x)? (param t*)* (result t*)*` */
  readonly typeuse: number;
  readonly funcidx: number;
  readonly tableidx: number;
  readonly memidx: number;
  readonly globalidx: number;
  readonly tagidx: number;
  readonly elemidx: number;
  readonly dataidx: number;
  readonly localidx: number;
  readonly labelidx: number;
  /** a list of labels, which another label follows */
  readonly labels: readonly number[];
  /** a field of the type whose index precedes it */
  readonly fieldidx: number;
  readonly u32: number;
  /** 0 to 255: a larger one is malformed, one beyond the lanes of the shape invalid */
  readonly laneidx: number;
  /** 16 lane indices */
  readonly lanes: readonly number[];
  readonly memarg: MemArg;
  readonly heaptype: HeapType;
  readonly reftype: RefType;
  readonly blocktype: BlockType;
  /** the results that a `select` names, if it does */
  readonly selecttypes: readonly ValType[] | undefined;
  readonly ordering: Ordering;
  /** the ordering of a read-modify-write: that of the read and that of the write, which are the same */
  readonly rmwordering: Ordering;
  readonly hdls: readonly Hdl[];
  readonly catches: readonly Catch[];
  readonly numconst: NumConst;
  readonly vecconst: VecConst;
  /** the instructions of a block */
  readonly expr: Expr;
}
/** The kinds of immediates. */
export type ImmediateKind = keyof ImmediateTypes;

/** The kinds whose values are those of the type V. */
type KindOf<V> = {
  [K in ImmediateKind]: [V] extends [ImmediateTypes[K]] ? ([ImmediateTypes[K]] extends [V] ? K : never) : never
}[ImmediateKind];
/** The immediates that the constructor T can have: a field with a kind of its type. */
type ImmediateOf<T extends Op> = {
  [F in Exclude<keyof InstrOf<T>, 'op' | 'at' | 'hint'>]-?: readonly [field: F, kind: KindOf<InstrOf<T>[F]>]
}[Exclude<keyof InstrOf<T>, 'op' | 'at' | 'hint'>];

/** A variable field of a constructor, and the kind of its values. */
export type Immediate = readonly [field: string, kind: ImmediateKind];

const T: readonly ['x', 'typeidx'] = ['x', 'typeidx'];
const TABLE: readonly ['x', 'tableidx'] = ['x', 'tableidx'];
const MEM: readonly ['x', 'memidx'] = ['x', 'memidx'];
const AO: readonly ['ao', 'memarg'] = ['ao', 'memarg'];
const GLOBAL: readonly ['x', 'globalidx'] = ['x', 'globalidx'];
const LOCAL: readonly ['x', 'localidx'] = ['x', 'localidx'];
const TAG: readonly ['x', 'tagidx'] = ['x', 'tagidx'];
const L: readonly ['l', 'labelidx'] = ['l', 'labelidx'];
const CT: readonly ['ct', 'typeidx'] = ['ct', 'typeidx'];
const HDLS: readonly ['hdls', 'hdls'] = ['hdls', 'hdls'];
const BT: readonly ['bt', 'blocktype'] = ['bt', 'blocktype'];
const BODY: readonly ['body', 'expr'] = ['body', 'expr'];
const FIELD: readonly ['i', 'fieldidx'] = ['i', 'fieldidx'];
const LANE: readonly ['i', 'laneidx'] = ['i', 'laneidx'];
const ORDER: readonly ['order', 'ordering'] = ['order', 'ordering'];
const RMW: readonly ['order', 'rmwordering'] = ['order', 'rmwordering'];

/**
 * The variable fields of each constructor, in the order of the text format; the others are fixed by the mnemonic, which
 * the table of forms gives. The binary format has another order for some. Branch hints are no immediates.
 */
export const immediates: { readonly [T in Op]: readonly ImmediateOf<T>[] } = {
  nop: [],
  unreachable: [],
  drop: [],
  select: [['types', 'selecttypes']],

  block: [BT, BODY],
  loop: [BT, BODY],
  if: [BT, ['then', 'expr'], ['else', 'expr']],
  br: [L],
  br_if: [L],
  br_table: [['ls', 'labels'], L],
  br_on_null: [L],
  br_on_non_null: [L],
  br_on_cast: [L, ['rt1', 'reftype'], ['rt2', 'reftype']],
  br_on_cast_fail: [L, ['rt1', 'reftype'], ['rt2', 'reftype']],
  call: [['x', 'funcidx']],
  call_ref: [['y', 'typeidx']],
  call_indirect: [TABLE, ['y', 'typeuse']],
  return: [],
  return_call: [['x', 'funcidx']],
  return_call_ref: [['y', 'typeidx']],
  return_call_indirect: [TABLE, ['y', 'typeuse']],
  throw: [TAG],
  throw_ref: [],
  try_table: [BT, ['catches', 'catches'], BODY],

  'cont.new': [CT],
  'cont.bind': [CT, ['ct2', 'typeidx']],
  suspend: [TAG],
  resume: [CT, HDLS],
  resume_throw: [CT, TAG, HDLS],
  resume_throw_ref: [CT, HDLS],
  switch: [CT, TAG],

  'local.get': [LOCAL],
  'local.set': [LOCAL],
  'local.tee': [LOCAL],
  'global.get': [GLOBAL],
  'global.set': [GLOBAL],

  'table.get': [TABLE],
  'table.set': [TABLE],
  'table.size': [TABLE],
  'table.grow': [TABLE],
  'table.fill': [TABLE],
  'table.copy': [TABLE, ['y', 'tableidx']],
  'table.init': [TABLE, ['y', 'elemidx']],
  'elem.drop': [['x', 'elemidx']],

  load: [MEM, AO],
  store: [MEM, AO],
  vload: [MEM, AO],
  vload_lane: [MEM, AO, LANE],
  vstore: [MEM, AO],
  vstore_lane: [MEM, AO, LANE],
  'memory.size': [MEM],
  'memory.grow': [MEM],
  'memory.fill': [MEM],
  'memory.copy': [MEM, ['y', 'memidx']],
  'memory.init': [MEM, ['y', 'dataidx']],
  'data.drop': [['x', 'dataidx']],

  'ref.null': [['ht', 'heaptype']],
  'ref.is_null': [],
  'ref.as_non_null': [],
  'ref.eq': [],
  'ref.test': [['rt', 'reftype']],
  'ref.cast': [['rt', 'reftype']],
  'ref.func': [['x', 'funcidx']],
  'ref.i31': [],
  'i31.get': [],

  'struct.new': [T],
  'struct.new_default': [T],
  'struct.get': [T, FIELD],
  'struct.set': [T, FIELD],
  'array.new': [T],
  'array.new_default': [T],
  'array.new_fixed': [T, ['n', 'u32']],
  'array.new_data': [T, ['y', 'dataidx']],
  'array.new_elem': [T, ['y', 'elemidx']],
  'array.get': [T],
  'array.set': [T],
  'array.len': [],
  'array.fill': [T],
  'array.copy': [T, ['y', 'typeidx']],
  'array.init_data': [T, ['y', 'dataidx']],
  'array.init_elem': [T, ['y', 'elemidx']],
  'extern.convert_any': [],
  'any.convert_extern': [],

  const: [['val', 'numconst']],
  unop: [],
  binop: [],
  testop: [],
  relop: [],
  cvtop: [],

  vconst: [['val', 'vecconst']],
  vvunop: [],
  vvbinop: [],
  vvternop: [],
  vvtestop: [],
  vunop: [],
  vbinop: [],
  vternop: [],
  vtestop: [],
  vrelop: [],
  vshiftop: [],
  vbitmask: [],
  vswizzlop: [],
  vshuffle: [['is', 'lanes']],
  vextunop: [],
  vextbinop: [],
  vextternop: [],
  vnarrow: [],
  vcvtop: [],
  vsplat: [],
  vextract_lane: [LANE],
  vreplace_lane: [LANE],

  'memory.atomic.notify': [MEM, AO],
  'memory.atomic.wait': [MEM, AO],
  'atomic.fence': [ORDER],
  'atomic.load': [MEM, ORDER, AO],
  'atomic.store': [MEM, ORDER, AO],
  'atomic.rmw': [MEM, RMW, AO],
  'atomic.cmpxchg': [MEM, RMW, AO],

  'global.atomic.get': [ORDER, GLOBAL],
  'global.atomic.set': [ORDER, GLOBAL],
  'global.atomic.rmw': [RMW, GLOBAL],
  'global.atomic.cmpxchg': [RMW, GLOBAL],
  'table.atomic.get': [ORDER, TABLE],
  'table.atomic.set': [ORDER, TABLE],
  'table.atomic.xchg': [RMW, TABLE],
  'table.atomic.cmpxchg': [RMW, TABLE],
  'struct.atomic.get': [ORDER, T, FIELD],
  'struct.atomic.set': [ORDER, T, FIELD],
  'struct.atomic.rmw': [RMW, T, FIELD],
  'struct.atomic.cmpxchg': [RMW, T, FIELD],
  'array.atomic.get': [ORDER, T],
  'array.atomic.set': [ORDER, T],
  'array.atomic.rmw': [RMW, T],
  'array.atomic.cmpxchg': [RMW, T],
  'ref.i31_shared': [],
  pause: [],
  'waitqueue.new': [],
  'waitqueue.notify': [],
  'struct.wait': [T, FIELD],
  'array.wait': [T],
  'global.wait': [GLOBAL],
  'table.wait': [TABLE],
  'memory.wait': [MEM, AO],
};

/** An immediate with its value. */
export type ImmediateValue = {
  [K in ImmediateKind]: { readonly kind: K; readonly field: string; readonly value: ImmediateTypes[K] }
}[ImmediateKind];

/** The immediates of an instruction, in the order of the text format. */
export const immediatesOf = (instr: Instr): readonly ImmediateValue[] => {
  const fields = instr as unknown as { readonly [field: string]: unknown };
  // The type of `immediates` pairs each field with a kind of its type, which the loop over them cannot express.
  return (immediates[instr.op] as readonly Immediate[]).map(([field, kind]) => ({ kind, field, value: fields[field] }) as ImmediateValue);
};
