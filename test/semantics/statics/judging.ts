/**
 * Modules of the text format, and whether they are valid.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Module } from '../../../syntax/modules.ts';
import type { SourceError } from '../../../syntax/source.ts';
import { parseModule } from '../../../syntax/text/module.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import { validate } from '../../../semantics/statics/modules.ts';

/** The module of a text. @throws if it is malformed */
export const read = (text: string): Module => {
  const result = parseModule(text);
  if (E.isRight(result)) return result.right;
  throw new Error(`${result.left.message}: ${text.slice(result.left.span.start)}`);
};

/** A module that must be valid. */
export const accepted = (text: string): ValidModule => {
  const result = validate(read(text));
  if (E.isRight(result)) return result.right;
  throw new Error(`refused: ${text}\n${result.left.message} [${result.left.rule ?? 'no rule'}]`);
};

/** The error of a module that must be invalid. */
export const refused = (text: string): SourceError => {
  const result = validate(read(text));
  if (E.isLeft(result)) return result.left;
  throw new Error(`accepted: ${text}`);
};

/** Checks that a module is refused by a rule, with a message that begins with `message`, at a place that begins with `where`. */
export const refuses = (text: string, rule: string, message: string, where = ''): void => {
  const { message: found, rule: by, kind, span } = refused(text);
  assert.is(found.slice(0, message.length), message, text);
  assert.is(by, rule, text);
  assert.is(kind, 'invalid');
  assert.ok(span.start >= 0 && span.end <= text.length && span.start < span.end, text);
  assert.is(text.slice(span.start, span.start + where.length), where, text);
};

/** The cases of one typing rule. */
interface MutableRuleCase {
  readonly rule: string;
  readonly accepted: string[];
  readonly refused: { readonly body: string; readonly expected: string }[];
}

/** Reads cases: see {@link checkRules}. */
const readCases = (text: string): readonly MutableRuleCase[] => {
  const items = text.split(/\n\s*(?=Instr_ok\/|[-+] )/u).map((item) => item.trim().replaceAll(/\s+/gu, ' ')).filter((item) => item !== '');
  const cases: MutableRuleCase[] = [];
  for (const item of items) {
    const last = cases.at(-1);
    if (item.startsWith('Instr_ok/')) cases.push({ rule: item, accepted: [], refused: [] });
    else if (item.startsWith('+ ')) last?.accepted.push(item.slice(2));
    else {
      const [body = '', expected = ''] = item.slice(2).split(' ! ');
      last?.refused.push({ body, expected });
    }
  }
  return cases;
};

/**
 * Checks typing rules in a module with some fields. A case is a line with the name of a rule, and below it bodies of functions, which
 * begin with their parameters, results and locals, and go on until the next mark:
 * ```text
 * Instr_ok/br
 *   + a body that is valid
 *   - a body that is not, and after an exclamation mark how the message begins
 *     ! unknown label 1
 *   - a body that another rule refuses
 *     ! [Catch_ok/catch] type mismatch
 * ```
 */
export const checkRules = (fields: string, cases: string) => (): void => {
  for (const { rule, accepted: valid, refused: invalid } of readCases(cases)) {
    assert.ok(valid.length > 0, `nothing is accepted by ${rule}`);
    for (const body of valid) accepted(`(module ${fields} (func ${body}))`);
    for (const { body, expected } of invalid) {
      const { by = rule, message = '' } = /^(?:\[(?<by>\S+)\] )?(?<message>.+)$/u.exec(expected)?.groups ?? {};
      refuses(`(module ${fields} (func ${body}))`, by, message);
    }
  }
};
