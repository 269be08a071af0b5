/**
 * Files: sources that are read, results that are written whole or not at all.
 * @module
 */
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as Either from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Source, SourceError } from '../../syntax/source.ts';
import type { Failure } from './failure.ts';

const wordings: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'no such file: a part of its path is not a directory',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
};

/** What went wrong with a file, in the words of a person. */
export const fileFailure = (file: string) => (error: unknown): Failure => {
  const { code, message } = error as NodeJS.ErrnoException;
  return { kind: 'file', file, message: wordings[code ?? ''] ?? message };
};

/** The bytes of a file. */
export const readBytes = (file: string): Either.Either<Failure, Uint8Array> => Either.tryCatch(() => readFileSync(file), fileFailure(file));

/** `\0asm` */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
/** By content; text has no zero bytes. An empty or damaged file is a binary if it is called one. */
const isBinary = (file: string, bytes: Uint8Array): boolean =>
  MAGIC.every((byte, i) => bytes[i] === byte) || bytes[0] === 0 || file.endsWith('.wasm');

/** The offset of the first byte that is not part of a UTF-8 character. */
const firstBadByte = (bytes: Uint8Array): number => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0, from = 0;
  for (let i = text.indexOf('\u{FFFD}'); i >= 0; i = text.indexOf('\u{FFFD}', from)) {
    offset += encoder.encode(text.slice(from, i)).length;
    // The character may stand in the source: EF BF BD.
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return offset;
    offset += 3;
    from = i + 1;
  }
  return offset;
};

/** A text or a binary, by its content. */
export const sourceOf = (name: string, bytes: Uint8Array): Either.Either<Failure, Source> => {
  if (isBinary(name, bytes)) return Either.right({ kind: 'binary', name, bytes });
  return Either.tryCatch(
    () => ({ kind: 'text', name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }),
    (): Failure => {
      const start = firstBadByte(bytes);
      const message = `malformed UTF-8 encoding: byte 0x${(bytes[start] ?? 0).toString(16)} (a binary would begin with \\0asm)`;
      const error: SourceError = { kind: 'malformed', message, span: { start, end: start + 1 } };
      return { kind: 'program', source: { kind: 'binary', name, bytes }, error };
    },
  );
};

/** Reads a text or a binary. */
export const readSource = (file: string): Either.Either<Failure, Source> =>
  pipe(readBytes(file), Either.chain((bytes) => sourceOf(file, bytes)));

/** Something other than a regular file: a device or a pipe is written to, not replaced. */
const isSpecial = (file: string): boolean => {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && !stat.isDirectory();
};

/** Writes a file whole or not at all: beside it first, then in its place. */
export const writeWhole = (file: string, content: string | Uint8Array): Either.Either<Failure, void> => Either.tryCatch(
  () => {
    if (isSpecial(file)) {
      writeFileSync(file, content);
      return;
    }
    // A link stays a link: what it leads to is replaced.
    const target = existsSync(file) ? realpathSync(file) : file;
    const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
    try {
      writeFileSync(beside, content);
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  },
  fileFailure(file),
);
