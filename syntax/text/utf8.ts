/**
 * Bytes and characters: sources, strings and names are UTF-8.
 * @spec core text/lexical.rst §Characters; binary/values.rst §Names
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { SourceError } from '../source.ts';

/** The length of the sequence that a byte begins, or 0 if none begins with it; and the bounds of its second byte. */
const sequence = (b: number): { readonly length: number; readonly low: number; readonly high: number } => {
  if (b < 0x80) return { length: 1, low: 0, high: 0 };
  if (b < 0xc2 || b > 0xf4) return { length: 0, low: 0, high: 0 };
  if (b < 0xe0) return { length: 2, low: 0x80, high: 0xbf };
  if (b < 0xf0) return { length: 3, low: b === 0xe0 ? 0xa0 : 0x80, high: b === 0xed ? 0x9f : 0xbf };
  return { length: 4, low: b === 0xf0 ? 0x90 : 0x80, high: b === 0xf4 ? 0x8f : 0xbf };
};

const within = (b: number | undefined, low: number, high: number): boolean => b !== undefined && b >= low && b <= high;

/** The offset of the first byte that does not begin a character in UTF-8; undefined if all is well. */
export const firstMalformed = (bytes: Uint8Array): number | undefined => {
  for (let i = 0; i < bytes.length;) {
    const { length, low, high } = sequence(bytes[i] ?? 0);
    if (length === 0) return i;
    if (length > 1 && !within(bytes[i + 1], low, high)) return i;
    for (let k = 2; k < length; k++) if (!within(bytes[i + k], 0x80, 0xbf)) return i;
    i += length;
  }
  return undefined;
};

/** A byte order mark is a character like any other. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The characters that bytes encode; undefined if they are not UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};

/** `utf8(c*)` */
export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

/**
 * The text that bytes encode.
 * @returns `malformed UTF-8 encoding` with the offset of the first wrong byte, if they do not
 */
export const readText = (bytes: Uint8Array): Either<SourceError, string> => {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return E.right(text);
  const start = firstMalformed(bytes) ?? 0;
  const byte = (bytes[start] ?? 0).toString(16).padStart(2, '0');
  const message = `malformed UTF-8 encoding: no character begins with the byte 0x${byte} at offset ${start} and what follows`;
  return E.left({ kind: 'malformed', message, span: { start, end: start + 1 } });
};
