import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode } from '../../../syntax/binary/decoder.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import { module } from '../../generators/modules.ts';
import { errorThat, fromHex, HEADER, moduleThat, toHex } from './modules.ts';

const truncation = suite('truncated binaries');

/** The offsets at which a section ends, and that of the first one. */
const boundaries = (bytes: Uint8Array): ReadonlySet<number> => {
  const ends = new Set([8]);
  for (let at = 8; at < bytes.length;) {
    let size = 0;
    at++;
    for (let scale = 1, more = true; more; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      size += (byte & 0x7f) * scale;
      more = byte >= 0x80;
    }
    at += size;
    ends.add(at);
  }
  return ends;
};
const ENDINGS = /^(unexpected end|length out of bounds|(function and code|data count and data) section have inconsistent lengths)/;

truncation('a binary cut off anywhere is malformed, with a position in what is left, unless sections end there', () => {
  fc.assert(fc.property(module, (m) => {
    const bytes = encode(m);
    const ends = boundaries(bytes);
    for (let length = 0; length < bytes.length; length++) {
      const cut = decode(bytes.subarray(0, length));
      if (E.isRight(cut)) assert.ok(ends.has(length), `decoded at ${length} of ${bytes.length}`);
      else {
        const { message, span } = cut.left;
        assert.match(message, ENDINGS);
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= length, `${message} ${span.start} ${length}`);
      }
    }
  }), { numRuns: 20 });
});
truncation.run();

const malformed = suite('malformed binaries');

/** Fails with a message that begins so, at the byte with that number. */
const assertError = (hex: string, message: string, start: number): void => {
  const error = errorThat(decode(fromHex(hex)));
  assert.is(error.kind, 'malformed');
  assert.is(error.message.slice(0, message.length), message);
  assert.is(error.span.start, start, `${error.message}: position`);
};
const assertSection = (hex: string, message: string, start: number): void => assertError(HEADER + hex, message, 8 + start);
/** The body of a function, of which the first byte has the number 0. */
const assertBody = (hex: string, message: string, start: number): void => {
  const size = fromHex(hex).length + 2;
  const [section, func] = [size + 2, size].map((n) => n.toString(16).padStart(2, '0'));
  assertSection(`01 04 01 60 00 00 03 02 01 00 0a ${section ?? ''} 01 ${func ?? ''} 00 ${hex} 0b`, message, 15 + start);
};

malformed('magic and version', () => {
  assertError('', 'unexpected end', 0);
  assertError('0061 73', 'unexpected end', 3);
  assertError('0061 736e', 'magic header not detected', 0);
  assertError('0061 736d 0d00 0100', 'unknown binary version', 4);
});

malformed('sections in the wrong order', () => {
  assertSection('0e 01 00', 'malformed section id: 0x0e', 0);
  assertSection('01 01 00 01 01 00', 'unexpected content after last section: the section `type` occurs twice', 3);
  assertSection('03 01 00 02 01 00', 'unexpected content after last section: the section `import` stands after the section `func`', 3);
  assertSection('0a 01 00 0c 01 00', 'unexpected content after last section', 3);
  assertSection('06 01 00 0d 01 00', 'unexpected content after last section', 3);
});
malformed('the order of the ids is not that of the sections', () => {
  assert.is(moduleThat(decode(fromHex(`${HEADER} 05 01 00 0d 01 00 06 01 00 09 01 00 0c 01 00 0a 01 00 0b 01 00`))).datas.length, 0);
});

malformed('sizes and lengths', () => {
  assertSection('01 05 00', 'length out of bounds: 5', 1);
  assertSection('01 02 00 00', 'section size mismatch', 0);
  assertSection('01 01 01 60 00 00', 'section size mismatch', 0);
  assertSection('01 04 ff ff ff 0f', 'length out of bounds: 33554431', 2);
  assertSection('01 05 ff ff ff ff 0f', 'length out of bounds: 4294967295', 2);
  assertSection('00 00', 'unexpected end', 2);
  assertSection('00 01 02 61 62', 'unexpected end: the custom section ends within its name', 0);
  assertSection('01 04 01 60 00 00 03 02 01 00 0a 05 01 02 00 01 0b', 'section size mismatch: the size of the function is 2', 14);
});

malformed('integers that are too long or too large', () => {
  assertSection('01 80 80 80 80 80 00', 'integer representation too long', 1);
  assertSection('01 80 80 80 80 10', 'integer too large', 1);
  assertBody('41 80 80 80 80 80 00 1a', 'integer representation too long', 1);
  assertBody('41 80 80 80 80 08 1a', 'integer too large', 1);
  assertBody('41 ff ff ff ff 77 1a', 'integer too large', 1);
  assertBody('42 80 80 80 80 80 80 80 80 80 80 00 1a', 'integer representation too long', 1);
  assertBody('42 80 80 80 80 80 80 80 80 80 01 1a', 'integer too large', 1);
  assertBody('42 ff ff ff ff ff ff ff ff ff 7e 1a', 'integer too large', 1);
  assertBody('28 00 80 80 80 80 80 80 80 80 80 02', 'integer too large', 2);
  assertBody('fc 80 80 80 80 80 00', 'integer representation too long', 1);
});

