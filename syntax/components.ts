/**
 * Components, as far as the built-in functions for threads need them: core modules, their instances, and functions made for them.
 * @spec CM Explainer.md §Component Definitions
 * @module
 */
import type { Export, ExternIdx, Module } from './modules.ts';
import type { Span } from './source.ts';
import type { RecType } from './types.ts';

/** The sort of something that a core instance exports. */
export type CoreSort = ExternIdx['kind'];
/** An instance whose exports a module imports under a name. */
export interface InstantiateArg {
  readonly name: string;
  /** the index of a core instance */
  readonly instance: number;
}
/**
 * core:instanceexpr ::= instantiate moduleidx arg* | export*
 * @spec CM Explainer.md §Instance Definitions
 */
export type CoreInstanceExpr =
  | { readonly kind: 'instantiate'; readonly module: number; readonly args: readonly InstantiateArg[] }
  | { readonly kind: 'exports'; readonly exports: readonly Export[] };
/**
 * A built-in function. `shared` and `cancellable` are immediates; `type` and `table` are indices of the component.
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.yield
 */
export type Canon =
  | { readonly kind: 'thread.spawn-ref'; readonly shared: boolean; readonly type: number }
  | { readonly kind: 'thread.spawn-indirect'; readonly shared: boolean; readonly type: number; readonly table: number }
  | { readonly kind: 'thread.available-parallelism'; readonly shared: boolean }
  | { readonly kind: 'thread.yield'; readonly cancellable: boolean };
/** Makes the next thing in one of the index spaces of the component; it may use all that comes before it. */
export type Definition = { readonly at: Span } & (
  | { readonly kind: 'core module'; readonly module: Module }
  | { readonly kind: 'core instance'; readonly expr: CoreInstanceExpr }
  | { readonly kind: 'core type'; readonly rec: RecType }
  /** (alias core export instance name (core sort)) */
  | { readonly kind: 'alias'; readonly sort: CoreSort; readonly instance: number; readonly name: string }
  /** (canon … (core func)) */
  | { readonly kind: 'canon'; readonly canon: Canon }
);
/** component ::= definition* */
export interface Component {
  readonly definitions: readonly Definition[];
  readonly at: Span;
}
