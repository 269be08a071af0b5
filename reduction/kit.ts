/**
 * The rule kit. A reduction rule is a *record*: its name, the instruction at its head, its premises (each a line with a name for its
 * witness, the text of the specification and the function that finds the witness) and its conclusion.
 *
 * ```
 *   premise₁ … premiseₙ
 *   ─────────────────── name          a premise may use the witnesses of those before it
 *        z ↪ z′
 * ```
 *
 * The chain is written like a do-block (`so` is fp-ts's `bind`), but it is data: nothing runs while it is built, so a tool can list the
 * premises, and `apply` is one loop without an allocation per premise. A premise that fails answers with a constant made when the rule was
 * defined, so running, explaining and exploring call the same function.
 * @module
 */
import type { Action } from '../semantics/runtime/actions.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Code, RunInstrOf, RunOp } from '../semantics/runtime/code.ts';
import type { FrameSeg, H, Handler, Label, PromptSeg, Seg, Vals } from '../semantics/runtime/contexts.ts';

/** “rule `rule` does not apply, because `premise` fails” */
export class Blocked {
  readonly rule: string;
  readonly premise: string;
  /** Of a rule and the text of its premise. */
  constructor(rule: string, premise: string) {
    this.rule = rule;
    this.premise = premise;
  }
}

// ── the relations of the specification, by what a rule may look at and what it may change ────────────
declare const next: unique symbol;
/** The outcome of a rule that keeps the store; only `to`, `into…` and `outOf…` make one. */
export interface Next {
  readonly [next]: true;
}
/** Marks the configuration that the rule was given: a private member does not survive `{ ...z, S: S′ }`, so no copy passes for it. */
declare class GivenConfig {
  private readonly given: true;
}
/** The relations of the specification. */
export interface Relations {
  /** `instr* ↪ instr*` sees neither store nor frame */
  readonly Step_pure: { readonly sees: Pick<Config, 'vs' | 'es' | 'H' | 'P'> & GivenConfig; readonly gives: Next };
  /** `S; F; instr* ↪ instr*` reads them */
  readonly Step_read: { readonly sees: Config & GivenConfig; readonly gives: Next };
  /** `S; F; instr* ↪ S′; F′; instr*` */
  readonly Step: { readonly sees: Config & GivenConfig; readonly gives: Config | Next };
}
/** The name of a relation. */
export type Relation = keyof Relations;
type Sees<R extends Relation> = Relations[R]['sees'];
/** What every rule sees. */
export type Kept = Sees<'Step_pure'>;
const kept = (z: Kept): Config => z as Kept & Config; // every view is the configuration, behind a narrower type:
const made = (z: Config): Next => z as Config & Next; // the relations cost nothing at run time

/** `vs′ es′` in the same context */
export const to = (z: Kept, vs: Vals, es: Code): Next => {
  const { S, T, F, P, H } = kept(z);
  return made({ S, T, F, P, H, vs, es });
};
/** `S′; F; vs′ es′` in the same context */
export const changed = ({ T, F, P, H }: Config, S: Config['S'], vs: Vals, es: Code): Config => ({ S, T, F, P, H, vs, es });
/** `S; F′; vs′ es′` in the same context */
export const framed = ({ S, T, P, H }: Config, F: Config['F'], vs: Vals, es: Code): Config => ({ S, T, F, P, H, vs, es });
/** `T′; vs′ es′` in the same context */
export const inThread = ({ S, F, P, H }: Config, T: Config['T'], vs: Vals, es: Code): Config => ({ S, T, F, P, H, vs, es });
/** `vs′ es′` in a new label, handler or frame inside the context; a new frame comes with F′ */
export const into = (z: Kept, H: Label | Handler, vs: Vals, es: Code): Next => {
  const { S, T, F, P } = kept(z);
  return made({ S, T, F, P, H, vs, es });
};
/** `vs′ es′` inside a new frame, whose own state is F */
export const intoFrame = (z: Kept, F: Config['F'], H: Seg, vs: Vals, es: Code): Next => {
  const { S, T, P } = kept(z);
  return made({ S, T, F, P, H, vs, es });
};
/** `vs′ es′` outside the innermost label or handler */
export const outOf = (z: Kept, seg: Label | Handler, vs: Vals, es: Code): Next => {
  const { S, T, F, P } = kept(z);
  return made({ S, T, F, P, H: seg.next, vs, es });
};
/** `vs′ es′` outside the innermost frame */
export const outOfFrame = (z: Kept, f: FrameSeg, vs: Vals, es: Code): Next => {
  const { S, T, P } = kept(z);
  return made({ S, T, F: f.d === 1 && P !== null ? P.F : f.F, P, H: f.next, vs, es });
};
/** `vs′ es′` outside the innermost prompt */
export const outOfPrompt = (z: Kept, p: PromptSeg, vs: Vals, es: Code): Next => {
  const { S, T } = kept(z);
  return made({ S, T, F: p.F, P: p.next, H: p.H, vs, es });
};

/** the innermost part of H, if it is a label */
export const theLabel = (H: H): Label | undefined => H?.tag === 'label' ? H : undefined;
/** the innermost part of H, if it is a frame */
export const theFrame = (H: H): FrameSeg | undefined => H?.tag === 'frame' ? H : undefined;
/** the innermost part of H, if it is an exception handler */
export const theHandler = (H: H): Handler | undefined => H?.tag === 'handler' ? H : undefined;
/** the innermost prompt, if nothing stands between it and the hole */
export const thePrompt = (z: Kept): PromptSeg | undefined => z.H === null && z.P !== null ? z.P : undefined;

