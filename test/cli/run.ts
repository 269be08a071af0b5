/**
 * Runs commands as a person does: as processes, on files in a folder of their own.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command left behind. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** standard output as bytes */
  readonly bytes: Uint8Array;
}

/** The folder of the commands. */
export const cli: string = join(import.meta.dirname, '..', '..', 'cli');

/** Runs a command in a folder. */
export const runIn = (folder: string, command: string, ...args: readonly string[]): Run => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(cli, `${command}.ts`), ...args], { cwd: folder });
  return { code: status, stdout: stdout.toString(), stderr: stderr.toString(), bytes: new Uint8Array(stdout) };
};

/** Makes a folder with these files, does something in it, and removes it. */
export const inFolder = async (
  files: Readonly<Record<string, string | Uint8Array>>, act: (folder: string) => Promise<void> | void,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'weft-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
