/**
 * Long output: written as fast as the reader takes it, with progress on the terminal while there is nothing to write.
 * @module
 */
import { once } from 'node:events';
import pc from 'picocolors';

/** Whether standard output shows colours: a terminal that can, unless NO_COLOR is set. */
export const hasColours = (): boolean => process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
/** The functions of picocolors, or functions that change nothing. */
export const colours = (): ReturnType<typeof pc.createColors> => pc.createColors(hasColours());

/** Text to write, or how much has been done. */
export type Output = string | { readonly done: number; readonly unit: string };

const CHUNK = 1 << 16, INTERVAL = 100;

/** Shows how far something is, on a terminal, at most ten times a second. */
export interface Meter {
  readonly show: (done: number, unit: string) => void;
  readonly clear: () => void;
}
/** A meter that has not shown anything yet. */
export const meter = (): Meter => {
  const { stderr } = process;
  let last = performance.now(), isShown = false;
  return {
    show: (done, unit) => {
      if (!stderr.isTTY || performance.now() - last < INTERVAL) return;
      last = performance.now();
      isShown = true;
      stderr.write(`\r${done.toLocaleString('en')} ${unit} …`);
    },
    clear: () => {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
};

/** Writes to standard output. On a terminal progress is shown only while nothing else is; of a file also while it is written. */
export const writeOutput = async (outputs: Iterable<Output>): Promise<void> => {
  const { stdout } = process, progress = meter();
  let pending = '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (stdout.isTTY) progress.clear();
    if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
  };
  for (const output of outputs) {
    if (typeof output === 'string') {
      pending += output;
      if (pending.length >= CHUNK) await flush();
    } else {
      if (stdout.isTTY && pending !== '') await flush();
      progress.show(output.done, output.unit);
    }
  }
  progress.clear();
  await flush();
};
