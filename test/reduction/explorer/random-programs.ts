/** Small programs by chance. */
import fc from 'fast-check';
import type { Instruction, Program } from './toy.ts';
import { add, assume, cas, join, notify, put, read, trap, wait, write } from './toy.ts';

const variable = fc.constantFrom('x', 'y');
const value = fc.integer({ min: 0, max: 2 });
const register = fc.integer({ min: 0, max: 1 });

const memory: fc.Arbitrary<Instruction> = fc.oneof(
  fc.tuple(variable, register).map(([x, to]) => read(x, to)),
  fc.tuple(variable, value).map(([x, v]) => write(x, v)),
  fc.tuple(variable, register).map(([x, to]) => write(x, (r) => (r[to] ?? 0) + 1)),
  fc.tuple(variable, register).map(([x, to]) => add(x, 1, to)),
  fc.tuple(variable, value, value, register).map(([x, old, v, to]) => cas(x, old, v, to)),
);
const queue: fc.Arbitrary<Instruction> = fc.oneof(
  fc.tuple(variable, fc.boolean(), register).map(([x, timeout, to]) => wait(x, 0, timeout, to)),
  fc.tuple(variable, fc.constantFrom(1, 2), register).map(([x, count, to]) => notify(x, count, to)),
);
const choice: fc.Arbitrary<Instruction> = fc.tuple(fc.constantFrom(['grown', 'failed'], ['a', 'b', 'c']), variable, register)
  .map(([names, x, to]) => ({ op: 'choose', names, x, to }));
const condition: fc.Arbitrary<Instruction> = fc.oneof(
  fc.tuple(register, value).map(([i, v]) => trap((r) => (r[i] ?? 0) === v)),
  fc.tuple(register, value).map(([i, v]) => assume((r) => (r[i] ?? 0) !== v)),
  fc.tuple(register, value).map(([i, v]) => put(i, v)),
);
const instruction = fc.oneof(
  { weight: 6, arbitrary: memory }, { weight: 3, arbitrary: queue }, { weight: 1, arbitrary: choice },
  { weight: 1, arbitrary: fc.nat(3).map(join) }, { weight: 1, arbitrary: condition },
);

/** The first `size` instructions of all codes. */
const cut = (codes: Program['codes'], size: number): Program['codes'] => {
  let left = size;
  return codes.map((code) => {
    const kept = code.slice(0, left);
    left -= kept.length;
    return kept;
  }).filter((code) => code.length > 0);
};

/** Two to four codes of one to four instructions each, at most `size` altogether; up to two of them are started by others. */
export const programs = (size: number): fc.Arbitrary<Program> => fc.tuple(
  fc.array(fc.array(instruction, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
  fc.array(fc.record({ by: fc.nat(3), at: fc.nat(4) }), { maxLength: 2 }),
).map(([all, spawns]) => {
  const codes = cut(all, size), first = Math.max(1, codes.length - spawns.length);
  const start = codes.slice(0, first).map((_, i) => i);
  const started = codes.slice(first).map((_, i) => ({ code: first + i, by: 0, at: 0, ...spawns[i] }));
  return {
    start,
    codes: codes.map((code, i) => started.filter(({ by }) => by % first === i)
      .reduce<readonly Instruction[]>((out, s) => out.toSpliced(s.at, 0, { op: 'spawn', code: s.code, to: 0 }), code)),
  };
});
