/** Backtraces of the evaluator against the contexts of the small step: the same functions on the same stacks, at the same instructions. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { answering, HOST, hostFunctions, hostType } from '../../equivalence/host.ts';
import { programChoices } from '../../equivalence/generation/descriptions.ts';
import { allShared } from '../../equivalence/generation/sharing.ts';
import { programOf } from '../../equivalence/generation/programs.ts';
import { withThreads } from '../../equivalence/generation/threads.ts';
import type { Program, ValidProgram } from '../../equivalence/program.ts';
import { validProgram } from '../../equivalence/program.ts';
import { smallStepEngine } from '../../equivalence/small-step.ts';
import { invoke, moduleInstantiate } from '../../evaluation/embedding.ts';
import { allocHost } from '../../evaluation/hosts/functions.ts';
import type { Backtrace, Extern, Result } from '../../evaluation/store.ts';
import { newStore } from '../../evaluation/store.ts';
import { Blocked } from '../../reduction/kit.ts';
import { outcomeOf, stepOnce } from '../../reduction/machine.ts';
import type { Limits, Run } from '../../reduction/machine.ts';
import { UNCAUGHT } from '../../semantics/runtime/cooperation.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { END } from '../../semantics/runtime/code.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { Expr } from '../../syntax/instructions.ts';
import type { Module } from '../../syntax/modules.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { printModule } from '../../syntax/text/printer.ts';
import type { Activation, Hole } from '../../tracing/holes.ts';
import { activationsIn, holeOf } from '../../tracing/holes.ts';

/** A call, as `module function: what comes next`, and where the innermost one is; the stacks, the innermost first. */
type Stacks = readonly (readonly string[])[];

const importedIn = ({ imports }: Module): number => imports.filter(({ type }) => type.kind === 'func').length;

/** Where control goes after each instruction of a module: to the next one, or out of the blocks that end. By offsets; −1 is the end. */
const followers = (module: Module): ReadonlyMap<number, number> => {
  const found = new Map<number, number>(), todo: (readonly [Expr, number])[] = module.funcs.map(({ body }) => [body, -1]);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [es, after] = next;
    es.forEach((e, i) => {
      const follower = es[i + 1]?.at.start ?? after;
      found.set(e.at.start, follower);
      if (e.op === 'if') todo.push([e.then, follower], [e.else, follower]);
      else if (e.op === 'block' || e.op === 'loop' || e.op === 'try_table') todo.push([e.body, follower]);
    });
  }
  return found;
};
const known = new WeakMap<Module, ReadonlyMap<number, number>>();
const followerOf = (module: Module, offset: number): number | undefined => {
  const all = known.get(module) ?? followers(module);
  known.set(module, all);
  return all.get(offset);
};

const ofBacktrace = (backtrace: Backtrace): Stacks => backtrace.map(({ places }, i) => places.map(({ source, func, at }, j) => {
  const where = i === 0 && j === 0 ? `at ${at.start}` : `before ${followerOf(source, at.start)}`;
  return `${source.names.module} ${func} ${where}`;
}));

/** What comes next in an activation; turns that are left are a part of the call that yields. */
const nextIn = ({ frame, H }: Activation, es: Code): number => {
  let code = es.e.op === 'turns' ? es.next : es;
  for (let seg = H; code === END && seg !== null && seg !== frame; seg = seg.next) code = seg.es;
  return code === END ? -1 : code.e.at.start;
};
/** The stacks of a configuration; `left` is where something was thrown that has left the innermost one. */
const ofConfig = (z: Config, left?: number): Stacks => {
  const stacks: string[][] = left === undefined ? [] : [[`at ${left}`]];
  let hole: Hole = z, code = z.es, innermost = left === undefined;
  for (let p = z.P; ; p = p.next) {
    const stack: string[] = [];
    for (const activation of activationsIn(hole)) {
      const { frame, F: { module: { source } } } = activation;
      const x = source?.funcs.findIndex(({ at }) => at === frame.at) ?? -1;
      const where = innermost ? `at ${z.es.e.at.start}` : `before ${nextIn(activation, code)}`;
      if (source !== undefined) stack.push(`${source.names.module} ${importedIn(source) + x} ${where}`);
      innermost = false;
      code = frame.es;
    }
    if (stack.length > 0) stacks.push(stack);
    if (p === null) return stacks;
    hole = holeOf(p);
    code = p.es;
  }
};

const STOP = 'the host has had enough';
/** What stops a program: the call of the host with this number, or else what the program does itself. */
interface Stopped {
  readonly why: string;
  readonly stacks: Stacks;
}

