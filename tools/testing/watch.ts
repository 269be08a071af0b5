/** Loaded before a test file: where the file imports `uvu`, it gets the watched suites of `suites.ts`. */
import { registerHooks } from 'node:module';

const watchedSuites = import.meta.resolve('./suites.ts');

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'uvu' && context.parentURL !== watchedSuites ? watchedSuites : specifier, context),
});
