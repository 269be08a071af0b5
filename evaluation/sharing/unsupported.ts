/**
 * What the translation cannot do yet.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';

const isShared = ({ context: { types } }: ValidModule, x: number): boolean => types.at(x)?.sub.shared === true;
const isSharedTag = ({ context: { tags } }: ValidModule, x: number): boolean => tags.at(x)?.sub.shared === true;
const CONTINUATIONS = 'switches stacks with shared continuations or tags, which the evaluator does not do yet';
/** All that it may say. */
export const REFUSALS: readonly string[] = [CONTINUATIONS];

const refused = (valid: ValidModule, e: Instr): string | undefined => {
  switch (e.op) {
    case 'cont.new': case 'cont.bind': return isShared(valid, e.ct) ? CONTINUATIONS : undefined;
    case 'resume': case 'resume_throw_ref':
      return isShared(valid, e.ct) || e.hdls.some(({ x }) => isSharedTag(valid, x)) ? CONTINUATIONS : undefined;
    case 'resume_throw':
      return isShared(valid, e.ct) || isSharedTag(valid, e.x) || e.hdls.some(({ x }) => isSharedTag(valid, x)) ? CONTINUATIONS : undefined;
    case 'switch': return isShared(valid, e.ct) || isSharedTag(valid, e.x) ? CONTINUATIONS : undefined;
    case 'suspend': return isSharedTag(valid, e.x) ? CONTINUATIONS : undefined;
    default: return undefined;
  }
};
/** Why a module cannot be translated, if so. */
export const unsupported = (valid: ValidModule): string | undefined => {
  const todo: Expr[] = valid.module.funcs.map(({ body }) => body);
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      const why = refused(valid, e);
      if (why !== undefined) return why;
      if (e.op === 'if') todo.push(e.then, e.else);
      else if ('body' in e) todo.push(e.body);
    }
  }
  return undefined;
};
