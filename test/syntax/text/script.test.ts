import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstDifference } from '../../../syntax/equality.ts';
import type { Command, ResultPattern } from '../../../syntax/script.ts';
import { parseScript } from '../../../syntax/text/script.ts';
import { encodeUtf8 } from '../../../syntax/text/utf8.ts';
import { commands } from './reading.ts';

const Scripts = suite('scripts');

/** The one command of a script. */
const command = (text: string): Command => {
  const [only, ...more] = commands(text);
  assert.ok(only !== undefined && more.length === 0, text);
  assert.equal(only.at, { start: 0, end: text.length });
  return only;
};
/** The one command of a script is this. */
const isCommand = (text: string, expected: unknown): void =>
  assert.is(firstDifference(command(text), expected)?.join('.'), undefined, text);
/** The patterns of an assertion about results. */
const patterns = (text: string): readonly ResultPattern[] => {
  const assertion = command(`(assert_return (invoke "f") ${text})`);
  return assertion.kind === 'assert_return' ? assertion.results : [];
};
const f = { kind: 'invoke', instance: undefined, name: 'f', args: [] } as const;

Scripts('have modules as text, in quotes and as bytes, with and without instances', () => {
  const [text, definition, quote, binary, fields] = commands(
    '(module $a (func)) (module definition $b) (module quote "(func" ")\\ff") (module $c binary "\\00asm" "\\01\\00\\00\\00") (module (func))');
  assert.ok(text?.kind === 'module' && text.module.kind === 'text' && text.module.result.ok);
  assert.equal([text.name, text.definition, text.module.result.module.names.module, text.module.result.module.funcs.length], ['a', false, 'a', 1]);
  assert.ok(definition?.kind === 'module' && definition.definition && definition.name === 'b');
  assert.equal(quote?.kind === 'module' && quote.module, { kind: 'quote', bytes: Uint8Array.from([...encodeUtf8('(func)'), 0xff]) });
  assert.ok(binary?.kind === 'module' && binary.name === 'c');
  assert.equal(binary.module, { kind: 'binary', bytes: Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) });
  assert.ok(fields?.kind === 'module' && fields.name === undefined);
});

Scripts('instances of definitions, registration', () => {
  isCommand('(module instance $i $m)', { kind: 'instance', name: 'i', definition: 'm' });
  isCommand('(module instance $m)', { kind: 'instance', name: undefined, definition: 'm' });
  isCommand('(module instance)', { kind: 'instance', name: undefined, definition: undefined });
  isCommand('(register "as" $m)', { kind: 'register', as: 'as', instance: 'm' });
  isCommand('(register "as")', { kind: 'register', as: 'as', instance: undefined });
});

Scripts('actions and their arguments', () => {
  isCommand('(get $i "x")', { kind: 'action', action: { kind: 'get', instance: 'i', name: 'x' } });
  isCommand(`(invoke $i "f" (i32.const -1) (i64.const 0xffffffffffffffff) (f32.const nan:0x1) (f64.const -0)
    (v128.const i16x8 -1 0 0 0 0 0 0 1) (ref.null func) (ref.null (shared any)) (ref.extern 3) (ref.host 4))`, {
    kind: 'action',
    action: {
      kind: 'invoke', instance: 'i', name: 'f', args: [
        { t: 'i32', c: -1 }, { t: 'i64', c: -1n }, { t: 'f32', c: 0x7f800001 }, { t: 'f64', c: -(2n ** 63n) },
        { t: 'v128', c: 2n ** 112n + 0xffffn }, { t: 'ref.null', heap: { kind: 'abs', shared: false, name: 'func' } },
        { t: 'ref.null', heap: { kind: 'abs', shared: true, name: 'any' } }, { t: 'ref.extern', c: 3 }, { t: 'ref.host', c: 4 },
      ],
    },
  });
});

Scripts('assertions about actions', () => {
  isCommand('(assert_trap (invoke "f") "why")', { kind: 'assert_trap', action: f, message: 'why' });
  isCommand('(assert_exhaustion (invoke "f") "deep")', { kind: 'assert_exhaustion', action: f, message: 'deep' });
  isCommand('(assert_suspension (invoke "f") "unhandled tag")', { kind: 'assert_suspension', action: f, message: 'unhandled tag' });
  isCommand('(assert_exception (invoke "f"))', { kind: 'assert_exception', action: f });
  isCommand('(assert_return (invoke "f"))', { kind: 'assert_return', action: f, results: [] });
});

Scripts('assertions about modules', () => {
  for (const head of ['assert_malformed', 'assert_invalid', 'assert_unlinkable', 'assert_malformed_custom', 'assert_invalid_custom']) {
    isCommand(`(${head} (module binary "") "m")`, { kind: head, module: { kind: 'binary', bytes: new Uint8Array() }, message: 'm' });
  }
  for (const kind of ['trap', 'exhaustion']) {
    isCommand(`(assert_${kind} (module binary "a") "m")`,
      { kind: `assert_module_${kind}`, module: { kind: 'binary', bytes: Uint8Array.of(0x61) }, message: 'm' });
  }
  assert.is(command('(assert_exception (module))').kind, 'assert_module_exception');
});

