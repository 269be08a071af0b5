/**
 * What the suites take for granted: modules of the embedder, and how their own runners read scripts.
 * @module
 */
import { allochost } from '../../reduction/allocation.ts';
import { spectest } from '../../reduction/hosts/spectest.ts';
import type { HostModule } from '../../reduction/engine.ts';
import type { ScriptOptions } from '../../scripts/state.ts';
import { alloctypes } from '../../semantics/types/deftypes.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { NOWHERE } from '../../syntax/source.ts';

/** [] -> [] */
const nullary = (): DefType => {
  const [dt] = alloctypes([{ rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: [], results: [] } }], at: NOWHERE }]);
  if (dt === undefined) throw new RangeError('one type makes one defined type');
  return dt;
};

const spectestModule: HostModule = { name: 'spectest', allocate: spectest };
/** `gc`, which collects garbage where there is any: in the store, everything lives for ever. */
const wasmtimeModule: HostModule = {
  name: 'wasmtime',
  allocate: (S) => {
    const [S1, a] = allochost(S, nullary(), 'wasmtime.gc', (S2) => ({ kind: 'values', S: S2, vals: [] }));
    return [S1, new Map([['gc', { kind: 'func', a }]])];
  },
};

/** How the scripts of a suite are read. */
interface Dialect extends Pick<ScriptOptions, 'importsByName' | 'definesUnlinked' | 'anyRefusal'> {
  readonly hosts: readonly HostModule[];
}
const official: Dialect = { hosts: [spectestModule], importsByName: false, definesUnlinked: false, anyRefusal: false };

/** By a folder of the path. */
const dialects: readonly (readonly [folder: string, dialect: Dialect])[] = [
  ['wasmtime', { ...official, hosts: [spectestModule, wasmtimeModule], importsByName: true }],
  // Their own runner validates modules and does not run them.
  ['wasm-tools', { ...official, definesUnlinked: true }],
  ['shared-everything-threads', { ...official, definesUnlinked: true }],
  // Its runner knows one kind of refusal.
  ['binaryen', { ...official, anyRefusal: true }],
];

/** How a script is read, by its path. */
export const dialectOf = (file: string): Dialect => {
  const folders = file.split(/[/\\]/u);
  return dialects.find(([folder]) => folders.includes(folder))?.[1] ?? official;
};
