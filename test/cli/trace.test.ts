import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encode } from '../../syntax/binary/encoder.ts';
import { parseModule } from '../../syntax/text/module.ts';
import type { TraceRecord } from '../../tracing/model.ts';
import { traceRecord } from '../../tracing/model.ts';
import { right } from '../tracing/programs.ts';
import type { Run } from './run.ts';
import { cli, inFolder, runIn } from './run.ts';

const Trace = suite('npm run trace');

const project = join(import.meta.dirname, '..', '..'), folder = join(project, 'examples');
const trace = (...args: readonly string[]): Run => runIn(folder, 'trace', ...args);
/** Traces a module whose fields are these. */
const traced = async (fields: string, ...args: readonly string[]): Promise<Run> => {
  const runs: Run[] = [];
  await inFolder({ 'a.wat': `(module ${fields})` }, (inside) => { runs.push(runIn(inside, 'trace', 'a.wat', ...args)); });
  return runs[0] ?? { code: null, stdout: '', stderr: '', bytes: new Uint8Array() };
};
const last = ({ stdout }: Run): string => stdout.trimEnd().split('\n').at(-1) ?? '';
const jsonOf = ({ stdout }: Run): readonly TraceRecord[] =>
  stdout.trimEnd().split('\n').map((line) => right(traceRecord.decode(JSON.parse(line))));

Trace('alone: says what it calls, shows every step, ends with the outcome; no colours where there is no terminal', () => {
  const run = trace('generator.wat');
  assert.is(run.code, 0);
  assert.is(run.stderr, '');
  assert.ok(run.stdout.includes('\ncalls main : [] -> [i32] (the export main)\n'));
  assert.is(run.stdout.match(/^ *\d+ {2}Step/gmu)?.length, 83);
  assert.is(last(run), 'values: i32 6');
  assert.not.match(run.stdout, /\u001b/u);
  assert.ok(run.stdout.split('\n').every((line) => line.length <= 100));
});

Trace('a binary, with offsets for places', () => {
  const binary = encode(right(parseModule(readFileSync(join(folder, 'generator.wat'), 'utf8'))));
  return inFolder({ 'a.wasm': binary }, (inside) => {
    const run = runIn(inside, 'trace', 'a.wasm');
    assert.is(run.code, 0);
    assert.is(last(run), 'values: i32 6');
    assert.match(run.stdout, /Step\/suspend-prompt +a\.wasm\+0x[0-9a-f]+ in \$generate\n/u);
  });
});

Trace('JSON: one record a line, each of which the model reads, from the header to the end', () => {
  const run = trace('generator.wat', '--format', 'json'), records = jsonOf(run);
  assert.is(run.code, 0);
  assert.equal(records[0], { kind: 'header', version: 1, file: 'generator.wat' });
  assert.is(records.at(-1)?.kind, 'end');
  assert.is(records.filter(({ kind }) => kind === 'step').length, 83);
});

Trace('--instantiation shows the steps of segments', () => {
  const run = trace('table.wat', '--instantiation', '--format', 'json');
  assert.is(jsonOf(run).filter((record) => record.kind === 'step').length, 56);
  assert.not(jsonOf(run).some(({ kind }) => kind === 'gap'));
});

Trace('--invoke calls an export with arguments, those with a minus too', () => {
  assert.is(last(trace('arithmetic.wat', '--invoke', 'divide', '0x10', '-0x2', '--brief')), 'values: i32 -8');
  assert.is(last(trace('arithmetic.wat', '--invoke', 'divide', '--arg=-7', '--arg', '2')), 'values: i32 -3');
  assert.is(last(trace('--brief', 'arithmetic.wat', '--invoke', 'main')), 'values: i32 42');
  assert.is(last(trace('arithmetic.wat', '--invoke', 'divide', '7', '-2', '-b')), 'values: i32 -3');
  assert.match(trace('arithmetic.wat', '--invoke', 'divide', '-h').stdout, /^Usage: /mu);
});

