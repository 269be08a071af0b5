/**
 * Values, patterns and outcomes as a script would write them, for messages.
 * @category Reduction: scripts
 * @module
 */
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
export const showPattern = (pattern: ResultPattern): string => {
  switch (pattern.kind) {
    case 'num': return `(${pattern.pattern.t}.const ${lane(pattern.pattern)})`;
    case 'vec': return `(v128.const ${[pattern.shape, ...pattern.lanes.map(lane)].join(' ')})`;
    case 'null': return `(ref.null${pattern.heap === undefined ? '' : ` ${showHeap(pattern.heap)}`})`;
    case 'ref': {
      const head = pattern.heap === undefined ? 'ref' : `ref.${pattern.heap}${pattern.shared ? '_shared' : ''}`;
      return pattern.c === undefined ? `(${head})` : `(${head} ${pattern.c})`;
    }
    case 'either': return `(either ${pattern.patterns.map(showPattern).join(' ')})`;
  }
};

/** Several of them, in a row. */
export const showList = (shown: readonly string[]): string => shown.length === 0 ? 'nothing' : shown.join(' ');

/** How a run ended, in a few words. */
export const showOutcome = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'values': return `it returned ${showList(outcome.vals.map(showVal))}`;
    case 'trap': return `it trapped: ${outcome.why}`;
    case 'exception': return 'it threw an exception';
    case 'suspension': return `it was suspended: unhandled tag, by \`${outcome.by}\``;
    case 'call stack exhausted': return `call stack exhausted: more than ${outcome.limit} frames`;
    case 'out of fuel': return `out of fuel after ${outcome.fuel} steps`;
    case 'deadlock': return 'it waits, and nobody is left to wake it';
    case 'stuck': return `it is stuck: ${outcome.rule} does not apply, for not: ${outcome.premise}`;
  }
};
