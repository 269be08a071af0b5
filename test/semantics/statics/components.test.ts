import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ComponentOptions } from '../../../semantics/statics/components.ts';
import { DEFAULT_COMPONENT, validateComponent } from '../../../semantics/statics/components.ts';
import { componentOf, EVERYTHING } from '../../syntax/components.ts';

const components = suite('validity of components');

const GENERAL: ComponentOptions = { general: true };
const accepted = (text: string, options = DEFAULT_COMPONENT): void => {
  const valid = validateComponent(componentOf(text), options);
  if (E.isLeft(valid)) assert.unreachable(`${valid.left.message}: ${text}`);
};
const refused = (text: string, message: RegExp, options = DEFAULT_COMPONENT): void => {
  const valid = validateComponent(componentOf(text), options);
  if (E.isRight(valid)) assert.unreachable(`${text} is valid`);
  else assert.match(valid.left.message, message);
};
const spawnRef = (type: string, immediate = ''): string => `(component (core type $t ${type}) (core func (canon thread.spawn-ref ${immediate} $t)))`;
const spawnIndirect = (table: string, type = '(shared (func (param i32)))'): string => `(component
  (core module $m (table (export "t") ${table}))
  (core instance $i (instantiate $m))
  (core type $t ${type})
  (core func (canon thread.spawn-indirect shared $t (table $i "t"))))`;

components('everything in one', () => {
  accepted('(component)');
  accepted(EVERYTHING);
});

components('threads run shared functions from one i32 to nothing', () => {
  accepted(spawnRef('(shared (func (param i32)))'));
  accepted(spawnRef('(shared (func (param i32)))', 'shared'));
  refused(spawnRef('(func (param i32))', 'shared'), /^spawn type must be shared$/u);
  refused(spawnRef('(shared (func))'), /^spawn function must take a single `i32` argument \(currently\)$/u);
  refused(spawnRef('(shared (func (param i64)))'), /^spawn function must take a single/u);
  refused(spawnRef('(shared (func (param i32) (result i32)))'), /^spawn function must not return any values$/u);
  refused(spawnRef('(shared (struct))'), /^spawn type must be a function$/u);
  refused('(component (core func (canon thread.spawn-ref 0)))', /^unknown type 0$/u);
});

components('in general, threads take what their functions declare', () => {
  accepted(spawnRef('(shared (func))'), GENERAL);
  accepted(spawnRef('(shared (func (param i64 (ref null (shared any)) f32)))'), GENERAL);
  refused(spawnRef('(func (param i64))', 'shared'), /^spawn type must be shared$/u, GENERAL);
  refused(spawnRef('(shared (func (param funcref)))'), /must contain shared types/u, GENERAL);
  accepted(spawnIndirect('shared i64 2 (ref null (shared func))', '(shared (func (param f64)))'), GENERAL);
});

components('threads of unshared functions are cooperative', () => {
  accepted(spawnRef('(func (param i32))'));
  accepted(spawnRef('(func (param i64 funcref))'), GENERAL);
  refused(spawnRef('(func)'), /^spawn function must take a single `i32` argument \(currently\)$/u);
  const byTable = (table: string, immediate = ''): string => spawnIndirect(table, '(func (param i32))').replace('spawn-indirect shared', `spawn-indirect ${immediate}`);
  accepted(byTable('2 funcref'));
  refused(byTable('2 funcref', 'shared'), /^spawn type must be shared$/u);
  refused(byTable('2 (ref null (shared func))'), /^spawn table must hold unshared functions$/u);
  refused(byTable('2 anyref'), /^spawn table must hold unshared functions$/u);
  accepted('(component (core func (canon thread.yield)) (canon thread.yield cancellable (core func)))');
});

components('threads are spawned from shared tables of shared functions', () => {
  accepted(spawnIndirect('shared 2 (ref null (shared func))'));
  refused(spawnIndirect('2 (ref null (shared func))'), /^spawn table must be shared$/u);
  refused(spawnIndirect('2 funcref'), /^spawn table must be shared$/u);
  refused(spawnIndirect('shared 2 (ref null (shared any))'), /^spawn table must hold shared functions$/u);
  refused(spawnIndirect('shared i64 2 (ref null (shared func))'), /^spawn table must have addresses of type `i32`/u);
  refused('(component (core type $t (shared (func (param i32)))) (core func (canon thread.spawn-indirect $t 0)))', /^unknown table 0$/u);
});

