import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode } from '../../../syntax/binary/decoder.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import { firstDifference } from '../../../syntax/equality.ts';
import type { Instr } from '../../../syntax/instructions.ts';
import type { Custom, Data, Elem, Global, Import, Mem, Module, Table } from '../../../syntax/modules.ts';
import { NO_NAMES } from '../../../syntax/modules.ts';
import { NOWHERE } from '../../../syntax/source.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import type { CompType, GlobalType, MemType, SubType, TableType } from '../../../syntax/types.ts';
import { fromHex, functionModule, HEADER, moduleOf, moduleThat, toHex } from './modules.ts';

const at = NOWHERE;
/** The bytes say this, and mean it. */
const assertBytes = (m: Module, hex: string): void => {
  const expected = fromHex(HEADER + hex);
  assert.is(toHex(encode(m)), toHex(expected));
  assert.equal(firstDifference(moduleThat(decode(expected, { strictCustoms: true })), m), undefined);
};

const types = suite('encoding types');

const subType = (comp: CompType, more: Partial<SubType> = {}): SubType => ({ final: true, supers: [], shared: false, comp, ...more });
const assertType = (rec: readonly SubType[], hex: string): void => {
  const size = fromHex(hex).length + 1;
  assertBytes(moduleOf({ types: [{ rec, at }] }), `01 ${toHex(Uint8Array.of(size))} 01 ${hex}`);
};
const i8Array: CompType = { kind: 'array', field: { mutable: true, storage: 'i8' } };

types('composite types', () => {
  assertType([subType({ kind: 'func', params: ['i32', 'v128'], results: ['i64'] })], '60 02 7f 7b 01 7e');
  const fields = [{ mutable: false, storage: 'i16' }, { mutable: true, storage: 'f32' }] as const;
  assertType([subType({ kind: 'struct', fields })], '5f 02 77 00 7d 01');
  assertType([subType(i8Array)], '5e 78 01');
  assertType([subType({ kind: 'cont', type: { kind: 'idx', x: 64 } })], '5d c0 00');
});

types('subtypes, shared types and recursive groups', () => {
  assertType([subType(i8Array, { shared: true })], '65 5e 78 01');
  assertType([subType(i8Array, { final: false })], '50 00 5e 78 01');
  assertType([subType(i8Array, { supers: [{ kind: 'idx', x: 1 }], shared: true })], '4f 01 01 65 5e 78 01');
  assertType([], '4e 00');
  assertType([subType(i8Array), subType(i8Array)], '4e 02 5e 78 01 5e 78 01');
});

types('reference types', () => {
  const params = [
    absRef('func'), absRef('func', false), absRef('func', true, true), absRef('cont'), absRef('nocont'), absRef('waitqueue', false, true),
    absRef('nowaitqueue'), idxRef(3, true), idxRef(200, false),
  ];
  assertType([subType({ kind: 'func', params, results: [] })], '60 09 70 64 70 63 65 70 68 75 64 65 5c 5b 63 03 64 c8 01 00');
});

types('a shared abstract heap type alone is read as a nullable reference', () => {
  const decoded = decode(fromHex(`${HEADER} 01 06 01 60 01 65 6e 00`));
  const rec = [subType({ kind: 'func', params: [absRef('any', true, true)], results: [] })];
  assert.equal(firstDifference(moduleThat(decoded).types[0]?.rec, rec), undefined);
});

const importOf = (type: Import['type']): Module => moduleOf({ imports: [{ module: '', name: 'é', type, at }] });
const global = (sharing: GlobalType['sharing'], mutable: boolean): Module =>
  importOf({ kind: 'global', type: { sharing, mutable, type: 'i32' } });
types('the flags of globals', () => {
  assertBytes(global('unshared', false), '02 08 01 00 02 c3 a9 03 7f 00');
  assertBytes(global('unshared', true), '02 08 01 00 02 c3 a9 03 7f 01');
  assertBytes(global('shared', true), '02 08 01 00 02 c3 a9 03 7f 03');
  assertBytes(global('thread_local', false), '02 08 01 00 02 c3 a9 03 7f 08');
  assertBytes(global('thread_local', true), '02 08 01 00 02 c3 a9 03 7f 09');
});

