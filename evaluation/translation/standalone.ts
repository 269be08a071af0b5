/**
 * Translated modules that stand alone: nobody prepares the registers for them.
 * ```rule
 * entry_f = func $ft (local $in i32) $in := IN; IN := 0; SIG := 0; call ⟦f⟧; IN := $in
 *   — if f is exported and f : $ft
 * ```
 * What others call begins outside of continuations, also if they have been called from inside of one, and whatever has trapped before.
 * @module
 */
import type { Expr } from '../../syntax/instructions.ts';
import type { Export, Func, Import, Module } from '../../syntax/modules.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { call, get, i32, read, set, write } from './code.ts';
import type { Translated } from './modules.ts';
import { register, withYielding } from './yielding.ts';

const importedTypes = (imports: readonly Import[]): readonly number[] =>
  imports.flatMap(({ type }) => type.kind === 'func' ? [type.type.x] : []);

const parametersOf = ({ exports }: ValidModule, i: number): number => {
  const xt = exports[i];
  return xt?.kind === 'func' ? asFunc(xt.type)?.params.length ?? 0 : 0;
};

/** The module with its exports alone. Those that are functions reset the registers. */
export const standalone = ({ valid, driver, module: translated }: Translated): Module => {
  if (driver === 'none') return translated;
  const [module] = withYielding(translated), IN = register(module, 'IN'), SIG = register(module, 'SIG');
  const types = [...importedTypes(module.imports), ...module.funcs.map(({ type }) => type)];
  const funcs: Func[] = [...module.funcs], imported = types.length - funcs.length, entries = new Map<number, number>();
  const entryOf = (f: number, params: number): number => {
    const known = entries.get(f);
    if (known !== undefined) return known;
    const inside = params, { at } = module, arguments_ = Array.from({ length: params }, (_, i) => get(i));
    const body: Expr = [read(IN), set(inside), i32(0), write(IN), i32(0), write(SIG), ...arguments_, call(f), get(inside), write(IN)];
    funcs.push({ type: types[f] ?? -1, locals: ['i32'], body, at });
    entries.set(f, imported + funcs.length - 1);
    return imported + funcs.length - 1;
  };
  const names = new Map(valid.module.exports.map(({ name }, i) => [name, i]));
  const exports = module.exports.flatMap((ex): readonly Export[] => {
    const i = names.get(ex.name);
    if (i === undefined) return [];
    return [ex.desc.kind === 'func' ? { ...ex, desc: { kind: 'func', x: entryOf(ex.desc.x, parametersOf(valid, i)) } } : ex];
  });
  return { ...module, exports, funcs };
};
