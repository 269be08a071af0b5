/**
 * Programs as the host runs them: as they are, or translated.
 * @module
 */
import { translate } from '../../evaluation/translation/modules.ts';
import { padded } from '../../evaluation/translation/padding.ts';
import { hostExports } from '../host.ts';
import { programIn, validOf } from '../modules.ts';
import type { Run } from './programs.ts';

/** Who runs a program: the host with the module as it is, or with its translation. */
export type Runner = 'host' | 'evaluator';

const FOLDERS = ['programs/', '../programs/'].map((folder) => new URL(folder, import.meta.url));

/** A function of an instance of a program. */
export type Function = (n: number, d: number) => unknown;
/** The exports of an instance of a program. */
export const exportsOf = (file: string, by: Runner): ((name: string) => Function) => {
  const module = validOf(file, programIn(FOLDERS, file));
  return hostExports(by === 'host' ? module.module : padded(translate(module, 'own')));
};

/** A run, to be repeated. */
export const running = ({ file, args: [n, d] }: Run, by: Runner): (() => unknown) => {
  const run = exportsOf(file, by)('run');
  return () => run(n, d);
};
