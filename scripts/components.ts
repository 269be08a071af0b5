/**
 * Components of a script: reading and validating them.
 * @category Scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Component } from '../syntax/components.ts';
import { decodeComponent } from '../syntax/binary/component-decoder.ts';
import type { ScriptComponent } from '../syntax/script.ts';
import type { SourceError } from '../syntax/source.ts';
import { parseComponent } from '../syntax/text/component.ts';
import type { ValidComponent } from '../semantics/statics/components.ts';
import { validateComponent } from '../semantics/statics/components.ts';

/** The abstract syntax of a component. */
export const readComponent = (component: ScriptComponent): E.Either<SourceError, Component> => {
  switch (component.kind) {
    case 'text': return component.result.ok ? E.right(component.result.component) : E.left(component.result.error);
    case 'quote': return parseComponent(new Uint8Array([...PREFIX, ...component.bytes, ...SUFFIX]));
    case 'binary': return decodeComponent(component.bytes);
  }
};
// A quoted component is written without its parentheses.
const [PREFIX, SUFFIX] = ['(component ', ')'].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];

/** The component, valid. */
export const defineComponent = (component: ScriptComponent): E.Either<SourceError, ValidComponent> =>
  pipe(readComponent(component), E.chain((read) => validateComponent(read)));
