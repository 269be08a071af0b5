/** References to shared things: tests, casts and branches of every reference to every type, identity, small integers, calls. */
import { suite } from 'uvu';
import { agreeing } from './differential.ts';
import type { Case } from './differential.ts';

const TYPES = `
  (type $top (sub (shared (struct)))) (type $mid (sub $top (shared (struct (field i32))))) (type $low (sub final $mid (shared (struct (field i32) (field i64)))))
  (type $other (sub $top (shared (struct (field i32))))) (rec (type $self (sub (shared (struct (field (ref null $self)))))))
  (type $same (sub $top (shared (struct (field i32)))))
  (type $bytes (sub (shared (array i8)))) (type $finer (sub final $bytes (shared (array i8))))
  (type $f (sub (shared (func (param i32) (result i32))))) (type $g (sub final $f (shared (func (param i32) (result i32))))) (type $h (shared (func)))
  (func $ff (type $f) (i32.add (local.get 0) (i32.const 1))) (func $gg (type $g) (i32.add (local.get 0) (i32.const 2))) (func $hh (type $h))
  (elem declare (ref (shared func)) (ref.func $ff) (ref.func $gg) (ref.func $hh))`;
/** A hierarchy: its references, and the types that they may have. */
interface Hierarchy {
  readonly top: string;
  readonly references: readonly string[];
  readonly types: readonly string[];
}
const hierarchies: readonly Hierarchy[] = [
  {
    top: '(shared any)',
    references: [
      '(ref.null (shared none))', '(struct.new $top)', '(struct.new $mid (i32.const 1))', '(struct.new $low (i32.const 1) (i64.const 2))', '(struct.new $other (i32.const 3))',
      '(struct.new $self (ref.null $self))', '(struct.new $same (i32.const 4))', '(array.new_fixed $bytes 0)', '(array.new_default $finer (i32.const 2))', '(ref.i31_shared (i32.const 0))',
      '(ref.i31_shared (i32.const -1))', '(any.convert_extern (extern.convert_any (struct.new $mid (i32.const 5))))',
    ],
    types: ['(shared any)', '(shared eq)', '(shared i31)', '(shared struct)', '(shared array)', '(shared none)', '$top', '$mid', '$low', '$other', '$self', '$same', '$bytes', '$finer'],
  },
  { top: '(shared func)', references: ['(ref.null (shared nofunc))', '(ref.func $ff)', '(ref.func $gg)', '(ref.func $hh)'], types: ['(shared func)', '(shared nofunc)', '$f', '$g', '$h'] },
  {
    top: '(shared extern)', references: ['(ref.null (shared noextern))', '(extern.convert_any (ref.i31_shared (i32.const 1)))', '(extern.convert_any (struct.new $top))'],
    types: ['(shared extern)', '(shared noextern)'],
  },
];

const References = suite('references to shared things');
for (const { top, references, types } of hierarchies) {
  const all = types.flatMap((type) => [`(ref ${type})`, `(ref null ${type})`]);
  for (const type of all) {
    const cases = references.flatMap((reference): readonly Case[] => {
      const x = `(local $x (ref null ${top})) (local.set $x ${reference})`;
      return [
        ['i32', `${x} (ref.test ${type} (local.get $x))`], ['i32', `${x} (ref.is_null (ref.cast ${type} (local.get $x)))`],
        ['i32', `${x} (block $yes (result ${type}) (drop (br_on_cast $yes (ref null ${top}) ${type} (local.get $x))) (return (i32.const 7))) (ref.is_null)`],
        ['i32', `${x} (block $no (result (ref null ${top})) (br_on_cast_fail $no (ref null ${top}) ${type} (local.get $x)) (drop) (return (i32.const 7))) (ref.is_null)`],
      ];
    });
    agreeing(References, `to ${type}`, TYPES, cases);
  }
  agreeing(References, `of the hierarchy ${top}: null or not`, TYPES, references.flatMap((reference): readonly Case[] => {
    const x = `(local $x (ref null ${top})) (local.set $x ${reference})`;
    return [
      ['i32', `${x} (ref.is_null (local.get $x))`], ['i32', `${x} (ref.is_null (ref.as_non_null (local.get $x)))`],
      ['i32', `${x} (block $null (ref.is_null (br_on_null $null (local.get $x))) (return)) (i32.const 9)`],
      ['i32', `${x} (block $some (result (ref ${top})) (br_on_non_null $some (local.get $x)) (return (i32.const 9))) (ref.is_null)`],
    ];
  }));
}

