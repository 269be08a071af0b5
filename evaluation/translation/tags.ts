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
import { arrayNewFixed, nullOf, read, structNew } from './code.ts';
import { T } from './driver.ts';
import { importedControl } from './layout.ts';
import { globalOnce, typeOnce } from './plan.ts';
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
 * ⟦hdl*⟧ = {first $e₁, more $e₂*, switches $e′*}
 *   — if (on $e₁ l₁) (on $e₂ l₂)* are those of hdl* with a label, and (on $e′ switch)* the others
 * ```
 */
export const handlers = (plan: MutablePlan, hdls: readonly Hdl[]): number => {
  const tagsOf = (wanted: Hdl['kind']): readonly number[] => hdls.flatMap(({ kind, x }) => kind === wanted ? [x] : []);
  const on = tagsOf('on'), switches = tagsOf('switch');
  const [first, ...more] = on;
  return globalOnce(plan, `handlers ${on.join()};${switches.join()}`, idxRef(T.handlers, false), () => [
    first === undefined ? nullOf(T.tag) : read(controlTag(plan, first)),
    ...tagList(plan, more), ...tagList(plan, switches), structNew(T.handlers),
  ]);
};
