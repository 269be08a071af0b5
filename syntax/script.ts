/**
 * Scripts: the `.wast` format of the official test suites.
 * @spec core interpreter/README.md §Scripts
 * @module
 */
import type { Component } from './components.ts';
import type { Module } from './modules.ts';
import type { NumConst, VecConst } from './instructions.ts';
import type { Shape } from './numeric-operators.ts';
import type { SourceError, Span } from './source.ts';
import type { AbsHeapType } from './types.ts';

/** The module that a text describes, or the first mistake in it. */
export type ParsedModule = { readonly ok: true; readonly module: Module } | { readonly ok: false; readonly error: SourceError };
/** A module as a script writes it. Text is parsed with the script, but its errors belong to the command that uses it. */
export type ScriptModule =
  | { readonly kind: 'text'; readonly result: ParsedModule }
  | { readonly kind: 'quote'; /** the text in what should be UTF-8 */ readonly bytes: Uint8Array }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** The component that a text describes, or the first mistake in it. */
export type ParsedComponent =
  { readonly ok: true; readonly component: Component } | { readonly ok: false; readonly error: SourceError };
/** A component as a script writes it. */
export type ScriptComponent =
  | { readonly kind: 'text'; readonly result: ParsedComponent }
  | { readonly kind: 'quote'; readonly bytes: Uint8Array }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** An argument of an action. `ref.extern n` and `ref.host n` are references that the embedder made. */
export type ScriptArg =
  | NumConst
  | VecConst
  | { readonly t: 'ref.null'; readonly heap: AbsHeapType }
  | { readonly t: 'ref.extern' | 'ref.host'; readonly c: number };

/** A pattern for one lane or number. */
export type NumPattern = NumConst | { readonly t: 'f32' | 'f64'; readonly nan: 'canonical' | 'arithmetic' };
/** What a reference refers to. */
export type RefPattern = 'any' | 'eq' | 'i31' | 'struct' | 'array' | 'func' | 'exn' | 'extern' | 'cont' | 'host';
/** A pattern for one result. */
export type ResultPattern =
  | { readonly kind: 'num'; readonly pattern: NumPattern }
  /** one pattern a lane; an integer lane is a sign-extended i32 or i64 */
  | { readonly kind: 'vec'; readonly shape: Shape; readonly lanes: readonly NumPattern[] }
  /** `(ref.null)` is any null */
  | { readonly kind: 'null'; readonly heap: AbsHeapType | undefined }
  /** `(ref.struct)`, `(ref.func)`, …; `(ref)` is any */
  | { readonly kind: 'ref'; readonly heap: RefPattern | undefined; readonly shared: boolean; readonly c: number | undefined }
  | { readonly kind: 'either'; readonly patterns: readonly ResultPattern[] };

/** Something that runs. */
export type Action =
  | { readonly kind: 'invoke'; readonly instance: string | undefined; readonly name: string; readonly args: readonly ScriptArg[] }
  | { readonly kind: 'get'; readonly instance: string | undefined; readonly name: string };

/** Assertions about a module; in `(assert_trap (module …))`, instantiation traps. */
export type ModuleAssertion =
  | 'assert_malformed' | 'assert_invalid' | 'assert_unlinkable' | 'assert_malformed_custom' | 'assert_invalid_custom'
  | 'assert_module_trap' | 'assert_module_exhaustion' | 'assert_module_exception';
/** Assertions about a component. */
export type ComponentAssertion = 'assert_malformed_component' | 'assert_invalid_component';
/** A thread of its own, which sees the named modules that it shares. */
export interface ThreadCommand {
  readonly kind: 'thread';
  readonly name: string | undefined;
  readonly shared: readonly string[];
  readonly commands: readonly Command[];
}
/** A command of a script. */
export type Command = { readonly at: Span } & (
  /** `(module …)` defines and instantiates, `(module definition …)` only defines */
  | { readonly kind: 'module'; readonly name: string | undefined; readonly definition: boolean; readonly module: ScriptModule }
  | { readonly kind: 'instance'; readonly name: string | undefined; readonly definition: string | undefined }
  | { readonly kind: 'register'; readonly as: string; readonly instance: string | undefined }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'assert_return'; readonly action: Action; readonly results: readonly ResultPattern[] }
  | { readonly kind: 'assert_trap' | 'assert_exhaustion' | 'assert_suspension'; readonly action: Action; readonly message: string }
  | { readonly kind: 'assert_exception'; readonly action: Action }
  | { readonly kind: ModuleAssertion; readonly module: ScriptModule; readonly message: string }
  /** `(component …)` defines and instantiates, `(component definition …)` only defines */
  | { readonly kind: 'component'; readonly name: string | undefined; readonly definition: boolean; readonly component: ScriptComponent }
  | { readonly kind: ComponentAssertion; readonly component: ScriptComponent; readonly message: string }
  | ThreadCommand
  | { readonly kind: 'wait'; readonly thread: string | undefined }
  /** a form this reader does not know, e.g. `(component instance …)` */
  | { readonly kind: 'unknown'; readonly head: string }
);

/** A script, in the order of its commands. */
export interface Script {
  readonly commands: readonly Command[];
}
