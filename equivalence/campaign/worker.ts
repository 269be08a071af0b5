/**
 * A process that checks batches. It is told a comparison and a batch at a time, and tells how far it has come.
 * @module
 */
import { compare, comparisons } from '../comparisons.ts';
import { showDifference } from '../report.ts';
import { printProgram } from '../texts.ts';
import type { Answer, Order } from './messages.ts';
import { check } from './check.ts';

/** After so many programs the instances of the host are given back: they are large, and what refers to them is small. */
const COLLECT = 200;

const tell = (answer: Answer): void => void process.send?.(answer);

const carryOut = ({ comparison: name, batch, careful }: Order): void => {
  const comparison = comparisons[name];
  const { found, ...rest } = check(comparison, batch, (n) => {
    if (careful || n % 20 === 0) tell({ kind: 'at', n });
    if (n % COLLECT === COLLECT - 1) globalThis.gc?.();
  });
  if (found === undefined) {
    tell({ kind: 'checked', ...rest });
    return;
  }
  const compared = compare(comparison, found.program);
  const lines = compared.kind === 'different' ? showDifference(comparison, compared.observations, compared.difference)
    : [compared.kind === 'invalid' ? `the program is not valid: ${compared.message}` : 'it does not show it again'];
  tell({ kind: 'found', ...rest, seed: found.seed, path: found.path, lines, text: printProgram(found.program) });
};

process.on('message', (order: Order) => { carryOut(order); });
process.on('disconnect', () => process.exit());
