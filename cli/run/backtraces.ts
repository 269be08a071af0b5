/**
 * Backtraces as the command `run` shows them.
 * @module
 */
import type { Backtrace, CallStack, Place } from '../../evaluation/store.ts';
import type { Module } from '../../syntax/modules.ts';
import type { Source } from '../../syntax/source.ts';
import { functionNames } from '../../tracing/names.ts';
import { placesOf, showPositionIn } from '../../tracing/places.ts';

/** Lines of a backtrace that are shown at its beginning, and at its end, if it is longer than both. */
const FIRST = 20, LAST = 10;

const borders: { readonly [B in CallStack['began']]: readonly string[] } = {
  nothing: [], continuation: ['— resumed at —'], embedder: ['— a function of the embedder, called at —'],
};
/** Stands before a function that has called others, perhaps, of which the host does not tell. */
const UNTOLD = '  … perhaps calls that the host has inlined …';

/** Shows a place: `$f (file.wat:12:3)`. */
const placePrinter = (sourceOf: (module: Module) => Source | undefined): ((place: Place) => string) => {
  const shown = new Map<Place, string>(), printers = new Map<Module, (place: Place) => string>();
  const printer = (module: Module): ((place: Place) => string) => {
    const source = sourceOf(module), places = source && placesOf(source), nameOf = functionNames(module);
    return ({ func, at }) => {
      const name = nameOf(func), position = places?.startOf(at);
      if (source === undefined || position === undefined || position === null) return name;
      return `${name} (${showPositionIn(source.name, position)})`;
    };
  };
  return (place) => {
    const known = printers.get(place.source) ?? printer(place.source), text = shown.get(place) ?? known(place);
    printers.set(place.source, known);
    shown.set(place, text);
    return text;
  };
};

/** All lines, or the first and the last ones with the number of those between them. */
const shortened = (lines: readonly string[]): readonly string[] => lines.length <= FIRST + LAST + 1 ? lines
  : [...lines.slice(0, FIRST), `  … ${(lines.length - FIRST - LAST).toLocaleString('en')} more …`, ...lines.slice(-LAST)];

/**
 * The lines of a backtrace: one for each call, the innermost first, and one at each border between stacks.
 * ```
 *   at $produce (file.wat:7:5)
 * — resumed at —
 *   at $consume (file.wat:19:9)
 * ```
 */
export const showBacktrace = (backtrace: Backtrace, sourceOf: (module: Module) => Source | undefined): readonly string[] => {
  const show = placePrinter(sourceOf);
  const lines = ({ began, places }: CallStack, i: number): readonly string[] => [
    ...borders[began], ...places.flatMap((place, j) => [...place.told || i + j === 0 ? [] : [UNTOLD], `  at ${show(place)}`]),
  ];
  return shortened(backtrace.flatMap(lines));
};
