/**
 * A module in plain Wasm 3.0, where nothing has been linked: what the host compiles in its place.
 * @category Evaluation
 * @module
 */
import { THREAD } from '../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { Import, Module } from '../syntax/modules.ts';
import { sharesMore } from './sharing.ts';
import type { Unshared } from './sharing/modules.ts';
import { share } from './sharing/modules.ts';
import { withSegmentsInOrder } from './sharing/segment-order.ts';
import { captureOf } from './translation/capture.ts';
import { translate } from './translation/modules.ts';
import { standalone } from './translation/standalone.ts';

/** Whether what is imported is known not to suspend. */
const isSteady = (im: Import | undefined): boolean => im?.module === THREAD && im.name !== 'yield';
/** A module without shared things. What it imports it has had by these names. */
export const withoutSharing = (valid: ValidModule, imports: readonly Import[]): Unshared =>
  share(withSegmentsInOrder(valid), (i) => isSteady(imports[i]));

/**
 * The translation of a module, to be read. One that shares nothing but memories is a module by itself, with the exports of the source
 * alone. Any other imports what all threads have: the heap and its runtime, where things are in it, and the driver.
 */
export const plain = (valid: ValidModule): Module => {
  if (!sharesMore(valid.module)) return standalone(translate(valid, 'own'));
  const unshared = withoutSharing(valid, valid.module.imports);
  return translate(unshared.valid, 'import', captureOf(unshared.valid, unshared.steady), false, unshared).module;
};
