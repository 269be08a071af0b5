import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HostModule } from '../../reduction/engine.ts';
import { addTallies, NO_COMMANDS, showTally, tallyOf } from '../../scripts/tally.ts';
import type { Command } from '../../syntax/script.ts';
import { failsWith, passes, resultsOf, unmet } from './running.ts';

const options = suite('options');

options('commands that are left out, and what needs them, are skipped for the same reason', () => {
  const skip = (command: Command): string | undefined => command.kind === 'module' && command.name === 'm' ? 'not today' : undefined;
  const text = `
    (module $m (func (export "f")))
    (assert_return (invoke "f"))
    (register "m" $m)
    (module $n (import "m" "f" (func)) (export "f" (func 0)))
    (assert_return (invoke $n "f"))
    (module instance $i $m)
    (assert_trap (invoke $i "f") "unreachable")
    (assert_unlinkable (module (import "m" "f" (func))) "unknown import")
    (module (func (export "g")))
    (assert_return (invoke "g"))`;
  assert.equal(resultsOf(text, { skip }).map((result) => result.status === 'passed' ? 'passed' : `${result.status}: ${result.why}`), [
    ...Array<string>(8).fill('skipped: not today'), 'passed', 'passed',
  ]);
});

options('an instance that is skipped hides the one that had its name', () => {
  const skip = (command: Command): string | undefined => command.kind === 'instance' ? 'not today' : undefined;
  assert.equal(unmet('(module $m (func (export "f"))) (module instance $m $m) (invoke $m "f")', { skip }), [
    '1 instance skipped: not today', '2 action skipped: not today',
  ]);
});

options('hosts offer what modules import', () => {
  const host: HostModule = { name: 'none', allocate: (S) => [S, new Map()] };
  failsWith('(module (import "spectest" "print" (func)))', /unknown import: there is no module of this name/u, { hosts: [host] });
  failsWith('(module (import "none" "f" (func)))', /unknown import: the module has no export of this name/u, { hosts: [host] });
  passes('(module (import "spectest" "print" (func)))');
});

options('instances can be imported by their names, if the suite has it so', () => {
  const text = '(module $m (func (export "f"))) (module (import "m" "f" (func)))';
  failsWith(text, /unknown import/u);
  passes(text, { importsByName: true });
  passes(`(module definition $d (func (export "f"))) (module instance $m $d) (module (import "m" "f" (func)))`, { importsByName: true });
});

options('modules without their imports can be defined only', () => {
  const text = '(module $m (import "env" "f" (func)) (export "f" (func 0)))';
  failsWith(text, /unknown import/u);
  assert.equal(unmet(`${text} (invoke "f")`, { definesUnlinked: true }), [
    '1 action skipped: imports what no host provides: defined, not instantiated',
  ]);
  failsWith('(module (import "env" "f" (func)) (func (drop)))', /the module is invalid/u, { definesUnlinked: true });
  passes('(module (import "spectest" "print" (func (param i32))))', { definesUnlinked: true });
  passes('(assert_unlinkable (module (import "env" "f" (func))) "unknown import")', { definesUnlinked: true });
});

options('messages are compared as the caller says', () => {
  const text = '(module (func (export "f") (unreachable))) (assert_trap (invoke "f") "nowhere")';
  failsWith(text, /another message/u);
  passes(text, { sameMessage: () => true });
});

options.run();

const others = suite('other commands');

others('a command that no one knows fails', () => {
  assert.equal(unmet('(component instance $a $b) (module) (frobnicate)'), [
    '0 unknown failed: there is no command `component`', '2 unknown failed: there is no command `frobnicate`',
  ]);
});

others('an unknown command that is skipped may have made an instance', () => {
  const skip = (command: Command): string | undefined => command.kind === 'unknown' ? 'components' : undefined;
  assert.equal(unmet('(module (func (export "f"))) (component instance $a $b) (invoke "f")', { skip }), [
    '1 unknown skipped: components', '2 action skipped: components',
  ]);
});

others.run();

const tallies = suite('tallies');

tallies('count by status, and refusals in other words', () => {
  const results = resultsOf('(module) (wait) (module (func (drop))) (assert_invalid (module (func (drop))) "bad")', {
    skip: ({ kind }) => kind === 'wait' ? 'left out' : undefined,
  });
  const tally = tallyOf(results);
  assert.equal(tally, { passed: 2, failed: 1, skipped: 1, reworded: 1 });
  assert.equal(addTallies(tally, tally), { passed: 4, failed: 2, skipped: 2, reworded: 2 });
  assert.is(showTally(tally), '2 passed, 1 failed, 1 skipped (wording differs: 1)');
  assert.is(showTally(NO_COMMANDS), '0 passed, 0 failed, 0 skipped');
});

tallies.run();
