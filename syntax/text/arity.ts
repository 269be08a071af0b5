/**
 * How many operands an instruction takes and how many results it leaves: what folded code shows by its parentheses.
 * A wrong number would make code ugly, not wrong, since folding never changes the order; so invalid code gets some number.
 * @spec core 2.3-validation.instructions
 * @spec SS Explainer.md §Execution; SET Overview.md §Instructions
 * @module
 */
import type { BlockType, Instr, InstrOf, Op } from '../instructions.ts';
import type { Module } from '../modules.ts';
import type { CompType, FuncType } from '../types.ts';

/** Operands and results. */
export type Arity = readonly [pops: number, pushes: number];

/** What arities depend on. */
export interface ArityContext {
  /** the composite types by index */
  readonly types: readonly CompType[];
  /** the type indices of functions and tags, imported ones first */
  readonly funcs: readonly number[];
  readonly tags: readonly number[];
  /** how many results the function has that is being written */
  readonly results: number;
  /** how many values a branch to each label takes, the innermost last */
  readonly labels: readonly number[];
}

/** What arities depend on in a module, outside of functions. */
export const arityContextOf = (module: Module): ArityContext => {
  const imported = (kind: 'func' | 'tag'): readonly number[] =>
    module.imports.flatMap(({ type }) => (type.kind === kind ? [type.type.x] : []));
  return {
    types: module.types.flatMap(({ rec }) => rec.map(({ comp }) => comp)),
    funcs: [...imported('func'), ...module.funcs.map(({ type }) => type)],
    tags: [...imported('tag'), ...module.tags.map(({ type }) => type.x)],
    results: 0,
    labels: [],
  };
};

const NO_TYPE: FuncType = { kind: 'func', params: [], results: [] };

/** The function type with an index, or that of the continuation type with this index. */
const funcTypeOf = ({ types }: ArityContext, x: number | undefined): FuncType => {
  const comp = types[x ?? -1];
  if (comp?.kind === 'func') return comp;
  const inner = comp?.kind === 'cont' && comp.type.kind === 'idx' ? types[comp.type.x] : undefined;
  return inner?.kind === 'func' ? inner : NO_TYPE;
};
const called = ({ params, results }: FuncType, more = 0): Arity => [params.length + more, results.length];

/** The parameters and results of a block. */
export const blockArity = (bt: BlockType, context: ArityContext): Arity => {
  if (bt.kind === 'idx') return called(funcTypeOf(context, bt.x));
  return [0, bt.type === undefined ? 0 : 1];
};

/** The type that a switch suspends to: the last parameter of the continuation that it runs. */
const switchedFrom = (context: ArityContext, ct: number): FuncType => {
  const last = funcTypeOf(context, ct).params.at(-1);
  return typeof last === 'object' && last.heap.kind === 'idx' ? funcTypeOf(context, last.heap.x) : NO_TYPE;
};

type ArityOf<T extends Op> = Arity | ((instr: InstrOf<T>, context: ArityContext) => Arity);

const PRODUCER: Arity = [0, 1], UNARY: Arity = [1, 1], BINARY: Arity = [2, 1], TERNARY: Arity = [3, 1], QUATERNARY: Arity = [4, 1];
const NEITHER: Arity = [0, 0], ONE: Arity = [1, 0], TWO: Arity = [2, 0], THREE: Arity = [3, 0], FOUR: Arity = [4, 0];

const label = (l: number, { labels }: ArityContext): number => labels.at(-1 - l) ?? 0;
const block = ({ bt }: { readonly bt: BlockType }, context: ArityContext): Arity => blockArity(bt, context);
const leaving = ([pops]: Arity): Arity => [pops, 0];

