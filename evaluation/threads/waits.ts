/**
 * Waiting and waking at addresses of shared memories, by the wait queues of `parking/queues.wat`: the space of a queue is the
 * memory's number.
 * @spec T core/exec/instructions.rst §memory.atomic.wait
 * @category Evaluation: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { encode } from '../../syntax/binary/encoder.ts';
import { readModule } from '../../syntax/read.ts';
import type { MemType } from '../../syntax/types.ts';
import type { HostFunction, HostModule } from '../host/wasm.ts';
import { functionOf, wasm } from '../host/wasm.ts';
import { AT, wordsOf } from './control.ts';
import { newInstance } from './log.ts';
import type { Wait } from './modules.ts';
import type { Threads } from './runtime.ts';

/** The most pages that a memory of the host may have. */
const PAGES = { i32: 65_536, i64: 262_144 } as const;

/** The text of a function; the first access traps where the instruction does, before anything is locked. */
const textOf = ({ addr }: MemType, { op, offset }: Wait, space: number): string => {
  const nt = op === 'wait64' ? 'i64' : 'i32', address = addr === 'i32' ? '(i64.extend_i32_u (local.get $a))' : '(local.get $a)';
  const word = `(${nt}.atomic.load offset=${offset} (local.get $a))`, queue = `(i32.const ${space}) (local.get $at)`;
  const begin = `(drop ${word}) (local.set $at (i64.add ${address} (i64.const ${offset})))`;
  const imported = (name: string, type: string): string => `(import "" "${name}" (func $${name} ${type}))`;
  return `(module
    ${imported('lock', '(param i32 i64) (result i32)')} ${imported('unlock', '(param i32)')}
    ${imported('wait', '(param i32 i32 i64 i64) (result i32)')} ${imported('notify', '(param i32 i64 i32) (result i32)')}
    (import "" "memory" (memory ${addr === 'i64' ? 'i64' : ''} 0 ${PAGES[addr]} shared))
    ${op === 'notify' ? `(func (export "it") (param $a ${addr}) (param $count i32) (result i32) (local $at i64)
      ${begin} (call $notify ${queue} (local.get $count)))`
    : `(func (export "it") (param $a ${addr}) (param $expected ${nt}) (param $timeout i64) (result i32) (local $at i64) (local $bucket i32)
      ${begin}
      (local.set $bucket (call $lock ${queue}))
      (if (${nt}.eq ${word} (local.get $expected))
        (then (return (call $wait (local.get $bucket) ${queue} (local.get $timeout)))))
      (call $unlock (local.get $bucket))
      (i32.const 1))`})`;
};
const compiled = (text: string): HostModule => {
  const parsed = readModule({ kind: 'text', name: 'waits', text });
  if (E.isLeft(parsed)) throw new Error(parsed.left.message);
  return new wasm.Module(encode(parsed.right));
};

/** Space 0 is that of wait queues that are objects. */
const FIRST_SPACE = 1;
/** The number of a memory among the shared ones that wait queues are about. */
export const spaceOf = ({ spaces, control }: Threads, memory: object): number => {
  const known = spaces.get(memory) ?? FIRST_SPACE + Atomics.add(wordsOf(control), AT.spaces, 1);
  spaces.set(memory, known);
  return known;
};
/** The function that does what an instruction does, for all threads; `memory` is that of the instruction. */
export const waitingFunction = (threads: Threads, type: MemType, memory: object, wait: Wait): HostFunction => {
  const { log, parking: { exports } } = threads, space = spaceOf(threads, memory);
  return functionOf(newInstance(log, compiled(textOf(type, wait, space)), { '': { ...exports, memory } }), 'it');
};
