/**
 * Instructions of the target, made without a source position: the position of what is translated is added when they are emitted.
 * @module
 */
import type { BlockType, Expr, Instr, InstrOf, Op } from '../../syntax/instructions.ts';
import type { HeapType, RefType } from '../../syntax/types.ts';

/** An instruction without its position. */
export type Bare = { [T in Op]: Omit<InstrOf<T>, 'at'> & { readonly op: T } }[Op];

/** The type of blocks that neither take nor leave operands. */
export const VOID: BlockType = { kind: 'result', type: undefined };

export const unreachable: Bare = { op: 'unreachable' };
export const return_: Bare = { op: 'return' };
export const throwRef: Bare = { op: 'throw_ref' };
export const isNull: Bare = { op: 'ref.is_null' };
export const asNonNull: Bare = { op: 'ref.as_non_null' };
export const eqz: Bare = { op: 'testop', nt: 'i32', f: 'eqz' };

export const i32 = (c: number): Bare => ({ op: 'const', val: { t: 'i32', c } });
export const binop = (f: InstrOf<'binop'>['f']): Bare => ({ op: 'binop', nt: 'i32', f });
export const relop = (f: InstrOf<'relop'>['f']): Bare => ({ op: 'relop', nt: 'i32', f });
export const get = (x: number): Bare => ({ op: 'local.get', x });
export const set = (x: number): Bare => ({ op: 'local.set', x });
export const tee = (x: number): Bare => ({ op: 'local.tee', x });
export const read = (x: number): Bare => ({ op: 'global.get', x });
export const write = (x: number): Bare => ({ op: 'global.set', x });
export const call = (x: number): Bare => ({ op: 'call', x });
export const br = (l: number): Bare => ({ op: 'br', l });
export const brIf = (l: number): Bare => ({ op: 'br_if', l });
export const refFunc = (x: number): Bare => ({ op: 'ref.func', x });
export const refNull = (ht: HeapType): Bare => ({ op: 'ref.null', ht });
export const refCast = (rt: RefType): Bare => ({ op: 'ref.cast', rt });
export const refTest = (rt: RefType): Bare => ({ op: 'ref.test', rt });
export const structNew = (x: number): Bare => ({ op: 'struct.new', x });
export const structGet = (x: number, i: number): Bare => ({ op: 'struct.get', sx: undefined, x, i });
export const structSet = (x: number, i: number): Bare => ({ op: 'struct.set', x, i });
export const block = (body: Expr): Bare => ({ op: 'block', bt: VOID, body });

/** The instruction with the position `at`. */
export const placed = (e: Bare, at: Instr['at']): Instr => ({ ...e, at }) as Instr; // spreading a union loses which member it is
