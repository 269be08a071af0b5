/**
 * Scripts: the `.wast` format of the official test suites.
 * @spec core interpreter/README.md §Scripts
 * @module
 */
import type { Module } from './modules.ts';
import type { NumConst, VecConst } from './instructions.ts';
import type { Shape } from './numeric-operators.ts';
import type { SourceError, Span } from './source.ts';
import type { AbsHeapName } from './types.ts';

/** A module as a script writes it. Text is parsed with the script, but its errors belong to the command that uses it. */
export type ScriptModule =
  | { readonly kind: 'text'; readonly result: { readonly ok: true; readonly module: Module } | { readonly ok: false; readonly error: SourceError } }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** An argument of an action. `ref.extern n` and `ref.host n` are references that the embedder made. */
export type ScriptArg =
  | NumConst
  | VecConst
  | { readonly t: 'ref.null'; readonly heap: AbsHeapName | undefined }
  | { readonly t: 'ref.extern' | 'ref.host'; readonly c: number };

/** A pattern for one lane or number. */
export type NumPattern = NumConst | { readonly t: 'f32' | 'f64'; readonly nan: 'canonical' | 'arithmetic' };
/** A pattern for one result. */
export type ResultPattern =
  | { readonly kind: 'num'; readonly pattern: NumPattern }
  | { readonly kind: 'vec'; readonly shape: Shape; /** one a lane, an integer lane as i32 or i64 */ readonly lanes: readonly NumPattern[] }
  | { readonly kind: 'null'; readonly heap: AbsHeapName | undefined }
  /** `(ref.struct)`, `(ref.func)`, …; `(ref)` is any */
  | { readonly kind: 'ref'; readonly heap: 'any' | 'eq' | 'i31' | 'struct' | 'array' | 'func' | 'exn' | 'extern' | 'cont' | 'host' | undefined; readonly shared: boolean; readonly c: number | undefined }
  | { readonly kind: 'either'; readonly patterns: readonly ResultPattern[] };

/** Something that runs. */
export type Action =
  | { readonly kind: 'invoke'; readonly instance: string | undefined; readonly name: string; readonly args: readonly ScriptArg[] }
  | { readonly kind: 'get'; readonly instance: string | undefined; readonly name: string };

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
  | { readonly kind: 'assert_malformed' | 'assert_invalid' | 'assert_unlinkable' | 'assert_malformed_custom' | 'assert_invalid_custom'; readonly module: ScriptModule; readonly message: string }
  /** `(assert_trap (module …))`: instantiation traps */
  | { readonly kind: 'assert_module_trap' | 'assert_module_exhaustion' | 'assert_module_exception'; readonly module: ScriptModule; readonly message: string }
  | { readonly kind: 'thread'; readonly name: string | undefined; readonly shared: readonly string[]; readonly commands: readonly Command[] }
  | { readonly kind: 'wait'; readonly thread: string | undefined }
  /** a form this reader does not know, e.g. `(component …)` */
  | { readonly kind: 'unknown'; readonly head: string }
);

/** A script, in the order of its commands. */
export interface Script {
  readonly commands: readonly Command[];
}
