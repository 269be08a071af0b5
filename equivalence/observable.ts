/**
 * What is added to a module so that it can be observed: exports, under names of their own. Every engine runs the module with them.
 * @category Equivalence
 * @module
 */
import { instructionsIn } from '../syntax/bodies.ts';
import type { Expr } from '../syntax/instructions.ts';
import type { Export, ExternIdx, Module } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';

/** What is exported so that it can be observed has a name that begins in this way. */
const PREFIX = 'weft observes ';

/** The functions that references are made to: their names are those of the functions that are found. */
const referred = ({ funcs, elems, globals, tables }: Module): ReadonlySet<number> => {
  const found = new Set<number>(), exprs: readonly Expr[] = [
    ...funcs.map(({ body }) => body), ...elems.flatMap(({ init }) => init), ...globals.map(({ init }) => init),
    ...tables.map(({ init }) => init ?? []),
  ];
  for (const e of instructionsIn(exprs)) if (e.op === 'ref.func') found.add(e.x);
  return found;
};

/** Exports for definitions of a kind: imports are observed where they come from. */
const all = ({ imports }: Module, kind: ExternIdx['kind'], count: number): readonly ExternIdx[] => {
  const before = imports.filter(({ type }) => type.kind === kind).length;
  return Array.from({ length: count }, (_, i): ExternIdx => ({ kind, x: before + i }));
};

/** The module with all that can be observed exported. Of a closed one only functions are, to which there are references. */
export const observable = (m: Module, closed: boolean): Module => {
  const functions = [...referred(m)].map((x): ExternIdx => ({ kind: 'func', x }));
  const state = closed ? [] : [
    ...all(m, 'global', m.globals.length), ...all(m, 'mem', m.mems.length), ...all(m, 'table', m.tables.length),
    ...all(m, 'tag', m.tags.length),
  ];
  const known = new Set(m.exports.map(({ desc: { kind, x } }) => `${kind} ${x}`));
  const added = [...functions, ...state].filter(({ kind, x }) => !known.has(`${kind} ${x}`))
    .map((desc): Export => ({ name: `${PREFIX}${desc.kind} ${desc.x}`, desc, at: NOWHERE }));
  return { ...m, exports: [...m.exports, ...added] };
};
