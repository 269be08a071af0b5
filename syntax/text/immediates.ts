/**
 * The immediates of instructions.
 * @spec core 6.3-text.instructions; SET Overview.md §Instructions; SS Explainer.md §Instructions
 * @module
 */
import type { Form, Immediate, ImmediateKind, ImmediateTypes } from '../instruction-table.ts';
import type { Catch, Hdl, MemArg, Ordering } from '../instructions.ts';
import type { ValType } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import { close, isList, kindOf, refuse, spanFrom, takeList, takeText, takeWord, textOf, unexpected } from './cursor.ts';
import { fail } from './failure.ts';
import type { MutableScope } from './labels.ts';
import { takeLabel } from './labels.ts';
import { unsignedLiteral } from './literals.ts';
import type { MutableModule } from './module-state.ts';
import { numberKind } from './number-tokens.ts';
import { takeNumber, takeVector } from './numbers.ts';
import type { MutableSpace } from './spaces.ts';
import { isIndex, space, takeIndex, takeU32 } from './spaces.ts';
import { takeTypeUse } from './type-uses.ts';
import { takeHeapType, takeRefType, takeResults } from './types.ts';

/** Where immediates are read, and the fields that have been read. */
interface Place {
  readonly p: MutableCursor;
  readonly m: MutableModule;
  readonly scope: MutableScope;
  readonly form: Form;
  readonly fields: Fields;
}
/** The variable fields of an instruction. */
export interface Fields {
  readonly [field: string]: unknown;
}

/** Is `offset=` or `align=` next, or `ahead` of the next token? */
const isMemArg = (p: MutableCursor, word: 'offset=' | 'align=', ahead = 0): boolean =>
  kindOf(p, ahead) === 'keyword' && textOf(p, ahead).startsWith(word);
/** The number of `offset=` or `align=`, or undefined if the next token is something else */
const takeMemArgNumber = (p: MutableCursor, word: 'offset=' | 'align='): bigint | undefined => {
  if (!isMemArg(p, word)) return undefined;
  const literal = textOf(p).slice(word.length);
  if (numberKind(literal, 0, literal.length) !== 'nat') return unexpected(p, `a number right after ${word}`);
  p.next++;
  return unsignedLiteral(literal, 64) ?? refuse(p, `i64 constant out of range: ${word}${literal}, expected less than 2^64`);
};
/** `memarg` */
const takeMemArg = ({ p, form }: Place): MemArg => {
  const offset = takeMemArgNumber(p, 'offset=') ?? 0n;
  const width = takeMemArgNumber(p, 'align=');
  if (width === undefined) return { align: form.align ?? 0, offset };
  if (width === 0n || (width & (width - 1n)) !== 0n) refuse(p, `alignment must be a power of two, found ${width}`);
  return { align: width.toString(2).length - 1, offset };
};

const ORDERINGS: ReadonlyMap<string, Ordering> = new Map<string, Ordering>([
  ['seqcst', 'seqcst'], ['seq_cst', 'seqcst'], ['acqrel', 'acqrel'], ['acq_rel', 'acqrel'],
]);
const takeWrittenOrdering = (p: MutableCursor): Ordering | undefined => {
  const ordering = kindOf(p) === 'keyword' ? ORDERINGS.get(textOf(p)) : undefined;
  if (ordering !== undefined) p.next++;
  return ordering;
};
/** The ordering of a read-modify-write, written once or twice. */
const takeRmwOrdering = (p: MutableCursor): Ordering => {
  const read = takeWrittenOrdering(p);
  const write = read === undefined ? undefined : takeWrittenOrdering(p);
  if (write !== undefined && write !== read) refuse(p, `unexpected token ${write}, expected the ordering of the read, ${read ?? ''}`);
  return read ?? 'seqcst';
};

/** `hdl*` */
const takeHandlers = ({ p, m, scope }: Place): readonly Hdl[] => {
  const handlers: Hdl[] = [];
  while (takeList(p, 'on')) {
    const x = takeIndex(p, m.spaces.tags);
    handlers.push(takeWord(p, 'switch') ? { kind: 'switch', x } : { kind: 'on', x, l: takeLabel(p, scope) });
    close(p, ') after the handler');
  }
  return handlers;
};

const CATCHES = ['catch', 'catch_ref', 'catch_all', 'catch_all_ref'] as const;
/** `catch*` */
export const takeCatches = (p: MutableCursor, m: MutableModule, scope: MutableScope): readonly Catch[] => {
  const catches: Catch[] = [];
  for (let kind = CATCHES.find((word) => isList(p, word)); kind !== undefined; kind = CATCHES.find((word) => isList(p, word))) {
    p.next += 2;
    if (kind === 'catch' || kind === 'catch_ref') {
      const x = takeIndex(p, m.spaces.tags);
      catches.push({ kind, x, l: takeLabel(p, scope) });
    } else catches.push({ kind, l: takeLabel(p, scope) });
    close(p, ') after the catch clause');
  }
  return catches;
};

/** All labels but the last of those that follow. */
const takeLabels = ({ p, scope }: Place): readonly number[] => {
  const labels: number[] = [];
  while (isIndex(p, 1)) labels.push(takeLabel(p, scope));
  return labels;
};

