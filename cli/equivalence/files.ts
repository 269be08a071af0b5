/** Files to be compared: modules and scripts. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Comparison } from '../../equivalence/comparisons.ts';
import { compare } from '../../equivalence/comparisons.ts';
import type { Observation } from '../../equivalence/observation.ts';
import { firstDifferenceOf, isInconclusive } from '../../equivalence/observation.ts';
import { showDifference } from '../../equivalence/report.ts';
import { incomparable, observeScriptByEvaluator, observeScriptBySteps } from '../../equivalence/scripts.ts';
import { programOfModule, readProgram } from '../../equivalence/texts.ts';
import type { Program } from '../../equivalence/program.ts';
import { spawnsThreads } from '../../equivalence/program.ts';
import { readModule } from '../../syntax/read.ts';
import { parseScript } from '../../syntax/text/script.ts';
import type { Failure } from '../command/failure.ts';
import { fileFailure, readSource } from '../command/files.ts';

/** What came of a file: nothing to say if it is the same; why it was not compared; or the difference, line by line. */
export type FileReport =
  | { readonly kind: 'same' | 'inconclusive' }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'different'; readonly lines: readonly string[] };

/** The files that operands name: of folders, all modules and scripts in them, or those that match a pattern. */
export const filesOf = (operands: readonly string[], pattern = '**/*.{wat,wast}'): E.Either<Failure, readonly string[]> => {
  const files: string[] = [];
  for (const operand of operands) {
    const stat = E.tryCatch(() => statSync(operand), fileFailure(operand));
    if (E.isLeft(stat)) return stat;
    if (stat.right.isDirectory()) files.push(...globSync(pattern, { cwd: operand }).sort().map((name) => join(operand, name)));
    else files.push(operand);
  }
  return E.right(files);
};

const judged = (comparison: Comparison, one: Observation, other: Observation): FileReport => {
  const difference = firstDifferenceOf(one, other);
  if (difference !== undefined) return { kind: 'different', lines: showDifference(comparison, [one, other], difference) };
  return { kind: isInconclusive(one) || isInconclusive(other) ? 'inconclusive' : 'same' };
};
const compareProgram = (comparison: Comparison, program: Program): FileReport => {
  if (spawnsThreads(program)) return { kind: 'skipped', why: 'its threads run at the same time: --threads compares it' };
  const compared = compare(comparison, program);
  switch (compared.kind) {
    case 'invalid': return { kind: 'skipped', why: compared.message };
    case 'different': return { kind: 'different', lines: showDifference(comparison, compared.observations, compared.difference) };
    default: return { kind: compared.kind };
  }
};
const ofScript = async (file: string, comparison: Comparison, fuel: number): Promise<FileReport> => {
  const bytes = readFileSync(file), program = readProgram(bytes);
  if (E.isRight(program) && !spawnsThreads(program.right)) return compareProgram(comparison, program.right);
  const script = parseScript(bytes);
  if (E.isLeft(script)) return { kind: 'skipped', why: script.left.message };
  if (comparison.other !== 'evaluator') return { kind: 'skipped', why: 'scripts with assertions are compared with the evaluator only' };
  const why = incomparable(script.right);
  if (why !== undefined) return { kind: 'skipped', why };
  return judged(comparison, observeScriptBySteps(script.right, fuel), await observeScriptByEvaluator(script.right));
};

/** Compares one file. */
export const compareFile = async (file: string, comparison: Comparison, fuel: number): Promise<E.Either<Failure, FileReport>> => {
  if (file.endsWith('.wast')) return E.right(await ofScript(file, comparison, fuel));
  return pipe(
    readSource(file),
    E.map((source) => pipe(
      readModule(source),
      E.match(
        (error): FileReport => ({ kind: 'skipped', why: error.message }),
        (module) => compareProgram(comparison, programOfModule(module)),
      ),
    )),
  );
};
