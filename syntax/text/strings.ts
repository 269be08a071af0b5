/**
 * The bytes that string literals stand for.
 * @spec core 6.1-text.values
 * @spec core text/values.rst §Strings
 * @module
 */
import { BACKSLASH, isHexDigit } from './characters.ts';
import { encodeUtf8 } from './utf8.ts';

const ESCAPES: ReadonlyMap<string, number> = new Map([['t', 0x09], ['n', 0x0a], ['r', 0x0d], ['"', 0x22], ['\'', 0x27], ['\\', 0x5c]]);

/** Is this the letter of an escape sequence that stands for one character, as in `\n`? */
export const isSimpleEscape = (letter: string): boolean => ESCAPES.has(letter);

/** The offset after the escape sequence that begins at `i`; its bytes go to `out`. */
const unescape = (text: string, i: number, out: number[]): number => {
  const byte = ESCAPES.get(text.charAt(i + 1));
  if (byte !== undefined) {
    out.push(byte);
    return i + 2;
  }
  if (isHexDigit(text.charCodeAt(i + 1))) {
    out.push(parseInt(text.slice(i + 1, i + 3), 16));
    return i + 3;
  }
  const end = text.indexOf('}', i);
  const code = parseInt(text.slice(i + 3, end).replaceAll('_', ''), 16);
  out.push(...encodeUtf8(String.fromCodePoint(code)));
  return end + 1;
};

/** The bytes of the string literal between two offsets, quotes included; it is well-formed. */
export const stringBytes = (text: string, start: number, end: number): Uint8Array => {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\')) return encodeUtf8(inner);
  const out: number[] = [];
  for (let i = 0; i < inner.length;) {
    const c = inner.charCodeAt(i);
    if (c === BACKSLASH) i = unescape(inner, i, out);
    else if (c < 0x80) {
      out.push(c);
      i++;
    } else {
      const character = String.fromCodePoint(inner.codePointAt(i) ?? 0);
      out.push(...encodeUtf8(character));
      i += character.length;
    }
  }
  return Uint8Array.from(out);
};
