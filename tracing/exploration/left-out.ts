/**
 * What an exploration leaves out because it was not asked for it.
 * @module
 */
import { isGrowth } from '../../semantics/runtime/growth.ts';
import type { RunInstr } from '../../semantics/runtime/code.ts';
import type { Beginning } from './begin.ts';

const isObject = (data: unknown): data is object => typeof data === 'object' && data !== null;
/** Whether a part of a module is an instruction that grows something, or contains one. */
const grows = (part: unknown): boolean => {
  const todo: unknown[] = [part];
  while (todo.length > 0) {
    const data = todo.pop();
    if (!isObject(data)) continue;
    if ('op' in data && isGrowth(data as RunInstr)) return true; // in a function, what has an `op` is an instruction
    todo.push(...Object.values(data) as readonly unknown[]);
  }
  return false;
};

/** What is left out, in words: that growing fails, if the module grows anything and this was not asked for. */
export const leftOut = ({ subject: { inst }, limits: { refusals = false } }: Beginning): readonly string[] =>
  !refusals && grows(inst.source?.funcs.map(({ body }) => body)) ? ['growing fails where it could succeed (--growth-may-fail)'] : [];
