/**
 * Typing of stack switching.
 * @spec SS Explainer.md §Instructions
 * @category Typing: stack switching instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Hdl } from '../../syntax/instructions.ts';
import type { FuncType, RefType, ResultType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { asCont, contTarget } from '../types/expansion.ts';
import { matchesComp, matchesResult } from '../types/matching.ts';
import { showFunc, showResult } from '../types/showing.ts';
import type { Context, Expanded } from './contexts.ts';
import { contAt, lookup, tagAt } from './contexts.ts';
import { exceptionAt } from './exceptions.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import { shareOf, shareRef } from './operands.ts';
import type { Checked } from './refusal.ts';
import { OK, all, refuse } from './refusal.ts';

const reference = (heap: DefType, nullable: boolean): RefType<DefType> => ({ kind: 'ref', nullable, heap });
const arrowOf = (params: ResultType<DefType>, results: ResultType<DefType>): FuncType<DefType> => ({ kind: 'func', params, results });

/** The continuation type of a value, if it is a reference to one that is defined: `(ref null? $ct)`, `$ct ≈ cont t₁* → t₂*`. */
const contOf = (t: ValType<DefType> | undefined): Expanded<FuncType<DefType>> | undefined => {
  if (typeof t !== 'object' || t.heap.kind !== 'def') return undefined;
  const ct = asCont(t.heap);
  return ct === undefined ? ct : { dt: t.heap, ct };
};

/** Something with a sharedness, and how messages call it. */
type Sharing = readonly [what: string, dt: DefType | undefined];
/** `share(dt₁) = share(dt₂)` */
const sameShare = (where: string, [what1, dt1]: Sharing, [what2, dt2]: Sharing): Checked => {
  if (dt1?.sub.shared === dt2?.sub.shared) return OK;
  const [one, other] = dt1?.sub.shared === true ? [what1, what2] : [what2, what1];
  return refuse(`type mismatch in ${where}: ${one} is shared, but ${other} is not`);
};

/** A type index of a defined type. */
const indexOf = (C: Context, dt: DefType): number => {
  let x = 0;
  while (x < C.types.length && C.types.at(x) !== dt) x++;
  return x;
};

/**
 * ```rule
 * C ⊢ cont.new $ct : (ref null $ft) → (ref $ct)
 *   — if C.types[$ct] ≈ cont $ft
 * ```
 * @rule Instr_ok/cont.new
 * @spec SS Explainer.md §Instructions
 */
export const contNew: TypingRule<'cont.new'> = instr('cont.new', (C, e) => {
  const cont = contAt(C, e.ct);
  if (isLeft(cont)) return cont;
  const { dt } = cont.right;
  const ft = contTarget(dt);
  return ft === undefined ? refuse(`non-continuation type ${e.ct}`) : arrow([reference(ft, true)], [reference(dt, false)]);
});

/**
 * ```rule
 * C ⊢ cont.bind $ct $ct′ : t₃* (ref null $ct) → (ref $ct′)
 *   — if C.types[$ct] ≈ cont t₃* t₁* → t₂*
 *   — and C.types[$ct′] ≈ cont t₁′* → t₂′*
 *   — and func t₁* → t₂* <: func t₁′* → t₂′*
 *   — and share($ct) = share($ct′)
 * ```
 * @rule Instr_ok/cont.bind
 * @spec SS Explainer.md §Instructions
 */
export const contBind: TypingRule<'cont.bind'> = instr('cont.bind', (C, { ct, ct2 }) => {
  const from = contAt(C, ct);
  if (isLeft(from)) return from;
  const to = contAt(C, ct2);
  if (isLeft(to)) return to;
  const { params, results } = from.right.ct, target = to.right.ct;
  const bound = params.length - target.params.length;
  if (bound < 0) {
    return refuse(`type mismatch in continuation arguments: type ${ct} takes ${params.length}, `
      + `so what is left after binding cannot take ${target.params.length}`);
  }
  const rest = arrowOf(params.slice(bound), results);
  if (!matchesComp(rest, target)) {
    return refuse(`type mismatch in continuation types: ${showFunc(rest, C.names)} does not match ${showFunc(target, C.names)}`);
  }
  const share = sameShare('continuation types', [`type ${ct}`, from.right.dt], [`type ${ct2}`, to.right.dt]);
  return isLeft(share) ? share : arrow([...params.slice(0, bound), reference(from.right.dt, true)], [reference(to.right.dt, false)]);
});

/**
 * ```rule
 * C ⊢ suspend x : t₁* → t₂*
 *   — if C.tags[x] ≈ func t₁* → t₂*
 * ```
 * @rule Instr_ok/suspend
 * @spec SS Explainer.md §Instructions
 */
