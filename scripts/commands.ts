/**
 * Commands: each takes a state to the next one, with a result that is data.
 * @spec core interpreter/README.md §Scripts
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Command, ScriptModule } from '../syntax/script.ts';
import type { SourceError } from '../syntax/source.ts';
import { done, mapTask } from '../semantics/data/task.ts';
import type { ValidComponent } from '../semantics/statics/components.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { act } from './actions.ts';
import type { ActionCommand, Of } from './assertions.ts';
import { judgeAction, judgeInstantiation, judgeRefusal, judgeUnlinkable, whyNoInstance } from './assertions.ts';
import { defineComponent } from './components.ts';
import type { Engine, Instantiated, Instantiation, Nouns, Work } from './engine.ts';
import { defineModule } from './modules.ts';
import type { Bound, ScriptOptions, ScriptState, Unmet, Verdict } from './state.ts';
import {
  definitionOf, failed, instanceOf, missingThread, skipped, withDefinition, withInstance, withRegistered, withThread,
} from './state.ts';

/** The state after a command, and what came of it. */
export type Judged<N extends Nouns> = readonly [next: ScriptState<N>, verdict: Verdict];
/** A command that is carried out in one thread. */
export type PlainCommand = Exclude<Command, { readonly kind: 'thread' | 'wait' }>;

/** What carries a command out: the engine, and how scripts are judged. */
export interface Means<N extends Nouns> {
  readonly engine: Engine<N>;
  readonly options: ScriptOptions;
}

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

const instanceFrom = <N extends Nouns>(end: Instantiation<N>, { definesUnlinked }: ScriptOptions): Bound<N['instance']> => {
  if (end.kind === 'instance') return E.right(end.inst);
  return E.left(end.kind === 'unlinkable' && definesUnlinked ? UNLINKED : whyNoInstance(end));
};
const instantiated = <A>(inst: Bound<A>): Verdict => E.isLeft(inst) && inst.left === UNLINKED ? PASSED : verdictOf(inst);

/** What a module would import from an instance that does not exist. */
const missing = <N extends Nouns>({ absent }: ScriptState<N>, { module }: ValidModule): Unmet | undefined => {
  for (const { module: name } of module.imports) {
    const why = absent.get(name);
    if (why !== undefined) return why;
  }
  return undefined;
};
const instantiate = <N extends Nouns>(engine: Engine<N>, state: ScriptState<N>, valid: ValidModule): Bound<Work<N, Instantiated<N>>> => {
  const why = missing(state, valid);
  return why === undefined ? E.right(engine.instantiate(state.world, valid, state.names)) : E.left(why);
};

/** Instantiates a definition, under a name. */
const instance = <N extends Nouns>(
  { engine, options }: Means<N>, state: ScriptState<N>, name: string | undefined, definition: Bound<ValidModule>,
): Work<N, Judged<N>> => {
  const named = (next: ScriptState<N>, inst: Bound<N['instance']>): Judged<N> =>
    [withInstance(engine, next, options, name, lost(inst)), instantiated(inst)];
  const made = E.isLeft(definition) ? definition : instantiate(engine, state, definition.right);
  if (E.isLeft(made)) return done(named(state, made));
  return mapTask(made.right, ([world, end]) => named({ ...state, world }, instanceFrom(end, options)));
};

const runModule = <N extends Nouns>(means: Means<N>, state0: ScriptState<N>, command: Of<'module'>): Work<N, Judged<N>> => {
  const defined = definition(command.module);
  const state = withDefinition(state0, command.name, lost(defined));
  return command.definition ? done([state, verdictOf(defined)]) : instance(means, state, command.name, defined);
};

const runRegister = <N extends Nouns>({ engine }: Means<N>, state: ScriptState<N>, command: Of<'register'>): Work<N, Judged<N>> => {
  const inst = instanceOf(state, command.instance);
  return done([withRegistered(engine, state, command.as, inst), verdictOf(inst)]);
};

