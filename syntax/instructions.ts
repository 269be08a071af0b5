/**
 * Instructions, in the order of the specification and with its letters: `x`, `y` are indices, `l` labels, `nt` number
 * types, `sh` shapes, `f` the operator of a family, `ao` a memory argument, `bt` a block type, `ct` the type index of a
 * continuation. One family, one constructor: `binop` stands for all binary operators.
 * @spec core 1.3-syntax.instructions
 * @module
 */
import type {
  BinopF, BinopI, Cvtop, RelopF, RelopI, Shape, Signedness, Testop, UnopF, UnopI, Vbinop, Vcvtop, Vextbinop, Vextternop, Vextunop, Vrelop,
  Vshiftop, Vswizzlop, Vternop, Vtestop, Vunop, Vvbinop, Vvternop, Vvtestop, Vvunop,
} from './numeric-operators.ts';
import type { Span } from './source.ts';
import type { HeapType, NumType, RefType, ValType } from './types.ts';

export type { Signedness } from './numeric-operators.ts';

/** A number: an i32 or the bits of an f32 as a signed number, an i64 or the bits of an f64 as a signed bigint. */
export type NumConst =
  | { readonly t: 'i32'; readonly c: number }
  | { readonly t: 'i64'; readonly c: bigint }
  | { readonly t: 'f32'; readonly c: number }
  | { readonly t: 'f64'; readonly c: bigint };
/** A vector: its 128 bits as an unsigned bigint, lane 0 lowest. */
export interface VecConst {
  readonly t: 'v128';
  readonly c: bigint;
}

/** memarg ::= {align u32, offset u64}; the alignment is an exponent of 2 */
export interface MemArg {
  readonly align: number;
  readonly offset: bigint;
}

/** blocktype ::= valtype? | typeidx */
export type BlockType =
  | { readonly kind: 'result'; readonly type: ValType | undefined }
  | { readonly kind: 'idx'; readonly x: number };

/** catch ::= catch x l | catch_ref x l | catch_all l | catch_all_ref l */
export type Catch =
  | { readonly kind: 'catch'; readonly x: number; readonly l: number }
  | { readonly kind: 'catch_ref'; readonly x: number; readonly l: number }
  | { readonly kind: 'catch_all'; readonly l: number }
  | { readonly kind: 'catch_all_ref'; readonly l: number };

/** hdl ::= (on x l) | (on x switch). @spec SS Explainer.md §Instructions */
export type Hdl =
  | { readonly kind: 'on'; readonly x: number; readonly l: number }
  | { readonly kind: 'switch'; readonly x: number };

/** ordering ::= seqcst | acqrel. @spec SET Overview.md §Instructions */
export type Ordering = 'seqcst' | 'acqrel';
/** The operators of atomic read-modify-write instructions; compare-exchange is an instruction of its own. */
export type AtomicRmwOp = 'add' | 'sub' | 'and' | 'or' | 'xor' | 'xchg';

/** `instr*` */
export type Expr = readonly Instr[];

/** nop, unreachable, drop, select */
export type ParametricInstr =
  | { readonly op: 'nop' }
  | { readonly op: 'unreachable' }
  | { readonly op: 'drop' }
  | { readonly op: 'select'; readonly types: readonly ValType[] | undefined };

/** Structured instructions. `hint` is a branch hint: whether the branch is likely taken. */
export type BlockInstr =
  | { readonly op: 'block'; readonly bt: BlockType; readonly body: Expr }
  | { readonly op: 'loop'; readonly bt: BlockType; readonly body: Expr }
  | { readonly op: 'if'; readonly bt: BlockType; readonly then: Expr; readonly else: Expr; readonly hint?: boolean };

/** Branches. */
export type BranchInstr =
  | { readonly op: 'br'; readonly l: number }
  | { readonly op: 'br_if'; readonly l: number; readonly hint?: boolean }
  | { readonly op: 'br_table'; readonly ls: readonly number[]; readonly l: number }
  | { readonly op: 'br_on_null'; readonly l: number }
  | { readonly op: 'br_on_non_null'; readonly l: number }
  | { readonly op: 'br_on_cast'; readonly l: number; readonly rt1: RefType; readonly rt2: RefType }
  | { readonly op: 'br_on_cast_fail'; readonly l: number; readonly rt1: RefType; readonly rt2: RefType };

