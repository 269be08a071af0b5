/**
 * The grammar of numbers, without their values.
 * @spec core 6.1-text.values
 * @spec core text/values.rst §Integers, §Floating-Point
 * @module
 */
import { DOT, isDigit, isHexDigit, isSign, UNDERSCORE } from './characters.ts';

/** The offset after `digit (_? digit)*`, or `i` if no digit stands there. */
export const skipDigits = (text: string, i: number, is: (c: number) => boolean): number => {
  let end = i;
  while (is(text.charCodeAt(end)) || (end > i && text.charCodeAt(end) === UNDERSCORE && is(text.charCodeAt(end + 1)))) end++;
  return end;
};

/** Is the letter at `i` the one that begins an exponent, in upper or lower case? */
const isExponent = (text: string, i: number, letter: string): boolean => text.charAt(i).toLowerCase() === letter;

/** The offset after the digits, the fraction and the exponent of a number. `i` is returned when there is no number. */
const magnitude = (text: string, start: number): { readonly end: number; readonly whole: boolean } => {
  const hex = text.startsWith('0x', start);
  const is = hex ? isHexDigit : isDigit;
  const from = hex ? start + 2 : start;
  const whole = skipDigits(text, from, is);
  if (whole === from) return { end: start, whole: true };
  const fraction = text.charCodeAt(whole) === DOT ? skipDigits(text, whole + 1, is) : whole;
  if (!isExponent(text, fraction, hex ? 'p' : 'e')) return { end: fraction, whole: fraction === whole };
  const exponent = isSign(text.charCodeAt(fraction + 1)) ? fraction + 2 : fraction + 1;
  const end = skipDigits(text, exponent, isDigit);
  return end === exponent ? { end: start, whole: false } : { end, whole: false };
};

/** `inf`, `nan` or `nan:0x…`? */
const isSpecial = (text: string, start: number, end: number): boolean => {
  if (end === start + 3) return text.startsWith('inf', start) || text.startsWith('nan', start);
  return text.startsWith('nan:0x', start) && end > start + 6 && skipDigits(text, start + 6, isHexDigit) === end;
};

/** The kind of number that a token is; undefined if it is none. A `nat` is an integer without a sign. */
export const numberKind = (text: string, start: number, end: number): 'nat' | 'int' | 'float' | undefined => {
  const signed = isSign(text.charCodeAt(start));
  const from = signed ? start + 1 : start;
  if (isDigit(text.charCodeAt(from))) {
    const number = magnitude(text, from);
    if (number.end !== end) return undefined;
    if (!number.whole) return 'float';
    return signed ? 'int' : 'nat';
  }
  return isSpecial(text, from, end) ? 'float' : undefined;
};
