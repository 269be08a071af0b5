/**
 * What is measured together with something that runs beside it.
 * @module
 */

/** A measurement, and that of what runs beside it, if anything does; in nanoseconds a unit. */
export interface Beside {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number | undefined;
  /** what runs beside it */
  readonly by: string;
}

/** The heads of the columns, of which the first says what is measured. */
export const besideColumns = (what: string): readonly string[] => [what, 'unit', 'ns/unit', 'beside', 'ns/unit', 'ratio', 'goal'];
/** The first cells of a row, before the ratio. */
export const besideCells = ({ name, unit, ours, theirs, by }: Beside, shown: (ns: number) => string): readonly string[] =>
  [name, unit, shown(ours), by, theirs === undefined ? '–' : shown(theirs)];