/** `(result t*)*`, if there is any */
const takeSelectTypes = ({ p, m }: Place): readonly ValType[] | undefined => (isList(p, 'result') ? takeResults(p, m) : undefined);

const takeLane = (p: MutableCursor): number => {
  const literal = takeText(p, ['nat'], 'a lane index');
  const i = unsignedLiteral(literal, 8);
  return i === undefined ? refuse(p, `i8 constant out of range: lane ${literal}, expected less than 256`) : Number(i);
};
const LANES = 16;
/** 16 lane indices */
const takeLanes = ({ p }: Place): readonly number[] => {
  const first = p.next - 1;
  const lanes: number[] = [];
  while (kindOf(p) === 'nat') lanes.push(takeLane(p));
  if (kindOf(p) === 'int' || kindOf(p) === 'float') {
    p.next++;
    refuse(p, `i8 constant out of range: ${textOf(p, -1)}, expected a lane index`);
  }
  if (lanes.length !== LANES) fail(spanFrom(p, first), `invalid lane length: ${lanes.length} lanes, expected ${LANES}`);
  return lanes;
};

const NO_FIELDS: MutableSpace = space('field');
/** How each kind of immediate is read. The instructions of a block are read elsewhere. */
const readers: { readonly [K in Exclude<ImmediateKind, 'blocktype' | 'catches' | 'expr'>]: (place: Place) => ImmediateTypes[K] } = {
  typeidx: ({ p, m }) => takeIndex(p, m.spaces.types),
  typeuse: ({ p, m }) => takeTypeUse(p, m).x,
  funcidx: ({ p, m }) => takeIndex(p, m.spaces.funcs),
  tableidx: ({ p, m }) => takeIndex(p, m.spaces.tables),
  memidx: ({ p, m }) => takeIndex(p, m.spaces.mems),
  globalidx: ({ p, m }) => takeIndex(p, m.spaces.globals),
  tagidx: ({ p, m }) => takeIndex(p, m.spaces.tags),
  elemidx: ({ p, m }) => takeIndex(p, m.spaces.elems),
  dataidx: ({ p, m }) => takeIndex(p, m.spaces.datas),
  localidx: ({ p, scope }) => takeIndex(p, scope.locals),
  labelidx: ({ p, scope }) => takeLabel(p, scope),
  labels: takeLabels,
  fieldidx: ({ p, m, fields }) => takeIndex(p, (typeof fields['x'] === 'number' ? m.fields.get(fields['x']) : undefined) ?? NO_FIELDS),
  u32: ({ p }) => takeU32(p, 'a number'),
  laneidx: ({ p }) => takeLane(p),
  lanes: takeLanes,
  memarg: takeMemArg,
  heaptype: ({ p, m }) => takeHeapType(p, m),
  reftype: ({ p, m }) => takeRefType(p, m),
  selecttypes: takeSelectTypes,
  ordering: ({ p }) => takeWrittenOrdering(p) ?? 'seqcst',
  rmwordering: ({ p }) => takeRmwOrdering(p),
  hdls: takeHandlers,
  numconst: ({ p, form }) => takeNumber(p, form.choice),
  vecconst: ({ p }) => takeVector(p),
};

/** May an index of this kind be left out, so that it is 0? */
const isOptional = (kind: ImmediateKind): boolean => kind === 'tableidx' || kind === 'memidx';
/**
 * Is the `k`-th immediate left out? An index of a table or memory may be, where none follows or where the one that follows
 * is needed for the segment or lane after it. Of two, both are written or none.
 */
const isLeftOut = (p: MutableCursor, immediates: readonly Immediate[], k: number, written: boolean): boolean => {
  if (k > 0 && isOptional(immediates[k - 1]?.[1] ?? 'u32')) return !written;
  if (!isIndex(p)) return true;
  const after = immediates[k + 1]?.[1];
  if (after === 'elemidx' || after === 'dataidx') return !isIndex(p, 1);
  if (immediates.at(-1)?.[1] !== 'laneidx') return false;
  return kindOf(p) === 'nat' && kindOf(p, 1) !== 'nat' && !isMemArg(p, 'offset=', 1) && !isMemArg(p, 'align=', 1);
};

const NOTHING: Fields = {};
/** Reads the immediates of an instruction that is not a block. */
export const takeImmediates = (p: MutableCursor, m: MutableModule, scope: MutableScope, form: Form): Fields => {
  const { immediates } = form;
  if (immediates.length === 0) return NOTHING;
  const fields: { [field: string]: unknown } = {};
  const place: Place = { p, m, scope, form, fields };
  let written = false;
  for (const [k, [field, kind]] of immediates.entries()) {
    if (kind === 'blocktype' || kind === 'catches' || kind === 'expr') continue;
    if (isOptional(kind)) {
      const leftOut = isLeftOut(p, immediates, k, written);
      written = !leftOut;
      fields[field] = leftOut ? 0 : readers[kind](place);
    } else fields[field] = readers[kind](place);
  }
  return fields;
};
