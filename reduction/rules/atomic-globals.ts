/**
 * Atomic accesses of globals.
 *
 * No text says what they do on thread-local globals. Here they act on the value of the thread: as nobody else sees it, they reduce to
 * accesses that are not atomic. The type of the global is called t there.
 * @spec SET Overview.md §Instructions
 * @category Reduction: variable instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { rmwVal } from '../../semantics/runtime/atomics.ts';
import { then } from '../../semantics/runtime/code.ts';
import { globalAccess, ordered } from '../../semantics/runtime/labels.ts';
import { val } from '../../semantics/runtime/operands.ts';
import { sameVal } from '../../semantics/runtime/references.ts';
import { threadGlobal } from '../../semantics/runtime/thread-globals.ts';
import { withGlobal } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

/**
 * ```rule
 * z; (global.atomic.get ord x)  ↪  gi.value
 *   — if z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 * ```
 * @rule Step_read/global.atomic.get
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicGet: Rule<'global.atomic.get'> = read('global.atomic.get', 'global.atomic.get')
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local')
  .acts(({ e, a, gi }) => globalAccess(gi, a, ordered('read', e.order)))
  .gives(({ z, gi }) => to(z, cons(gi.value, z.vs), z.es.next));

/**
 * ```rule
 * z; (global.atomic.get ord x)  ↪  (global.get x)
 *   — if z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 * ```
 * @rule Step_read/global.atomic.get-thread_local
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalAtomicGetThreadLocal: Rule<'global.atomic.get'> = read('global.atomic.get-thread_local', 'global.atomic.get')
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .gives(({ z, e }) => to(z, z.vs, then({ op: 'global.get', x: e.x, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; val (global.atomic.set ord x)  ↪  z[.globals[a].value = val]; ε
 *   — if the operand is val
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 * ```
 * @rule Step/global.atomic.set
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicSet: Rule<'global.atomic.set'> = step('global.atomic.set', 'global.atomic.set')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local')
  .acts(({ e, a, gi }) => globalAccess(gi, a, ordered('write', e.order)))
  .gives(({ z, z: { S, vs, es }, val, a, gi: { type } }) => changed(z, withGlobal(S, a, { type, value: val }), vs.next, es.next));

/**
 * ```rule
 * z; val (global.atomic.set ord x)  ↪  val (global.set x)
 *   — if the operand is val
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 * ```
 * @rule Step_read/global.atomic.set-thread_local
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalAtomicSetThreadLocal: Rule<'global.atomic.set'> = read('global.atomic.set-thread_local', 'global.atomic.set')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .gives(({ z, e }) => to(z, z.vs, then({ op: 'global.set', x: e.x, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; val₂ (global.atomic.rmw f ord x)  ↪  z[.globals[a].value = val]; gi.value
 *   — if the operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 *   — and val = rmw_f(gi.value, val₂)
 * ```
 * @rule Step/global.atomic.rmw
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicRmw: Rule<'global.atomic.rmw'> = step('global.atomic.rmw', 'global.atomic.rmw')
  .so('val2', 'the operand is val₂', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local')
  .so('val', 'val = rmw_f(gi.value, val₂)', ({ e, gi, val2 }) => rmwVal(e.f, gi.value, val2))
  .acts(({ e, a, gi }) => globalAccess(gi, a, ordered('rmw', e.order)))
  .gives(({ z, z: { S, vs, es }, a, gi: { type, value }, val }) =>
    changed(z, withGlobal(S, a, { type, value: val }), cons(value, vs.next), es.next));

/**
 * ```rule
 * z; T; val₂ (global.atomic.rmw f ord x)  ↪  val₁ val (global.set x)
 *   — if the operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 *   — and val₁ = T.globals[a] or, if there is none, val₁ = default_t
 *   — and val = rmw_f(val₁, val₂)
 * ```
 * @rule Step_read/global.atomic.rmw-thread_local
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalAtomicRmwThreadLocal: Rule<'global.atomic.rmw'> = read('global.atomic.rmw-thread_local', 'global.atomic.rmw')
  .so('val2', 'the operand is val₂', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .so('val1', 'val₁ = T.globals[a] or, if there is none, val₁ = default_t', ({ z, a, gi }) => threadGlobal(z.T, a, gi))
  .so('val', 'val = rmw_f(val₁, val₂)', ({ e, val1, val2 }) => rmwVal(e.f, val1, val2))
  .gives(({ z, e, val1, val }) => to(z, cons(val, cons(val1, z.vs.next)), then({ op: 'global.set', x: e.x, at: e.at }, z.es.next)));

/** z; val₂ val₃ (global.atomic.rmw.cmpxchg ord x): how the rules of this instruction begin */
const cmpxchg = (name: string) => step(name, 'global.atomic.cmpxchg')
  .so('val3', 'the second operand is val₃', ({ z }) => val(z.vs.v))
  .so('val2', 'the first operand is val₂', ({ z }) => val(z.vs.next.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local');

/**
 * ```rule
 * z; val₂ val₃ (global.atomic.rmw.cmpxchg ord x)  ↪  z[.globals[a].value = val₃]; gi.value
 *   — if the second operand is val₃
 *   — and the first operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 *   — and gi.value = val₂
 * ```
 * @rule Step/global.atomic.cmpxchg-succeed
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicCmpxchgSucceed: Rule<'global.atomic.cmpxchg'> = cmpxchg('global.atomic.cmpxchg-succeed')
  .iff('gi.value = val₂', ({ gi, val2 }) => sameVal(gi.value, val2))
  .acts(({ e, a, gi }) => globalAccess(gi, a, ordered('rmw', e.order)))
  .gives(({ z, z: { S, vs, es }, val3, a, gi: { type, value } }) =>
    changed(z, withGlobal(S, a, { type, value: val3 }), cons(value, vs.next.next), es.next));

/**
 * A comparison that fails is a read.
 * ```rule
 * z; val₂ val₃ (global.atomic.rmw.cmpxchg ord x)  ↪  z; gi.value
 *   — if the second operand is val₃
 *   — and the first operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 *   — and gi.value ≠ val₂
 * ```
 * @rule Step/global.atomic.cmpxchg-fail
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicCmpxchgFail: Rule<'global.atomic.cmpxchg'> = cmpxchg('global.atomic.cmpxchg-fail')
  .iff('gi.value ≠ val₂', ({ gi, val2 }) => !sameVal(gi.value, val2))
  .acts(({ e, a, gi }) => globalAccess(gi, a, ordered('read', e.order)))
  .gives(({ z, gi }) => to(z, cons(gi.value, z.vs.next.next), z.es.next));

/** z; T; val₂ val₃ (global.atomic.rmw.cmpxchg ord x): how they begin for a thread-local global */
const cmpxchgThreadLocal = (name: string) => read(name, 'global.atomic.cmpxchg')
  .so('val3', 'the second operand is val₃', ({ z }) => val(z.vs.v))
  .so('val2', 'the first operand is val₂', ({ z }) => val(z.vs.next.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .so('val1', 'val₁ = T.globals[a] or, if there is none, val₁ = default_t', ({ z, a, gi }) => threadGlobal(z.T, a, gi));

/**
 * ```rule
 * z; T; val₂ val₃ (global.atomic.rmw.cmpxchg ord x)  ↪  val₁ val₃ (global.set x)
 *   — if the second operand is val₃
 *   — and the first operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 *   — and val₁ = T.globals[a] or, if there is none, val₁ = default_t
 *   — and val₁ = val₂
 * ```
 * @rule Step_read/global.atomic.cmpxchg-thread_local-succeed
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalAtomicCmpxchgThreadLocalSucceed: Rule<'global.atomic.cmpxchg'> =
  cmpxchgThreadLocal('global.atomic.cmpxchg-thread_local-succeed')
  .iff('val₁ = val₂', ({ val1, val2 }) => sameVal(val1, val2))
  .gives(({ z, e, val3, val1 }) =>
    to(z, cons(val3, cons(val1, z.vs.next.next)), then({ op: 'global.set', x: e.x, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; T; val₂ val₃ (global.atomic.rmw.cmpxchg ord x)  ↪  val₁
 *   — if the second operand is val₃
 *   — and the first operand is val₂
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 *   — and val₁ = T.globals[a] or, if there is none, val₁ = default_t
 *   — and val₁ ≠ val₂
 * ```
 * @rule Step_read/global.atomic.cmpxchg-thread_local-fail
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalAtomicCmpxchgThreadLocalFail: Rule<'global.atomic.cmpxchg'> =
  cmpxchgThreadLocal('global.atomic.cmpxchg-thread_local-fail')
  .iff('val₁ ≠ val₂', ({ val1, val2 }) => !sameVal(val1, val2))
  .gives(({ z, val1 }) => to(z, cons(val1, z.vs.next.next), z.es.next));