malformed('types', () => {
  assertSection('01 02 01 5c', 'malformed definition type: 0x5c', 3);
  assertSection('01 03 01 e0 7f', 'integer representation too long', 3);
  assertSection('01 04 01 60 01 40', 'malformed value type: 0x40', 5);
  assertSection('01 05 01 60 01 64 7f', 'malformed heap type: 0x7f', 6);
  assertSection('01 05 01 60 01 65 65', 'malformed heap type: 0x65', 6);
  assertSection('01 06 01 60 01 64 ff 7f', 'malformed heap type', 6);
  assertSection('01 04 01 5e 7f 02', 'malformed mutability: 0x02', 5);
  assertSection('04 04 01 7f 00 00', 'malformed reference type: 0x7f', 3);
  assertSection('04 04 01 70 08 00', 'malformed limits flags: 0x08', 4);
  assertSection('06 06 01 7f 04 41 00 0b', 'malformed mutability: 0x04', 4);
  assertSection('06 06 01 7f 0a 41 00 0b', 'malformed mutability: 0x0a', 4);
  assertSection('0d 03 01 01 00', 'zero byte expected', 3);
  assertSection('02 04 01 00 00 05', 'malformed import kind: 0x05', 5);
});

malformed('segments and exports', () => {
  assertSection('07 04 01 00 05 00', 'malformed export kind: 0x05', 4);
  assertSection('09 02 01 10', 'malformed elements segment kind: 0x10', 3);
  assertSection('09 03 01 01 01', 'malformed element kind: 0x01', 4);
  assertSection('0b 02 01 03', 'malformed data segment kind: 0x03', 3);
  assertSection('04 08 01 40 01 70 00 00 0b', 'zero byte expected', 4);
});

malformed('opcodes', () => {
  assertBody('06', 'illegal opcode 06', 0);
  assertBody('ff 00', 'illegal opcode ff', 0);
  assertBody('01 fb 20', 'illegal opcode fb 20', 1);
  assertBody('fc ff 01', 'illegal opcode fc ff', 0);
  assertBody('05', 'END opcode expected', 0);
  assertBody('02 40 05 0b', 'END opcode expected', 2);
  assertBody('04 40 05 05 0b', 'END opcode expected', 3);
});

malformed('immediates', () => {
  assertBody('28 80 01 00', 'malformed memop flags: 0x80', 1);
  assertBody('fb 18 04 00 6e 6e', 'malformed br_on_cast flags: 0x04', 2);
  assertBody('1f 40 01 04 00 0b', 'malformed catch clause: 0x04', 3);
  assertBody('e3 00 01 02 00', 'ON opcode expected', 3);
  assertBody('fe 03 02', 'malformed memory ordering: 0x02', 2);
  assertBody('fe 1e 12 01 00', 'malformed memory ordering: 0x01', 3);
  assertBody('fe 51 10 00', 'malformed memory ordering: 0x10', 2);
  assertBody('fe 10 12 11 00', 'malformed memory ordering: 0x11', 3);
});

malformed('sections that do not agree', () => {
  assertSection('01 04 01 60 00 00 03 02 01 00', 'function and code section have inconsistent lengths: 1 and 0', 10);
  assertSection('0c 01 01', 'data count and data section have inconsistent lengths: 1 and 0', 3);
  assertBody('01 fc 09 00', 'data count section required', 1);
});

malformed('names that are not UTF-8', () => {
  assertSection('02 05 01 03 61 ed a0 80 00 00 00', 'malformed UTF-8 encoding: no character begins with 0xed', 5);
  assertSection('00 02 01 ff', 'malformed UTF-8 encoding: no character begins with 0xff', 3);
});

const locals = (count: string): string => `01 04 01 60 00 00 03 02 01 00 0a ${count}`;
malformed('too many locals', () => {
  assertSection(locals('0c 01 0a 02 ff ff ff ff 0f 7f 02 7e 0b'), 'too many locals: 4294967297, and a function has less', 14);
  assertSection(locals('08 01 06 01 d1 86 03 7f 0b'), 'too many locals: 50001, and this decoder reads at most 50000', 14);
  assert.is(moduleThat(decode(fromHex(HEADER + locals('08 01 06 01 d0 86 03 7f 0b')))).funcs[0]?.locals.length, 50000);
});
/** A size in two bytes. */
const twoBytes = (n: number): string => toHex(Uint8Array.of((n & 0x7f) | 0x80, n >> 7));
malformed('too many locals in many functions', () => {
  const count = 201, func = '06 01 d0 86 03 7f 0b';
  const types = `03 ${twoBytes(2 + count)} ${twoBytes(count)} ${'00'.repeat(count)}`;
  const code = `0a ${twoBytes(2 + 7 * count)} ${twoBytes(count)} ${func.repeat(count)}`;
  const before = `01 04 01 60 00 00 ${types} 0a ffff ffff ${func.repeat(200)} 06`;
  assertSection(`01 04 01 60 00 00 ${types} ${code}`, 'too many locals: this decoder reads at most 10000000', fromHex(before).length);
});
malformed.run();
