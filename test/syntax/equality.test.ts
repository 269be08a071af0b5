import * as assert from 'uvu/assert';
import { suite } from 'uvu';
import { equalModules, equalSyntax, firstDifference } from '../../syntax/equality.ts';
import type { Instr } from '../../syntax/instructions.ts';
import type { Module } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';

const Equality = suite('equality of syntax');

const empty: Module = {
  types: [], imports: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], start: undefined, exports: [],
  customs: [], names: NO_NAMES, at: NOWHERE,
};

Equality('spans do not count', () => {
  const there = { start: 3, end: 9 };
  assert.ok(equalSyntax({ op: 'nop', at: NOWHERE }, { op: 'nop', at: there }));
  assert.ok(equalModules({ ...empty, at: there }, empty));
});

Equality('names and bytes count', () => {
  assert.not(equalModules({ ...empty, names: { ...NO_NAMES, funcs: new Map([[0, 'f']]) } }, empty));
  const data = (bytes: readonly number[]): Module =>
    ({ ...empty, datas: [{ bytes: Uint8Array.from(bytes), mode: { kind: 'passive' }, shared: false, at: NOWHERE }] });
  assert.ok(equalModules(data([1, 2]), data([1, 2])));
  assert.equal(firstDifference(data([1, 2]), data([1, 3])), ['datas', 0, 'bytes', 1]);
  assert.equal(firstDifference(data([1, 2]), data([1, 2, 0])), ['datas', 0, 'bytes', 2]);
});

Equality('a field left out is undefined', () => {
  assert.ok(equalSyntax({ op: 'br_if', l: 0, hint: undefined }, { op: 'br_if', l: 0 }));
  assert.not(equalSyntax({ op: 'br_if', l: 0, hint: false }, { op: 'br_if', l: 0 }));
  assert.not(equalSyntax({ op: 'br_if', l: 0 }, { op: 'br_if', l: 0, hint: true }));
});

Equality('an i32 is not an i64, an array is not a record, a map has no order', () => {
  assert.not(equalSyntax(1, 1n));
  assert.not(equalSyntax([], {}));
  assert.not(equalSyntax(null, {}));
  assert.not(equalSyntax([undefined], []));
  assert.ok(equalSyntax(new Map([[0, 'a'], [1, 'b']]), new Map([[1, 'b'], [0, 'a']])));
  assert.not(equalSyntax(new Map([[0, 'a']]), new Map([[1, 'a']])));
});

Equality('the first difference is the leftmost', () => {
  assert.equal(firstDifference({ p: [1, { q: 2 }], r: 3 }, { p: [1, { q: 4 }], r: 5 }), ['p', 1, 'q']);
  assert.equal(firstDifference(1, 2), []);
  assert.is(firstDifference({ p: [1] }, { p: [1] }), undefined);
});

Equality('nesting may be deep', () => {
  const nested = (depth: number, inner: Instr): Instr => {
    let instr = inner;
    for (let i = 0; i < depth; i++) instr = { op: 'block', bt: { kind: 'result', type: undefined }, body: [instr], at: NOWHERE };
    return instr;
  };
  const depth = 200_000;
  assert.ok(equalSyntax(nested(depth, { op: 'nop', at: NOWHERE }), nested(depth, { op: 'nop', at: NOWHERE })));
  assert.is(firstDifference(nested(depth, { op: 'nop', at: NOWHERE }), nested(depth, { op: 'drop', at: NOWHERE }))?.length, 2 * depth + 1);
});

Equality.run();
