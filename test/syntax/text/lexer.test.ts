import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tokenize } from '../../../syntax/text/lexer.ts';
import { stringBytes } from '../../../syntax/text/strings.ts';
import { read, refuses } from './reading.ts';

const Lexer = suite('lexer');

/** The tokens of a text with their kinds, without the end. */
const tokens = (text: string): readonly string[] => {
  const { count, kinds, starts, ends } = tokenize(text);
  return Array.from({ length: count }, (_, i) => `${kinds[i] ?? ''} ${text.slice(starts[i], ends[i])}`);
};
/** The kind of a text that is a single token. */
const kind = (text: string): string => {
  const [only, ...more] = tokens(text);
  assert.is(more.length, 0, `${text} is more than one token`);
  return only?.slice(0, -text.length - 1) ?? 'nothing';
};
/** The bytes of a string literal. */
const bytes = (literal: string): readonly number[] => {
  assert.is(kind(literal), 'string');
  return [...stringBytes(literal, 0, literal.length)];
};

Lexer('tells the kinds of tokens apart', () => {
  for (const word of ['module', 'i32.const', 'offset=8', 'align=0x1', 'nan:canonical', 'a\'b', 'infinity', 'nano', 'nan:0y1']) {
    assert.is(kind(word), 'keyword', word);
  }
  for (const nat of ['0', '1_000', '0x_1'.replace('_', ''), '0xAb_cD', '007']) assert.is(kind(nat), 'nat', nat);
  for (const int of ['+0', '-1', '-0x8000_0000']) assert.is(kind(int), 'int', int);
  for (const float of ['1.', '1.5', '1e3', '1E-3', '-1.e+0', '0x1p2', '0x.8'.replace('.8', '1.8'), '0xAp-1_0', 'inf', '-inf', 'nan', '+nan:0x1']) {
    assert.is(kind(float), 'float', float);
  }
  for (const id of ['$x', '$0', '$!#$%&\'*+-./:<=>?@\\^_`|~', '$"a b"', '$"\\u{41}"']) assert.is(kind(id), 'id', id);
  const reserved = [
    '0x', '1_', '_1x', '1__0', '0x1_', '.5', '1e', '1e+', '0x1p', 'inf1'.replace('inf', '+in'), '--1', '+', '0a', 'A', '@a', '#', ',', ';', '[', '}',
    '1.5.5', '0x1.8p1.0', 'nan:0x'.replace('nan', '-nan'),
  ];
  for (const word of reserved) assert.is(kind(word), 'reserved', word);
});

Lexer('takes the longest run of identifier characters and strings as one token', () => {
  for (const run of ['0"a"', '"a"0', '"a""b"', '$x"a"', '$"a"$', '$"a""b"', 'data"a"', '"a"b"c"']) assert.is(kind(run), 'reserved', run);
});

Lexer('lets parentheses, spaces and comments end a token', () => {
  assert.equal(tokens('(func(nop)nop)'), ['( (', 'keyword func', '( (', 'keyword nop', ') )', 'keyword nop', ') )']);
  assert.equal(tokens('0(;a;)1'), ['nat 0', 'nat 1']);
  assert.equal(tokens('a;;b\nc\rd\r\ne\tf'), ['keyword a', 'keyword c', 'keyword d', 'keyword e', 'keyword f']);
  assert.equal(tokens('a;;b'), ['keyword a']);
});

Lexer('nests block comments, in which any character may stand', () => {
  assert.equal(tokens('(;a(;b;)c;)x(;;)'), ['keyword x']);
  assert.equal(tokens('(;" ;; é \u0000 ( ) ; ;)x'), ['keyword x']);
  refuses('(module) (; (; ;)', 'unclosed comment');
});

Lexer('unescapes strings to bytes', () => {
  assert.equal(bytes('""'), []);
  assert.equal(bytes('"\\t\\n\\r\\"\\\'\\\\"'), [9, 10, 13, 0x22, 0x27, 0x5c]);
  assert.equal(bytes('"\\00\\fF\\7f"'), [0, 0xff, 0x7f]);
  assert.equal(bytes('"é\\u{20AC}𐍈\\u{1_0348}"'), [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x90, 0x8d, 0x88, 0xf0, 0x90, 0x8d, 0x88]);
  assert.equal(bytes(`"\\u{${'0'.repeat(100)}41}"`), [0x41]);
});

Lexer('refuses what no string may contain', () => {
  refuses('(data "a\nb")', 'unclosed string literal');
  refuses('(data "a', 'unclosed string literal');
  refuses('(data "a\u0001")', 'illegal control character in string literal');
  refuses('(data "\u007f")', 'illegal control character in string literal');
  for (const escape of ['\\x', '\\1', '\\1g', '\\u41', '\\u{}', '\\u{d800}', '\\u{dfff}', '\\u{110000}', '\\u{1_}', '\\u{41']) {
    refuses(`(data "${escape}")`, 'illegal escape');
  }
});

Lexer('refuses empty identifiers and characters that only comments and strings may contain', () => {
  for (const empty of ['(func $)', '(func $"")', '(func $ "a")', '(func $"a\nb")', '(func $(@a))']) refuses(empty, 'empty identifier');
  for (const text of ['(func é)', '\u0000', '(module)\u000b', '(@a é)', '\ufeff(module)']) refuses(text, 'illegal character');
});

Lexer('skips annotations, whatever tokens they contain', () => {
  assert.equal(tokens('a(@x (y (z)) ")" $"a" 8q , ; ] (@ y) (@(@)) (;);) ;;)\n)b'), ['keyword a', 'keyword b']);
  assert.equal(tokens('(@"quoted id" (@inner))(@0)(@@)'), []);
  for (const open of ['(@x ', '(@x (y)', '(@x (@y )']) refuses(open, 'unclosed annotation');
  for (const nameless of ['(@)', '(@ x)', '(@"")', '(@"\n")', '(@(@a)x)']) refuses(nameless, 'empty annotation id');
  refuses('(@"\\ef")', 'malformed UTF-8');
  refuses('(@x ")', 'unclosed string');
  refuses('(@x \u0001)', 'illegal character');
});

Lexer('keeps annotations with the token that follows', () => {
  const { annotations } = tokenize('(@a 1) x (@"b" (c)) y (@d (@e))');
  assert.equal(annotations.map(({ name, next }) => [name, next]), [['a', 0], ['b', 1], ['d', 2]]);
});

Lexer('reads a part of a text at its own offsets', () => {
  const { count, starts, ends } = tokenize('aa bb cc', { start: 3, end: 7 });
  assert.equal([count, starts[0], ends[0], starts[1], ends[1]], [2, 3, 5, 6, 7]);
});

Lexer('quoted and plain identifiers are the same', () => {
  const { funcs } = read('(func $"\\41B") (func (call $AB) (call $"A\\42") (call $"\\u{41}\\u{42}"))');
  assert.equal(funcs[1]?.body.map((e) => e.op === 'call' && e.x), [0, 0, 0]);
});

Lexer.run();