export const suspend: TypingRule<'suspend'> = instr('suspend', (C, { x }) => {
  const ft = tagAt(C, x);
  return isLeft(ft) ? ft : arrow(ft.right.params, ft.right.results);
});

/** What a continuation that is resumed has to do with its handlers: its type, and its results. */
interface Resumed {
  readonly dt: DefType;
  readonly ts: ResultType<DefType>;
}

/**
 * `C ⊢ (on x l) : share t*`. The continuation that reaches the label is a part of the one that is resumed, so they are both
 * shared or both unshared. Suspensions on shared tags reach shared continuations only, and shared functions suspend on no others: so the
 * hole of an unshared continuation never stands in a shared function, and nothing unshared can be thrown there.
 * ```rule
 * C ⊢ (on x l) : share t*
 *   — if C.tags[x] ≈ share′ func t₁* → t₂*
 *   — and share′ = shared implies share = shared
 *   — and C.labels[l] = t₁′* (ref null? $ct)
 *   — and t₁* <: t₁′*
 *   — and $ct ≈ share cont t₂′* → t′*
 *   — and func t₂* → t* <: func t₂′* → t′*
 * ```
 * @rule Hdl_ok/on
 * @spec SS Explainer.md §Instructions
 */
const onLabelOk = (C: Context, x: number, l: number, { dt, ts }: Resumed): Checked => {
  const tag = tagAt(C, x);
  if (isLeft(tag)) return tag;
  const found = lookup(C.labels, 'label', l);
  if (isLeft(found)) return found;
  const { params, results } = tag.right, label = found.right;
  const last = label.at(-1), cont = contOf(last);
  if (cont === undefined) {
    return refuse(typeof last === 'object' && last.heap.kind === 'def' ? `non-continuation type ${indexOf(C, last.heap)}`
      : `type mismatch: instruction requires concrete continuation reference type but label has ${showResult(label, C.names)}`);
  }
  if (!matchesResult(params, label.slice(0, -1))) {
    return refuse('type mismatch between tag type and label type: '
      + `tag ${x} passes ${showResult(params, C.names)} and a continuation but label has ${showResult(label, C.names)}`);
  }
  const rest = arrowOf(results, ts);
  if (!matchesComp(rest, cont.ct)) {
    return refuse('type mismatch in continuation type: '
      + `what is left after tag ${x} is ${showFunc(rest, C.names)} but label has a continuation of ${showFunc(cont.ct, C.names)}`);
  }
  if (C.tags.at(x)?.sub.shared === true && !dt.sub.shared) {
    return refuse(`type mismatch in handler clause: tag ${x} is shared, but what is resumed is not`);
  }
  return sameShare('continuation type', ['what is resumed', dt], [`the continuation at label ${l}`, cont.dt]);
};

/**
 * `C ⊢ (on x switch) : share t*`. The continuation that a switch captures has the sharedness of the tag.
 * ```rule
 * C ⊢ (on x switch) : share t*
 *   — if C.tags[x] ≈ share func ε → t*
 * ```
 * @rule Hdl_ok/switch
 * @spec SS Explainer.md §Instructions
 */
const onSwitchOk = (C: Context, x: number, { dt, ts }: Resumed): Checked => {
  const tag = tagAt(C, x);
  if (isLeft(tag)) return tag;
  const needed = arrowOf([], ts);
  const equal = matchesComp(tag.right, needed) && matchesComp(needed, tag.right);
  return equal ? sameShare('switch tag', [`tag ${x}`, C.tags.at(x)], ['what is resumed', dt]) : refuse('type mismatch in switch tag: '
    + `the handler requires tag type ${showFunc(needed, C.names)} but tag ${x} has ${showFunc(tag.right, C.names)}`);
};

/**
 * `C ⊢ hdl : share t*`, where t* are the results of the continuation that is resumed, and share its sharedness
 * @rule Hdl_ok
 * @spec SS Explainer.md §Instructions
 */
export const hdlOk = (C: Context, hdl: Hdl, resumed: Resumed): Checked =>
  hdl.kind === 'on' ? onLabelOk(C, hdl.x, hdl.l, resumed) : onSwitchOk(C, hdl.x, resumed);

/**
 * ```rule
 * C ⊢ resume $ct hdl* : t₁* (ref null $ct) → t₂*
 *   — if C.types[$ct] ≈ share cont t₁* → t₂*
 *   — and (C ⊢ hdl : share t₂*)*
 * ```
 * @rule Instr_ok/resume
 * @spec SS Explainer.md §Instructions
 */
export const resume: TypingRule<'resume'> = instr('resume', (C, { ct, hdls }) => {
  const cont = contAt(C, ct);
  if (isLeft(cont)) return cont;
  const { dt, ct: { params, results } } = cont.right;
  const handlers = all(hdls, (hdl) => hdlOk(C, hdl, { dt, ts: results }));
  return isLeft(handlers) ? handlers : arrow([...params, reference(dt, true)], results);
});

