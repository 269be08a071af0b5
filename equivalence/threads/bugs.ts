/**
 * Planted bugs: mistakes that the translation or the runtime could make about threads. A comparison that does not find them is no good.
 * They change what is given to the evaluator or what it has made, so it knows nothing of them.
 * @category Equivalence: threads
 * @module
 */
import type { Module } from '../../syntax/modules.ts';

export type BugName = 'x';
export const plant = (_bug: BugName | undefined) => (module: Module): Module => module;
export const parkingChange = (_bug: BugName | undefined) => (text: string): string => text;