const importing = (immediate: string, type: string): string => `(component
  (core type $t (shared (func (param i32))))
  (core func $spawn (canon thread.spawn-ref ${immediate} $t))
  (core module $m (type $t (shared (func (param i32)))) (type $f ${type}) (import "" "spawn" (func (type $f))))
  (core instance (instantiate $m (with "" (instance (export "spawn" (func $spawn)))))))`;
components('built-in functions are shared with the immediate, and either without', () => {
  const ft = '(func (param (ref null $t) i32) (result i32))';
  accepted(importing('shared', `(shared ${ft})`));
  refused(importing('shared', ft), /^incompatible import type/u);
  accepted(importing('', `(shared ${ft})`));
  accepted(importing('', ft));
  refused(importing('', '(func (param i32 i32) (result i32))'), /^incompatible import type of import "" "spawn": expected .* found .* or /u);
});

const M = '(core module $m (import "a" "f" (func)) (func (export "g") (param i32)))';
components('functions that spawn cooperative threads, and yield, are not shared', () => {
  const cooperative = (shared: boolean): string => importing('', `${shared ? '(shared ' : ''}(func (param (ref null $t) i32) (result i32))${shared ? ')' : ''}`)
    .replaceAll('(shared (func (param i32)))', '(func (param i32))');
  accepted(cooperative(false));
  refused(cooperative(true), /^shared composite type must contain shared types/u);
  const yields = (type: string): string => `(component (core func $yield (canon thread.yield))
    (core module $m (type $f ${type}) (import "" "yield" (func (type $f))))
    (core instance (instantiate $m (with "" (instance (export "yield" (func $yield)))))))`;
  accepted(yields('(func (result i32))'));
  refused(yields('(shared (func (result i32)))'), /^incompatible import type/u);
});

components('modules get all that they import, and nothing twice', () => {
  const n = '(core module $n (func (export "f")) (func (export "g") (param i32))) (core instance $n (instantiate $n))';
  accepted(`(component ${M} ${n} (core instance (instantiate $m (with "a" (instance $n)) (with "b" (instance)))))`);
  refused(`(component ${M} (core instance (instantiate $m)))`, /^missing module instantiation argument named "a"$/u);
  refused(`(component ${M} (core instance (instantiate $m (with "a" (instance)))))`, /^unknown import/u);
  refused(`(component ${M} ${n} (core instance (instantiate $m (with "a" (instance (export "f" (func $n "g")))))))`, /^incompatible import type/u);
  refused(`(component ${M} ${n} (core instance (instantiate $m (with "a" (instance $n)) (with "a" (instance $n)))))`, /^duplicate module inst/u);
  refused('(component (core instance (instantiate 0)))', /^unknown module 0$/u);
  refused(`(component ${M} (core instance (instantiate $m (with "a" (instance 7)))))`, /^unknown core instance 7$/u);
});

components('aliases and exports name what is there', () => {
  const n = '(core module $n (func (export "f"))) (core instance $n (instantiate $n))';
  accepted(`(component ${n} (core func $f (alias core export $n "f")) (core instance (export "f" (func $f))))`);
  refused(`(component ${n} (core func $f (alias core export $n "g")))`, /^core instance 0 has no export named "g"$/u);
  refused(`(component ${n} (core table $f (alias core export $n "f")))`, /^export "f" of core instance 0 is not a table$/u);
  refused('(component (core func $f (alias core export 3 "f")))', /^unknown core instance 3$/u);
  refused('(component (core instance (export "f" (func 0))))', /^unknown function 0$/u);
  refused(`(component ${n} (core instance (export "f" (func $n "f")) (export "f" (func $n "f"))))`, /^duplicate export name "f"$/u);
});

components('modules and types are valid themselves', () => {
  refused('(component (core module (func (drop))))', /^type mismatch/u);
  refused('(component (core type (struct (field (ref 5)))))', /^unknown type 5$/u);
});

components.run();
