/** Runs one test file in a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Count } from './count.ts';
import { readCount } from './count.ts';

/** What came of a test file. */
export type FileResult = {
  readonly count: Count;
  /** What the process wrote on both streams, in order, without colours. */
  readonly output: string;
  readonly milliseconds: number;
};

const program = fileURLToPath(import.meta.resolve('./run.ts'));
const escapes = new RegExp(String.raw`\u001b\[[\d;]*m`, 'gu');

/** The processes under way, each the leader of a process group. */
const running = new Set<number>();

const kill = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
};

/** Ends every test process that is still running, and what these started. */
export const killAll = (): void => running.forEach(kill);

/**
 * Runs a test file with this Node.
 *
 * @param limit - milliseconds after which the process and all it started are killed, and the file counts as failed
 */
export const runFile = (file: string, limit: number): Promise<FileResult> =>
  new Promise((resolve, reject) => {
    const { FORCE_COLOR: _, ...environment } = process.env;
    const start = performance.now();
    const child = spawn(process.execPath, [program, file], {
      detached: true, // a process group of its own, so that the kill reaches what a test left behind
      env: { ...environment, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const leader = child.pid;
    let output = '';
    const timer = setTimeout(() => {
      output += `\n  killed after ${limit} ms\n`;
      if (leader !== undefined) kill(leader);
    }, limit);
    if (leader !== undefined) running.add(leader);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      if (leader !== undefined) running.delete(leader);
      const plain = output.replaceAll(escapes, '');
      resolve({ count: readCount(plain, status), output: plain, milliseconds: performance.now() - start });
    });
  });