Trace('--arg without --invoke is wrong use', () => {
  const { code, stdout, stderr } = trace('generator.wat', '--arg', '3');
  assert.equal([code, stdout], [2, '']);
  assert.match(stderr, /^trace: --arg is an argument of what --invoke calls/u);
});

Trace('the exit code is 1 and the last line says why and where, unless it ends with values', async () => {
  const divided = trace('arithmetic.wat', '--invoke', 'divide', '1', '0');
  assert.equal([divided.code, last(divided)], [1, 'trap: integer divide by zero, at arithmetic.wat:15:5 in divide']);
  const thrown = await traced('(tag $e (param i32)) (func (export "main") (throw $e (i32.const 7)))');
  assert.equal([thrown.code, last(thrown)], [1, 'uncaught exception $e: i32 7, at a.wat:1:52 in main']);
  const deep = await traced('(func $f (export "main") (call $f))', '--frames', '20', '--brief');
  assert.equal([deep.code, last(deep)], [1, 'call stack exhausted: more than 20 frames, at a.wat:1:34 in $f']);
  const long = await traced('(func (export "main") (loop (br 0)))', '--fuel', '50', '--brief');
  assert.equal([long.code, last(long).replace(/, at .*/u, '')], [1, 'out of fuel after 50 steps (--fuel)']);
  const full = await traced('(type $s (struct)) (func (export "main") (loop (drop (struct.new $s)) (br 0)))', '--cells', '90', '--brief');
  assert.equal([full.code, last(full)], [1, 'out of memory: the store would have more than 90 cells (--cells), at a.wat:1:62 in main']);
  const suspended = await traced('(type $f (func)) (type $c (cont $f)) (tag $t) (func $g (suspend $t)) (elem declare func $g) '
    + '(func (export "main") (resume $c (cont.new $c (ref.func $g))))');
  assert.equal([suspended.code, last(suspended)], [1, 'unhandled tag $t: no prompt handles this suspend, at a.wat:1:64 in $g']);
});

Trace('the same exit codes and outcomes in JSON', () => {
  const run = trace('arithmetic.wat', '--invoke', 'divide', '1', '0', '--format', 'json'), end = jsonOf(run).at(-1);
  assert.is(run.code, 1);
  assert.equal(end?.kind === 'end' && end.outcome, { kind: 'trap', why: 'integer divide by zero' });
});

Trace('--from, --to and --filter hide steps and say how many', () => {
  const run = trace('generator.wat', '--from', '17', '--to', '60', '--filter', 'suspend-*', '--brief');
  assert.is(run.stdout.match(/^ *\d+ {2}Step/gmu)?.length, 3);
  assert.match(run.stdout, /⋮ {2}15 steps hidden by --from\n/u);
  assert.match(run.stdout, /⋮ {2}20 steps hidden by --filter\n/u);
  assert.match(run.stdout, /⋮ {2}24 steps hidden by --to\n84 steps, 3 shown\nvalues: i32 6\n$/u);
});

Trace('--show chooses what is shown of a step', () => {
  const run = trace('generator.wat', '--show', 'store,stacks', '--filter', 'resume-cont');
  assert.match(run.stdout, /\n {7}store S\.conts\[0\]/u);
  assert.match(run.stdout, /\n {7}stack main │ prompt/u);
  assert.not.match(run.stdout, /\n {7}(?:if|and) /u);
});

Trace('--why-not prints the premises of a rule up to the first that fails', () => {
  const run = trace('generator.wat', '--from', '9', '--why-not', 'resume-consumed');
  assert.is(run.code, 0);
  assert.match(run.stdout, /^ {4}9 {2}Step_read\/resume-consumed does not apply/u);
  assert.match(run.stdout, /if {4}the operand is \(ref\.cont ca\) +ca = 0\n {7}not {3}S\.conts\[ca\] = ε\n/u);
  const [record] = jsonOf(trace('generator.wat', '--from', '9', '--why-not', 'resume-consumed', '--format', 'json'));
  assert.is(record?.kind === 'explanation' ? record.fails : '', 'S.conts[ca] = ε');
});

