/**
 * Characters of the text format, as UTF-16 code units.
 * @spec core 6.0-text.lexical
 * @spec core text/lexical.rst §Characters
 * @module
 */

/** `(` */
export const OPEN = 0x28;
/** `)` */
export const CLOSE = 0x29;
/** `;` */
export const SEMICOLON = 0x3b;
/** `"` */
export const QUOTE = 0x22;
/** `\` */
export const BACKSLASH = 0x5c;
/** `$` */
export const DOLLAR = 0x24;
/** `@` */
export const AT = 0x40;
/** `_` */
export const UNDERSCORE = 0x5f;
/** `.` */
export const DOT = 0x2e;

const DIGIT = 1, HEX = 2, IDENTIFIER = 4, SPACE = 8, PUNCTUATION = 16;

/** The classes of each character below 128, as bits. */
const classes: Uint8Array = new Uint8Array(128);
const mark = (characters: string, bit: number): void => {
  for (const character of characters) {
    const c = character.charCodeAt(0);
    classes[c] = (classes[c] ?? 0) | bit;
  }
};
mark('0123456789', DIGIT | HEX | IDENTIFIER);
mark('abcdefABCDEF', HEX);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', IDENTIFIER);
mark('!#$%&\'*+-./:<=>?@\\^_`|~', IDENTIFIER);
mark(' \t\n\r', SPACE);
mark(',;[]{}', PUNCTUATION);

const has = (c: number, bit: number): boolean => ((classes[c] ?? 0) & bit) !== 0;
/** `digit` */
export const isDigit = (c: number): boolean => has(c, DIGIT);
/** `hexdigit` */
export const isHexDigit = (c: number): boolean => has(c, HEX);
/** `idchar` */
export const isIdChar = (c: number): boolean => has(c, IDENTIFIER);
/** A blank, a tab or the end of a line. */
export const isSpace = (c: number): boolean => has(c, SPACE);
/** A character of reserved tokens only. */
export const isPunctuation = (c: number): boolean => has(c, PUNCTUATION);
/** A letter that begins keywords. */
export const isLower = (c: number): boolean => c >= 0x61 && c <= 0x7a;
/** `sign`, if there is one */
export const isSign = (c: number): boolean => c === 0x2b || c === 0x2d;
/** A control character, which stands in comments only. */
export const isControl = (c: number): boolean => c < 0x20 || c === 0x7f;

/** The character at an offset as messages show it. */
export const showCharacter = (text: string, offset: number): string => {
  const code = text.codePointAt(offset) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return isControl(code) ? name : `${String.fromCodePoint(code)} (${name})`;
};