types('the flags of limits', () => {
  const mem: MemType = { addr: 'i32', limits: { min: 1n, max: undefined }, shared: false };
  const shared: MemType = { addr: 'i64', limits: { min: 2n ** 64n - 1n, max: 128n }, shared: true };
  const mems: readonly Mem[] = [{ type: mem, at }, { type: shared, at }];
  assertBytes(moduleOf({ mems }), '05 10 02 00 01 07 ff ff ff ff ff ff ff ff ff 01 80 01');
  const type: TableType = { ...mem, shared: true, ref: absRef('any', true, true) };
  assertBytes(importOf({ kind: 'table', type }), '02 0b 01 00 02 c3 a9 01 63 65 6e 02 01');
});

types('imports of functions and tags', () => {
  assertBytes(importOf({ kind: 'func', type: { kind: 'idx', x: 7 } }), '02 07 01 00 02 c3 a9 00 07');
  assertBytes(importOf({ kind: 'tag', type: { kind: 'idx', x: 7 } }), '02 08 01 00 02 c3 a9 04 00 07');
});
types.run();

const fields = suite('encoding fields of modules');
const zero: readonly Instr[] = [{ op: 'const', val: { t: 'i32', c: 0 }, at }];
const refFunc = (x: number): readonly Instr[] => [{ op: 'ref.func', x, at }];
const refNull: readonly Instr[] = [{ op: 'ref.null', ht: { kind: 'abs', shared: false, name: 'func' }, at }];

fields('a table with and without an initial value', () => {
  const type: TableType = { addr: 'i32', limits: { min: 0n, max: undefined }, shared: false, ref: absRef('func') };
  const tables: readonly Table[] = [{ type, init: undefined, at }, { type, init: refNull, at }];
  assertBytes(moduleOf({ tables }), '04 0c 02 70 00 00 40 00 70 00 00 d0 70 0b');
});

fields('globals, start, exports and tags', () => {
  const globals: readonly Global[] = [{ type: { sharing: 'shared', mutable: false, type: 'i32' }, init: zero, at }];
  const exports = (['func', 'table', 'mem', 'global', 'tag'] as const).map((kind, x) => ({ name: '', desc: { kind, x }, at }));
  assertBytes(
    moduleOf({ tags: [{ type: { kind: 'idx', x: 3 }, at }], globals, exports, start: { x: 300, at } }),
    '0d 03 01 00 03 06 06 01 7f 02 41 00 0b 07 10 05 00 00 00 00 01 01 00 02 02 00 03 03 00 04 04 08 02 ac 02',
  );
});

const assertElem = (elem: Omit<Elem, 'at'>, hex: string): void => {
  assertBytes(moduleOf({ elems: [{ ...elem, at }] }), `09 ${toHex(Uint8Array.of(fromHex(hex).length + 1))} 01 ${hex}`);
};
const func = absRef('func', false), funcNull = absRef('func'), shared = false;
const activeIn = (x: number): Elem['mode'] & Data['mode'] => ({ kind: 'active', x, offset: zero });
fields('an element segment takes the shortest of eight forms', () => {
  assertElem({ type: func, init: [refFunc(1)], mode: activeIn(0), shared }, '00 41 00 0b 01 01');
  assertElem({ type: func, init: [refFunc(1)], mode: { kind: 'passive' }, shared }, '01 00 01 01');
  assertElem({ type: func, init: [refFunc(1)], mode: activeIn(2), shared }, '02 02 41 00 0b 00 01 01');
  assertElem({ type: func, init: [refFunc(1)], mode: { kind: 'declare' }, shared }, '03 00 01 01');
  assertElem({ type: funcNull, init: [refFunc(1)], mode: activeIn(0), shared }, '04 41 00 0b 01 d2 01 0b');
  assertElem({ type: func, init: [refNull], mode: { kind: 'passive' }, shared }, '05 64 70 01 d0 70 0b');
  assertElem({ type: func, init: [refNull], mode: activeIn(0), shared }, '06 00 41 00 0b 64 70 01 d0 70 0b');
  assertElem({ type: absRef('any'), init: [], mode: { kind: 'declare' }, shared }, '07 6e 00');
});
fields('a list of functions followed by something else is a list of expressions', () => {
  assertElem({ type: func, init: [[...refFunc(1), ...refFunc(2)]], mode: { kind: 'passive' }, shared }, '05 64 70 01 d2 01 d2 02 0b');
  assertElem({ type: func, init: [[]], mode: { kind: 'passive' }, shared }, '05 64 70 01 0b');
});
fields('a shared element segment has the fourth flag', () => {
  assertElem({ type: absRef('func', false, true), init: [refFunc(1)], mode: { kind: 'passive' }, shared: true }, '0d 64 65 70 01 d2 01 0b');
  assertElem({ type: func, init: [], mode: activeIn(0), shared: true }, '08 41 00 0b 00');
});

