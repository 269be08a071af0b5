/**
 * How sequences of instructions are laid out: one instruction a line, folded, or all in one line. Blocks nest without limit.
 * @spec core text/instructions.rst
 * @module
 */
import type { Expr } from '../instructions.ts';
import type { CodeStyle, Node } from './code-tree.ts';
import { codeTree } from './code-tree.ts';
import type { Indices } from './identifiers.ts';
import { NO_IDS } from './identifiers.ts';
import type { Line } from './print-context.ts';

/** What is still to be written. */
type Task =
  | { readonly kind: 'node'; readonly node: Node; readonly depth: number }
  | { readonly kind: 'line'; readonly line: Line }
  /** a parenthesis at the end of the last line */
  | { readonly kind: 'close' };

const nodeTasks = (nodes: readonly Node[], depth: number): readonly Task[] => nodes.map((node) => ({ kind: 'node', node, depth }));
const lineTask = (depth: number, text: string): Task => ({ kind: 'line', line: { depth, text } });
const hintTasks = ({ hint }: Node, depth: number): readonly Task[] => (hint === undefined ? [] : [lineTask(depth, hint)]);

/** How a node is written: what goes before, in and after it. */
type Write = (node: Node, depth: number) => readonly Task[];

/** `block … end` */
const flat: Write = (node, depth) => {
  const bodies = node.bodies.flatMap((body, i) => [...(i === 0 ? [] : [lineTask(depth, 'else')]), ...nodeTasks(body, depth + 1)]);
  return [...hintTasks(node, depth), lineTask(depth, node.head), ...bodies, ...(node.bodies.length === 0 ? [] : [lineTask(depth, 'end')])];
};

/** `(i32.const 0)`, but `block … end` */
const bracketed: Write = (node, depth) => (node.bodies.length === 0 ? [lineTask(depth, `(${node.head})`)] : flat(node, depth));

/** The widest folded instruction that stands on one line. */
const WIDTH = 80;
/** A node on one line; as its width is limited, so is its nesting. */
const oneLine = ({ head, operands }: Node): string => `(${[head, ...operands.map(oneLine)].join(' ')})`;

/** `(i32.add (local.get 0) (i32.const 1))` */
const folded: Write = (node, depth) => {
  if (node.width <= WIDTH) return [lineTask(depth, oneLine(node))];
  const bodies = node.isIf
    ? node.bodies.flatMap((body, i) => [lineTask(depth + 1, i === 0 ? '(then' : '(else'), ...nodeTasks(body, depth + 2), CLOSE])
    : node.bodies.flatMap((body) => nodeTasks(body, depth + 1));
  return [...hintTasks(node, depth), lineTask(depth, `(${node.head}`), ...nodeTasks(node.operands, depth + 1), ...bodies, CLOSE];
};
const CLOSE: Task = { kind: 'close' };

const layOutNodes = (nodes: readonly Node[], write: Write): readonly Line[] => {
  const lines: Line[] = [], tasks = nodeTasks(nodes, 0).toReversed();
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.kind === 'line') lines.push(task.line);
    else if (task.kind === 'node') for (const next of write(task.node, task.depth).toReversed()) tasks.push(next);
    else {
      const last = lines.pop();
      if (last !== undefined) lines.push({ depth: last.depth, text: `${last.text})` });
    }
  }
  return lines;
};

/** The instructions of a function body: flat, one a line, or folded if the style knows arities. */
export const printBody = (body: Expr, style: CodeStyle): readonly Line[] =>
  layOutNodes(codeTree(body, style), style.arities === undefined ? flat : folded);

/** An expression in one line, plain instructions in parentheses: `(i32.const 0)`. */
export const printExpr = (expr: Expr, indices: Indices): string =>
  layOutNodes(codeTree(expr, { indices, labels: NO_IDS, arities: undefined }), bracketed).map(({ text }) => text).join(' ');
