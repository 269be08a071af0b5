import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { elements, get } from '../../semantics/data/vector.ts';
import type { ExternAddr } from '../../semantics/runtime/frames.ts';
import { EMPTY_MODULE } from '../../semantics/runtime/frames.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { i32, NULL } from '../../semantics/runtime/values.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { absRef } from '../../syntax/types.ts';
import type { GlobalType, MemType, TableType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { Allocated } from '../../reduction/allocation.ts';
import { allocglobal, allochost, allocmem, alloctable, alloctag, externType } from '../../reduction/allocation.ts';
import { make } from './instances.ts';

const TAKES_TWO = functionType(['i32', 'i64'], ['f32'], false);
const GLOBAL: GlobalType<DefType> = { sharing: 'unshared', mutable: true, type: 'i32' };
const MEM: MemType = { addr: 'i32', limits: { min: 2n, max: 3n }, shared: false };
const TABLE: TableType<DefType> = { addr: 'i64', limits: { min: 3n, max: undefined }, shared: false, ref: absRef('func') };
const call = (S: Store): ReturnType<Parameters<typeof allochost>[3]> => ({ kind: 'values', S, vals: [] });

/** How each is allocated, its kind as something external, and its type. */
const ways: readonly (readonly [kind: ExternAddr['kind'], allocate: (S: Store) => Allocated, type: unknown])[] = [
  ['tag', (S) => alloctag(S, TAKES_TWO), TAKES_TWO],
  ['global', (S) => allocglobal(S, GLOBAL, i32(7)), GLOBAL],
  ['mem', (S) => allocmem(S, MEM), MEM],
  ['table', (S) => alloctable(S, TABLE, NULL), TABLE],
  ['func', (S) => allochost(S, TAKES_TWO, 'host', call), TAKES_TWO],
];
const Alloc = suite('allocation');
for (const [kind, allocate, type] of ways) {
  Alloc(`a ${kind} is new, has the next address of its kind, and the type that it is given`, () => {
    const full = ways.reduce((S, [, other]) => other(S)[0], EMPTY_STORE), [S0, a0] = allocate(EMPTY_STORE), [S1, a1] = allocate(full);
    assert.equal([a0, a1], [0, 1]);
    assert.equal(externType(S0, { kind, a: 0 }), { kind, type });
    assert.is(externType(full, { kind, a: 1 }), undefined);
    assert.equal(externType(S1, { kind, a: 1 }), { kind, type });
    for (const [other] of ways) assert.is(externType(S1, { kind: other, a: 2 }), undefined);
  });
}

Alloc('a memory is all zeros, a table is full of its reference, a global has its value', () => {
  const [S] = allocmem(alloctable(allocglobal(EMPTY_STORE, GLOBAL, i32(7))[0], TABLE, { t: 'ref.func', c: 4 })[0], MEM);
  assert.is(get(S.mems, 0)?.bytes.size, 2 * 65536);
  const table = get(S.tables, 0);
  assert.equal(table === undefined ? [] : elements(table.refs), [4, 4, 4].map((c) => ({ t: 'ref.func', c })));
  assert.equal(get(S.globals, 0)?.value, i32(7));
});

Alloc('functions and tags know how many parameters and results they have', () => {
  const [S] = alloctag(allochost(EMPTY_STORE, TAKES_TWO, 'host', call)[0], TAKES_TWO), host = get(S.funcs, 0), tag = get(S.tags, 0);
  assert.equal([host?.n, host?.m, tag?.n, tag?.m], [2, 1, 2, 1]);
  assert.is(host?.module, EMPTY_MODULE);
});

Alloc('locals begin with their defaults; one that has none is not there', () => {
  const { S } = make('(module (func (param i32 i32) (local i64 f32 (ref func) funcref)))'), code = get(S.funcs, 0)?.code;
  const locals = code?.kind === 'wasm' ? elements(code.locals) : [];
  assert.equal(locals.slice(2), [{ t: 'i64', c: 0n }, { t: 'f32', c: 0 }, undefined, NULL]);
  assert.is(locals.length, 6);
});
Alloc.run();
