/**
 * Which steps are shown: filters by rule, instruction, function, line and thread.
 *
 * ```
 * filter  ::= term …            all terms hold; of several filters, one
 * term    ::= !? test
 * test    ::= glob | rule:glob | op:glob | func:glob | line:N | line:N-M | thread:N
 * glob    ::= text in which * stands for anything and ? for one character
 * ```
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { RunInstr, RunOp } from '../semantics/runtime/code.ts';
import { numberOf } from '../semantics/runtime/code.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import { allRules, rulesOf } from '../reduction/machine.ts';
import type { AnyRule } from '../reduction/kit.ts';
import { formOf, forms } from '../syntax/instruction-table.ts';
import { namesOf } from './names.ts';
import type { Subject } from './record.ts';
import { functionAround, positionOf, ruleAt } from './record.ts';

/** Whether a step from z, by the thread with a number, is shown. */
export type Test = (z: Config, thread: number) => boolean;
/** What is wrong with a filter. */
type Parsed = E.Either<string, Test>;

/** Whether a text is one of those that a glob stands for. */
const globTest = (glob: string): ((text: string) => boolean) => {
  const escaped = glob.replaceAll(/[\\^$.+()[\]{}|]/gu, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const pattern = new RegExp(`^${escaped}$`, 'u');
  return (text) => pattern.test(text);
};

/** Whether a rule's name, with or without its relation, is one of those that the glob stands for. */
export const ruleTest = (glob: string): ((rule: AnyRule) => boolean) => {
  const matches = globTest(glob);
  return ({ id }) => matches(id) || matches(id.slice(id.indexOf('/') + 1));
};

/** Some, all or none of the things that an instruction can be. */
type Share = 'all' | 'some' | 'none';
const shareOf = (matching: number, total: number): Share => matching === 0 ? 'none' : matching === total ? 'all' : 'some';
/** A test that looks closer only at those constructors of instructions of which some match. */
const byConstructor = (shares: ReadonlyMap<RunOp, Share>, closer: Test): Test => {
  const table: Share[] = [];
  for (const [op, share] of shares) table[numberOf(op)] = share;
  return (z, thread) => {
    const share = table[z.es.k] ?? 'none';
    return share === 'all' || (share === 'some' && closer(z, thread));
  };
};

const ops: readonly RunOp[] = [...new Set(allRules.map(({ on }) => on))];

const byRule = (glob: string): Parsed => {
  const matches = ruleTest(glob);
  if (!allRules.some(matches)) return E.left(`no rule is called ${glob}`);
  const shares = ops.map((op) => [op, shareOf(rulesOf(op).filter(matches).length, rulesOf(op).length)] as const);
  return E.right(byConstructor(new Map(shares), (z) => {
    const rule = ruleAt(z);
    return rule !== undefined && matches(rule);
  }));
};

/** The mnemonic of an instruction; of one that is in no source, its constructor. */
const mnemonic = (e: RunInstr): string => {
  switch (e.op) {
    case 'value': case 'trap': case 'suspend.addr': case 'switch.addr': case 'end': case 'call_ref': case 'return_call_ref': return e.op;
    case 'wait.at': case 'waiting': case 'turns': return e.op;
    default: return formOf(e).name;
  }
};
const byOp = (glob: string): Parsed => {
  const matches = globTest(glob);
  const names = (op: RunOp): readonly string[] => forms.filter(({ template }) => template.op === op).map(({ name }) => name);
  const share = (op: RunOp): Share => matches(op) ? 'all' : shareOf(names(op).filter(matches).length, names(op).length);
  const shares = new Map(ops.map((op) => [op, share(op)]));
  if ([...shares.values()].every((found) => found === 'none')) return E.left(`no instruction is called ${glob}`);
  return E.right(byConstructor(shares, (z) => matches(mnemonic(z.es.e))));
};

const byFunction = (glob: string, { inst }: Subject): Parsed => {
  const matches = globTest(glob), names = namesOf(inst);
  const either = (name: string): boolean => matches(name) || (name.startsWith('$') && matches(name.slice(1)));
  if (!inst.funcs.some((_, x) => either(names.func(x)))) return E.left(`no function is called ${glob}`);
  return E.right((z) => {
    const name = functionAround(z);
    return name !== undefined && either(name);
  });
};

const byLine = (range: string, { places }: Subject): Parsed => {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/u.exec(range) ?? [];
  if (first === undefined) return E.left(`expected line:N or line:N-M, found line:${range}`);
  const from = Number(first), to = Number(last);
  if (places.lines === 0) return E.left(`${places.file} is a binary, which has no lines`);
  if (from < 1 || to < from || from > places.lines) return E.left(`line:${range} is none of the ${places.lines} lines of ${places.file}`);
  return E.right((z) => {
    const line = positionOf(z, places)?.line ?? 0;
    return from <= line && line <= to;
  });
};

const byThread = (text: string): Parsed => {
  const [number] = /^\d+$/u.exec(text) ?? [];
  if (number === undefined) return E.left(`expected thread:N, found thread:${text}`);
  return E.right((_, thread) => thread === Number(number));
};

const testOf = (term: string, subject: Subject): Parsed => {
  const [, key = 'rule', pattern = term] = /^(rule|op|func|line|thread):(.*)$/su.exec(term) ?? [];
  switch (key) {
    case 'op': return byOp(pattern);
    case 'func': return byFunction(pattern, subject);
    case 'line': return byLine(pattern, subject);
    case 'thread': return byThread(pattern);
    default: return byRule(pattern);
  }
};
const not = (test: Test): Test => (z, thread) => !test(z, thread);
const termOf = (subject: Subject) => (term: string): Parsed =>
  term.startsWith('!') ? pipe(testOf(term.slice(1), subject), E.map(not)) : testOf(term, subject);

/** The test for one filter. */
const filterOf = (subject: Subject) => (filter: string): Parsed => {
  const terms = filter.split(/\s+/u).filter((term) => term !== '');
  if (terms.length === 0) return E.left('a filter needs at least one term');
  return pipe(terms, E.traverseArray(termOf(subject)), E.map((tests): Test => (z, thread) => tests.every((test) => test(z, thread))));
};
/** The test for several filters, of which one must hold; undefined for none, which hide nothing. */
export const filtersOf = (filters: readonly string[], subject: Subject): E.Either<string, Test | undefined> => pipe(
  filters,
  E.traverseArray(filterOf(subject)),
  E.map((tests) => tests.length === 0 ? undefined : (z: Config, thread: number): boolean => tests.some((test) => test(z, thread))),
);
