/** What the front page shows is what the project contains. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const project = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(project, path), 'utf8');
const readme = read('README.md');
const rules = globSync('reduction/rules/*.ts', { cwd: project }).map(read).join('\n');

/** The texts of the fences in a language. */
const fences = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map(([, text = '']) => text);

const front = suite('README');

front('quotes TypeScript that exists', () => {
  const quoted = fences('ts');
  assert.is(quoted.length, 1);
  for (const text of quoted) assert.ok(rules.includes(text), 'the rule has changed: quote it anew');
});

front('quotes the rule that stands above it', () => {
  const quoted = fences('text').filter((text) => text.includes('↪'));
  assert.is(quoted.length, 1);
  for (const text of quoted) {
    const comment = text.trimEnd().split('\n').map((line) => ` * ${line}`).join('\n');
    assert.ok(rules.includes(comment), 'the rule has changed: quote it anew');
  }
});

front('names commands that exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const named = [...readme.matchAll(/npm run (?:-s )?(\w+)/gu)].map(([, name = '']) => name);
  assert.ok(named.length > 5);
  for (const name of named) assert.ok(name in scripts, `npm run ${name}`);
});

front('links to files that exist', () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/gu)].map(([, path = '']) => path);
  assert.ok(links.length > 5);
  for (const path of links) assert.ok(existsSync(join(project, path)), path);
});

front.run();