const runAction = <N extends Nouns>(
  { engine, options }: Means<N>, state: ScriptState<N>, command: ActionCommand,
): Work<N, Judged<N>> => {
  const lostThread = missingThread(state), acting = lostThread === undefined ? act(engine, state, command.action) : E.left(lostThread);
  if (E.isLeft(acting)) return done([state, acting.left]);
  return mapTask(acting.right, (acted) => [{ ...state, world: acted.ended[0] }, judgeAction(engine, command, acted, options)]);
};

const runInstantiation = <N extends Nouns>(
  { engine }: Means<N>, state: ScriptState<N>, module: ScriptModule, judge: (end: Instantiation<N>) => Verdict,
): Work<N, Judged<N>> => {
  const defined = definition(module), made = E.isLeft(defined) ? defined : instantiate(engine, state, defined.right);
  if (E.isLeft(made)) return done([state, made.left]);
  return mapTask(made.right, ([world, end]) => [{ ...state, world }, judge(end)]);
};

/** A component is an instance like others, but exports nothing. */
const runComponent = <N extends Nouns>(
  { engine, options }: Means<N>, state: ScriptState<N>, { component, definition, name }: Of<'component'>,
): Work<N, Judged<N>> => {
  const defined = pipe(defineComponent(component), E.orElse<SourceError, ValidComponent, Unmet>(refused('component')));
  if (definition) return done([state, verdictOf(defined)]);
  const named = (next: ScriptState<N>, inst: Bound<N['instance']>): Judged<N> =>
    [withInstance(engine, next, options, name, lost(inst)), verdictOf(inst)];
  if (E.isLeft(defined)) return done(named(state, defined));
  return mapTask(engine.instantiateComponent(state.world, defined.right), ([world, end]) =>
    named({ ...state, world }, end.kind === 'instance' ? E.right(end.inst) : E.left(whyNoInstance(end))));
};

/** What a command has to do. */
export const begin = <N extends Nouns>(means: Means<N>, state: ScriptState<N>, command: PlainCommand): Work<N, Judged<N>> => {
  const { options } = means;
  switch (command.kind) {
    case 'module': return runModule(means, state, command);
    case 'instance': return instance(means, state, command.name, definitionOf(state, command.definition));
    case 'register': return runRegister(means, state, command);
    case 'action': case 'assert_return': case 'assert_trap': case 'assert_exhaustion': case 'assert_suspension': case 'assert_exception':
      return runAction(means, state, command);
    case 'assert_malformed': case 'assert_invalid':
      return done([state, judgeRefusal(command.kind, command.message, defineModule(command.module), options)]);
    case 'assert_malformed_custom': case 'assert_invalid_custom':
      return done([state, judgeRefusal(command.kind, command.message, defineModule(command.module, true), options)]);
    case 'assert_unlinkable':
      return runInstantiation(means, state, command.module, (end) => judgeUnlinkable(command.message, end, options));
    case 'assert_module_trap': case 'assert_module_exhaustion': case 'assert_module_exception': {
      const { kind, module, message } = command;
      return runInstantiation(means, state, module, (end) => judgeInstantiation(kind, message, end, options));
    }
    case 'component': return runComponent(means, state, command);
    case 'assert_malformed_component': case 'assert_invalid_component':
      return done([state, judgeRefusal(command.kind, command.message, defineComponent(command.component), options)]);
    case 'unknown': return done([state, failed(`there is no command \`${command.head}\``)]);
  }
};

/** The state after a command that made nothing: what it would have made is named, with the reason. */
export const without = <N extends Nouns>(
  { engine, options }: Means<N>, state: ScriptState<N>, command: Command, verdict: Verdict,
): ScriptState<N> => {
  if (verdict.status === 'passed') return state;
  const none = E.left(verdict), noInstance = (name: string | undefined) => withInstance(engine, state, options, name, none);
  switch (command.kind) {
    case 'module': {
      const next = withDefinition(state, command.name, none);
      return command.definition ? next : withInstance(engine, next, options, command.name, none);
    }
    case 'instance': return noInstance(command.name);
    case 'component': return command.definition ? state : noInstance(command.name);
    case 'register': return withRegistered(engine, state, command.as, none);
    case 'thread': return withThread(state, command.name, none);
    case 'unknown': return command.head.startsWith('assert_') ? state : noInstance(undefined);
    default: return state;
  }
};
