/**
 * Which commands are skipped, decided by what they contain.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Command, ScriptComponent, ScriptModule } from '../../syntax/script.ts';
import { decode } from '../../syntax/binary/decoder.ts';
import { printModule } from '../../syntax/text/printer.ts';
import { defineModule } from '../../scripts/modules.ts';
import type { Contested } from './contested.ts';
import { contested, features, foreign } from './contested.ts';
import type { Suite } from './dialects.ts';

const NO_WORDS = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;.*?;\)/gsu;
/** Words of the text format, with an opening parenthesis before the head of a list. */
const wordsOf = (text: string): readonly string[] => [...new Set(text.replaceAll(NO_WORDS, ' ').match(/\(?[^\s()]+/gu))];

/** The text of a module; that of a binary is printed, if it can be decoded. */
const textOf = (module: ScriptModule, written: string): string => {
  switch (module.kind) {
    case 'text': return written;
    case 'quote': return new TextDecoder().decode(module.bytes);
    case 'binary': {
      const decoded = decode(module.bytes);
      return E.isRight(decoded) ? printModule(decoded.right) : '';
    }
  }
};

/** The text of a component; none for a binary. */
const textOfComponent = (component: ScriptComponent, written: string): string => {
  switch (component.kind) {
    case 'text': return written;
    case 'quote': return new TextDecoder().decode(component.bytes);
    case 'binary': return '';
  }
};

/** Reads and validates a module only where an expectation may depend on it. */
const isRefused = (command: Command, refusal: RegExp): boolean => {
  if (!('module' in command)) return false;
  const defined = defineModule(command.module);
  return E.isLeft(defined) && refusal.test(defined.left.message);
};
const applies = (own: Suite, command: Command) => ({ suite, kind, message, refusal }: Contested): boolean =>
  (suite === undefined || suite === own)
  && (kind === undefined || kind === command.kind)
  && (message === undefined || ('message' in command && message.test(command.message)))
  && (refusal === undefined || isRefused(command, refusal));

const featureOf = (text: string): string | undefined => {
  const words = wordsOf(text);
  return features.find(({ keyword }) => words.some((word) => keyword.test(word)))?.reason;
};

/**
 * Why a command of a script is skipped; undefined if it is to run.
 * @param suite - the suite of the script
 * @param text - the script
 */
export const reasonToSkip = (suite: Suite, text: string): ((command: Command) => string | undefined) =>
  (command) => {
    if (command.kind === 'unknown') return foreign.find(({ head }) => head.test(command.head))?.reason;
    const expectation = contested.find(applies(suite, command));
    if (expectation !== undefined) return expectation.reason;
    const written = text.slice(command.at.start, command.at.end);
    if ('module' in command) return featureOf(textOf(command.module, written));
    return 'component' in command ? featureOf(textOfComponent(command.component, written)) : undefined;
  };
