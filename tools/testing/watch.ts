/**
 * Loaded before a test file: where the file imports `uvu`, it gets the watched suites of `suites.ts`, and uvu waits until
 * the whole file is loaded, even if the file awaits something between two suites.
 */
import { registerHooks } from 'node:module';

const watchedSuites = import.meta.resolve('./suites.ts');

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'uvu' && context.parentURL !== watchedSuites ? watchedSuites : specifier, context),
});

Object.assign(globalThis, { UVU_DEFER: 1, UVU_QUEUE: [[null]] });
