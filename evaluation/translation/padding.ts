/**
 * Empty functions, for the sake of inlining.
 *
 * V8 inlines less in a module in which few functions are small: it takes that as a sign that another compiler has inlined already. What a
 * translation adds is not small, and so would make the source's functions slower. With an empty function for each that is added, the share
 * of small ones is what it was, or at least a half, which is as good.
 * @module
 */
import type { Func, Module, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { Translated } from './modules.ts';

const TYPE: TypeDef = { rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: [], results: [] } }], at: NOWHERE };

/** The translated module with as many empty functions as functions have been added. They are the last ones, and nothing refers to them. */
export const padded = ({ valid, module }: Translated): Module => {
  const added = module.funcs.length - valid.module.funcs.length;
  if (added === 0) return module;
  const empty: Func = { type: module.types.reduce((n, { rec }) => n + rec.length, 0), locals: [], body: [], at: NOWHERE };
  return { ...module, types: [...module.types, TYPE], funcs: [...module.funcs, ...Array.from({ length: added }, () => empty)] };
};