fields('data segments', () => {
  const bytes = Uint8Array.of(0xff);
  const datas: readonly Data[] = [
    { bytes, mode: activeIn(0), shared: false, at },
    { bytes, mode: { kind: 'passive' }, shared: true, at },
    { bytes, mode: activeIn(1), shared: false, at },
  ];
  assertBytes(moduleOf({ datas }), '0b 11 03 00 41 00 0b 01 ff 09 01 ff 02 01 41 00 0b 01 ff');
});
fields.run();

const instructions = suite('encoding instructions');
const FUNC = '01 04 01 60 00 00 03 02 01 00';
const assertBody = (body: readonly Instr[], hex: string): void => {
  const size = fromHex(hex).length + 2;
  assertBytes(functionModule(body), `${FUNC} 0a ${toHex(Uint8Array.of(size + 2))} 01 ${toHex(Uint8Array.of(size))} 00 ${hex} 0b`);
};

instructions('accesses of memories fold memory and ordering into the alignment', () => {
  const ao = { align: 2, offset: 300n };
  assertBody([{ op: 'load', nt: 'i32', pack: undefined, x: 0, ao, at }], '28 02 ac 02');
  const far = { align: 31, offset: 2n ** 64n - 1n };
  assertBody([{ op: 'load', nt: 'i32', pack: undefined, x: 1, ao: far, at }], '28 5f 01 ff ff ff ff ff ff ff ff ff 01');
  assertBody([{ op: 'atomic.load', nt: 'i32', pack: undefined, order: 'seqcst', x: 0, ao, at }], 'fe 10 02 ac 02');
  assertBody([{ op: 'atomic.load', nt: 'i32', pack: undefined, order: 'acqrel', x: 0, ao, at }], 'fe 10 12 01 ac 02');
  assertBody([{ op: 'atomic.store', nt: 'i64', pack: 32, order: 'acqrel', x: 3, ao, at }], 'fe 1d 52 03 01 ac 02');
  assertBody([{ op: 'atomic.rmw', nt: 'i64', pack: 32, f: 'xchg', order: 'acqrel', x: 3, ao, at }], 'fe 47 52 03 11 ac 02');
  assertBody([{ op: 'vstore_lane', sz: 32, x: 1, ao, i: 3, at }], 'fd 5a 42 01 ac 02 03');
});

instructions('an ordering that is said to be seqcst is the one left out', () => {
  const spelled = decode(fromHex(`${HEADER} ${FUNC} 0a 0a 01 08 00 fe 1e 12 00 00 1a 0b`));
  assert.equal(firstDifference(moduleThat(spelled), functionModule([
    { op: 'atomic.rmw', nt: 'i32', pack: undefined, f: 'add', order: 'seqcst', x: 0, ao: { align: 2, offset: 0n }, at }, { op: 'drop', at },
  ])), undefined);
});

instructions('orderings of other accesses', () => {
  assertBody([{ op: 'atomic.fence', order: 'acqrel', at }], 'fe 03 01');
  assertBody([{ op: 'struct.atomic.get', sx: 'u', order: 'acqrel', x: 1, i: 2, at }], 'fe 5e 01 01 02');
  assertBody([{ op: 'table.atomic.cmpxchg', order: 'acqrel', x: 1, at }], 'fe 5b 11 01');
  assertBody([{ op: 'global.atomic.rmw', f: 'xor', order: 'seqcst', x: 1, at }], 'fe 55 00 01');
});

instructions('some instructions write their indices the other way round', () => {
  assertBody([{ op: 'call_indirect', x: 1, y: 2, at }, { op: 'table.init', x: 1, y: 2, at }], '11 02 01 fc 0c 02 01');
  assertBody([{ op: 'table.copy', x: 1, y: 2, at }, { op: 'array.init_elem', x: 1, y: 2, at }], 'fc 0e 01 02 fb 13 01 02');
});

