import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { read, refuses, same } from './reading.ts';

const Types = suite('abbreviations of types');

Types('reference types', () => {
  for (const [short, long] of [
    ['anyref', 'any'], ['eqref', 'eq'], ['i31ref', 'i31'], ['structref', 'struct'], ['arrayref', 'array'], ['nullref', 'none'],
    ['funcref', 'func'], ['nullfuncref', 'nofunc'], ['exnref', 'exn'], ['nullexnref', 'noexn'], ['externref', 'extern'],
    ['nullexternref', 'noextern'], ['contref', 'cont'], ['nullcontref', 'nocont'],
  ] as const) {
    same(`(type (func (param ${short})))`, `(type (func (param (ref null ${long}))))`);
    same(`(type (func (param (shared ${short}))))`, `(type (func (param (ref null (shared ${long})))))`);
  }
});

Types('several parameters, results, fields or locals in one list', () => {
  same('(type (func (param i32 i64) (result f32 f64)))', '(type (func (param i32) (param i64) (result f32) (result f64)))');
  same('(type (struct (field i8 (mut i32)) (field) (field f64)))', '(type (struct (field i8) (field (mut i32)) (field f64)))');
  same('(func (local i32 i64) (local) (local f32))', '(func (local i32) (local i64) (local f32))');
});

Types('a type without sub is final, a group of one needs no rec', () => {
  same('(type (struct))', '(type (sub final (struct)))');
  same('(type (func))', '(rec (type (sub final (func))))');
  assert.is(read('(type (sub (struct)))').types[0]?.rec[0]?.final, false);
});

Types('addresses are i32', () => {
  same('(memory 1)', '(memory i32 1)');
  same('(table 1 funcref)', '(table i32 1 funcref)');
});

Types('shared memories and globals have two forms', () => {
  same('(memory 1 2 shared)', '(memory shared 1 2)');
  same('(global (shared mut i32) (i32.const 0))', '(global (shared (mut i32)) (i32.const 0))');
  same('(global (thread_local mut i32) (i32.const 0))', '(global (thread_local (mut i32)) (i32.const 0))');
  refuses('(global (mut shared i32) (i32.const 0))', 'unexpected token');
  refuses('(global (mut (shared i32)) (i32.const 0))', 'unexpected token');
});

Types('an inline function type stands for the first that is the same', () => {
  same('(type $a (struct)) (type $t (func (param i32))) (type (func (param i32))) (func (param i32))',
    '(type $a (struct)) (type $t (func (param i32))) (type (func (param i32))) (func (type $t))');
  // Only a final type alone in its group, without a supertype and not shared, is the same.
  for (const other of ['(sub (func))', '(sub final 0 (func))', '(shared (func))']) {
    assert.is(read(`(type (sub (func))) (type ${other}) (func)`).funcs[0]?.type, 2, other);
  }
  assert.is(read('(rec (type (func)) (type (struct))) (func)').funcs[0]?.type, 2);
  assert.is(read('(rec (type (func))) (func)').funcs[0]?.type, 0);
});

Types('or for a new one at the end, in the order of the text', () => {
  same('(func (param i32)) (func (result i64) unreachable) (func (result i64) unreachable) (type (struct))',
    '(type (struct)) (type (func (param i32))) (type (func (result i64))) (func (type 1)) (func (type 2) unreachable) (func (type 2) unreachable)');
  same('(table 0 funcref) (func (block (param i32)) (call_indirect (result f32)))',
    '(type (func)) (type (func (param i32))) (type (func (result f32))) (table 0 funcref) (func (type 0) (block (type 1)) (call_indirect (type 2)))');
});

Types.run();

const Fields = suite('abbreviations of fields');

Fields('a module may leave out its parentheses', () => {
  same('(func $f) (export "f" (func $f))', '(module (func $f) (export "f" (func $f)))');
  same('', '(module)');
});

Fields('imports and exports in place', () => {
  for (const [head, type] of [
    ['func', '(param i32)'], ['table', '1 2 funcref'], ['table', 'shared i64 1 (ref null (shared any))'], ['memory', 'i64 1 2 shared'],
    ['global', '(shared (mut i32))'], ['tag', '(param i32)'],
  ] as const) {
    same(`(${head} $x (import "m" "n") ${type})`, `(import "m" "n" (${head} $x ${type}))`);
    same(`(${head} $x (export "a") (export "b") (import "m" "n") ${type})`,
      `(import "m" "n" (${head} $x ${type})) (export "a" (${head} $x)) (export "b" (${head} $x))`);
  }
  same('(func $f (export "f")) (global $g (export "g") i32 (i32.const 0))',
    '(func $f) (global $g i32 (i32.const 0)) (export "f" (func $f)) (export "g" (global $g))');
});

