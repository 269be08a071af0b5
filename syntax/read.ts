/**
 * Reading a module from either format.
 * @spec core appendix/embedding.rst §Modules
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { decode } from './binary/decoder.ts';
import type { Module } from './modules.ts';
import type { Source, SourceError } from './source.ts';
import { parseModule } from './text/module.ts';

/** module_parse or module_decode: the module that a source holds. */
export const readModule = (source: Source): Either<SourceError, Module> =>
  source.kind === 'text' ? parseModule(source.text) : decode(source.bytes);
