/**
 * The state of an instance after its instantiation, kept and put back, so that a program can run thousands of times from there.
 *
 * What threads have allocated stays allocated, and is garbage. Not every state can be put back: a memory that has grown stays large, and
 * nobody can tell what a table of the host holds that nobody else can name. Such programs are instantiated for each run.
 * @category Equivalence: threads
 * @module
 */
import type { HostGlobal, HostMemory } from '../../../evaluation/host/wasm.ts';
import { CONTROL, FIRST } from '../../../evaluation/sharing/layout.ts';
import type { Instance, MutableStore } from '../../../evaluation/store.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import { heapShared } from '../../../semantics/types/sharing.ts';
import type { Expr } from '../../../syntax/instructions.ts';

/** Puts the state back. */
export type PutBack = () => void;

const CHANGES: ReadonlySet<string> = new Set(['memory.grow', 'data.drop', 'elem.drop']);
const changesMore = (valid: ValidModule): boolean => {
  const todo: Expr[] = valid.module.funcs.map(({ body }) => body);
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) for (const e of es) {
    if (CHANGES.has(e.op)) return true;
    if (e.op === 'if') todo.push(e.then, e.else);
    else if (e.op === 'block' || e.op === 'loop' || e.op === 'try_table') todo.push(e.body);
  }
  return false;
};
/** Whether the whole state of an instance of the module can be put back, if all that it defines is exported. */
export const canBePutBack = (valid: ValidModule): boolean => valid.exports.every((xt) => {
  switch (xt.kind) {
    case 'mem': return xt.type.shared;
    case 'table': return heapShared(xt.type.ref.heap);
    case 'global': return !xt.type.mutable || xt.type.sharing === 'shared' || (typeof xt.type.type === 'string' && xt.type.type !== 'v128');
    case 'func': case 'tag': return true;
  }
}) && !changesMore(valid);

const keptWords = ({ buffer }: Pick<HostMemory, 'buffer'>, from: number, to: number): PutBack => {
  const words = new Int32Array(buffer), kept = words.slice(from, to);
  return () => { words.set(kept, from); };
};
const keptGlobal = (global: HostGlobal): PutBack => {
  const { value } = global;
  return () => { global.value = value; };
};
/** Keeps the state as it is now. */
export const keep = ({ heap }: MutableStore, { exports }: Instance): PutBack => {
  const parts = [...exports.values()].flatMap((extern): readonly PutBack[] => {
    if (extern.kind === 'mem') return [keptWords(extern.memory, 0, extern.memory.buffer.byteLength / 4)];
    return extern.kind === 'global' && 'global' in extern && extern.type.mutable ? [keptGlobal(extern.global)] : [];
  });
  if (heap !== undefined) parts.push(keptWords(heap.memory, FIRST / 4, (heap.words[CONTROL.bump / 4] ?? FIRST) / 4));
  return () => { for (const part of parts) part(); };
};
