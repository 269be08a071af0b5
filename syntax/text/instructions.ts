/**
 * Instructions, flat and folded in any mixture. What is open at a place is kept on a stack: nesting has no limit.
 * @spec core 6.3-text.instructions
 * @spec core text/instructions.rst §Folded Instructions
 * @module
 */
import type { Form } from '../instruction-table.ts';
import { formByName, instrOfForm } from '../instruction-table.ts';
import type { Expr, Instr } from '../instructions.ts';
import { refuseHint, takeHint } from './annotations.ts';
import type { MutableCursor } from './cursor.ts';
import { isWord, kindOf, refuse, spanFrom, takeId, takeList, textOf, unexpected } from './cursor.ts';
import type { Fields } from './immediates.ts';
import { takeCatches, takeImmediates } from './immediates.ts';
import type { MutableScope } from './labels.ts';
import { enter, leave } from './labels.ts';
import type { Binding, MutableModule } from './module-state.ts';
import { takeBinding } from './module-state.ts';
import { printId } from './print-literals.ts';
import { takeBlockType } from './type-uses.ts';

/** A folded instruction whose immediates are read: its operands follow, then `)`. */
interface Operands {
  readonly shape: 'operands';
  readonly first: number;
  readonly form: Form;
  readonly fields: Fields;
  readonly out: Instr[];
}
/** A block whose body is being read; `end` closes it, or `)` if it is folded. */
interface MutableBlock {
  readonly shape: 'block' | 'folded block';
  readonly first: number;
  readonly form: Form;
  readonly fields: Fields;
  readonly label: Binding;
  /** of an `if`, the first branch, once the second is being read */
  then: readonly Instr[] | undefined;
  out: Instr[];
}
/** A folded `if`: its condition, then `(then …)` and perhaps `(else …)`. */
interface MutableIf {
  readonly shape: 'if';
  readonly first: number;
  readonly form: Form;
  readonly fields: Fields;
  readonly label: Binding;
  part: 'condition' | 'then' | 'after then' | 'else' | 'after else';
  then: Instr[];
  else: Instr[];
  /** where instructions go in the part that is being read */
  out: Instr[];
}
/** Something that is open. */
type MutableFrame = Operands | MutableBlock | MutableIf;

/** What may stand as an operand of a folded instruction: `folded` instructions only, or `any`. */
export type OperandStyle = 'folded' | 'any';

/** The reading of a sequence of instructions. */
interface MutableSequence {
  readonly p: MutableCursor;
  readonly m: MutableModule;
  readonly scope: MutableScope;
  readonly frames: MutableFrame[];
  readonly out: Instr[];
  readonly operands: OperandStyle;
}

const top = (s: MutableSequence): MutableFrame | undefined => s.frames[s.frames.length - 1];
const outOf = (s: MutableSequence): Instr[] => top(s)?.out ?? s.out;
const push = (s: MutableSequence, form: Form, fields: Fields, first: number): void => {
  outOf(s).push(instrOfForm(form, fields, spanFrom(s.p, first)));
};
/** Takes the innermost frame away, and makes its instruction. */
const finish = (s: MutableSequence, { form, first, fields }: MutableFrame, rest: Fields): void => {
  s.frames.pop();
  push(s, form, { ...fields, ...rest }, first);
};

/** Reads the hint for the instruction that the next token begins, as a field of it. */
const takeHintField = (s: MutableSequence, form: Form): Fields => {
  const hint = takeHint(s.p, s.m.annotations);
  if (hint === undefined) return {};
  return form.template.op === 'if' || form.template.op === 'br_if' ? { hint: hint.likely } : refuseHint(hint.span);
};

/** The form of the mnemonic `ahead` of the next token. */
const formAhead = (p: MutableCursor, ahead: number): Form => {
  const form = kindOf(p, ahead) === 'keyword' ? formByName(textOf(p, ahead)) : undefined;
  return form ?? unexpected(p, ahead === 0 ? 'an instruction' : 'an instruction after (', ahead);
};

const isBlock = (form: Form): boolean => form.immediates.some(([, kind]) => kind === 'expr');

/** Begins a block after its mnemonic. */
const openBlock = (s: MutableSequence, form: Form, first: number, hint: Fields, folded: boolean): void => {
  const { p, m, scope } = s;
  const label = takeBinding(p, m);
  const bt = takeBlockType(p, m);
  if (folded && form.template.op === 'if') {
    const out = outOf(s);
    s.frames.push({ shape: 'if', first, form, fields: { bt, ...hint }, label, part: 'condition', then: [], else: [], out });
    return;
  }
  // The labels of catch clauses are those around the block.
  const fields = form.template.op === 'try_table' ? { bt, catches: takeCatches(p, m, scope) } : { bt, ...hint };
  enter(scope, label);
  s.frames.push({ shape: folded ? 'folded block' : 'block', first, form, fields, label, then: undefined, out: [] });
};

