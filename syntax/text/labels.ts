/**
 * Labels and locals: what identifiers mean within a function.
 * @spec core 6.3-text.instructions §Labels
 * @module
 */
import type { MutableCursor } from './cursor.ts';
import { kindOf, refuse, takeId, unexpected } from './cursor.ts';
import type { Binding } from './module-state.ts';
import { printId } from './print-literals.ts';
import type { MutableSpace } from './spaces.ts';
import { space, takeU32 } from './spaces.ts';

/** What is bound at a place in a function, or in a constant expression, which has neither locals nor labels. */
export interface MutableScope {
  readonly locals: MutableSpace;
  /** the heights of the labels with an identifier, innermost last */
  readonly labels: Map<string, number[]>;
  /** how many labels are around the place, that of the function among them */
  height: number;
  /** the names of labels, which are numbered as their blocks begin */
  readonly names: Map<number, string>;
  blocks: number;
}
/** The scope of a body without locals. */
export const emptyScope = (): MutableScope => ({ locals: space('local'), labels: new Map(), height: 1, names: new Map(), blocks: 0 });

/** Begins a block. */
export const enter = (scope: MutableScope, { id, name }: Binding): void => {
  scope.height++;
  if (name !== undefined) scope.names.set(scope.blocks, name);
  scope.blocks++;
  if (id === undefined) return;
  const heights = scope.labels.get(id);
  if (heights === undefined) scope.labels.set(id, [scope.height]);
  else heights.push(scope.height);
};
/** Ends the innermost block, which has this identifier. */
export const leave = (scope: MutableScope, { id }: Binding): void => {
  scope.height--;
  if (id !== undefined) scope.labels.get(id)?.pop();
};

/** Reads a label: 0 is the innermost. */
export const takeLabel = (p: MutableCursor, scope: MutableScope): number => {
  if (kindOf(p) === 'nat') return takeU32(p, 'a label');
  const id = takeId(p) ?? unexpected(p, 'the index or identifier of a label');
  const height = scope.labels.get(id)?.at(-1);
  return height === undefined ? refuse(p, `unknown label ${printId(id)}`) : scope.height - height;
};
