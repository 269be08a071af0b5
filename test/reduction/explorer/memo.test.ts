/** Exploration by states: outcomes of programs that loop, what is still possible, and executions that never end. */
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { components, isCyclic } from '../../../reduction/explorer/components.ts';
import type { StateExploration } from '../../../reduction/explorer/memo.ts';
import { exploreStates } from '../../../reduction/explorer/memo.ts';
import { replay, showSchedule } from '../../../reduction/explorer/schedule.ts';
import type { Action, Instruction, Program, Toy, ToyOutcome } from './toy.ts';
import { add, cas, goto, notify, read, startOf, systemOf, wait, write } from './toy.ts';

const run = (codes: Program['codes']): StateExploration<Toy, Action, ToyOutcome> => exploreStates(systemOf({ codes }), startOf({ codes }));
const verdictsOf = ({ outcomes }: StateExploration<Toy, Action, ToyOutcome>): readonly string[] => outcomes.map((o) => o.outcome.verdict);
/** Reads x until it is not 0. */
const spin: readonly Instruction[] = [read('x'), goto(0, (r) => r[0] === 0)];

const states = suite('states');

states('every configuration is visited once', () => {
  const { graph, steps, incomplete } = run([[write('x', 1), write('x', 2)], [write('y', 1), write('y', 2)]]);
  assert.is(graph.length, 9); // three positions of each thread
  assert.is(steps, 12); // and a grid of edges between them
  assert.is(graph.reduce((sum, { edges }) => sum + edges.length, 0), steps);
  assert.equal(incomplete, []);
});
states('a shortest schedule leads to each outcome', () => {
  const { outcomes } = run([spin, [write('x', 1)]]);
  assert.equal(outcomes.map((o) => showSchedule(o.witness)), ['T1 T0']);
});
states('each knows the outcomes that are possible from it', () => {
  const { graph, futures, outcomes } = run([[wait('x')], [notify('x')]]);
  assert.equal(outcomes.map((o) => o.outcome.verdict).sort(), ['complete', 'deadlock']);
  const deadlock = outcomes.findIndex((o) => o.outcome.verdict === 'deadlock');
  assert.equal(futures[0], new Set([0, 1]));
  graph[0]?.edges.forEach(({ choice, to }) => {
    // A notification that comes first is lost.
    assert.equal(futures[to], new Set([choice.thread === 1 ? deadlock : 1 - deadlock]));
  });
});
states('states that lead to one another have the same future', () => {
  const { futures, cycles } = run([spin, [read('x'), goto(0, (r) => r[0] === 0)], [add('x', 1)]]);
  for (const { states: members } of cycles) assert.is(new Set(members.map((s) => [...futures[s] ?? []].sort().join())).size, 1);
  assert.is(cycles.length > 0, true);
});
states('bounds are told', () => {
  const program = { codes: [[goto(0, () => false), add('x', 1), goto(1)]] };
  const explored = exploreStates(systemOf(program), startOf(program), { limits: { maxStates: 50 } });
  assert.equal(explored.incomplete, ['maxStates']);
  assert.is(explored.graph.length, 50);
  assert.equal(explored.outcomes, []);
  const fuel = exploreStates(systemOf(program), startOf(program), { limits: { fuel: 20 } });
  assert.equal([fuel.incomplete, fuel.steps], [['fuel'], 20]);
  let told = 0;
  exploreStates(systemOf(program), startOf(program), { limits: { maxStates: 50 }, progress: (n) => { told = n; } });
  assert.is(told, 50);
});

const cycles = suite('cycles');
/** The cycles of a program, as text; each leads from its first state to its first state. */
const cyclesOf = (...codes: Program['codes']): readonly string[] => {
  const program = { codes }, system = systemOf(program);
  return run(codes).cycles.map(({ verdict, stem, loop, starved }) => {
    const first = replay(system, startOf(program), stem);
    if (E.isLeft(first)) throw new Error(first.left.message);
    const again = replay(system, first.right, loop);
    if (E.isLeft(again)) throw new Error(again.left.message);
    assert.is(system.key(again.right), system.key(first.right));
    return `${verdict}: ${showSchedule(stem)}(${showSchedule(loop)})${starved.map((t) => ` starves T${t}`).join('')}`;
  });
};

