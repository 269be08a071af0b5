/** Translates a module into plain Wasm 3.0, without stack switching. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { translate } from '../evaluation/translation/modules.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { Module } from '../syntax/modules.ts';
import { one, optional } from './command/arguments.ts';
import type { Command } from './command/command.ts';
import { runCommand } from './command/command.ts';
import type { Failure } from './command/failure.ts';
import { contentOf, write } from './command/modules.ts';
import { readValidProgram } from './command/programs.ts';

interface Arguments {
  readonly operands: string;
  readonly output: string | undefined;
  readonly folded: boolean | undefined;
}

/** The translation as a module by itself, with the exports of the source alone: the others are for modules that share a driver with it. */
const translated = (valid: ValidModule): Module => {
  const { module } = translate(valid, 'own'), names = new Set(valid.module.exports.map(({ name }) => name));
  return { ...module, exports: module.exports.filter(({ name }) => names.has(name)) };
};

const run = ({ operands, output, folded = false }: Arguments): E.Either<Failure, void> => pipe(
  readValidProgram(operands),
  E.map(({ valid }) => translated(valid)),
  E.chain((module) => contentOf(module, output?.endsWith('.wasm') === true ? 'wasm' : 'wat', { folded, output })),
  E.chain((content) => write(output, content)),
);

const command: Command<Arguments> = {
  name: 'translate',
  summary: 'Translates a module with stack switching into plain Wasm 3.0.',
  usage: 'FILE [--output FILE] [--folded]',
  options: {
    output: { type: 'string', short: 'o', value: 'FILE', help: 'where to write, instead of standard output; a binary if it ends in .wasm' },
    folded: { type: 'boolean', help: 'text with operands inside the parentheses of their instructions' },
  },
  details: [
    'The result is a module by itself: any engine with Wasm 3.0 runs it, and every command here reads it. For each imported tag it has',
    'a further import, which says what stands for the tag in suspensions. A module that cannot be captured stays as it is.',
    'Exit code: 0 if all went well, 1 if the module is malformed or invalid, 2 if the command line makes no sense or a file',
    'cannot be read or written.',
  ],
  codec: t.type({ operands: one, output: optional(t.string), folded: optional(t.boolean) }),
  run: (args) => TE.fromEither(run(args)),
};

await runCommand(command);
