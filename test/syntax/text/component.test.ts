import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Definition } from '../../../syntax/components.ts';
import { parseComponent } from '../../../syntax/text/component.ts';
import { componentOf, EVERYTHING } from '../components.ts';

const text = suite('text of components');

const bare = (definition: Definition): unknown => {
  const { at: _, ...rest } = definition;
  return rest.kind === 'core module' ? rest.kind : rest;
};
const definitions = (source: string): readonly unknown[] => componentOf(source).definitions.map(bare);
const refused = (source: string, message: RegExp): void => {
  const read = parseComponent(source);
  if (E.isRight(read)) assert.unreachable(`${source} was read`);
  else assert.match(read.left.message, message);
};

text('every definition makes the next thing of its sort', () => {
  const all = definitions(EVERYTHING);
  assert.equal(all.slice(8, 12), [
    { kind: 'canon', canon: { kind: 'thread.spawn-indirect', shared: false, type: 0, table: 0 } },
    { kind: 'alias', sort: 'table', instance: 0, name: 'tab' },
    { kind: 'canon', canon: { kind: 'thread.spawn-indirect', shared: true, type: 0, table: 1 } },
    { kind: 'canon', canon: { kind: 'thread.available-parallelism', shared: false } },
  ]);
  assert.equal(all.slice(12, 14), [false, true].map((cancellable) => ({ kind: 'canon', canon: { kind: 'thread.yield', cancellable } })));
  assert.is(all.length, 19);
});

text('instances written in arguments, and exports of instances in indices, are definitions before', () => {
  const made = definitions(`(component (core module $m) (core instance $i (instantiate $m))
    (core instance $j (instantiate $m (with "" (instance (export "f" (func $i "f")))))))`);
  assert.equal(made.slice(2, 3), [{ kind: 'alias', sort: 'func', instance: 0, name: 'f' }]);
  assert.equal(made[4], { kind: 'core instance', expr: { kind: 'instantiate', module: 0, args: [{ name: '', instance: 1 }] } });
});

text('the empty component, and whole texts only', () => {
  assert.equal(definitions('(component)'), []);
  refused('(component) (component)', /expected nothing after the component/u);
  refused('(module)', /expected \(component …\)/u);
});

text('nothing is used before it is made', () => {
  refused('(component (core instance (instantiate $m)) (core module $m))', /^unknown module \$m$/u);
  refused('(component (core module $m) (core instance $i (instantiate $m (with "" (instance $i)))))', /^unknown instance \$i$/u);
  refused('(component (core func (canon thread.spawn-ref $t)))', /^unknown type \$t$/u);
});

text('identifiers are bound once', () => {
  refused('(component (core module $m) (core module $m))', /^duplicate module identifier \$m/u);
  refused('(component (core module $m) (core instance $i (instantiate $m)) (core instance $i))', /^duplicate instance identifier \$i/u);
});

text('other definitions and built-in functions are refused', () => {
  refused('(component (import "a" (func)))', /expected \(core module …\)/u);
  refused('(component (component))', /expected \(core module …\)/u);
  refused('(component (core func (canon thread.spawn 0)))', /expected a built-in function: thread\.spawn-ref/u);
  refused('(component (core type (module)))', /expected \(func …\)/u);
  refused('(component (core module (func (drop)) (wrong)))', /^un/u);
});

text('deep nesting does not matter', () => {
  refused(`(component ${'(core instance '.repeat(50_000)}${')'.repeat(50_000)})`, /expected/u);
});

text.run();
