/**
 * Arbitrary programs, for fast-check: the choices of which they are made. Whatever is taken away from the choices, a program is left.
 * @module
 */
import * as fc from 'fast-check';
import type { FunctionChoices, ModuleChoices, ProgramChoices } from './programs.ts';

const choices = (maxLength: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(255), { minLength: maxLength >> 1, maxLength, size: 'max' });
const functions = (minLength: number, maxLength: number, size: number): fc.Arbitrary<readonly FunctionChoices[]> =>
  fc.array(fc.record({ head: choices(48), statements: fc.array(choices(size), { minLength: 1, maxLength: 4, size: 'max' }) }),
    { minLength, maxLength, size: 'max' });

const moduleChoices: fc.Arbitrary<ModuleChoices> = fc.record({
  steps: functions(1, 3, 48), direct: functions(0, 2, 24), inside: functions(1, 4, 32), coroutines: functions(0, 2, 32),
  spare: choices(200),
});

/** The choices for a program; one in three has two modules. */
export const programChoices: fc.Arbitrary<ProgramChoices> = fc.record({
  universe: choices(64), first: moduleChoices, second: fc.option(moduleChoices, { nil: undefined, freq: 2 }),
});
