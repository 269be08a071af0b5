/**
 * The translation of accesses to locals. A local that a frame keeps has null in it before anything else, also if its type has none.
 * @module
 */
import type { InstrOf } from '../../syntax/instructions.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import type { MutableBody } from './body.ts';
import { emit, need, pop, push } from './body.ts';
import { known } from './calls.ts';
import { asNonNull } from './code.ts';

/** local.get, local.set, local.tee */
export const emitLocal = (S: MutableBody, e: InstrOf<'local.get' | 'local.set' | 'local.tee'>, it: InstrType): void => {
  const type = S.C.locals.at(e.x)?.type, kept = S.version === 're-entry' || (S.version === 'inside' && e.x >= S.parameters);
  need(S, it.params.length);
  emit(S, S.firstLocal === 0 ? e : { ...e, x: S.firstLocal + e.x });
  if (kept && e.op !== 'local.set' && typeof type === 'object' && !type.nullable) emit(S, asNonNull);
  pop(S, it.params.length);
  push(S, known(it.results));
};
