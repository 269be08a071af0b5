/** What is called: the usual function, the one that is asked for, and its arguments by the types of its parameters. */
import { spawnSync } from 'node:child_process';
import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Val } from '../../semantics/runtime/values.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { argumentsOf, namedEntry, usualEntry, waysToCall } from '../../tracing/entry.ts';
import { callFor, prepare } from '../../tracing/prepare.ts';
import { readModule } from '../../syntax/read.ts';
import { right, textSource, wish } from './programs.ts';

const valid = (fields: string): ValidModule => right(validate(right(readModule(textSource(`(module ${fields})`)))));
const usual = (fields: string): string | undefined => usualEntry(valid(fields))?.name;

const Entry = suite('entry');

Entry('the export main goes before _start, and both before any other', () => {
  assert.is(usual('(func (export "a")) (func (export "_start")) (func (export "main"))'), 'main');
  assert.is(usual('(func (export "a")) (func (export "_start"))'), '_start');
});
Entry('a function with parameters is not chosen, whatever it is called', () => {
  assert.is(usual('(func (export "main") (param i32)) (func (export "_start"))'), '_start');
  assert.is(usual('(func (export "main") (param i32)) (func (export "a"))'), 'a');
  assert.is(usual('(func (export "main") (param i32))'), undefined);
});
Entry('the only exported function without parameters is chosen; of two none, and none of none', () => {
  assert.is(usual('(func (export "a")) (func (export "b") (param i32)) (func) (memory (export "main") 1)'), 'a');
  assert.is(usual('(func (export "a")) (func (export "b"))'), undefined);
  assert.is(usual('(func)'), undefined);
});
Entry('the function that is asked for is chosen by the name of its export', () => {
  assert.is(namedEntry(valid('(func (export "a b") (param i32))'), 'a b')?.type.params.length, 1);
  assert.is(namedEntry(valid('(global (export "g") i32 (i32.const 0))'), 'g'), undefined);
});
Entry('every export is shown with its type and how to call it', () => {
  const module = valid(`(type $t (func)) (func (export "f") (param i32 f64 externref) (result i64) unreachable) (func (export "a b"))
    (func (export "r") (param (ref $t) v128))`);
  assert.equal(waysToCall(module), [
    'f : [i32 f64 externref] -> [i64]   --invoke f 1 1.5 null',
    '"a b" : [] -> []                   --invoke "a b"',
    'r : [(ref $t) v128] -> []          takes a reference that cannot be written',
  ]);
});

/** A module with one function, whose export has the name. */
const exporting = (name: string): string => `(func (export "${[...new TextEncoder().encode(name)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}"))`;
const NAMES = ['main', '', 'a b', 'a$b', "it's", 'say "hi"', 'back\\slash', 'a\nb', '\u001b[31mred', '`date`', '!!', 'ü', '"f"', "'\n'"];
Entry('what is said about how to call a function calls it, as a shell reads it', () => {
  for (const name of NAMES) {
    const way = waysToCall(valid(exporting(name)))[0] ?? '', options = way.slice(way.indexOf('--invoke'));
    const { stdout } = spawnSync('sh', ['-c', `printf '%s|' ${options}`], { encoding: 'utf8' });
    const [invoke, word = '', ...more] = stdout.split('|');
    assert.equal([invoke, more], ['--invoke', ['']], options);
    assert.is(namedEntry(valid(exporting(name)), word)?.name, name, options);
  }
});
Entry('an export whose name is a string literal is found before what the literal stands for', () => {
  assert.is(namedEntry(valid(exporting('"f"') + exporting('f')), '"f"')?.name, '"f"');
  assert.is(namedEntry(valid(exporting('f')), '"f"')?.name, 'f');
  assert.is(namedEntry(valid(exporting('f')), '"f" "g"'), undefined);
});

