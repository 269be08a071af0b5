/**
 * Checks the reduction rules: every rule stands in the book under one name, its comment says what it says and cites its source,
 * and the tests show a configuration to which it applies and, for each of its premises, one in which this premise fails. What
 * cannot be shown has a reason.
 *
 * ```bash
 * npm run rules                # figures by file
 * npm run rules -- --verbose   # and every rule, with the reasons
 * ```
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { noOperand } from '../cli/command/arguments.ts';
import type { Command } from '../cli/command/command.ts';
import { runCommand } from '../cli/command/command.ts';
import type { Failure } from '../cli/command/failure.ts';
import type { AnyRule } from '../reduction/kit.ts';
import { allRules } from '../reduction/machine.ts';
import { readSources } from './documentation/citations.ts';
import { disagreements } from './rules/agreement.ts';
import { documentedRules } from './rules/comments.ts';
import type { Covered, Shown } from './rules/coverage.ts';
import { coverageOf, gaps, readShown } from './rules/coverage.ts';

const project = join(import.meta.dirname, '..'), folder = join(project, 'reduction', 'rules');
const problems: string[] = [];

/** Runs the tests of the rules, which note down what they show. @throws when one fails */
const notesOfTests = (): readonly Shown[] => {
  const scratch = mkdtempSync(join(tmpdir(), 'rules-')), path = join(scratch, 'shown.jsonl');
  try {
    const { status, stdout } = spawnSync(process.execPath, [join(project, 'tools', 'test.ts'), join('reduction', 'rules')], {
      encoding: 'utf8', env: { ...process.env, WEFT_RULE_COVERAGE: path }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error(`the tests of the rules fail\n${stdout}`);
    const notes = readShown(existsSync(path) ? readFileSync(path, 'utf8') : '');
    if (notes._tag === 'Left') throw new Error(notes.left);
    return notes.right;
  } finally {
    rmSync(scratch, { recursive: true });
  }
};

const isRule = (value: unknown): value is AnyRule => typeof value === 'object' && value !== null && 'id' in value && 'premises' in value;

/** The rules of a file, checked against their comments. */
const rulesOfFile = async (file: string): Promise<readonly (readonly [rule: AnyRule, place: string])[]> => {
  const exported = new Map<string, unknown>(Object.entries((await import(pathToFileURL(file).href)) as object));
  const sources = readSources();
  return documentedRules(file, readFileSync(file, 'utf8')).flatMap((documented) => {
    const rule = exported.get(documented.name), place = `${relative(project, file)}:${documented.line}`;
    if (!isRule(rule)) {
      problems.push(`${place}: ${documented.name} is no rule`);
      return [];
    }
    for (const wrong of disagreements(rule, documented, sources)) problems.push(`${place}: ${rule.id}: ${wrong}`);
    return [[rule, place] as const];
  });
};

/** The book has every rule once, and every rule has a name of its own. */
const checkBook = (filed: ReadonlyMap<AnyRule, string>): void => {
  const times = new Map<AnyRule, number>(), names = new Map<string, AnyRule>();
  for (const rule of allRules) times.set(rule, (times.get(rule) ?? 0) + 1);
  for (const [rule, place] of filed) {
    const n = times.get(rule) ?? 0, other = names.get(rule.id);
    if (n !== 1) problems.push(`${place}: ${rule.id} stands ${n} times in the book`);
    if (other !== undefined) problems.push(`${place}: ${rule.id} is also the id of the rule at ${filed.get(other) ?? '?'}`);
    names.set(rule.id, rule);
  }
  for (const rule of times.keys()) if (!filed.has(rule)) problems.push(`${rule.id} stands in the book, but in no file of rules`);
};

const columns = ['rules', 'applied', 'premises', 'failed', 'cannot fail'] as const;
const figures = (covered: readonly Covered[]): readonly number[] => {
  const sum = (count: (one: Covered) => number): number => covered.reduce((n, one) => n + count(one), 0);
  return [
    covered.length, sum(({ fires }) => (fires ? 1 : 0)), sum(({ rule }) => rule.premises.length), sum(({ failing }) => failing.length),
    sum(({ unreachable }) => [...unreachable.keys()].filter((text) => text !== 'conclusion').length),
  ];
};
const row = (name: string, cells: readonly (number | string)[]): string =>
  name.padEnd(24) + cells.map((cell, i) => String(cell).padStart((columns[i]?.length ?? 0) + 2)).join('');
const details = ({ rule, unreachable }: Covered): readonly string[] =>
  [`  ${rule.id}`, ...[...unreachable].map(([text, reason]) => `    ${text}: ${reason}`)];

/** Checks every rule of every file, and reports. */
const check = async (verbose: boolean): Promise<E.Either<Failure, void>> => {
  const notes = notesOfTests(), everything: Covered[] = [], filed = new Map<AnyRule, string>();
  console.log(row('file', columns));
  for (const file of globSync('*.ts', { cwd: folder }).sort()) {
    const rules = await rulesOfFile(join(folder, file));
    if (rules.length === 0) continue;
    const covered = rules.map(([rule]) => coverageOf(rule, notes));
    covered.forEach((one, i) => problems.push(...gaps(one).map((gap) => `${rules[i]?.[1] ?? file}: ${one.rule.id}: ${gap}`)));
    for (const [rule, place] of rules) filed.set(rule, place);
    everything.push(...covered);
    console.log(row(file, figures(covered)));
    if (verbose) console.log(covered.flatMap(details).join('\n'));
  }
  checkBook(filed);
  console.log(row('all', figures(everything)));
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  return problems.length === 0 ? E.right(undefined) : E.left({ kind: 'failed', message: [...problems, count].join('\n') });
};

const rules: Command<{ readonly operands: readonly string[]; readonly verbose?: boolean }> = {
  name: 'rules',
  summary: 'Checks the reduction rules: each says what it does, cites its source, and has tests for itself and all of its premises.',
  usage: '[--verbose]',
  options: { verbose: { type: 'boolean', short: 'v', help: 'show every rule, and why some premises cannot fail' } },
  details: ['Exit code: 0 if all is well, 1 if not, 2 if the command line makes no sense.'],
  codec: t.intersection([t.type({ operands: noOperand }), t.partial({ verbose: t.boolean })]),
  run: ({ verbose = false }) => () => check(verbose),
};

await runCommand(rules);
