/** The rules that stand in doc comments: how they are written, and what they are made of. */
import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';

/**
 * An inference rule as it is written in a `rule` fence: the conclusion, then a line for every premise.
 *
 * ```text
 * S; F; (local.get x)  ↪  val
 *   — if F.locals[x] = val
 * ```
 *
 * Mathematics is Unicode throughout; see `notation.ts`.
 */
export type Inference = {
  /** The lines of the conclusion, as the author broke them. */
  readonly conclusion: readonly string[];
  /** The premises, without `— if` and `— and`; a premise continued on the next line is one string. */
  readonly premises: readonly string[];
};

const leading = /^—\s*(?<word>\S*)\s*(?<text>.*)$/u;

const parseOne = (paragraph: string): Either<string, Inference> => {
  const conclusion: string[] = [];
  const premises: string[] = [];
  for (const line of paragraph.split('\n').map((text) => text.trim())) {
    const premise = leading.exec(line)?.groups;
    const last = premises.at(-1);
    if (premise !== undefined) {
      const expected = premises.length === 0 ? 'if' : 'and';
      if (premise['word'] !== expected) return left(`expected '— ${expected}' but found '${line}'`);
      premises.push(premise['text'] ?? '');
    } else if (last === undefined) conclusion.push(line);
    else premises[premises.length - 1] = `${last} ${line}`;
  }
  if (conclusion.length === 0) return left('a rule begins with its conclusion');
  if (premises.includes('')) return left('a premise says nothing');
  return right({ conclusion, premises });
};

/**
 * Reads the text of a `rule` fence: one rule, or several with a blank line between them.
 *
 * @returns what is wrong with the first rule that is not well written, or all rules
 */
export const parseInferences = (text: string): Either<string, readonly Inference[]> => {
  const rules: Inference[] = [];
  for (const paragraph of text.trim().split(/\n\s*\n/u)) {
    const rule = parseOne(paragraph.trim());
    if (rule._tag === 'Left') return rule;
    rules.push(rule.right);
  }
  return right(rules);
};
