/**
 * Modules as output: text or binary, to a file or to standard output.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { encode } from '../../syntax/binary/encoder.ts';
import type { Module } from '../../syntax/modules.ts';
import { printModule } from '../../syntax/text/printer.ts';
import type { Failure } from './failure.ts';
import { writeWhole } from './files.ts';

/** The text or the binary format. */
export type Format = 'wat' | 'wasm';

const usage = (message: string): E.Either<Failure, never> => E.left({ kind: 'usage', message });

/** A module in a format. Binaries do not go to a terminal. */
export const contentOf = (
  module: Module, format: Format, { folded, output }: { readonly folded: boolean; readonly output: string | undefined },
): E.Either<Failure, string | Uint8Array> => {
  if (format === 'wat') return E.right(printModule(module, { folded }));
  if (folded) return usage('--folded is for text, but the result is a binary');
  if (output === undefined && process.stdout.isTTY) return usage('a binary does not go to a terminal: give --output FILE or --to wat');
  return E.right(encode(module));
};

/** Writes to a file, or else to standard output. */
export const write = (output: string | undefined, content: string | Uint8Array): E.Either<Failure, void> => {
  if (output !== undefined) return writeWhole(output, content);
  process.stdout.write(content);
  return E.right(undefined);
};
