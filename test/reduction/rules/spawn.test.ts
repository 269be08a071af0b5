import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/spawn.ts';
import type { Action } from '../../../semantics/runtime/actions.ts';
import type { ModuleInst } from '../../../semantics/runtime/frames.ts';
import { EMPTY_MODULE } from '../../../semantics/runtime/frames.ts';
import { fromArray } from '../../../semantics/data/vector.ts';
import { DEFAULT_TABLE } from '../../../semantics/runtime/spawning.ts';
import type { FuncInst, SpawnFunc } from '../../../semantics/runtime/store.ts';
import { NO_THREADS } from '../../../semantics/runtime/threads.ts';
import type { Threading } from '../../../semantics/runtime/threads.ts';
import type { Ref, Val } from '../../../semantics/runtime/values.ts';
import { i32, i64, NULL, refFunc } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances } from '../configurations.ts';
import { func, funcType, shared, sharedTypesOf, table, typeAt, typesOf } from '../configurations.ts';
import { acts, fires, law, leaves, traps } from './support.ts';

/** Type 0 is that of the functions that are spawned: they take an i64. Type 1 is another. */
const types = sharedTypesOf(funcType(['i64']), funcType(['i32']));
const ft = typeAt(types, 0);
const target = func(ft, []), other = func(typeAt(types, 1), []);
/** A function of two parameters that spawns, in an instance that exports the table 0 under the default name. */
const exporting: ModuleInst = { ...EMPTY_MODULE, exports: [{ name: DEFAULT_TABLE, addr: { kind: 'table', a: 0 } }] };
const spawner = (code: SpawnFunc, module = exporting): FuncInst => ({ type: ft, n: 2, m: 1, module, code });
const byRef = spawner({ kind: 'spawn_ref', type: ft });
const byTable = spawner({ kind: 'spawn_indirect', type: ft, table: undefined });

/** The same, of threads that are cooperative. */
const unshared = typeAt(typesOf(funcType(['i64'])), 0);
const cooperativeRef = spawner({ kind: 'spawn_ref', type: unshared }), cooperativeTable = spawner({ kind: 'spawn_indirect', type: unshared, table: undefined });

/** Functions 0: of the type, 1: of another, 2: the spawner; a table; and the functions that have been spawned. */
const world = (by: FuncInst, refs: readonly Ref[], ...spawned: readonly number[]): Instances & { readonly threading: Threading } => ({
  funcs: [target, other, by], tables: [shared(table(refs))],
  threading: { ...NO_THREADS, spawned: fromArray(spawned.map((a) => ({ a, vals: [i64(6n)] }))) },
});
const refs = [refFunc(0), NULL, refFunc(1)];
const call: Bare = { op: 'call_ref', y: ft };
const operands = (what: Val): readonly Val[] => [what, i64(6n), refFunc(2)];

const spawn = suite('spawning');
const refWorld = world(byRef, refs), tableWorld = world(byTable, refs);
law(spawn, rules.spawnRefNull, { e: call, vs: operands(NULL), S: refWorld }, traps('null function reference'), {
  'the last operand is (ref.func a)': { vs: [NULL, i64(6n), i32(0)] },
  'S.funcs[a] = fi': { vs: [NULL, i64(6n), refFunc(3)] },
  'fi.code = spawn_ref $ft': { S: tableWorld },
  'the operand below v* is (ref.null)': { vs: operands(refFunc(0)) },
});
law(spawn, rules.spawnRef, { e: call, vs: operands(refFunc(0)), S: refWorld }, leaves([i32(1)], [], world(byRef, refs, 0)), {
  'the last operand is (ref.func a)': { vs: [refFunc(0), i64(6n), i32(0)] },
  'S.funcs[a] = fi': { vs: [refFunc(0), i64(6n), refFunc(3)] },
  'fi.code = spawn_ref $ft': { S: tableWorld },
  '$ft is shared': { S: world(cooperativeRef, refs) },
  'the operand below v* is (ref.func a′)': { vs: operands(NULL) },
});
law(spawn, rules.spawnIndirectTrap, { e: call, vs: operands(i32(3)), S: tableWorld }, traps('undefined element'), {
  'the last operand is (ref.func a)': { vs: [i32(3), i64(6n), i32(0)] },
  'S.funcs[a] = fi': { vs: [i32(3), i64(6n), refFunc(3)] },
  'fi.code = spawn_indirect $ft': { S: refWorld },
  'ti is the table of fi': { S: { ...tableWorld, tables: [] } },
  'the operand below v* is (at.const i)': { vs: operands(i64(3n)) },
  'ti.refs[i] is no (ref.func a′) with S.funcs[a′].type ≤ $ft': { vs: operands(i32(0)) },
});
law(spawn, rules.spawnIndirect, { e: call, vs: operands(i32(0)), S: tableWorld }, leaves([i32(1)], [], world(byTable, refs, 0)), {
  'the last operand is (ref.func a)': { vs: [i32(0), i64(6n), i32(0)] },
  'S.funcs[a] = fi': { vs: [i32(0), i64(6n), refFunc(3)] },
  'fi.code = spawn_indirect $ft': { S: refWorld },
  '$ft is shared': { S: world(cooperativeTable, refs) },
  'ti is the table of fi': { S: world(spawner({ kind: 'spawn_indirect', type: ft, table: undefined }, EMPTY_MODULE), refs) },
  'the operand below v* is (at.const i)': { vs: operands(i64(0n)) },
  'ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft': { vs: operands(i32(1)) },
});
spawn('by table: empty elements and functions of other types trap', () => {
  fires(rules.spawnIndirectTrap, { e: call, vs: operands(i32(1)), S: tableWorld }, traps('uninitialized element'));
  fires(rules.spawnIndirectTrap, { e: call, vs: operands(i32(2)), S: tableWorld }, traps('indirect call type mismatch'));
});
spawn('from a table that is named, by a module that exports none', () => {
  const S = world(spawner({ kind: 'spawn_indirect', type: ft, table: 0 }, EMPTY_MODULE), refs);
  const after = { ...S, threading: world(byTable, refs, 0).threading };
  fires(rules.spawnIndirect, { e: call, vs: operands(i32(0)), S }, leaves([i32(1)], [], after));
});
spawn('is an action that says which thread', () => {
  acts(rules.spawnRef, { e: call, vs: operands(refFunc(0)), S: world(byRef, refs, 0, 0) }, [{ kind: 'spawn', thread: 3 }]);
  const read = (region: 'table' | 'tablesize', i: number): Action => ({ kind: 'read', loc: { region, a: 0, i, n: 1 }, order: 'unord' });
  acts(rules.spawnIndirect, { e: call, vs: operands(i32(0)), S: tableWorld }, [read('tablesize', 0), read('table', 0), { kind: 'spawn', thread: 1 }]);
  acts(rules.spawnIndirectTrap, { e: call, vs: operands(i32(1)), S: tableWorld }, [read('tablesize', 0), read('table', 1)]);
  acts(rules.spawnIndirectTrap, { e: call, vs: operands(i32(1)), S: world(cooperativeTable, refs) }, []);
});
spawn.run();
