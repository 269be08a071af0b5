/** A system in which one thread stops another. */
import type { KeyedSystem } from '../../../reduction/explorer/system.ts';

/** How many steps T0 has made, and whether T1 has closed the barrier. */
export interface Barrier {
  readonly at: number;
  readonly closed: boolean;
}
/** Before anything has happened. */
export const OPEN: Barrier = { at: 0, closed: false };

/** T0 makes steps a and b; T1 makes one step, `close`, after which b is impossible. */
export const barrier = (dependent: (a: string, b: string) => boolean): KeyedSystem<Barrier, string> => ({
  enabled: ({ at, closed }) => [...(at === 0 || (at === 1 && !closed) ? [{ thread: 0 }] : []), ...(closed ? [] : [{ thread: 1 }])],
  step: ({ at, closed }, { thread }) =>
    thread === 1 ? { z: { at, closed: true }, actions: ['close'] } : { z: { at: at + 1, closed }, actions: [at === 0 ? 'a' : 'b'] },
  size: () => 2,
  dependent,
  key: ({ at, closed }) => `${at} ${closed}`,
  outcome: ({ at }) => ({ verdict: at === 2 ? 'complete' : 'deadlock', key: String(at) }),
});
