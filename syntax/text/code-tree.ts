/**
 * Code as it is written: instructions with their labels in place, and, in folded code, each operand inside the instruction
 * that takes it. Folding never changes the order of instructions; an operand is taken inside only if it leaves one value.
 * @spec core text/instructions.rst §Folded Instructions
 * @module
 */
import type { Expr, Instr } from '../instructions.ts';
import type { ArityContext } from './arity.ts';
import { arityOf, blockArity } from './arity.ts';
import type { Ids, Indices } from './identifiers.ts';
import { printHead } from './print-instructions.ts';

/** An instruction as it is written. */
export interface Node {
  /** the annotation before it */
  readonly hint: string | undefined;
  /** mnemonic, label and immediates */
  readonly head: string;
  readonly operands: readonly Node[];
  /** of a structured instruction, its body; of an `if` both, unless the second is empty; of a plain instruction none */
  readonly bodies: readonly (readonly Node[])[];
  readonly isIf: boolean;
  /** its length on one line, in parentheses; infinite for what does not go on one line */
  readonly width: number;
  /** does it leave exactly one value? */
  readonly isValue: boolean;
}

/** How code is written. */
export interface CodeStyle {
  readonly indices: Indices;
  /** the identifiers of blocks, in the order in which they begin */
  readonly labels: Ids;
  /** how many operands instructions take, for folded code */
  readonly arities: ArityContext | undefined;
}

/** A structured instruction whose bodies are being read, or the whole. */
interface MutableFrame {
  readonly owner: { readonly instr: Instr; readonly head: string } | undefined;
  readonly exprs: readonly Expr[];
  readonly bodies: (readonly Node[])[];
  nodes: Node[];
  next: number;
}
const frame = (owner: MutableFrame['owner'], exprs: readonly Expr[]): MutableFrame => ({ owner, exprs, bodies: [], nodes: [], next: 0 });

/** The blocks around an instruction, the innermost last. */
interface MutableLabels {
  /** empty for a block that has none */
  readonly ids: string[];
  /** where in `ids` each identifier stands: it means the last of its places */
  readonly places: Map<string, number[]>;
  /** how many values a branch to each takes */
  readonly arities: number[];
  /** how many blocks have begun */
  blocks: number;
}

const openLabel = ({ ids, places, arities }: MutableLabels, id: string, arity: number): void => {
  const same = places.get(id) ?? [];
  same.push(ids.length);
  places.set(id, same);
  ids.push(id);
  arities.push(arity);
};
const closeLabel = ({ ids, places, arities }: MutableLabels): void => {
  places.get(ids.pop() ?? '')?.pop();
  arities.pop();
};
const showLabel = ({ ids, places }: MutableLabels, l: number): string => {
  const place = ids.length - 1 - l, id = ids[place] ?? '';
  return id !== '' && places.get(id)?.at(-1) === place ? id : String(l);
};

/** The bodies of a structured instruction; a second one that is empty is not written. */
const bodiesOf = (instr: Instr): readonly Expr[] => {
  switch (instr.op) {
    case 'block': case 'loop': case 'try_table': return [instr.body];
    case 'if': return instr.else.length === 0 ? [instr.then] : [instr.then, instr.else];
    default: return [];
  }
};

const branchHint = (instr: Instr): string | undefined => {
  if (instr.op !== 'if' && instr.op !== 'br_if') return undefined;
  return instr.hint === undefined ? undefined : `(@metadata.code.branch_hint "\\0${instr.hint ? 1 : 0}")`;
};

/** How many operands an instruction has inside of it: those of a block stand before it, but for the condition of an `if`. */
const inside = (instr: Instr, pops: number): number => {
  switch (instr.op) {
    case 'block': case 'loop': case 'try_table': return 0;
    case 'if': return 1;
    default: return pops;
  }
};

/** Puts an instruction after others, the last of which become its operands. */
const place = (nodes: Node[], instr: Instr, head: string, bodies: Node['bodies'], arities: ArityContext | undefined): void => {
  const [pops, pushes] = arities === undefined ? [0, 0] : arityOf(instr, arities);
  const first = nodes.length - (arities === undefined ? 0 : inside(instr, pops));
  let from = nodes.length;
  while (from > 0 && from > first && nodes[from - 1]?.isValue === true) from--;
  const operands = nodes.splice(from), hint = branchHint(instr);
  const width = operands.reduce((sum, operand) => sum + 1 + operand.width, head.length + 2);
  const isSpread = bodies.length > 0 || hint !== undefined;
  nodes.push({ hint, head, operands, bodies, isIf: instr.op === 'if', width: isSpread ? Infinity : width, isValue: pushes === 1 });
};

/** The arity of a label: a branch to a loop takes what the loop takes, to any other block what the block leaves. */
const labelArity = (instr: Instr, arities: ArityContext | undefined): number => {
  if (arities === undefined || !('bt' in instr)) return 0;
  const [pops, pushes] = blockArity(instr.bt, arities);
  return instr.op === 'loop' ? pops : pushes;
};

/** Instructions as they are written. */
export const codeTree = (expr: Expr, style: CodeStyle): readonly Node[] => {
  const labels: MutableLabels = { ids: [], places: new Map(), arities: [style.arities?.results ?? 0], blocks: 0 };
  const arities = style.arities === undefined ? undefined : { ...style.arities, labels: labels.arities };
  const indices: Indices = { ...style.indices, label: (l) => showLabel(labels, l) };
  const whole = frame(undefined, [expr]), frames = [whole];
  for (let current = frames.at(-1); current !== undefined; current = frames.at(-1)) {
    const instr = current.exprs[current.bodies.length]?.[current.next++];
    if (instr !== undefined) {
      const bodies = bodiesOf(instr);
      if (bodies.length === 0) place(current.nodes, instr, printHead(instr, indices), [], arities);
      else {
        const block = labels.blocks++;
        // The labels that a try_table catches to are those outside of it, as are all that a head names.
        frames.push(frame({ instr, head: printHead(instr, indices, style.labels.define(block)) }, bodies));
        openLabel(labels, style.labels.id(block) ?? '', labelArity(instr, arities));
      }
      continue;
    }
    current.bodies.push(current.nodes);
    current.nodes = [];
    current.next = 0;
    if (current.bodies.length < current.exprs.length) continue;
    frames.pop();
    const outer = frames.at(-1);
    if (outer === undefined || current.owner === undefined) break;
    closeLabel(labels);
    place(outer.nodes, current.owner.instr, current.owner.head, current.bodies, arities);
  }
  return whole.bodies[0] ?? [];
};
