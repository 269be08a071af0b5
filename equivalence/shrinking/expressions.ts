/**
 * Smaller bodies.
 * @module
 */
import type { Catch, Expr, Hdl, Instr } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { withImmediates } from './renumbering.ts';

/** Where an expression stands in a body: for each block around it, its index and which of its bodies it is. */
export type Path = readonly (readonly [i: number, part: 'body' | 'then' | 'else'])[];

const partsOf = (e: Instr): readonly (readonly ['body' | 'then' | 'else', Expr])[] => {
  switch (e.op) {
    case 'block': case 'loop': case 'try_table': return [['body', e.body]];
    case 'if': return [['then', e.then], ['else', e.else]];
    default: return [];
  }
};
/** The expression at a path; ε if there is none. */
export const exprAt = (body: Expr, path: Path): Expr => path.reduce<Expr>((expr, [i, part]) => {
  const e = expr[i];
  return (e === undefined ? [] : partsOf(e)).find(([name]) => name === part)?.[1] ?? [];
}, body);
/** The body with another expression at a path. */
export const withExprAt = (body: Expr, path: Path, expr: Expr): Expr => {
  const around = path.map((_, n) => exprAt(body, path.slice(0, n)));
  return path.reduceRight((inner, [i, part], n) => (around[n] ?? []).map((e, j) => j === i ? { ...e, [part]: inner } : e), expr);
};
/** The paths to the expressions within an expression, one level down. */
export const pathsWithin = (body: Expr, path: Path): readonly Path[] =>
  exprAt(body, path).flatMap((e, i) => partsOf(e).map(([part]): Path => [...path, [i, part]]));

const at = NOWHERE, drop: Instr = { op: 'drop', at };
const numbers: readonly Expr[] = [
  [{ op: 'const', val: { t: 'i32', c: 0 }, at }], [{ op: 'const', val: { t: 'i64', c: 0n }, at }],
  [{ op: 'const', val: { t: 'f64', c: 0n }, at }], [{ op: 'const', val: { t: 'f32', c: 0 }, at }],
];
/** What may stand in place of code. */
const replacements: readonly Expr[] = [[], ...numbers, [{ op: 'unreachable', at }], [drop], [{ op: 'nop', at }]];

const outer = (l: number, depth: number): number => l > depth ? l - 1 : l;
/** Code that stood in a block, without it: labels beyond it are one nearer. The block's own label must not be used. */
const unwrapped = (expr: Expr, depth = 0): Expr => expr.map((e) => withImmediates(e, (kind, value) => {
  switch (kind) {
    case 'labelidx': return outer(value as number, depth);
    case 'labels': return (value as readonly number[]).map((l) => outer(l, depth));
    case 'hdls': return (value as readonly Hdl[]).map((hdl) => hdl.kind === 'on' ? { ...hdl, l: outer(hdl.l, depth) } : hdl);
    case 'catches': return (value as readonly Catch[]).map((clause) => ({ ...clause, l: outer(clause.l, depth) }));
    case 'expr': return unwrapped(value as Expr, depth + 1);
    default: return value;
  }
}));
/** What may stand in place of one instruction. */
const insteadOf = (e: Instr): readonly Expr[] => {
  switch (e.op) {
    case 'block': case 'loop': return [unwrapped(e.body), ...replacements];
    case 'try_table': {
      const fewer = e.catches.map((_, i): Expr => [{ ...e, catches: e.catches.filter((__, j) => j !== i) }]);
      return [unwrapped(e.body), ...fewer, ...replacements];
    }
    case 'if': return [[drop, ...unwrapped(e.then)], [drop, ...unwrapped(e.else)], ...replacements];
    case 'resume': case 'resume_throw': case 'resume_throw_ref':
      return e.hdls.map((_, i): Expr => [{ ...e, hdls: e.hdls.filter((__, j) => j !== i) }]);
    case 'const': return e.val.c === 0 || e.val.c === 0n ? [] : numbers;
    default: return [];
  }
};

/** A change of an expression: n instructions from i on, and what stands in their place. */
export interface Change {
  readonly i: number;
  readonly n: number;
  readonly by: Expr;
}
/** The changes to be tried of an expression: large pieces first, from the end. What takes the place of several is shorter. */
export function* changes(expr: Expr): Generator<Change> {
  for (let n = expr.length; n > 0; n = n > 8 ? n >> 1 : n - 1) {
    for (let i = expr.length - n; i >= 0; i -= n > 8 ? n >> 1 : 1) {
      for (const by of replacements) if (by.length < n) yield { i, n, by };
    }
  }
  for (const [i, e] of expr.entries()) for (const by of insteadOf(e)) yield { i, n: 1, by };
}
/** The expression with a change. */
export const changed = (expr: Expr, { i, n, by }: Change): Expr => [...expr.slice(0, i), ...by, ...expr.slice(i + n)];
