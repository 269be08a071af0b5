import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { immediates } from '../../../syntax/instruction-table.ts';
import type { ImmediateKind } from '../../../syntax/instruction-table.ts';
import { accepted, checkRules, refused, refuses } from './judging.ts';

/** What an instruction may name, by the kind of the immediate that names it: once shared, once unshared and otherwise the same. */
const FIELDS = `
  (type $f (shared (func))) (type $uf (func)) (type $c (shared (cont $f))) (type $st (shared (struct (field (mut i32)))))
  (type $sw (shared (func (param (ref null $c))))) (type $csw (shared (cont $sw)))
  (type $bytes (shared (array (mut i8)))) (type $refs (shared (array (mut (ref null (shared any))))))
  (func $sf (type $f)) (func $uf (type $uf)) (elem declare (ref (shared func)) (ref.func $sf)) (elem declare func $uf)
  (tag $se (type $f)) (tag $ue (type $uf))
  (global $sg (shared (mut i32)) (i32.const 0)) (global $ug (mut i32) (i32.const 0))
  (memory $sm 1 1 shared) (memory $um 1)
  (table $st shared 1 (ref null (shared eq))) (table $ut 1 (ref null (shared eq)))
  (table $sft shared 1 (ref null $f)) (table $uft 1 (ref null $f))
  (data $sd shared "a") (data $ud "a")
  (elem $sel (shared (ref null (shared eq)))) (elem $uel (ref null (shared eq)))`;

/** Instructions on shared continuations, whose own rules ask for shared tags. */
const switching: readonly string[] = ['resume_throw $c §e', 'switch $csw §e', '(resume $c (on §e switch) (unreachable))'];

/** A function of the shared type `$f` in a module with {@link FIELDS}. */
const shared = (body: string): string => `(module ${FIELDS} (func (type $f) ${body}))`;

/** Instructions by what they name, with `§` before each name. They stand in unreachable code, where operands need not be given. */
const naming: Readonly<Record<string, { readonly kind: ImmediateKind; readonly code: readonly string[] }>> = {
  'functions': { kind: 'funcidx', code: ['call §f', 'return_call §f', 'ref.func §f'] },
  'globals': {
    kind: 'globalidx', code: ['global.get §g', 'global.set §g', 'global.atomic.get §g', 'global.atomic.set §g', 'global.atomic.rmw.add §g',
      'global.atomic.rmw.cmpxchg §g', 'global.wait §g'],
  },
  'tables': {
    kind: 'tableidx', code: ['call_indirect §ft (type $f)', 'return_call_indirect §ft (type $f)', 'table.get §t', 'table.set §t', 'table.size §t',
      'table.grow §t', 'table.fill §t', 'table.copy §t $st', 'table.copy $st §t', 'table.init §t $sel', 'table.atomic.get §t', 'table.atomic.set §t',
      'table.atomic.rmw.xchg §t', 'table.atomic.rmw.cmpxchg §t', 'table.wait §t'],
  },
  'memories': {
    kind: 'memidx', code: ['i32.load §m', 'f64.store §m', 'v128.load §m', 'v128.load8_lane §m 0', 'v128.store §m', 'v128.store8_lane §m 0',
      'memory.size §m', 'memory.grow §m', 'memory.fill §m', 'memory.copy §m $sm', 'memory.copy $sm §m', 'memory.init §m $sd',
      'memory.atomic.notify §m', 'memory.atomic.wait32 §m', 'i32.atomic.load §m', 'i64.atomic.store §m', 'i32.atomic.rmw.add §m',
      'i32.atomic.rmw.cmpxchg §m', 'memory.wait64 §m'],
  },
  'tags': {
    kind: 'tagidx', code: ['throw §e', 'suspend §e', '(try_table (catch §e 0))', '(try_table (catch_all 0) (catch §e 0))',
      '(block (result (ref null $c)) (resume $c (on §e 0) (unreachable)) unreachable)',
      '(block (result (ref null $c)) (resume_throw_ref $c (on §e 0) (unreachable)) unreachable)'],
  },
  'element segments': { kind: 'elemidx', code: ['table.init $st §el', 'elem.drop §el', 'array.new_elem $refs §el', 'array.init_elem $refs §el'] },
  'data segments': { kind: 'dataidx', code: ['memory.init $sm §d', 'data.drop §d', 'array.new_data $bytes §d', 'array.init_data $bytes §d'] },
};

