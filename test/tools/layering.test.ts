/** The layering of docs/architecture.md is enforced: imports that go up, sideways or in a circle are refused by name. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { project, withFiles } from './scratch.ts';

const empty = 'export {};\n';

type Outcome = { readonly status: number | null; readonly output: string };

/** A small house: every folder has a file, and the imports of `files` are added to it. */
const check = (files: Readonly<Record<string, string>>): Promise<Outcome> => {
  const folders = ['syntax', 'semantics', 'reduction', 'evaluation', 'equivalence', 'tracing', 'cli', 'tools', 'bench', 'test'];
  const house = Object.fromEntries(folders.map((folder) => [`${folder}/a.ts`, empty]));
  const compilerOptions = { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true };
  const settings = { 'tsconfig.json': JSON.stringify({ compilerOptions }) };
  return withFiles({ ...house, ...settings, ...files }, (folder) => {
    const options = ['--config', join(project, '.dependency-cruiser.mjs'), '.'];
    const command = join(project, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
    const { status, stdout } = spawnSync(process.execPath, [command, ...options], { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout };
  });
};

const importing = (target: string, what = ''): string => `import ${what}'../${target}/a.ts';\n`;

/** What stands in a folder, and the name of the rule that refuses it. */
const refused: readonly (readonly [folder: string, text: string, rule: string])[] = [
  ['syntax', importing('semantics'), 'syntax-imports-down'],
  ['syntax', importing('semantics', 'type {} from '), 'syntax-imports-down'],
  ['syntax', 'export const later = (): Promise<unknown> => import(\'../semantics/a.ts\');\n', 'syntax-imports-down'],
  ['semantics', importing('reduction'), 'semantics-imports-down'],
  ['semantics', 'export * from \'../reduction/a.ts\';\n', 'semantics-imports-down'],
  ['reduction', importing('tracing'), 'reduction-imports-down'],
  ['reduction', importing('evaluation'), 'reduction-imports-down'],
  ['reduction/rules', 'import \'../../equivalence/a.ts\';\n', 'reduction-imports-down'],
  ['evaluation', importing('reduction'), 'evaluation-imports-down'],
  ['equivalence', importing('tracing'), 'equivalence-imports-down'],
  ['tracing', importing('cli'), 'tracing-imports-down'],
  ['cli', importing('tools'), 'cli-imports-down'],
  ['tools', importing('test'), 'tools-imports-down'],
  ['bench', importing('test'), 'bench-imports-down'],
  ['semantics', 'import \'node:fs\';\n', 'no-host'],
  ['cli', 'import \'uvu\';\n', 'no-development-package'],
  ['syntax', 'import \'./nowhere.ts\';\n', 'resolvable'],
];

const layering = suite('layering');

layering('allows imports that go down', async () => {
  const { status, output } = await check({
    'semantics/b.ts': importing('syntax'),
    'reduction/b.ts': importing('semantics') + importing('syntax'),
    'equivalence/b.ts': importing('reduction') + importing('evaluation'),
    'cli/b.ts': importing('tracing'),
    'test/b.ts': importing('cli') + importing('tools'),
  });
  assert.is(status, 0, output);
});

const { status, output } = await check(Object.fromEntries(refused.map(([folder, text], i) => [`${folder}/refused-${i}.ts`, text])));

refused.forEach(([folder, text, rule], i) => {
  layering(`refuses in ${folder}: ${text.trim()}`, () => {
    assert.match(output, `error ${rule}: ${folder}/refused-${i}.ts`);
    assert.is.not(status, 0);
  });
});

layering('refuses cycles, of types too', async () => {
  const cycle = await check({
    'syntax/b.ts': 'import type { C } from \'./c.ts\';\nexport type B = C;\n',
    'syntax/c.ts': 'import type { B } from \'./b.ts\';\nexport type C = B;\n',
  });
  assert.match(cycle.output, 'error no-cycles: syntax/');
  assert.is.not(cycle.status, 0);
});

layering.run();
