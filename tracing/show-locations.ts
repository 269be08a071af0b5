/**
 * Places that threads share, and queues of those that wait, as a trace writes them.
 * @module
 */
import type { Loc, QueueKey } from '../semantics/runtime/actions.ts';
import { get } from '../semantics/data/vector.ts';
import type { Owned } from './names.ts';
import type { Known } from './show-values.ts';

/** `global $flag`, or `global 3` without a name */
const called = ({ names }: Known, kind: string, component: Owned, a: number): string => `${kind} ${names.entity(component, a) ?? a}`;
/** `mem $m`; the only memory of a store needs no name */
const memory = (known: Known, a: number): string =>
  known.names.entity('mems', a) === undefined && known.S.mems.n === 1 ? 'mem' : called(known, 'mem', 'mems', a);

/** A place: `mem[16:4]`, `global $flag`, `table $t[2]`, `struct 0 $mutex.$taken`, `array 1[3]`, `size of mem`. */
export const showLoc = ({ region, a, i, n }: Loc, known: Known): string => {
  switch (region) {
    case 'mem': return `${memory(known, a)}[${i}:${n}]`;
    case 'memsize': return `size of ${memory(known, a)}`;
    case 'global': return called(known, 'global', 'globals', a);
    case 'table': return `${called(known, 'table', 'tables', a)}[${i}]`;
    case 'tablesize': return `size of ${called(known, 'table', 'tables', a)}`;
    case 'struct': {
      const type = get(known.S.structs, a)?.type, field = type && known.names.field(type, i);
      return `struct ${a} ${field ?? `field ${i}`}`;
    }
    case 'array': return `array ${a}[${i}]`;
    case 'cont': return `cont ${a}`;
    case 'data': return called(known, 'data', 'datas', a);
    case 'elem': return called(known, 'elem', 'elems', a);
  }
};

/** How many of the first globals and structures are looked at for a reference to a wait queue. */
const MOST = 256;
/** What the first global is called that refers to a wait queue. */
const queueGlobal = ({ S, names }: Known, a: number): string | undefined => {
  for (let g = 0; g < Math.min(S.globals.n, MOST); g++) {
    const value = get(S.globals, g)?.value;
    if (value?.t === 'ref.waitqueue' && value.c === a) return names.entity('globals', g);
  }
  return undefined;
};
/** What the first field is called that refers to a wait queue: `$mutex.$queue`. */
const queueField = ({ S, names }: Known, a: number): string | undefined => {
  for (let s = 0; s < Math.min(S.structs.n, MOST); s++) {
    const { type, fields } = get(S.structs, s) ?? {};
    for (let i = 0; fields !== undefined && type !== undefined && i < Math.min(fields.n, MOST); i++) {
      const value = get(fields, i);
      if (value?.t === 'ref.waitqueue' && value.c === a) return names.field(type, i);
    }
  }
  return undefined;
};
/** What a queue is called: `queue 0`, `queue 0 $has-room` by a global or field that refers to it, `queue mem[16]` of an address. */
export const showQueue = (queue: QueueKey, known: Known): string => {
  if (queue.kind === 'mem') return `queue ${memory(known, queue.a)}[${queue.i}]`;
  return ['queue', queue.a, queueGlobal(known, queue.a) ?? queueField(known, queue.a) ?? ''].join(' ').trimEnd();
};
