/**
 * Traces as text: each record by itself.
 *
 * ```text
 *    n  rule                                                    file:line:column in function
 *       context › values ⟦ redex ⟧ instructions that follow
 *       ↪ result
 *       if    premise                                  name = witness
 *       and   premise                                  name = witness
 *       store what changed: from → to
 *       stack frames of the active stacks, outermost first, │ where there is a prompt
 *       conts continuations that do not run
 *       acts  what other threads can see of the step
 *       queue who waits in a wait queue that changed
 * ```
 * @module
 */
import type { Line, Style, Token } from './layout.ts';
import { cut, paragraph, spread, token, widthOf } from './layout.ts';
import type {
  Action, Change, Continuation, Continuations, End, Ended, Explanation, Gap, Instrs, Part, Phase, Place, Premise, Stack, Step, Term,
  TraceRecord, Value, Values,
} from './model.ts';
import { showPosition, showPositionIn } from './places.ts';
import { showContinuation, showFunctions } from './show-instances.ts';
import { counted, showTyped, showValue } from './show-values.ts';
import { laneTokens, queueTokens, showAction, showWaiter, turnLines } from './text-threads.ts';

/** What of a step is shown besides its rule, redex and result. */
export type Section = 'context' | 'premises' | 'store' | 'stacks' | 'threads';
/** All of it. */
export const SECTIONS: readonly Section[] = ['context', 'premises', 'store', 'stacks', 'threads'];
/** How records are written. */
export interface Format {
  /** columns */
  readonly width: number;
  /** the name of the source in places */
  readonly file: string;
  /** one line a step */
  readonly brief: boolean;
  readonly sections: ReadonlySet<Section>;
}

const NUMBER = 5, INDENT = 7, GUTTER = 6, PREMISE = 52, RULE = 26;

// ── terms ────────────────────────────────────────────────────────────────────────────────────────────
const valueTokens = ({ hidden, vals }: Values, style: Style): readonly Token[] =>
  [...(hidden > 0 ? ['…'] : []), ...vals.map(showValue)].map((text) => token(text, style));
const instrTokens = ({ instrs, more }: Instrs, style: Style): readonly Token[] =>
  [...instrs, ...(more ? ['…'] : [])].map((text) => token(text, style));
const partTokens = (style: Style) => ({ text, before }: Part): readonly Token[] =>
  [...valueTokens(before, style), token(`${text} ›`, style)];
const termTokens = ({ parts, vals, es }: Term, style: Style): readonly Token[] => {
  const tokens = [...parts.flatMap(partTokens(style)), ...valueTokens(vals, style), ...instrTokens(es, style)];
  // The last part may have nothing in its hole: label₀ › ε
  return vals.vals.length + es.instrs.length > 0 ? tokens : [...tokens, token('ε', style)];
};
/** ⟦ redex ⟧; a line is not broken beside the brackets */
const redexTokens = ({ redex }: Pick<Step, 'redex'>): readonly Token[] => termTokens(redex, 'redex').map(({ text, style }, i, { length }) =>
  token(`${i === 0 ? '⟦ ' : ''}${text}${i === length - 1 ? ' ⟧' : ''}`, style));
const contextTokens = ({ context, before }: Step): readonly Token[] =>
  [...context.flatMap(partTokens('faint')), ...valueTokens(before, 'faint')];
/** The context with the redex in it; on lines of their own if both do not fit into one. */
const contextLines = (step: Step, { width, sections }: Format): readonly Line[] => {
  const outside = sections.has('context') ? contextTokens(step) : [], inside = [...redexTokens(step), ...instrTokens(step.after, 'faint')];
  const whole = paragraph(indentBy(INDENT), [...outside, ...inside], width, INDENT + 2);
  if (whole.length === 1 || outside.length === 0) return whole;
  return [...paragraph(indentBy(INDENT), outside, width, INDENT + 2), ...paragraph(indentBy(INDENT + 2), inside, width, INDENT + 4)];
};
const resultTokens = ({ result }: Pick<Step, 'result'>): readonly Token[] => [token('↪', 'result'), ...termTokens(result, 'result')];

