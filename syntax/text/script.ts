/**
 * Scripts.
 * @spec core interpreter/README.md §Scripts; T interpreter/README.md §Scripts
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { Action, Command, ModuleAssertion, ResultPattern, Script, ScriptArg, ScriptComponent, ScriptModule } from '../script.ts';
import type { SourceError, Span } from '../source.ts';
import { takeComponent } from './component.ts';
import type { MutableCursor } from './cursor.ts';
import {
  afterList, close, cursorOf, isList, isWord, kindOf, spanOf, takeAllBytes, takeBytes, takeId, takeList, takeName, takeWord, textOf,
  unexpected, unexpectedList,
} from './cursor.ts';
import { attempt } from './failure.ts';
import { tokenize } from './lexer.ts';
import { takeModule, textOfSource } from './module.ts';
import { isFieldHead } from './outline.ts';
import { takeArg, takePattern } from './script-values.ts';
import { decodeUtf8 } from './utf8.ts';

/** The text of a module. A mistake in it stays in it: whatever it is, the list ends where its parenthesis closes. */
const takeTextModule = (p: MutableCursor, end: number, at: Span, id: string | undefined): ScriptModule => {
  const result = attempt(() => takeModule(p, { before: p.next - 1, end, at }, id));
  p.next = end;
  return { kind: 'text', result: E.isRight(result) ? { ok: true, module: result.right } : { ok: false, error: result.left } };
};

/** `(module …)`, its name, and whether it is only defined */
interface TakenModule {
  readonly name: string | undefined;
  readonly definition: boolean;
  readonly module: ScriptModule;
}
const takeScriptModule = (p: MutableCursor): TakenModule => {
  const first = p.next;
  if (!takeList(p, 'module')) return unexpectedList(p, '(module …)');
  const end = afterList(p, first) - 1;
  const definition = takeWord(p, 'definition');
  const name = takeId(p);
  let module: ScriptModule;
  if (takeWord(p, 'binary')) module = { kind: 'binary', bytes: takeAllBytes(p) };
  else if (takeWord(p, 'quote')) module = { kind: 'quote', bytes: takeAllBytes(p) };
  else module = takeTextModule(p, end, spanOf(p, first, end + 1), name);
  close(p, 'a string or )');
  return { name, definition, module };
};

/** `(component …)`, its name, and whether it is only defined. A mistake in its text stays in it. */
interface TakenComponent {
  readonly name: string | undefined;
  readonly definition: boolean;
  readonly component: ScriptComponent;
}
const takeTextComponent = (p: MutableCursor, end: number, at: Span): ScriptComponent => {
  const result = attempt(() => takeComponent(p, end, at));
  p.next = end;
  return { kind: 'text', result: E.isRight(result) ? { ok: true, component: result.right } : { ok: false, error: result.left } };
};
const takeScriptComponent = (p: MutableCursor): TakenComponent => {
  const first = p.next;
  if (!takeList(p, 'component')) return unexpectedList(p, '(component …)');
  const end = afterList(p, first) - 1;
  const definition = takeWord(p, 'definition');
  const name = takeId(p);
  let component: ScriptComponent;
  if (takeWord(p, 'binary')) component = { kind: 'binary', bytes: takeAllBytes(p) };
  else if (takeWord(p, 'quote')) component = { kind: 'quote', bytes: takeAllBytes(p) };
  else component = takeTextComponent(p, end, spanOf(p, first, end + 1));
  close(p, 'a string or )');
  return { name, definition, component };
};

const takeAction = (p: MutableCursor): Action => {
  const invoke = takeList(p, 'invoke');
  if (!invoke && !takeList(p, 'get')) return unexpectedList(p, '(invoke …) or (get …)');
  const instance = takeId(p);
  const name = takeName(p, 'the name of an export');
  const args: ScriptArg[] = [];
  while (invoke && kindOf(p) === '(') args.push(takeArg(p));
  close(p, invoke ? 'an argument or )' : ')');
  return invoke ? { kind: 'invoke', instance, name, args } : { kind: 'get', instance, name };
};

/** The message that an assertion expects. */
const takeMessage = (p: MutableCursor): string => decodeUtf8(takeBytes(p, 'the expected message')) ?? '';

/** Assertions that know components. */
const COMPONENT_ASSERTIONS: ReadonlySet<string> = new Set(['assert_malformed', 'assert_invalid']);
/** What an assertion is about, if it is a form that no assertion knows: the head of the list. */
const unknownSubject = (p: MutableCursor, head: string): string | undefined => {
  if (isList(p, 'component') && COMPONENT_ASSERTIONS.has(head)) return undefined;
  if (isList(p, 'module')) return isWord(p, 'instance', 2) ? 'module instance' : undefined;
  return isList(p, 'invoke') || isList(p, 'get') || kindOf(p) !== '(' ? undefined : textOf(p, 1);
};

/** Reads a command after its head, without the closing parenthesis. */
type ReadCommand = (p: MutableCursor, at: Span) => Command;

const assertModule = (kind: ModuleAssertion): ReadCommand => (p, at) => {
  const { module } = takeScriptModule(p);
  return { kind, module, message: takeMessage(p), at };
};
/** An assertion about a module or a component. */
const assertRefusal = (kind: 'assert_malformed' | 'assert_invalid'): ReadCommand => (p, at) => {
  if (!isList(p, 'component')) return assertModule(kind)(p, at);
  const { component } = takeScriptComponent(p);
  return { kind: `${kind}_component`, component, message: takeMessage(p), at };
};
/** An assertion about an action, or about the instantiation of a module. */
const assertFailure = (kind: 'assert_trap' | 'assert_exhaustion', moduleKind: ModuleAssertion): ReadCommand => (p, at) => {
  if (isList(p, 'module')) return assertModule(moduleKind)(p, at);
  const action = takeAction(p);
  return { kind, action, message: takeMessage(p), at };
};

