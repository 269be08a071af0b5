/**
 * Arbitrary programs, for fast-check: the choices of which they are made. Whatever is taken away from the choices, a program is left.
 * @module
 */
import * as fc from 'fast-check';
import type { FunctionChoices, ModuleChoices, ProgramChoices } from './programs.ts';

const choices = (maxLength: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(255), { minLength: maxLength >> 1, maxLength, size: 'max' });
const functionOf = (size: number): fc.Arbitrary<FunctionChoices> =>
  fc.record({ head: choices(40), statements: fc.array(choices(size), { minLength: 1, maxLength: 3, size: 'max' }) });
const functions = (minLength: number, maxLength: number, size: number): fc.Arbitrary<readonly FunctionChoices[]> =>
  fc.array(functionOf(size), { minLength, maxLength, size: 'max' });

const moduleChoices: fc.Arbitrary<ModuleChoices> = fc.record({
  steps: functions(1, 2, 32), direct: functions(0, 1, 16), inside: functions(1, 3, 20), coroutines: functions(0, 1, 20),
  spare: choices(60),
});

/** Undefined, more often than not. */
const seldom = <A>(it: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: it });
/** The choices for a program; some have two modules, and in some the host calls the program. */
export const programChoices: fc.Arbitrary<ProgramChoices> = fc.record({
  universe: choices(64), first: moduleChoices,
  second: seldom(moduleChoices), calledBack: seldom(functionOf(20)),
});
