/** The laws on which the explorer relies hold for programs of WebAssembly, as far as trying can tell. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waiting, words } from '../../equivalence/threads/litmus/waiting.ts';
import type { Action } from '../../semantics/runtime/actions.ts';
import { dependent } from '../../semantics/runtime/actions.ts';
import { explore } from '../../reduction/explorer/dpor.ts';
import { exploreStates } from '../../reduction/explorer/memo.ts';
import { programs } from '../../reduction/programs.ts';
import type { Beginning } from '../../tracing/exploration/begin.ts';
import { brokenLaw } from '../reduction/explorer/laws.ts';
import { spawning } from '../reduction/programs.ts';
import { exampleNames, exampleText, readyToExplore, readyToFail } from './examples.ts';
import { GROW, looks, racing } from './growing.ts';

/** Steps that are tried of each program. */
const LIMIT = 2000;

/** Two threads that may trap, race for segments, tables and continuations, and spawn others. */
const jobs = (one: string, two: string): string => spawning(`
  (memory $m 1 1 shared) (data $d shared "abc")
  (table $t (export "__indirect_function_table") shared 2 (ref null (shared func)))
  (type $k (shared (cont $job))) (global $k (shared (mut (ref null $k))) (ref.null $k))
  (func $none (type $job)) (func $one (type $job) ${one}) (func $two (type $job) ${two})
  (elem declare (ref (shared func)) (ref.func $none) (ref.func $one) (ref.func $two))
  (func (export "main") (result i32)
    (table.set $t (i32.const 0) (ref.func $none))
    (global.set $k (cont.new $k (ref.func $none)))
    (drop (call $spawn (ref.func $one))) (drop (call $spawn (ref.func $two)))
    (global.atomic.rmw.add $count (i32.const 1)))`);
const SPAWN = '(drop (call $spawn (ref.func $none)))', INIT = '(memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 3))';
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  'a trap and a write': ['(if (global.get $word) (then unreachable))', '(global.set $word (i32.const 1))'],
  'two spawns': [SPAWN, `${SPAWN} ${SPAWN}`],
  'a segment that is dropped': [INIT, '(data.drop $d)'],
  'a continuation that is wanted twice': ['(resume $k (global.get $k))', '(resume $k (global.get $k))'],
  'a table that is filled while it is read': ['(table.fill $t (i32.const 0) (ref.null (shared func)) (i32.const 2))', '(call_indirect $t (type $job) (i32.const 0))'],
  'bytes that overlap': ['(i64.store (i32.const 0) (i64.const -1))', '(drop (i32.load8_u (i32.const 7))) (drop (i32.load (i32.const 8)))'],
  'fences': ['(atomic.fence) (global.set $word (i32.const 1))', '(drop (global.get $word)) (atomic.fence)'],
};

/** Two threads allocate in it: the laws hold up to addresses, see below. */
const ALLOCATING = 'hash-map';
const cases: readonly (readonly [name: string, begin: () => Beginning])[] = [
  ...exampleNames.filter((name) => name !== ALLOCATING).map((name) => [name, () => readyToExplore(name, exampleText(name))] as const),
  ...Object.entries(words).flatMap(([name, word]) => [0, -1].map((timeout) =>
    [`${name} for ${timeout}`, () => readyToExplore(name, waiting(word, timeout, `${word.change} (drop ${word.notify})`))] as const)),
  ...looks.map(([what, look]) => [look, () => readyToFail('race', racing(GROW[what], look))] as const),
  ...Object.entries(pairs).map(([name, [one, two]]) => [name, () => readyToExplore(name, jobs(one, two))] as const),
];

const laws = suite('the laws of programs');
for (const [name, begin] of cases) {
  laws(name, () => {
    const { limits, pool } = begin();
    assert.is(brokenLaw(programs(limits), pool, LIMIT), undefined);
  });
}
laws('are found broken where the dependence is too small', () => {
  for (const omit of ['read', 'write', 'rmw', 'wait', 'notify', 'trap', 'spawn']) {
    const found = cases.some(([, begin]) => {
      const { limits, pool } = begin();
      const less = (x: Action, y: Action): boolean => x.kind !== omit && y.kind !== omit && dependent(x, y);
      return brokenLaw({ ...programs(limits), dependent: less }, pool, LIMIT) !== undefined;
    });
    assert.ok(found, omit);
  }
});
laws('hold for allocations up to addresses: which object has which depends on the order, and nothing else does', () => {
  const make = (mine: string, object: string, n: number): string =>
    `(global.set $${mine} (i32.const 1)) (global.set $${object} (struct.new $s (i32.const ${n})))`;
  const begin = readyToExplore('allocations', spawning(`
    (type $s (shared (struct (field (mut i32)))))
    (global $p (shared (mut (ref null $s))) (ref.null $s)) (global $q (shared (mut (ref null $s))) (ref.null $s))
    (func $one (type $job) ${make('word', 'p', 1)}) (elem declare (ref (shared func)) (ref.func $one))
    (func (export "main") (drop (call $spawn (ref.func $one))) ${make('count', 'q', 2)})`));
  const system = programs(begin.limits);
  assert.match(brokenLaw(system, begin.pool, LIMIT) ?? '', /^law 1: /u);
  const { executions, outcomes } = explore(system, begin.pool), states = exploreStates(system, begin.pool);
  assert.is(executions, 1);
  assert.equal(states.outcomes.map(({ outcome }) => outcome.key), outcomes.map(({ outcome }) => outcome.key));
  assert.is(states.outcomes[0]?.states.length, 2);
});
laws.run();
