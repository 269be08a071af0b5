/**
 * What the suites take for granted: modules of the embedder, and how their own runners read scripts.
 * @module
 */
import type { HostModule as EvaluatorModule } from '../../evaluation/engine.ts';
import { allocHost } from '../../evaluation/hosts/functions.ts';
import { spectest as evaluatorSpectest } from '../../evaluation/hosts/spectest.ts';
import { allochost } from '../../reduction/allocation.ts';
import { spectest } from '../../reduction/hosts/spectest.ts';
import type { HostModule } from '../../reduction/engine.ts';
import type { ScriptOptions } from '../../scripts/state.ts';
import { functionType } from '../../semantics/types/functions.ts';

const NULLARY = functionType([], [], false);

/** A module of the embedder, for each engine. */
interface Host {
  readonly smallStep: HostModule;
  readonly evaluator: EvaluatorModule;
}
const spectestModule: Host = {
  smallStep: { name: 'spectest', allocate: spectest },
  evaluator: { name: 'spectest', allocate: evaluatorSpectest },
};
/** `gc`, which collects garbage where there is any: in the store, everything lives for ever, and the host collects by itself. */
const wasmtimeModule: Host = {
  smallStep: {
    name: 'wasmtime',
    allocate: (S) => {
      const [S1, a] = allochost(S, NULLARY, 'wasmtime.gc', (S2) => ({ kind: 'values', S: S2, vals: [] }));
      return [S1, new Map([['gc', { kind: 'func', a }]])];
    },
  },
  evaluator: {
    name: 'wasmtime', allocate: (S) => new Map([['gc', allocHost(S, NULLARY, () => ({ kind: 'values', vals: [] }))]]),
  },
};

/** How the scripts of a suite are read. */
interface Dialect extends Pick<ScriptOptions, 'importsByName' | 'definesUnlinked' | 'anyRefusal'> {
  readonly hosts: readonly Host[];
}
const official: Dialect = { hosts: [spectestModule], importsByName: false, definesUnlinked: false, anyRefusal: false };

/** The suites that are told apart. Scripts belong to the official one, unless it is said otherwise: where they lie says nothing. */
export const SUITES = ['official', 'binaryen', 'shared-everything-threads', 'wasm-tools', 'wasmtime', 'wizard'] as const;
/** A suite, by its name. */
export type Suite = (typeof SUITES)[number];
/** How the scripts of each suite are read. */
export const dialects: { readonly [suite in Suite]: Dialect } = {
  official,
  // Its runner knows one kind of refusal.
  'binaryen': { ...official, anyRefusal: true },
  // Their own runner validates modules and does not run them.
  'shared-everything-threads': { ...official, definesUnlinked: true },
  'wasm-tools': { ...official, definesUnlinked: true },
  'wasmtime': { ...official, hosts: [spectestModule, wasmtimeModule], importsByName: true },
  'wizard': official,
};