const rule = suite('the rule of shared functions');
for (const [what, { code }] of Object.entries(naming)) {
  rule(`unshared ${what} are out of reach`, () => {
    for (const instr of code) {
      accepted(shared(`unreachable ${instr.replace('§', '$s')} unreachable`));
      const bad = shared(`unreachable ${instr.replace('§', '$u')} unreachable`);
      refuses(bad, 'Instr_ok/shared', `shared functions cannot access unshared ${what}: `);
    }
  });
}
rule('what resumes shared continuations does not take unshared tags', () => {
  for (const instr of switching) {
    accepted(shared(`unreachable ${instr.replace('§', '$s')} unreachable`));
    assert.match(refused(shared(`unreachable ${instr.replace('§', '$u')} unreachable`)).message, 'type mismatch', instr);
  }
});
rule('every instruction with such an index is tried above', () => {
  for (const [what, { kind, code }] of Object.entries(naming)) {
    const named = Object.values<readonly (readonly [string, ImmediateKind])[]>(immediates).flat().filter(([, other]) => other === kind);
    const tried = [...code, ...kind === 'tagidx' ? switching : []].filter((instr) => !instr.startsWith('('));
    assert.is(tried.length, named.length, what);
  }
});
rule('an unshared function reaches everything', () => {
  for (const instr of Object.values(naming).flatMap(({ code }) => code)) {
    for (const letter of ['$s', '$u']) accepted(`(module ${FIELDS} (func (type $uf) unreachable ${instr.replace('§', letter)} unreachable))`);
  }
});
rule('thread-local globals are within reach', () => {
  accepted('(module (type $f (shared (func))) (global $g (thread_local (mut i32)) (i32.const 0)) (func (type $f) (global.set $g (global.get $g))))');
});
rule('parameters, results and locals are shared', () => {
  accepted('(module (type $f (shared (func (param i32)))) (func (type $f) (local f64 (ref null (shared any)) (ref null $f))))');
  refuses('(module (type $f (shared (func))) (func (type $f) (local i32 anyref)))', 'Local_ok', 'shared functions cannot have unshared locals: anyref');
  refuses('(module (type $f (shared (func))) (type $u (struct)) (func (type $f) (local (ref $u))))', 'Local_ok',
    'shared functions cannot have unshared locals: (ref $u)');
});
rule('operands are shared, in unreachable code too', () => {
  const both = [
    ['(ref.null (shared any))', '(ref.null any)'], ['(ref.i31_shared (i32.const 0))', '(ref.i31 (i32.const 0))'],
    ['(struct.new_default $st)', '(struct.new_default $us)'], ['(ref.func $sf)', '(ref.func $uf)'],
    ['(block (result (ref null $f)) (ref.null $f))', '(block (result (ref null $uf)) unreachable)'],
    ['(ref.cast (ref (shared i31)) (unreachable))', '(ref.cast (ref i31) (unreachable))'],
    ['(struct.get $st 0 (unreachable))', '(struct.get $us 0 (unreachable))'], ['(array.len (ref.null (shared array)))', '(array.len (ref.null array))'],
    ['(cont.new $c (unreachable))', '(cont.new $uc (unreachable))'],
    ['(select (result (ref null (shared eq))) (unreachable))', '(select (result eqref) (unreachable))'],
  ] as const;
  const module = (code: string): string =>
    `(module ${FIELDS} (type $us (struct (field i32))) (type $uc (cont $uf)) (func (type $f) (drop ${code})) (func (type $f) unreachable (drop ${code})))`;
  for (const [good, bad] of both) {
    accepted(module(good));
    assert.is(refused(module(bad)).rule, 'Instr_ok/shared', bad);
  }
  refuses(shared('(drop (ref.null any))'), 'Instr_ok/shared', 'shared functions cannot have unshared operands: [anyref]', '(ref.null any)');
});
rule('calls by reference', () => {
  accepted(shared('(call_ref $f (ref.func $sf)) (return_call_ref $f (ref.null $f))'));
  refuses(shared('(call_ref $uf (unreachable))'), 'Instr_ok/shared', 'shared functions cannot have unshared operands: [(ref null $uf)]');
});
rule('a block may be of an unshared function type, whose parameters and results are shared', () => {
  accepted(shared('i32.const 0 (block (type $b) unreachable) (block (param i32 i64) (result f32 f64) unreachable) drop drop')
    .replace('(module', '(module (type $b (func (param i32) (result i32 i64)))'));
});
rule('what is written in one function says nothing about the next', () => {
  accepted(`(module ${FIELDS} (func (type $f) (call $sf)) (func (drop (ref.null any)) (call $uf)) (func (type $f) (call $sf)))`);
  assert.is(refused(`(module ${FIELDS} (func (drop (ref.null any))) (func (type $f) (drop (ref.null any))))`).rule, 'Instr_ok/shared');
});
rule.run();

const indirect = suite('calls through tables of shared functions');
indirect('the table and the type are both shared or both not', checkRules(`
  (type $s (shared (func (param i32)))) (type $u (func (param i32))) (table $ts shared 1 (ref null (shared func))) (table $tu 1 funcref)
  (table $tsu 1 (ref null $s)) (table $any shared 1 (ref null (shared any)))`, `
  Instr_ok/call_indirect
    + (call_indirect $ts (type $s) (i32.const 0) (i32.const 0))
    + (call_indirect $tsu (type $s) (i32.const 0) (i32.const 0))
    + (call_indirect $tu (type $u) (i32.const 0) (i32.const 0))
    + (call_indirect $tu (param i32) (i32.const 0) (i32.const 0))
    + (type $s) (call_indirect $ts (type $s) (i32.const 0) (i32.const 0))
    - (call_indirect $ts (type $u) (i32.const 0) (i32.const 0))
      ! type mismatch: function type 1 is not shared but table 0 has element type (ref null (shared func))
    - (call_indirect $ts (param i32) (i32.const 0) (i32.const 0))
      ! type mismatch: function type 1 is not shared
    - (call_indirect $tu (type $s) (i32.const 0) (i32.const 0))
      ! type mismatch: function type 0 is shared but table 1 has element type funcref
    - (call_indirect $any (type $s) (i32.const 0) (i32.const 0))
      ! type mismatch: instruction requires table of function type but table 3 has element type (ref null (shared any))
    - (type $s) (call_indirect $tsu (type $s) (i32.const 0) (i32.const 0))
      ! [Instr_ok/shared] shared functions cannot access unshared tables: table 2 is not shared
  Instr_ok/return_call_indirect
    + (return_call_indirect $ts (type $s) (i32.const 0) (i32.const 0))
    + (type $s) (return_call_indirect $ts (type $s) (i32.const 0) (i32.const 0))
    - (return_call_indirect $ts (type $u) (i32.const 0) (i32.const 0))
      ! type mismatch: function type 1 is not shared
    - (return_call_indirect $tu (type $s) (i32.const 0) (i32.const 0))
      ! type mismatch: function type 0 is shared
`));
indirect.run();
