/**
 * What to run: the function that is called when the module has been instantiated, and its arguments.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Val } from '../semantics/runtime/values.ts';
import { NULL } from '../semantics/runtime/values.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import type { TypeNames } from '../semantics/types/showing.ts';
import { showFunc, showVal as showType, typeNames } from '../semantics/types/showing.ts';
import type { FuncType, ResultType, ValType } from '../syntax/types.ts';
import { cursorOf, kindOf, takeName, unexpected } from '../syntax/text/cursor.ts';
import { attempt } from '../syntax/text/failure.ts';
import { tokenize } from '../syntax/text/lexer.ts';
import { takeNumber, takeVector } from '../syntax/text/numbers.ts';
import { printName } from '../syntax/text/print-literals.ts';
import { plainName } from './names.ts';
import { counted } from './show-values.ts';

/** An exported function. */
export interface Entry {
  /** the name of the export */
  readonly name: string;
  readonly type: FuncType<DefType>;
  /** why it is run */
  readonly why: string;
}

/** The functions that a module exports. */
export const entriesOf = ({ module, exports }: ValidModule): readonly Omit<Entry, 'why'>[] => exports.flatMap((xt, i) => {
  const type = xt.kind === 'func' ? asFunc(xt.type) : undefined, name = module.exports[i]?.name;
  return type === undefined || name === undefined ? [] : [{ name, type }];
});

/** The exports that are run without being asked for, the first of them that has no parameters. */
const USUAL = ['main', '_start'];

/** The function to run when none is asked for; undefined if it is not clear which one. */
export const usualEntry = (valid: ValidModule): Entry | undefined => {
  const ready = entriesOf(valid).filter(({ type }) => type.params.length === 0), [first, ...others] = ready;
  for (const name of USUAL) {
    const found = ready.find((entry) => entry.name === name);
    if (found !== undefined) return { ...found, why: `the export ${name}` };
  }
  return first === undefined || others.length > 0 ? undefined : { ...first, why: 'the only exported function without parameters' };
};

/** The name that a string literal stands for. */
const nameIn = (word: string): string | undefined => {
  const read = attempt(() => {
    const p = cursorOf(tokenize(word)), name = takeName(p, 'a name');
    return kindOf(p) === 'end' ? name : undefined;
  });
  return E.isRight(read) ? read.right : undefined;
};
/** The exported function with a name, or else with the name for which a string literal stands: `"a\nb"`. */
export const namedEntry = (valid: ValidModule, name: string): Entry | undefined => {
  const entries = entriesOf(valid);
  const called = (wanted: string | undefined): Omit<Entry, 'why'> | undefined => entries.find((entry) => entry.name === wanted);
  const found = called(name) ?? called(nameIn(name));
  return found && { ...found, why: 'as asked' };
};

const namesFor = ({ types, module }: ValidModule): TypeNames => typeNames(types, module.names.types);
/** `main : [] -> [i32]` */
export const showEntry = ({ name, type }: Pick<Entry, 'name' | 'type'>, valid: ValidModule): string =>
  `${plainName(name)} : ${showFunc(type, namesFor(valid))}`;

