/**
 * What the instructions on ranges of a table, memory or array have in common: after one element, the same instruction again.
 * @category Reduction: ranges
 * @module
 */
import type { Code, RunInstr } from '../../semantics/runtime/code.ts';
import { then, value } from '../../semantics/runtime/code.ts';
import type { Val } from '../../semantics/runtime/values.ts';

/** val* e es: the instruction e once more, with its operands for the rest of the range */
export const again = (vals: readonly Val[], e: RunInstr, es: Code): Code =>
  vals.reduceRight((out, v) => then(value(v, e.at), out), then(e, es));
