/** Prints a module in the other format: text as binary, binary as text. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import type { Source } from '../syntax/source.ts';
import { one, oneOf, optional } from './command/arguments.ts';
import type { Command } from './command/command.ts';
import { runCommand } from './command/command.ts';
import type { Failure } from './command/failure.ts';
import type { Format } from './command/modules.ts';
import { contentOf, write } from './command/modules.ts';
import { readProgram } from './command/programs.ts';

interface Arguments {
  readonly operands: string;
  readonly to: Format | undefined;
  readonly output: string | undefined;
  readonly folded: boolean | undefined;
}

/** The format asked for, or else that of the name of the output, or else the one that the source does not have. */
const formatFor = ({ to, output }: Arguments, source: Source): Format => {
  if (to !== undefined) return to;
  if (output?.endsWith('.wat') === true) return 'wat';
  return output?.endsWith('.wasm') === true || source.kind === 'text' ? 'wasm' : 'wat';
};

const run = (args: Arguments): E.Either<Failure, void> => pipe(
  readProgram(args.operands),
  E.chain(({ source, module }) => contentOf(module, formatFor(args, source), { folded: args.folded ?? false, output: args.output })),
  E.chain((content) => write(args.output, content)),
);

const command: Command<Arguments> = {
  name: 'print',
  summary: 'Prints a module: one in the text format as binary, a binary as text.',
  usage: 'FILE [--to wat|wasm] [--output FILE] [--folded]',
  options: {
    to: { type: 'string', value: 'wat|wasm', help: 'the format, if it shall not be the other one: text or binary' },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'where to write, instead of standard output' },
    folded: { type: 'boolean', help: 'text with operands inside the parentheses of their instructions' },
  },
  details: [
    'The module must be well-formed, but need not be valid. Names, branch hints and custom sections are kept.',
    'Exit code: 0 if all went well, 1 if the module is malformed, 2 if the command line makes no sense or a file',
    'cannot be read or written.',
  ],
  codec: t.type({ operands: one, to: optional(oneOf('wat', 'wasm')), output: optional(t.string), folded: optional(t.boolean) }),
  run: (args) => TE.fromEither(run(args)),
};

await runCommand(command);
