/**
 * Typing of the instructions of the threads and shared-everything-threads proposals: refused, for now.
 * @module
 */
import type { Op, ThreadInstr } from '../../syntax/instructions.ts';
import type { TypingRule } from './instruction-types.ts';
import { instr } from './instruction-types.ts';
import { notYet } from './refusal.ts';

type ThreadOp = ThreadInstr['op'];

/** A rule that refuses the instruction. */
const refused = <T extends Op & ThreadOp>(op: T): TypingRule<T> => instr(op, () => notYet(`instruction ${op}`));

/** The rules of all these instructions. */
export const threadRules: { readonly [T in ThreadOp]: TypingRule<T> } = {
  'memory.atomic.notify': refused('memory.atomic.notify'),
  'memory.atomic.wait': refused('memory.atomic.wait'),
  'atomic.fence': refused('atomic.fence'),
  'atomic.load': refused('atomic.load'),
  'atomic.store': refused('atomic.store'),
  'atomic.rmw': refused('atomic.rmw'),
  'atomic.cmpxchg': refused('atomic.cmpxchg'),
  'global.atomic.get': refused('global.atomic.get'),
  'global.atomic.set': refused('global.atomic.set'),
  'global.atomic.rmw': refused('global.atomic.rmw'),
  'global.atomic.cmpxchg': refused('global.atomic.cmpxchg'),
  'table.atomic.get': refused('table.atomic.get'),
  'table.atomic.set': refused('table.atomic.set'),
  'table.atomic.xchg': refused('table.atomic.xchg'),
  'table.atomic.cmpxchg': refused('table.atomic.cmpxchg'),
  'struct.atomic.get': refused('struct.atomic.get'),
  'struct.atomic.set': refused('struct.atomic.set'),
  'struct.atomic.rmw': refused('struct.atomic.rmw'),
  'struct.atomic.cmpxchg': refused('struct.atomic.cmpxchg'),
  'array.atomic.get': refused('array.atomic.get'),
  'array.atomic.set': refused('array.atomic.set'),
  'array.atomic.rmw': refused('array.atomic.rmw'),
  'array.atomic.cmpxchg': refused('array.atomic.cmpxchg'),
  'ref.i31_shared': refused('ref.i31_shared'),
  'pause': refused('pause'),
  'waitqueue.new': refused('waitqueue.new'),
  'waitqueue.notify': refused('waitqueue.notify'),
  'struct.wait': refused('struct.wait'),
  'array.wait': refused('array.wait'),
  'global.wait': refused('global.wait'),
  'table.wait': refused('table.wait'),
  'memory.wait': refused('memory.wait'),
};
