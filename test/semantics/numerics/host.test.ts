/**
 * Every numeric and vector operator against the WebAssembly of the host: the same result for the same operands, up to the
 * choice among NaNs. Relaxed operators are compared where the specification leaves no choice.
 */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import { agree } from './agreement.ts';
import { apply, operators, shapeOf, signatureOf } from './application.ts';
import type { NamedOperator } from './application.ts';
import { operandsOf } from './arbitraries.ts';
import { hostFunction } from './host.ts';
import { determined } from './relaxed.ts';

const host = suite('numerics agree with the host');

const RUNS = 3000;

const groupOf = ({ operator }: NamedOperator): string => {
  const { operands } = signatureOf(operator);
  return `${operator.op} of ${operands.map((t) => (t === 'v128' ? shapeOf(operator) : t)).join(' ')}`;
};

for (const [group, members] of Map.groupBy(operators, groupOf)) {
  host(`${group} (${members.length})`, () => {
    const [first] = members;
    if (first === undefined) throw new Error('an empty group');
    const compared = members.map((named) => ({ ...named, theirs: hostFunction(named), determine: determined(named.operator) }));
    fc.assert(
      fc.property(operandsOf(first.operator), (arbitrary) => {
        for (const { name, operator, theirs, determine } of compared) {
          const operands = determine(arbitrary);
          const [ourResult, theirResult] = [apply(operator, operands), theirs(operands)];
          if (agree(operator, operands, ourResult, theirResult)) continue;
          throw new Error(`${name} of ${operands.join(', ')} is ${ourResult ?? 'ε'}, on the host ${theirResult ?? 'ε'}`);
        }
      }),
      { numRuns: RUNS },
    );
  });
}

host.run();
