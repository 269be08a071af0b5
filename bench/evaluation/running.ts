/**
 * Programs as the host runs them: as they are, or translated.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { translate } from '../../evaluation/translation/modules.ts';
import { padded } from '../../evaluation/translation/padding.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import { hostExports } from '../host.ts';
import type { Run } from './programs.ts';

/** Who runs a program: the host with the module as it is, or with its translation. */
export type Runner = 'host' | 'evaluator';

const FOLDERS = ['programs/', '../programs/'].map((folder) => new URL(folder, import.meta.url));

const valid = (file: string): ValidModule => {
  const url = FOLDERS.map((folder) => new URL(file, folder)).find((found) => existsSync(found));
  if (url === undefined) throw new Error(`there is no program ${file}`);
  const module = readModule({ kind: 'text', name: file, text: readFileSync(url, 'utf8') });
  const found = isLeft(module) ? module : validate(module.right);
  if (isLeft(found)) throw new Error(`${file}: ${found.left.message}`);
  return found.right;
};

/** A function of an instance of a program. */
export type Function = (n: number, d: number) => unknown;
/** The exports of an instance of a program. */
export const exportsOf = (file: string, by: Runner): ((name: string) => Function) => {
  const module = valid(file);
  return hostExports(by === 'host' ? module.module : padded(translate(module, 'own')));
};

/** A run, to be repeated. */
export const running = ({ file, args: [n, d] }: Run, by: Runner): (() => unknown) => {
  const run = exportsOf(file, by)('run');
  return () => run(n, d);
};
