import { suite } from 'uvu';
import { accepted, refuses } from './judging.ts';

const definitions = suite('type definitions');
definitions('indices must be bound by what stands before, or by the group itself', () => {
  accepted('(module (type $a (struct (field (ref null $a)))))');
  accepted('(module (rec (type $a (struct (field (ref null $b)))) (type $b (array (ref null $a)))))');
  const rule = 'Typeuse_ok/typeidx';
  refuses('(module (type (struct (field (ref null 1)))) (type (struct)))', rule, 'unknown type 1', '(type (struct (f');
  refuses('(module (type (func (param (ref 7)))))', rule, 'unknown type 7');
  refuses('(module (type (func (result (ref 7)))))', rule, 'unknown type 7');
  refuses('(module (type (array (ref 7))))', rule, 'unknown type 7');
  refuses('(module (type (sub 7 (struct))))', rule, 'unknown type 7');
  refuses('(module (type (cont 7)))', rule, 'unknown type 7');
});
definitions('a supertype comes first, is not final, and is one', () => {
  accepted('(module (type $a (sub (struct))) (type (sub $a (struct (field i32)))))');
  refuses('(module (rec (type (sub 1 (struct))) (type (sub (struct)))))', 'Subtype_ok', 'forward use of type 1');
  refuses('(module (type (sub 0 (struct))))', 'Subtype_ok', 'forward use of type 0');
  refuses('(module (type $a (struct)) (type (sub $a (struct))))', 'Subtype_ok', 'sub type 1 has final super type 0');
  refuses('(module (type $a (sub (struct))) (type $b (sub (struct))) (type (sub $a $b (struct))))', 'Subtype_ok',
    'sub type 2 has 2 super types');
});
definitions('a subtype matches its supertype', () => {
  const pair = (comp1: string, comp2: string): string => `(module (type $t (sub (struct))) (type $s (sub $t (struct (field i32))))
    (type $f (func)) (type $g (func (param i32))) (type $a (sub ${comp1})) (type (sub $a ${comp2})))`;
  const good = [
    ['(struct)', '(struct (field i32))'], ['(struct (field (ref null $t)))', '(struct (field (ref $s)) (field i8))'],
    ['(struct (field (mut (ref $t))))', '(struct (field (mut (ref $t))))'], ['(array (ref any))', '(array (ref $t))'],
    ['(func (param (ref $s)) (result (ref $t)))', '(func (param (ref $t)) (result (ref $s)))'], ['(cont $f)', '(cont $f)'],
  ] as const;
  for (const [comp1, comp2] of good) accepted(pair(comp1, comp2));
  const bad = [
    ['(struct (field i32))', '(struct)'], ['(struct (field i32))', '(struct (field i64))'], ['(struct (field i8))', '(struct (field i16))'],
    ['(struct (field (mut (ref $t))))', '(struct (field (mut (ref $s))))'], ['(struct (field (mut i32)))', '(struct (field i32))'],
    ['(array i32)', '(struct)'], ['(func (param (ref $t)))', '(func (param (ref $s)))'],
    ['(func (result (ref $s)))', '(func (result (ref $t)))'],
    ['(func)', '(func (param i32))'], ['(func)', '(array i8)'], ['(cont $f)', '(cont $g)'],
  ] as const;
  for (const [comp1, comp2] of bad) refuses(pair(comp1, comp2), 'Subtype_ok', 'sub type 5 does not match super type 4');
});
definitions('a continuation runs a function', () => {
  accepted('(module (rec (type $f (func (param (ref null $c)))) (type $c (cont $f))))');
  accepted('(module (rec (type $c (cont $f)) (type $f (func))))');
  refuses('(module (type $s (struct)) (type (cont $s)))', 'Comptype_ok/cont', 'non-function type 0');
  refuses('(module (type $c (cont $c)))', 'Comptype_ok/cont', 'non-function type 0');
});
definitions('63 supertypes are not too many, 64 are', () => {
  const chain = (n: number): string =>
    `(module (type (sub (struct))) ${Array.from({ length: n }, (_, x) => `(type (sub ${x} (struct)))`).join(' ')})`;
  accepted(chain(63));
  refuses(chain(64), 'Subtype_ok', 'sub type hierarchy too deep: found depth 64, cannot exceed depth 63');
});
definitions.run();

const externs = suite('external types');
externs('limits', () => {
  const max32 = 2n ** 32n - 1n, max64 = 2n ** 64n - 1n;
  for (const type of ['0', '65536', '1 65536', '1 1', 'i64 0x1_0000_0000_0000', '1 1 shared']) {
    accepted(`(module (memory ${type}))`);
    accepted(`(module (import "" "" (memory ${type})))`);
  }
  for (const type of [`${max32} funcref`, `0 ${max32} funcref`, `i64 ${max64} funcref`]) accepted(`(module (table ${type}))`);
  const bad = [
    ['memory 65537', 'memory size must be at most 65536 pages (4GiB)'],
    ['memory 0 65537', 'memory size must be at most 65536 pages (4GiB)'],
    ['memory i64 0x1_0000_0000_0001', 'memory size must be at most 2^48 pages'],
    ['memory 2 1', 'size minimum must not be greater than maximum'],
    ['table 2 1 funcref', 'size minimum must not be greater than maximum'],
    [`table ${max32 + 1n} funcref`, 'table size must be at most 2^32-1'],
    [`table 1 ${max32 + 1n} funcref`, 'table size must be at most 2^32-1'],
  ] as const;
  for (const [definition, message] of bad) {
    refuses(`(module (${definition}))`, 'Limits_ok', message);
    refuses(`(module (import "a" "b" (${definition})))`, 'Limits_ok', message);
  }
});
externs('shared memories have a maximum', () => {
  refuses('(module (memory 1 shared))', 'Memtype_ok', 'shared memory must have maximum', '(memory');
});
externs('imports', () => {
  accepted('(module (type $f (func (param i32) (result i32))) (import "" "" (func (type $f))) (import "" "" (tag (type $f))))');
  refuses('(module (import "" "" (func (type 3))))', 'Import_ok', 'unknown type 3', '(import');
  refuses('(module (type (struct)) (import "" "" (func (type 0))))', 'Import_ok', 'non-function type 0');
  refuses('(module (type (struct)) (import "" "" (tag (type 0))))', 'Import_ok', 'non-function type 0');
  refuses('(module (import "" "" (global (ref 3))))', 'Typeuse_ok/typeidx', 'unknown type 3');
  refuses('(module (import "" "" (table 1 (ref null 3))))', 'Typeuse_ok/typeidx', 'unknown type 3');
});
externs.run();
