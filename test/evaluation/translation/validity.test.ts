/**
 * The translation of valid modules is valid, for this project and for the host, also if every function is taken to be one that may suspend:
 * then all instructions stand in blocks with resume points and around them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wasm } from '../../../evaluation/host/wasm.ts';
import type { Capture } from '../../../evaluation/translation/capture.ts';
import { captureOf } from '../../../evaluation/translation/capture.ts';
import { translate } from '../../../evaluation/translation/modules.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import type { Instr } from '../../../syntax/instructions.ts';
import { readModule } from '../../../syntax/read.ts';
import { program } from '../../generators/programs.ts';
import { right } from '../running.ts';
import { programs } from './programs.ts';
import { valid } from '../running.ts';

const SUSPENDING: ReadonlySet<Instr['op']> = new Set<Instr['op']>(
  ['call', 'call_ref', 'call_indirect', 'suspend', 'switch', 'resume', 'resume_throw', 'resume_throw_ref'],
);
/** Everything may suspend. */
const everything = (module: ValidModule): Capture => ({
  ...captureOf(module), concerned: true,
  functions: new Set(Array.from({ length: module.context.funcs.length }, (_, x) => x)), mayUseSuspension: ({ op }) => SUSPENDING.has(op),
});
const isTranslated = (module: ValidModule): void => {
  for (const from of ['own', 'import'] as const) {
    const translated = translate(module, from, everything(module)).module, judged = validate(translated);
    assert.not(isLeft(judged), isLeft(judged) ? judged.left.message : '');
    assert.not.throws(() => new wasm.Module(encode(translated)));
  }
};
const read = (name: string, text: string): ValidModule => right(validate(right(readModule({ kind: 'text', name, text }))));

const Validity = suite('the validity of translations');
const folder = new URL('../../../examples/', import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.wat'))) {
  Validity(file, () => { isTranslated(read(file, readFileSync(new URL(file, folder), 'utf8'))); });
}
for (const [name, fields] of Object.entries(programs)) Validity(name, () => { isTranslated(valid(fields)); });
Validity('arbitrary programs', () => {
  fc.assert(fc.property(program, (text) => { isTranslated(read('arbitrary', text)); }), { numRuns: 200 });
});
Validity.run();
