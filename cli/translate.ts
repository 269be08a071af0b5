/** Translates a module into plain Wasm 3.0, without stack switching and shared things. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { plain } from '../evaluation/plain.ts';
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

const run = ({ operands, output, folded = false }: Arguments): E.Either<Failure, void> => pipe(
  readValidProgram(operands),
  E.map(({ valid }) => plain(valid)),
  E.chain((module) => contentOf(module, output?.endsWith('.wasm') === true ? 'wasm' : 'wat', { folded, output })),
  E.chain((content) => write(output, content)),
);

const command: Command<Arguments> = {
  name: 'translate',
  summary: 'Translates a module with stack switching or shared things into plain Wasm 3.0.',
  usage: 'FILE [--output FILE] [--folded]',
  options: {
    output: { type: 'string', short: 'o', value: 'FILE', help: 'where to write, instead of standard output; a binary if it ends in .wasm' },
    folded: { type: 'boolean', help: 'text with operands inside the parentheses of their instructions' },
  },
  details: [
    'The result is a module by itself: any engine with Wasm 3.0 runs it, and every command here reads it. For each imported tag it has',
    'a further import, which says what stands for the tag in suspensions. A module that cannot be captured stays as it is.',
    'A module that shares more than memories becomes plain Wasm 3.0 as well, but imports what its threads have in common: the heap, where',
    'things are in it, and what works on it. Only the evaluator has that.',
    'Exit code: 0 if all went well, 1 if the module is malformed or invalid, 2 if the command line makes no sense or a file',
    'cannot be read or written.',
  ],
  codec: t.type({ operands: one, output: optional(t.string), folded: optional(t.boolean) }),
  run: (args) => TE.fromEither(run(args)),
};

await runCommand(command);
