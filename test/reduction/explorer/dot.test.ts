/** Pictures of state graphs: text that Graphviz draws. */
import { instance } from '@viz-js/viz';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { showDot } from '../../../reduction/explorer/dot.ts';
import { exploreStates } from '../../../reduction/explorer/memo.ts';
import type { Action, Program } from './toy.ts';
import { goto, notify, read, startOf, systemOf, wait, write } from './toy.ts';

const dot = suite('state graphs in DOT');
const draw = await instance();

const action = (a: Action): string => 'x' in a ? `${a.kind} ${a.x}` : a.kind;
const dotOf = (codes: Program['codes'], state?: () => string): string =>
  showDot(exploreStates(systemOf({ codes }), startOf({ codes })), state === undefined ? { action } : { action, state });
/** What Graphviz reads: the attributes of nodes and edges. */
interface Drawn {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly edges: readonly Readonly<Record<string, unknown>>[];
}
const drawn = (text: string): Drawn => {
  const result = draw.render(text, { format: 'dot_json' });
  if (result.status !== 'success') throw new Error(result.errors.map((e) => e.message).join());
  return JSON.parse(result.output) as Drawn;
};

dot('a node for each state and one before the first, an edge for each step', () => {
  const { objects, edges } = drawn(dotOf([[write('x', 1), write('x', 2)], [read('y')]]));
  assert.is(objects.length, 6 + 1);
  assert.is(edges.length, 7 + 1);
  assert.equal(edges.filter((e) => e['label'] === 'T0 write x').length, 2);
});
dot('the ends of executions have a double border and say what became of them', () => {
  const { objects } = drawn(dotOf([[wait('x', 0, true)], [notify('x')]]));
  const ends = objects.filter((o) => o['peripheries'] === '2').map((o) => String(o['label']).split(String.raw`\n`)[1]);
  assert.ok(ends.length > 0 && ends.every((verdict) => verdict === 'complete'), ends.join());
});
dot('alternatives stand at the edges', () => {
  const { edges } = drawn(dotOf([[wait('x', 0, true)]]));
  assert.ok(edges.some((e) => e['label'] === 'T0:timeout timeout x end'), JSON.stringify(edges));
});
dot('cycles have a dashed border and say what they are', () => {
  const { objects } = drawn(dotOf([[read('x'), goto(0, (r) => r[0] === 0)], [write('x', 1)]]));
  const cyclic = objects.filter((o) => o['style'] === 'dashed');
  assert.equal(cyclic.map((o) => o['label']), [String.raw`0\nunfair`]);
});
dot('any text can be a label', () => {
  const label = 'say "x"\n\\N <b> \\" {a|b}';
  const { objects } = drawn(dotOf([[]], () => label));
  const node = objects.find((o) => o['name'] === '0');
  assert.is(node?.['label'], 'say "x"\\n\\\\N <b> \\\\" {a|b}\\ncomplete');
});

dot.run();
