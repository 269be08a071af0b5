/** The reference is made from good comments, and refused with the place and the reason when a comment is not good. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Application, LogLevel } from 'typedoc';
import { project, withFiles } from '../scratch.ts';

/** What TypeDoc complained about, and the pages that it made. */
type Outcome = { readonly complaints: readonly string[]; readonly pages: string };

const rule = (name: string, premise = 'x = 1', source = 'core 4.3-execution.instructions §Local instructions'): string =>
  `/**\n * \`\`\`rule\n * (${name} x) ↪ ε\n *   — if ${premise}\n * \`\`\`\n * @rule Step/${name}\n * @spec ${source}\n */\n`;

const compilerOptions = { rootDir: '.', outDir: 'out' };
const settings = JSON.stringify({ extends: join(project, 'tsconfig.json'), compilerOptions, include: ['a.ts'] });

/** Documents one module, with the project's own settings. */
const document = (module: string): Promise<Outcome> =>
  withFiles({ 'a.ts': `/** A module. @module */\n${module}`, 'tsconfig.json': settings }, async (folder) => {
    const app = await Application.bootstrapWithPlugins({
      options: join(project, 'typedoc.config.mjs'),
      entryPoints: [join(folder, 'a.ts')],
      projectDocuments: [],
      tsconfig: join(folder, 'tsconfig.json'),
      readme: 'none',
      logLevel: 'Warn',
    });
    const complaints: string[] = [];
    app.logger.log = (message, level) => {
      if (level >= LogLevel.Warn) complaints.push(message);
    };
    const converted = await app.convert();
    if (converted === undefined) return { complaints: [...complaints, 'TypeDoc gave up'], pages: '' };
    await app.generateDocs(converted, join(folder, 'out'));
    const pages = globSync('out/**/*.html', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
    return { complaints, pages: pages.join('\n') };
  });

const plugin = suite('documentation plugin');

plugin('sets, names, cites, links and lists a rule', async () => {
  const link = '/** See {@rule Step/one}. */\nexport const other = 1;\n';
  const { complaints, pages } = await document(`${rule('one')}export const one = 1;\n${link}${rule('hidden')}const hidden = 1;\n`);
  assert.equal(complaints, []);
  assert.match(pages, '<span class="rule-name">Step/one</span>');
  assert.match(pages, /4\.3-execution\.instructions\.spectec"[^>]*>core 4\.3-execution\.instructions §Local instructions</u);
  assert.match(pages, /<p>See <a href="[^"]*one[^"]*"[^>]*>Step\/one<\/a>/u);
  assert.match(pages, /<title>Rules/u);
  assert.match(pages, '<span class="rule-name">Step/hidden</span>');
});

const bad: readonly (readonly [about: string, module: string, complaint: string])[] = [
  ['a sign that does not exist', `${rule('one', 'x ⟐ y')}export const one = 1;`, 'one: rule Step/one: the notation has no \'⟐\''],
  ['bad TeX', '/**\n * ```math\n * \\frac{a\n * ```\n */\nexport const one = 1;', 'one: math: KaTeX parse error'],
  ['it where nothing is exported', `${rule('one', 'x ⟐ y')}const one = 1;`, 'rule Step/one: the notation has no \'⟐\''],
  ['an export that nothing is said about', 'export const one = (): number => 1;', 'one: no comment says what this is'],
  ['two rules of one name', `${rule('one')}export const one = 1;\n${rule('one')}export const two = 2;`, '@rule Step/one stands twice'],
  ['a rule without mathematics', '/** @rule Step/one\n * @spec SS Explainer.md */\nexport const one = 1;', '@rule Step/one has no fence'],
  ['a rule without a source', rule('one').replace(/ \* @spec.*\n/u, '') + 'export const one = 1;', '@rule Step/one has no @spec'],
  ['an unknown text', `${rule('one', 'x = 1', 'nowhere a.rst')}export const one = 1;`, 'no source is called \'nowhere\''],
  ['an unknown file', `${rule('one', 'x = 1', 'core nothing.rst §A')}export const one = 1;`, 'has no file \'nothing.rst\''],
  ['a link to no rule', '/** See {@rule Step/none}. */\nexport const one = 1;', '{@rule Step/none} names no documented rule'],
];

for (const [about, module, complaint] of bad) {
  plugin(`refuses ${about}`, async () => {
    const { complaints } = await document(module);
    assert.ok(complaints.some((text) => text.includes(complaint)), complaints.join('\n') || 'no complaint');
  });
}

plugin.run();
