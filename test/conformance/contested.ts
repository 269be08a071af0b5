/**
 * What the official suites expect and this project does not do, each with its reason: nothing else may be skipped.
 * @module
 */
import { leftOut } from '../../evaluation/engine.ts';
import type { Command } from '../../syntax/script.ts';
import type { Suite } from './dialects.ts';

/** An expectation that contradicts other suites or the specification. All that is given must apply. */
export interface Contested {
  readonly suite?: Suite;
  readonly kind?: Command['kind'];
  /** matches the message that the assertion expects */
  readonly message?: RegExp;
  /** matches the message with which the module is refused */
  readonly refusal?: RegExp;
  readonly reason: string;
}
/** @see docs/decisions */
export const contested: readonly Contested[] = [
  {
    kind: 'assert_invalid', message: /^non-empty tag result type/u,
    reason: 'refuses a tag because it has results, which holds with stack switching off only',
  },
  {
    suite: 'wizard', kind: 'module', refusal: /an exception needs a tag without results/u,
    reason: 'throws and catches a tag that has results, which the rules of exceptions refuse',
  },
  {
    suite: 'binaryen', kind: 'module', refusal: /^undeclared function reference/u,
    reason: 'refers to a function that is not declared, which the rule of ref.func refuses',
  },
  {
    suite: 'wasmtime', kind: 'assert_invalid', message: /^Stack switching feature not compatible with GC/u,
    reason: 'refuses programs with both continuations and structures, which one engine cannot compile',
  },
  {
    suite: 'wasmtime', kind: 'assert_trap', message: /^failed to allocate/u,
    reason: 'expects table.grow to trap where the specification lets it return -1',
  },
];

/** Something that modules or components use and this project does not have. */
export interface Feature {
  readonly reason: string;
  /** matches a keyword of what uses it, with an opening parenthesis before it if it is the head of a list */
  readonly keyword: RegExp;
}
/** A module or a component that uses one of these is skipped, and whatever needs it. */
export const features: readonly Feature[] = [
  { reason: 'components with more than core modules and threads: not part of the core language', keyword: /^\(?(?:lift|lower|resource\..*|task\..*)$/u },
  { reason: 'names of built-in functions that are no more', keyword: /^thread\.(?:spawn|hw_concurrency)$/u },
  { reason: 'relaxed orderings: not in shared-everything-threads', keyword: /^relaxed$/u },
  { reason: 'custom page sizes: not in Wasm 3.0', keyword: /^\(pagesize$/u },
  { reason: 'wide arithmetic: not in Wasm 3.0', keyword: /^\(?i64\.(?:add128|sub128|mul_wide_[su])$/u },
  { reason: 'custom descriptors: not in Wasm 3.0', keyword: /^\(?(?:descriptor|describes|exact|.*_desc(?:_.*)?)$/u },
  { reason: 'legacy exceptions: not in Wasm 3.0', keyword: /^\(?(?:try|rethrow|delegate)$/u },
];

/** Commands that this project has not. */
export interface Foreign {
  readonly reason: string;
  /** matches the head of the command, and of what it asserts: `component`, `assert_invalid component` */
  readonly head: RegExp;
}
/** Commands by their heads. */
export const foreign: readonly Foreign[] = [
  { reason: 'instances of components by themselves: not part of the core language', head: /(?:^|\s)component\b/u },
];

/** Reasons that the executor gives by itself, and the evaluator. */
const byItself: readonly string[] = ['imports what no host provides: defined, not instantiated', ...leftOut];
/** The reasons for which a command may be skipped. */
export const acceptedReasons: ReadonlySet<string> =
  new Set([...byItself, ...[...contested, ...features, ...foreign].map(({ reason }) => reason)]);
