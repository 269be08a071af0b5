/** Programs about shared things: the evaluator gives what the small step gives. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { share } from '../../../evaluation/sharing/modules.ts';
import { sharesMore } from '../../../evaluation/sharing.ts';
import { instanceExport, moduleInstantiate } from '../../../reduction/embedding.ts';
import { invoke } from '../../../reduction/instantiation.ts';
import { run } from '../../../reduction/machine.ts';
import { showVal } from '../../../scripts/showing.ts';
import { get } from '../../../semantics/data/vector.ts';
import { EMPTY_STORE } from '../../../semantics/runtime/store.ts';
import { i32 } from '../../../semantics/runtime/values.ts';
import { right, running, shown, valid } from '../running.ts';
import { programs } from './programs.ts';

/** What the small step makes of `main`, in the words of `shown`. */
const reduced = (module: Parameters<typeof moduleInstantiate>[1], n: number): string => {
  const { inst, run: { z } } = right(moduleInstantiate(EMPTY_STORE, module, new Map())), main = instanceExport(inst, 'main');
  if (main === undefined) throw new Error('there is no export main');
  const z0 = invoke(z.S, main.a, [i32(n)]);
  if (z0 === undefined) throw new Error('main is no function');
  const { outcome, z: end } = run(z0);
  switch (outcome.kind) {
    case 'values': return outcome.vals.map(showVal).join(' ');
    case 'trap': return `trap: ${outcome.why}`;
    case 'exception': return ['exception', ...(get(end.S.exns, outcome.a)?.fields ?? []).map(showVal)].join(' ');
    default: return outcome.kind;
  }
};
/** References are shown by addresses here, and by numbers there. */
const plain = (result: string): string => result.replace(/^exception \S+/u, 'exception').replace(/\(ref\.struct [^)]*\)/gu, '(ref.struct)');
const agree = (evaluated: string, expected: string): boolean => evaluated.startsWith('trap: ')
  ? expected.startsWith('trap: ') && evaluated.slice(6).split(' | ').includes(expected.slice(6))
  : plain(evaluated) === expected.replace(/\(ref\.struct [^)]*\)/gu, '(ref.struct)');

const Programs = suite('programs about shared things');
for (const [name, [fields, calls]] of Object.entries(programs)) {
  Programs(`${name}: the same results`, () => {
    const module = valid(fields);
    for (let n = 0; n < calls; n++) {
      const expected = reduced(module, n), evaluated = shown(running(fields).call('main', { t: 'i32', c: n }));
      assert.ok(agree(evaluated, expected), `main(${n}): the small step: ${expected}; the evaluator: ${evaluated}`);
      assert.ok(!expected.startsWith('stuck') && expected !== 'out of fuel', `main(${n}): ${expected}`);
    }
  });
  Programs(`${name}: nothing but memories is shared in the translation`, () => {
    const source = valid(fields), translated = share(source, () => false);
    assert.ok(sharesMore(source.module));
    assert.not(sharesMore(translated.valid.module));
  });
}
Programs.run();
