/**
 * Spawning threads: calls of the functions that a module imports for it.
 * @spec SET Overview.md §Thread Management Builtins
 * @spec CM CanonicalABI.md §canon thread.spawn-ref
 * @category Reduction: threads
 * @module
 */
import { cons, drop } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import type { Action } from '../../semantics/runtime/actions.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { addrOf, funcOf, isNull, topVals } from '../../semantics/runtime/operands.ts';
import { spawnTable, spawnable, tableRead } from '../../semantics/runtime/spawning.ts';
import type { FuncInst, SpawnFunc } from '../../semantics/runtime/store.ts';
import { addThread } from '../../semantics/runtime/updates.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { matchesDef } from '../../semantics/types/matching.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

type By<K extends SpawnFunc['kind']> = Extract<SpawnFunc, { readonly kind: K }>;
/** The code of a function that spawns in this way. */
export const spawner = <K extends SpawnFunc['kind']>(fi: FuncInst, kind: K): By<K> | undefined => isBy(fi.code, kind) ? fi.code : undefined;
const isBy = <K extends SpawnFunc['kind']>(code: FuncInst['code'], kind: K): code is By<K> => code.kind === kind;

/**
 * ```rule
 * S; F; (ref.null) v* (ref.func a) (call_ref yy)  ↪  trap
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_ref $ft
 *   — and the operand below v* is (ref.null)
 * ```
 * @rule Step_read/spawn_ref-null
 * @spec CM CanonicalABI.md §canon thread.spawn-ref
 */
export const spawnRefNull: Rule<'call_ref'> = read('spawn_ref-null', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_ref $ft', ({ fi }) => spawner(fi, 'spawn_ref'))
  .iff('the operand below v* is (ref.null)', ({ z, fi }) => isNull(drop(fi.n, z.vs).v))
  .gives(({ z, e, fi }) => to(z, drop(fi.n + 1, z.vs), then(trap('null function reference', e.at), z.es.next)));

/**
 * The new thread gets the next number; it will run v* (invoke a′).
 * ```rule
 * S; F; (ref.func a′) v* (ref.func a) (call_ref yy)  ↪  S′; F; (i32.const |S.threads| + 1)
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_ref $ft
 *   — and $ft is shared
 *   — and the operand below v* is (ref.func a′)
 *   — and S′ = S with threads += v* (invoke a′)
 * ```
 * @rule Step/spawn_ref
 * @spec CM CanonicalABI.md §canon thread.spawn-ref
 */
export const spawnRef: Rule<'call_ref'> = step('spawn_ref', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_ref $ft', ({ fi }) => spawner(fi, 'spawn_ref'))
  .iff('$ft is shared', ({ by }) => by.type.sub.shared)
  .so('a1', 'the operand below v* is (ref.func a′)', ({ z, fi }) => funcOf(drop(fi.n, z.vs).v))
  .so('S1', 'S′ = S with threads += v* (invoke a′)', ({ z, fi, a1 }) => addThread(z.S, { a: a1, vals: topVals(fi.n - 1, z.vs.next) }))
  .acts(({ z }): readonly Action[] => [{ kind: 'spawn', thread: z.S.threading.spawned.n + 1 }])
  .gives(({ z, fi, S1 }) => changed(z, S1, cons(i32(S1.threading.spawned.n), drop(fi.n + 1, z.vs)), z.es.next));

/**
 * ```rule
 * S; F; (at.const i) v* (ref.func a) (call_ref yy)  ↪  trap
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_indirect $ft
 *   — and ti is the table of fi
 *   — and the operand below v* is (at.const i)
 *   — and ti.refs[i] is no (ref.func a′) with S.funcs[a′].type ≤ $ft
 * ```
 * @rule Step_read/spawn_indirect-trap
 * @spec CM CanonicalABI.md §canon thread.spawn-indirect
 */
export const spawnIndirectTrap: Rule<'call_ref'> = read('spawn_indirect-trap', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_indirect $ft', ({ fi }) => spawner(fi, 'spawn_indirect'))
  .so('ti', 'ti is the table of fi', ({ z, fi, by }) => spawnTable(z.S, fi, by))
  .so('i', 'the operand below v* is (at.const i)', ({ z, fi, ti }) => addrOf(ti.type.addr, drop(fi.n, z.vs).v))
  .so('why', 'ti.refs[i] is no (ref.func a′) with S.funcs[a′].type ≤ $ft', ({ z, by, ti, i }) => {
    const ref = get(ti.refs, i);
    if (ref === undefined) return 'undefined element';
    if (ref.t !== 'ref.func') return 'uninitialized element';
    const target = get(z.S.funcs, ref.c);
    return target !== undefined && matchesDef(target.type, by.type) ? undefined : 'indirect call type mismatch';
  })
  .acts(({ fi, by, i }) => tableRead(fi, by, i))
  .gives(({ z, e, fi, why }) => to(z, drop(fi.n + 1, z.vs), then(trap(why, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (at.const i) v* (ref.func a) (call_ref yy)  ↪  S′; F; (i32.const |S.threads| + 1)
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_indirect $ft
 *   — and $ft is shared
 *   — and ti is the table of fi
 *   — and the operand below v* is (at.const i)
 *   — and ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft
 *   — and S′ = S with threads += v* (invoke a′)
 * ```
 * @rule Step/spawn_indirect
 * @spec CM CanonicalABI.md §canon thread.spawn-indirect
 */
export const spawnIndirect: Rule<'call_ref'> = step('spawn_indirect', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_indirect $ft', ({ fi }) => spawner(fi, 'spawn_indirect'))
  .iff('$ft is shared', ({ by }) => by.type.sub.shared)
  .so('ti', 'ti is the table of fi', ({ z, fi, by }) => spawnTable(z.S, fi, by))
  .so('i', 'the operand below v* is (at.const i)', ({ z, fi, ti }) => addrOf(ti.type.addr, drop(fi.n, z.vs).v))
  .so('a1', 'ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft', ({ z, by, ti, i }) => spawnable(z.S, by, ti, i))
  .so('S1', 'S′ = S with threads += v* (invoke a′)', ({ z, fi, a1 }) => addThread(z.S, { a: a1, vals: topVals(fi.n - 1, z.vs.next) }))
  .acts(({ z, fi, by, i }): readonly Action[] => [...tableRead(fi, by, i), { kind: 'spawn', thread: z.S.threading.spawned.n + 1 }])
  .gives(({ z, fi, S1 }) => changed(z, S1, cons(i32(S1.threading.spawned.n), drop(fi.n + 1, z.vs)), z.es.next));
