/** What the front page and the documents show is what the project contains. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  const quoted = fences('text').filter((text) => text.includes('  ↪  '));
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

front.run();

const documents = suite('documents');

for (const path of ['README.md', ...globSync('docs/**/*.md', { cwd: project })]) {
  documents(`${path} links to what exists`, () => {
    const links = [...read(path).matchAll(/\]\((?!https:)([^)#]+)[^)]*\)/gu)].map(([, target = '']) => target);
    for (const target of links) assert.ok(existsSync(join(project, dirname(path), target)), target);
  });
}

documents('name tests that exist', () => {
  const named = globSync('docs/**/*.md', { cwd: project }).flatMap((path) => read(path).match(/(?<=`)test\/[\w./-]+\.ts(?=`)/gu) ?? []);
  assert.ok(named.length > 0);
  for (const path of named) assert.ok(existsSync(join(project, path)), path);
});

documents('give every decision its five parts', () => {
  const parts = ['The text', 'The options', 'The choice', 'What it changes', 'The test'];
  const records = globSync('docs/decisions/*.md', { cwd: project });
  assert.ok(records.length > 0);
  for (const path of records) {
    const found = [...read(path).matchAll(/^\*\*([^*]+)\.\*\* \S/gmu)].map(([, part]) => part);
    assert.equal(found, parts, path);
    const test = read(path).split('**The test.**')[1] ?? '';
    assert.match(test, /^ None\b|`test\/[\w./-]+\.test\.ts`/u, `${path} names no test of the project`);
  }
});

documents.run();