// ── places ───────────────────────────────────────────────────────────────────────────────────────────
/** A place as a person reads it: file, line and column, and the function. */
export const placeText = ({ at, func }: Place, file: string): string =>
  [at === null ? '' : showPositionIn(file, at), func === null ? '' : `in ${func}`].filter((text) => text !== '').join(' ');
const placeTokens = (place: Place, file: string): readonly Token[] => {
  const text = placeText(place, file);
  return text === '' ? [] : [token(text, 'place')];
};
const indentBy = (n: number): Token => token(' '.repeat(n));
const head = (n: number): string => `${String(n).padStart(NUMBER)}  `;

// ── sections ─────────────────────────────────────────────────────────────────────────────────────────
const gutter = (word: string): Token => token(`${' '.repeat(INDENT)}${word.padEnd(GUTTER)}`, 'faint');
/** Lines under a word in the gutter. */
const under = (word: string, tokens: readonly Token[], { width }: Format): readonly Line[] =>
  paragraph(gutter(word), tokens, width, INDENT + GUTTER + 2);

/** A text that may be broken between the parts of a context; if it is long, as types of structures may be, between other parts as well. */
const inParts = (text: string): readonly Token[] => text.split(/(?<=›) |(?<=.{60}\)) (?=\()/u).map((part) => token(part));
const premiseTokens = ({ text, name, witness }: Premise): readonly Token[] => [
  token(witness === null ? text : text.padEnd(PREMISE), 'faint'),
  ...(witness === null ? [] : inParts(name === null ? witness : `${name} = ${witness}`)),
];
/** Actions in order; a line is broken between them only. */
const actionTokens = (actions: readonly Action[]): readonly Token[] =>
  actions.map((action, i) => token(i < actions.length - 1 ? `${showAction(action)},` : showAction(action), 'change'));
/** Premises in order, the first after `if`. */
const premiseLines = (premises: readonly Premise[], format: Format): readonly Line[] =>
  premises.flatMap((premise, i) => under(i === 0 ? 'if' : 'and', premiseTokens(premise), format));

