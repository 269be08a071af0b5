/**
 * Stores in which collections happen, and what is known of them.
 * @module
 */
import type { Running } from '../running.ts';
import { running } from '../running.ts';
import { heapOf } from '../../../evaluation/heap/of-store.ts';
import { CONTROL } from '../../../evaluation/sharing/layout.ts';
import type { MutableStore } from '../../../evaluation/store.ts';
import { newStore } from '../../../evaluation/store.ts';

/** How many collections there have been in a store. */
export const collections = (S: MutableStore): number => heapOf(S).words[CONTROL.collections / 4] ?? 0;
/** How many bytes lived after the last one, whole lines of 256. */
export const liveBytes = (S: MutableStore): number => heapOf(S).words[CONTROL.live / 4] ?? 0;
/** How many objects did. */
export const liveObjects = (S: MutableStore): number => heapOf(S).words[CONTROL.objects / 4] ?? 0;
/** How many records of frames and stacks were in use after it. */
export const records = (S: MutableStore): number => heapOf(S).words[CONTROL.records / 4] ?? 0;

/** An instance of a module with these fields, in a store in which there is a collection before every n-th allocation. */
export const stressed = (fields: string, n = 1): Running => running(fields, new Map(), newStore({ collectEvery: n }));
