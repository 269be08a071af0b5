/**
 * The small step of translated modules: what the evaluator gives the host, run by the rules.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { DRIVER_TRAPS, UNHANDLED } from '../evaluation/host/traps.ts';
import { controlName, DRIVER_MODULE, driverExport, translate } from '../evaluation/translation/modules.ts';
import { driver, T } from '../evaluation/translation/driver.ts';
import { withYielding } from '../evaluation/translation/yielding.ts';
import { allocglobal } from '../reduction/allocation.ts';
import { exportsOf } from '../reduction/linking.ts';
import { fromArray, get } from '../semantics/data/vector.ts';
import { defaultOf } from '../semantics/runtime/defaults.ts';
import type { ExternAddr } from '../semantics/runtime/frames.ts';
import type { FieldVal } from '../semantics/runtime/values.ts';
import { i32, NULL, refCont, refStruct } from '../semantics/runtime/values.ts';
import { addStruct, withGlobal } from '../semantics/runtime/updates.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { validate } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { alloctypes } from '../semantics/types/deftypes.ts';
import { asStruct } from '../semantics/types/expansion.ts';
import type { Module } from '../syntax/modules.ts';
import type { Dialect, MutableState } from './small-step.ts';

/** The type of continuations, translated. */
const CONT: DefType = ((): DefType => {
  const dt = alloctypes(driver.types)[T.cont];
  if (dt === undefined) throw new RangeError('the driver has a type of continuations');
  return dt;
})();

/** A translation that is not valid is a mistake of the translator. */
const validated = (module: Module): ValidModule => {
  const valid = validate(module);
  if (E.isLeft(valid)) throw new Error(`the translation of a valid module is not valid: ${valid.left.message}`);
  return valid.right;
};
const imported = ({ imports }: Module): number => imports.filter(({ type }) => type.kind === 'func').length;

/** The names of the driver, if a module has defined it. */
const driverNames = ({ instances }: MutableState): ReadonlyMap<string, ExternAddr> | undefined => {
  const prefix = driverExport('');
  for (const inst of instances.values()) {
    const items = [...exportsOf(inst)].filter(([name]) => name.startsWith(prefix) && !name.startsWith(controlName('')));
    if (items.length > 0) return new Map(items.map(([name, addr]) => [name.slice(prefix.length), addr]));
  }
  return undefined;
};
const register = (state: MutableState, name: string): ExternAddr | undefined => state.names.get(DRIVER_MODULE)?.get(name);
const valueOf = (state: MutableState, name: string): unknown => {
  const addr = register(state, name);
  return addr === undefined ? undefined : get(state.S.globals, addr.a)?.value.c;
};

/** The control tag of a tag that a module exports which knows nothing of them. */
const newControl = (state: MutableState, dt: DefType): ExternAddr => {
  const fields = (asStruct(dt)?.fields ?? []).map(({ storage }): FieldVal =>
    storage === 'i8' || storage === 'i16' ? { t: storage, c: 0 } : defaultOf(storage) ?? NULL);
  const ref = refStruct(state.S.structs.n), S = addStruct(state.S, { type: dt, fields: fromArray(fields) });
  const [S1, a] = allocglobal(S, { sharing: 'unshared', mutable: false, type: { kind: 'ref', nullable: false, heap: dt } }, ref);
  state.S = S1;
  return { kind: 'global', a };
};
/** Sees to it that the control tags and the driver that a module imports can be found. */
const provide = (state: MutableState, { module, imports }: ValidModule): void => module.imports.forEach((im, i) => {
  const found = driverNames(state);
  if (im.module === DRIVER_MODULE && found !== undefined) state.names.set(DRIVER_MODULE, found);
  const prefix = controlName(''), wanted = imports[i];
  if (!im.module.startsWith(prefix) || wanted?.kind !== 'global' || typeof wanted.type.type !== 'object') return;
  const { heap } = wanted.type.type, exported = state.names.get(im.module.slice(prefix.length))?.get(controlName(im.name));
  const addr = exported ?? (heap.kind === 'def' ? newControl(state, heap) : undefined);
  if (addr !== undefined) state.names.set(im.module, new Map([...state.names.get(im.module) ?? [], [im.name, addr]]));
});

const tagNamed = (state: MutableState): string => {
  const control = valueOf(state, 'TAG');
  for (const [module, exports] of state.names) for (const [name, { kind, a }] of exports) {
    if (kind === 'global' && name.startsWith(controlName('')) && get(state.S.globals, a)?.value.c === control) {
      return `${module}.${name.slice(controlName('').length)}`;
    }
  }
  return 'without a name';
};

/** Registers that are about one call of the embedder. */
const ABOUT_CALLS = ['IN', 'SIG', 'TRAP'];
/**
 * Translated modules, in the order in which they are instantiated; the first one that needs the driver has it.
 * @param mutate - what is done to translations before they run: nothing, but for planted bugs
 */
export const translated = (mutate: (module: Module) => Module = (module) => module): Dialect => ({
  prepare: (state, valid) => {
    const { module: made } = translate(valid, driverNames(state) === undefined ? 'own' : 'import');
    const [yielding, around] = withYielding(made), module = mutate(yielding), of = new Map([...around].map(([x, y]) => [y, x]));
    const run = validated(module);
    provide(state, run);
    const before = imported(valid.module), added = imported(module) - before, all = before + valid.module.funcs.length;
    const own = (x: number): number | undefined =>
      x < before ? x : x - added >= before && x - added < all ? x - added : undefined;
    return [run, (x) => of.get(x) ?? (around.has(x) ? undefined : own(x))];
  },
  enter: (state) => {
    const found = driverNames(state);
    if (found !== undefined) state.names.set(DRIVER_MODULE, found);
    for (const name of ABOUT_CALLS) {
      const addr = register(state, name), global = addr && get(state.S.globals, addr.a);
      if (addr !== undefined && global !== undefined) state.S = withGlobal(state.S, addr.a, { ...global, value: i32(0) });
    }
  },
  leave: (state, S) => {
    for (const name of ABOUT_CALLS) {
      const addr = register(state, name), before = addr && get(S.globals, addr.a);
      if (addr !== undefined && before !== undefined) state.S = withGlobal(state.S, addr.a, before);
    }
  },
  trapped: (state, why) => {
    const noted = valueOf(state, 'TRAP');
    if (noted === UNHANDLED) return { kind: 'suspension', tag: tagNamed(state), by: valueOf(state, 'SIG') === 2 ? 'switch' : 'suspend' };
    return { kind: 'trap', whys: [DRIVER_TRAPS.get(noted) ?? why] };
  },
  seen: (S, ref) => {
    if (ref.t !== 'ref.struct') return ref;
    return get(S.structs, ref.c)?.type.lineage.includes(CONT) === true ? refCont(ref.c) : ref;
  },
});
