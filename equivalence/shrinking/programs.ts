/**
 * Shrinking: a program that shows the same as a larger one.
 * @module
 */
import type { Expr } from '../../syntax/instructions.ts';
import type { Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { NamedModule, Program } from '../program.ts';
import type { Path } from './expressions.ts';
import { changed, changes, exprAt, pathsWithin, withExprAt } from './expressions.ts';
import { pruned } from './pruning.ts';

/** The best program so far, and how many more may be tried. */
interface MutableSearch {
  best: Program;
  left: number;
  readonly shows: (program: Program) => boolean;
}
/** Takes a program if it shows it too. */
const attempt = (search: MutableSearch, program: Program): boolean => {
  if (search.left <= 0) return false;
  search.left--;
  if (!search.shows(program)) return false;
  search.best = program;
  return true;
};

const withModule = ({ modules, calls }: Program, k: number, module: Module): Program =>
  ({ calls, modules: modules.map((named, i): NamedModule => i === k ? { ...named, module } : named) });
const without = <A>(all: readonly A[], i: number): readonly A[] => all.filter((_, j) => j !== i);

/** Tries to do without calls, without modules, without exports and elements. */
const coarse = (search: MutableSearch): void => {
  for (let i = search.best.calls.length - 1; i >= 0; i--) attempt(search, { ...search.best, calls: without(search.best.calls, i) });
  for (let k = search.best.modules.length - 1; k >= 0; k--) {
    const name = search.best.modules[k]?.name;
    attempt(search, { modules: without(search.best.modules, k), calls: search.best.calls.filter(({ module }) => module !== name) });
  }
};
const parts = (search: MutableSearch, k: number): void => {
  const each = (list: (m: Module) => readonly unknown[], less: (m: Module, i: number) => Module): void => {
    const first = search.best.modules[k]?.module;
    if (first === undefined) return;
    for (let i = list(first).length - 1; i >= 0; i--) {
      const m = search.best.modules[k]?.module;
      if (m !== undefined) attempt(search, withModule(search.best, k, less(m, i)));
    }
  };
  each((m) => m.exports, (m, i) => ({ ...m, exports: without(m.exports, i) }));
  each((m) => m.elems, (m, i) => ({ ...m, elems: without(m.elems, i) }));
  each((m) => m.datas, (m, i) => ({ ...m, datas: without(m.datas, i) }));
  each((m) => m.elems.flatMap(({ init }) => init), (m, n) => {
    let next = 0;
    return { ...m, elems: m.elems.map((elem) => ({ ...elem, init: elem.init.filter(() => next++ !== n) })) };
  });
  each((m) => m.mems, (m, i) => ({ ...m, mems: without(m.mems, i) }));
  each((m) => m.tables, (m, i) => ({ ...m, tables: without(m.tables, i) }));
};

const bodyOf = ({ best }: MutableSearch, k: number, f: number): Expr => best.modules[k]?.module.funcs[f]?.body ?? [];
const withBody = ({ best }: MutableSearch, k: number, f: number, body: Expr): Program => {
  const m = best.modules[k]?.module;
  return m === undefined ? best : withModule(best, k, { ...m, funcs: m.funcs.map((func, i) => i === f ? { ...func, body } : func) });
};
/** Tries to make the expression at a path smaller, as long as that succeeds. */
const shrinkAt = (search: MutableSearch, k: number, f: number, path: Path): void => {
  for (let again = true; again;) {
    again = false;
    const body = bodyOf(search, k, f), expr = exprAt(body, path);
    for (const change of changes(expr)) {
      if (!attempt(search, withBody(search, k, f, withExprAt(body, path, changed(expr, change))))) continue;
      again = true;
      break;
    }
  }
};
const shrinkBody = (search: MutableSearch, k: number, f: number): void => {
  if (attempt(search, withBody(search, k, f, [{ op: 'unreachable', at: NOWHERE }]))) return;
  const todo: Path[] = [[]];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    shrinkAt(search, k, f, path);
    todo.push(...pathsWithin(bodyOf(search, k, f), path));
  }
};

const sizeOf = (program: Program): number => JSON.stringify(program, (_, v: unknown) => typeof v === 'bigint' ? String(v) : v).length;

/**
 * A program that shows what a program shows, as small as was found.
 * @param shows - false for programs that are not valid
 * @param attempts - how many programs may be tried
 */
export const shrink = (program: Program, shows: (program: Program) => boolean, attempts: number): Program => {
  const search: MutableSearch = { best: program, left: attempts, shows };
  for (let size = Infinity; sizeOf(search.best) < size && search.left > 0;) {
    size = sizeOf(search.best);
    coarse(search);
    search.best.modules.forEach(({ module }, k) => {
      module.funcs.forEach((_, f) => shrinkBody(search, k, f));
      parts(search, k);
    });
    attempt(search, { ...search.best, modules: search.best.modules.map(({ name, module }) => ({ name, module: pruned(module) })) });
  }
  return search.best;
};
