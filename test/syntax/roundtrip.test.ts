/**
 * Writing and reading are inverse: of arbitrary modules in both formats, and of all modules of the official suites, if
 * `WEFT_SUITES` names a checkout of them. A failure says its seed.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode } from '../../syntax/binary/decoder.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import { firstDifference } from '../../syntax/equality.ts';
import type { Module, Names } from '../../syntax/modules.ts';
import type { Command, ScriptModule } from '../../syntax/script.ts';
import type { SourceError } from '../../syntax/source.ts';
import { declaredNames } from '../../syntax/text/declared-names.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { printModule } from '../../syntax/text/printer.ts';
import { parseScript } from '../../syntax/text/script.ts';
import { bareModule, module } from '../generators/modules.ts';

const rightOf = <A>(result: E.Either<SourceError, A>, source: string): A => {
  if (E.isRight(result)) return result.right;
  const { message, span } = result.left;
  throw new Error(`${message}, near ${JSON.stringify(source.slice(Math.max(0, span.start - 60), span.end + 30))}`);
};

/** Prints, flat or folded, and reads. */
const throughText = (m: Module, folded: boolean): Module => {
  const text = printModule(m, { folded });
  return rightOf(parseModule(text), text);
};
/** Encodes and decodes. */
const throughBinary = (m: Module, strictCustoms = true): Module => rightOf(decode(encode(m), { strictCustoms }), '');

const assertSame = (actual: Module, expected: Module): void => {
  const path = firstDifference(actual, expected);
  assert.is(path, undefined, `differ at ${String(path?.join('.'))}:\n${printModule(actual)}\n${printModule(expected)}`);
};
/** Where a custom section stands in a binary can be said in more than one way. */
const withoutCustoms = (m: Module): Module => ({ ...m, customs: [] });

const Arbitrary = suite('round trips of arbitrary modules');

for (const folded of [false, true]) {
  Arbitrary(`through ${folded ? 'folded' : 'flat'} text`, () => {
    fc.assert(fc.property(module, (m) => assertSame(throughText(m, folded), m)), { numRuns: 500 });
  });
}

/** Bytes of which a few have been changed. */
const changed = (bytes: Uint8Array, changes: readonly { readonly at: number; readonly byte: number }[]): Uint8Array => {
  const out = bytes.slice();
  for (const { at, byte } of changes) out[8 + at % (out.length - 8)] = byte;
  return out;
};
const withoutLabels = (m: Module): Module => ({ ...m, names: { ...m.names, labels: new Map() } });
/** What a text can say of a module that need not be valid. */
const sayable = (m: Module): Module => ({
  ...m, names: declaredNames(m), tables: m.tables.map((table) => table.init?.length === 0 ? { ...table, init: undefined } : table),
});
Arbitrary('through text, of whatever binary can be decoded, valid or not', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  const changes = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 25, maxLength: 25 });
  let modules = 0;
  fc.assert(fc.property(module, changes, fc.boolean(), (m, all, folded) => {
    const bytes = encode(m);
    for (const some of all) {
      const decoded = decode(changed(bytes, some));
      if (E.isLeft(decoded)) continue;
      modules++;
      assertSame(withoutLabels(throughText(decoded.right, folded)), withoutLabels(sayable(decoded.right)));
    }
  }), { numRuns: 40 });
  assert.ok(modules > 100, 'many changes leave a module');
});

Arbitrary('names of what is not declared are not printed', () => {
  const at = { start: 0, end: 0 }, names = new Map([[0, 'a'], [9, 'b']]), inner = new Map([[0, names], [9, names]]);
  const all: Names = {
    module: 'm', types: names, fields: inner, funcs: names, locals: inner, labels: new Map(), tables: names, mems: names, globals: names,
    tags: names, elems: names, datas: names,
  };
  const read = rightOf(parseModule(`(module (type (struct (field i32))) (type (func)) (type (cont 1))
    (tag (type 9)) (func (param i32) (local i64) local.get 9 struct.get 0 9 table.get 9 global.get 9 call 9 throw 9 memory.size 9 elem.drop 9
      data.drop 9 ref.null 9) (func (type 2) (local i32) local.get 0) (memory 1) (table 1 funcref) (global i32 (global.get 9)) (elem funcref)
    (data "a"))`), ''), named: Module = { ...read, names: { ...all, locals: new Map([...inner, [1, names]]) }, at };
  for (const folded of [false, true]) {
    const there = throughText(named, folded);
    assertSame(there, { ...named, names: declaredNames(named) });
    assert.equal([...there.names.funcs.keys(), ...there.names.locals.keys(), ...there.names.fields.keys()], [0, 0, 0]);
    assert.equal([...there.names.locals.get(0)?.keys() ?? []], [0]);
  }
});

Arbitrary('through binary', () => {
  fc.assert(fc.property(bareModule, (m) => assertSame(throughBinary(m), m)), { numRuns: 500 });
});

Arbitrary('through text, then binary, then text', () => {
  fc.assert(fc.property(module, (m) => {
    const there = throughBinary(throughText(m, false));
    assertSame(withoutCustoms(there), withoutCustoms(m));
    assertSame(throughText(there, true), there);
  }), { numRuns: 300 });
});

Arbitrary.run();

const Suites = suite('round trips of the official suites');

const { WEFT_SUITES: suites } = process.env;

/** The modules of a script that can be read. */
const modulesOf = (commands: readonly Command[]): readonly Module[] => commands.flatMap((command) => {
  if ('commands' in command) return modulesOf(command.commands);
  if (!('module' in command)) return [];
  const result = moduleOf(command.module);
  return result === undefined ? [] : [result];
});
const moduleOf = (written: ScriptModule): Module | undefined => {
  switch (written.kind) {
    case 'text': return written.result.ok ? written.result.module : undefined;
    case 'quote': return E.getOrElse((): Module | undefined => undefined)(parseModule(written.bytes));
    case 'binary': return E.getOrElse((): Module | undefined => undefined)(decode(written.bytes));
  }
};

const throughAll = (file: string): number => {
  const modules = modulesOf(rightOf(parseScript(readFileSync(file)), '').commands);
  for (const m of modules) {
    for (const folded of [false, true]) assertSame(throughText(m, folded), m);
    assertSame(withoutCustoms(throughBinary(m, false)), withoutCustoms(m));
  }
  return modules.length;
};

const wholeSuites = (folder: string): void => {
  const counts = globSync('**/*.wast', { cwd: folder }).map((file) => throughAll(join(folder, file)));
  assert.ok(counts.reduce((sum, count) => sum + count, 0) > 0, `no module in ${folder}`);
};
const title = 'all modules, through text and through binary';
if (suites === undefined) Suites.skip(title);
else Suites(title, () => wholeSuites(suites));

Suites.run();
