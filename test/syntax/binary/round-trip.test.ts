import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode } from '../../../syntax/binary/decoder.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import { bodiesOf, instructionsIn } from '../../../syntax/bodies.ts';
import { equalModules, firstDifference } from '../../../syntax/equality.ts';
import type { Custom, Module } from '../../../syntax/modules.ts';
import type { Span } from '../../../syntax/source.ts';
import { everyForm } from '../../generators/instructions.ts';
import { bareModule, module } from '../../generators/modules.ts';
import { firstByte, functionModule, moduleThat, nested, toHex } from './modules.ts';

const roundTrip = suite('binary round trip');

const strict = { strictCustoms: true };
const again = (m: Module): Module => moduleThat(decode(encode(m), strict));
const assertSame = (actual: Module, expected: Module): void => {
  assert.equal(firstDifference(actual, expected), undefined);
};

roundTrip('every instruction form is decoded as it was encoded', () => {
  fc.assert(fc.property(everyForm, (body) => {
    const m = functionModule(body);
    assertSame(again(m), m);
  }), { numRuns: 30 });
});

roundTrip('modules are decoded as they were encoded', () => {
  fc.assert(fc.property(bareModule, (m) => assertSame(again(m), m)), { numRuns: 100 });
});

const contents = (customs: readonly Custom[]): readonly string[] => customs.map(({ name, bytes }) => `${name} ${toHex(bytes)}`).toSorted();
roundTrip('so are names and the contents of custom sections', () => {
  fc.assert(fc.property(module, (m) => {
    const decoded = again(m);
    assertSame({ ...decoded, customs: [] }, { ...m, customs: [] });
    assert.equal(contents(decoded.customs), contents(m.customs));
    // Their places are those of the bytes: a place before a section is one after another section.
    assertSame(again(decoded), decoded);
  }), { numRuns: 100 });
});

roundTrip('the encoding is canonical: it depends on nothing but the module', () => {
  fc.assert(fc.property(module, (m) => assert.equal(toHex(encode(again(m))), toHex(encode(m)))), { numRuns: 30 });
});

const within = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.start < inner.end && inner.end <= outer.end;
roundTrip('the span of an instruction begins at its opcode and contains its blocks', () => {
  fc.assert(fc.property(bareModule, (m) => {
    const bytes = encode(m);
    for (const { body, at } of again(m).funcs) {
      for (const instr of instructionsIn([body])) {
        assert.is(bytes[instr.at.start], firstByte(instr));
        assert.ok(within(instr.at, at), `${instr.op} lies in its function`);
        for (const inner of bodiesOf(instr).flat()) assert.ok(within(inner.at, instr.at), `${inner.op} lies in its ${instr.op}`);
      }
    }
  }), { numRuns: 100 });
});

roundTrip('100,000 nested blocks, in a function and in a constant expression', () => {
  const body = nested(100_000);
  const m = functionModule(body, [], {
    globals: [{ type: { sharing: 'unshared', mutable: false, type: 'i32' }, init: body, at: { start: 0, end: 0 } }],
  });
  assert.ok(equalModules(again(m), m));
});

roundTrip('whatever bytes are changed, the decoder gives an error in the binary or a module that can be encoded', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  const changes = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 50, maxLength: 50 });
  let modules = 0;
  const decodeChanged = (bytes: Uint8Array): void => {
    const decoded = decode(bytes);
    if (E.isRight(decoded)) {
      modules++;
      assertSame(moduleThat(decode(encode(decoded.right))), decoded.right);
    } else {
      const { start, end } = decoded.left.span;
      assert.ok(0 <= start && start <= end && end <= bytes.length, `${start}-${end} lies in ${bytes.length} bytes`);
    }
  };
  fc.assert(fc.property(module, changes, (m, all) => {
    const original = encode(m);
    for (const some of all) {
      const bytes = original.slice();
      for (const { at, byte } of some) bytes[8 + at % (bytes.length - 8)] = byte;
      decodeChanged(bytes);
    }
  }), { numRuns: 40 });
  assert.ok(modules > 100, 'many changes leave a module');
});

roundTrip.run();