Fields('data in a memory', () => {
  same('(memory $m (data "ab" "\\00"))', '(memory $m 1 1) (data (memory $m) (i32.const 0) "ab\\00")');
  same('(memory $m i64 (data))', '(memory $m i64 0 0) (data (memory $m) (i64.const 0))');
  same(`(memory $m (data "${'x'.repeat(65537)}"))`, `(memory $m 2 2) (data (memory $m) (i32.const 0) "${'x'.repeat(65537)}")`);
  same('(memory (data "a")) (memory 1) (data $d "b") (func (data.drop $d))',
    '(memory 1 1) (memory 1) (data (i32.const 0) "a") (data $d "b") (func (data.drop 1))');
});

Fields('elements in a table', () => {
  same('(func $f) (table $t funcref (elem $f $f))',
    '(func $f) (table $t 2 2 funcref) (elem (table $t) (i32.const 0) funcref (ref.func $f) (ref.func $f))');
  same('(table $t i64 (ref null i31) (elem (ref.null i31) (item (ref.i31 (i32.const 1)))))',
    '(table $t i64 2 2 (ref null i31)) (elem (table $t) (i64.const 0) (ref null i31) (item ref.null i31) (item i32.const 1 ref.i31))');
  same('(table shared (shared anyref) (elem)) (elem $e funcref) (func (elem.drop $e))',
    '(table shared 0 0 (shared anyref)) (elem (i32.const 0) (ref null (shared any))) (elem $e funcref) (func (elem.drop 1))');
});

Fields('element segments', () => {
  const defs = '(table $t 1 funcref) (func $f) ';
  same(`${defs}(elem (i32.const 0) $f)`, `${defs}(elem (table 0) (offset (i32.const 0)) (ref func) (item (ref.func $f)))`);
  same(`${defs}(elem (offset i32.const 0) func $f)`, `${defs}(elem (table $t) (offset (i32.const 0)) func $f)`);
  same(`${defs}(elem func $f 0)`, `${defs}(elem (ref func) (ref.func $f) (ref.func 0))`);
  same(`${defs}(elem declare func $f)`, `${defs}(elem declare (ref func) (item ref.func $f))`);
  same(`${defs}(elem (i32.const 0))`, `${defs}(elem (i32.const 0) func)`);
  same(`${defs}(elem 0 (i32.const 0) func $f)`, `${defs}(elem (table 0) (i32.const 0) func $f)`);
  refuses(`${defs}(elem (table $t) (i32.const 0) $f)`, 'unexpected token');
  refuses(`${defs}(elem $f $f)`, 'unexpected token');
  refuses(`${defs}(elem (i32.const 0 i32.const 0 i32.add) funcref)`, 'unexpected token');
});

Fields('data segments', () => {
  same('(memory 1) (data (i32.const 0) "ab")', '(memory 1) (data (memory 0) (offset i32.const 0) "a" "b")');
  same('(memory 1) (data 0 (i32.const 0))', '(memory 1) (data (i32.const 0) "")');
});

Fields('shared segments', () => {
  const { datas, elems } = read('(memory 1) (data shared "a") (data (i32.const 0) shared) (data "b") (elem (shared (shared anyref))) (elem (shared anyref))');
  assert.equal(datas.map(({ shared }) => shared), [true, true, false]);
  // As the type of a segment, (shared t) is a shared segment of type t.
  assert.equal(elems.map(({ shared, type }) => [shared, type.heap.kind === 'abs' && type.heap.shared]), [[true, true], [true, false]]);
});

Fields.run();

const Instructions = suite('abbreviations of instructions');
const inFunc = (text: string): string => `(table $t 1 funcref) (table $u 1 funcref) (memory $m 1) (memory $n 1) (elem $e func) (data $d "") (tag $x)
  (global (mut i32) (i32.const 0)) (type $f (func)) (func ${text})`;

Instructions('indices of tables and memories that are left out are 0', () => {
  for (const name of ['get', 'set', 'size', 'grow', 'fill', 'atomic.get', 'atomic.rmw.xchg', 'wait']) {
    same(inFunc(`table.${name}`), inFunc(`table.${name} $t`));
  }
  for (const name of ['size', 'grow', 'fill', 'atomic.notify', 'atomic.wait32', 'wait64']) same(inFunc(`memory.${name}`), inFunc(`memory.${name} $m`));
  same(inFunc('table.copy'), inFunc('table.copy $t $t'));
  same(inFunc('memory.copy'), inFunc('memory.copy 0 0'));
  same(inFunc('table.init $e'), inFunc('table.init $t $e'));
  same(inFunc('memory.init $d'), inFunc('memory.init 0 $d'));
  same(inFunc('call_indirect (type $f)'), inFunc('call_indirect $t (type $f)'));
  same(inFunc('return_call_indirect'), inFunc('return_call_indirect 0 (type $f)'));
  for (const name of ['i32.load', 'v128.store', 'i64.atomic.rmw8.add_u']) same(inFunc(name), inFunc(`${name} $m`));
  refuses(inFunc('table.copy $t'), 'unexpected token');
  refuses(inFunc('memory.copy 0'), 'unexpected token');
});

