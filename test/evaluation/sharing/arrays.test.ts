/** Shared arrays: every instruction at every type of elements, at the edges of the array, and every trap. */
import { suite } from 'uvu';
import { agreeing, REFERENCES, storages } from './differential.ts';
import type { Case, Storage } from './differential.ts';

const NULL = 'trap: null array reference', BOUNDS = 'trap: out of bounds array access';
const i32 = (n: number): string => `(i32.const ${n})`;
const fieldsFor = ({ shared, unshared, values: [one, other, third] }: Storage): string => `${REFERENCES}
  (type $a (shared (array (mut ${shared})))) (type $u (array (mut ${unshared})))
  (func $a (result (ref $a)) (array.new_fixed $a 5 ${one} ${other} ${third} ${third} ${one}))
  (func $u (result (ref $u)) (array.new_fixed $u 4 ${third} ${one} ${other} ${other}))`;
/** The elements of an array in $x. */
const elements = ({ see }: Storage, type: string, get: string, n: number): string =>
  Array.from({ length: n }, (_, i) => see(`(array.get${get} ${type} (local.get $x) ${i32(i)})`)).join(' ');
const times = (value: string, n: number): string => Array.from({ length: n }, () => value).join(' ');
const A = '(local $x (ref null $a))', U = '(local $x (ref null $u))';

const Arrays = suite('shared arrays');
for (const storage of storages) {
  const { shared, seen, see, gets, values } = storage, fields = fieldsFor(storage), [one, other] = values;
  const [get = ''] = gets;
  const made = (code: string, n: number): readonly Case[] =>
    gets.map((sx): Case => [times(seen, n), `${A} (local.set $x ${code}) ${elements(storage, '$a', sx, n)}`]);
  agreeing(Arrays, `elements of type ${shared}`, fields, [
    ...values.flatMap((v) => made(`(array.new $a ${v} ${i32(3)})`, 3)), ...made(`(array.new_default $a ${i32(3)})`, 3), ...made('(call $a)', 5),
    ...[0, 2, 4].flatMap((i): readonly Case[] => gets.map((sx): Case =>
      [times(seen, 5), `${A} (local.set $x (call $a)) (array.set $a (local.get $x) ${i32(i)} ${other}) ${elements(storage, '$a', sx, 5)}`])),
    ['i32', '(array.len (call $a))', '(i32.const 5)'], ['i32', '(array.len (array.new_fixed $a 0))', '(i32.const 0)'],
    ['i32', '(array.len (ref.null $a))', NULL],
    [seen, see(`(array.get${get} $a (ref.null $a) ${i32(0)})`), NULL], ['', `(array.set $a (ref.null $a) ${i32(0)} ${one})`, NULL],
    ...[5, -1, 0x2000_0000, 0x4000_0000].flatMap((i): readonly Case[] => [
      [seen, see(`(array.get${get} $a (call $a) ${i32(i)})`), BOUNDS], ['', `(array.set $a (call $a) ${i32(i)} ${one})`, BOUNDS],
    ]),
    [seen, see(`(array.get${get} $a (array.new_default $a ${i32(0)}) ${i32(0)})`), BOUNDS],
    ['i32', `(array.len (array.new_default $a ${i32(-1)}))`, 'trap: allocation size too large'],
    ['i32', `(array.len (array.new $a ${one} ${i32(-1)}))`, 'trap: allocation size too large'],
  ]);

  const fill = (i: number, n: number): Case =>
    [times(seen, 5), `${A} (local.set $x (call $a)) (array.fill $a (local.get $x) ${i32(i)} ${other} ${i32(n)}) ${elements(storage, '$a', get, 5)}`];
  agreeing(Arrays, `filling with elements of type ${shared}`, fields, [
    fill(0, 5), fill(1, 3), fill(4, 1), fill(5, 0), fill(0, 0),
    ...([[5, 1], [6, 0], [0, 6], [-1, 1], [1, -1], [-1, 2]] as const).map(([i, n]): Case =>
      ['', `(array.fill $a (call $a) ${i32(i)} ${one} ${i32(n)})`, BOUNDS]),
    ['', `(array.fill $a (ref.null $a) ${i32(9)} ${one} ${i32(9)})`, NULL],
  ]);

  /** From the second array, of the type y, into one of the type x that is left in $x. */
  const copy = (x: string, y: string, i: number, j: number, n: number): Case => {
    const length = x === 'a' ? 5 : 4;
    return [times(seen, length), `${x === 'a' ? A : U} (local.set $x (call $${x}))
      (array.copy $${x} $${y} (local.get $x) ${i32(i)} (call $${y}) ${i32(j)} ${i32(n)}) ${elements(storage, `$${x}`, get, length)}`];
  };
  const trapping = (x: string, y: string, i: number, j: number, n: number): Case =>
    ['', `(array.copy $${x} $${y} (call $${x}) ${i32(i)} (call $${y}) ${i32(j)} ${i32(n)})`, BOUNDS];
  const itself = (i: number, j: number, n: number): Case =>
    [times(seen, 5), `${A} (local.set $x (call $a)) (array.copy $a $a (local.get $x) ${i32(i)} (local.get $x) ${i32(j)} ${i32(n)}) ${elements(storage, '$a', get, 5)}`];
  agreeing(Arrays, `copying elements of type ${shared}, within an array and between arrays, shared or not`, fields, [
    itself(0, 1, 4), itself(1, 0, 4), itself(2, 2, 3), itself(0, 3, 2),
    ...([['a', 'a'], ['a', 'u'], ['u', 'a']] as const).flatMap(([x, y]): readonly Case[] => [
      copy(x, y, 0, 0, 4), copy(x, y, 1, 2, 2), copy(x, y, 3, 0, 1), copy(x, y, 4, 4, 0), copy(x, y, 0, 3, 1),
      trapping(x, y, 0, 0, 6), trapping(x, y, 6, 0, 0), trapping(x, y, 0, 6, 0), trapping(x, y, -1, 0, 2),
      trapping(x, y, 0, -1, 2), trapping(x, y, 0, 0, -1),
      ['', `(array.copy $${x} $${y} (ref.null $${x}) ${i32(9)} (call $${y}) ${i32(9)} ${i32(9)})`, NULL],
      ['', `(array.copy $${x} $${y} (call $${x}) ${i32(9)} (ref.null $${y}) ${i32(9)} ${i32(9)})`, NULL],
    ]),
  ]);
}
Arrays.run();