Trace('if it is not clear what to call, all exports are listed with how to call them', async () => {
  const run = await traced('(func (export "f") (param i32 f64)) (func (export "g h") (param externref))');
  assert.equal([run.code, run.stdout], [2, '']);
  assert.match(run.stderr, /^trace: which function\? .*\nIt exports:\n {2}f : \[i32 f64\] -> \[\] +--invoke f 1 1\.5\n {2}"g h" : \[externref\] -> \[\] +--invoke "g h" null\n$/u);
});

const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [['table.wat', '--invoke', 'apply', '1'], /^trace: apply : \[i32 i32\] -> \[i32\]: expected 2 arguments \(i32 i32\), found 1 /u],
  [['table.wat', '--invoke', 'nothing'], /^trace: no function is exported as nothing .*\nIt exports:\n {2}apply/u],
  [['table.wat', '--filter', 'nothing'], /--filter: no rule is called nothing/u],
  [['table.wat', '--from', '999', '--why-not', 'const'], /there is no step 999: the run ends after 56 steps/u],
  [['table.wat', '--fuel', 'much'], /--fuel: expected a natural number, found "much"/u],
  [['table.wat', '--show', 'all'], /--show: expected some of context,premises,store,stacks,threads, found "all"/u],
  [['table.wat', 'loop.wat'], /expected exactly one FILE, found 2/u],
  [['nothing.wat'], /^nothing\.wat: no such file/u],
];
for (const [args, message] of refused) {
  Trace(`wrong use has exit code 2: ${args.join(' ')}`, () => {
    const run = trace(...args);
    assert.is(run.code, 2);
    assert.is(run.stdout, '');
    assert.match(run.stderr, message);
  });
}

Trace('what is invalid, cannot be linked or does not instantiate has exit code 1, with the place', async () => {
  const invalid = await traced('(func (export "main") i32.add)');
  assert.is(invalid.code, 1);
  assert.match(invalid.stderr, /^a\.wat:1:\d+: type mismatch/u);
  const unlinkable = await traced('(import "spectest" "print_i32" (func (param i64))) (func (export "main"))');
  assert.is(unlinkable.code, 1);
  assert.match(unlinkable.stderr, /^a\.wat:1:\d+: incompatible import type/u);
  const unknown = await traced('(import "env" "f" (func)) (func (export "main"))');
  assert.is(unknown.code, 1);
  assert.match(unknown.stderr, /^a\.wat:1:\d+: unknown import/u);
});

Trace('a reader that stops early ends it', async () => {
  const child = spawn(process.execPath, [join(cli, 'trace.ts'), 'list.wat'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number | null];
  assert.is(code, 0);
});

Trace('an option that npm has kept for itself, for want of --, is not passed over in silence', () => {
  const env = { ...process.env, npm_config_why_not: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(cli, 'trace.ts'), 'loop.wat'], { cwd: folder, env, encoding: 'utf8' });
  assert.equal([status, stdout], [2, '']);
  assert.match(stderr, /^trace: npm has taken --why-not for its own: options stand after --/u);
});

