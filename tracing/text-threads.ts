/**
 * What a trace says of threads, as words: lanes, actions, queues, turns.
 *
 * ```text
 *    n  T0 │  ·  rule        a step of T0; T1 could move, T2 waits
 * ```
 * @module
 */
import type { Line, Token } from './layout.ts';
import { token } from './layout.ts';
import type { Action, Place, Queue, Step, ThreadPicture, ThreadState, Turn, Waiter } from './model.ts';
import { showPositionIn } from './places.ts';
import { showFunctions } from './show-instances.ts';

/** The most threads that have lanes of their own. */
const LANES = 8;
const marks: { readonly [state in Exclude<ThreadState, 'runs'>]: string } = { ready: '│', waits: '·', ended: ' ' };
/** The lanes of a step, of three columns: the thread that makes it by its name, the others by marks. Of many threads, only the name. */
export const laneTokens = ({ lanes, thread }: Pick<Step, 'lanes' | 'thread'>): readonly Token[] => {
  if (lanes.length === 0) return [];
  if (lanes.length > LANES) return [token(`T${thread}`.padEnd(5), 'place')];
  return lanes.map((state) => state === 'runs' ? token(`T${thread}`.padEnd(3), 'place') : token(marks[state].padEnd(3), 'faint'));
};

/** `write global $flag seqcst`, `wait on queue 0 for global $flag`, `notify queue 0`, `spawn T2`, `timeout in queue 0` */
export const showAction = ({ kind, where, order, queue, thread }: Action): string => {
  switch (kind) {
    case 'wait': return `wait on ${queue ?? ''} for ${where ?? ''}`;
    case 'woken': case 'timeout': return `${kind} in ${queue ?? ''}`;
    default: return [kind, where, order, queue, thread === null ? null : `T${thread}`].filter((word) => word !== null).join(' ');
  }
};
/** `0 $queue: T1, T2`; who waits longest stands first */
export const queueTokens = ({ name, threads }: Queue): readonly Token[] => [
  token(`${name.replace(/^queue /u, '')}:`, 'change'), token(threads.length === 0 ? 'nobody' : threads.map((t) => `T${t}`).join(', ')),
];

const WIDTH = 40;
const doing = ({ state, queue, stacks }: ThreadPicture): string => {
  switch (state) {
    case 'runs': return stacks.some(({ frames }) => frames.length > 0) ? 'goes on' : 'begins';
    case 'ready': return 'can move';
    case 'waits': return `waits on ${queue ?? ''}`;
    case 'ended': return 'has ended';
  }
};
const pictureLine = (picture: ThreadPicture, i: number): Line => {
  const runs = picture.state === 'runs', text = `     ${runs ? '→' : ' '} T${i} ${doing(picture)}`;
  const style = runs ? 'plain' : 'faint', stacks = showFunctions(picture.stacks);
  return [token(stacks === '–' || picture.stacks.length === 0 ? text : `${text.padEnd(WIDTH)} ${stacks}`, style)];
};
/** Who goes on, and the stacks of all threads. */
export const turnLines = ({ turn, thread, threads }: Turn, width: number): readonly Line[] => {
  const head = `── T${thread}, turn ${turn} `;
  return [[token(head.padEnd(width, '─'), 'faint')], ...threads.map(pictureLine), []];
};

/** `T1 waits on queue 0 $queue, at a.wat:3:4 in $f` */
export const showWaiter = ({ thread, queue, place: { at, func } }: Waiter, file: string): string =>
  [`T${thread} waits on ${queue}`, ...placed({ at, func }, file)].join(', at ');
const placed = ({ at, func }: Place, file: string): readonly string[] =>
  at === null ? [] : [`${showPositionIn(file, at)}${func === null ? '' : ` in ${func}`}`];