Scripts('patterns for results', () => {
  assert.equal(patterns('(i32.const 1) (f32.const nan:canonical) (f64.const nan:arithmetic) (f64.const nan)'), [
    { kind: 'num', pattern: { t: 'i32', c: 1 } }, { kind: 'num', pattern: { t: 'f32', nan: 'canonical' } },
    { kind: 'num', pattern: { t: 'f64', nan: 'arithmetic' } }, { kind: 'num', pattern: { t: 'f64', c: 0x7ff8000000000000n } },
  ]);
  assert.equal(patterns('(v128.const f32x4 1 nan:canonical nan:arithmetic -0) (v128.const i64x2 -1 1)'), [
    { kind: 'vec', shape: 'f32x4', lanes: [{ t: 'f32', c: 0x3f800000 }, { t: 'f32', nan: 'canonical' }, { t: 'f32', nan: 'arithmetic' }, { t: 'f32', c: -0x80000000 }] },
    { kind: 'vec', shape: 'i64x2', lanes: [{ t: 'i64', c: -1n }, { t: 'i64', c: 1n }] },
  ]);
  const [bytes] = patterns(`(v128.const i8x16 255 -128${' 0'.repeat(14)})`);
  assert.equal(bytes?.kind === 'vec' && bytes.lanes.slice(0, 3), [{ t: 'i32', c: -1 }, { t: 'i32', c: -128 }, { t: 'i32', c: 0 }]);
  const ref = { kind: 'ref', shared: false, c: undefined } as const;
  assert.equal(patterns('(ref) (ref.func) (ref.i31) (ref.i31_shared) (ref.extern) (ref.extern 7) (ref.host 8) (ref.cont)'), [
    { ...ref, heap: undefined }, { ...ref, heap: 'func' }, { ...ref, heap: 'i31' }, { ...ref, heap: 'i31', shared: true },
    { ...ref, heap: 'extern' }, { ...ref, heap: 'extern', c: 7 }, { ...ref, heap: 'host', c: 8 }, { ...ref, heap: 'cont' },
  ]);
  assert.equal(patterns('(ref.null) (ref.null none) (ref.null (shared any))'), [
    { kind: 'null', heap: undefined }, { kind: 'null', heap: { kind: 'abs', shared: false, name: 'none' } },
    { kind: 'null', heap: { kind: 'abs', shared: true, name: 'any' } },
  ]);
  const one = { kind: 'num', pattern: { t: 'i32', c: 1 } } as const, two = { kind: 'num', pattern: { t: 'i32', c: 2 } } as const;
  assert.equal(patterns('(either (i32.const 1) (either (i32.const 2) (i32.const 1))) (i32.const 2)'), [{ kind: 'either', patterns: [one, two, one] }, two]);
});

Scripts('threads, which may be in threads', () => {
  const outer = command('(thread $t (shared (module $a)) (shared (module $b)) (register "m" $a) (thread $u (wait $v)) (wait $u))');
  assert.ok(outer.kind === 'thread');
  assert.equal([outer.name, outer.shared], ['t', ['a', 'b']]);
  const [, inner, wait] = outer.commands;
  assert.equal(outer.commands.map(({ kind }) => kind), ['register', 'thread', 'wait']);
  assert.ok(inner?.kind === 'thread');
  assert.equal([inner.name, inner.shared, inner.commands.map((each) => each.kind === 'wait' && each.thread)], ['u', [], ['v']]);
  assert.equal(wait?.kind === 'wait' && wait.thread, 'u');
});

Scripts('a mistake in a module belongs to its command', () => {
  const text = '(module (func (foo))) (assert_malformed (module (func $f) (func $f)) "duplicate func") (assert_return (invoke "f"))';
  const [first, second, third] = commands(text);
  assert.ok(first?.kind === 'module' && first.module.kind === 'text' && !first.module.result.ok);
  assert.ok(first.module.result.error.message.startsWith('unknown operator foo'));
  assert.equal(first.module.result.error.span, { start: 15, end: 18 });
  assert.ok(second?.kind === 'assert_malformed' && second.module.kind === 'text' && !second.module.result.ok);
  assert.ok(second.module.result.error.message.startsWith('duplicate func'));
  assert.is(third?.kind, 'assert_return');
});

Scripts('a mistake in a command is one of the script, and so are parentheses that do not pair', () => {
  for (const [text, wording] of [
    ['(invoke func)', 'unexpected token func'], ['(assert_return (invoke "f") (i32.const 1.5))', 'unexpected token 1.5'], ['(module (func)', 'unexpected token ('],
    ['(assert_trap (invoke "f"))', 'unexpected token ), expected the expected message'], ['nop', 'unexpected token nop'], ['(module "a)', 'unclosed string'],
    ['(assert_return (invoke "f") (i32.const nan:canonical))', 'unexpected token nan:canonical'], ['(assert_invalid (module binary 1) "")', 'unexpected token 1'],
  ] as const) {
    const result = parseScript(text);
    assert.ok(E.isLeft(result) && result.left.message.startsWith(wording), `${text}: ${JSON.stringify(result)}`);
  }
});

Scripts('forms that are not known keep their heads', () => {
  isCommand('(component instance $i $c)', { kind: 'unknown', head: 'component' });
  isCommand('(assert_unlinkable (component) "m")', { kind: 'unknown', head: 'assert_unlinkable component' });
  isCommand('(input "file")', { kind: 'unknown', head: 'input' });
});

Scripts('may be the fields of one module', () => {
  const module = command('(func $f) (memory 1)');
  assert.ok(module.kind === 'module' && module.module.kind === 'text' && module.module.result.ok);
  assert.equal([module.module.result.module.funcs.length, module.module.result.module.mems.length], [1, 1]);
  assert.equal(commands(' ;; nothing\n'), []);
});

Scripts('are read from bytes', () => {
  assert.ok(E.isRight(parseScript(encodeUtf8('(module) ;; é'))));
  assert.ok(E.isLeft(parseScript(Uint8Array.from([0x28, 0xff]))));
});

Scripts.run();
