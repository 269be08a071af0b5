/**
 * The executor of scripts: each command takes a state to the next one, with a result that is data.
 * @spec core interpreter/README.md §Scripts
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Command, Script, ScriptModule } from '../../syntax/script.ts';
import type { SourceError, Span } from '../../syntax/source.ts';
import type { ModuleInst } from '../../semantics/runtime/frames.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { act } from './actions.ts';
import type { ActionCommand, Of } from './assertions.ts';
import { judgeAction, judgeInstantiation, judgeRefusal, judgeUnlinkable, whyNoInstance } from './assertions.ts';
import type { Instantiation } from './modules.ts';
import { defineModule, instantiateModule } from './modules.ts';
import type { Bound, ScriptOptions, ScriptState, Unmet, Verdict } from './state.ts';
import { definitionOf, failed, initialState, instanceOf, skipped, withDefinition, withInstance, withRegistered } from './state.ts';

/** What came of a command. */
export type CommandResult = Verdict & {
  readonly at: Span;
  readonly kind: Command['kind'];
};

type Judged = readonly [next: ScriptState, verdict: Verdict];
const PASSED: Verdict = { status: 'passed' };
const verdictOf = <A>(bound: Bound<A>): Verdict => E.isLeft(bound) ? bound.left : PASSED;

const refused = ({ kind, message }: SourceError): Bound<never> => E.left(failed(`the module is ${kind}: ${message}`));
/** What later commands say that need something that is not there. */
const NEEDS = 'it needs a module that failed: ';
const lost = <A>(bound: Bound<A>): Bound<A> => pipe(bound, E.mapLeft((unmet) =>
  unmet.status === 'skipped' || unmet.why.startsWith(NEEDS) ? unmet : failed(`${NEEDS}${unmet.why}`)));

const definition = (module: ScriptModule): Bound<ValidModule> =>
  pipe(defineModule(module), E.orElse<SourceError, ValidModule, Unmet>(refused));

/** Why a definition has no instance, although no command failed. */
const UNLINKED = skipped('imports what no host provides: defined, not instantiated');

/** Instantiates a definition: the store after it, and the instance. */
const instance = (
  state: ScriptState, definition: Bound<ValidModule>, { limits, definesUnlinked }: ScriptOptions,
): readonly [ScriptState, Bound<ModuleInst>] => {
  if (E.isLeft(definition)) return [state, definition];
  const made = instantiateModule(state, definition.right, limits);
  if (E.isLeft(made)) return [state, made];
  const [S, end] = made.right, next = { ...state, S };
  if (end.kind === 'instance') return [next, E.right(end.inst)];
  const isUnlinked = end.kind === 'unlinkable' && definesUnlinked && end.message.startsWith('unknown import');
  return [next, E.left(isUnlinked ? UNLINKED : failed(whyNoInstance(end)))];
};
const instantiated = (inst: Bound<ModuleInst>): Verdict => E.isLeft(inst) && inst.left === UNLINKED ? PASSED : verdictOf(inst);

const runModule = (state0: ScriptState, command: Of<'module'>, options: ScriptOptions): Judged => {
  const defined = definition(command.module);
  const state = withDefinition(state0, command.name, lost(defined));
  if (command.definition) return [state, verdictOf(defined)];
  const [state1, inst] = instance(state, defined, options);
  return [withInstance(state1, options, command.name, lost(inst)), instantiated(inst)];
};

const runInstance = (state: ScriptState, command: Of<'instance'>, options: ScriptOptions): Judged => {
  const [state1, inst] = instance(state, definitionOf(state, command.definition), options);
  return [withInstance(state1, options, command.name, lost(inst)), instantiated(inst)];
};

const runRegister = (state: ScriptState, command: Of<'register'>): Judged => {
  const inst = instanceOf(state, command.instance);
  return [withRegistered(state, command.as, inst), verdictOf(inst)];
};

const runAction = (state: ScriptState, command: ActionCommand, options: ScriptOptions): Judged => {
  const acted = act(state, command.action, options.limits);
  if (E.isLeft(acted)) return [state, acted.left];
  return [{ ...state, S: acted.right.S }, judgeAction(command, acted.right, options)];
};

const runInstantiation = (
  state: ScriptState, module: ScriptModule, options: ScriptOptions, judge: (end: Instantiation) => Verdict,
): Judged => {
  const defined = definition(module);
  if (E.isLeft(defined)) return [state, defined.left];
  const made = instantiateModule(state, defined.right, options.limits);
  if (E.isLeft(made)) return [state, made.left];
  const [S, end] = made.right;
  return [{ ...state, S }, judge(end)];
};

const runCommand = (state: ScriptState, command: Command, options: ScriptOptions): Judged => {
  switch (command.kind) {
    case 'module': return runModule(state, command, options);
    case 'instance': return runInstance(state, command, options);
    case 'register': return runRegister(state, command);
    case 'action': case 'assert_return': case 'assert_trap': case 'assert_exhaustion': case 'assert_suspension': case 'assert_exception':
      return runAction(state, command, options);
    case 'assert_malformed': case 'assert_invalid':
      return [state, judgeRefusal(command.kind, command.message, defineModule(command.module), options)];
    case 'assert_malformed_custom': case 'assert_invalid_custom':
      return [state, judgeRefusal(command.kind, command.message, defineModule(command.module, true), options)];
    case 'assert_unlinkable':
      return runInstantiation(state, command.module, options, (end) => judgeUnlinkable(command.message, end, options));
    case 'assert_module_trap': case 'assert_module_exhaustion': case 'assert_module_exception': {
      const { kind, module, message } = command;
      return runInstantiation(state, module, options, (end) => judgeInstantiation(kind, message, end, options));
    }
    case 'thread': case 'wait': return [state, skipped('threads: later')];
    case 'unknown': return [state, failed(`there is no command \`${command.head}\``)];
  }
};

/** The state after a command that made nothing: what it would have made is named, with the reason. */
const without = (state: ScriptState, command: Command, options: ScriptOptions, verdict: Verdict): ScriptState => {
  if (verdict.status === 'passed') return state;
  const none = E.left(verdict);
  switch (command.kind) {
    case 'module': {
      const next = withDefinition(state, command.name, none);
      return command.definition ? next : withInstance(next, options, command.name, none);
    }
    case 'instance': return withInstance(state, options, command.name, none);
    case 'register': return withRegistered(state, command.as, none);
    case 'unknown': return command.head.startsWith('assert_') ? state : withInstance(state, options, undefined, none);
    default: return state;
  }
};

/** A command that breaks this implementation has failed; the script goes on. */
const guarded = (state: ScriptState, command: Command, options: ScriptOptions): Judged => {
  const done = E.tryCatch(() => runCommand(state, command, options), (error) => failed(`internal error: ${String(error)}`));
  return E.isRight(done) ? done.right : [without(state, command, options, done.left), done.left];
};

/** Runs one command. */
export const execute = (
  state: ScriptState, command: Command, options: ScriptOptions,
): readonly [next: ScriptState, result: CommandResult] => {
  const reason = options.skip(command), { at, kind } = command;
  if (reason !== undefined) {
    const left = skipped(reason);
    return [without(state, command, options, left), { at, kind, ...left }];
  }
  const [next, verdict] = guarded(state, command, options);
  return [next, { at, kind, ...verdict }];
};

/** Runs a script: one result for each command. */
export const runScript = ({ commands }: Script, options: ScriptOptions): readonly CommandResult[] => {
  const results: CommandResult[] = [];
  let state = initialState(options);
  for (const command of commands) {
    const [next, result] = execute(state, command, options);
    state = next;
    results.push(result);
  }
  return results;
};
