/**
 * Control tags, and the handlers of a resume. They are globals that never change.
 * ```rule
 * ⟦tag $e⟧ = global $e = $tag_$ft{null}
 *   — if $e : $ft
 * ```
 * An exception has no results; for those that a suspension throws or catches there is a tag of the host besides.
 * @module
 */
import type { Expr, Hdl } from '../../syntax/instructions.ts';
import type { TypeIdx } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { arrayNewFixed, i32, nullOf, read, structNew } from './code.ts';
import { T } from './driver.ts';
import { importedControl } from './layout.ts';
import { defineFunc, globalOnce, reserveOnce, slotOf, typeOnce } from './plan.ts';
import { typeIdx } from './types.ts';
import type { MutablePlan } from './plan.ts';

const SUPER: readonly TypeIdx[] = [{ kind: 'idx', x: T.tag }];
/** The type of the control tags that stand for tags of the source's type x. */
export const controlType = (plan: MutablePlan, x: number): number =>
  typeOnce(plan, { kind: 'struct', fields: [{ mutable: false, storage: idxRef(typeIdx(x), true) }] }, SUPER);
/** The global that holds the control tag of the tag x. */
export const controlTag = (plan: MutablePlan, x: number): number => {
  const { imported } = plan.layout.tags, tag = plan.valid.module.tags[x - imported];
  if (tag === undefined) return importedControl(plan, x);
  const type = controlType(plan, tag.type.x);
  return globalOnce(plan, `tag ${x}`, idxRef(type, false), () => [nullOf(typeIdx(tag.type.x)), structNew(type)]);
};

const NONE: Expr = [nullOf(T.tags)];
const tagList = (plan: MutablePlan, tags: readonly number[]): Expr =>
  tags.length === 0 ? NONE : [...tags.map((x) => read(controlTag(plan, x))), arrayNewFixed(T.tags, tags.length)];
/**
 * The global that holds the handlers of a resume.
 * ```rule
 * ⟦hdl*⟧ = {first $e₁, more $e₂*, switches $e′*, slot s}
 *   — if (on $e₁ l₁) (on $e₂ l₂)* are those of hdl* with a label, and (on $e′ switch)* the others
 *   — and s is the slot of a function that returns the handlers, or −1 if no shared continuation can stand at the resume
 * ```
 */
export const handlers = (plan: MutablePlan, hdls: readonly Hdl[], migrates: boolean): number => {
  const tagsOf = (wanted: Hdl['kind']): readonly number[] => hdls.flatMap(({ kind, x }) => kind === wanted ? [x] : []);
  const on = tagsOf('on'), switches = tagsOf('switch');
  const [first, ...more] = on, key = `handlers ${on.join()};${switches.join()}${migrates ? ' anywhere' : ''}`;
  const reader = migrates ? reserveOnce(plan, key) : undefined;
  const global = globalOnce(plan, key, idxRef(T.handlers, false), () => [
    first === undefined ? nullOf(T.tag) : read(controlTag(plan, first)),
    ...tagList(plan, more), ...tagList(plan, switches), ...reader === undefined ? [i32(-1)] : slotOf(plan, reader), structNew(T.handlers),
  ]);
  if (reader !== undefined) defineFunc(plan, reader, {
    type: typeOnce(plan, { kind: 'func', params: [], results: [idxRef(T.handlers, false)] }), locals: [], body: [read(global)], at: NOWHERE,
  });
  return global;
};
