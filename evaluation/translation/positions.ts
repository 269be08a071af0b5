/**
 * Which instruction a frame in the heap stands at.
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { captureOf } from './capture.ts';
import { pointsOf } from './points.ts';

/** From a function index and the `pc` of a frame of that function to the instruction; undefined if there is none. */
export type ResumePoints = (x: number, pc: number) => Instr | undefined;

/** The resume points of the functions that a module defines, each found when it is first asked for. */
export const resumePoints = (valid: ValidModule): ResumePoints => {
  const { mayUseSuspension } = captureOf(valid), known = new Map<number, readonly Instr[]>();
  const imported = valid.imports.filter(({ kind }) => kind === 'func').length;
  const pointsIn = (x: number): readonly Instr[] => {
    const found = known.get(x) ?? [...pointsOf(valid.module.funcs[x - imported]?.body ?? [], mayUseSuspension).number.keys()];
    known.set(x, found);
    return found;
  };
  return (x, pc) => pointsIn(x)[(pc >> 1) - 1];
};
