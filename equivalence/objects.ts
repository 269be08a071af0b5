/**
 * What structures and arrays of the host hold, which JavaScript cannot see: a small module reads them, made for their types.
 * @category Equivalence
 * @module
 */
import type { Expr, Instr } from '../syntax/instructions.ts';
import type { Func } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';
import type { FieldType, RefType, ResultType, ValType } from '../syntax/types.ts';
import { absRef } from '../syntax/types.ts';
import { BOX, constant, get, partsOf, set, split } from '../evaluation/host/crossing.ts';
import type { TypeSection } from '../evaluation/host/sections.ts';
import { compiled, exportOf, typeSection } from '../evaluation/host/sections.ts';
import type { HostVal, SharedCrossing } from '../evaluation/host/values.ts';
import { valsOfParts } from '../evaluation/host/values.ts';
import type { HostFunction } from '../evaluation/host/wasm.ts';
import { functionOf, wasm } from '../evaluation/host/wasm.ts';
import { openRef } from '../semantics/types/opening.ts';
import { expand } from '../semantics/types/expansion.ts';
import { functionType } from '../semantics/types/functions.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { Held } from './observation.ts';

/** Reads an object. */
export type ReadObject = (object: object) => readonly Held<object>[];

const at = NOWHERE, EXTERN = absRef('extern');
/** A type of objects: as the program has it, and as the host has it. */
interface Known {
  readonly type: DefType;
  readonly hostType: DefType;
}

type Field = FieldType<DefType>;
const isPacked = ({ storage }: Field): boolean => storage === 'i8' || storage === 'i16';
const unpacked = ({ storage }: Field): ValType<DefType> => storage === 'i8' || storage === 'i16' ? 'i32' : storage;
const sign = (field: Field): 'u' | undefined => isPacked(field) ? 'u' : undefined;
const fieldsOf = (dt: DefType): readonly Field[] => {
  const comp = expand(dt);
  return comp.kind === 'struct' ? comp.fields : comp.kind === 'array' ? [comp.field] : [];
};
const arrow = (params: ResultType<DefType>, results: ResultType<DefType>): DefType => functionType(params, results, false);
const local = ({ indexOf }: TypeSection, t: ValType<DefType>): ValType =>
  typeof t === 'string' ? t : openRef(indexOf, { ...t, nullable: true });

const cast = ({ indexOf }: TypeSection, dt: DefType): readonly Instr[] => {
  const rt: RefType = openRef(indexOf, { kind: 'ref', nullable: false, heap: dt });
  return [get(0), { op: 'any.convert_extern', at }, { op: 'ref.cast', rt, at }];
};
/** The type of what reads an object of a type: all fields of a structure, or an element of an array. */
const readerType = (dt: DefType): DefType => {
  const isArray = expand(dt).kind === 'array';
  return arrow([EXTERN, ...(isArray ? ['i32' as const] : [])], fieldsOf(dt).flatMap((field) => partsOf(unpacked(field))));
};
/** Takes a field out of a structure, or the element at the index in a local out of an array. */
const access = (field: Field, x: number, i: number | undefined): readonly Instr[] =>
  i === undefined ? [get(1), { op: 'array.get', sx: sign(field), x, at }] : [{ op: 'struct.get', sx: sign(field), x, i, at }];
const reader = (section: TypeSection, dt: DefType): Omit<Func, 'at'> => {
  const { indexOf } = section, x = indexOf(dt), fields = fieldsOf(dt);
  const isArray = expand(dt).kind === 'array', first = isArray ? 2 : 1;
  const body = fields.flatMap((field, i): readonly Instr[] => [
    ...cast(section, dt),
    ...access(field, x, isArray ? undefined : i),
    set(first + i),
  ]);
  const parts = fields.flatMap((field, i) => split(indexOf, unpacked(field), first + i));
  return { type: indexOf(readerType(dt)), locals: fields.map((field) => local(section, unpacked(field))), body: [...body, ...parts] };
};

/** Which type an object has, by its number; and the length of an array. */
const finder = ({ indexOf }: TypeSection, known: readonly Known[]): Expr => [
  ...known.flatMap(({ hostType }, k): readonly Instr[] => [
    get(0), { op: 'any.convert_extern', at },
    { op: 'ref.test', rt: openRef(indexOf, { kind: 'ref', nullable: false, heap: hostType }), at },
    { op: 'if', bt: { kind: 'result', type: undefined }, then: [constant({ t: 'i32', c: k }), { op: 'return', at }], else: [], at },
  ]),
  constant({ t: 'i32', c: -1 }),
];
const lengthOf: Expr = [
  get(0), { op: 'any.convert_extern', at }, { op: 'ref.cast', rt: absRef('array', false), at }, { op: 'array.len', at },
];

const partsArray = (result: unknown): readonly unknown[] => {
  if (Array.isArray(result)) return result;
  return result === undefined ? [] : [result];
};
const heldOf = (fields: readonly Field[], vals: readonly HostVal[]): readonly Held<object>[] => vals.map((val, i) => {
  const storage = fields[i]?.storage;
  return (storage === 'i8' || storage === 'i16') && val.t === 'i32' ? { t: storage, c: val.c } : val;
});

const nothingShared = (): never => { throw new RangeError('an object with fields that are shared'); };
const UNSHARED: SharedCrossing = { refAt: nothingShared, addressOf: nothingShared };
/** What reads objects of these types; types come after their subtypes. */
const makeReader = (known: readonly Known[]): ReadObject => {
  const number = arrow([EXTERN], ['i32']);
  const section = typeSection([number, BOX, ...known.flatMap(({ hostType }) => [hostType, readerType(hostType)])]);
  const type = section.indexOf(number);
  const funcs = [
    { type, locals: [], body: finder(section, known) }, { type, locals: [], body: lengthOf },
    ...known.map(({ hostType }) => reader(section, hostType)),
  ];
  const names = ['find', 'length', ...known.map((_, k) => `read ${k}`)];
  const instance = new wasm.Instance(compiled({ types: section.types, funcs, exports: names.map(exportOf) }), {});
  const [find, length, ...readers] = names.map((name): HostFunction => functionOf(instance, name));
  return (object) => {
    const k = Number(find?.(object)), one = known[k], read = readers[k];
    if (one === undefined || read === undefined) throw new TypeError('an object has a type that no module of the program has');
    const fields = fieldsOf(one.type), types = fields.map(unpacked);
    const valuesAt = (...place: readonly number[]): readonly HostVal[] => valsOfParts(types, partsArray(read(object, ...place)), UNSHARED);
    if (expand(one.type).kind === 'struct') return heldOf(fields, valuesAt());
    return Array.from({ length: Number(length?.(object)) }, (_, i) => heldOf(fields, valuesAt(i))).flat();
  };
};


const made = new Map<string, ReadObject>();
/** What reads objects of these types, given as the program has them. */
export const objectReader = (types: readonly DefType[], hostType: (dt: DefType) => DefType): ReadObject => {
  const objects = [...new Set(types)].filter((dt) => ['struct', 'array'].includes(expand(dt).kind))
    .sort((a, b) => b.lineage.length - a.lineage.length);
  const key = objects.map(({ id }) => id).join(), known = made.get(key);
  if (known !== undefined) return known;
  const fresh = makeReader(objects.map((type) => ({ type, hostType: hostType(type) })));
  made.set(key, fresh);
  return fresh;
};
