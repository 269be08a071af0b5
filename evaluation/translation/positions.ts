/**
 * Which instruction a frame in the heap stands at.
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import type { Translated } from './modules.ts';
import { pointsOf } from './points.ts';

/** From a function index and the `pc` of a frame of that function to the instruction; undefined if there is none. */
export type ResumePoints = (x: number, pc: number) => Instr | undefined;

/** The resume points of the functions that a translated module defines, each found when it is first asked for. */
export const resumePoints = ({ valid, capture: { mayUseSuspension } }: Pick<Translated, 'valid' | 'capture'>): ResumePoints => {
  const known = new Map<number, readonly Instr[]>();
  const imported = valid.imports.filter(({ kind }) => kind === 'func').length;
  const pointsIn = (x: number): readonly Instr[] => {
    const found = known.get(x) ?? [...pointsOf(valid.module.funcs[x - imported]?.body ?? [], mayUseSuspension).number.keys()];
    known.set(x, found);
    return found;
  };
  return (x, pc) => pointsIn(x)[(pc >> 1) - 1];
};
