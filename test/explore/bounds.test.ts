/** Programs that may run for ever, within a bound: compared with all of their executions of at most so many steps. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explore } from '../../reduction/explorer/dpor.ts';
import { programs } from '../../reduction/programs.ts';
import { enumerate } from '../reduction/explorer/classes.ts';
import { spawning } from '../reduction/programs.ts';
import { readyToExplore } from './examples.ts';

const LENGTH = 10;
const SPIN = (global: string): string => `(loop (br_if 0 (i32.eqz (global.get $${global}))))`, SET = (global: string): string => `(global.set $${global} (i32.const 1))`;
const SPAWN = (name: string): string => `(drop (call $spawn (ref.func $${name})))`;
const program = (one: string, two: string, main: string): string => spawning(`
  (func $one (type $job) ${one}) (func $two (type $job) ${two}) (elem declare (ref (shared func)) (ref.func $one) (ref.func $two))
  (func (export "main") (result i32) ${main})`);

const cases: Readonly<Record<string, string>> = {
  'a thread that sets and then spins': program(`${SET('count')} ${SPIN('word')}`, '', `${SPAWN('one')} (global.get $count) ${SET('word')}`),
  'a thread waits for one that waits for another': program(SPIN('word'), SET('count'), `${SPAWN('one')} ${SPAWN('two')} ${SPIN('count')} ${SET('word')} (i32.const 1)`),
  'two spin, and the first one lets them go': program(SPIN('word'), SPIN('word'), `${SPAWN('one')} ${SPAWN('two')} ${SET('word')} (i32.const 1)`),
  'a thread spins until it traps': program(`${SPIN('word')} unreachable`, '', `${SPAWN('one')} ${SET('count')} ${SET('word')} (global.get $count)`),
};

const bounds = suite('bounds of executions');
for (const [name, text] of Object.entries(cases)) {
  bounds(name, () => {
    const { limits, pool } = readyToExplore('bounds', text), system = programs(limits);
    const all = enumerate(system, pool, 100_000, LENGTH);
    const { outcomes, incomplete } = explore(system, pool, { limits: { maxSteps: LENGTH } });
    if (all === undefined) throw new Error('the program is too large');
    assert.ok(all.size > 0);
    assert.equal(incomplete, ['maxSteps']);
    const keys = outcomes.map(({ outcome: { key } }) => key);
    for (const key of all.keys()) assert.ok(keys.includes(key), key);
  });
}
bounds.run();
