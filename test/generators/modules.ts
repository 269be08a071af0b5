/**
 * Arbitrary modules: well-formed, but seldom valid. What the formats cannot say does not occur: names of things that do
 * not exist, a type use that is not of a function type, a custom section beside a section that is empty.
 * @module
 */
import * as fc from 'fast-check';
import type {
  Custom, Data, Elem, Export, Func, Global, Import, Mem, Module, SectionName, Start, Table, Tag, TypeDef,
} from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType, SubType } from '../../syntax/types.ts';
import { body, constantExpr, FUNC_TYPES, funcTypeIdx } from './instructions.ts';
import { namesOf } from './names.ts';
import { bytes, index, name } from './primitives.ts';
import { funcSubType, globalType, memType, refType, subType, tableType, valTypes } from './types.ts';

const at = NOWHERE;
const few = <A>(arbitrary: fc.Arbitrary<A>, maxLength = 3): fc.Arbitrary<readonly A[]> => fc.array(arbitrary, { maxLength });
const option = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(arbitrary, { nil: undefined });

const typeDef = (rec: readonly SubType[]): TypeDef => ({ rec, at });
/** The function types that type uses name, each in a group of its own or all in one, then groups of any types. */
const types: fc.Arbitrary<readonly TypeDef[]> = fc.tuple(
  fc.array(funcSubType, { minLength: FUNC_TYPES, maxLength: FUNC_TYPES }), fc.boolean(), few(few(subType)),
).map(([functions, together, groups]) => [...(together ? [functions] : functions.map((type) => [type])), ...groups].map(typeDef));

const funcTypeUse = funcTypeIdx.map((x) => ({ kind: 'idx' as const, x }));
const externType: fc.Arbitrary<ExternType> = fc.oneof(
  fc.record({ kind: fc.constantFrom('func' as const, 'tag' as const), type: funcTypeUse }),
  fc.record({ kind: fc.constant('table' as const), type: tableType }),
  fc.record({ kind: fc.constant('mem' as const), type: memType }),
  fc.record({ kind: fc.constant('global' as const), type: globalType }),
);
const importField: fc.Arbitrary<Import> = fc.record({ module: name, name, type: externType, at: fc.constant(at) });
const tag: fc.Arbitrary<Tag> = fc.record({ type: funcTypeUse, at: fc.constant(at) });
const global: fc.Arbitrary<Global> = fc.record({ type: globalType, init: constantExpr, at: fc.constant(at) });
const mem: fc.Arbitrary<Mem> = fc.record({ type: memType, at: fc.constant(at) });
/** An initial value without instructions would read as none. */
const table: fc.Arbitrary<Table> =
  fc.record({ type: tableType, init: option(constantExpr.filter((init) => init.length > 0)), at: fc.constant(at) });
const func: fc.Arbitrary<Func> = fc.record({ type: funcTypeIdx, locals: valTypes, body, at: fc.constant(at) });

const active = fc.record({ kind: fc.constant('active' as const), x: index, offset: constantExpr });
const passive = fc.constant({ kind: 'passive' as const });
const data: fc.Arbitrary<Data> = fc.record({ bytes, mode: fc.oneof(passive, active), shared: fc.boolean(), at: fc.constant(at) });

/** What the binary format has short forms for. */
const functionElem: fc.Arbitrary<Pick<Elem, 'type' | 'init'>> = few(index).map((functions) => ({
  type: { kind: 'ref', nullable: false, heap: { kind: 'abs', shared: false, name: 'func' } },
  init: functions.map((x) => [{ op: 'ref.func', x, at }]),
}));
const elem: fc.Arbitrary<Elem> = fc.tuple(
  fc.oneof(functionElem, fc.record({ type: refType, init: few(constantExpr) })),
  fc.oneof(passive, fc.constant({ kind: 'declare' as const }), active),
  fc.boolean(),
).map(([list, mode, shared]) => ({ ...list, mode, shared, at }));

const start: fc.Arbitrary<Start> = fc.record({ x: index, at: fc.constant(at) });
const exportField: fc.Arbitrary<Export> = fc.record({
  name, desc: fc.record({ kind: fc.constantFrom('func', 'global', 'table', 'mem', 'tag'), x: index }), at: fc.constant(at),
});

type Fields = Omit<Module, 'customs' | 'names'>;
const fields: fc.Arbitrary<Fields> = fc.record({
  types, imports: few(importField), tags: few(tag), globals: few(global), mems: few(mem), tables: few(table), funcs: few(func),
  datas: few(data), elems: few(elem), start: option(start), exports: few(exportField), at: fc.constant(at),
});

/** The sections that are not empty in a binary, beside which custom sections may stand. */
const sectionsOf = (module: Fields): readonly SectionName[] => {
  const sizes: readonly (readonly [SectionName, number])[] = [
    ['type', module.types.length], ['import', module.imports.length], ['func', module.funcs.length], ['table', module.tables.length],
    ['memory', module.mems.length], ['tag', module.tags.length], ['global', module.globals.length], ['export', module.exports.length],
    ['start', module.start === undefined ? 0 : 1], ['elem', module.elems.length], ['code', module.funcs.length],
    ['data', module.datas.length],
  ];
  return sizes.filter(([, size]) => size > 0).map(([section]) => section);
};
/** Sections with a meaning of their own are no custom sections of the abstract syntax. */
const meaningful = /^(?:name|metadata\.code\.)/u;
const customOf = (module: Fields): fc.Arbitrary<Custom> => fc.record({
  name: name.filter((it) => !meaningful.test(it)),
  bytes,
  place: fc.oneof(
    fc.constantFrom<Custom['place']>({ side: 'before', section: 'first' }, { side: 'after', section: 'last' }),
    fc.record({ side: fc.constantFrom('before' as const, 'after' as const), section: fc.constantFrom(...sectionsOf(module)) }),
  ),
  at: fc.constant(at),
});

/** A module without names and custom sections. */
export const bareModule: fc.Arbitrary<Module> = fields.map((all) => ({ ...all, customs: [], names: NO_NAMES }));
/** A module. */
export const module: fc.Arbitrary<Module> = fields.chain((all) =>
  fc.record({ customs: few(customOf(all)), names: namesOf(all) }).map((more) => ({ ...all, ...more })));
