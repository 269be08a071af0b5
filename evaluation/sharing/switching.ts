/**
 * What a module has to do with shared continuations: whether its shared functions may be captured in one, and on which shared tags there
 * are suspensions.
 * @category Evaluation: sharing
 * @module
 */
import { instructionsIn } from '../../syntax/bodies.ts';
import type { Instr } from '../../syntax/instructions.ts';
import type { ExternType, ValType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { heapShared } from '../../semantics/types/sharing.ts';

/** What it has to do with them. */
export interface Switching {
  readonly migrates: boolean;
  /** indices of shared tags, in order */
  readonly tags: readonly number[];
}

/** The control tags that an instruction names. */
const tagsIn = (e: Instr): readonly number[] => {
  switch (e.op) {
    case 'suspend': case 'switch': return [e.x];
    case 'resume': case 'resume_throw': case 'resume_throw_ref': return e.hdls.map(({ x }) => x);
    default: return [];
  }
};
const isShared = ({ context: { types } }: ValidModule, x: number): boolean => types.at(x)?.sub.shared === true;
const isSharedTag = ({ context: { tags } }: ValidModule, x: number): boolean => tags.at(x)?.sub.shared === true;
const isOnShared = (valid: ValidModule, e: Instr): boolean => {
  switch (e.op) {
    case 'cont.new': case 'cont.bind': case 'resume': case 'resume_throw': case 'resume_throw_ref': case 'switch':
      return isShared(valid, e.ct);
    default: return tagsIn(e).some((x) => isSharedTag(valid, x));
  }
};
/** Whether an instruction calls a shared function that it does not name. */
const callsShared = (valid: ValidModule, e: Instr): boolean => {
  switch (e.op) {
    case 'call_ref': case 'return_call_ref': case 'call_indirect': case 'return_call_indirect': return isShared(valid, e.y);
    default: return false;
  }
};

const isSharedRef = (t: ValType<DefType>): boolean => typeof t === 'object' && heapShared(t.heap);
/** Whether shared references pass by what is imported or exported. */
const passes = (xt: ExternType<DefType>): boolean => {
  switch (xt.kind) {
    case 'func': case 'tag': {
      const ft = asFunc(xt.type);
      return ft === undefined || [...ft.params, ...ft.results].some(isSharedRef);
    }
    case 'table': return heapShared(xt.type.ref.heap);
    case 'global': return isSharedRef(xt.type.type);
    case 'mem': return false;
  }
};

/** What a module has to do with shared continuations. Imported functions that are known never to suspend are steady. */
export const switchingOf = (valid: ValidModule, isSteady: (i: number) => boolean): Switching => {
  const { imports, exports } = valid, tags = new Set<number>();
  const callsOthers = imports.some((xt, i) => xt.kind === 'func' && xt.type.sub.shared && !isSteady(i));
  const isOpen = imports.some(passes) || exports.some(passes);
  let migrates = callsOthers;
  for (const e of instructionsIn(valid.module.funcs.map(({ body }) => body))) {
    for (const x of tagsIn(e)) if (isSharedTag(valid, x)) tags.add(x);
    migrates ||= isOnShared(valid, e) || (isOpen && callsShared(valid, e));
  }
  return { migrates, tags: [...tags].sort((x, y) => x - y) };
};