/** An argument of a type, as an example; undefined if there is none that can be written. */
const example = (type: ValType<DefType>): string | undefined => {
  if (typeof type !== 'string') return type.nullable ? 'null' : undefined;
  return type === 'v128' ? '"i32x4 1 2 3 4"' : type === 'f32' || type === 'f64' ? '1.5' : '1';
};
/** A name as one word of a shell: as it is, in quotes, or as a string literal in quotes. */
const shellWord = (name: string): string => {
  if (/^[\w.-]+$/u.test(name)) return name;
  const literal = printName(name), isPlain = literal === `"${name}"`;
  return isPlain && !/[$`!]/u.test(name) ? literal : `'${(isPlain ? name : literal).replaceAll("'", String.raw`'\''`)}'`;
};
/** The options that call a function. */
const wayToCall = ({ name, type: { params } }: Pick<Entry, 'name' | 'type'>): string => {
  const args = params.map(example);
  return args.includes(undefined) ? 'takes a reference that cannot be written' : `--invoke ${[shellWord(name), ...args].join(' ')}`;
};
/** How each exported function is called: its type, and options that call it. */
export const waysToCall = (valid: ValidModule): readonly string[] => {
  const entries = entriesOf(valid), shown = entries.map((entry) => showEntry(entry, valid));
  const width = Math.max(0, ...shown.map((text) => text.length));
  return entries.map((entry, i) => `${(shown[i] ?? '').padEnd(width)}   ${wayToCall(entry)}`);
};

/** An argument: there is no way to write an address. */
type Argument = Val<never>;
const OUT_OF_RANGE = 'constant out of range';
const constantOf = (type: string, word: string): E.Either<string, Argument> => {
  const read = attempt((): Argument => {
    const p = cursorOf(tokenize(word)), val = type === 'v128' ? takeVector(p) : takeNumber(p, type);
    return kindOf(p) === 'end' ? val : unexpected(p, 'no more than one argument');
  });
  if (E.isRight(read)) return read;
  const more = read.left.message.startsWith(OUT_OF_RANGE) ? ', which is out of range' : type === 'v128' ? `: ${read.left.message}` : '';
  return E.left(`expected ${type}, found ${JSON.stringify(word)}${more}`);
};
/** The value of an argument: a number or vector as in the text format, or `null`. */
const argumentOf = (type: ValType<DefType>, word: string, names: TypeNames): E.Either<string, Argument> => {
  if (typeof type === 'string') return constantOf(type, word);
  if (word === 'null' && type.nullable) return E.right(NULL);
  const can = type.nullable ? 'write null' : 'there is no way to write such a reference';
  return E.left(`expected ${showType(type, names)}, found ${JSON.stringify(word)}: ${can}`);
};
/** The values of arguments for parameters of these types; otherwise what is wrong with the first that is. */
export const argumentsOf = (
  params: ResultType<DefType>, words: readonly string[], valid: ValidModule,
): E.Either<string, readonly Argument[]> => {
  const names = namesFor(valid), types = params.map((type) => showType(type, names)).join(' ');
  if (words.length !== params.length)
    return E.left(`expected ${counted(params.length, 'argument')}${types === '' ? '' : ` (${types})`}, found ${words.length}`);
  return E.traverseArrayWithIndex((i, type: ValType<DefType>) => argumentOf(type, words[i] ?? '', names))(params);
};

/** The function that is asked for, with its arguments as words. */
export interface Wish {
  readonly name: string;
  readonly words: readonly string[];
}
/** What is called. */
export interface Choice {
  /** the name of the export */
  readonly name: string;
  readonly args: readonly Argument[];
  /** the function, with its type */
  readonly what: string;
  /** why it is this one */
  readonly why: string;
}
/** Lines that say how to call what a module exports. */
const choices = (valid: ValidModule): readonly string[] => {
  const ways = waysToCall(valid);
  return ways.length === 0 ? ['It exports no function.'] : ['It exports:', ...ways.map((way) => `  ${way}`)];
};
/** The call that is asked for, or the usual one; on the left, why there is none. Nothing may be left to call if a start function runs. */
export const chosen = (valid: ValidModule, wish: Wish | undefined): E.Either<string, Choice | undefined> => {
  const entry = wish === undefined ? usualEntry(valid) : namedEntry(valid, wish.name);
  if (entry === undefined) {
    if (wish === undefined && valid.module.start !== undefined) return E.right(undefined);
    const why = wish === undefined ? 'which function? There is no `main` or `_start` without parameters, nor a single function without'
      : `no function is exported as ${plainName(wish.name)}`;
    return E.left([why, ...choices(valid)].join('\n'));
  }
  const { name, type, why } = entry, what = showEntry(entry, valid);
  const args = argumentsOf(type.params, wish?.words ?? [], valid);
  return E.isLeft(args) ? E.left(`${what}: ${args.left}`) : E.right({ name, args: args.right, what, why });
};
