/** Says whether modules are valid, and if not, where and why. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as t from 'io-ts';
import type { ValidComponent, ValidDefinition } from '../semantics/statics/components.ts';
import type { Module } from '../syntax/modules.ts';
import { several } from './command/arguments.ts';
import type { Command } from './command/command.ts';
import { runCommand } from './command/command.ts';
import type { Failure } from './command/failure.ts';
import type { ValidComponentProgram, ValidProgram } from './command/programs.ts';
import { readValid } from './command/programs.ts';

interface Arguments {
  readonly operands: readonly string[];
}

const counted = (count: number, one: string, many = `${one}s`): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** What a module has: `2 types, 1 import, 3 functions`. */
const contents = (module: Module): string => [
  ...counted(module.types.reduce((sum, { rec }) => sum + rec.length, 0), 'type'),
  ...counted(module.imports.length, 'import'),
  ...counted(module.tags.length, 'tag'),
  ...counted(module.globals.length, 'global'),
  ...counted(module.mems.length, 'memory', 'memories'),
  ...counted(module.tables.length, 'table'),
  ...counted(module.funcs.length, 'function'),
  ...counted(module.datas.length, 'data segment'),
  ...counted(module.elems.length, 'element segment'),
  ...counted(module.exports.length, 'export'),
].join(', ');

/** What a component has: `component: 2 core modules, 1 core instance`. */
const definitions = ({ definitions: all }: ValidComponent): string => {
  const count = (kind: ValidDefinition['kind']): number => all.filter((definition) => definition.kind === kind).length;
  const parts = [
    ...counted(count('core module'), 'core module'),
    ...counted(count('core instance'), 'core instance'),
    ...counted(count('core type'), 'core type'),
    ...counted(count('alias'), 'alias', 'aliases'),
    ...counted(count('canon'), 'built-in function'),
  ];
  return `component: ${parts.join(', ') || 'empty'}`;
};

const report = (read: ValidProgram | ValidComponentProgram): void =>
  console.log(`${read.source.name}: valid (${'component' in read ? definitions(read.component) : contents(read.valid.module) || 'empty'})`);

/** All files are looked at, whatever the first ones are. */
const run = ({ operands }: Arguments): E.Either<Failure, void> => {
  const failures = pipe(operands, RA.map((file) => pipe(readValid(file), E.map(report))), RA.lefts);
  return RA.isNonEmpty(failures) ? E.left({ kind: 'several', failures }) : E.right(undefined);
};

const command: Command<Arguments> = {
  name: 'validate',
  summary: 'Checks that modules and components in the text or the binary format are valid.',
  usage: 'FILE…',
  options: {},
  details: [
    'Says for each file that it is valid and what it has, or what is wrong and where.',
    'Exit code: 0 if all are valid, 1 if one is malformed or invalid, 2 if a file cannot be read.',
  ],
  codec: t.type({ operands: several }),
  run: (args) => TE.fromEither(run(args)),
};

await runCommand(command);