const assertReturn: ReadCommand = (p, at) => {
  const action = takeAction(p);
  const results: ResultPattern[] = [];
  while (kindOf(p) === '(') results.push(takePattern(p));
  return { kind: 'assert_return', action, results, at };
};
const assertSuspension: ReadCommand = (p, at) => {
  const action = takeAction(p);
  return { kind: 'assert_suspension', action, message: takeMessage(p), at };
};
const assertException: ReadCommand = (p, at) =>
  isList(p, 'module')
    ? { kind: 'assert_module_exception', module: takeScriptModule(p).module, message: '', at }
    : { kind: 'assert_exception', action: takeAction(p), at };

const register: ReadCommand = (p, at) => {
  const as = takeName(p, 'the name of a module');
  return { kind: 'register', as, instance: takeId(p), at };
};

const commands: ReadonlyMap<string, ReadCommand> = new Map<string, ReadCommand>([
  ['register', register],
  ['assert_return', assertReturn],
  ['assert_trap', assertFailure('assert_trap', 'assert_module_trap')],
  ['assert_exhaustion', assertFailure('assert_exhaustion', 'assert_module_exhaustion')],
  ['assert_suspension', assertSuspension],
  ['assert_exception', assertException],
  ['assert_malformed', assertRefusal('assert_malformed')],
  ['assert_invalid', assertRefusal('assert_invalid')],
  ['assert_unlinkable', assertModule('assert_unlinkable')],
  ['assert_malformed_custom', assertModule('assert_malformed_custom')],
  ['assert_invalid_custom', assertModule('assert_invalid_custom')],
  ['wait', (p, at) => ({ kind: 'wait', thread: takeId(p), at })],
]);

/** `(module instance $i $m)`: a single identifier is that of the definition */
const takeInstance = (p: MutableCursor, at: Span): Command => {
  p.next += 3;
  const first = takeId(p), second = takeId(p);
  close(p, 'an identifier or )');
  const [name, definition] = second === undefined ? [undefined, first] : [first, second];
  return { kind: 'instance', name, definition, at };
};

/** Reads a command other than `thread`. */
const takeCommand = (p: MutableCursor): Command => {
  const first = p.next;
  const after = afterList(p, first);
  const at = spanOf(p, first, after);
  if (kindOf(p) !== '(') return unexpected(p, 'a command, which begins with (');
  if (isList(p, 'invoke') || isList(p, 'get')) return { kind: 'action', action: takeAction(p), at };
  if (isList(p, 'module')) {
    if (isWord(p, 'instance', 2)) return takeInstance(p, at);
    return { kind: 'module', ...takeScriptModule(p), at };
  }
  if (isList(p, 'component') && !isWord(p, 'instance', 2)) return { kind: 'component', ...takeScriptComponent(p), at };
  const head = textOf(p, 1);
  p.next += 2;
  const unknown = head.startsWith('assert_') ? unknownSubject(p, head) : undefined;
  const read = unknown === undefined ? commands.get(head) : undefined;
  if (read === undefined) {
    p.next = after;
    return { kind: 'unknown', head: unknown === undefined ? head : `${head} ${unknown}`, at };
  }
  const command = read(p, at);
  close(p, ') after the command');
  return command;
};

/** `(shared (module $m))*` */
const takeSharedModules = (p: MutableCursor): readonly string[] => {
  const shared: string[] = [];
  while (takeList(p, 'shared')) {
    if (!takeList(p, 'module')) unexpectedList(p, '(module $id)');
    shared.push(takeId(p) ?? unexpected(p, 'the identifier of a module'));
    close(p, ')');
    close(p, ')');
  }
  return shared;
};

/** A thread whose commands are being read. */
interface Thread {
  readonly name: string | undefined;
  readonly shared: readonly string[];
  readonly at: Span;
  readonly commands: Command[];
}

const takeCommands = (p: MutableCursor): readonly Command[] => {
  const all: Command[] = [];
  const threads: Thread[] = [];
  while (kindOf(p) !== 'end') {
    const thread = threads.at(-1);
    const into = thread?.commands ?? all;
    const first = p.next;
    if (takeList(p, 'thread')) {
      const name = takeId(p);
      threads.push({ name, shared: takeSharedModules(p), at: spanOf(p, first, afterList(p, first)), commands: [] });
    } else if (kindOf(p) === ')' && thread !== undefined) {
      p.next++;
      threads.pop();
      (threads.at(-1)?.commands ?? all).push({ kind: 'thread', ...thread });
    } else into.push(takeCommand(p));
  }
  return all;
};

const takeScript = (p: MutableCursor): Script => {
  const { count, text } = p.tokens;
  if (kindOf(p) !== '(' || !isFieldHead(textOf(p, 1))) return { commands: takeCommands(p) };
  // The fields of a module alone are a script of one module.
  const at = { start: 0, end: text.length };
  return { commands: [{ kind: 'module', name: undefined, definition: false, module: takeTextModule(p, count, at, undefined), at }] };
};

/**
 * The script that a text describes. A mistake within the text of a module belongs to the command with the module, as long
 * as the parentheses pair. Spans are offsets in the text, those of quoted modules excepted, which are read on their own.
 * @param source a text, or its bytes in UTF-8
 * @returns the first mistake, if the source is not in the grammar
 */
export const parseScript = (source: string | Uint8Array): Either<SourceError, Script> =>
  E.flatMap(textOfSource(source), (text) => attempt(() => takeScript(cursorOf(tokenize(text)))));
