/**
 * What the translation cannot do yet.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';

const isShared = ({ context: { types } }: ValidModule, x: number): boolean => types.at(x)?.sub.shared === true;
const COPIES = 'copies between shared and unshared arrays, which the evaluator does not do yet';
/** All that it may say. */
export const REFUSALS: readonly string[] = [COPIES];

const refused = (valid: ValidModule, e: Instr): string | undefined =>
  e.op === 'array.copy' && isShared(valid, e.x) !== isShared(valid, e.y) ? COPIES : undefined;
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
