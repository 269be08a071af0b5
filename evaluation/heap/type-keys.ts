/**
 * Keys of defined types, by which threads with stores of their own agree about their run-time types: equal for equivalent types, wherever
 * they have been validated, and different for others.
 * @spec core 1.2-syntax.types `$rolldt`
 * @category Evaluation: heap
 * @module
 */
import { createHash } from 'node:crypto';
import type { CompType, HeapType, StorageType, SubType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';

const keys = new WeakMap<DefType, Uint8Array>();

const heapsIn = (comp: CompType<DefType>): readonly HeapType<DefType>[] => {
  const inStorage = (zt: StorageType<DefType>): readonly HeapType<DefType>[] => typeof zt === 'object' ? [zt.heap] : [];
  switch (comp.kind) {
    case 'struct': return comp.fields.flatMap(({ storage }) => inStorage(storage));
    case 'array': return inStorage(comp.field.storage);
    case 'func': return [...comp.params, ...comp.results].flatMap(inStorage);
    case 'cont': return [comp.type];
  }
};
/** The defined types outside of its group that a group mentions. */
const mentioned = (group: readonly DefType[]): readonly DefType[] => group.flatMap(({ sub }) =>
  [...sub.supers, ...heapsIn(sub.comp)].filter((ht): ht is DefType => ht.kind === 'def' && ht.group !== group));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** A group in words: a type in it is its place, another one its key. */
const spelled = (group: readonly DefType[]): string => {
  const use = (dt: DefType): string => dt.group === group ? `.${dt.index}` : hex(keys.get(dt) ?? new Uint8Array());
  const replacer = (_: string, value: unknown): unknown => isDefType(value) ? use(value) : value;
  return JSON.stringify(group.map(({ sub }): SubType<DefType> => sub), replacer);
};
const isDefType = (value: unknown): value is DefType => typeof value === 'object' && value !== null && 'lineage' in value;

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();
/** The key of a defined type, or of one of the other kinds of objects by its name: 32 bytes. */
export const keyOf = (type: DefType | string): Uint8Array => {
  if (typeof type === 'string') return digest(type);
  const todo = [type];
  for (let dt = todo.at(-1); dt !== undefined; dt = todo.at(-1)) {
    const { group } = dt, missing = keys.has(dt) ? [] : mentioned(group).filter((other) => !keys.has(other));
    if (missing.length > 0) {
      todo.push(...missing);
      continue;
    }
    todo.pop();
    if (keys.has(dt)) continue;
    const words = spelled(group);
    for (const member of group) keys.set(member, digest(`${member.index} ${words}`));
  }
  return keys.get(type) ?? digest('');
};