// ── rules ────────────────────────────────────────────────────────────────────────────────────────────
/** What a premise may find: anything but a truth value (those are for `iff`). */
export type Witness = object | number | bigint | string;
/** A premise, as data. */
export interface Premise {
  readonly name: string | undefined;
  readonly text: string;
  readonly find: (b: never) => Witness | boolean | undefined;
  readonly fails: Blocked;
}
/** A rule, with the instruction at its head. */
export interface Rule<T extends RunOp> {
  readonly id: `${Relation}/${string}`;
  readonly relation: Relation;
  readonly on: T;
  readonly premises: readonly Premise[];
  /** what other threads can see of the step; none if it is left out */
  readonly actions: ((b: never) => readonly Action[]) | undefined;
  readonly conclusion: (b: never) => Config | Next;
  /** z ↪ z′, or the first premise that fails */
  readonly apply: (z: Config, e: RunInstrOf<T>) => Config | Next | Blocked;
}
/** A rule in the making: the witnesses B have been found. */
export interface Given<R extends Relation, T extends RunOp, B> {
  /** A premise with a witness: `name` is what the later premises and the conclusion call it; undefined = there is none. */
  so<K extends string, W extends Witness>(
    name: Exclude<K, keyof B>, text: string, find: (b: B) => W | undefined,
  ): Given<R, T, B & { readonly [k in K]: W }>;
  /** A side condition. */
  iff(text: string, holds: (b: B) => boolean): Given<R, T, B>;
  /** The label of the step: its actions on what threads share. */
  acts(actions: (b: B) => readonly Action[]): Labelled<R, T, B>;
  /** The conclusion. */
  gives(conclusion: (b: B) => Relations[R]['gives']): Rule<T>;
}
/** A rule that lacks its conclusion only. */
export interface Labelled<R extends Relation, T extends RunOp, B> {
  /** The conclusion. */
  gives(conclusion: (b: B) => Relations[R]['gives']): Rule<T>;
}
type Bindings = { readonly z: Config; readonly e: unknown; [name: string]: unknown };

const given = <R extends Relation, T extends RunOp, B>(
  relation: R, id: Rule<T>['id'], on: T, premises: readonly Premise[],
): Given<R, T, B> => ({
  so: (name, text, find) => given(relation, id, on, [...premises, { name, text, find, fails: new Blocked(id, text) }]),
  iff: (text, find) => given(relation, id, on, [...premises, { name: undefined, text, find, fails: new Blocked(id, text) }]),
  acts: actions => ({ gives: conclusion => concluded(relation, id, on, premises, actions, conclusion) }),
  gives: conclusion => concluded(relation, id, on, premises, undefined, conclusion),
});
const concluded = <T extends RunOp, B>(
  relation: Relation, id: Rule<T>['id'], on: T, premises: readonly Premise[],
  actions: ((b: B) => readonly Action[]) | undefined, conclusion: (b: B) => Config | Next,
): Rule<T> => {
  const end = conclusion as Rule<T>['conclusion'], label = actions as Rule<T>['actions'];
  return { id, relation, on, premises, actions: label, conclusion: end, apply: applying(premises, end) };
};
const applying = (premises: readonly Premise[], conclusion: (b: never) => Config | Next) =>
  (z: Config, e: unknown): Config | Next | Blocked => {
    const b: Bindings = { z, e }; // the one object that applying a rule allocates
    const fails = bind(premises, b);
    return fails ?? conclusion(b as never);
  };
/** Finds the witnesses of all premises, up to the first that fails. */
const bind = (premises: readonly Premise[], b: Bindings): Blocked | undefined => {
  for (let i = 0; i < premises.length; i++) {
    const p = premises[i] as Premise, w = p.find(b as never);
    if (w === undefined || w === false) return p.fails;
    if (p.name !== undefined) b[p.name] = w;
  }
  return undefined;
};
/** The actions of the step that the rule makes from z; undefined if it does not apply. */
export const actionsBy = ({ premises, actions }: AnyRule, z: Config): readonly Action[] | undefined => {
  const b: Bindings = { z, e: z.es.e };
  return bind(premises, b) === undefined ? actions?.(b as never) ?? [] : undefined;
};
const relation = <R extends Relation>(r: R) =>
  <T extends RunOp>(name: string, on: T): Given<R, T, { readonly z: Sees<R>; readonly e: RunInstrOf<T> }> =>
    given(r, `${r}/${name}`, on, []);

/** Begins a rule of `Step_pure`. */
export const pure: ReturnType<typeof relation<'Step_pure'>> = relation('Step_pure');
/** Begins a rule of `Step_read`. */
export const read: ReturnType<typeof relation<'Step_read'>> = relation('Step_read');
/** Begins a rule of `Step`. */
export const step: ReturnType<typeof relation<'Step'>> = relation('Step');

/** A rule, whatever its head. */
export type AnyRule = Pick<Rule<RunOp>, 'id' | 'relation' | 'on' | 'premises' | 'actions'> & {
  readonly conclusion: (b: never) => Config | Next;
  readonly apply: (z: Config, e: never) => Config | Next | Blocked;
};