instructions('the opcode tells null, types and the type of a constant', () => {
  assertBody([{ op: 'ref.test', rt: absRef('i31'), at }, { op: 'ref.cast', rt: idxRef(1, false), at }], 'fb 15 6c fb 16 01');
  assertBody([{ op: 'select', types: undefined, at }, { op: 'select', types: ['i32'], at }], '1b 1c 01 7f');
  assertBody([{ op: 'const', val: { t: 'i32', c: -65 }, at }, { op: 'const', val: { t: 'i64', c: -(2n ** 63n) }, at }],
    '41 bf 7f 42 80 80 80 80 80 80 80 80 80 7f');
  assertBody([{ op: 'const', val: { t: 'f32', c: 0x7fa00000 }, at }, { op: 'const', val: { t: 'f64', c: -1n }, at }],
    '43 00 00 a0 7f 44 ff ff ff ff ff ff ff ff');
  assertBody([{ op: 'vconst', val: { t: 'v128', c: 0x0f0e0d0c0b0a09080706050403020100n }, at }],
    'fd 0c 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f');
});

instructions('branches', () => {
  assertBody([{ op: 'br_on_cast', l: 1, rt1: absRef('any'), rt2: absRef('i31', false), at }], 'fb 18 01 01 6e 6c');
  assertBody([{ op: 'br_on_cast_fail', l: 1, rt1: idxRef(0, false), rt2: idxRef(64, true), at }], 'fb 19 02 01 00 c0 00');
  assertBody([{ op: 'br_table', ls: [1, 2], l: 3, at }], '0e 02 01 02 03');
});

instructions('blocks', () => {
  const none = { kind: 'result', type: undefined } as const;
  const nop: readonly Instr[] = [{ op: 'nop', at }];
  assertBody([{ op: 'block', bt: { kind: 'idx', x: 64 }, body: nop, at }], '02 c0 00 01 0b');
  assertBody([{ op: 'loop', bt: { kind: 'result', type: idxRef(1, true) }, body: [], at }], '03 63 01 0b');
  assertBody([{ op: 'if', bt: none, then: nop, else: [], at }], '04 40 01 0b');
  assertBody([{ op: 'if', bt: none, then: [], else: nop, at }], '04 40 05 01 0b');
  assertBody([{ op: 'try_table', bt: none, catches: [{ kind: 'catch_ref', x: 1, l: 2 }, { kind: 'catch_all', l: 3 }], body: nop, at }],
    '1f 40 02 01 01 02 02 03 01 0b');
});

instructions('stack switching', () => {
  assertBody([{ op: 'cont.bind', ct: 1, ct2: 2, at }, { op: 'switch', ct: 1, x: 2, at }], 'e1 01 02 e6 01 02');
  const hdls = [{ kind: 'on', x: 3, l: 4 }, { kind: 'switch', x: 5 }] as const;
  assertBody([{ op: 'resume_throw', ct: 1, x: 2, hdls, at }], 'e4 01 02 02 00 03 04 01 05');
});

instructions('there is a data count where code names data', () => {
  const datas: readonly Data[] = [{ bytes: Uint8Array.of(), mode: { kind: 'passive' }, shared: false, at }];
  const code = (hex: string): string => `0a ${hex} 0b 03 01 01 00`;
  assertBytes(functionModule([{ op: 'data.drop', x: 0, at }], [], { datas }), `${FUNC} 0c 01 01 ${code('07 01 05 00 fc 09 00 0b')}`);
  assertBytes(functionModule([], [], { datas }), `${FUNC} ${code('04 01 02 00 0b')}`);
});

instructions('locals of one type are counted together', () => {
  const locals = ['i32', 'i32', 'i64', idxRef(0, true), idxRef(0, true), idxRef(0, false)] as const;
  assertBytes(functionModule([], locals), `${FUNC} 0a 0e 01 0c 04 02 7f 01 7e 02 63 00 01 64 00 0b`);
});
instructions.run();

const customs = suite('encoding custom sections');
const section = (title: string, hex: string): string => {
  const content = `${toHex(Uint8Array.of(title.length))} ${toHex(new TextEncoder().encode(title))} ${hex}`;
  return `00 ${toHex(Uint8Array.of(fromHex(content).length))} ${content}`;
};
const name = (hex: string): string => section('name', hex);
const hint = (hex: string): string => section('metadata.code.branch_hint', hex);

customs('names, in the order of their subsections and indices', () => {
  const names = {
    ...NO_NAMES,
    module: 'm',
    funcs: new Map([[1, 'g'], [0, 'f']]),
    locals: new Map([[0, new Map([[2, 'x']])]]),
    tags: new Map([[0, '']]),
  };
  assertBytes(moduleOf({ names }), '00 1f 04 6e 61 6d 65 00 02 01 6d 01 07 02 00 01 66 01 01 67 02 06 01 00 01 02 01 78 0b 03 01 00 00');
});