/**
 * ```rule
 * C ⊢ resume_throw $ct x hdl* : t* (ref null $ct) → t₂*
 *   — if C.types[$ct] ≈ share cont t₁* → t₂*
 *   — and C.tags[x] ≈ share′ func t* → ε
 *   — and share = shared implies share′ = shared
 *   — and (C ⊢ hdl : share t₂*)*
 * ```
 * Shared functions, of which a shared continuation consists, see shared exceptions only.
 * @rule Instr_ok/resume_throw
 * @spec SS Explainer.md §Instructions
 */
export const resumeThrow: TypingRule<'resume_throw'> = instr('resume_throw', (C, { ct, x, hdls }) => {
  const cont = contAt(C, ct);
  if (isLeft(cont)) return cont;
  const { dt, ct: { results } } = cont.right;
  const ts = exceptionAt(C, x);
  if (isLeft(ts)) return ts;
  if (dt.sub.shared && C.tags.at(x)?.sub.shared !== true) {
    return refuse(`type mismatch: a shared continuation needs a shared tag, but tag ${x} is not shared`);
  }
  const handlers = all(hdls, (hdl) => hdlOk(C, hdl, { dt, ts: results }));
  return isLeft(handlers) ? handlers : arrow([...ts.right, reference(dt, true)], results);
});

/**
 * ```rule
 * C ⊢ resume_throw_ref $ct hdl* : (ref null (share′ exn)) (ref null $ct) → t₂*
 *   — if C.types[$ct] ≈ share cont t₁* → t₂*
 *   — and share = shared implies share′ = shared
 *   — and (C ⊢ hdl : share t₂*)*
 * ```
 * @rule Instr_ok/resume_throw_ref
 * @spec SS Explainer.md §Instructions
 */
export const resumeThrowRef: TypingRule<'resume_throw_ref'> = instr('resume_throw_ref', (C, { ct, hdls }, s) => {
  const cont = contAt(C, ct);
  if (isLeft(cont)) return cont;
  const { dt, ct: { results } } = cont.right;
  const exnref = shareRef(dt.sub.shared || shareOf(s.peek(1)), 'exn');
  const handlers = all(hdls, (hdl) => hdlOk(C, hdl, { dt, ts: results }));
  return isLeft(handlers) ? handlers : arrow([exnref, reference(dt, true)], results);
});

/** `C.tags[x] ≈ func ε → t*`, where on the tag continuations with the results te₁* are switched for ones with the results te₂* */
const switchTag = (C: Context, x: number, te1: ResultType<DefType>, te2: ResultType<DefType>): Checked => {
  const tag = tagAt(C, x);
  if (isLeft(tag)) return tag;
  const { params, results } = tag.right;
  if (params.length > 0) {
    return refuse(`type mismatch in switch tag: it must have no parameters, but tag ${x} has ${showResult(params, C.names)}`);
  }
  if (matchesResult(te1, results) && matchesResult(results, te2)) return OK;
  return refuse(`type mismatch in continuation types: tag ${x} has the results ${showResult(results, C.names)}, `
    + `but the continuations return ${showResult(te1, C.names)} and ${showResult(te2, C.names)}`);
};

/**
 * ```rule
 * C ⊢ switch $ct₁ x : t₁* (ref null $ct₁) → t₂*
 *   — if C.tags[x] ≈ share func ε → t*
 *   — and C.types[$ct₁] ≈ share cont t₁* (ref null? $ct₂) → te₁*
 *   — and te₁* <: t*
 *   — and C.types[$ct₂] ≈ share cont t₂* → te₂*
 *   — and t* <: te₂*
 * ```
 * What runs under the handler of a shared tag is shared: what is captured there, and what takes its place.
 * @rule Instr_ok/switch
 * @spec SS Explainer.md §Instructions
 */
export const switch_: TypingRule<'switch'> = instr('switch', (C, { ct, x }) => {
  const cont = contAt(C, ct);
  if (isLeft(cont)) return cont;
  const { dt, ct: { params, results } } = cont.right;
  const own = contOf(params.at(-1));
  if (own === undefined) {
    return refuse('type mismatch: instruction requires continuation reference type '
      + `but the type annotation has ${showResult(params, C.names)}`);
  }
  const tag = switchTag(C, x, results, own.ct.results);
  if (isLeft(tag)) return tag;
  const captured = sameShare('switch tag', [`tag ${x}`, C.tags.at(x)], ['the continuation that is captured', own.dt]);
  if (isLeft(captured)) return captured;
  const target = sameShare('switch tag', [`tag ${x}`, C.tags.at(x)], [`type ${ct}`, dt]);
  return isLeft(target) ? target : arrow([...params.slice(0, -1), reference(dt, true)], own.ct.params);
});
