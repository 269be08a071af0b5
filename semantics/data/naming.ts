/**
 * Names for immutable data: equal data have equal names, different data different ones. What has been named once is found again by its
 * identity, so naming a configuration takes time only for what its predecessors did not have.
 * @module
 */

/** Names data. The names of one namer mean nothing to another. */
export type Namer = (data: unknown) => string;

/** Whether data of this kind have an identity of their own, or no end: they are named by what they are, not by what they hold. */
type IsAtom = (data: object) => boolean;

const isSelf = (data: object): boolean => 'next' in data && data.next === data; // the empty list
const parts = (data: object): readonly (readonly [string, unknown])[] => {
  if (data instanceof Map) return [...data as ReadonlyMap<unknown, unknown>].map(([k, v]) => [String(k), v] as const);
  return Object.entries(data).filter(([key, value]) => key !== 'at' && value !== undefined);
};
const primitive = (data: unknown): string =>
  typeof data === 'bigint' ? `${data}n` : typeof data === 'string' ? JSON.stringify(data) : String(data);

/**
 * A namer. Two data are equal if they are the same primitive or atom, or have the same keys with equal values; spans (`at`) and undefined
 * values do not count. Data may be deep, but not cyclic except through atoms.
 */
export const namer = (isAtom: IsAtom): Namer => {
  const known = new WeakMap<object, string>(), names = new Map<string, string>();
  const fresh = (): string => `#${names.size}`;
  const nameAtom = (data: object): string => {
    const name = fresh();
    names.set(`atom ${name}`, name);
    known.set(data, name);
    return name;
  };
  const nameKnown = (data: unknown): string | undefined => {
    if (typeof data === 'function') return known.get(data) ?? nameAtom(data);
    if (typeof data !== 'object' || data === null) return primitive(data);
    return known.get(data) ?? (ArrayBuffer.isView(data) || isSelf(data) || isAtom(data) ? nameAtom(data) : undefined);
  };
  return (data) => {
    const todo: unknown[] = [data];
    for (let top = todo.at(-1); todo.length > 0; top = todo.at(-1)) {
      if (nameKnown(top) !== undefined || typeof top !== 'object' || top === null) {
        todo.pop();
        continue;
      }
      const inner = parts(top), missing = inner.filter(([, value]) => nameKnown(value) === undefined);
      if (missing.length > 0) {
        for (const [, value] of missing) todo.push(value);
        continue;
      }
      const key = `${Array.isArray(top) ? '[' : '{'}${inner.map(([k, value]) => `${k}:${nameKnown(value) ?? ''}`).sort().join()}`;
      const name = names.get(key) ?? fresh();
      names.set(key, name);
      known.set(top, name);
      todo.pop();
    }
    return nameKnown(data) ?? '';
  };
};
