/**
 * How the reader stops at the first mistake: the functions of the grammar return what they read or fail, and only the
 * doors of the reader turn a failure into an Either.
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { SourceError, Span } from '../source.ts';

/** What each failure that is under way is about. */
const failures = new WeakMap<Error, SourceError>();

/** Gives up: the source is not in the grammar, or an annotation in it is not valid. */
export const fail = (span: Span, message: string, kind: SourceError['kind'] = 'malformed'): never => {
  const error = new Error(message);
  failures.set(error, { kind, message, span });
  throw error;
};

/** What a function reads, or why it failed. Anything else that it throws is thrown on. */
export const attempt = <A>(read: () => A): Either<SourceError, A> => {
  try {
    return E.right(read());
  } catch (error) {
    const failure = error instanceof Error ? failures.get(error) : undefined;
    if (failure === undefined) throw error;
    return E.left(failure);
  }
};
