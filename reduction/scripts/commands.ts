/**
 * Commands: each takes a state to the next one, with a result that is data.
 * @spec core interpreter/README.md §Scripts
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Command, ScriptModule } from '../../syntax/script.ts';
import type { SourceError } from '../../syntax/source.ts';
import type { ModuleInst } from '../../semantics/runtime/frames.ts';
import { EMPTY_MODULE } from '../../semantics/runtime/frames.ts';
import type { ValidComponent } from '../../semantics/statics/components.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { instantiateComponent } from '../components.ts';
import { act } from './actions.ts';
import type { ActionCommand, Of } from './assertions.ts';
import { judgeAction, judgeInstantiation, judgeRefusal, judgeUnlinkable, whyNoInstance } from './assertions.ts';
import { defineComponent } from './components.ts';
import type { Instantiation } from './modules.ts';
import { defineModule, instantiateModule } from './modules.ts';
import type { Bound, ScriptOptions, ScriptState, Unmet, Verdict } from './state.ts';
import { definitionOf, failed, instanceOf, skipped, withDefinition, withInstance, withRegistered, worldOf } from './state.ts';
import type { Task } from '../tasks.ts';
import { done, mapTask } from '../tasks.ts';

/** The state after a command, and what came of it. */
export type Judged = readonly [next: ScriptState, verdict: Verdict];
/** A command that is carried out in one thread. */
export type PlainCommand = Exclude<Command, { readonly kind: 'thread' | 'wait' }>;

const PASSED: Verdict = { status: 'passed' };
const verdictOf = <A>(bound: Bound<A>): Verdict => E.isLeft(bound) ? bound.left : PASSED;

const refused = (what: string) => ({ kind, message }: SourceError): Bound<never> => E.left(failed(`the ${what} is ${kind}: ${message}`));
/** What later commands say that need something that is not there. */
const NEEDS = 'it needs a module that failed: ';
const lost = <A>(bound: Bound<A>): Bound<A> => pipe(bound, E.mapLeft((unmet) =>
  unmet.status === 'skipped' || unmet.why.startsWith(NEEDS) ? unmet : failed(`${NEEDS}${unmet.why}`)));

const definition = (module: ScriptModule): Bound<ValidModule> =>
  pipe(defineModule(module), E.orElse<SourceError, ValidModule, Unmet>(refused('module')));

/** Why a definition has no instance, although no command failed. */
const UNLINKED = skipped('imports what no host provides: defined, not instantiated');

const instanceFrom = (end: Instantiation, { definesUnlinked }: ScriptOptions): Bound<ModuleInst> => {
  if (end.kind === 'instance') return E.right(end.inst);
  return E.left(end.kind === 'unlinkable' && definesUnlinked ? UNLINKED : failed(whyNoInstance(end)));
};
const instantiated = (inst: Bound<ModuleInst>): Verdict => E.isLeft(inst) && inst.left === UNLINKED ? PASSED : verdictOf(inst);

/** Instantiates a definition, under a name. */
const instance = (
  state: ScriptState, name: string | undefined, definition: Bound<ValidModule>, options: ScriptOptions,
): Task<Judged> => {
  const named = (next: ScriptState, inst: Bound<ModuleInst>): Judged => [withInstance(next, options, name, lost(inst)), instantiated(inst)];
  const made = E.isLeft(definition) ? definition : instantiateModule(state, definition.right);
  if (E.isLeft(made)) return done(named(state, made));
  return mapTask(made.right, ([world, end]) => named({ ...state, ...world }, instanceFrom(end, options)));
};

const runModule = (state0: ScriptState, command: Of<'module'>, options: ScriptOptions): Task<Judged> => {
  const defined = definition(command.module);
  const state = withDefinition(state0, command.name, lost(defined));
  return command.definition ? done([state, verdictOf(defined)]) : instance(state, command.name, defined, options);
};