// ── threads ──────────────────────────────────────────────────────────────────────────────────────────
Trace('threads: lanes, actions, queues, and the result of the first thread', () => {
  const run = trace('threads/spawn-by-reference.wat');
  assert.equal([run.code, run.stderr, last(run)], [0, '', 'T0: values: i32 42']);
  assert.match(run.stdout, /^ +7 {2}T0 Step\/spawn_ref /mu);
  assert.match(run.stdout, /^ +14 {2}│ {2}T1 Step_read\/call_ref-func$/mu);
  assert.match(run.stdout, /^ {7}acts {2}spawn T1$/mu);
  assert.match(run.stdout, /^ {7}queue 0 \$queue: T0$/mu);
  assert.match(run.stdout, /^── T1, turn \d+ ─+$/mu);
  assert.not.match(run.stdout, /\u001b/u);
  assert.ok(run.stdout.split('\n').every((line) => line.length <= 100));
});
Trace('threads: a schedule is followed to its end and then the threads go on fairly', () => {
  const run = trace('threads/message-racy.wat', '--schedule', 'T0 T1*2', '--brief');
  assert.equal([run.code, last(run)], [0, 'T0: values: i32 42']);
  assert.is(run.stdout.split('\n').filter((line) => line.startsWith('the schedule ends here, after 3 turns')).length, 1);
  assert.is(last(trace('threads/message-racy.wat', '--schedule', 'T0*2')), 'T0: values: i32 0');
});
Trace('threads: what explore prints is what trace --schedule shows', () => {
  const found = runIn(folder, 'explore', 'threads/deadlock.wat', '--format', 'json'), { outcomes } = JSON.parse(found.stdout) as {
    readonly outcomes: readonly { readonly verdict: string; readonly schedule: string }[];
  };
  assert.ok(outcomes.length > 1);
  for (const { verdict, schedule } of outcomes) {
    const run = trace('threads/deadlock.wat', '--schedule', schedule, '--brief');
    assert.is(run.code, verdict === 'complete' ? 0 : 1);
    assert.is(run.stdout.includes('\ndeadlock: '), verdict === 'deadlock');
    assert.not(run.stdout.includes('the schedule ends here'));
  }
});
Trace('threads: a schedule that makes no sense or does not fit has exit code 2, and the place is said', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['T0 T9', /--schedule: at character 4, T9: step 2: T9 is not enabled, enabled are T0, T1 \(see/u],
    ['T0 oops', /--schedule: at character 4: "oops": expected a run such as T0, T0\*12 or T2:timeout \(see/u],
  ];
  for (const [schedule, why] of cases) {
    const run = trace('threads/message-racy.wat', '--schedule', schedule);
    assert.equal([run.code, run.stdout], [2, '']);
    assert.match(run.stderr, why);
  }
});
Trace('threads: a filter by thread', () => {
  const run = trace('threads/mutex.wat', '--filter', 'thread:2', '--format', 'json'), steps = jsonOf(run).filter((record) => record.kind === 'step');
  assert.ok(steps.length > 0);
  assert.ok(steps.every(({ thread }) => thread === 2));
  const wrong = trace('threads/mutex.wat', '--filter', 'thread:x');
  assert.is(wrong.code, 2);
  assert.match(wrong.stderr, /--filter: expected thread:N, found thread:x/u);
});
Trace('threads: a deadlock has exit code 1 and says who waits', () => {
  const run = trace('threads/deadlock.wat', '--show', 'store');
  assert.is(run.code, 1);
  assert.match(run.stdout, /^ {2}T0 waits on queue mem\[4\], at deadlock\.wat:18:17 in \$lock$/mu);
  assert.not.match(run.stdout, /^ {7}acts/mu);
});

Trace('--help says how filters are written, and exit codes', () => {
  const run = trace('--help');
  assert.is(run.code, 0);
  for (const word of ['--invoke NAME ARGS…', 'op:GLOB', 'func:GLOB', 'line:N-M', 'thread:N', '--why-not', '--schedule', 'Exit code']) assert.ok(run.stdout.includes(word), word);
  assert.ok(run.stdout.split('\n').every((line) => line.length <= 130));
});

Trace('what README and docs show as its output is its output', () => {
  for (const document of ['README.md', 'docs/tracing.md']) {
    const text = readFileSync(join(project, document), 'utf8');
    const blocks = [...text.matchAll(/^```text\n\$ npm run -s trace (?:-- )?(.*)\n([\s\S]*?)^```/gmu)];
    assert.ok(blocks.length > 0, document);
    for (const [, args = '', output = ''] of blocks) {
      const words = args.split(' ').map((word) => word.replaceAll("'", '')), run = runIn(project, 'trace', ...words);
      const pieces = output.split(/^…\n/mu);
      for (const piece of pieces) assert.ok(run.stdout.includes(piece), `${document}: ${args}\n${piece}`);
    }
  }
});

Trace.run();
