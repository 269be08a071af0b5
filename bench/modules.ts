/**
 * The programs that are measured.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { validate } from '../semantics/statics/modules.ts';
import type { Module } from '../syntax/modules.ts';
import { readModule } from '../syntax/read.ts';

/** Folders in which programs are looked for, in this order. */
export type Folders = readonly URL[];

/** What a text says. */
export const moduleOf = (name: string, text: string): Module => {
  const read = readModule({ kind: 'text', name, text });
  if (isLeft(read)) throw new Error(`${name}: ${read.left.message}`);
  return read.right;
};
/** A program in one of the folders. */
export const programIn = (folders: Folders, file: string): Module => {
  const url = folders.map((folder) => new URL(file, folder)).find((found) => existsSync(found));
  if (url === undefined) throw new Error(`there is no program ${file}`);
  return moduleOf(file, readFileSync(url, 'utf8'));
};
/** A module that is valid. */
export const validOf = (name: string, module: Module): ValidModule => {
  const valid = validate(module);
  if (isLeft(valid)) throw new Error(`${name}: ${valid.left.message}`);
  return valid.right;
};