const EQ = '(local $a (ref null (shared eq))) (local $b (ref null (shared eq)))';
const made = ['(ref.null (shared eq))', '(ref.null $mid)', '(ref.i31_shared (i32.const 5))', '(ref.i31_shared (i32.const 0x80000005))', '(struct.new $top)', '(struct.new_default $bytes-like)'];
agreeing(References, 'identity', `${TYPES} (type $bytes-like (shared (struct))) (global $one (shared (ref $top)) (struct.new $top))`, [
  ...made.flatMap((a) => made.map((b): Case => ['i32', `${EQ} (local.set $a ${a}) (local.set $b ${b}) (ref.eq (local.get $a) (local.get $b))`])),
  ['i32', `${EQ} (local.set $a (struct.new $top)) (ref.eq (local.get $a) (local.get $a))`, '(i32.const 1)'], ['i32', '(ref.eq (global.get $one) (global.get $one))', '(i32.const 1)'],
  ['i32', '(ref.eq (global.get $one) (struct.new $top))', '(i32.const 0)'],
  ['i32', '(ref.eq (ref.cast (ref (shared eq)) (any.convert_extern (extern.convert_any (global.get $one)))) (global.get $one))', '(i32.const 1)'],
]);
agreeing(References, 'small integers', TYPES, ['0', '1', '-1', '0x3fffffff', '0x40000000', '0x7fffffff', '0x80000000', '-0x40000000', '-0x40000001'].flatMap((n): readonly Case[] =>
  ['i31.get_s', 'i31.get_u'].map((get): Case => ['i32', `(${get} (ref.i31_shared (i32.const ${n})))`])).concat([
  ['i32', '(i31.get_s (ref.null (shared i31)))', 'trap: null i31 reference'], ['i32', '(i31.get_u (ref.null (shared i31)))', 'trap: null i31 reference'],
]));
agreeing(References, 'null where there must be something', TYPES, [
  ['i32', '(ref.is_null (ref.as_non_null (ref.null (shared any))))', 'trap: null reference'], ['i32', '(ref.is_null (ref.as_non_null (ref.null $f)))', 'trap: null reference'],
  ['i32', '(ref.is_null (ref.cast (ref $mid) (ref.null $top)))', 'trap: cast failure'], ['i32', '(ref.is_null (ref.cast (ref $low) (struct.new $mid (i32.const 1))))', 'trap: cast failure'],
  ['i32', '(call_ref $f (i32.const 1) (ref.null $f))', 'trap: null function reference'], ['i32', '(return_call_ref $f (i32.const 1) (ref.null $f))', 'trap: null function reference'],
]);
agreeing(References, 'calls', TYPES, [
  ['i32', '(call_ref $f (i32.const 10) (ref.func $ff))', '(i32.const 11)'], ['i32', '(call_ref $f (i32.const 10) (ref.func $gg))', '(i32.const 12)'],
  ['i32', '(call_ref $g (i32.const 10) (ref.func $gg))', '(i32.const 12)'], ['i32', '(return_call_ref $f (i32.const 10) (ref.func $gg))', '(i32.const 12)'],
  ['i32', '(call_ref $g (i32.const 10) (ref.cast (ref $g) (ref.func $ff)))', 'trap: cast failure'],
]);
References.run();