const changeTokens = ({ where, name, from, to }: Change): readonly Token[] => {
  const called = name === null ? '' : ` ${name}`;
  if (from !== null) return [token(`${where}${called}:`, 'change'), token(from), token('→'), token(to, 'change')];
  const [, store = '', instance = where] = /^(S\.\w+)(?=(\[.*))/u.exec(where) ?? []; // S.conts[1] as S.conts += conts[1]
  return [token(`${store} += ${store.slice(2)}${instance}${called}:`, 'change'), token(to)];
};
const changeLines = (changes: readonly Change[], format: Format): readonly Line[] =>
  changes.flatMap((change) => under(change.where.startsWith('F.') ? 'frame' : 'store', changeTokens(change), format));

const stackTokens = (stacks: readonly Stack[]): readonly Token[] => stacks.flatMap((stack, i) => [
  ...(i === 0 ? [] : [token(`│ prompt{${stack.prompt ?? ''}} │`, 'faint')]),
  token(showFunctions([stack])),
]);
const continuationTokens = (continuation: Continuation, file: string): readonly Token[] => [
  token(`${continuation.a}: ${showContinuation(continuation, file)}`, 'faint'),
  ...(continuation.heldBy.length === 0 ? [] : [token(`(held by ${continuation.heldBy.join(', ')})`, 'faint')]),
];
/** Numbers in ascending order with runs together: `0–3, 5`. */
const ranges = (ns: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const n of ns) {
    const last = runs.at(-1);
    if (last?.[1] === n - 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([first, last]) => first === last ? String(first) : `${first}–${last}`).join(', ');
};
const continuationLines = ({ detached, consumed, older }: Continuations, format: Format): readonly Line[] => [
  ...detached.map((continuation) => continuationTokens(continuation, format.file)),
  ...(consumed.length === 0 ? [] : [[token(`${ranges(consumed)}: consumed${older > 0 ? `, and ${older} older ones` : ''}`, 'faint')]]),
].flatMap((tokens, i) => under(i === 0 ? 'conts' : '', tokens, format));

const actionLines = ({ actions, queues }: Step, format: Format): readonly Line[] => [
  ...(actions.length === 0 ? [] : under('acts', actionTokens(actions), format)),
  ...queues.flatMap((queue) => under('queue', queueTokens(queue), format)),
];

// ── records ──────────────────────────────────────────────────────────────────────────────────────────
/** A term with its outermost part, the values and the first instruction. */
const briefTerm = ({ parts, vals, es: { instrs, more } }: Term): Term => {
  const [outermost, ...others] = parts, between = others.length > 0 ? [{ kind: 'folded', text: '…', before: NONE } as const] : [];
  return {
    parts: outermost === undefined ? [] : [outermost, ...between], vals,
    es: { instrs: instrs.slice(0, 1), more: more || instrs.length > 1 },
  };
};
const NONE: Values = { hidden: 0, vals: [] };
/** The columns that are left to a rewriting beside actions. */
const REWRITING = 16;
/** `⟦ redex ⟧ ↪ result`, cut where it must be: the result has a third of the width at least. */
const briefRewriting = (step: Step, width: number): Line => {
  const redex = redexTokens({ ...step, redex: briefTerm(step.redex) }), result = resultTokens({ ...step, result: briefTerm(step.result) });
  const room = width - Math.min(widthOf(result) + result.length, Math.ceil(width / 3));
  const left = cut(redex, room);
  return [...left, token(' '), ...cut(result, width - widthOf(left) - 1)];
};
const briefLine = (step: Step, { width, sections }: Format): Line => {
  const { at, func } = step.place, place = [at === null ? '' : showPosition(at), func ?? ''].join(' ').trim();
  const left = [token(head(step.n)), ...laneTokens(step), token(step.rule.padEnd(RULE), 'rule'), token(' ')];
  const right = token(place, 'place'), room = width - widthOf([...left, right]) - 2;
  if (!sections.has('threads') || step.actions.length === 0) return spread([...left, ...briefRewriting(step, room)], [right], width);
  const acts = cut([token(step.actions.map(showAction).join(', '), 'change')], room - REWRITING - 2);
  return spread([...left, ...briefRewriting(step, room - widthOf(acts) - 2)], [...acts, token('  '), right], width);
};
const stepLines = (step: Step, format: Format): readonly Line[] => {
  if (format.brief) return [briefLine(step, format)];
  const { sections, width, file } = format;
  return [
    spread([token(head(step.n)), ...laneTokens(step), token(step.rule, 'rule')], placeTokens(step.place, file), width),
    ...contextLines(step, format),
    ...paragraph(indentBy(INDENT), resultTokens(step), width, INDENT + 2),
    ...(sections.has('premises') ? premiseLines(step.premises, format) : []),
    ...(sections.has('store') ? changeLines(step.changes, format) : []),
    ...(sections.has('stacks') && step.stacks !== null ? under('stack', stackTokens(step.stacks), format) : []),
    ...(sections.has('stacks') && step.continuations !== null ? continuationLines(step.continuations, format) : []),
    ...(sections.has('threads') ? actionLines(step, format) : []),
    [],
  ];
};

const gapText = ({ steps, why }: Gap): string =>
  `${counted(steps, 'step')} ${why === 'instantiation' ? 'of instantiation hidden (see --instantiation)' : `hidden by --${why}`}`;
const gapLines = (gap: Gap, { brief }: Format): readonly Line[] =>
  [[token(`${'⋮'.padStart(NUMBER)}  ${gapText(gap)}`, 'faint')], ...(brief ? [] : [[]])];

const phaseLines = ({ phase, what, why, args }: Phase, { brief }: Format): readonly Line[] => {
  const verb = phase === 'instantiation' ? 'runs' : 'calls', given = args.length === 0 ? '' : ` with ${args.map(showValue).join(' ')}`;
  return [[token(`${verb} `), token(what, 'rule'), token(`${given} (${why})`)], ...(brief ? [] : [[]])];
};

const fairLine = (turns: number): Line =>
  [token(`the schedule ends here, after ${counted(turns, 'turn')}: from now on every thread moves in turn`, 'rule')];

const typedList = (vals: readonly Value[]): string => vals.map(showTyped).join(', ');
/** How a run ended: `values: i32 6`, `trap: unreachable`. */
export const showEnded = (outcome: Ended): string => {
  switch (outcome.kind) {
    case 'values': return `values: ${typedList(outcome.vals) || 'none'}`;
    case 'trap': return `trap: ${outcome.why}`;
    case 'exception': return `uncaught exception ${outcome.tag}${outcome.payload.length === 0 ? '' : ': '}${typedList(outcome.payload)}`;
    case 'suspension': return `unhandled tag ${outcome.tag}: no prompt handles this ${outcome.by}`;
    case 'call stack exhausted': return `call stack exhausted: more than ${outcome.limit} frames`;
    case 'out of memory': return `out of memory: the store would have more than ${outcome.limit} cells (--cells)`;
    case 'deadlock': return 'deadlock: nobody is left to wake those that wait';
    case 'out of fuel': return `out of fuel after ${counted(outcome.fuel, 'step')} (--fuel)`;
    case 'stuck': return `stuck: ${outcome.rule} does not apply, for not: ${outcome.premise}`;
  }
};
const endLines = ({ steps, shown, outcome, place, thread, threads }: End, { file }: Format): readonly Line[] => {
  const isGood = outcome.kind === 'values', isDeadlock = outcome.kind === 'deadlock', at = placeText(place, file);
  const where = isGood || isDeadlock || at === '' ? [] : [token(`, at ${at}`)];
  const made = `${counted(steps, 'step')}${threads === 1 ? '' : ` of ${counted(threads, 'thread')}`}`;
  const who = threads === 1 || isDeadlock ? '' : `T${thread}: `;
  return [
    [token(steps === shown ? made : `${made}, ${shown} shown`)],
    [token(`${who}${showEnded(outcome)}`, isGood ? 'good' : 'bad'), ...where],
    ...(isDeadlock ? outcome.waiting.map((waiter): Line => [token(`  ${showWaiter(waiter, file)}`)]) : []),
  ];
};

const explanationLines = ({ n, rule, place, term, premises, fails }: Explanation, format: Format): readonly Line[] => [
  spread(
    [token(head(n)), token(rule, 'rule'), token(fails === null ? ' applies' : ' does not apply')],
    placeTokens(place, format.file), format.width,
  ),
  ...paragraph(indentBy(INDENT), termTokens(term, 'plain'), format.width, INDENT + 2),
  ...premiseLines(premises, format),
  ...(fails === null ? [] : under('not', [token(fails, 'bad')], format)),
  [],
];

/** The lines of a record. */
export const linesOf = (record: TraceRecord, format: Format): readonly Line[] => {
  switch (record.kind) {
    case 'header': return [];
    case 'phase': return phaseLines(record, format);
    case 'gap': return gapLines(record, format);
    case 'turn': return format.brief || !format.sections.has('threads') ? [] : turnLines(record, format.width);
    case 'fair': return [fairLine(record.turns), ...(format.brief ? [] : [[]])];
    case 'step': return stepLines(record, format);
    case 'end': return endLines(record, format);
    case 'explanation': return explanationLines(record, format);
  }
};
