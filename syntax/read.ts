/**
 * Reading a module or a component from either format.
 * @spec core appendix/embedding.rst §Modules
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { decodeComponent, isComponentBinary } from './binary/component-decoder.ts';
import { decode } from './binary/decoder.ts';
import type { Component } from './components.ts';
import type { Module } from './modules.ts';
import type { Source, SourceError } from './source.ts';
import { isComponentText, parseComponent } from './text/component.ts';
import { parseModule } from './text/module.ts';

/** module_parse or module_decode: the module that a source holds. */
export const readModule = (source: Source): Either<SourceError, Module> =>
  source.kind === 'text' ? parseModule(source.text) : decode(source.bytes);

/** Whether a source says that it holds a component. */
export const isComponent = (source: Source): boolean =>
  source.kind === 'text' ? isComponentText(source.text) : isComponentBinary(source.bytes);
/** The component that a source holds. */
export const readComponent = (source: Source): Either<SourceError, Component> =>
  source.kind === 'text' ? parseComponent(source.text) : decodeComponent(source.bytes);
