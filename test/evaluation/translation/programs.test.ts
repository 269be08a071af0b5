/** Programs that are hard to translate: the evaluator gives what the small step gives. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { captureOf } from '../../../evaluation/translation/capture.ts';
import { translate } from '../../../evaluation/translation/modules.ts';
import { instanceExport, moduleInstantiate } from '../../../reduction/embedding.ts';
import { invoke } from '../../../reduction/instantiation.ts';
import { run } from '../../../reduction/machine.ts';
import { showVal } from '../../../scripts/showing.ts';
import { get } from '../../../semantics/data/vector.ts';
import { EMPTY_STORE } from '../../../semantics/runtime/store.ts';
import { i32 } from '../../../semantics/runtime/values.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import { printModule } from '../../../syntax/text/printer.ts';
import { right, running, shown, valid } from '../running.ts';
import { programs } from './programs.ts';

/** What the small step makes of `main`, in the words of `shown`. */
const reduced = (module: Parameters<typeof moduleInstantiate>[1]): string => {
  const { inst, run: { z } } = right(moduleInstantiate(EMPTY_STORE, module, new Map())), main = instanceExport(inst, 'main');
  if (main === undefined) throw new Error('there is no export main');
  const z0 = invoke(z.S, main.a, [i32(0)]);
  if (z0 === undefined) throw new Error('main is no function');
  const { outcome, z: end } = run(z0);
  switch (outcome.kind) {
    case 'values': return outcome.vals.map(showVal).join(' ');
    case 'trap': return `trap: ${outcome.why}`;
    case 'exception': return ['exception', ...(get(end.S.exns, outcome.a)?.fields ?? []).map(showVal)].join(' ');
    case 'suspension': return `suspension by ${outcome.by}`;
    default: return outcome.kind;
  }
};
/** The evaluator does not know of each trap which of several it was, and the small step not the names of tags. */
const agree = (evaluated: string, expected: string): boolean => evaluated.startsWith('trap: ')
  ? expected.startsWith('trap: ') && evaluated.slice(6).split(' | ').includes(expected.slice(6))
  : evaluated.replace(/^(exception|suspension) \S+/u, '$1') === expected;

const Programs = suite('translated programs');
for (const [name, fields] of Object.entries(programs)) {
  Programs(`${name}: the same result`, () => {
    const expected = reduced(valid(fields)), evaluated = shown(running(fields).call('main', { t: 'i32', c: 0 }));
    assert.ok(agree(evaluated, expected), `the small step: ${expected}; the evaluator: ${evaluated}`);
    assert.ok(!expected.startsWith('stuck') && expected !== 'out of fuel', expected);
  });
  Programs(`${name}: the translation is valid, and means the same to the small step`, () => {
    const source = valid(fields), translated = validate(translate(source, 'own').module);
    assert.ok(E.isRight(translated), E.isLeft(translated) ? `${translated.left.message}\n${printModule(translate(source, 'own').module)}` : '');
    const expected = reduced(source), found = reduced(right(translated));
    // What stack switching traps with, the driver only notes.
    if (!/^(?:suspension|trap)/u.test(expected)) assert.is(found, expected);
    else assert.match(found, /^trap/u);
  });
  Programs(`${name}: something can be captured`, () => {
    assert.ok(captureOf(valid(fields)).functions.size > 0);
  });
}
Programs.run();
