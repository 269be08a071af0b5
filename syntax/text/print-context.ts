/**
 * What the parts of a module need to be written, and how they are laid out.
 * @module
 */
import type { ExternIdx, Module } from '../modules.ts';
import type { SubType, TypeIdx } from '../types.ts';
import type { ArityContext } from './arity.ts';
import { arityContextOf } from './arity.ts';
import { declaredNames } from './declared-names.ts';
import type { Identifiers, Indices } from './identifiers.ts';
import { identifiersOf, moduleIndices } from './identifiers.ts';

/** How a module is laid out. */
export interface PrintOptions {
  /** operands stand inside the parentheses of the instruction that takes them, where it is known which they are */
  readonly folded?: boolean;
}

/** A line and how deep it is nested. */
export interface Line {
  readonly depth: number;
  readonly text: string;
}

/** What the parts of a module need to be written. */
export interface Context {
  readonly module: Module;
  /** the subtypes of all groups, by type index */
  readonly types: readonly SubType[];
  /** how many imports each index space begins with */
  readonly imported: { readonly [kind in ExternIdx['kind']]: number };
  readonly ids: Identifiers;
  readonly indices: Indices;
  readonly use: (use: TypeIdx) => string;
  /** for folded code */
  readonly arities: ArityContext | undefined;
}

/** The context of a module. */
export const contextOf = (module: Module, options: PrintOptions): Context => {
  const ids = identifiersOf(declaredNames(module)), indices = moduleIndices(ids);
  const count = (kind: ExternIdx['kind']): number => module.imports.filter(({ type }) => type.kind === kind).length;
  return {
    module, ids, indices,
    types: module.types.flatMap(({ rec }) => rec),
    imported: { func: count('func'), global: count('global'), table: count('table'), mem: count('mem'), tag: count('tag') },
    use: ({ x }) => indices.type(x),
    arities: options.folded === true ? arityContextOf(module) : undefined,
  };
};

/** Words with a blank between them; those that are empty or undefined are left out. */
export const words = (...all: readonly (string | undefined)[]): string => all.filter((word) => word !== undefined && word !== '').join(' ');
/** Words in parentheses. */
export const form = (...all: readonly (string | undefined)[]): string => `(${words(...all)})`;

/** Lines further inside. */
export const indent = (lines: readonly Line[], by = 1): readonly Line[] => lines.map(({ depth, text }) => ({ depth: depth + by, text }));
/** A line that is not nested. */
export const line = (text: string): Line => ({ depth: 0, text });
/** A form with its first line, what is inside of it, and the parenthesis that closes it on a line of its own; or in one line. */
export const block = (head: string, inside: readonly Line[]): readonly Line[] =>
  inside.length === 0 ? [line(`(${head})`)] : [line(`(${head}`), ...indent(inside), line(')')];

/** Lines that are nested deeper than this stand no further to the right: a text is not longer than its nesting is deep. */
const DEEPEST = 40;
/** Lines as a text. */
export const layOut = (lines: readonly Line[]): string =>
  lines.map(({ depth, text }) => `${'  '.repeat(Math.min(depth, DEEPEST))}${text}\n`).join('');
