/** Which words of a formula are variables, and which are keywords of WebAssembly; all others are words of a sentence. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Letters of the specification that are longer than one: set in italics. Single letters are variables anyhow. */
const variables = words(`
  val vals instr instrs ref num vec addr byte bytes lane lanes es vs
  ea fa ga ma ta ca sa aa xa da hdl hdls ft ct dt ht rt gt tt st zt nt vt lt et mt bt pt at it xt
  deftype rectype subtype comptype fieldtype valtype storagetype packtype numtype vectype consttype reftype heaptype
  absheaptype functype tabletype memtype globaltype tagtype externtype resulttype blocktype instrtype localtype elemtype datatype
  limits addrtype elemmode typeuse share kind sh jt lct lim fv te ti mi gi fi di ei si ai inst NN iN iNN yy
  sx sz ao ord memarg op unop binop testop relop cvtop vunop vbinop vtestop vrelop vcvtop
  funcinst globalinst tableinst meminst taginst continst structinst arrayinst exninst eleminst datainst exportinst moduleinst
  hostfunc externaddr fieldval packval expr
`);

/** Keywords that are not recognised by a dot, an underscore, or their place after an opening parenthesis. */
const keywords = words(`
  unreachable nop drop select block loop if else end br return call throw resume suspend switch on
  label frame handler prompt trap null none func extern any eq i31 struct array exn cont noextern nofunc noexn nocont bot
  i8 i16 i32 i64 f32 f64 v128 i8x16 i16x8 i32x4 i64x2 f32x4 f64x2
  mut const final sub rec shared param result type module import export table memory global elem data tag start local
  passive active declare ok set unset true false seqcst acqrel
`);

/** `t`, `val`, `$ct`, `ε` */
export const isVariable = (word: string): boolean => !keywords.has(word) && (/^(?:\$.*|.)$/u.test(word) || variables.has(word));

/** `i32`, `func`, `trap` */
export const isKeyword = (word: string): boolean => keywords.has(word);