/** Closes a block before `end` or `)` is read. */
const finishBlock = (s: MutableSequence, block: MutableBlock): void => {
  leave(s.scope, block.label);
  if (block.form.template.op !== 'if') finish(s, block, { body: block.out });
  else if (block.then === undefined) finish(s, block, { then: block.out, else: [] });
  else finish(s, block, { then: block.then, else: block.out });
};

/** Reads the identifier that may repeat the label of a block after `else` and `end`. */
const takeRepeatedLabel = (p: MutableCursor, { label }: MutableBlock): void => {
  const id = takeId(p);
  if (id === undefined || id === label.id) return;
  const expected = label.id === undefined ? 'none' : printId(label.id);
  refuse(p, `mismatching label ${printId(id)}, expected ${expected}, the label of the block`);
};

const readElse = ({ p, frames }: MutableSequence): void => {
  const block = frames[frames.length - 1];
  if (block?.shape !== 'block' || block.form.template.op !== 'if' || block.then !== undefined) {
    return unexpected(p, 'an instruction: no if is open here');
  }
  p.next++;
  takeRepeatedLabel(p, block);
  block.then = block.out;
  block.out = [];
};
const readEnd = (s: MutableSequence): void => {
  const block = top(s);
  if (block?.shape !== 'block') return unexpected(s.p, 'an instruction: no block is open here that end could close');
  s.p.next++;
  takeRepeatedLabel(s.p, block);
  finishBlock(s, block);
};

/** A flat instruction, up to its body if it is a block. */
const readFlat = (s: MutableSequence): void => {
  const { p, m, scope } = s;
  const frame = top(s);
  if (frame?.shape === 'operands' && s.operands === 'folded') return unexpected(p, 'a folded instruction as an operand, or )');
  const isBetween = frame?.shape === 'if' && frame.part !== 'then' && frame.part !== 'else';
  if (isBetween) return unexpected(p, 'a folded instruction, (then …), (else …) or )');
  const form = formAhead(p, 0);
  const first = p.next;
  const hint = takeHintField(s, form);
  p.next++;
  if (isBlock(form)) openBlock(s, form, first, hint, false);
  else push(s, form, { ...takeImmediates(p, m, scope, form), ...hint }, first);
};

/** Reads `(then` or `(else` of a folded `if`; false if something else comes next. */
const readBranch = ({ p, scope }: MutableSequence, frame: MutableIf): boolean => {
  if (frame.part === 'condition' && takeList(p, 'then')) {
    frame.part = 'then';
    frame.out = frame.then;
    // The blocks of the condition begin before that of the if.
    enter(scope, frame.label);
    return true;
  }
  if (frame.part === 'after then' && takeList(p, 'else')) {
    frame.part = 'else';
    frame.out = frame.else;
    return true;
  }
  if (frame.part === 'after then') return unexpected(p, '(else …) or )', kindOf(p, 1) === 'end' ? 0 : 1);
  return frame.part === 'after else' ? unexpected(p, ')') : false;
};

/** A folded instruction up to its operands or body, or a branch of a folded `if`. */
const readOpen = (s: MutableSequence): void => {
  const { p, m, scope } = s;
  const frame = top(s);
  if (frame?.shape === 'if' && readBranch(s, frame)) return;
  const first = p.next;
  const form = formAhead(p, 1);
  const hint = takeHintField(s, form);
  p.next += 2;
  if (isBlock(form)) openBlock(s, form, first, hint, true);
  else s.frames.push({ shape: 'operands', first, form, fields: { ...takeImmediates(p, m, scope, form), ...hint }, out: outOf(s) });
};

const closeIf = (s: MutableSequence, frame: MutableIf): void => {
  switch (frame.part) {
    case 'condition': return unexpected(s.p, 'a folded instruction or (then …): no `then` in a folded if');
    case 'then': case 'else':
      s.p.next++;
      frame.part = frame.part === 'then' ? 'after then' : 'after else';
      // The label is that of both branches, and of nothing after them.
      return;
    case 'after then': case 'after else':
      s.p.next++;
      leave(s.scope, frame.label);
      finish(s, frame, { then: frame.then, else: frame.else });
  }
};

/** The end of a folded instruction or of one of its parts. */
const readClose = (s: MutableSequence): void => {
  const frame = top(s);
  if (frame === undefined || frame.shape === 'block') return unexpected(s.p, 'an instruction or end');
  if (frame.shape === 'if') closeIf(s, frame);
  else {
    s.p.next++;
    if (frame.shape === 'operands') finish(s, frame, {});
    else finishBlock(s, frame);
  }
};

/** Reads the instructions up to token number `end`, where a list ends. */
export const takeInstructions = (
  p: MutableCursor, m: MutableModule, scope: MutableScope, end: number, operands: OperandStyle = 'any',
): Expr => {
  const s: MutableSequence = { p, m, scope, frames: [], out: [], operands };
  while (p.next < end) {
    const kind = kindOf(p);
    if (kind === '(') readOpen(s);
    else if (kind === ')') readClose(s);
    else if (isWord(p, 'end')) readEnd(s);
    else if (isWord(p, 'else')) readElse(s);
    else readFlat(s);
  }
  if (s.frames.length > 0) unexpected(p, 'an instruction or end');
  return s.out;
};
