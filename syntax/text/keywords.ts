/**
 * The words of the text format and of scripts, other than the mnemonics of instructions.
 * @spec core text/lexical.rst §Tokens; interpreter/README.md §Scripts
 * @module
 */
import { formByName } from '../instruction-table.ts';

const TYPES = `i8 i16 i32 i64 f32 f64 v128 i8x16 i16x8 i32x4 i64x2 f32x4 f64x2
  any eq i31 struct array none func nofunc exn noexn extern noextern cont nocont waitqueue nowaitqueue
  anyref eqref i31ref structref arrayref nullref funcref nullfuncref exnref nullexnref externref nullexternref contref nullcontref
  ref null mut field sub final rec shared thread_local`;
const INSTRUCTIONS = 'end else then catch catch_ref catch_all catch_all_ref on switch seqcst seq_cst acqrel acq_rel';
const FIELDS = 'module type param result local global table memory tag elem data declare offset item import export start';
const SCRIPTS = `binary quote definition instance register invoke get thread wait either
  ref.host ref.extern ref.struct ref.array ref.exn ref.cont ref.any nan:canonical nan:arithmetic
  assert_malformed assert_invalid assert_malformed_custom assert_invalid_custom assert_unlinkable assert_return assert_trap
  assert_exception assert_exhaustion assert_suspension`;

const words: ReadonlySet<string> = new Set([TYPES, INSTRUCTIONS, FIELDS, SCRIPTS].join(' ').split(/\s+/u));

/** Does this word stand anywhere in the grammar? */
export const isKnownWord = (word: string): boolean =>
  words.has(word) || formByName(word) !== undefined || /^(?:offset|align)=[0-9]/u.test(word);
