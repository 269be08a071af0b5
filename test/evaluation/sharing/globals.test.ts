/** Shared globals of every type, and constant expressions about shared things. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agree, agreed, agreeing, REFERENCES, storages } from './differential.ts';
import type { Case } from './differential.ts';

const Globals = suite('shared globals');
for (const { value, seen, see, values: [one, other, third] } of storages) {
  const own = value.startsWith('(ref') ? '' : value;
  agreeing(Globals, `of type ${value}`, `${REFERENCES}
    (global $before (shared (mut i32)) (i32.const -1)) (global $g (shared (mut ${value})) ${one}) (global $after (shared (mut i32)) (i32.const -2))
    (global $c (shared ${value}) ${third})`, [
    [seen, see('(global.get $g)')], [seen, see('(global.get $c)')],
    ...[other, third, one].map((v): Case => [`i32 ${seen} i32`, `(global.set $g ${v}) (global.get $before) ${see('(global.get $g)')} (global.get $after)`]),
    // Calls follow each other: what one has set, the next one sees.
    [seen, see('(global.get $g)')],
  ]);
  if (own === '') continue;
  Globals(`of type ${value}: what an unshared global or a function of another instance has of them, to the bit`, () => {
    for (const v of [one, other, third]) {
      const found = agreed(
        `(global $c (export "c") (shared ${own}) ${v}) (global (export "u") ${own} (global.get $c)) (global (export "m") (mut ${own}) (global.get $c))`,
        `(import "0" "c" (global $c (shared ${own}))) (import "0" "u" (global $u ${own})) (global $both (export "both") ${own} (global.get $c))
          (global (export "s") (shared ${own}) (global.get $c)) (func (export "f") (result ${own} ${own}) (global.get $both) (global.get $u))`,
      );
      const [constant = ''] = [...found.values()];
      assert.equal([...found.values()], [constant, constant, constant, constant, constant, `${constant} ${constant}`]);
    }
  });
}

const CONSTANTS = `${REFERENCES} (type $u (struct (field (ref null (shared extern))))) (type $a (array (ref null (shared any))))
  (global $any (ref null (shared any)) (any.convert_extern (extern.convert_any (ref.i31_shared (i32.const 5)))))
  (global $ext (ref null (shared extern)) (extern.convert_any (ref.i31_shared (i32.const 6))))
  (global $null (ref null (shared extern)) (extern.convert_any (ref.null (shared any))))
  (global $new (ref (shared extern)) (extern.convert_any (struct.new $point (i32.const 7))))
  (global $again (ref null (shared any)) (any.convert_extern (global.get $ext)))
  (global $in (ref $u) (struct.new $u (extern.convert_any (struct.new $point (i32.const 8)))))
  (global $all (ref $a) (array.new_fixed $a 2 (any.convert_extern (global.get $new)) (ref.i31_shared (i32.const 9))))
  (global $plain anyref (any.convert_extern (extern.convert_any (ref.i31 (i32.const 10)))))
  (table $t 1 externref (extern.convert_any (ref.i31 (i32.const 11))))`;
Globals('constant expressions of unshared globals convert shared references', () => {
  const extern = (x: string): string => `(call $see (any.convert_extern ${x}))`;
  agree(CONSTANTS, [
    ['i32', '(call $see (global.get $any))', '(i32.const 5)'], ['i32', extern('(global.get $ext)'), '(i32.const 6)'],
    ['i32', extern('(global.get $null)'), '(i32.const 0)'], ['i32', extern('(global.get $new)'), '(i32.const 1007)'],
    ['i32', '(call $see (global.get $again))', '(i32.const 6)'], ['i32', extern('(struct.get $u 0 (global.get $in))'), '(i32.const 1008)'],
    ['i32', '(call $see (array.get $a (global.get $all) (i32.const 0)))', '(i32.const 1007)'],
    ['i32', '(call $see (array.get $a (global.get $all) (i32.const 1)))', '(i32.const 9)'],
    ['i32', '(i31.get_s (ref.cast i31ref (global.get $plain)))', '(i32.const 10)'],
    ['i32', '(i31.get_s (ref.cast i31ref (any.convert_extern (table.get $t (i32.const 0)))))', '(i32.const 11)'],
  ]);
});
Globals.run();
