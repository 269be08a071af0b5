/**
 * Instructions that a translation adds. They have no position in the source, and one that was made before is used again.
 * @module
 */
import type { BlockType, Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { HeapType, RefType } from '../../syntax/types.ts';

const at = NOWHERE;
/** The type of blocks that neither take nor leave operands. */
export const VOID: BlockType = { kind: 'result', type: undefined };

/** `unreachable` */
export const unreachable: Instr = { op: 'unreachable', at };
/** `return` */
export const return_: Instr = { op: 'return', at };
/** `throw_ref` */
export const throwRef: Instr = { op: 'throw_ref', at };
/** `ref.is_null` */
export const isNull: Instr = { op: 'ref.is_null', at };
/** `ref.as_non_null` */
export const asNonNull: Instr = { op: 'ref.as_non_null', at };
/** `i32.eqz` */
export const eqz: Instr = { op: 'testop', nt: 'i32', f: 'eqz', at };

/** The instructions of one kind, by their index. */
const indexed = (make: (x: number) => Instr): ((x: number) => Instr) => {
  const made: Instr[] = [];
  return (x) => made[x] ??= make(x);
};
/** `(i32.const c)` */
export const i32: (c: number) => Instr = indexed((c) => ({ op: 'const', val: { t: 'i32', c }, at }));
/** `(local.get x)` */
export const get: (x: number) => Instr = indexed((x) => ({ op: 'local.get', x, at }));
/** `(local.set x)` */
export const set: (x: number) => Instr = indexed((x) => ({ op: 'local.set', x, at }));
/** `(global.get x)` */
export const read: (x: number) => Instr = indexed((x) => ({ op: 'global.get', x, at }));
/** `(global.set x)` */
export const write: (x: number) => Instr = indexed((x) => ({ op: 'global.set', x, at }));
/** `(br l)` */
export const br: (l: number) => Instr = indexed((l) => ({ op: 'br', l, at }));
/** `(br_if l)` */
export const brIf: (l: number) => Instr = indexed((l) => ({ op: 'br_if', l, at }));
/** `(struct.new x)` */
export const structNew: (x: number) => Instr = indexed((x) => ({ op: 'struct.new', x, at }));
/** `i32.f`, of two operands */
export const binop = (f: InstrOf<'binop'>['f']): Instr => ({ op: 'binop', nt: 'i32', f, at });
/** `i32.f`, a comparison */
export const relop = (f: InstrOf<'relop'>['f']): Instr => ({ op: 'relop', nt: 'i32', f, at });
/** `(call x)` */
export const call = (x: number): Instr => ({ op: 'call', x, at });
/** `(ref.func x)` */
export const refFunc = (x: number): Instr => ({ op: 'ref.func', x, at });
/** `(ref.null ht)` */
export const refNull = (ht: HeapType): Instr => ({ op: 'ref.null', ht, at });
/** The null of a type index of the target. */
export const nullOf: (x: number) => Instr = indexed((x) => ({ op: 'ref.null', ht: { kind: 'idx', x }, at }));
/** `(ref.cast rt)` */
export const refCast = (rt: RefType): Instr => ({ op: 'ref.cast', rt, at });
/** `(ref.test rt)` */
export const refTest = (rt: RefType): Instr => ({ op: 'ref.test', rt, at });
/** `(struct.get x i)` */
export const structGet = (x: number, i: number): Instr => ({ op: 'struct.get', sx: undefined, x, i, at });
/** `(struct.set x i)` */
export const structSet = (x: number, i: number): Instr => ({ op: 'struct.set', x, i, at });
/** `(array.new_fixed x n)` */
export const arrayNewFixed = (x: number, n: number): Instr => ({ op: 'array.new_fixed', x, n, at });
/** `(block body)`, which neither takes nor leaves operands */
export const block = (body: Expr): Instr => ({ op: 'block', bt: VOID, body, at });
/** `if` that neither takes nor leaves operands. */
export const if_ = (then: Expr, otherwise: Expr = []): Instr => ({ op: 'if', bt: VOID, then, else: otherwise, at });
