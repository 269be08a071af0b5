/**
 * Configurations and outcomes.
 * @spec core 4.0-execution.configurations §Configurations
 * @module
 */
import type { QueueKey } from './actions.ts';
import type { Code } from './code.ts';
import type { H, P, Vals } from './contexts.ts';
import type { Frame } from './frames.ts';
import type { Store } from './store.ts';
import type { Thread } from './threads.ts';
import type { Addr, Val } from './values.ts';

/** S; F; P[H[vs es]], of the thread T */
export interface Config {
  readonly S: Store;
  readonly T: Thread;
  readonly F: Frame;
  readonly P: P;
  readonly H: H;
  readonly vs: Vals;
  readonly es: Code;
}

/** How a run ends. */
export type Outcome =
  | { readonly kind: 'values'; readonly vals: readonly Val[] }
  | { readonly kind: 'trap'; readonly why: string }
  /** an exception that nothing catches */
  | { readonly kind: 'exception'; readonly a: Addr }
  /** a `suspend` or `switch` whose tag no prompt handles */
  | { readonly kind: 'suspension'; readonly ea: Addr; readonly by: 'suspend' | 'switch' }
  | { readonly kind: 'call stack exhausted'; readonly limit: number }
  /** the next step would allocate more cells than the store may have */
  | { readonly kind: 'out of memory'; readonly limit: number }
  /** the thread waits, and nobody is left to notify it */
  | { readonly kind: 'deadlock'; readonly queue: QueueKey }
  | { readonly kind: 'out of fuel'; readonly fuel: number }
  /** no rule applies although the configuration is not final: impossible for valid programs */
  | { readonly kind: 'stuck'; readonly rule: string; readonly premise: string };
