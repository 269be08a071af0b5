/**
 * What is measured: modules in `programs/`, each with an export `run : [i32 i32] -> [i32]`.
 * @module
 */

/** One measurement. */
export interface Program {
  readonly name: string;
  /** a file in `programs/` */
  readonly file: string;
  /** the arguments of `run` */
  readonly args: readonly [n: number, d: number];
  /** what is counted, and how many of it one run does */
  readonly unit: string;
  readonly units: number;
  /** whether the host's own WebAssembly can run it as it is */
  readonly host: boolean;
}

/** calls that fib n makes, itself included */
const fibCalls = (n: number): number => n < 2 ? 1 : 1 + fibCalls(n - 1) + fibCalls(n - 2);

const program = (name: string, file: string, args: Program['args'], unit: string, units = args[0], host = true): Program =>
  ({ name, file: `${file}.wat`, args, unit, units, host });

/** All measurements, in the order of the report. */
export const programs: readonly Program[] = [
  program('fib(20)', 'fib', [20, 0], 'call', fibCalls(20)),
  program('i64 loop', 'i64-loop', [20_000, 0], 'turn'),
  program('i64 loop, 10 frames deep', 'i64-loop', [20_000, 10], 'turn'),
  program('i64 loop, 100 frames deep', 'i64-loop', [20_000, 100], 'turn'),
  program('f64 loop', 'f64-loop', [20_000, 0], 'turn'),
  program('sieve', 'sieve', [20_000, 0], 'number'),
  program('gc list', 'gc-list', [10_000, 0], 'element'),
  program('gc binary trees', 'gc-trees', [12, 0], 'node', 2 ** 12 - 1),
  program('throw and catch', 'throw-catch', [5_000, 0], 'exception'),
  program('generator', 'yield', [10_000, 0], 'yield', 10_000, false),
  program('yield, 1 frame deep', 'yield', [10_000, 1], 'yield', 10_000, false),
  program('yield, 10 frames deep', 'yield', [10_000, 10], 'yield', 10_000, false),
  program('yield, 100 frames deep', 'yield', [10_000, 100], 'yield', 10_000, false),
  program('yield, 1000 frames deep', 'yield', [10_000, 1000], 'yield', 10_000, false),
  program('yield through 1 prompt', 'prompts', [10_000, 1], 'yield', 10_000, false),
  program('yield through 10 prompts', 'prompts', [10_000, 10], 'yield', 10_000, false),
  program('symmetric switch', 'switch', [10_000, 0], 'switch', 10_000, false),
];
