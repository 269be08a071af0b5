/** Atomic accesses look at the alignment first, also if their offset is beyond all that the memory can have. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withAlignmentFirst } from '../../../evaluation/host/alignment.ts';
import { evaluator, smallStep } from '../trapping.ts';
import { valid } from '../running.ts';

/** An access: its instruction, its width in bytes, and the operands after the address. */
const accesses: readonly (readonly [op: string, width: number, values: string])[] = [
  ['i32.atomic.load', 4, ''], ['i64.atomic.load16_u', 2, ''], ['i32.atomic.load8_u', 1, ''], ['i64.atomic.load', 8, ''],
  ['i64.atomic.store', 8, '(i64.const 1)'], ['i32.atomic.store16', 2, '(i32.const 1)'],
  ['i32.atomic.rmw.add', 4, '(i32.const 1)'], ['i64.atomic.rmw16.xchg_u', 2, '(i64.const 1)'],
  ['i32.atomic.rmw.cmpxchg', 4, '(i32.const 0) (i32.const 1)'], ['i64.atomic.rmw32.cmpxchg_u', 4, '(i64.const 0) (i64.const 1)'],
  ['memory.atomic.notify', 4, '(i32.const 1)'],
  ['memory.atomic.wait32', 4, '(i32.const 1) (i64.const 0)'], ['memory.atomic.wait64', 8, '(i64.const 1) (i64.const 0)'],
];
const PAGE = 65_536n;
/** Memories, with the most bytes that they can have. */
const memories: readonly (readonly [type: string, address: 'i32' | 'i64', most: bigint])[] = [
  ['1 2', 'i32', 2n * PAGE], ['1 2 shared', 'i32', 2n * PAGE], ['0 0', 'i32', 0n], ['0 0 shared', 'i32', 0n], ['1', 'i32', PAGE << 16n],
  ['1 65536 shared', 'i32', PAGE << 16n], ['i64 1 2', 'i64', 2n * PAGE], ['i64 1 2 shared', 'i64', 2n * PAGE],
  ['i64 1 0x1000000', 'i64', PAGE << 18n],
];
const fields = (memory: string, op: string, offset: bigint, address: string, values: string): string => {
  const access = `(${op} offset=${offset} (${address}) ${values})`;
  return `(memory ${memory}) (func (export "f") ${op.includes('store') ? access : `(drop ${access})`})`;
};

const Alignment = suite('alignment');

for (const [memory, t, most] of memories) {
  Alignment(`a memory of the type ${memory}`, () => {
    let misaligned = 0;
    for (const [op, width, values] of accesses) {
      for (const offset of [most - BigInt(width) + 1n, most + 2n, (1n << 32n) - 1n]) {
        if (offset < 0n || (t === 'i32' && offset >= 1n << 32n)) continue;
        for (const a of [0, 1, 4, -2]) {
          const text = fields(memory, op, offset, `${t}.const ${a}`, values), expected = smallStep(text);
          assert.equal(evaluator(text), [expected], text);
          if (expected === 'unaligned atomic') misaligned++;
        }
      }
    }
    assert.ok(misaligned > 20, `${misaligned} misaligned accesses`);
  });
}

Alignment('a module without such accesses stays what it is', () => {
  for (const [memory, t, most] of memories) {
    for (const [op, width, values] of accesses) {
      const at = (offset: bigint): boolean => {
        const { module } = valid(fields(memory, op, offset, `${t}.const 1`, values));
        return withAlignmentFirst(module) === module;
      };
      const last = most - BigInt(width);
      if (last >= 0n) assert.ok(at(last), `${memory}, ${op}, ${last}`);
      if (t === 'i64' || last + 1n < 1n << 32n) assert.not.ok(at(last < 0n ? 0n : last + 1n), `${memory}, ${op}, ${last + 1n}`);
    }
  }
});

Alignment.run();
