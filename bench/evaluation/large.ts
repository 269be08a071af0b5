/**
 * A large module, to measure translation: functions of loops and arithmetic that call each other and suspend, none of which can stay as it
 * is.
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { validate } from '../../semantics/statics/modules.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';

const part = (i: number, j: number, functions: number): string => `
  (block $b${j} (loop $l${j}
    (br_if $b${j} (i32.ge_s (local.get 2) (i32.const ${j * 100})))
    (local.set 3 (i32.add (i32.load offset=${j * 4} (local.get 2)) (i32.mul (local.get 5) (i32.const ${i}))))
    (local.set 7 (i64.add (local.get 7) (i64.extend_i32_u (i32.xor (local.get 3) (i32.rotl (local.get 2) (i32.const ${j}))))))
    (i32.store offset=${j * 8} (local.get 3) (i32.wrap_i64 (i64.shr_u (local.get 7) (i64.const 5))))
    (local.set 4 (f64.add (local.get 4) (f64.mul (f64.convert_i32_s (local.get 3)) (f64.const 1.5))))
    (local.set 2 (i32.add (local.get 2) (i32.const 1)))
    (br $l${j})))
  (local.set 6 (call ${(i * 7 + j) % functions} (local.get 3) (local.get 7)))
  ${j === 3 ? '(local.set 5 (suspend $yield (local.get 6)))' : ''}
  (if (i32.lt_u (local.get 6) (i32.const 77))
    (then (local.set 5 (i32.div_u (local.get 6) (i32.const 3))))
    (else (local.set 2 (i32.sub (local.get 2) (local.get 6)))))`;
const PARTS = 6;
const func = (i: number, functions: number): string => `
  (func (param i32 i64) (result i32) (local i32 i32 f64 i32 i32 i64)
    ${Array.from({ length: PARTS }, (_, j) => part(i, j, functions)).join('')}
    (i32.add (local.get 2) (local.get 5)))`;

/** How many functions make a binary of 1 MB. */
const FUNCTIONS = 1350;
/** The module, of 1 MB in the binary format. */
export const largeModule = (): ValidModule => {
  const funcs = Array.from({ length: FUNCTIONS }, (_, i) => func(i, FUNCTIONS)).join('');
  const read = readModule({ kind: 'text', name: 'large', text: `(module (tag $yield (param i32) (result i32)) (memory 1) ${funcs})` });
  const valid = isLeft(read) ? read : validate(read.right);
  if (isLeft(valid)) throw new Error(valid.left.message);
  return valid.right;
};
