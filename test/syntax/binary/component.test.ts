import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeComponent } from '../../../syntax/binary/component-decoder.ts';
import { encodeComponent } from '../../../syntax/binary/component-encoder.ts';
import { isComponent } from '../../../syntax/read.ts';
import { componentOf, EVERYTHING } from '../components.ts';

const binary = suite('binaries of components');

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const bytesOf = (text: string): readonly number[] => [...encodeComponent(componentOf(text))].slice(HEADER.length);
const refused = (bytes: readonly number[], message: RegExp): void => {
  const read = decodeComponent(Uint8Array.from(bytes));
  if (E.isRight(read)) assert.unreachable('the bytes were read');
  else assert.match(read.left.message, message);
};

binary('can be told from those of modules by their first bytes, and texts by their first word', () => {
  const holds = (bytes: readonly number[]): boolean => isComponent({ kind: 'binary', name: '', bytes: Uint8Array.from(bytes) });
  const says = (text: string): boolean => isComponent({ kind: 'text', name: '', text });
  assert.equal([HEADER, [...HEADER, 9], HEADER.with(4, 1), HEADER.slice(0, 7), []].map(holds), [true, true, false, false, false]);
  assert.equal(['(component', '(component)', '(; (; ;) ;) ( component $c))', '(module (component))', '(components)', '', '"'].map(says),
    [true, true, true, false, false, false, false]);
});
binary('are what the specification says', () => {
  assert.equal([...encodeComponent(componentOf('(component)'))], HEADER);
  assert.equal(bytesOf('(component (canon thread.available-parallelism (core func)))'), [8, 3, 1, 0x42, 0]);
  assert.equal(bytesOf('(component (canon thread.available-parallelism shared (core func)))'), [8, 3, 1, 0x42, 1]);
  assert.equal(bytesOf('(component (core func (canon thread.yield)))'), [8, 3, 1, 0x0c, 0]);
  assert.equal(bytesOf('(component (core func (canon thread.yield cancellable)))'), [8, 3, 1, 0x0c, 1]);
  assert.equal(bytesOf('(component (core type $t (shared (func))) (core func (canon thread.spawn-ref shared $t)))'),
    [3, 5, 1, 0x65, 0x60, 0, 0, 8, 4, 1, 0x40, 1, 0]);
  assert.equal(bytesOf('(component (core type (sub (func))))'), [3, 7, 1, 0x00, 0x50, 0, 0x60, 0, 0]);
  assert.equal(bytesOf('(component (core instance))'), [2, 3, 1, 1, 0]);
});

binary('are read as they are written: the binary of what is read is the same', () => {
  const bytes = encodeComponent(componentOf(EVERYTHING)), read = decodeComponent(bytes);
  if (E.isLeft(read)) throw new Error(read.left.message);
  assert.equal([...encodeComponent(read.right)], [...bytes]);
  assert.equal(read.right.definitions.map(({ kind }) => kind), componentOf(EVERYTHING).definitions.map(({ kind }) => kind));
});

binary('custom sections are left out', () => {
  const read = decodeComponent(Uint8Array.from([...HEADER, 0, 2, 1, 0x61]));
  assert.ok(E.isRight(read) && read.right.definitions.length === 0);
});

binary('are refused where they are wrong', () => {
  refused([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], /^unknown binary version/u);
  refused([0x00, 0x61, 0x73, 0x6e, 0x0d, 0x00, 0x01, 0x00], /^magic header not detected/u);
  refused(HEADER.slice(0, 7), /^unexpected end/u);
  refused([...HEADER, 4, 0], /^malformed section id: 0x04/u);
  refused([...HEADER, 8, 3, 1, 0x43, 0], /^malformed or unknown built-in function: 0x43/u);
  refused([...HEADER, 8, 3, 1, 0x42, 2], /^malformed immediate of a built-in function: 0x02/u);
  refused([...HEADER, 8, 4, 1, 0x42, 0, 0], /^section size mismatch/u);
  refused([...HEADER, 3, 3, 1, 0x50, 0], /^malformed core type: types of modules/u);
  refused([...HEADER, 2, 3, 1, 7, 0], /^malformed core instance: 0x07/u);
  refused([...HEADER, 6, 5, 1, 1, 0, 1, 0], /^malformed sort of an alias: 0x01, expected 0x00/u);
  refused([...HEADER, 1, 4, 0, 0x61, 0x73, 0x6d], /^unexpected end/u);
});

binary('no cut of a component is read as another without an error, or is the beginning of one', () => {
  const bytes = encodeComponent(componentOf(EVERYTHING));
  let whole = 0;
  for (let n = 0; n < bytes.length; n++) if (E.isRight(decodeComponent(bytes.subarray(0, n)))) whole++;
  assert.ok(whole > 0 && whole < 20); // the ends of sections
});

binary.run();
