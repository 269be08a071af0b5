/**
 * Values, patterns and endings as a script would write them, for messages.
 * @category Scripts
 * @module
 */
import { match } from 'ts-pattern';
import type { NumConst, VecConst } from '../syntax/instructions.ts';
import type { NumPattern, ResultPattern } from '../syntax/script.ts';
import { printNum, printVec } from '../syntax/text/print-literals.ts';
import { showHeap } from '../semantics/types/showing.ts';
import type { Ref, Val } from '../semantics/runtime/values.ts';
import type { Ending } from './engine.ts';

const constant = (val: NumConst | VecConst): string => `(${val.t}.const ${val.t === 'v128' ? printVec(val) : printNum(val)})`;

const reference = (ref: Ref<unknown>): string => {
  switch (ref.t) {
    case 'ref.null': return '(ref.null)';
    case 'ref.i31': return `(ref.i31 ${ref.c})`;
    case 'ref.host': return `(ref.host ${ref.c})`;
    case 'ref.extern': return ref.c.t === 'ref.host' ? `(ref.extern ${ref.c.c})` : '(ref.extern)';
    default: return `(${ref.t})`;
  }
};

/** A value, e.g. `(i32.const 1)` or `(ref.extern 2)`. */
export const showVal = (val: Val<unknown>): string => {
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

/** How something ended, in a few words. */
export const showEnding = (ending: Ending<unknown>): string => {
  switch (ending.kind) {
    case 'values': return `it returned ${showList(ending.vals.map(showVal))}`;
    case 'trap': return `it trapped: ${ending.whys.join(', or ')}`;
    case 'exception': return 'it threw an exception';
    case 'suspension': case 'call stack exhausted': case 'deadlock': case 'unfinished': return ending.shown;
  }
};
