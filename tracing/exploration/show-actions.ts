/**
 * Actions of threads, the places they touch and the queues they use, in words.
 * @module
 */
import { get } from '../../semantics/data/vector.ts';
import type { Action, Loc, QueueKey } from '../../semantics/runtime/actions.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { holdersIn } from '../holders.ts';
import type { Names } from '../names.ts';
import { namesOf } from '../names.ts';
import type { Subject } from '../record.ts';
import type { World } from '../show-code.ts';

/** `$m[0x4 : 4]`, `$flag`, `struct 0 $mutex.$taken`, `size of $m` */
export const showLoc = ({ region, a, i, n }: Loc, { S, inst }: World): string => {
  const names = namesOf(inst);
  switch (region) {
    case 'mem': return `${names.entity('mems', a) ?? `mem ${a}`}[0x${i.toString(16)} : ${n}]`;
    case 'memsize': return `size of ${names.entity('mems', a) ?? `mem ${a}`}`;
    case 'table': return `${names.entity('tables', a) ?? `table ${a}`}[${i}]`;
    case 'tablesize': return `size of ${names.entity('tables', a) ?? `table ${a}`}`;
    case 'global': return names.entity('globals', a) ?? `global ${a}`;
    case 'struct': {
      const type = get(S.structs, a)?.type, field = type && names.field(type, i);
      return `struct ${a} ${field ?? `field ${i}`}`;
    }
    case 'array': return `array ${a}[${i}]`;
    case 'cont': case 'data': case 'elem': return `${region} ${a}`;
  }
};

/** `address 4 of $m`, `wait queue 0` */
const queueOf = (queue: QueueKey, names: Names): string => queue.kind === 'waitqueue' ? `wait queue ${queue.a}`
  : `address ${queue.i} of ${names.entity('mems', queue.a) ?? `mem ${queue.a}`}`;
/** The most holders of a queue that are named. */
const HOLDERS = 2;
/** What a queue is called, and who refers to it: `wait queue 0 ($has-room)`. */
export const showQueue = (queue: QueueKey, z: Config, { inst }: Pick<Subject, 'inst'>): string => {
  const names = namesOf(inst), name = queueOf(queue, names);
  if (queue.kind === 'mem') return name;
  const holders = holdersIn(z, names, 'ref.waitqueue')(queue.a).filter((holder) => holder !== 'an operand').slice(0, HOLDERS);
  return holders.length === 0 ? name : `${name} (${holders.join(', ')})`;
};

/** `read $flag`, `rmw acqrel $m[0x4 : 4]`, `wait $flag in wait queue 0`, `notify wait queue 0`, `spawn T1` */
export const showAction = (action: Action, w: World): string => {
  switch (action.kind) {
    case 'read': case 'write': case 'rmw':
      return [action.kind, ...(action.order === 'unord' ? [] : [action.order]), showLoc(action.loc, w)].join(' ');
    case 'wait': return `wait ${showLoc(action.loc, w)} in ${queueOf(action.queue, namesOf(w.inst))}`;
    case 'woken': case 'timeout': case 'notify': return `${action.kind} ${queueOf(action.queue, namesOf(w.inst))}`;
    case 'fence': return `fence ${action.order}`;
    case 'spawn': return `spawn T${action.thread}`;
    case 'trap': return 'trap';
  }
};
