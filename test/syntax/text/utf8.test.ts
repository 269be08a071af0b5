import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeUtf8, encodeUtf8, firstMalformed, readText } from '../../../syntax/text/utf8.ts';
import { mistake, read } from './reading.ts';

const Utf8 = suite('UTF-8');

Utf8('is read, with a byte order mark as a character', () => {
  assert.equal(readText(encodeUtf8('\ufeff(module) ;; é €𐍈')), E.right('\ufeff(module) ;; é €𐍈'));
});

/** Sequences that are not UTF-8, and the offset of the byte at which they stop being so */
const WRONG: readonly (readonly [bytes: readonly number[], offset: number])[] = [
  [[0x41, 0x80], 1], [[0xc0, 0x80], 0], [[0xc1, 0xbf], 0], [[0x41, 0x42, 0xc3], 2], [[0xc3, 0x28], 0], [[0xe0, 0x9f, 0xbf], 0],
  [[0xed, 0xa0, 0x80], 0], [[0xe2, 0x82], 0], [[0xe2, 0x82, 0x41], 0], [[0xf0, 0x8f, 0xbf, 0xbf], 0], [[0xf4, 0x90, 0x80, 0x80], 0],
  [[0xf5, 0x80, 0x80, 0x80], 0], [[0xff], 0], [[0xc3, 0xa9, 0xfe], 2],
];

Utf8('is refused where a sequence is overlong, cut short, a surrogate or beyond the last character', () => {
  for (const [wrong, offset] of WRONG) {
    const result = readText(Uint8Array.from(wrong));
    assert.ok(E.isLeft(result), wrong.join(' '));
    assert.ok(result.left.message.startsWith('malformed UTF-8 encoding'));
    assert.equal(result.left.span, { start: offset, end: offset + 1 }, wrong.join(' '));
  }
});

Utf8('bytes have a first malformed one exactly if no text encodes to them', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
    const text = decodeUtf8(bytes);
    assert.is(firstMalformed(bytes) === undefined, text !== undefined);
    if (text !== undefined) assert.equal(encodeUtf8(text), bytes);
  }), { numRuns: 1000 });
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.is(firstMalformed(encodeUtf8(text)), undefined)));
});

Utf8('a module is read from its bytes', () => {
  assert.is(read(encodeUtf8('(module $é)'.replace('$é', '$"é"'))).names.module, 'é');
  assert.is(mistake(Uint8Array.from([0x3b, 0x3b, 0x80])).span.start, 2);
});

Utf8('a text with half of a surrogate pair is refused there', () => {
  const { message, span } = mistake('(module) ;; 𐍈 \ud800');
  assert.ok(message.startsWith('malformed UTF-8 encoding'));
  assert.is(span.start, 15);
});

Utf8('names and identifiers must be UTF-8, other strings need not', () => {
  for (const text of ['(import "\\80" "" (func))', '(import "" "\\ff" (func))', '(func $"\\ef")', '(memory 1) (export "\\c0" (memory 0))']) {
    assert.ok(mistake(text).message.startsWith('malformed UTF-8 encoding'), text);
  }
  assert.equal([...read('(data "\\80\\ff")').datas[0]?.bytes ?? []], [0x80, 0xff]);
});

Utf8.run();
