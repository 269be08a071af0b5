/** What `npm run translate` prints is plain Wasm 3.0, also where things are shared, and can be read again. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wasm } from '../../evaluation/host/wasm.ts';
import { plain } from '../../evaluation/plain.ts';
import { sharesMore } from '../../evaluation/sharing.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import { readModule } from '../../syntax/read.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { printModule } from '../../syntax/text/printer.ts';
import { programs } from './sharing/programs.ts';
import { right } from './running.ts';

const project = join(import.meta.dirname, '..', '..');
const valid = (name: string, text: string): ValidModule => right(validate(right(readModule({ kind: 'text', name, text }))));

const Plain = suite('translations');
const check = (name: string, text: string): void => Plain(name, () => {
  const text1 = printModule(plain(valid(name, text))), module = right(parseModule(text1));
  right(validate(module));
  assert.not(sharesMore(module), 'nothing but memories is shared');
  assert.not(/\b(?:cont\.|suspend|resume|switch )/u.test(text1.replace(/[$"][^\s()]*/gu, '')), 'no stacks are switched');
  assert.not.throws(() => new wasm.Module(encode(module)));
});
for (const file of globSync('{examples,examples/threads,test/cli/migrating}/*.wat', { cwd: project }).sort()) {
  check(file, readFileSync(join(project, file), 'utf8'));
}
for (const [name, [fields]] of Object.entries(programs)) check(name, `(module ${fields})`);

Plain.run();