const bySmallStep = ({ modules, calls }: ValidProgram, stop: number): Stopped | undefined => {
  let stopped: Stopped | undefined, count = 0, thrown = -1;
  const runner = (z0: Config, { fuel }: Limits): Run => {
    let z = z0;
    for (let steps = 0; steps < fuel; steps++) {
      const next = stepOnce(z), trap = next instanceof Blocked || z.es.e.op === 'trap' || next.es.e.op !== 'trap' ? undefined : next.es.e.why;
      if (z.es.e.op === 'throw_ref') thrown = z.es.e.at.start;
      if (count === stop || trap !== undefined) {
        stopped = { why: count === stop ? STOP : 'trap', stacks: ofConfig(z, trap === UNCAUGHT ? thrown : undefined) };
        return { z, steps, outcome: { kind: 'trap', why: '' } };
      }
      if (next instanceof Blocked) {
        const outcome = outcomeOf(z, next);
        if (outcome.kind === 'suspension') stopped = { why: outcome.kind, stacks: ofConfig(z) };
        if (outcome.kind === 'exception') stopped = { why: outcome.kind, stacks: [[`at ${z.es.e.at.start}`]] };
        return { z, steps, outcome };
      }
      z = next;
    }
    return { z, steps: fuel, outcome: { kind: 'out of fuel', fuel } };
  };
  const { instantiate, call } = smallStepEngine(runner, { fuel: 300_000, frames: 2000 })(() => { count++; });
  for (const named of modules) if (stopped === undefined) instantiate(named);
  for (const one of calls) if (stopped === undefined) call(one);
  return stopped;
};

const byEvaluator = ({ modules, calls }: ValidProgram, stop: number): Stopped | undefined => {
  const S = newStore({ tracing: true, heapSize: 48 }), names = new Map<string, ReadonlyMap<string, Extern>>();
  let count = 0;
  const answer = answering(() => { count++; });
  names.set(HOST, new Map(hostFunctions.map((info) => [info.name, allocHost(S, hostType(info), (args): Result => {
    const vals = answer(info, args as Parameters<typeof answer>[1]);
    return count === stop ? { kind: 'trap', whys: [STOP], backtrace: [] } : { kind: 'values', vals };
  })])));
  const seen = (result: Result): Stopped | undefined => {
    switch (result.kind) {
      case 'values': case 'call stack exhausted': case 'deadlock': return undefined;
      case 'trap': case 'suspension': {
        const stacks = ofBacktrace(result.backtrace), [[where] = [], ...around] = stacks;
        const isUncaught = result.kind === 'trap' && result.whys.includes(UNCAUGHT);
        return { why: count === stop ? STOP : result.kind, stacks: isUncaught ? [[where?.replace(/.* at /u, 'at ') ?? ''], ...around] : stacks };
      }
      case 'exception': return { why: result.kind, stacks: result.backtrace.map(({ places }) => places.map(({ at }) => `at ${at.start}`)) };
    }
  };
  for (const { name, valid } of modules) {
    const made = moduleInstantiate(S, valid, names);
    if (isLeft(made)) throw new Error(`a generated module is not instantiated: ${JSON.stringify(made.left)}`);
    if (made.right.inst === undefined) return seen(made.right.result);
    names.set(name, made.right.inst.exports);
  }
  for (const { module, name, args } of calls) {
    const func = names.get(module)?.get(name), stopped = func?.kind === 'func' ? seen(invoke(S, func, args)) : undefined;
    if (stopped !== undefined) return stopped;
  }
  return undefined;
};

/** The program with positions: those of its text. */
const placed = ({ modules, calls }: Program): ValidProgram => {
  const read = modules.map(({ module, ...named }) => {
    const parsed = parseModule(printModule(module));
    assert.ok(isRight(parsed), isRight(parsed) ? '' : parsed.left.message);
    return { ...named, module: parsed.right };
  });
  const program = validProgram({ modules: read, calls });
  assert.ok(isRight(program), isRight(program) ? '' : program.left.message);
  return program.right;
};

const Backtraces = suite('backtraces of generated programs');

/** Compares programs, each stopped at one of its first calls of the host; `prepare` is done to them before. */
const compareAll = (prepare: (program: Program) => Program, seed: number, most: number): void => {
  let compared = 0, deepest = 0, parted = 0, thrown = 0;
  fc.assert(fc.property(programChoices, fc.integer({ min: 1, max: most }), (choices, stop) => {
    const program = placed(prepare(programOf({ ...choices, calledBack: undefined }))), expected = bySmallStep(program, stop);
    assert.equal(byEvaluator(program, stop), expected);
    if (expected === undefined) return;
    compared++;
    deepest = Math.max(deepest, expected.stacks.flat().length);
    if (expected.stacks.length > 1) parted++;
    if (expected.why === 'exception') thrown++;
  }), { numRuns: 150, seed });
  assert.ok(compared > 40 && parted > 15 && thrown > 5 && deepest > 4,
    `${compared} compared, ${parted} with several stacks, ${thrown} exceptions, ${deepest} deep`);
};
Backtraces('are the contexts of the small step, wherever a program is stopped', () => compareAll((program) => program, 6, 6));
Backtraces('are those of cooperative threads, too', () => compareAll(withThreads, 7, 30));
Backtraces('are those of shared continuations, whose frames may not have been entered again', () => compareAll(allShared, 8, 6));

Backtraces.run();
