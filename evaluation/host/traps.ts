/**
 * Traps of the host in the words of the semantics.
 *
 * The host has words of its own, fewer than the semantics: it does not say which kind of reference was null. What it says together with the
 * instruction at which it stopped tells them apart, but for three:
 *
 * | host | semantics |
 * |---|---|
 * | `float unrepresentable in integer range` | `invalid conversion to integer` (of a NaN), or `integer overflow` |
 * | `function signature mismatch` | `uninitialized element`, or `indirect call type mismatch` |
 * | `element segment out of bounds`, at `array.init_elem` | `out of bounds table access`, or `… array access`: if both, it says the first |
 *
 * Those make one class: a trap has all the words that it may be.
 * @spec core 4.3-execution.instructions §Traps
 * @category Evaluation: host
 * @module
 */
import type { Op } from '../../syntax/instructions.ts';
import { CONSUMED, NULL_CONT } from '../../semantics/runtime/capture.ts';

/** What the semantics may call a trap of the host at an instruction; if that is unknown, all that it may be. */
type Words = readonly string[] | ((op: Op | undefined) => readonly string[]);

const NULL_FUNCTION = 'null function reference';
const NULLS: readonly (readonly [op: RegExp, words: string])[] = [
  [/call_ref$/u, NULL_FUNCTION],
  [/^struct\./u, 'null structure reference'],
  [/^array\./u, 'null array reference'],
  [/^i31\.get$/u, 'null i31 reference'],
  [/^throw_ref$|^resume_throw_ref$/u, 'null exception reference'],
  [/^ref\.as_non_null$/u, 'null reference'],
];
const nulls: Words = (op) => {
  const found = NULLS.filter(([ops]) => op === undefined || ops.test(op)).map(([, words]) => words);
  return found.length > 0 ? found : NULLS.map(([, words]) => words);
};
const TABLE = 'out of bounds table access', UNDEFINED = 'undefined element', MEMORY = 'out of bounds memory access';
const ARRAY = 'out of bounds array access', UNINITIALIZED = 'uninitialized element', MISMATCH = 'indirect call type mismatch';
const segments: Words = (op) => op === 'array.init_elem' ? [TABLE, ARRAY] : [TABLE];
const tables: Words = (op) => {
  if (op === undefined) return [TABLE, UNDEFINED];
  return [op.endsWith('call_indirect') ? UNDEFINED : TABLE];
};

/** By the words of the host. */
const table: readonly (readonly [host: RegExp, words: Words])[] = [
  [/^unreachable$/u, ['unreachable']],
  [/^(?:divide|remainder) by zero$/u, ['integer divide by zero']],
  [/^divide result unrepresentable$/u, ['integer overflow']],
  [/^float unrepresentable in integer range$/u, ['invalid conversion to integer', 'integer overflow']],
  [/^memory access out of bounds$/u, [MEMORY]],
  [/^data segment (?:\d+ is )?out of bounds/u, [MEMORY]],
  [/^element segment (?:\d+ is )?out of bounds/u, segments],
  [/^table (?:index|initializer.*) is out of bounds/u, tables],
  [/^null function$/u, [UNINITIALIZED]],
  [/^function signature mismatch$/u, [UNINITIALIZED, MISMATCH]],
  [/^dereferencing a null pointer$/u, nulls],
  [/^rethrowing null value$/u, ['null exception reference']],
  [/^illegal cast$/u, ['cast failure']],
  [/^array element access out of bounds$/u, [ARRAY]],
  [/^requested new array is too large$/u, ['allocation size too large']],
  [/^operation does not support unaligned accesses$/u, ['unaligned atomic']],
  [/^Atomics\.wait cannot be called in this context$/u, ['expected shared memory']],
];

/** The host says at first if it compiles or instantiates. */
const withoutPrefix = (message: string): string => message.replace(/^WebAssembly\.\w+\(\): /u, '');
/** The words for a trap that the host reports with a message, at an instruction if that is known; undefined if it is no trap. */
export const wordsFor = (message: string, op: Op | undefined): readonly string[] | undefined => {
  const plain = withoutPrefix(message), words = table.find(([host]) => host.test(plain))?.[1];
  // What traps as a module is instantiated, and is in no function, is a segment.
  return typeof words === 'function' ? words(op ?? (plain === message ? undefined : 'table.init')) : words;
};

/** The traps of stack switching by their numbers in the driver: it says so before it stops. The tag that is not handled is none of them. */
export const DRIVER_TRAPS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [1, NULL_CONT], [2, CONSUMED], [4, UNINITIALIZED], [5, MISMATCH], [6, NULL_FUNCTION],
  [7, 'the evaluator cannot suspend a function whose results have no values'],
]);
/** The numbers of a suspension that nobody handles, and of an exception that leaves a cooperative thread. */
export const UNHANDLED = 3, UNCAUGHT = 8;

/** What the host says when it has reached a limit of its own, as it compiles or instantiates. */
const limits: readonly RegExp[] = [
  /implementation limit/u, /exceeds internal limit/u, /count too large/u, /> max br_table size/u, /too large, maximum is/u,
  /> maximum (?:function|module) size/u, /out of memory/iu, /(?:could not|cannot) allocate/iu,
];
/** What a message of the host says of a limit of its own; undefined if it is about something else. */
export const limitOf = (message: string): string | undefined => {
  if (!limits.some((limit) => limit.test(message))) return undefined;
  return `${/memory|table/u.test(message) ? 'out of memory' : 'a limit of the host'}: ${withoutPrefix(message)}`;
};
