/**
 * Functions that spawn: made for the types that importers declare.
 * @spec SET Overview.md §Thread Management Builtins
 * @category Evaluation: threads
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Import, Module } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { MemType, NumType, TableType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { constant, get, set } from '../host/crossing.ts';
import { compiled, exportOf, importOf, typeSection } from '../host/sections.ts';
import type { TypeSection } from '../host/sections.ts';
import type { HostFunction, HostMemory } from '../host/wasm.ts';
import { functionOf, wasm } from '../host/wasm.ts';
import { SLOT_OFFSET } from '../sharing/layout.ts';
import { trapNumber } from '../sharing/traps.ts';
import { newInstance } from './log.ts';
import type { Threads } from './runtime.ts';

/** Where a record of a job has its parts. */
const JOB = { slot: 12, instance: 16, arguments: 32, argument: 16 } as const;
const NULL_FUNCTION = trapNumber('null function reference');
const at = NOWHERE;
/** Indices of memories, and of the parameter that is the address of the function's record. */
const CONTROL = 0, HEAP = 1, RECORD = 0;

const i32 = (c: number): Instr => constant({ t: 'i32', c });
const ao = (offset: number): { readonly align: number; readonly offset: bigint } => ({ align: 0, offset: BigInt(offset) });
const load = (t: NumType | 'v128', x: number, offset: number): Instr => t === 'v128'
  ? { op: 'vload', pack: undefined, x, ao: ao(offset), at } : { op: 'load', nt: t, pack: undefined, x, ao: ao(offset), at };
const store = (t: NumType | 'v128', offset: number): Instr => t === 'v128'
  ? { op: 'vstore', x: CONTROL, ao: ao(offset), at } : { op: 'store', nt: t, pack: undefined, x: CONTROL, ao: ao(offset), at };
const call = (x: number): Instr => ({ op: 'call', x, at });

/** The types of arguments: references to what is shared are addresses. */
const numbersOf = (ft: DefType): readonly (NumType | 'v128')[] => (asFunc(ft)?.params ?? []).map((t) => {
  if (typeof t === 'string') return t;
  throw new RangeError('threads are given numbers');
});
const argument = (i: number): number => JOB.arguments + JOB.argument * i;

/** What the module imports that spawns, in the order of their indices. */
const F = { trap: 0, job: 1, spawn: 2 } as const;
const I32 = functionType(['i32'], ['i32'], false), NUMBER = functionType(['i32'], [], false);
const FUNCTIONS: TableType = { addr: 'i32', limits: { min: 0n, max: undefined }, shared: false, ref: absRef('func') };
const MEMORY: MemType = { addr: 'i32', limits: { min: 0n, max: 65_536n }, shared: true };

/** From a record of a function and arguments to the number of the thread: all that the thread needs goes into a record of a job. */
const spawnBody = (target: DefType, instance: number): Expr => {
  const params = numbersOf(target), job = 1 + params.length;
  return [
    get(RECORD), { op: 'testop', nt: 'i32', f: 'eqz', at },
    {
      op: 'if', bt: { kind: 'result', type: undefined }, else: [], at,
      then: [i32(NULL_FUNCTION), call(F.trap), { op: 'unreachable', at }],
    },
    i32(params.length), call(F.job), set(job),
    get(job), get(RECORD), load('i32', HEAP, SLOT_OFFSET), store('i32', JOB.slot),
    get(job), i32(instance), store('i32', JOB.instance),
    ...params.flatMap((t, i) => [get(job), get(1 + i), store(t, argument(i))]),
    get(job), call(F.spawn),
  ];
};
/** From a record of a job to the end of its thread. */
const beginBody = ({ indexOf }: TypeSection, target: DefType): Expr => [
  ...numbersOf(target).flatMap((t, i) => [get(0), load(t, CONTROL, argument(i))]),
  get(0), load('i32', CONTROL, JOB.slot), { op: 'call_indirect', x: 0, y: indexOf(target), at },
];
const moduleFor = (wanted: DefType, target: DefType, instance: number): Module => {
  const section = typeSection([wanted, target, I32, NUMBER]), { types, indexOf } = section;
  const func = (name: string, type: DefType): Import => importOf(name, { kind: 'func', type: { kind: 'idx', x: indexOf(type) } });
  const memory = (name: string): Import => importOf(name, { kind: 'mem', type: MEMORY });
  return {
    types, tags: [], globals: [], mems: [], tables: [], datas: [], elems: [], start: undefined, customs: [], names: NO_NAMES, at,
    imports: [
      func('trap', NUMBER), func('job', I32), func('spawn', I32), memory('control'), memory('heap'),
      importOf('functions', { kind: 'table', type: FUNCTIONS }),
    ],
    funcs: [
      { type: indexOf(wanted), locals: ['i32'], body: spawnBody(target, instance), at },
      { type: indexOf(NUMBER), locals: [], body: beginBody(section, target), at },
    ],
    exports: [exportOf('spawn', 3), exportOf('begin', 4)],
  };
};

/** What spawning needs besides the threads of the store. */
export interface Spawning {
  /** in which the records of functions are */
  readonly heap: HostMemory;
  /** traps, for the reason with a number */
  readonly trap: unknown;
}
/**
 * The function `spawn_ref` for functions of the type `target`: it is of the type `wanted`, from the address of a record and the arguments
 * to the number of the thread. Both are types of the host.
 */
export const spawner = (
  { control, parking, log }: Threads, { heap, trap }: Spawning, wanted: DefType, target: DefType,
): HostFunction => {
  const number = log.take('instances', 1), host = new wasm.Module(encode(moduleFor(wanted, target, number)));
  const { job, spawn } = parking.exports;
  const imports = { trap, job, spawn, control, heap, functions: log.functions };
  return functionOf(newInstance(log, host, { '': imports }, number), 'spawn');
};

/** A function of the type `wanted` without parameters, which returns a number. */
export const constantFunction = ({ log }: Threads, wanted: DefType, c: number): HostFunction => {
  const { types, indexOf } = typeSection([wanted]);
  const host = compiled({ types, funcs: [{ type: indexOf(wanted), locals: [], body: [i32(c)] }], exports: [exportOf('it', 0)] });
  return functionOf(newInstance(log, host, {}), 'it');
};
