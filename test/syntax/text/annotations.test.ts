import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { body, mistake, read, refuses } from './reading.ts';

const Customs = suite('@custom annotations');

Customs('are custom sections, in the order of the text', () => {
  const { customs } = read(`(@custom "a" "x" "" "\\ff") (module $m (@custom "b") (@custom "c" (before code) "1")
    (func) (@custom "d" (after first) "2") (memory 1) (@custom "e" (before datacount)) ) (@custom "z")`);
  assert.equal(customs.map(({ name, bytes, place }) => [name, [...bytes], place.side, place.section]), [
    ['b', [], 'after', 'last'], ['c', [0x31], 'before', 'code'], ['d', [0x32], 'after', 'first'], ['e', [], 'before', 'datacount'],
  ]);
  assert.equal(read('(@custom "a" "x" "" "\\ff") (func) (@custom "z")').customs.map(({ name, bytes }) => [name, [...bytes]]), [['a', [0x78, 0xff]], ['z', []]]);
});

Customs('are refused where they are malformed or misplaced', () => {
  for (const [text, wording] of [
    ['(@custom)', '@custom annotation: missing section name'], ['(@custom bla)', '@custom annotation: missing section name'],
    ['(@custom "\\df")', '@custom annotation: malformed UTF-8 encoding'], ['(@custom "a" here)', '@custom annotation: unexpected token'],
    ['(@custom "a" (after))', '@custom annotation: malformed section kind'], ['(@custom "a" (aft type))', '@custom annotation: malformed placement'],
    ['(@custom "a" (before types))', '@custom annotation: malformed section kind'], ['(@custom "a" (before type 1))', '@custom annotation: unexpected token'],
    ['(type (@custom "a") $t (func))', 'misplaced @custom annotation'], ['(func (@custom "a"))', 'misplaced @custom annotation'],
    ['(func (nop (@custom "a")))', 'misplaced @custom annotation'], ['(module (@custom "a") $m)', 'misplaced @custom annotation'],
  ] as const) refuses(text, wording);
});

Customs.run();

const Names = suite('@name annotations');

Names('name what an identifier could name, and go before it', () => {
  const { names } = read(`(module $m (@name "module") (func $f (@name "") (param (@name "p") i32) (param i32) (local $l (@name "p") i32)
    (block (@name "b")) (loop $k (@name "") (br $k))) (type (@name "t") (struct (field (@name "x") i32))) (memory (@name "m") 1))`);
  assert.is(names.module, 'module');
  assert.equal([...names.funcs], [[0, '']]);
  assert.equal([...names.locals], [[0, new Map([[0, 'p'], [2, 'p']])]]);
  assert.equal([...names.labels], [[0, new Map([[0, 'b'], [1, '']])]]);
  assert.equal([...names.types], [[0, 't']]);
  assert.equal([...names.fields], [[0, new Map([[0, 'x']])]]);
  assert.equal([...names.mems], [[0, 'm']]);
});

Names('are refused where nothing is named, where they repeat and where they are malformed', () => {
  refuses('(func (nop) (@name "x"))', 'misplaced @name annotation');
  refuses('(func (@name "x") $f)', 'misplaced @name annotation');
  refuses('(func (@name "x") (@name "y"))', '@name annotation: multiple names');
  refuses('(func (@name x))', '@name annotation: string expected');
  refuses('(func (@name "x" "y"))', '@name annotation: unexpected token');
  refuses('(func (@name "\\ff"))', 'malformed UTF-8 encoding');
});

Names.run();

const Hints = suite('@metadata.code.branch_hint annotations');
const HINT = '@metadata.code.branch_hint';

Hints('say whether the branch after them is likely', () => {
  const hints = body(`(func (param i32) (block (${HINT} "\\00") (br_if 0 (local.get 0)) local.get 0 (${HINT} "\\01") br_if 0)
    local.get 0 (${HINT} "\\01") if end (${HINT} "\\00") (if (local.get 0) (then)) (if (local.get 0) (then)))`)
    .flatMap((e) => (e.op === 'block' ? e.body : [e])).filter((e) => e.op === 'if' || e.op === 'br_if');
  assert.equal(hints.map((e) => ('hint' in e ? e.hint : undefined)), [false, true, true, false, undefined]);
});

Hints('are refused elsewhere', () => {
  refuses(`(${HINT} "\\01") (func)`, `${HINT} annotation: not in a function`);
  refuses(`(func (${HINT} "\\01"))`, `${HINT} annotation: must precede an instruction`);
  refuses(`(func (if (i32.const 0) (${HINT} "\\01") (then)))`, `${HINT} annotation: must precede an instruction`);
  refuses(`(func i32.const 0 (${HINT} "\\01") (${HINT} "\\01") if end)`, `${HINT} annotation: duplicate annotation`);
  refuses(`(func i32.const 0 (${HINT}) if end)`, `${HINT} annotation: expected a string`);
  refuses(`(func i32.const 0 (${HINT} "\\02") if end)`, `${HINT} annotation: invalid value`);
  refuses(`(func i32.const 0 (${HINT} "\\00\\00") if end)`, `${HINT} annotation: invalid value`);
  const { kind, message } = mistake(`(func (${HINT} "\\01") nop)`);
  assert.is(kind, 'invalid');
  assert.ok(message.startsWith(`${HINT} annotation: invalid target`));
});

Hints.run();

const Others = suite('other annotations');

Others('mean nothing, wherever they stand', () => {
  const { funcs } = read('((@a) module (@a x) $m ((@a) func $f (@b (@custom) (@name "x") (@metadata.code.branch_hint)) ((@a)nop (@a)) (@a)) (@a))');
  assert.equal(funcs[0]?.body.map(({ op }) => op), ['nop']);
});

Others.run();