/** Calls; `y` is the type index of the function called. */
export type CallInstr =
  | { readonly op: 'call'; readonly x: number }
  | { readonly op: 'call_ref'; readonly y: number }
  | { readonly op: 'call_indirect'; readonly x: number; readonly y: number }
  | { readonly op: 'return' }
  | { readonly op: 'return_call'; readonly x: number }
  | { readonly op: 'return_call_ref'; readonly y: number }
  | { readonly op: 'return_call_indirect'; readonly x: number; readonly y: number };

/** Exceptions. */
export type ExceptionInstr =
  | { readonly op: 'throw'; readonly x: number }
  | { readonly op: 'throw_ref' }
  | { readonly op: 'try_table'; readonly bt: BlockType; readonly catches: readonly Catch[]; readonly body: Expr };

/** Stack switching. @spec SS Explainer.md §Instructions */
export type ContInstr =
  | { readonly op: 'cont.new'; readonly ct: number }
  | { readonly op: 'cont.bind'; readonly ct: number; readonly ct2: number }
  | { readonly op: 'suspend'; readonly x: number }
  | { readonly op: 'resume'; readonly ct: number; readonly hdls: readonly Hdl[] }
  | { readonly op: 'resume_throw'; readonly ct: number; readonly x: number; readonly hdls: readonly Hdl[] }
  | { readonly op: 'resume_throw_ref'; readonly ct: number; readonly hdls: readonly Hdl[] }
  | { readonly op: 'switch'; readonly ct: number; readonly x: number };

/** Locals and globals. */
export type VariableInstr =
  | { readonly op: 'local.get'; readonly x: number }
  | { readonly op: 'local.set'; readonly x: number }
  | { readonly op: 'local.tee'; readonly x: number }
  | { readonly op: 'global.get'; readonly x: number }
  | { readonly op: 'global.set'; readonly x: number };

/** Tables and element segments. */
export type TableInstr =
  | { readonly op: 'table.get'; readonly x: number }
  | { readonly op: 'table.set'; readonly x: number }
  | { readonly op: 'table.size'; readonly x: number }
  | { readonly op: 'table.grow'; readonly x: number }
  | { readonly op: 'table.fill'; readonly x: number }
  | { readonly op: 'table.copy'; readonly x: number; readonly y: number }
  | { readonly op: 'table.init'; readonly x: number; readonly y: number }
  | { readonly op: 'elem.drop'; readonly x: number };

/** vloadop ::= szxM_sx | sz_splat | sz_zero */
export type VloadOp =
  | { readonly kind: 'shape'; readonly sz: 8 | 16 | 32; readonly sx: Signedness }
  | { readonly kind: 'splat'; readonly sz: 8 | 16 | 32 | 64 }
  | { readonly kind: 'zero'; readonly sz: 32 | 64 };

/** Memories and data segments. `pack` is undefined for an access of the whole type. */
export type MemoryInstr =
  | {
    readonly op: 'load'; readonly nt: NumType; readonly pack: { readonly sz: 8 | 16 | 32; readonly sx: Signedness } | undefined;
    readonly x: number; readonly ao: MemArg;
  }
  | { readonly op: 'store'; readonly nt: NumType; readonly pack: 8 | 16 | 32 | undefined; readonly x: number; readonly ao: MemArg }
  | { readonly op: 'vload'; readonly pack: VloadOp | undefined; readonly x: number; readonly ao: MemArg }
  | { readonly op: 'vload_lane'; readonly sz: 8 | 16 | 32 | 64; readonly x: number; readonly ao: MemArg; readonly i: number }
  | { readonly op: 'vstore'; readonly x: number; readonly ao: MemArg }
  | { readonly op: 'vstore_lane'; readonly sz: 8 | 16 | 32 | 64; readonly x: number; readonly ao: MemArg; readonly i: number }
  | { readonly op: 'memory.size'; readonly x: number }
  | { readonly op: 'memory.grow'; readonly x: number }
  | { readonly op: 'memory.fill'; readonly x: number }
  | { readonly op: 'memory.copy'; readonly x: number; readonly y: number }
  | { readonly op: 'memory.init'; readonly x: number; readonly y: number }
  | { readonly op: 'data.drop'; readonly x: number };

