/**
 * Why a judgement does not hold.
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { SourceError, Span } from '../../syntax/source.ts';

/** What is wrong, and the rule that says so if it is not the rule that was asked. */
export interface Refusal {
  /** begins with the wording of the official suites */
  readonly message: string;
  readonly rule: string | undefined;
}

/** The outcome of a judgement that has one: a type, usually. */
export type Judged<A> = Either<Refusal, A>;
/** The outcome of a judgement `… : OK`. */
export type Checked = Judged<'OK'>;

/** `… : OK` */
export const OK: Checked = right('OK');

/** The judgement does not hold, because of what `message` says. */
export const refuse = (message: string, rule?: string): Either<Refusal, never> => left({ message, rule });

/** An index that is bound nowhere. */
export const unknown = (what: string, x: number, rule?: string): Either<Refusal, never> => refuse(`unknown ${what} ${x}`, rule);

/** `(judgement)*`: the first refusal, or OK. */
export const all = <A>(items: readonly A[], judge: (item: A, i: number) => Checked): Checked => {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === undefined) break;
    const checked = judge(item, i);
    if (isLeft(checked)) return checked;
  }
  return OK;
};

/** A refusal at its place in the source. `rule` is the rule that was asked. */
export const errorAt = ({ message, rule }: Refusal, span: Span, asked: string): SourceError =>
  ({ kind: 'invalid', message, span, rule: rule ?? asked });