Instructions('a lane index is told from a memory index', () => {
  same(inFunc('v128.load8_lane 1'), inFunc('v128.load8_lane 0 1'));
  same(inFunc('v128.load8_lane offset=1 1'), inFunc('v128.load8_lane $m offset=1 align=1 1'));
  same(inFunc('v128.store64_lane 1 align=1 0'), inFunc('v128.store64_lane $n align=1 0'));
  refuses(inFunc('v128.load8_lane $m'), 'unexpected token');
  refuses(inFunc('v128.load8_lane'), 'unexpected token');
});

Instructions('an alignment that is left out is the natural one, an offset is 0', () => {
  for (const [name, bytes] of [['i32.load', 4], ['i64.load16_s', 2], ['v128.load', 16], ['v128.load32_splat', 4], ['v128.load8x8_s', 8], ['i64.atomic.store32', 4]]) {
    same(inFunc(`${name}`), inFunc(`${name} offset=0 align=${bytes}`));
  }
  refuses(inFunc('i32.load align=3'), 'alignment must be a power of two');
  refuses(inFunc('i32.load align=0'), 'alignment must be a power of two');
  refuses(inFunc('i32.load align=2 offset=1'), 'unexpected token');
  refuses(inFunc('i32.load offset=-1'), 'unknown operator');
});

Instructions('an ordering that is left out is seqcst', () => {
  same(inFunc('i32.atomic.load'), inFunc('i32.atomic.load seq_cst'));
  same(inFunc('i32.atomic.store acqrel offset=4'), inFunc('i32.atomic.store 0 acq_rel offset=4'));
  same(inFunc('i32.atomic.rmw.add acqrel'), inFunc('i32.atomic.rmw.add $m acq_rel acqrel'));
  same(inFunc('global.atomic.rmw.cmpxchg 0'), inFunc('global.atomic.rmw.cmpxchg seqcst seqcst 0'));
  same(inFunc('atomic.fence'), inFunc('atomic.fence seqcst'));
  refuses(inFunc('i32.atomic.rmw.add acqrel seqcst'), 'unexpected token');
  refuses(inFunc('i32.atomic.load acqrel acqrel'), 'unexpected token');
});

Instructions('folded instructions stand for flat ones', () => {
  same('(func (drop (i32.add (i32.const 1) (i32.const 2))))', '(func i32.const 1 i32.const 2 i32.add drop)');
  same('(func (drop (i32.eqz i32.const 1)))', '(func i32.const 1 i32.eqz drop)');
  same('(func (block $l (result i32) (i32.const 1) (br $l)) (drop))', '(func block $l (result i32) i32.const 1 br $l end drop)');
  same('(func (loop) (loop nop))', '(func loop end loop nop end)');
  same('(func (param i32) (if (local.get 0) (then nop) (else (unreachable))))', '(func (param i32) local.get 0 if nop else unreachable end)');
  same('(func (if (i32.const 1) (i32.eqz) (then)))', '(func i32.const 1 i32.eqz if end)');
  same('(tag $x) (func (block $h (try_table (catch $x $h) (catch_all 0) (throw $x))))',
    '(tag $x) (func block $h try_table (catch $x 0) (catch_all 0) throw 0 end end)');
  same('(func (drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3))))', '(func i32.const 1 i32.const 2 i32.const 3 select (result i32) drop)');
  same('(type $f (func)) (type $c (cont $f)) (tag $x) (func (block $l (resume $c (on $x $l) (on $x switch) (cont.new $c (ref.null $f)))))',
    '(type $f (func)) (type $c (cont $f)) (tag $x) (func block $l ref.null 0 cont.new 1 resume 1 (on 0 0) (on 0 switch) end)');
});

Instructions('the condition of a folded if is outside of its label', () => {
  same('(func (block $l (if $l (block $m (result i32) (br 1 (i32.const 0))) (then (br $l)))))',
    '(func block $l block $m (result i32) i32.const 0 br 1 end if $l br 0 end end)');
});

Instructions('an if without else has an empty one', () => {
  same('(func i32.const 0 if nop end)', '(func i32.const 0 if nop else end)');
  same('(func (if (i32.const 0) (then)))', '(func (if (i32.const 0) (then) (else)))');
});

Instructions('labels may be repeated', () => {
  same('(func block $l end $l loop $l end $l i32.const 0 if $l else $l end $l)', '(func block $l end loop $l end i32.const 0 if $l else end)');
});

Instructions.run();
