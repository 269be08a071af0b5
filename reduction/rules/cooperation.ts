/**
 * Cooperative threads, derived from stack switching: a thread is a continuation, and those that are ready stand in a run queue, `T.ready`,
 * of the thread T of the machine that spawned them. It alone can run them, for they are not shared.
 *
 * ```text
 * spawn a v*                       a continuation is made of the call, and put at the end of the queue
 * yield, in a cooperative thread   suspends to its prompt; what is captured is put at the end of the queue
 * yield, elsewhere                 resumes those that are ready, each once, in the order of the queue
 * the end of the call              the same, until nobody is ready
 * ```
 *
 * The prompt of a cooperative thread, `prompt{(on yield)}`, is one that no `resume` of a program makes, and that no other tag gets out of.
 * @spec CM CanonicalABI.md §Threads
 * @spec CM CanonicalABI.md §canon thread.yield
 * @category Reduction: threads
 * @module
 */
import { cons, drop } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { EPSILON, innermost, plug, promptOf, threadPrompt } from '../../semantics/runtime/capture.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { END, then, trap } from '../../semantics/runtime/code.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { THREAD_HDLS, UNHANDLED, threadCont, withReady, withThread } from '../../semantics/runtime/cooperation.ts';
import { addrOf, funcOf, topVals } from '../../semantics/runtime/operands.ts';
import { spawnTable, spawnable } from '../../semantics/runtime/spawning.ts';
import type { FuncInst } from '../../semantics/runtime/store.ts';
import { addCont, withCont } from '../../semantics/runtime/updates.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import type { Span } from '../../syntax/source.ts';
import type { Rule } from '../kit.ts';
import { pure, read, step, to } from '../kit.ts';
import { spawner } from './spawn.ts';

/** (turns n) es */
const turns = (n: number, at: Span, es: Code): Code => then({ op: 'turns', n, at }, es);
/** The continuation of a call of the function at the address a with the arguments of fi, which spawns it. */
const spawned = ({ S, vs, es: { e } }: Config, fi: FuncInst, a: number): ReturnType<typeof threadCont> | undefined => {
  const target = get(S.funcs, a);
  return target === undefined ? undefined : threadCont(target, a, topVals(fi.n - 1, vs.next), e.at);
};

/**
 * What `cont.new` and `cont.bind` make of the function and its arguments, ready to run. An exception that gets out of it is a trap.
 * ```rule
 * S; F; (ref.func a′) v* (ref.func a) (call_ref yy)  ↪  S′; T′; F; (i32.const T.made + 1)
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_ref $ft
 *   — and $ft is unshared
 *   — and the operand below v* is (ref.func a′)
 *   — and E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))
 *   — and S′ = S with conts += E
 *   — and T′ = T with ready += |S.conts|
 * ```
 * @rule Step/spawn_ref-cooperative
 * @spec CM CanonicalABI.md §canon thread.spawn-ref
 */
