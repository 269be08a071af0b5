/**
 * Which modules share more than memories between threads: they are translated before all else, for the host has nothing of that.
 * @spec SET Overview.md
 * @category Evaluation
 * @module
 */
import type { Module } from '../syntax/modules.ts';

const OPS = /^(?:global|table|struct|array)\.(?:atomic\.|wait)|^waitqueue\.|^memory\.wait$|^pause$|_shared$/u;
const isShared = (node: object): boolean =>
  ('shared' in node && node.shared === true) || ('sharing' in node && node.sharing !== 'unshared')
  || ('order' in node && node.order === 'acqrel') || ('op' in node && typeof node.op === 'string' && OPS.test(node.op));
/** Memories, and what memories are made of, are shared already in the threads proposal. */
const isMemory = (node: object): boolean => 'limits' in node && !('ref' in node);

/** Whether anything but a memory is shared in a module, or an instruction is for such things. */
export const sharesMore = ({ types, imports, globals, tables, funcs, datas, elems }: Module): boolean => {
  const todo: object[] = [types, imports, globals, tables, funcs, datas, elems];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (isMemory(node)) continue;
    if (isShared(node)) return true;
    for (const part of Object.values(node) as readonly unknown[]) {
      if (typeof part === 'object' && part !== null && !(part instanceof Uint8Array)) todo.push(part);
    }
  }
  return false;
};
