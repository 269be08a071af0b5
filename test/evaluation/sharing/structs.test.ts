/** Shared structures: every instruction at every type of field, and every trap. */
import { suite } from 'uvu';
import { agreeing, REFERENCES, storages } from './differential.ts';
import type { Case } from './differential.ts';

const Structs = suite('shared structures');
const LOCAL = '(local $x (ref null $s))';
for (const { shared, seen, see, gets, values: [one, other, third] } of storages) {
  const fields = `${REFERENCES}
    (type $s (sub (shared (struct (field (mut i8)) (field (mut ${shared})) (field (mut i16)) (field (mut ${shared})) (field (mut i8))))))
    (type $t (sub final $s (shared (struct (field (mut i8)) (field (mut ${shared})) (field (mut i16)) (field (mut ${shared})) (field (mut i8)) (field (mut ${shared}))))))
    (func $s (result (ref $s)) (struct.new $s (i32.const -2) ${one} (i32.const -3) ${third} (i32.const -4)))
    (func $t (result (ref $t)) (struct.new $t (i32.const -2) ${one} (i32.const -3) ${other} (i32.const -4) ${third}))`;
  /** All fields of the structure in $x: those between would be wrong if another was written too far. */
  const all = (get: string): string => [
    '(struct.get_s $s 0 (local.get $x))', see(`(struct.get${get} $s 1 (local.get $x))`), '(struct.get_u $s 2 (local.get $x))',
    see(`(struct.get${get} $s 3 (local.get $x))`), '(struct.get_u $s 4 (local.get $x))',
  ].join(' ');
  const results = `i32 ${seen} i32 ${seen} i32`;
  const cases: readonly Case[] = gets.flatMap((get): readonly Case[] => [
    [results, `${LOCAL} (local.set $x (call $s)) ${all(get)}`], [results, `${LOCAL} (local.set $x (call $t)) ${all(get)}`],
    [results, `${LOCAL} (local.set $x (struct.new_default $s)) ${all(get)}`],
    ...[one, other, third].flatMap((v): readonly Case[] => [1, 3].map((i): Case =>
      [results, `${LOCAL} (local.set $x (call $s)) (struct.set $s ${i} (local.get $x) ${v}) ${all(get)}`])),
    [results, `${LOCAL} (local.set $x (call $s)) (struct.set $s 2 (local.get $x) (i32.const -1)) (struct.set $s 4 (local.get $x) (i32.const 127)) ${all(get)}`],
    [seen, see(`(struct.get${get} $t 5 (call $t))`)],
    [seen, see(`(struct.get${get} $s 1 (ref.null $s))`), 'trap: null structure reference'],
    [seen, see(`(struct.get${get} $t 5 (ref.null $t))`), 'trap: null structure reference'],
  ]);
  agreeing(Structs, `fields of type ${shared}`, fields, [
    ...cases, ['', `(struct.set $s 1 (ref.null $s) ${one})`, 'trap: null structure reference'],
  ]);
}
Structs.run();
