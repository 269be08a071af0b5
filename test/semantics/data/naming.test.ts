import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cons, nil } from '../../../semantics/data/list.ts';
import type { List } from '../../../semantics/data/list.ts';
import { namer } from '../../../semantics/data/naming.ts';
import { equalSyntax } from '../../../syntax/equality.ts';

const naming = suite('names of immutable data');
const plain = (): ReturnType<typeof namer> => namer(() => false);
const data: fc.Arbitrary<unknown> = fc.letrec<{ readonly any: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, fc.nat(3), fc.bigInt({ min: 0n, max: 3n }), fc.constantFrom('', 'a', '1', 'n'), fc.boolean(), fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('any'), { maxKeys: 3 })),
})).any;

naming('are equal exactly if the data are', () => {
  fc.assert(fc.property(data, data, (a, b) => {
    const name = plain();
    assert.is(name(a) === name(b), equalSyntax(a, b));
    assert.is(name(a), name(structuredClone(a)));
  }), { numRuns: 3000 });
});

naming('know maps, but neither spans nor what is undefined', () => {
  const name = plain();
  assert.is(name(new Map([['a', 1], ['b', 2]])), name(new Map([['b', 2], ['a', 1]])));
  assert.is.not(name(new Map([['a', 1]])), name(new Map([['a', 2]])));
  assert.is(name({ x: 1, at: { start: 1, end: 2 }, y: undefined }), name({ x: 1, at: { start: 5, end: 6 } }));
});

naming('tell atoms apart by identity', () => {
  const name = namer((x) => 'atom' in x), a = { atom: 1 }, b = { atom: 1 };
  assert.is.not(name({ x: a }), name({ x: b }));
  assert.is(name({ x: a }), name({ x: a }));
});

naming('reach the end of long lists', () => {
  const NIL = nil(0), name = plain();
  const long = (n: number, last: number): List<number> => {
    let out = cons(last, NIL);
    for (let i = 0; i < n; i++) out = cons(i, out);
    return out;
  };
  assert.is(name(long(100_000, 1)), name(long(100_000, 1)));
  assert.is.not(name(long(100_000, 1)), name(long(100_000, 2)));
});

naming.run();