const called = (fields: string, words?: string): E.Either<string, string | undefined> => {
  const module = valid(fields), { subject: { inst } } = right(prepare(textSource(''), module));
  return E.map((call?: { readonly what: string }) => call?.what)(callFor(module, inst, words === undefined ? undefined : wish(words)));
};
Entry('if it is not clear what to call, the exports are listed; unless a start function runs', () => {
  const two = '(func (export "a")) (func $s (export "b"))';
  assert.equal(called(`${two} (start $s)`), E.right(undefined));
  const none = called(two);
  assert.match(E.isLeft(none) ? none.left : '', /^which function\?.*\nIt exports:\n {2}a : \[\] -> \[\] {3}--invoke a\n {2}b/su);
  assert.match(E.isLeft(called('')) ? (called('') as E.Left<string>).left : '', /It exports no function\.$/u);
  assert.equal(called(two, 'b'), E.right('b : [] -> []'));
  assert.match((called(two, 'c') as E.Left<string>).left, /^no function is exported as c\nIt exports:/u);
});

// ── arguments ────────────────────────────────────────────────────────────────────────────────────────
const args = (params: string, ...words: readonly string[]): E.Either<string, readonly Val[]> => {
  const module = valid(`(type $t (func)) (func (export "f") (param ${params}))`), entry = namedEntry(module, 'f');
  return argumentsOf(entry?.type.params ?? [], words, module);
};
Entry('integers are decimal or hexadecimal, signed or unsigned', () => {
  assert.equal(args('i32 i32 i32 i32', '-1', '4294967295', '0xffff_ffff', '-0x80000000'),
    E.right([-1, -1, -1, -2147483648].map((c) => ({ t: 'i32', c }))));
  assert.equal(args('i64 i64', '-0x8000000000000000', '18446744073709551615'), E.right([-(2n ** 63n), -1n].map((c) => ({ t: 'i64', c }))));
});
Entry('floats are those of the text format', () => {
  assert.equal(args('f32 f32 f64', '0x1p-1', 'nan:0x1', '-inf'),
    E.right([{ t: 'f32', c: 0x3f000000 }, { t: 'f32', c: 0x7f800001 }, { t: 'f64', c: BigInt.asIntN(64, 0xfff0000000000000n) }]));
});
Entry('vectors are their shape and lanes; references are null', () => {
  assert.equal(args('v128 externref (ref null $t)', 'i64x2 1 -1', 'null', 'null'),
    E.right([{ t: 'v128', c: (2n ** 64n - 1n) * 2n ** 64n + 1n }, { t: 'ref.null', c: 0 }, { t: 'ref.null', c: 0 }]));
});
Entry('any i32 and i64 is read as it is written', () => {
  fc.assert(fc.property(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (a, b) => {
    assert.equal(args('i32 i64', String(a), String(b)), E.right([{ t: 'i32', c: a }, { t: 'i64', c: b }]));
  }), { numRuns: 30 });
});

const wrong: readonly (readonly [params: string, words: readonly string[], why: string])[] = [
  ['i32', [], 'expected 1 argument (i32), found 0'],
  ['i32 f64', ['1'], 'expected 2 arguments (i32 f64), found 1'],
  ['', ['1'], 'expected 0 arguments, found 1'],
  ['i32', ['1.5'], 'expected i32, found "1.5"'],
  ['i32', ['4294967296'], 'expected i32, found "4294967296", which is out of range'],
  ['i32', ['1 2'], 'expected i32, found "1 2"'],
  ['i32', [''], 'expected i32, found ""'],
  ['i64', ['"'], 'expected i64, found "\\""'],
  ['f32', ['1e99'], 'expected f32, found "1e99", which is out of range'],
  ['i32 (ref null $t)', ['1', '2'], 'expected (ref null $t), found "2": write null'],
  ['(ref $t)', ['null'], 'expected (ref $t), found "null": there is no way to write such a reference'],
];
for (const [params, words, why] of wrong) Entry(`[${params}] does not take ${JSON.stringify(words)}`, () => assert.equal(args(params, ...words), E.left(why)));
Entry('what is wrong with a vector is said', () => {
  assert.match((args('v128', 'i32x4 1 2') as E.Left<string>).left, /^expected v128, found "i32x4 1 2": wrong number of lane literals/u);
});

Entry.run();
