/**
 * Campaigns: many generated programs, in several processes. A process that is not heard of for a while is ended, and the program found that
 * it was at. Processes are replaced after some batches, because types are never forgotten.
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { ComparisonName } from '../comparisons.ts';
import { comparisons } from '../comparisons.ts';
import { printProgram } from '../texts.ts';
import type { Batch } from './check.ts';
import { programAt } from './check.ts';
import type { Answer, Difference, Order } from './messages.ts';

/** What is to be done. */
export interface Campaign {
  readonly comparison: ComparisonName;
  readonly seed: number;
  readonly programs: number;
  readonly path?: string | undefined;
  /** how many processes; as many as there are cores if undefined */
  readonly processes?: number | undefined;
}
/** How far it is. */
export type OnProgress = (programs: number) => void;
/** What came of it. */
export interface Campaigned {
  readonly programs: number;
  readonly inconclusive: number;
  /** how often the process ended under a program, where that is to be expected; the rest of the batch has not been run */
  readonly crashes: number;
  readonly found: Difference | undefined;
}

const BATCH = 500, SMALL_BATCH = 25, BATCHES_OF_A_PROCESS = 8;
/** How long a process may be silent, in milliseconds: it runs some programs meanwhile, or makes one smaller. */
const PATIENCE = 60_000, PATIENCE_WITH_ONE = 30_000;

type Final = Exclude<Answer, { readonly kind: 'at' }>;
/** The last thing that was heard, from a process that then was silent. */
interface Silent {
  readonly kind: 'silent';
  readonly n: number;
  readonly why: string;
}

const ask = (worker: ChildProcess, order: Order, onProgress: OnProgress): Promise<Final | Silent> => new Promise((resolve) => {
  let n = 0, timer: NodeJS.Timeout | undefined;
  const end = (answer: Final | Silent): void => {
    clearTimeout(timer);
    worker.off('message', onMessage).off('exit', onExit);
    resolve(answer);
  };
  const patience = order.careful ? PATIENCE_WITH_ONE : PATIENCE;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      worker.kill('SIGKILL');
      end({ kind: 'silent', n, why: `does not end within ${patience / 1000} seconds` });
    }, patience);
  };
  const onMessage = (answer: Answer): void => {
    if (answer.kind !== 'at') {
      end(answer);
      return;
    }
    ({ n } = answer);
    onProgress(n);
    wait();
  };
  const onExit = (code: number | null, signal: string | null): void =>
    end({ kind: 'silent', n, why: `ends the process: ${signal ?? `exit code ${String(code)}`}` });
  worker.on('message', onMessage).on('exit', onExit);
  wait();
  worker.send(order);
});

/** What a host says that crashes is not shown. */
const start = (flags: readonly string[]): ChildProcess => fork(new URL('./worker.ts', import.meta.url), {
  execArgv: ['--expose-gc', ...flags], stdio: ['ignore', 'inherit', flags.length > 0 ? 'ignore' : 'inherit', 'ipc'],
});

/** The program at which a process falls silent: the batch is run again, and told of program by program. */
const culprit = async ({ comparison, batch }: Order, silent: Silent): Promise<Difference> => {
  const worker = start([]), again = await ask(worker, { comparison, batch, careful: true }, () => undefined);
  worker.kill();
  if (again.kind === 'found') return again;
  const { n, why } = again.kind === 'silent' ? again : silent, program = programAt(batch.seed, n);
  const text = program === undefined ? '' : printProgram(comparisons[comparison].prepare?.(program) ?? program);
  return { seed: batch.seed, path: String(n), lines: [`one of the engines ${why}; the program has not been made smaller`], text };
};

const batchesOf = ({ seed, programs, path }: Campaign, size: number): readonly Batch[] => path !== undefined ? [{ seed, programs: 1, path }]
  : Array.from({ length: Math.ceil(programs / size) }, (_, i) => ({ seed: seed + i, programs: Math.min(size, programs - i * size) }));

/** Carries out a campaign; it ends with the first difference. */
export const carryOut = async (campaign: Campaign, onProgress: OnProgress): Promise<Campaigned> => {
  const { flags = [], oneIn = 1 } = comparisons[campaign.comparison], mayCrash = flags.length > 0;
  const queue = batchesOf(campaign, mayCrash ? SMALL_BATCH : BATCH / oneIn).values(), underWay = new Map<Batch, number>();
  let programs = 0, inconclusive = 0, crashes = 0, found: Difference | undefined;
  const take = async (worker: ChildProcess, batch: Batch): Promise<(Final | Silent)['kind']> => {
    const order: Order = { comparison: campaign.comparison, batch, careful: false };
    const answer = await ask(worker, order, (n) => {
      underWay.set(batch, n);
      onProgress(programs + [...underWay.values()].reduce((sum, count) => sum + count, 0));
    });
    underWay.delete(batch);
    if (answer.kind === 'silent' && mayCrash) {
      crashes++;
      programs += answer.n;
    } else if (answer.kind === 'silent') found ??= await culprit(order, answer);
    else {
      programs += answer.programs;
      inconclusive += answer.inconclusive;
      if (answer.kind === 'found') found ??= answer;
    }
    return answer.kind;
  };
  const lane = async (): Promise<void> => {
    let worker = start(flags), batches = 0;
    for (const batch of queue) {
      const end = await take(worker, batch);
      if (found !== undefined) break;
      if (end !== 'silent' && ++batches % BATCHES_OF_A_PROCESS !== 0) continue;
      worker.kill();
      worker = start(flags);
    }
    worker.kill();
  };
  await Promise.all(Array.from({ length: campaign.processes ?? availableParallelism() }, lane));
  return { programs, inconclusive, crashes, found };
};
