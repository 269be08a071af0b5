/**
 * Modules of a script: reading and validating them.
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Module } from '../syntax/modules.ts';
import type { ScriptModule } from '../syntax/script.ts';
import type { SourceError } from '../syntax/source.ts';
import { decode } from '../syntax/binary/decoder.ts';
import { parseModule } from '../syntax/text/module.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { validate } from '../semantics/statics/modules.ts';

/**
 * The abstract syntax of a module.
 * @param strict - whether malformed custom sections are errors; otherwise they mean nothing
 */
export const readModule = (module: ScriptModule, strict = false): E.Either<SourceError, Module> => {
  switch (module.kind) {
    case 'text': return module.result.ok ? E.right(module.result.module) : E.left(module.result.error);
    case 'quote': return parseModule(module.bytes);
    case 'binary': return decode(module.bytes, { strictCustoms: strict });
  }
};

/** The module, valid. */
export const defineModule = (module: ScriptModule, strict = false): E.Either<SourceError, ValidModule> =>
  pipe(readModule(module, strict), E.chain(validate));