cycles('a program that ends has none', () => {
  assert.equal(cyclesOf([write('x', 1)], [read('x')]), []);
});
cycles('to spin while another thread could end it is unfair', () => {
  assert.equal(cyclesOf(spin, [write('x', 1)]), ['unfair: (T0) starves T1']);
});
cycles('to spin for what nobody does is a livelock', () => {
  assert.equal(cyclesOf(spin), ['livelock: (T0)']);
  assert.equal(new Set(cyclesOf(spin, [wait('x')])), new Set(['livelock: T1(T0)', 'unfair: (T0) starves T1']));
});
cycles('two threads that always give way to each other are a livelock', () => {
  // Each raises its flag, and lowers it if the other one is up.
  const polite = (me: string, other: string): readonly Instruction[] =>
    [write(me, 1), read(other), goto(5, (r) => r[0] === 0), write(me, 0), goto(0), write('in', 1), write(me, 0)];
  const found = run([polite('a', 'b'), polite('b', 'a')]);
  assert.ok(verdictsOf(found).includes('complete'));
  const livelock = found.cycles.find((c) => c.verdict === 'livelock');
  assert.equal(new Set(livelock?.loop.map((r) => r.choice.thread)), new Set([0, 1]));
  assert.equal(livelock?.starved, []);
});
cycles('a thread that takes a lock again and again may keep another from it, and both move', () => {
  const greedy: readonly Instruction[] = [cas('lock', 0, 1), goto(0, (r) => r[0] !== 0), write('lock', 0), goto(0)];
  const once: readonly Instruction[] = [cas('lock', 0, 1), goto(0, (r) => r[0] !== 0), write('lock', 0)];
  const livelocks = run([greedy, once]).cycles.filter((c) => c.verdict === 'livelock');
  // The second thread tries again and again; or it has had the lock, and has ended.
  assert.equal(livelocks.map((c) => [...new Set(c.loop.map((r) => r.choice.thread))].sort()).sort(), [[0], [0, 1]]);
});
cycles('a part of a component can be fair although the whole is not', () => {
  // T0 goes round by a or by b. T1 can move only while x = 1, on the way by b, and that ends both.
  const round: readonly Instruction[] = [
    { op: 'choose', names: ['a', 'b'], to: 0 }, goto(4, (r) => r[0] === 0), write('x', 1), write('x', 0), read('x', 1), goto(0, (r) => r[2] !== 9),
  ];
  const found = run([round]);
  assert.equal(found.cycles.map((c) => c.verdict), ['livelock']);
  // The same, with a second thread that waits for x, awake only on the way by b.
  const awake = systemOf({ codes: [round, [write('done', 1)]] });
  const gated: typeof awake = { ...awake, enabled: (z) => awake.enabled(z).filter((c) => c.thread === 0 || z.variables['x'] === 1) };
  const explored = exploreStates(gated, startOf({ codes: [round, [write('done', 1)]] }));
  const before = explored.cycles.find((c) => c.states.includes(0));
  assert.is(before?.verdict, 'livelock');
  assert.equal(before?.loop.map((r) => r.choice.alternative ?? ''), ['a', '']);
});
cycles('long cycles are found', () => {
  const n = 30_000;
  const count: Instruction = { op: 'modify', x: 'x', to: 1, by: (old) => (old + 1) % n };
  const found = run([[count, { op: 'set', to: 1, value: 0 }, goto(0)]]);
  assert.is(found.graph.length, n);
  assert.equal(found.cycles.map((c) => [c.verdict, c.states.length, showSchedule(c.loop)]), [['livelock', n, `T0*${n}`]]);
});

const strong = suite('strongly connected components');
const graphs = fc.integer({ min: 1, max: 8 })
  .chain((n) => fc.array(fc.uniqueArray(fc.nat(n - 1), { maxLength: 3 }), { minLength: n, maxLength: n }));

strong('are the classes of nodes that reach one another, later ones first', () => {
  fc.assert(fc.property(graphs, (graph) => {
    const reached = graph.map((_, from) => {
      const seen = new Set([from]);
      for (const node of seen) for (const to of graph[node] ?? []) seen.add(to);
      return seen;
    });
    const found = components(graph.keys(), (node) => graph[node] ?? []);
    assert.equal(found.flat().sort((a, b) => a - b), [...graph.keys()]);
    const place = new Map(found.flatMap((members, i) => members.map((node) => [node, i])));
    reached.forEach((seen, a) => {
      seen.forEach((b) => {
        assert.ok((place.get(b) ?? 0) <= (place.get(a) ?? 0), 'what is reached comes first');
        assert.is(place.get(a) === place.get(b), reached[b]?.has(a));
      });
    });
    for (const members of found) {
      const back = members.some((node) => graph[node]?.some((to) => members.includes(to)));
      assert.is(isCyclic(members, (node) => graph[node] ?? []), back);
    }
  }), { numRuns: 500 });
});

states.run();
cycles.run();
strong.run();
