/**
 * The programs that are measured.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { Module } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';

const FOLDERS = ['programs/', '../../examples/threads/'].map((folder) => new URL(folder, import.meta.url));
/** A program. */
export const moduleOf = (file: string): Module => {
  const url = FOLDERS.map((folder) => new URL(file, folder)).find((found) => existsSync(found));
  if (url === undefined) throw new Error(`there is no program ${file}`);
  const read = readModule({ kind: 'text', name: file, text: readFileSync(url, 'utf8') });
  if (isLeft(read)) throw new Error(`${file}: ${read.left.message}`);
  return read.right;
};
/** A program that is valid. */
export const validOf = (file: string): ValidModule => {
  const valid = validate(moduleOf(file));
  if (isLeft(valid)) throw new Error(`${file}: ${valid.left.message}`);
  return valid.right;
};
