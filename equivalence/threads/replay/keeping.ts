/**
 * The state of an instance after its instantiation, kept and put back, so that a program can run thousands of times from there.
 *
 * What threads have allocated stays allocated, and nothing is collected. Not every state can be put back: a memory that has grown stays
 * large, and nobody can tell what a table of the host holds that nobody else can name. Such programs are instantiated for each run. So are
 * those with objects that only a segment refers to.
 * @category Equivalence: threads
 * @module
 */
import type { HostGlobal, HostMemory } from '../../../evaluation/host/wasm.ts';
import type { MutableHeap } from '../../../evaluation/heap/heap.ts';
import { neverCollect, tableLength } from '../../../evaluation/heap/heap.ts';
import { bytesOf, TABLE_ELEMENTS } from '../../../evaluation/sharing/layout.ts';
import type { Extern, Instance, MutableStore } from '../../../evaluation/store.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import { heapShared } from '../../../semantics/types/sharing.ts';
import { instructionsIn } from '../../../syntax/bodies.ts';
import { stateOf } from '../../evaluator.ts';
import type { Held } from '../../observation.ts';
import { heldBy, sharedObject } from '../../shared-objects.ts';

/** Puts the state back. */
export type PutBack = () => void;

const CHANGES: ReadonlySet<string> = new Set(['memory.grow', 'data.drop', 'elem.drop']);
const changesMore = (valid: ValidModule): boolean => {
  for (const { op } of instructionsIn(valid.module.funcs.map(({ body }) => body))) if (CHANGES.has(op)) return true;
  return false;
};
const hasObjectsInSegments = ({ module: { elems } }: ValidModule): boolean =>
  elems.some(({ init }) => init.some((expr) => expr.some(({ op }) => /^(?:struct|array)\./u.test(op))));
/** Whether the whole state of an instance of the module can be put back, if all that it defines is exported. */
export const canBePutBack = (valid: ValidModule): boolean => valid.exports.every((xt) => {
  switch (xt.kind) {
    case 'mem': return xt.type.shared;
    case 'table': return heapShared(xt.type.ref.heap);
    case 'global': return !xt.type.mutable || xt.type.sharing === 'shared' || (typeof xt.type.type === 'string' && xt.type.type !== 'v128');
    case 'func': case 'tag': return true;
  }
}) && !changesMore(valid) && !hasObjectsInSegments(valid);

const keptWords = ({ buffer }: Pick<HostMemory, 'buffer'>, from: number, to: number): PutBack => {
  const words = new Int32Array(buffer), kept = words.slice(from, to);
  return () => { words.set(kept, from); };
};
const keptBytes = ({ bytes }: MutableHeap, from: number, size: number): PutBack => {
  const kept = bytes.slice(from, from + size);
  return () => { bytes.set(kept, from); };
};
const keptGlobal = (global: HostGlobal): PutBack => {
  const { value } = global;
  return () => { global.value = value; };
};
/** Keeps what an export itself is. */
const keptExtern = ({ heap }: MutableStore, extern: Extern): readonly PutBack[] => {
  switch (extern.kind) {
    case 'mem': return [keptWords(extern.memory, 0, extern.memory.buffer.byteLength / 4)];
    case 'global':
      if ('global' in extern) return extern.type.mutable ? [keptGlobal(extern.global)] : [];
      return heap === undefined ? [] : [keptBytes(heap, extern.address, bytesOf(extern.type.type))];
    case 'table': {
      if (!('address' in extern)) return [];
      const { heap: its, address } = extern;
      return [keptBytes(its, address, TABLE_ELEMENTS + 4 * tableLength(its, address))];
    }
    case 'func': case 'tag': return [];
  }
};
const objectsIn = (vals: readonly Held<object>[]): readonly object[] =>
  vals.flatMap((val) => val.t === 'ref.struct' || val.t === 'ref.array' ? [val.c] : []);
/** Keeps the state as it is now: what is exported, and the shared objects that are met there. */
export const keep = (S: MutableStore, { exports }: Instance): PutBack => {
  const externs = [...exports.values()], parts = externs.flatMap((extern) => keptExtern(S, extern)), seen = new Set<object>();
  const todo = externs.flatMap((extern) => {
    const state = stateOf(S, extern);
    return objectsIn(state?.kind === 'global' ? [state.val] : state?.kind === 'table' ? state.refs : []);
  });
  for (let object = todo.pop(); object !== undefined; object = todo.pop()) {
    const shared = seen.has(object) ? undefined : sharedObject(S, object);
    seen.add(object);
    if (shared === undefined) continue;
    parts.push(keptBytes(shared.heap, shared.address, shared.size));
    todo.push(...objectsIn(heldBy(shared)));
  }
  if (S.cooperation !== undefined) parts.push(keptGlobal(S.cooperation.made));
  // What a run drops may be put back after it.
  if (S.heap !== undefined) neverCollect(S.heap);
  return () => { for (const part of parts) part(); };
};
