/**
 * Whether a module mentions what plain Wasm 3.0 does not have: types of continuations, and tags with results. It may do so without ever
 * using stack switching.
 * @module
 */
import { instructionsIn } from '../../syntax/bodies.ts';
import type { BlockType, Expr, Instr } from '../../syntax/instructions.ts';
import type { Module } from '../../syntax/modules.ts';
import type { CompType, ExternType, HeapType, StorageType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';

const heap = (ht: HeapType): boolean => ht.kind === 'abs' && (ht.name === 'cont' || ht.name === 'nocont');
const storage = (zt: StorageType): boolean => typeof zt === 'object' && heap(zt.heap);
const comp = (ct: CompType): boolean => {
  switch (ct.kind) {
    case 'cont': return true;
    case 'func': return ct.params.some(storage) || ct.results.some(storage);
    case 'struct': return ct.fields.some((field) => storage(field.storage));
    case 'array': return storage(ct.field.storage);
  }
};
const extern = (xt: ExternType): boolean => {
  switch (xt.kind) {
    case 'global': return storage(xt.type.type);
    case 'table': return storage(xt.type.ref);
    case 'func': case 'tag': case 'mem': return false;
  }
};
const block = (bt: BlockType): boolean => bt.kind === 'result' && bt.type !== undefined && storage(bt.type);
const instr = (e: Instr): boolean => {
  switch (e.op) {
    case 'block': case 'loop': case 'if': case 'try_table': return block(e.bt);
    case 'select': return e.types?.some(storage) ?? false;
    case 'ref.null': return heap(e.ht);
    case 'ref.test': case 'ref.cast': return storage(e.rt);
    case 'br_on_cast': case 'br_on_cast_fail': return storage(e.rt1) || storage(e.rt2);
    default: return false;
  }
};
const expressions = (exprs: readonly Expr[]): boolean => {
  for (const e of instructionsIn(exprs)) if (instr(e)) return true;
  return false;
};
const expressionsOf = ({ funcs, globals, tables, elems }: Module): readonly Expr[] => [
  ...funcs.map(({ body }) => body), ...globals.map(({ init }) => init), ...tables.map(({ init }) => init ?? []),
  ...elems.flatMap(({ init }) => init),
];

const hasResults = (dt: DefType | undefined): boolean => dt !== undefined && (asFunc(dt)?.results.length ?? 0) > 0;
/** The types of all tags. */
const tagTypes = ({ module: { tags }, imports, types }: ValidModule): readonly (DefType | undefined)[] =>
  [...imports.map((xt) => xt.kind === 'tag' ? xt.type : undefined), ...tags.map(({ type }) => types[type.x])];

/** Whether it does. */
export const mentionsStackSwitching = (valid: ValidModule): boolean => {
  const { module } = valid;
  return tagTypes(valid).some(hasResults) || declarations(module) || expressions(expressionsOf(module));
};
const declarations = (module: Module): boolean => module.types.some(({ rec }) => rec.some((sub) => comp(sub.comp)))
  || module.imports.some(({ type }) => extern(type))
  || module.globals.some(({ type }) => storage(type.type))
  || module.tables.some(({ type }) => storage(type.ref))
  || module.elems.some(({ type }) => storage(type))
  || module.funcs.some(({ locals }) => locals.some(storage));
