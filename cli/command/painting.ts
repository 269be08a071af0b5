/**
 * How lines of styled words are painted on a terminal.
 * @module
 */
import type { Paint, Style } from '../../tracing/layout.ts';
import { colours } from './output.ts';

/** The colours of styles; none where there are no colours. */
export const painting = (): Paint => {
  const pc = colours();
  const styles: { readonly [style in Style]: (text: string) => string } = {
    plain: String, rule: pc.bold, place: pc.cyan, redex: pc.yellow, result: pc.green, change: pc.magenta, faint: pc.dim,
    good: pc.green, bad: pc.red,
  };
  return (style, text) => styles[style](text);
};
