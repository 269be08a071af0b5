/**
 * What is added to the modules of a store that traces, so that backtraces can tell more than the host does: the functions that enter frames
 * are exported, to tell whose a frame is; and the code notes where it throws.
 * @category Evaluation
 * @module
 */
import type { Export, Module } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';
import { operatorsIn } from './host/places.ts';
import type { Loaded } from './host/places.ts';
import type { Noting } from './host/throws.ts';
import { NOTE, noting } from './host/throws.ts';
import type { HostInstance } from './host/wasm.ts';
import { wasm } from './host/wasm.ts';
import type { MutableStore } from './store.ts';
import { setGlobal } from './threads/log.ts';
import { T } from './translation/driver.ts';
import type { Translated } from './translation/modules.ts';

/** The functions that enter frames, and their exports. */
const entriesOf = ({ module, driver }: Translated): readonly (readonly [x: number, ex: Export])[] => {
  const imported = module.imports.filter(({ type }) => type.kind === 'func').length;
  return driver === 'none' ? [] : module.funcs.flatMap(({ type }, i) => {
    const x = imported + i;
    return type === T.entry ? [[x, { name: `entry ${x}`, desc: { kind: 'func', x }, at: NOWHERE }]] : [];
  });
};

/** The module for the host, which will have the next number, with what is added if the store traces. */
export const traced = ({ tracing, loaded }: MutableStore, source: Module, translated: Translated, module: Module): Noting => {
  if (!tracing) return { module, sites: [] };
  const entries = entriesOf(translated).map(([, ex]) => ex);
  return noting({ ...module, exports: [...module.exports, ...entries] }, loaded.length, operatorsIn(source));
};

/** Links what has been added to the module with this number. */
export const linkTraced = ({ notes, entries, loaded, log }: MutableStore, number: number, { exports }: HostInstance): void => {
  const known: Loaded | undefined = loaded[number], note = exports[NOTE];
  if (notes === undefined || known === undefined) return;
  for (const [x, { name }] of entriesOf(known.translated)) entries.set(exports[name], { loaded: number, func: x });
  if (note instanceof wasm.Global) setGlobal(log, note, notes.note);
};
