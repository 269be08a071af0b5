/**
 * Lines of styled words, and how they are broken to a width. A style adds to what the words say, and never says anything alone.
 * @module
 */

/** What a word is, for colours. */
export type Style = 'plain' | 'rule' | 'place' | 'redex' | 'result' | 'change' | 'faint' | 'good' | 'bad';
/** Words that are not broken, in a style. */
export interface Token {
  readonly style: Style;
  readonly text: string;
}
/** A line: tokens with their blanks. */
export type Line = readonly Token[];
/** How a style is painted. */
export type Paint = (style: Style, text: string) => string;
/** No colours. */
export const unpainted: Paint = (_style, text) => text;

/** A token. */
export const token = (text: string, style: Style = 'plain'): Token => ({ style, text });
const blanks = (n: number): Token => token(' '.repeat(n));
/** The columns that tokens take. */
export const widthOf = (tokens: readonly Token[]): number => tokens.reduce((sum, { text }) => sum + text.length, 0);

/** Tokens with blanks between them, in lines of at most `width` columns where tokens allow; the first after `head`, the others indented. */
export const paragraph = (head: Token, tokens: readonly Token[], width: number, indent: number): readonly Line[] => {
  const lines: Token[][] = [[head]];
  let used = head.text.length, isFirst = true;
  for (const next of tokens) {
    if (!isFirst && used + 1 + next.text.length > width) {
      lines.push([blanks(indent), next]);
      used = indent + next.text.length;
      continue;
    }
    lines.at(-1)?.push(...(isFirst ? [] : [blanks(1)]), next);
    used += (isFirst ? 0 : 1) + next.text.length;
    isFirst = false;
  }
  return lines;
};

/** Two parts of a line, the second at the right margin. */
export const spread = (left: readonly Token[], right: readonly Token[], width: number): Line =>
  right.length === 0 ? left : [...left, blanks(Math.max(2, width - widthOf(left) - widthOf(right))), ...right];

/** Tokens with blanks between them, cut off at `width` columns. */
export const cut = (tokens: readonly Token[], width: number): Line => {
  const out: Token[] = [];
  let left = width;
  for (const [i, { style, text }] of tokens.entries()) {
    const blank = i === 0 ? 0 : 1, isLast = i === tokens.length - 1;
    if (blank + text.length + (isLast ? 0 : 2) > left) {
      const room = left - blank - 1;
      return room < 0 ? out : [...out, blanks(blank), token(`${text.slice(0, room).replace(/[ …]+$/u, '')}…`, style)];
    }
    out.push(blanks(blank), token(text, style));
    left -= blank + text.length;
  }
  return out;
};

/** A line as text. */
export const showLine = (line: Line, paint: Paint): string => line.map(({ style, text }) => paint(style, text)).join('').trimEnd();