const runRegister = (state: ScriptState, command: Of<'register'>): Task<Judged> => {
  const inst = instanceOf(state, command.instance);
  return done([withRegistered(state, command.as, inst), verdictOf(inst)]);
};

const runAction = (state: ScriptState, command: ActionCommand, options: ScriptOptions): Task<Judged> => {
  const acting = act(state, command.action);
  if (E.isLeft(acting)) return done([state, acting.left]);
  return mapTask(acting.right, (acted) => [{ ...state, ...acted.world }, judgeAction(command, acted, options)]);
};

const runInstantiation = (state: ScriptState, module: ScriptModule, judge: (end: Instantiation) => Verdict): Task<Judged> => {
  const defined = definition(module), made = E.isLeft(defined) ? defined : instantiateModule(state, defined.right);
  if (E.isLeft(made)) return done([state, made.left]);
  return mapTask(made.right, ([world, end]) => [{ ...state, ...world }, judge(end)]);
};

/** A component is an instance like others, but exports nothing. */
const runComponent = (state: ScriptState, { component, definition, name }: Of<'component'>, options: ScriptOptions): Task<Judged> => {
  const defined = pipe(defineComponent(component), E.orElse<SourceError, ValidComponent, Unmet>(refused('component')));
  if (definition) return done([state, verdictOf(defined)]);
  const named = (next: ScriptState, inst: Bound<ModuleInst>): Judged => [withInstance(next, options, name, lost(inst)), verdictOf(inst)];
  if (E.isLeft(defined)) return done(named(state, defined));
  return mapTask(instantiateComponent(state.S, state.T, defined.right), (end) =>
    named({ ...state, ...worldOf(end) }, end.kind === 'instances' ? E.right(EMPTY_MODULE) : E.left(failed(whyNoInstance(end)))));
};

/** What a command has to do. */
export const begin = (state: ScriptState, command: PlainCommand, options: ScriptOptions): Task<Judged> => {
  switch (command.kind) {
    case 'module': return runModule(state, command, options);
    case 'instance': return instance(state, command.name, definitionOf(state, command.definition), options);
    case 'register': return runRegister(state, command);
    case 'action': case 'assert_return': case 'assert_trap': case 'assert_exhaustion': case 'assert_suspension': case 'assert_exception':
      return runAction(state, command, options);
    case 'assert_malformed': case 'assert_invalid':
      return done([state, judgeRefusal(command.kind, command.message, defineModule(command.module), options)]);
    case 'assert_malformed_custom': case 'assert_invalid_custom':
      return done([state, judgeRefusal(command.kind, command.message, defineModule(command.module, true), options)]);
    case 'assert_unlinkable':
      return runInstantiation(state, command.module, (end) => judgeUnlinkable(command.message, end, options));
    case 'assert_module_trap': case 'assert_module_exhaustion': case 'assert_module_exception': {
      const { kind, module, message } = command;
      return runInstantiation(state, module, (end) => judgeInstantiation(kind, message, end, options));
    }
    case 'component': return runComponent(state, command, options);
    case 'assert_malformed_component': case 'assert_invalid_component':
      return done([state, judgeRefusal(command.kind, command.message, defineComponent(command.component), options)]);
    case 'unknown': return done([state, failed(`there is no command \`${command.head}\``)]);
  }
};

/** The state after a command that made nothing: what it would have made is named, with the reason. */
export const without = (state: ScriptState, command: Command, options: ScriptOptions, verdict: Verdict): ScriptState => {
  if (verdict.status === 'passed') return state;
  const none = E.left(verdict);
  switch (command.kind) {
    case 'module': {
      const next = withDefinition(state, command.name, none);
      return command.definition ? next : withInstance(next, options, command.name, none);
    }
    case 'instance': return withInstance(state, options, command.name, none);
    case 'component': return command.definition ? state : withInstance(state, options, command.name, none);
    case 'register': return withRegistered(state, command.as, none);
    case 'unknown': return command.head.startsWith('assert_') ? state : withInstance(state, options, undefined, none);
    default: return state;
  }
};