customs('branch hints, with offsets from the locals of their functions', () => {
  const none = { kind: 'result', type: undefined } as const;
  const body: readonly Instr[] = [
    { op: 'nop', at },
    { op: 'if', bt: none, then: [{ op: 'br_if', l: 0, hint: true, at }, { op: 'br_if', l: 0, at }], else: [], hint: false, at },
  ];
  const imports: readonly Import[] = [{ module: '', name: '', type: { kind: 'func', type: { kind: 'idx', x: 0 } }, at }];
  assertBytes(functionModule(body, [], { imports }),
    `01 04 01 60 00 00 02 05 01 00 00 00 00 03 02 01 00 ${hint('01 01 02 02 01 00 04 01 01')} 0a 0c 01 0a 00 01 04 40 0d 00 0d 00 0b 0b`);
});

const custom = (name: string, side: 'before' | 'after', section: Custom['place']['section']): Custom =>
  ({ name, bytes: Uint8Array.of(7), place: { side, section }, at });
customs('custom sections stand where they are placed', () => {
  const all = [custom('d', 'after', 'last'), custom('a', 'before', 'first'), custom('c', 'after', 'type'), custom('b', 'before', 'type')];
  const m = functionModule([], [], { customs: all });
  const [a, b, c, d] = ['61', '62', '63', '64'].map((letter) => `00 03 01 ${letter} 07`);
  const bytes = toHex(encode(m));
  assert.is(bytes, toHex(fromHex(`${HEADER} ${a} ${b} 01 04 01 60 00 00 ${c} 03 02 01 00 0a 04 01 02 00 0b ${d}`)));
  assert.equal(moduleThat(decode(fromHex(bytes))).customs.map(({ name, place }) => [name, place.side, place.section]),
    [['a', 'before', 'first'], ['b', 'before', 'first'], ['c', 'after', 'type'], ['d', 'after', 'last']]);
});

customs('where there are no sections, custom sections stand after the last one, also if empty sections are written', () => {
  for (const hex of ['00 02 01 61', '01 01 00 00 02 01 61', '00 02 01 61 01 01 00', '00 02 01 61 0c 01 00']) {
    const [only] = moduleThat(decode(fromHex(HEADER + hex))).customs;
    assert.equal(only?.place, { side: 'after', section: 'last' }, hex);
  }
});

customs('malformed names and branch hints mean nothing, and are kept as they are', () => {
  for (const [hex, message] of [
    [name('00 02 02 6d'), /^unexpected end/],
    [name('00 05 01 6d'), /^length out of bounds/],
    [name('01 07 02 00 01 66 00 01 67'), /^custom @name: multiple names: the index 0 occurs twice/],
    [name('01 01 00 00 02 01 6d'), /^invalid name subsection id: 0 stands after 1/],
    [name('00 03 01 6d 00'), /^name subsection size mismatch: 3 bytes expected, 2 read/],
    [name('00 03 02 c3 28'), /^malformed UTF-8 encoding/],
    [hint('01 00 01 01'), /^unexpected end/],
    [hint('01 00 01 01 02 01'), /^@metadata.code.branch_hint section: missing reserved byte/],
    [hint('01 00 01 01 01 02'), /^@metadata.code.branch_hint section: invalid hint value 0x02/],
    [hint('00 00'), /^@metadata.code.branch_hint section: unexpected content/],
    [`${FUNC} ${hint('01 00 01 01 01 01')} 0a 05 01 03 00 01 0b`, /^@metadata.code.branch_hint section: invalid offset/],
    [`${FUNC} 0a 05 01 03 00 01 0b ${hint('00')}`, /^@metadata.code.branch_hint section: it stands after the code/],
  ] as const) {
    const bytes = fromHex(HEADER + hex);
    const m = moduleThat(decode(bytes));
    assert.is(m.customs.length, 1, hex);
    assert.equal(m.names, NO_NAMES);
    assert.equal(firstDifference(moduleThat(decode(encode(m))), m), undefined);
    const strict = decode(bytes, { strictCustoms: true });
    assert.ok(E.isLeft(strict), hex);
    assert.match(strict.left.message, message);
  }
});
customs('subsections of names that are not known are passed over', () => {
  assert.is(moduleThat(decode(fromHex(HEADER + name('00 02 01 6d 63 01 ff')), { strictCustoms: true })).names.module, 'm');
});
customs.run();