/** References. */
export type ReferenceInstr =
  | { readonly op: 'ref.null'; readonly ht: HeapType }
  | { readonly op: 'ref.is_null' }
  | { readonly op: 'ref.as_non_null' }
  | { readonly op: 'ref.eq' }
  | { readonly op: 'ref.test'; readonly rt: RefType }
  | { readonly op: 'ref.cast'; readonly rt: RefType }
  | { readonly op: 'ref.func'; readonly x: number }
  | { readonly op: 'ref.i31' }
  | { readonly op: 'i31.get'; readonly sx: Signedness };

/** Structures and arrays; `i` is a field index, `n` a number of elements. */
export type AggregateInstr =
  | { readonly op: 'struct.new'; readonly x: number }
  | { readonly op: 'struct.new_default'; readonly x: number }
  | { readonly op: 'struct.get'; readonly sx: Signedness | undefined; readonly x: number; readonly i: number }
  | { readonly op: 'struct.set'; readonly x: number; readonly i: number }
  | { readonly op: 'array.new'; readonly x: number }
  | { readonly op: 'array.new_default'; readonly x: number }
  | { readonly op: 'array.new_fixed'; readonly x: number; readonly n: number }
  | { readonly op: 'array.new_data'; readonly x: number; readonly y: number }
  | { readonly op: 'array.new_elem'; readonly x: number; readonly y: number }
  | { readonly op: 'array.get'; readonly sx: Signedness | undefined; readonly x: number }
  | { readonly op: 'array.set'; readonly x: number }
  | { readonly op: 'array.len' }
  | { readonly op: 'array.fill'; readonly x: number }
  | { readonly op: 'array.copy'; readonly x: number; readonly y: number }
  | { readonly op: 'array.init_data'; readonly x: number; readonly y: number }
  | { readonly op: 'array.init_elem'; readonly x: number; readonly y: number };

/** External references. */
export type ExternInstr =
  | { readonly op: 'extern.convert_any' }
  | { readonly op: 'any.convert_extern' };

/** Numbers; `cvtop` takes nt1 to nt2. */
export type NumericInstr =
  | { readonly op: 'const'; readonly val: NumConst }
  | { readonly op: 'unop'; readonly nt: NumType; readonly f: UnopI | UnopF }
  | { readonly op: 'binop'; readonly nt: NumType; readonly f: BinopI | BinopF }
  | { readonly op: 'testop'; readonly nt: NumType; readonly f: Testop }
  | { readonly op: 'relop'; readonly nt: NumType; readonly f: RelopI | RelopF }
  | { readonly op: 'cvtop'; readonly nt2: NumType; readonly nt1: NumType; readonly f: Cvtop };

/** Vectors; where there are two shapes, sh1 is the operand's and sh2 the result's. */
export type VectorInstr =
  | { readonly op: 'vconst'; readonly val: VecConst }
  | { readonly op: 'vvunop'; readonly f: Vvunop }
  | { readonly op: 'vvbinop'; readonly f: Vvbinop }
  | { readonly op: 'vvternop'; readonly f: Vvternop }
  | { readonly op: 'vvtestop'; readonly f: Vvtestop }
  | { readonly op: 'vunop'; readonly sh: Shape; readonly f: Vunop }
  | { readonly op: 'vbinop'; readonly sh: Shape; readonly f: Vbinop }
  | { readonly op: 'vternop'; readonly sh: Shape; readonly f: Vternop }
  | { readonly op: 'vtestop'; readonly sh: Shape; readonly f: Vtestop }
  | { readonly op: 'vrelop'; readonly sh: Shape; readonly f: Vrelop }
  | { readonly op: 'vshiftop'; readonly sh: Shape; readonly f: Vshiftop }
  | { readonly op: 'vbitmask'; readonly sh: Shape }
  | { readonly op: 'vswizzlop'; readonly f: Vswizzlop }
  | { readonly op: 'vshuffle'; readonly is: readonly number[] }
  | { readonly op: 'vextunop'; readonly sh2: Shape; readonly sh1: Shape; readonly f: Vextunop }
  | { readonly op: 'vextbinop'; readonly sh2: Shape; readonly sh1: Shape; readonly f: Vextbinop }
  | { readonly op: 'vextternop'; readonly sh2: Shape; readonly sh1: Shape; readonly f: Vextternop }
  | { readonly op: 'vnarrow'; readonly sh2: Shape; readonly sh1: Shape; readonly sx: Signedness }
  | { readonly op: 'vcvtop'; readonly sh2: Shape; readonly sh1: Shape; readonly f: Vcvtop }
  | { readonly op: 'vsplat'; readonly sh: Shape }
  | { readonly op: 'vextract_lane'; readonly sh: Shape; readonly sx: Signedness | undefined; readonly i: number }
  | { readonly op: 'vreplace_lane'; readonly sh: Shape; readonly i: number };

