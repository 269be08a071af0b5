/** The options of the command `explore`, and what it says of itself. */
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { MAX_CELLS } from '../../semantics/runtime/limits.ts';
import { natural, one, oneOf, optional } from '../command/arguments.ts';
import type { CallArguments } from '../command/calls.ts';
import { callOptions } from '../command/calls.ts';
import type { Command } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';

/** Bounds unless they are given: steps of a thread, of an execution, executions, all their steps, states, machine steps, frames, cells. */
export const DEFAULTS = {
  bound: 1000, length: 64_000, executions: 100_000, steps: 20_000_000, states: 100_000, fuel: 1_000_000, frames: 65_536,
  cells: MAX_CELLS as number,
} as const;
/** The most states that are drawn. */
export const MOST_DRAWN = 500;

/** What the command line says. */
export interface Arguments extends CallArguments {
  readonly operands: string;
  readonly bound?: number | undefined;
  readonly executions?: number | undefined;
  readonly steps?: number | undefined;
  readonly fuel?: number | undefined;
  readonly frames?: number | undefined;
  readonly cells?: number | undefined;
  readonly 'growth-may-fail'?: boolean | undefined;
  readonly states?: boolean | undefined;
  readonly 'max-states'?: number | undefined;
  readonly dot?: string | undefined;
  readonly svg?: string | undefined;
  readonly replay?: string | undefined;
  readonly format?: 'text' | 'json' | undefined;
}
const text = optional(t.string), number = optional(natural);
const codec: t.Type<Arguments, unknown> = t.intersection([t.type({ operands: one }), t.partial({
  invoke: text, arg: optional(t.readonlyArray(t.string)), bound: number, executions: number, steps: number, fuel: number, frames: number,
  cells: number, 'growth-may-fail': optional(t.boolean),
  states: optional(t.boolean), 'max-states': number, dot: text, svg: text, replay: text, format: optional(oneOf('text', 'json')),
})]);

/** What is explored: executions, or states, or one schedule. */
export type Mode = 'executions' | 'states' | 'replay';
const only: { readonly [mode in Mode]: readonly (keyof Arguments)[] } = {
  executions: ['bound', 'executions', 'steps'], states: ['states', 'max-states', 'dot', 'svg'], replay: ['replay'],
};
const modes: readonly Mode[] = ['replay', 'states', 'executions'];
const names: { readonly [mode in Mode]: string } = {
  executions: 'executions, without --states', states: 'states (--states)', replay: 'one schedule (--replay)',
};

/** What is asked for; wrong use if the options are for different things. */
export const modeOf = (args: Arguments): E.Either<Failure, Mode> => {
  const asks = (mode: Mode): keyof Arguments | undefined => only[mode].find((option) => args[option] !== undefined);
  if (args['max-states'] !== undefined && args.states === undefined && args.dot === undefined && args.svg === undefined)
    return E.left({ kind: 'usage', message: `--max-states is for exploring ${names.states}` });
  const mode = modes.find((each) => asks(each) !== undefined) ?? 'executions';
  for (const other of modes) {
    const option = other === mode ? undefined : asks(other);
    if (option !== undefined) return E.left({ kind: 'usage', message: `--${option} is for exploring ${names[other]}, not ${names[mode]}` });
  }
  return E.right(mode);
};

/** The command, but for what it does. */
export const explore: Omit<Command<Arguments>, 'run'> = {
  name: 'explore',
  summary: 'Finds all outcomes of a program with threads, under sequentially consistent interleaving, and a schedule that leads to each.',
  usage: 'FILE [--invoke NAME ARGS…] [options]',
  options: {
    ...callOptions,
    bound: { type: 'string', value: 'N', help: `steps of one thread after which it is stopped (${DEFAULTS.bound})` },
    executions: { type: 'string', value: 'N', help: `executions after which to stop (${DEFAULTS.executions})` },
    steps: { type: 'string', value: 'N', help: `steps of all executions together after which to stop (${DEFAULTS.steps})` },
    fuel: { type: 'string', value: 'N', help: `steps of the machine that one thread may make (${DEFAULTS.fuel})` },
    frames: { type: 'string', value: 'N', help: `frames and prompts that the stack of a thread holds (${DEFAULTS.frames})` },
    cells: { type: 'string', value: 'N', help: `cells that the store holds: fields, elements, … (${DEFAULTS.cells})` },
    'growth-may-fail': { type: 'boolean', help: 'explore that memory.grow and table.grow fail, too, where they could succeed' },
    states: { type: 'boolean', help: 'visit every state once instead, and tell of livelocks and unfair cycles' },
    'max-states': { type: 'string', value: 'N', help: `states after which to stop (${DEFAULTS.states})` },
    dot: { type: 'string', value: 'FILE', help: `write the graph of at most ${MOST_DRAWN} states in the DOT language (like --states)` },
    svg: { type: 'string', value: 'FILE', help: 'draw the graph of states (like --states)' },
    replay: { type: 'string', value: 'SCHEDULE', help: 'follow one schedule, such as "T0*12 T1 T0*3", and say where it leads' },
    format: { type: 'string', value: 'text|json', help: 'text, or one JSON value (text)' },
  },
  details: [
    'Instantiates the module, then explores the call of the export `main` or `_start`, or else of the only exported function without',
    'parameters. An execution stands for all that differ from it only in the order of independent steps; a step is an action that',
    'other threads can see, with what the thread then does alone.',
    '',
    'A bound that was hit is said as `incomplete: …`: then there may be more outcomes. More: docs/exploring.md.',
    'Exit code: 0 if everything has been explored, whatever the outcomes are; 1 if not, or if the module is malformed,',
    'invalid, cannot be linked or instantiated; 2 if the command line makes no sense, a schedule does not fit, or it is not clear what',
    'to call.',
  ],
  codec,
};
