/**
 * Assertions: what a script says about the end of an action, or about a module that is refused.
 * @spec core interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command, ComponentAssertion } from '../syntax/script.ts';
import type { SourceError } from '../syntax/source.ts';
import type { Acted } from './actions.ts';
import type { Ending, Engine, Instantiation, Nouns } from './engine.ts';
import { matchesResults } from './match.ts';
import { showEnding, showList, showPattern, showVal } from './showing.ts';
import type { ScriptOptions, Unmet, Verdict } from './state.ts';
import { failed, skipped } from './state.ts';

/** A command of the kind K. */
export type Of<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

const PASSED: Verdict = { status: 'passed' };

type AnyEnding = Ending<unknown>;
/** Whether an ending is of the kind that an assertion wants, and its message, in one way or several. */
type Wanted = { readonly [K in 'trap' | 'exhaustion' | 'suspension' | 'exception']: (ending: AnyEnding) => readonly string[] | undefined };
const wanted: Wanted = {
  // An embedder may report exhaustion as a trap; the message tells.
  trap: (ending) => ending.kind === 'trap' ? ending.whys : ending.kind === 'call stack exhausted' ? [ending.kind] : undefined,
  exhaustion: (ending) => ending.kind === 'call stack exhausted' ? [ending.kind] : undefined,
  suspension: (ending) => ending.kind === 'suspension' ? ['unhandled tag'] : undefined,
  exception: (ending) => ending.kind === 'exception' ? [''] : undefined,
};
const nouns: { readonly [K in keyof Wanted]: string } =
  { trap: 'a trap', exhaustion: 'exhaustion', suspension: 'a suspension', exception: 'an exception' };

const misworded = (expected: string, found: string): string => `expected "${expected}", found "${found}"`;

/** The run was to end in this way and, if there is one, with this message. */
const endsWith = (end: keyof Wanted, ending: AnyEnding, message: string | undefined, { sameMessage }: ScriptOptions): Verdict => {
  const found = wanted[end](ending);
  if (found === undefined) return failed(`expected ${nouns[end]}, but ${showEnding(ending)}`);
  if (message === undefined || found.some((words) => sameMessage(message, words))) return PASSED;
  return failed(`expected ${nouns[end]} with another message: ${misworded(message, found.join('" or "'))}`);
};

/** `assert_return`, or an action by itself, which may return anything. */
const returns = <N extends Nouns>(
  { refOk }: Engine<N>, { ended: [{ S }, ending], types }: Acted<N>, command: Of<'action' | 'assert_return'>,
): Verdict => {
  if (ending.kind !== 'values') return failed(`${command.kind === 'action' ? '' : 'expected results, but '}${showEnding(ending)}`);
  if (command.kind === 'action' || matchesResults((ref, type) => refOk(S, ref, type), ending.vals, command.results, types)) return PASSED;
  return failed(`expected ${showList(command.results.map(showPattern))}, found ${showList(ending.vals.map(showVal))}`);
};

/** The commands about an action. */
export type ActionCommand =
  Of<'action' | 'assert_return' | 'assert_trap' | 'assert_exhaustion' | 'assert_suspension' | 'assert_exception'>;
/** Whether an action ended as the command says. */
export const judgeAction = <N extends Nouns>(
  engine: Engine<N>, command: ActionCommand, acted: Acted<N>, options: ScriptOptions,
): Verdict => {
  const [, ending] = acted.ended;
  switch (command.kind) {
    case 'action': case 'assert_return': return returns(engine, acted, command);
    case 'assert_trap': return endsWith('trap', ending, command.message, options);
    case 'assert_exhaustion': return endsWith('exhaustion', ending, command.message, options);
    case 'assert_suspension': return endsWith('suspension', ending, command.message, options);
    case 'assert_exception': return endsWith('exception', ending, undefined, options);
  }
};

/** What a script says about a module that is refused before it is linked. */
export type Refusal =
  | 'assert_malformed' | 'assert_invalid' | 'assert_malformed_custom' | 'assert_invalid_custom'
  | ComponentAssertion;
const refusals: { readonly [kind in Refusal]: SourceError['kind'] } = {
  assert_malformed: 'malformed', assert_malformed_custom: 'malformed', assert_invalid: 'invalid', assert_invalid_custom: 'invalid',
  assert_malformed_component: 'malformed', assert_invalid_component: 'invalid',
};
/** Whether a module is refused as the command says. Other words than the script's are noted, but do not fail. */
export const judgeRefusal = (
  kind: Refusal, message: string, valid: E.Either<SourceError, unknown>, { sameMessage, anyRefusal }: ScriptOptions,
): Verdict => {
  const expected = refusals[kind];
  const but = `expected the ${kind.endsWith('component') ? 'component' : 'module'} to be ${expected} ("${message}"), but it is`;
  if (E.isRight(valid)) return failed(`${but} valid`);
  const { kind: found, message: words } = valid.left;
  if (found !== expected && !anyRefusal) return failed(`${but} ${found}: ${words}`);
  return sameMessage(message, words) ? PASSED : { status: 'passed', wording: misworded(message, words) };
};

type AnyInstantiation = Instantiation<Nouns>;
const showInstantiation = (end: AnyInstantiation): string => {
  switch (end.kind) {
    case 'instance': return 'it was instantiated';
    case 'unlinkable': return `it cannot be linked: ${end.message}`;
    case 'limit': return end.message;
    case 'unsupported': return end.why;
    case 'ending': return showEnding(end.ending);
  }
};
type Failed = Exclude<AnyInstantiation, { readonly kind: 'instance' }>;
/** Why there is no instance. */
export const whyNoInstance = (end: Failed): Unmet =>
  end.kind === 'unsupported' ? skipped(end.why) : failed(showInstantiation(end));

/** A module that names what it cannot import, or asks for it with another type. */
export const judgeUnlinkable = (message: string, end: AnyInstantiation, { sameMessage }: ScriptOptions): Verdict => {
  if (end.kind === 'unsupported') return skipped(end.why);
  if (end.kind !== 'unlinkable') return failed(`expected the module to be unlinkable ("${message}"), but ${showInstantiation(end)}`);
  if (sameMessage(message, end.message)) return PASSED;
  return failed(`expected the module to be unlinkable with another message: ${misworded(message, end.message)}`);
};

/** What a script says about a module whose instantiation does not come to its end. */
export type Uninstantiable = 'assert_module_trap' | 'assert_module_exhaustion' | 'assert_module_exception';
const ends = { assert_module_trap: 'trap', assert_module_exhaustion: 'exhaustion', assert_module_exception: 'exception' } as const;
/** Whether an instantiation ended as the command says. A module that asks for more than there is ends as in a trap. */
export const judgeInstantiation = (kind: Uninstantiable, message: string, end: AnyInstantiation, options: ScriptOptions): Verdict => {
  const how = ends[kind];
  if (end.kind === 'unsupported') return skipped(end.why);
  if (end.kind === 'ending') return endsWith(how, end.ending, how === 'exception' ? undefined : message, options);
  if (end.kind === 'limit' && how === 'trap') return endsWith(how, { kind: 'trap', whys: [end.message] }, message, options);
  return failed(`expected ${nouns[how]}, but ${showInstantiation(end)}`);
};
