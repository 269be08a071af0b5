/**
 * A process that checks batches. It is told a comparison and a batch at a time, and tells how far it has come.
 * @module
 */
import { compare, comparisons } from '../comparisons.ts';
import { showDifference } from '../report.ts';
import { printProgram } from '../texts.ts';
import type { Answer, Order } from './messages.ts';
import { check } from './check.ts';

/** After so many programs, or fewer large ones, the instances of the host are given back: what refers to them is small. */
const COLLECT = 200;

const tell = (answer: Answer): void => void process.send?.(answer);

const carryOut = ({ comparison: name, batch, careful }: Order): void => {
  const comparison = comparisons[name], every = COLLECT / (comparison.oneIn ?? 1);
  const { found, ...rest } = check(comparison, batch, (n) => {
    if (careful || comparison.flags !== undefined || n % 20 === 0) tell({ kind: 'at', n });
    if (n % every === every - 1) globalThis.gc?.();
  });
  if (found === undefined) {
    tell({ kind: 'checked', ...rest });
    return;
  }
  const compared = compare(comparison, found.program);
  const lines = compared.kind === 'different' ? showDifference(comparison, compared.observations, compared.difference)
    : [compared.kind === 'invalid' ? `the program is not valid: ${compared.message}` : 'it does not show it again'];
  const text = printProgram(comparison.prepare?.(found.program) ?? found.program);
  tell({ kind: 'found', ...rest, seed: found.seed, path: found.path, lines, text });
};

process.on('message', (order: Order) => { carryOut(order); });
process.on('disconnect', () => process.exit());