export const spawnRefCooperative: Rule<'call_ref'> = step('spawn_ref-cooperative', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_ref $ft', ({ fi }) => spawner(fi, 'spawn_ref'))
  .iff('$ft is unshared', ({ by }) => !by.type.sub.shared)
  .so('a1', 'the operand below v* is (ref.func a′)', ({ z, fi }) => funcOf(drop(fi.n, z.vs).v))
  .so('E', 'E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))', ({ z, fi, a1 }) => spawned(z, fi, a1))
  .so('S1', 'S′ = S with conts += E', ({ z, E }) => addCont(z.S, { E }))
  .so('T1', 'T′ = T with ready += |S.conts|', ({ z }) => withThread(z.T, z.S.conts.n))
  .gives(({ z: { F, P, H, vs, es }, fi, S1, T1 }) => ({ S: S1, T: T1, F, P, H, vs: cons(i32(T1.made), drop(fi.n + 1, vs)), es: es.next }));

/**
 * ```rule
 * S; F; (at.const i) v* (ref.func a) (call_ref yy)  ↪  S′; T′; F; (i32.const T.made + 1)
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = spawn_indirect $ft
 *   — and $ft is unshared
 *   — and ti is the table of fi
 *   — and the operand below v* is (at.const i)
 *   — and ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft
 *   — and E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))
 *   — and S′ = S with conts += E
 *   — and T′ = T with ready += |S.conts|
 * ```
 * @rule Step/spawn_indirect-cooperative
 * @spec CM CanonicalABI.md §canon thread.spawn-indirect
 */
export const spawnIndirectCooperative: Rule<'call_ref'> = step('spawn_indirect-cooperative', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .so('by', 'fi.code = spawn_indirect $ft', ({ fi }) => spawner(fi, 'spawn_indirect'))
  .iff('$ft is unshared', ({ by }) => !by.type.sub.shared)
  .so('ti', 'ti is the table of fi', ({ z, fi, by }) => spawnTable(z.S, fi, by))
  .so('i', 'the operand below v* is (at.const i)', ({ z, fi, ti }) => addrOf(ti.type.addr, drop(fi.n, z.vs).v))
  .so('a1', 'ti.refs[i] = (ref.func a′) with S.funcs[a′].type ≤ $ft', ({ z, by, ti, i }) => spawnable(z.S, by, ti, i))
  .so('E', 'E = (label₀{trap} (handler₀{(catch_all 0)} [_] v* (invoke a′)))', ({ z, fi, a1 }) => spawned(z, fi, a1))
  .so('S1', 'S′ = S with conts += E', ({ z, E }) => addCont(z.S, { E }))
  .so('T1', 'T′ = T with ready += |S.conts|', ({ z }) => withThread(z.T, z.S.conts.n))
  .gives(({ z: { F, P, H, vs, es }, fi, S1, T1 }) => ({ S: S1, T: T1, F, P, H, vs: cons(i32(T1.made), drop(fi.n + 1, vs)), es: es.next }));

/**
 * A cooperative thread suspends to its prompt, as by `suspend`; what is captured is ready at once. It will find that it was not cancelled.
 * ```rule
 * S; F; (prompt{(on yield)} E[(ref.func a) (call_ref yy)])  ↪  S′; T′; F; ε
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = yield
 *   — and the hole stands in prompt{(on yield)} E
 *   — and S′ = S with conts += E[(i32.const 0)]
 *   — and T′ = T with ready += |S.conts|
 * ```
 * @rule Step/yield-thread
 * @spec CM CanonicalABI.md §canon thread.yield
 */
export const yieldThread: Rule<'call_ref'> = step('yield-thread', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .iff('fi.code = yield', ({ fi }) => fi.code.kind === 'yield')
  .so('A', 'the hole stands in prompt{(on yield)} E', ({ z }) => threadPrompt(z.P))
  .so('S1', 'S′ = S with conts += E[(i32.const 0)]', ({ z: { S, F, H, vs, es }, A: { inner } }) =>
    addCont(S, { E: { F, inner, H, vs: cons(i32(0), vs.next), es: es.next, n: 0, at: es.e.at } }))
  .so('T1', 'T′ = T with ready += |S.conts|', ({ z: { S, T } }) => withReady(T, [...T.ready, S.conts.n]))
  .gives(({ A: { prompt: { F, next, H, vs, es } }, S1, T1 }) => ({ S: S1, T: T1, F, P: next, H, vs, es }));

/**
 * Whoever is no cooperative thread lets all go on that are ready now, each up to where it yields or ends.
 * ```rule
 * z; (ref.func a) (call_ref yy)  ↪  (i32.const 0) (turns |T.ready|)
 *   — if the last operand is (ref.func a)
 *   — and S.funcs[a] = fi
 *   — and fi.code = yield
 *   — and the hole stands in no prompt{(on yield)}
 * ```
 * @rule Step_read/yield-main
 * @spec CM CanonicalABI.md §canon thread.yield
 */
export const yieldMain: Rule<'call_ref'> = read('yield-main', 'call_ref')
  .so('a', 'the last operand is (ref.func a)', ({ z }) => funcOf(z.vs.v))
  .so('fi', 'S.funcs[a] = fi', ({ z, a }) => get(z.S.funcs, a))
  .iff('fi.code = yield', ({ fi }) => fi.code.kind === 'yield')
  .iff('the hole stands in no prompt{(on yield)}', ({ z }) => threadPrompt(z.P) === undefined)
  .gives(({ z, e }) => to(z, cons(i32(0), z.vs.next), turns(z.T.ready.length, e.at, z.es.next)));

/**
 * ```rule
 * z; (turns 0)  ↪  ε
 *   — if n = 0
 * ```
 * @rule Step_pure/turns-none
 * @spec CM CanonicalABI.md §Threads
 */
export const turnsNone: Rule<'turns'> = pure('turns-none', 'turns')
  .iff('n = 0', ({ e }) => e.n === 0)
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * A turn is a `resume`: up to the next `yield` of the thread, or its end.
 * ```rule
 * S; T; F; (turns n)  ↪  S′; T′; F; (prompt{(on yield)} E) (turns (n − 1))
 *   — if n > 0
 *   — and T.ready = ca ca′*
 *   — and S.conts[ca] = E
 *   — and S′ = S with conts[ca] = ε
 *   — and T′ = T with ready = ca′*
 * ```
 * @rule Step/turns-next
 * @spec CM CanonicalABI.md §Threads
 */
export const turnsNext: Rule<'turns'> = step('turns-next', 'turns')
  .iff('n > 0', ({ e }) => e.n > 0)
  .so('ca', 'T.ready = ca ca′*', ({ z }) => z.T.ready[0])
  .so('E', 'S.conts[ca] = E', ({ z, ca }) => get(z.S.conts, ca)?.E)
  .so('S1', 'S′ = S with conts[ca] = ε', ({ z, ca }) => withCont(z.S, ca, EPSILON))
  .so('T1', 'T′ = T with ready = ca′*', ({ z }) => withReady(z.T, z.T.ready.slice(1)))
  .gives(({ z: { F, P, H, vs, es }, e, E, S1, T1 }) => {
    const prompt = promptOf({ F, P, H, es: then(e, turns(e.n - 1, e.at, es.next)) }, THREAD_HDLS, vs);
    return plug({ T: T1 }, S1, E, prompt, E.vs, E.es);
  });

/**
 * A call ends when its cooperative threads have ended. What it returns lies below them meanwhile.
 * ```rule
 * z; ε  ↪  (turns |T.ready|)
 *   — if the hole stands in nothing
 *   — and T.ready ≠ ε
 * ```
 * @rule Step_read/end-ready
 * @spec CM CanonicalABI.md §Threads
 */
export const endReady: Rule<'end'> = read('end-ready', 'end')
  .iff('the hole stands in nothing', ({ z }) => z.H === null && z.P === null)
  .iff('T.ready ≠ ε', ({ z }) => z.T.ready.length > 0)
  .gives(({ z, e }) => to(z, z.vs, turns(z.T.ready.length, e.at, END)));

/**
 * Nothing that a program suspends on gets out of a cooperative thread.
 * ```rule
 * S; F; (suspend ea)  ↪  trap
 *   — if the hole stands in a prompt{(on yield)}
 *   — and no prompt{hdl₁* (on ea $l) hdl₂*} stands in between
 * ```
 * @rule Step_read/suspend-thread
 * @spec CM CanonicalABI.md §Stack Switching
 */
export const suspendThread: Rule<'suspend.addr'> = read('suspend-thread', 'suspend.addr')
  .iff('the hole stands in a prompt{(on yield)}', ({ z }) => threadPrompt(z.P) !== undefined)
  .iff('no prompt{hdl₁* (on ea $l) hdl₂*} stands in between', ({ z, e }) => innermost(z.P, 'on', e.ea) === undefined)
  .gives(({ z, e }) => to(z, z.vs, then(trap(UNHANDLED, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.cont ca) (switch $ct ea)  ↪  trap
 *   — if the operand is no null or consumed continuation
 *   — and the hole stands in a prompt{(on yield)}
 *   — and no prompt{hdl₁* (on ea switch) hdl₂*} stands in between
 * ```
 * @rule Step_read/switch-thread
 * @spec CM CanonicalABI.md §Stack Switching
 */
export const switchThread: Rule<'switch.addr'> = read('switch-thread', 'switch.addr')
  .iff('the operand is no null or consumed continuation', ({ z: { S, vs: { v } } }) =>
    v.t === 'ref.cont' && get(S.conts, v.c)?.E !== undefined)
  .iff('the hole stands in a prompt{(on yield)}', ({ z }) => threadPrompt(z.P) !== undefined)
  .iff('no prompt{hdl₁* (on ea switch) hdl₂*} stands in between', ({ z, e }) => innermost(z.P, 'switch', e.ea) === undefined)
  .gives(({ z, e }) => to(z, z.vs.next, then(trap(UNHANDLED, e.at), z.es.next)));
