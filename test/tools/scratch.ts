/** Folders of files that exist for the length of a test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project. */
export const project: string = join(import.meta.dirname, '..', '..');

/**
 * Writes files into a new folder inside the project, where its packages are found, and removes it afterwards.
 *
 * @param files - text by path, the path relative to the new folder
 * @param use - what to do there, given the folder's absolute path
 */
export const withFiles = async <T>(files: Readonly<Record<string, string>>, use: (folder: string) => T | Promise<T>): Promise<T> => {
  mkdirSync(join(project, '.build'), { recursive: true });
  const folder = mkdtempSync(join(project, '.build', 'scratch-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
