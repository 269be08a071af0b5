import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/variables.ts';
import { i32, i64 } from '../../../semantics/runtime/values.ts';
import { frameOf, global } from '../configurations.ts';
import { law, leaves } from './support.ts';

const nothing = { 'the operand is val': { below: [], vs: [] } };

const locals = suite('locals');
law(locals, rules.localGet, { e: { op: 'local.get', x: 1 }, locals: [i32(5), i64(6n)] }, leaves([i64(6n)]), {
  'z.locals[x] = val': { locals: [i32(5), undefined] },
});
const set = { e: { op: 'local.set', x: 1 }, vs: [i32(7)], locals: [i32(5), i32(6), undefined], module: { tags: [3] } } as const;
law(locals, rules.localSet, set, { ...leaves([]), F: frameOf([i32(5), i32(7), undefined], { tags: [3] }) }, nothing);
law(locals, rules.localTee, { ...set, e: { op: 'local.tee', x: 1 } }, leaves([i32(7), i32(7)], [{ op: 'local.set', x: 1 }]), nothing);
locals.run();

const globals = suite('globals');
const [g0, g1, g2] = [global('i32', i32(0)), global('i32', i32(1)), global('i64', i64(2n))];
const get = { e: { op: 'global.get', x: 1 }, module: { globals: [1, 2] }, S: { globals: [g0, g1, g2] } } as const;
law(globals, rules.globalGet, get, leaves([i64(2n)]), { 'z.module.globals[x] = a': { module: {} }, 'z.globals[a].value = val': { S: {} } });
law(globals, rules.globalSet, { ...get, e: { op: 'global.set', x: 0 }, vs: [i32(-1)] },
  leaves([], [], { globals: [g0, global('i32', i32(-1)), g2] }),
  { ...nothing, 'z.module.globals[x] = a': { module: {} }, 'z.globals[a] = gi': { S: {} } });
globals.run();
