/** The specification's nested form of a configuration and the one the machine works on are the same: for all that the examples meet. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decompose, plug } from '../../reduction/nested.ts';
import { Blocked } from '../../reduction/kit.ts';
import { stepOnce } from '../../reduction/machine.ts';
import { toArray } from '../../semantics/data/list.ts';
import { elements } from '../../semantics/data/vector.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { H, P } from '../../semantics/runtime/contexts.ts';
import type { Frame } from '../../semantics/runtime/frames.ts';
import { examples, planOf, transitionsOf } from '../tracing/programs.ts';
import { instructionsOf } from './views.ts';

/** A frame; modules, which are large, as what tells them apart. */
const viewFrame = ({ locals, module }: Frame): unknown => ({ locals: elements(locals), types: module.types.length, funcs: module.funcs });
/** H as a list. The outermost frame inside a prompt says nothing of the frame outside: the prompt does. */
const viewH = (H: H, P: P): unknown => {
  const out: unknown[] = [];
  for (let seg = H; seg !== null; seg = seg.next) {
    const { tag, n, d, at } = seg, common = { tag, n, d, at, vs: toArray(seg.vs), es: instructionsOf(seg.es) };
    switch (seg.tag) {
      case 'label': out.push({ ...common, k: instructionsOf(seg.k) }); break;
      case 'handler': out.push({ ...common, catches: seg.catches }); break;
      case 'frame': out.push({ ...common, F: viewFrame(d === 1 && P !== null ? P.F : seg.F) }); break;
    }
  }
  return out;
};
const viewP = (P: P): unknown => {
  const out: unknown[] = [];
  for (let p = P; p !== null; p = p.next)
    out.push({ hdls: p.hdls, F: viewFrame(p.F), H: viewH(p.H, p.next), vs: toArray(p.vs), es: instructionsOf(p.es), d: p.d, at: p.at });
  return out;
};
/** Everything but the store, which neither form changes. */
const view = ({ F, P, H, vs, es }: Config): unknown => [viewFrame(F), viewP(P), viewH(H, P), toArray(vs), instructionsOf(es)];

const Nested = suite('nested');

for (const source of examples) {
  const transitions = transitionsOf(planOf(source));
  const met = transitions.flatMap(({ z, z1 }, i) => i === transitions.length - 1 ? [z, z1] : [z]);

  Nested(`${source.name}: decompose(plug(z)) is z`, () => {
    assert.ok(met.length > 10);
    met.forEach((z, i) => {
      const z1 = decompose(plug(z));
      assert.is(z1.S, z.S);
      assert.equal(view(z1), view(z), `before step ${i + 1}`);
    });
  });

  Nested(`${source.name}: plug(decompose(plug(z))) is plug(z)`, () => {
    for (const z of met) {
      const nested = plug(z);
      assert.equal(plug(decompose(nested)), nested);
    }
  });

  Nested(`${source.name}: a step of the one is a step of the other`, () => {
    for (const { n, z, z1 } of transitions) {
      const q = stepOnce(decompose(plug(z)));
      if (q instanceof Blocked) assert.unreachable(`step ${n} is blocked: ${q.rule}, ${q.premise}`);
      else assert.equal(view(q), view(z1), `step ${n}`);
    }
  });
}

Nested.run();
