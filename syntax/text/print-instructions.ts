/**
 * How one instruction is written: its mnemonic and immediates, without the instructions of its blocks.
 * @spec core text/instructions.rst
 * @module
 */
import { formOf, immediatesOf } from '../instruction-table.ts';
import type { ImmediateValue } from '../instruction-table.ts';
import type { BlockType, Catch, Hdl, Instr, MemArg, Ordering } from '../instructions.ts';
import type { RefType, TypeIdx, ValType } from '../types.ts';
import type { Indices } from './identifiers.ts';
import { NUMERIC } from './identifiers.ts';
import { printNum, printVec } from './print-literals.ts';
import { printHeapType, printRefType, printValType } from './print-types.ts';

const useWith = (indices: Indices) => ({ x }: TypeIdx): string => indices.type(x);
const refType = (type: RefType, indices: Indices): string => printRefType(type, useWith(indices));

const results = (types: readonly ValType[], indices: Indices): string =>
  `(result${types.map((type) => ` ${printValType(type, useWith(indices))}`).join('')})`;
const blockType = (bt: BlockType, indices: Indices): string => {
  if (bt.kind === 'idx') return `(type ${indices.type(bt.x)})`;
  return bt.type === undefined ? '' : results([bt.type], indices);
};

const memArg = ({ align, offset }: MemArg, natural: number | undefined): string => {
  const words = offset === 0n ? [] : [`offset=${offset}`];
  if (align !== natural) words.push(`align=${2n ** BigInt(align)}`);
  return words.join(' ');
};

const handler = (hdl: Hdl, indices: Indices): string =>
  `(on ${indices.tag(hdl.x)} ${hdl.kind === 'switch' ? 'switch' : indices.label(hdl.l)})`;
const catchClause = (clause: Catch, indices: Indices): string =>
  'x' in clause ? `(${clause.kind} ${indices.tag(clause.x)} ${indices.label(clause.l)})` : `(${clause.kind} ${indices.label(clause.l)})`;

/** Accesses of memories and fences are seqcst unless they say otherwise; other accesses always say what they are. */
const ordering = (order: Ordering, instr: Instr): string =>
  order === 'seqcst' && ('ao' in instr || instr.op === 'atomic.fence') ? '' : order;

const printImmediate = (immediate: ImmediateValue, instr: Instr, indices: Indices): string => {
  const { kind, value } = immediate;
  switch (kind) {
    case 'typeidx': return indices.type(value);
    case 'typeuse': return `(type ${indices.type(value)})`;
    case 'funcidx': return indices.func(value);
    case 'tableidx': return indices.table(value);
    case 'memidx': return indices.mem(value);
    case 'globalidx': return indices.global(value);
    case 'tagidx': return indices.tag(value);
    case 'elemidx': return indices.elem(value);
    case 'dataidx': return indices.data(value);
    case 'localidx': return indices.local(value);
    case 'labelidx': return indices.label(value);
    case 'labels': return value.map(indices.label).join(' ');
    case 'fieldidx': return indices.field('x' in instr ? instr.x : -1, value);
    case 'u32': case 'laneidx': return String(value);
    case 'lanes': return value.join(' ');
    case 'memarg': return memArg(value, formOf(instr).align);
    case 'heaptype': return printHeapType(value, useWith(indices));
    case 'reftype': return refType(value, indices);
    case 'blocktype': return blockType(value, indices);
    case 'selecttypes': return value === undefined ? '' : results(value, indices);
    case 'ordering': case 'rmwordering': return ordering(value, instr);
    case 'hdls': return value.map((hdl) => handler(hdl, indices)).join(' ');
    case 'catches': return value.map((clause) => catchClause(clause, indices)).join(' ');
    case 'numconst': return printNum(value);
    case 'vecconst': return printVec(value);
    case 'expr': return '';
  }
};

const isPlace = (immediate: ImmediateValue | undefined): boolean => immediate?.kind === 'tableidx' || immediate?.kind === 'memidx';

/** The immediates of an instruction as words, in the order of the text format; those of the kind `expr` are left out. */
const immediateWords = (instr: Instr, indices: Indices): readonly string[] => {
  const immediates = immediatesOf(instr);
  const words = immediates.map((immediate) => printImmediate(immediate, instr, indices));
  // Where no table or memory is named, the first is meant: its index is left out, unless it has an identifier.
  const implicit = immediates.every((immediate, i) => words[i] === '0' || !isPlace(immediate));
  return words.filter((word, i) => word !== '' && !(implicit && isPlace(immediates[i])));
};

/** The mnemonic and the immediates: all of a plain instruction, and what stands before the bodies of a structured one. */
export const printHead = (instr: Instr, indices: Indices = NUMERIC, label = ''): string =>
  [formOf(instr).name, ...(label === '' ? [] : [label]), ...immediateWords(instr, indices)].join(' ');

/** An instruction on one line; `…` stands for the instructions of a block. */
export const printInstr = (instr: Instr, indices: Indices = NUMERIC, label = ''): string => {
  const head = printHead(instr, indices, label);
  switch (instr.op) {
    case 'block': case 'loop': case 'try_table': return instr.body.length === 0 ? `${head} end` : `${head} … end`;
    case 'if': {
      const then = instr.then.length === 0 ? '' : ' …';
      return instr.else.length === 0 ? `${head}${then} end` : `${head}${then} else … end`;
    }
    default: return head;
  }
};
