import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseModule } from '../../../syntax/text/module.ts';

const values = suite('values in data segments');

/** The bytes of the only data segment, in hexadecimal, or the message. */
const read = (content: string): string => E.foldW(
  (error: { readonly message: string }) => error.message,
  ({ datas }: { readonly datas: readonly { readonly bytes: Uint8Array }[] }) => Buffer.from(datas[0]?.bytes ?? []).toString('hex'),
)(parseModule(`(module (memory 1) (data (i32.const 0) ${content}))`));

values('are little-endian, at every type', () => {
  assert.is(read('(i8 0 -128 255)'), '0080ff');
  assert.is(read('(i16 1 -32768 65535)'), '01000080ffff');
  assert.is(read('(i32 1 -2147483648)'), '0100000000000080');
  assert.is(read('(i64 1 18446744073709551615)'), '0100000000000000ffffffffffffffff');
  assert.is(read('(f32 1 nan)'), '0000803f0000c07f');
  assert.is(read('(f64 -2)'), '00000000000000c0');
  assert.is(read('(v128 i16x8 1 2 3 4 5 6 7 8)'), '01000200030004000500060007000800');
});

values('mix with strings, and may be none', () => {
  assert.is(read('"a" (i8 1) "b" "c" (i8) (i8 2)'), '6101626302');
  assert.is(E.isRight(parseModule('(module (memory (data (i16 3 4) "a")))')), true);
});

values('out of range or of another kind are refused', () => {
  assert.match(read('(i8 256)'), /^constant out of range/u);
  assert.match(read('(i32 1.5)'), /^unexpected token/u);
  assert.match(read('(v128 1)'), /^unexpected token/u);
  assert.match(read('(u8 1)'), /^unexpected token/u);
});

values.run();
