/**
 * What is measured of the evaluator, and beside what.
 * @module
 */

/** A program, an export `run : [i32 i32] -> [i32]`, and its arguments. */
export interface Run {
  /** a file in `programs/` here, or in those of the small step */
  readonly file: string;
  readonly args: readonly [n: number, d: number];
}

/** A measurement: what the evaluator takes for one program, and what something else takes. */
export interface Comparison {
  readonly name: string;
  readonly run: Run;
  /** what is counted, and how many of it one run does */
  readonly unit: string;
  readonly units: number;
  /**
   * `host`: the host runs a program without continuations that does the same. `native`: the host runs the same program with its
   * experimental stack switching, in a process of its own. `evaluator`: another run of the evaluator.
   */
  readonly beside: { readonly by: 'host' | 'native' | 'evaluator'; readonly run: Run } | undefined;
  /** what the evaluator is meant to stay below: a ratio, or nanoseconds a unit if there is nothing beside it */
  readonly goal: number;
}

const run = (file: string, n: number, d = 0): Run => ({ file: `${file}.wat`, args: [n, d] });
const fibCalls = (n: number): number => n < 2 ? 1 : 1 + fibCalls(n - 1) + fibCalls(n - 2);

/** The same program, which nothing can be captured in. */
const untouched = (name: string, same: Run, unit: string, units = same.args[0]): Comparison =>
  ({ name, run: same, unit, units, beside: { by: 'host', run: same }, goal: 1.05 });
/** A program beside one that switches no stacks, or not here. */
const outside = (name: string, file: string, args: readonly [number, number], unit: string, goal: number, units = args[0]): Comparison => ({
  name, run: run(`${file}-beside`, ...args), unit, units, beside: { by: 'host', run: run(file, ...args) }, goal,
});
const native = (name: string, same: Run, unit: string, goal: number, units = same.args[0]): Comparison =>
  ({ name, run: same, unit, units, beside: { by: 'native', run: same }, goal });

const YIELDS = 100_000;

/** All measurements, in the order of the report. */
export const comparisons: readonly Comparison[] = [
  untouched('fib(25)', run('fib', 25), 'call', fibCalls(25)),
  untouched('i64 loop', run('i64-loop', 1_000_000), 'turn'),
  untouched('f64 loop', run('f64-loop', 1_000_000), 'turn'),
  untouched('sieve', run('sieve', 500_000), 'number'),
  untouched('SIMD loop', run('simd', 1_000_000), 'turn'),
  untouched('gc list', run('gc-list', 100_000), 'element'),
  untouched('gc binary trees', run('gc-trees', 16), 'node', 2 ** 16 - 1),
  untouched('throw and catch', run('throw-catch', 50_000), 'exception'),
  untouched('call_indirect, 8 functions', run('call-indirect', 1_000_000, 7), 'call'),
  untouched('call_ref, 8 functions', run('call-ref', 1_000_000, 7), 'call'),
  outside('outside: fib(25)', 'fib-maybe', [25, 0], 'call', 1.1, fibCalls(25)),
  outside('outside: call_indirect, 8 functions', 'call-indirect', [1_000_000, 7], 'call', 1.1),
  outside('outside: call_indirect, 1 function', 'call-indirect', [1_000_000, 0], 'call', 0.6),
  outside('outside: call_ref, 8 functions', 'call-ref', [1_000_000, 7], 'call', 1.1),
  outside('outside: call_ref, 1 function', 'call-ref', [1_000_000, 0], 'call', 0.6),
  outside('outside: throw and catch', 'throw-maybe', [50_000, 0], 'exception', 1.1),
  {
    name: 'inside: fib(25)', run: run('fib-inside', 25), unit: 'call', units: fibCalls(25),
    beside: { by: 'host', run: run('fib-maybe', 25) }, goal: 1.5,
  },
  native('generator', run('yield', YIELDS), 'yield', 0.35),
  native('tree walk, depth 16', run('tree', 0, 16), 'yield', 0.6, 2 ** 16 - 1),
  native('through 1 prompt', run('prompts', YIELDS, 1), 'yield', 1),
  native('through 10 prompts', run('prompts', YIELDS, 10), 'yield', 1),
  native('made, run and dropped', run('create', YIELDS), 'continuation', 1),
  ...[10, 100, 1000].map((d): Comparison => ({
    name: `yield, ${d} frames deep, beside 1`, run: run('yield', YIELDS, d), unit: 'yield', units: YIELDS,
    beside: { by: 'evaluator', run: run('yield', YIELDS, 1) }, goal: 1.3,
  })),
  { name: 'symmetric switch', run: run('switch', YIELDS), unit: 'switch', units: YIELDS, beside: undefined, goal: 40 },
];
