/** What the tests of the rules have shown: which rules apply, which premises fail, and which cannot, with the reason. */
import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { AnyRule } from '../../reduction/kit.ts';

/** A line that a test has noted down. */
export type Shown =
  | { readonly rule: string; readonly fires: true }
  | { readonly rule: string; readonly fails: string }
  | { readonly rule: string; readonly unreachable: string; readonly reason: string };
const shown: t.Type<Shown> = t.union([
  t.type({ rule: t.string, fires: t.literal(true) }),
  t.type({ rule: t.string, fails: t.string }),
  t.type({ rule: t.string, unreachable: t.string, reason: t.string }),
]);

/** Reads the notes of the tests, one JSON value a line. */
export const readShown = (text: string): Either<string, readonly Shown[]> => {
  const notes: Shown[] = [];
  for (const line of text.split('\n').filter((content) => content !== '')) {
    const note = shown.decode(JSON.parse(line));
    if (note._tag === 'Left') return left(`not a note of a test: ${line}`);
    notes.push(note.right);
  }
  return right(notes);
};

/** A rule with what has been shown of it. */
export type Covered = {
  readonly rule: AnyRule;
  readonly fires: boolean;
  /** the texts of the premises that some configuration makes the first to fail */
  readonly failing: readonly string[];
  /** the texts of those that cannot fail, and `conclusion` if the rule cannot apply, with the reasons */
  readonly unreachable: ReadonlyMap<string, string>;
};
/** What the notes say about a rule. */
export const coverageOf = (rule: AnyRule, notes: readonly Shown[]): Covered => {
  const mine = notes.filter((note) => note.rule === rule.id);
  const failed = new Set(mine.flatMap((note) => ('fails' in note ? [note.fails] : [])));
  return {
    rule,
    fires: mine.some((note) => 'fires' in note),
    failing: rule.premises.map(({ text }) => text).filter((text) => failed.has(text)),
    unreachable: new Map(mine.flatMap((note) => ('reason' in note ? [[note.unreachable, note.reason] as const] : []))),
  };
};

/** What is neither shown nor explained. */
export const gaps = ({ rule, fires, failing, unreachable }: Covered): readonly string[] => [
  ...(fires || unreachable.has('conclusion') ? [] : ['no test in which it applies']),
  ...(fires && unreachable.has('conclusion') ? ['it applies, although its tests say that it cannot'] : []),
  ...rule.premises.flatMap(({ text }) => {
    if (failing.includes(text)) return unreachable.has(text) ? [`the premise '${text}' fails, although the tests say that it cannot`] : [];
    return unreachable.has(text) ? [] : [`no test in which the premise '${text}' is the first to fail`];
  }),
];
