/**
 * Programs: files that hold a module in the text or the binary format.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ValidComponent } from '../../semantics/statics/components.ts';
import { validateComponent } from '../../semantics/statics/components.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { Module } from '../../syntax/modules.ts';
import { isComponent, readComponent, readModule } from '../../syntax/read.ts';
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

/** A valid component and the file that it comes from. */
export interface ValidComponentProgram {
  readonly source: Source;
  readonly component: ValidComponent;
}

const wrong = (source: Source) => (error: SourceError): Failure => ({ kind: 'program', source, error });

/** A file with a component where a module is expected. */
const isNoModule = ({ name }: Source): Failure => ({
  kind: 'failed',
  message: `${name}: this is a component, not a module; \`validate\` checks components, and \`wast\` runs scripts with components`,
});
const programOf = (source: Source): E.Either<Failure, Program> => isComponent(source) ? E.left(isNoModule(source))
  : pipe(readModule(source), E.bimap(wrong(source), (module) => ({ source, module })));
const validProgram = ({ source, module }: Program): E.Either<Failure, ValidProgram> =>
  pipe(validate(module), E.bimap(wrong(source), (valid) => ({ source, valid })));
const validComponentOf = (source: Source): E.Either<Failure, ValidComponentProgram> =>
  pipe(readComponent(source), E.chain((read) => validateComponent(read)), E.bimap(wrong(source), (component) => ({ source, component })));

/** Reads a module, well-formed but perhaps not valid. */
export const readProgram = (file: string): E.Either<Failure, Program> => pipe(readSource(file), E.chain(programOf));
/** The valid module that a source holds. */
export const validProgramOf = (source: Source): E.Either<Failure, ValidProgram> => pipe(programOf(source), E.chain(validProgram));
/** Reads a valid module. */
export const readValidProgram = (file: string): E.Either<Failure, ValidProgram> => pipe(readSource(file), E.chain(validProgramOf));

/** Reads a valid module or a valid component. */
export const readValid = (file: string): E.Either<Failure, ValidProgram | ValidComponentProgram> => pipe(
  readSource(file),
  E.chain((source): E.Either<Failure, ValidProgram | ValidComponentProgram> =>
    isComponent(source) ? validComponentOf(source) : validProgramOf(source)),
);
