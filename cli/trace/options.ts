/** The options of the command `trace`, and what it says of itself. */
import * as t from 'io-ts';
import { MAX_CELLS } from '../../semantics/runtime/limits.ts';
import type { Section } from '../../tracing/text.ts';
import { SECTIONS } from '../../tracing/text.ts';
import { natural, one, oneOf, optional } from '../command/arguments.ts';
import type { CallArguments } from '../command/calls.ts';
import { callOptions } from '../command/calls.ts';
import type { Command } from '../command/command.ts';

/** Steps and frames that a run may use unless it is told otherwise. */
export const FUEL = 10_000_000, FRAMES = 65_536;

/** Some of the sections of a step, as words with commas between them. */
const sections: t.Type<ReadonlySet<Section>, string> = new t.Type<ReadonlySet<Section>, string>(
  `some of ${SECTIONS.join(',')}`,
  (input): input is ReadonlySet<Section> => input instanceof Set,
  (input, context) => {
    const words = typeof input === 'string' ? input.split(',') : [], chosen = SECTIONS.filter((section) => words.includes(section));
    const isUnderstood = words.length > 0 && words.every((word) => chosen.some((section) => section === word));
    return isUnderstood ? t.success(new Set(chosen)) : t.failure(input, context);
  },
  (chosen) => [...chosen].join(','),
);

/** What the command line says. */
export interface Arguments extends CallArguments {
  readonly operands: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly filter?: readonly string[] | undefined;
  readonly instantiation?: boolean | undefined;
  readonly brief?: boolean | undefined;
  readonly show?: ReadonlySet<Section> | undefined;
  readonly format?: 'text' | 'json' | undefined;
  readonly fuel?: number | undefined;
  readonly frames?: number | undefined;
  readonly cells?: number | undefined;
  readonly 'why-not'?: string | undefined;
  readonly schedule?: string | undefined;
}
const words = optional(t.readonlyArray(t.string)), flag = optional(t.boolean), text = optional(t.string), number = optional(natural);
const codec: t.Type<Arguments, unknown> = t.intersection([t.type({ operands: one }), t.partial({
  invoke: text, arg: words, from: number, to: number, filter: words, instantiation: flag, brief: flag, show: optional(sections),
  format: optional(oneOf('text', 'json')), fuel: number, frames: number, cells: number, 'why-not': text, schedule: text,
})]);

/** The command, but for what it does. */
export const trace: Omit<Command<Arguments>, 'run'> = {
  name: 'trace',
  summary: 'Runs a module, text or binary, and shows every step of its reduction.',
  usage: 'FILE [--invoke NAME ARGS…] [options]',
  options: {
    ...callOptions,
    from: { type: 'string', value: 'N', help: 'the first step to show' },
    to: { type: 'string', value: 'N', help: 'the last step to show' },
    filter: { type: 'string', value: 'FILTER', multiple: true, help: 'the steps to show, see below; of several filters one must hold' },
    instantiation: { type: 'boolean', help: 'show the steps of active segments, too (constant initialisers have none)' },
    brief: { type: 'boolean', short: 'b', help: 'one line a step' },
    show: { type: 'string', value: 'SECTIONS', help: `what to show of a step: ${SECTIONS.join(',')} (all)` },
    'why-not': { type: 'string', value: 'RULE', help: 'why RULE does not apply at the step that --from gives' },
    schedule: { type: 'string', value: 'SCHEDULE', help: 'which thread moves when: "T0*12 T1 T0*3"; after it the threads take turns' },
    format: { type: 'string', value: 'text|json', help: 'text, or one JSON record a line (text)' },
    fuel: { type: 'string', value: 'N', help: `steps after which to stop (${FUEL})` },
    frames: { type: 'string', value: 'N', help: `frames and prompts that the stack holds (${FRAMES})` },
    cells: { type: 'string', value: 'N', help: `cells that the store holds: fields, elements, … (${MAX_CELLS})` },
  },
  details: [
    'Instantiates the module, which may import `spectest`, calls its start function, then the export `main` or `_start`, or else',
    'the only exported function without parameters. Steps are counted from 1 over all of that, whether they are shown or not.',
    '',
    'A FILTER is some tests with blanks between them, all of which must hold; a ! in front turns a test round:',
    '  GLOB, rule:GLOB   the rule:         suspend*   Step_pure/br*   !const',
    '  op:GLOB           the instruction:  op:local.*   op:i32.add   op:binop',
    '  func:GLOB         the function:     func:$generate',
    '  line:N, line:N-M  the source line:  line:17',
    '  thread:N          the thread:       thread:1',
    '',
    'A SCHEDULE counts turns: one step that other threads can see, and what the thread then does alone. `explore` prints some.',
    '',
    'How to read a trace: docs/tracing.md. Exit code: 0 if it ends with values; 1 if it ends otherwise, or the module is malformed,',
    'invalid or cannot be linked; 2 if the command line makes no sense or it is not clear what to call.',
  ],
  codec,
};