/** Atomic accesses of memories. @spec T core/syntax/instructions.rst §Atomic Memory Instructions; SET Overview.md §Instructions */
export type AtomicMemoryInstr =
  | { readonly op: 'memory.atomic.notify'; readonly x: number; readonly ao: MemArg }
  | { readonly op: 'memory.atomic.wait'; readonly nt: 'i32' | 'i64'; readonly x: number; readonly ao: MemArg }
  | { readonly op: 'atomic.fence'; readonly order: Ordering }
  | {
    readonly op: 'atomic.load'; readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined; readonly order: Ordering;
    readonly x: number; readonly ao: MemArg;
  }
  | {
    readonly op: 'atomic.store'; readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined; readonly order: Ordering;
    readonly x: number; readonly ao: MemArg;
  }
  | {
    readonly op: 'atomic.rmw'; readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined; readonly order: Ordering;
    readonly f: AtomicRmwOp; readonly x: number; readonly ao: MemArg;
  }
  | {
    readonly op: 'atomic.cmpxchg'; readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined; readonly order: Ordering;
    readonly x: number; readonly ao: MemArg;
  };

/** Atomic accesses of globals, tables, structures and arrays, and wait queues. @spec SET Overview.md §Instructions */
export type SharedInstr =
  | { readonly op: 'global.atomic.get'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'global.atomic.set'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'global.atomic.rmw'; readonly f: AtomicRmwOp; readonly order: Ordering; readonly x: number }
  | { readonly op: 'global.atomic.cmpxchg'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'table.atomic.get'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'table.atomic.set'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'table.atomic.xchg'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'table.atomic.cmpxchg'; readonly order: Ordering; readonly x: number }
  | {
    readonly op: 'struct.atomic.get'; readonly order: Ordering; readonly sx: Signedness | undefined;
    readonly x: number; readonly i: number;
  }
  | { readonly op: 'struct.atomic.set'; readonly order: Ordering; readonly x: number; readonly i: number }
  | { readonly op: 'struct.atomic.rmw'; readonly f: AtomicRmwOp; readonly order: Ordering; readonly x: number; readonly i: number }
  | { readonly op: 'struct.atomic.cmpxchg'; readonly order: Ordering; readonly x: number; readonly i: number }
  | { readonly op: 'array.atomic.get'; readonly order: Ordering; readonly sx: Signedness | undefined; readonly x: number }
  | { readonly op: 'array.atomic.set'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'array.atomic.rmw'; readonly f: AtomicRmwOp; readonly order: Ordering; readonly x: number }
  | { readonly op: 'array.atomic.cmpxchg'; readonly order: Ordering; readonly x: number }
  | { readonly op: 'ref.i31_shared' }
  | { readonly op: 'pause' }
  | { readonly op: 'waitqueue.new' }
  | { readonly op: 'waitqueue.notify' }
  | { readonly op: 'struct.wait'; readonly x: number; readonly i: number }
  | { readonly op: 'array.wait'; readonly x: number }
  | { readonly op: 'global.wait'; readonly x: number }
  | { readonly op: 'table.wait'; readonly x: number }
  | { readonly op: 'memory.wait'; readonly nt: 'i32' | 'i64'; readonly x: number; readonly ao: MemArg };

/** Instructions of the threads and shared-everything-threads proposals. */
export type ThreadInstr = AtomicMemoryInstr | SharedInstr;

/** instr, with its source */
export type Instr = (
  | ParametricInstr | BlockInstr | BranchInstr | CallInstr | ExceptionInstr | ContInstr | VariableInstr | TableInstr | MemoryInstr
  | ReferenceInstr | AggregateInstr | ExternInstr | NumericInstr | VectorInstr | ThreadInstr
) & { readonly at: Span };

/** the constructors of instructions */
export type Op = Instr['op'];
/** the instructions with the constructor T */
export type InstrOf<T extends Op> = Extract<Instr, { readonly op: T }>;
