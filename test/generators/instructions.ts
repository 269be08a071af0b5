/**
 * Arbitrary instructions: every form of the table, with arbitrary immediates. They are well-formed, but seldom valid.
 * @module
 */
import * as fc from 'fast-check';
import type { Form, ImmediateKind } from '../../syntax/instruction-table.ts';
import { forms, instrOfForm } from '../../syntax/instruction-table.ts';
import type { BlockType, Catch, Expr, Hdl, Instr, MemArg } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { index, numConst, u32, u64, vecConst } from './primitives.ts';
import { heapType, refType, refTypeThat, valType, valTypes } from './types.ts';

/** Type uses name function types: the first types of a generated module are of this kind. */
export const FUNC_TYPES = 3;
/** The index of a function type. */
export const funcTypeIdx: fc.Arbitrary<number> = fc.nat(FUNC_TYPES - 1);

const lane = fc.nat(255);
const blockType: fc.Arbitrary<BlockType> = fc.oneof(
  fc.record({ kind: fc.constant('result' as const), type: fc.option(valType, { nil: undefined }) }),
  fc.record({ kind: fc.constant('idx' as const), x: funcTypeIdx }),
);
const handler: fc.Arbitrary<Hdl> = fc.oneof(
  fc.record({ kind: fc.constant('on' as const), x: index, l: index }),
  fc.record({ kind: fc.constant('switch' as const), x: index }),
);
const catchClause: fc.Arbitrary<Catch> = fc.oneof(
  fc.record({ kind: fc.constantFrom('catch' as const, 'catch_ref' as const), x: index, l: index }),
  fc.record({ kind: fc.constantFrom('catch_all' as const, 'catch_all_ref' as const), l: index }),
);
const memArg = (natural: number | undefined, largest: number): fc.Arbitrary<MemArg> =>
  fc.record({ align: fc.oneof(fc.constant(natural ?? 0), fc.nat(largest)), offset: fc.oneof(fc.constant(0n), u64) });
/** The largest alignment that the binary format can write: beside an ordering, a memarg has one bit less for it. */
const largestAlign = ({ immediates }: Form): number => (immediates.some(([field]) => field === 'order') ? 15 : 63);
const ordering = fc.constantFrom('seqcst' as const, 'acqrel' as const);

/** The immediates that are the same in all forms and at all depths. */
type Simple = Exclude<ImmediateKind, 'expr' | 'memarg' | 'numconst' | 'reftype' | 'selecttypes'>;
const simple: { readonly [K in Simple]: fc.Arbitrary<unknown> } = {
  typeidx: index, typeuse: funcTypeIdx, funcidx: index, tableidx: index, memidx: index, globalidx: index, tagidx: index, elemidx: index,
  dataidx: index, localidx: index, labelidx: index, labels: fc.array(index, { maxLength: 4 }), fieldidx: index, u32, laneidx: lane,
  lanes: fc.array(lane, { minLength: 16, maxLength: 16 }), heaptype: heapType, blocktype: blockType, ordering, rmwordering: ordering,
  hdls: fc.array(handler, { maxLength: 3 }), catches: fc.array(catchClause, { maxLength: 3 }), vecconst: vecConst,
};

/** An immediate of a form; `body` is what blocks contain. */
const immediate = (kind: ImmediateKind, form: Form, body: fc.Arbitrary<Expr>): fc.Arbitrary<unknown> => {
  const { choice, align } = form;
  switch (kind) {
    case 'expr': return body;
    case 'memarg': return memArg(align, largestAlign(form));
    case 'numconst': return fc.oneof(...(['i32', 'i64', 'f32', 'f64'] as const).filter((t) => t === choice).map((t) => numConst[t]));
    case 'reftype': return choice === 'null' || choice === 'nonnull' ? refTypeThat(fc.constant(choice === 'null')) : refType;
    case 'selecttypes': return choice === 'typed' ? valTypes : fc.constant(undefined);
    default: return simple[kind];
  }
};

/** Where instructions stand: branch hints stand in functions only. */
type Place = 'function' | 'constant';

/** An instruction of a form. */
const instrOf = (form: Form, place: Place, body: fc.Arbitrary<Expr>): fc.Arbitrary<Instr> => {
  const fields = Object.fromEntries(form.immediates.map(([field, kind]) => [field, immediate(kind, form, body)]));
  const hinted = place === 'function' && (form.template.op === 'if' || form.template.op === 'br_if');
  const hint: fc.Arbitrary<{ readonly hint?: boolean }> =
    hinted ? fc.oneof(fc.constant({}), fc.boolean().map((likely) => ({ hint: likely }))) : fc.constant({});
  return fc.tuple(fc.record(fields), hint).map(([values, hints]) => instrOfForm(form, { ...values, ...hints }, NOWHERE));
};

const isStructured = (form: Form): boolean => form.immediates.some(([, kind]) => kind === 'expr');
const NESTING = 3;

/** Instructions that nest so many blocks at most. */
const exprOf = (place: Place, nesting: number): fc.Arbitrary<Expr> => {
  const body = nesting === 0 ? fc.constant([]) : exprOf(place, nesting - 1);
  const all = forms.map((form) => ({ form, instr: instrOf(form, place, body) }));
  const instr = fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...all.map((one) => one.instr)) },
    { weight: nesting === 0 ? 0 : 2, arbitrary: fc.oneof(...all.filter((one) => isStructured(one.form)).map((one) => one.instr)) },
    { weight: 1, arbitrary: fc.oneof(...all.filter((one) => one.form.template.op === 'br').map((one) => one.instr)) },
  );
  return fc.array(instr, { maxLength: 5 });
};

/** The body of a function. */
export const body: fc.Arbitrary<Expr> = exprOf('function', NESTING);
/** An initial value, an offset or an element, which need not be constant to be well-formed. */
export const constantExpr: fc.Arbitrary<Expr> = exprOf('constant', 1);
/** One instruction of each form, with arbitrary immediates and empty blocks. */
export const everyForm: fc.Arbitrary<Expr> = fc.tuple(...forms.map((form) => instrOf(form, 'function', fc.constant([]))));
