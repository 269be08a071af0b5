/**
 * Local and global instructions.
 * @spec core 4.3-execution.instructions §Local instructions
 * @category Reduction: variable instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get, set } from '../../semantics/data/vector.ts';
import { then } from '../../semantics/runtime/code.ts';
import type { Frame } from '../../semantics/runtime/frames.ts';
import { READ, WRITE, globalAccess } from '../../semantics/runtime/labels.ts';
import { val } from '../../semantics/runtime/operands.ts';
import { threadGlobal, withThreadGlobal } from '../../semantics/runtime/thread-globals.ts';
import { withGlobal } from '../../semantics/runtime/updates.ts';
import type { Val } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { changed, framed, inThread, pure, read, step, to } from '../kit.ts';

/** F with locals[x] = val */
const withLocal = (F: Frame, x: number, val: Val): Frame => ({ locals: set(F.locals, x, val), module: F.module });

/**
 * ```rule
 * z; (local.get x)  ↪  val
 *   — if z.locals[x] = val
 * ```
 * @rule Step_read/local.get
 * @spec core 4.3-execution.instructions §Local instructions
 */
export const localGet: Rule<'local.get'> = read('local.get', 'local.get')
  .so('val', 'z.locals[x] = val', ({ z, e }) => get(z.F.locals, e.x))
  .gives(({ z, val }) => to(z, cons(val, z.vs), z.es.next));

/**
 * ```rule
 * z; val (local.set x)  ↪  z[.locals[x] = val]; ε
 *   — if the operand is val
 * ```
 * @rule Step/local.set
 * @spec core 4.3-execution.instructions §Local instructions
 */
export const localSet: Rule<'local.set'> = step('local.set', 'local.set')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .gives(({ z, z: { F, vs, es }, e, val }) => framed(z, withLocal(F, e.x, val), vs.next, es.next));

/**
 * ```rule
 * val (local.tee x)  ↪  val val (local.set x)
 *   — if the operand is val
 * ```
 * @rule Step_pure/local.tee
 * @spec core 4.3-execution.instructions §Local instructions
 */
export const localTee: Rule<'local.tee'> = pure('local.tee', 'local.tee')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .gives(({ z, e, val }) => to(z, cons(val, z.vs), then({ op: 'local.set', x: e.x, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; (global.get x)  ↪  gi.value
 *   — if z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 * ```
 * @rule Step_read/global.get
 * @spec core 4.3-execution.instructions §Global instructions
 */
export const globalGet: Rule<'global.get'> = read('global.get', 'global.get')
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local')
  .acts(({ a, gi }) => globalAccess(gi, a, READ))
  .gives(({ z, gi }) => to(z, cons(gi.value, z.vs), z.es.next));

/**
 * Here t is the type of the global.
 * ```rule
 * z; T; (global.get x)  ↪  val
 *   — if z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 *   — and val = T.globals[a] or, if there is none, val = default_t
 * ```
 * @rule Step_read/global.get-thread_local
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalGetThreadLocal: Rule<'global.get'> = read('global.get-thread_local', 'global.get')
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .so('val', 'val = T.globals[a] or, if there is none, val = default_t', ({ z, a, gi }) => threadGlobal(z.T, a, gi))
  .gives(({ z, val }) => to(z, cons(val, z.vs), z.es.next));

/**
 * ```rule
 * z; val (global.set x)  ↪  z[.globals[a].value = val]; ε
 *   — if the operand is val
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is not thread-local
 * ```
 * @rule Step/global.set
 * @spec core 4.3-execution.instructions §Global instructions
 */
export const globalSet: Rule<'global.set'> = step('global.set', 'global.set')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is not thread-local', ({ gi }) => gi.type.sharing !== 'thread_local')
  .acts(({ a, gi }) => globalAccess(gi, a, WRITE))
  .gives(({ z, z: { S, vs, es }, val, a, gi }) => changed(z, withGlobal(S, a, { type: gi.type, value: val }), vs.next, es.next));

/**
 * ```rule
 * z; T; val (global.set x)  ↪  z; T[.globals[a] = val]; ε
 *   — if the operand is val
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is thread-local
 * ```
 * @rule Step/global.set-thread_local
 * @spec SET Overview.md §Thread-local storage (TLS)
 */
export const globalSetThreadLocal: Rule<'global.set'> = step('global.set-thread_local', 'global.set')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is thread-local', ({ gi }) => gi.type.sharing === 'thread_local')
  .gives(({ z, z: { T, vs, es }, val, a }) => inThread(z, withThreadGlobal(T, a, val), vs.next, es.next));
