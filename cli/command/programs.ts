/**
 * Programs: files that hold a module in the text or the binary format.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { Module } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';
import type { Source, SourceError } from '../../syntax/source.ts';
import type { Failure } from './failure.ts';
import { readSource } from './files.ts';

/** A module and the file that it comes from. */
export interface Program {
  readonly source: Source;
  readonly module: Module;
}
/** A valid module and the file that it comes from. */
export interface ValidProgram {
  readonly source: Source;
  readonly valid: ValidModule;
}

const wrong = (source: Source) => (error: SourceError): Failure => ({ kind: 'program', source, error });

const programOf = (source: Source): E.Either<Failure, Program> =>
  pipe(readModule(source), E.bimap(wrong(source), (module) => ({ source, module })));
const validProgram = ({ source, module }: Program): E.Either<Failure, ValidProgram> =>
  pipe(validate(module), E.bimap(wrong(source), (valid) => ({ source, valid })));

/** Reads a module, well-formed but perhaps not valid. */
export const readProgram = (file: string): E.Either<Failure, Program> => pipe(readSource(file), E.chain(programOf));
/** The valid module that a source holds. */
export const validProgramOf = (source: Source): E.Either<Failure, ValidProgram> => pipe(programOf(source), E.chain(validProgram));
/** Reads a valid module. */
export const readValidProgram = (file: string): E.Either<Failure, ValidProgram> => pipe(readSource(file), E.chain(validProgramOf));