const arities: { readonly [T in Op]: ArityOf<T> } = {
  nop: NEITHER, unreachable: NEITHER, drop: ONE, select: TERNARY,

  block, loop: block, try_table: block,
  if: ({ bt }, context) => [blockArity(bt, context)[0] + 1, blockArity(bt, context)[1]],
  br: ({ l }, context) => [label(l, context), 0],
  br_if: ({ l }, context) => [label(l, context) + 1, label(l, context)],
  br_table: ({ l }, context) => [label(l, context) + 1, 0],
  br_on_null: ({ l }, context) => [label(l, context) + 1, label(l, context) + 1],
  br_on_non_null: ({ l }, context) => [label(l, context), label(l, context) - 1],
  br_on_cast: ({ l }, context) => [label(l, context), label(l, context)],
  br_on_cast_fail: ({ l }, context) => [label(l, context), label(l, context)],
  return: (_, { results }) => [results, 0],
  call: ({ x }, context) => called(funcTypeOf(context, context.funcs[x])),
  call_ref: ({ y }, context) => called(funcTypeOf(context, y), 1),
  call_indirect: ({ y }, context) => called(funcTypeOf(context, y), 1),
  return_call: ({ x }, context) => leaving(called(funcTypeOf(context, context.funcs[x]))),
  return_call_ref: ({ y }, context) => leaving(called(funcTypeOf(context, y), 1)),
  return_call_indirect: ({ y }, context) => leaving(called(funcTypeOf(context, y), 1)),
  throw: ({ x }, context) => leaving(called(funcTypeOf(context, context.tags[x]))),
  throw_ref: ONE,

  'cont.new': UNARY,
  'cont.bind': ({ ct, ct2 }, context) => [funcTypeOf(context, ct).params.length - funcTypeOf(context, ct2).params.length + 1, 1],
  suspend: ({ x }, context) => called(funcTypeOf(context, context.tags[x])),
  resume: ({ ct }, context) => called(funcTypeOf(context, ct), 1),
  resume_throw: ({ ct, x }, context) =>
    [funcTypeOf(context, context.tags[x]).params.length + 1, funcTypeOf(context, ct).results.length],
  resume_throw_ref: ({ ct }, context) => [2, funcTypeOf(context, ct).results.length],
  switch: ({ ct }, context) => [funcTypeOf(context, ct).params.length, switchedFrom(context, ct).params.length],

  'local.get': PRODUCER, 'local.set': ONE, 'local.tee': UNARY, 'global.get': PRODUCER, 'global.set': ONE,
  'table.get': UNARY, 'table.set': TWO, 'table.size': PRODUCER, 'table.grow': BINARY, 'table.fill': THREE, 'table.copy': THREE,
  'table.init': THREE, 'elem.drop': NEITHER,
  load: UNARY, store: TWO, vload: UNARY, vload_lane: BINARY, vstore: TWO, vstore_lane: TWO,
  'memory.size': PRODUCER, 'memory.grow': UNARY, 'memory.fill': THREE, 'memory.copy': THREE, 'memory.init': THREE, 'data.drop': NEITHER,

  'ref.null': PRODUCER, 'ref.is_null': UNARY, 'ref.as_non_null': UNARY, 'ref.eq': BINARY, 'ref.test': UNARY, 'ref.cast': UNARY,
  'ref.func': PRODUCER, 'ref.i31': UNARY, 'i31.get': UNARY,
  'struct.new': ({ x }, { types }) => {
    const comp = types[x];
    return [comp?.kind === 'struct' ? comp.fields.length : 0, 1];
  },
  'struct.new_default': PRODUCER, 'struct.get': UNARY, 'struct.set': TWO,
  'array.new': BINARY, 'array.new_default': UNARY, 'array.new_fixed': ({ n }) => [n, 1], 'array.new_data': BINARY, 'array.new_elem': BINARY,
  'array.get': BINARY, 'array.set': THREE, 'array.len': UNARY, 'array.fill': FOUR, 'array.copy': [5, 0], 'array.init_data': FOUR,
  'array.init_elem': FOUR, 'extern.convert_any': UNARY, 'any.convert_extern': UNARY,

  const: PRODUCER, unop: UNARY, binop: BINARY, testop: UNARY, relop: BINARY, cvtop: UNARY,
  vconst: PRODUCER, vvunop: UNARY, vvbinop: BINARY, vvternop: TERNARY, vvtestop: UNARY, vunop: UNARY, vbinop: BINARY, vternop: TERNARY,
  vtestop: UNARY, vrelop: BINARY, vshiftop: BINARY, vbitmask: UNARY, vswizzlop: BINARY, vshuffle: BINARY, vextunop: UNARY,
  vextbinop: BINARY, vextternop: TERNARY, vnarrow: BINARY, vcvtop: UNARY, vsplat: UNARY, vextract_lane: UNARY, vreplace_lane: BINARY,

  'memory.atomic.notify': BINARY, 'memory.atomic.wait': TERNARY, 'atomic.fence': NEITHER, 'atomic.load': UNARY, 'atomic.store': TWO,
  'atomic.rmw': BINARY, 'atomic.cmpxchg': TERNARY,
  'global.atomic.get': PRODUCER, 'global.atomic.set': ONE, 'global.atomic.rmw': UNARY, 'global.atomic.cmpxchg': BINARY,
  'table.atomic.get': UNARY, 'table.atomic.set': TWO, 'table.atomic.xchg': BINARY, 'table.atomic.cmpxchg': TERNARY,
  'struct.atomic.get': UNARY, 'struct.atomic.set': TWO, 'struct.atomic.rmw': BINARY, 'struct.atomic.cmpxchg': TERNARY,
  'array.atomic.get': BINARY, 'array.atomic.set': THREE, 'array.atomic.rmw': TERNARY, 'array.atomic.cmpxchg': QUATERNARY,
  'ref.i31_shared': UNARY, pause: NEITHER, 'waitqueue.new': PRODUCER, 'waitqueue.notify': BINARY,
  'struct.wait': QUATERNARY, 'array.wait': [5, 1], 'global.wait': TERNARY, 'table.wait': QUATERNARY, 'memory.wait': QUATERNARY,
};

/** The arity of an instruction; for a structured one, of the whole. */
export const arityOf = (instr: Instr, context: ArityContext): Arity => {
  const arity = arities[instr.op];
  // The table pairs each constructor with a function of its instructions, which indexing with a union cannot express.
  return typeof arity === 'function' ? (arity as (instr: Instr, context: ArityContext) => Arity)(instr, context) : arity;
};
