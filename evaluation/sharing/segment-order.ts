/**
 * Active segments in their order. Those of tables in the heap are put there before the host makes the instance, and those that the host has
 * as it does; so if a module has both, a function does it all, one after the other, before anything else in the instance runs.
 * @spec core 4.4-execution.modules §Instantiation
 * @category Evaluation: sharing
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Elem, Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { INITIALIZE } from '../threads/modules.ts';

const at = NOWHERE;
const number = (c: number): Instr => ({ op: 'const', val: { t: 'i32', c }, at });
/** Whether there are active segments of both kinds. */
const isMixed = ({ module: { elems }, context: C }: ValidModule): boolean => {
  const active = elems.flatMap(({ mode }) => mode.kind === 'active' ? [C.tables.at(mode.x)] : []);
  const inHeap = active.filter((type) => type !== undefined && heapShared(type.ref.heap)).length;
  return inHeap > 0 && inHeap < active.length;
};
const begin = ({ elems, datas }: Module): Expr => [
  ...elems.flatMap(({ mode, init, at: span }, y): Expr => mode.kind !== 'active' ? [] : [
    ...mode.offset, number(0), number(init.length), { op: 'table.init', x: mode.x, y, at: span }, { op: 'elem.drop', x: y, at },
  ]),
  ...datas.flatMap(({ mode, bytes, at: span }, y): Expr => mode.kind !== 'active' ? [] : [
    ...mode.offset, number(0), number(bytes.length), { op: 'memory.init', x: mode.x, y, at: span }, { op: 'data.drop', x: y, at },
  ]),
];
const passive = <A extends Pick<Elem, 'mode'> | Module['datas'][number]>(segment: A): A =>
  segment.mode.kind === 'active' ? { ...segment, mode: { kind: 'passive' } } : segment;
const rebuilt = (module: Module): Module => {
  const funcs = module.imports.filter(({ type }) => type.kind === 'func').length + module.funcs.length;
  const type = module.types.reduce((n, { rec }) => n + rec.length, 0);
  return {
    ...module, elems: module.elems.map(passive), datas: module.datas.map(passive),
    types: [...module.types, { rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: [], results: [] } }], at }],
    funcs: [...module.funcs, { type, locals: [], body: begin(module), at }],
    exports: [...module.exports, { name: INITIALIZE, desc: { kind: 'func', x: funcs }, at }],
  };
};
/** The module with a function for its active segments, if it needs one, which is exported under the name that is reserved for it. */
export const withSegmentsInOrder = (valid: ValidModule): ValidModule => {
  if (!isMixed(valid)) return valid;
  const again = validate(rebuilt(valid.module));
  if (E.isLeft(again)) throw new Error(`the module for which segments are put in order is not valid: ${again.left.message}`);
  return again.right;
};
