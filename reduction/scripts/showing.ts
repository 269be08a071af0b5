/**
 * Values, patterns and outcomes as a script would write them, for messages.
 * @category Reduction: scripts
 * @module
 */
import { match } from 'ts-pattern';
import type { NumConst, VecConst } from '../../syntax/instructions.ts';
import type { NumPattern, ResultPattern } from '../../syntax/script.ts';
import { printNum, printVec } from '../../syntax/text/print-literals.ts';
import { showHeap } from '../../semantics/types/showing.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { Ref, Val } from '../../semantics/runtime/values.ts';

const constant = (val: NumConst | VecConst): string => `(${val.t}.const ${val.t === 'v128' ? printVec(val) : printNum(val)})`;

const reference = (ref: Ref): string => {
  switch (ref.t) {
    case 'ref.null': return '(ref.null)';
    case 'ref.i31': return `(ref.i31 ${ref.c})`;
    case 'ref.host': return `(ref.host ${ref.c})`;
    case 'ref.extern': return ref.c.t === 'ref.host' ? `(ref.extern ${ref.c.c})` : '(ref.extern)';
    default: return `(${ref.t})`;
  }
};

/** A value, e.g. `(i32.const 1)` or `(ref.extern 2)`. */
export const showVal = (val: Val): string => {
  switch (val.t) {
    case 'i32': case 'i64': case 'f32': case 'f64': case 'v128': return constant(val);
    default: return reference(val);
  }
};

const lane = (pattern: NumPattern): string => 'nan' in pattern ? `nan:${pattern.nan}` : printNum(pattern);

/** A pattern, e.g. `(f32.const nan:canonical)` or `(ref.func)`. */
export const showPattern = (pattern: ResultPattern): string => match(pattern)
  .with({ kind: 'num' }, ({ pattern: num }) => `(${num.t}.const ${lane(num)})`)
  .with({ kind: 'vec' }, ({ shape, lanes }) => `(v128.const ${[shape, ...lanes.map(lane)].join(' ')})`)
  .with({ kind: 'null' }, ({ heap }) => heap === undefined ? '(ref.null)' : `(ref.null ${showHeap(heap)})`)
  .with({ kind: 'ref' }, ({ heap, shared, c }) => {
    const head = heap === undefined ? 'ref' : `ref.${heap}${shared ? '_shared' : ''}`;
    return c === undefined ? `(${head})` : `(${head} ${c})`;
  })
  .with({ kind: 'either' }, ({ patterns }) => `(either ${patterns.map(showPattern).join(' ')})`)
  .exhaustive();

/** Several of them, in a row. */
export const showList = (shown: readonly string[]): string => shown.length === 0 ? 'nothing' : shown.join(' ');

/** How a run ended, in a few words. */
export const showOutcome = (outcome: Outcome): string => match(outcome)
  .with({ kind: 'values' }, ({ vals }) => `it returned ${showList(vals.map(showVal))}`)
  .with({ kind: 'trap' }, ({ why }) => `it trapped: ${why}`)
  .with({ kind: 'exception' }, () => 'it threw an exception')
  .with({ kind: 'suspension' }, ({ by }) => `it was suspended: unhandled tag, by \`${by}\``)
  .with({ kind: 'call stack exhausted' }, ({ limit }) => `call stack exhausted: more than ${limit} frames`)
  .with({ kind: 'out of fuel' }, ({ fuel }) => `out of fuel after ${fuel} steps`)
  .with({ kind: 'deadlock' }, () => 'it waits, and nobody is left to wake it')
  .with({ kind: 'stuck' }, ({ rule, premise }) => `it is stuck: ${rule} does not apply, for not: ${premise}`)
  .exhaustive();
