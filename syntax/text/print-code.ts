/**
 * How sequences of instructions are written: one instruction a line, or all of them in one line. Blocks nest without limit.
 * @spec core text/instructions.rst
 * @module
 */
import type { Expr, Instr } from '../instructions.ts';
import type { Ids, Indices } from './identifiers.ts';
import { NO_IDS } from './identifiers.ts';
import type { Line } from './print-context.ts';
import { printHead } from './print-instructions.ts';


/** The labels of the blocks around an instruction: an identifier means the innermost block that has it. */
interface MutableLabels {
  /** from the outermost on; empty for a block that has none */
  readonly ids: string[];
  /** where in `ids` each identifier stands, the innermost last */
  readonly places: Map<string, number[]>;
}

const openLabel = ({ ids, places }: MutableLabels, id: string): void => {
  const same = places.get(id) ?? [];
  same.push(ids.length);
  places.set(id, same);
  ids.push(id);
};
const closeLabel = ({ ids, places }: MutableLabels): void => {
  places.get(ids.pop() ?? '')?.pop();
};
const showLabel = ({ ids, places }: MutableLabels, l: number): string => {
  const place = ids.length - 1 - l, id = ids[place] ?? '';
  return id !== '' && places.get(id)?.at(-1) === place ? id : String(l);
};

/** What is still to be written: instructions from the next on, or a word that ends a body. */
type Task =
  | { readonly kind: 'instrs'; readonly instrs: Expr; readonly next: number }
  | { readonly kind: 'else' | 'end' };

/** The bodies of a structured instruction, the first last, with the words between and after them; none for a plain instruction. */
const bodyTasks = (instr: Instr): readonly Task[] => {
  switch (instr.op) {
    case 'block': case 'loop': case 'try_table': return [{ kind: 'end' }, { kind: 'instrs', instrs: instr.body, next: 0 }];
    case 'if': {
      const otherwise: readonly Task[] = instr.else.length === 0 ? [] : [{ kind: 'instrs', instrs: instr.else, next: 0 }, { kind: 'else' }];
      return [{ kind: 'end' }, ...otherwise, { kind: 'instrs', instrs: instr.then, next: 0 }];
    }
    default: return [];
  }
};

const branchHint = (instr: Instr): string | undefined => {
  if (instr.op !== 'if' && instr.op !== 'br_if') return undefined;
  return instr.hint === undefined ? undefined : `(@metadata.code.branch_hint "\\0${instr.hint ? 1 : 0}")`;
};

/** How the heads of instructions are written. */
type ShowHead = (instr: Instr, label: string) => string;

/** Writes instructions; `labelIds` are the identifiers of the blocks, in the order in which they begin. */
const write = (expr: Expr, labelIds: Ids, labels: MutableLabels, showHead: ShowHead): readonly Line[] => {
  const lines: Line[] = [], tasks: Task[] = [{ kind: 'instrs', instrs: expr, next: 0 }];
  let blocks = 0;
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const depth = labels.ids.length;
    if (task.kind !== 'instrs') {
      lines.push({ depth: depth - 1, text: task.kind });
      if (task.kind === 'end') closeLabel(labels);
      continue;
    }
    const instr = task.instrs[task.next];
    if (instr === undefined) continue;
    tasks.push({ kind: 'instrs', instrs: task.instrs, next: task.next + 1 });
    const inner = bodyTasks(instr), hint = branchHint(instr);
    // The labels that a try_table catches to are those outside of it, as are all that a head names.
    if (hint !== undefined) lines.push({ depth, text: hint });
    lines.push({ depth, text: showHead(instr, inner.length === 0 ? '' : labelIds.define(blocks)) });
    if (inner.length > 0) openLabel(labels, labelIds.id(blocks++) ?? '');
    for (const next of inner) tasks.push(next);
  }
  return lines;
};

/** The instructions of a function body, one a line. */
export const printBody = (body: Expr, indices: Indices, labelIds: Ids): readonly Line[] => {
  const labels: MutableLabels = { ids: [], places: new Map() };
  const inside: Indices = { ...indices, label: (l) => showLabel(labels, l) };
  return write(body, labelIds, labels, (instr, label) => printHead(instr, inside, label));
};

/** An expression in one line, plain instructions in parentheses: `(i32.const 0)`. */
export const printExpr = (expr: Expr, indices: Indices): string => {
  const labels: MutableLabels = { ids: [], places: new Map() };
  const showHead: ShowHead = (instr) => (bodyTasks(instr).length === 0 ? `(${printHead(instr, indices)})` : printHead(instr, indices));
  return write(expr, NO_IDS, labels, showHead).map(({ text }) => text).join(' ');
};
