/**
 * What can be captured: which functions can be on the stack during a suspension, by the call graph.
 *
 * ```rule
 * f may suspend
 * — if f contains suspend, switch, resume, resume_throw or resume_throw_ref
 *
 * f may suspend
 * — if f calls g, and g may suspend or is imported
 *
 * f may suspend
 * — if f calls a reference or a table at a type $ft, and there may be a function g : $ft there that may suspend
 * ```
 * Which functions may be there is known if no reference passes into the module or out of it. All others stay as they are.
 * @module
 */
import { instructionsIn } from '../../syntax/bodies.ts';
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { Import, Module } from '../../syntax/modules.ts';
import type { ExternType, ValType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { matchesDef } from '../../semantics/types/matching.ts';

/** What can be captured in a module. */
export interface Capture {
  /** whether there are functions that may be captured */
  readonly concerned: boolean;
  /** the functions that may suspend, imported ones among them */
  readonly functions: ReadonlySet<number>;
  /** the functions that others than calls in the module refer to */
  readonly referred: ReadonlySet<number>;
  /** whether a call or another instruction may suspend */
  readonly mayUseSuspension: (e: Instr) => boolean;
}

/**
 * What is known never to suspend, because it is a translation of something shared: imports by module and name, defined functions by their
 * place, and what is called through an imported table.
 */
export interface Steady {
  readonly isImport: (im: Pick<Import, 'module' | 'name'>) => boolean;
  readonly defined: ReadonlySet<number>;
}
/** Nothing is. */
export const NOT_KNOWN: Steady = { isImport: () => false, defined: new Set() };

/** What a function does, as far as it matters here. */
interface Behaviour {
  readonly suspends: boolean;
  readonly calls: ReadonlySet<number>;
  /** type indices of calls by reference and by table */
  readonly types: ReadonlySet<number>;
  readonly refers: ReadonlySet<number>;
}

/** Whether an instruction suspends by itself, or because of what is resumed by it. */
const switchesStacks = (e: Instr): boolean =>
  e.op === 'suspend' || e.op === 'switch' || e.op === 'resume' || e.op === 'resume_throw' || e.op === 'resume_throw_ref';

type ReferenceCall = InstrOf<'call_ref' | 'call_indirect' | 'return_call_ref' | 'return_call_indirect'>;
const callsReference = (e: Instr): e is ReferenceCall =>
  e.op === 'call_ref' || e.op === 'call_indirect' || e.op === 'return_call_ref' || e.op === 'return_call_indirect';

const behaviourOf = (body: Expr, isSteadyTable: (x: number) => boolean): Behaviour => {
  const calls = new Set<number>(), types = new Set<number>(), refers = new Set<number>();
  let suspends = false;
  for (const e of instructionsIn([body])) {
    if (e.op === 'call' || e.op === 'return_call') calls.add(e.x);
    else if (callsReference(e)) { if (!('x' in e && isSteadyTable(e.x))) types.add(e.y); }
    else if (e.op === 'ref.func') refers.add(e.x);
    else suspends ||= switchesStacks(e);
  }
  return { suspends, calls, types, refers };
};

const isReference = (t: ValType<DefType>): boolean => typeof t === 'object';
const mentionsReference = (dt: DefType): boolean => {
  const ft = asFunc(dt);
  return ft === undefined || ft.params.some(isReference) || ft.results.some(isReference);
};
/**
 * Whether references can pass by what is imported or exported, in either direction: into a structure that has gone out, others may put a
 * function.
 */
const passesReferences = (xt: ExternType<DefType>): boolean => {
  switch (xt.kind) {
    case 'func': case 'tag': return mentionsReference(xt.type);
    case 'table': return true;
    case 'global': return isReference(xt.type.type);
    case 'mem': return false;
  }
};
const isSteadyAt = ({ imports }: Module, isImport: Steady['isImport'], i: number): boolean => {
  const im = imports[i];
  return im !== undefined && isImport(im);
};
/** Whether a function of others that may suspend can be called in a module. */
const isOpen = ({ module, imports, exports }: ValidModule, isSteady: Steady['isImport']): boolean =>
  imports.some((xt, i) => (xt.kind === 'func' || passesReferences(xt)) && !isSteadyAt(module, isSteady, i))
  || exports.some(passesReferences);

/** The functions that the definitions of a module refer to, outside of the functions. */
const referredOutside = ({ module: { globals, tables, elems, exports }, context }: ValidModule): Set<number> => {
  const refers = new Set<number>(context.refs);
  const add = (expr: Expr): void => { for (const e of instructionsIn([expr])) if (e.op === 'ref.func') refers.add(e.x); };
  for (const { init } of globals) add(init);
  for (const { init } of tables) add(init ?? []);
  for (const { init } of elems) init.forEach(add);
  for (const { desc } of exports) if (desc.kind === 'func') refers.add(desc.x);
  return refers;
};

/** Closes a set of functions, which begins with imported ones, under calls. */
const closure = (
  behaviours: readonly Behaviour[], imported: number, initially: readonly number[], defined: ReadonlySet<number>,
  targets: (y: number, of: ReadonlySet<number>) => boolean,
): ReadonlySet<number> => {
  const found = new Set<number>(initially);
  for (let before = -1; before < found.size;) {
    before = found.size;
    behaviours.forEach(({ suspends, calls, types }, i) => {
      if (defined.has(i)) return;
      if (suspends || [...calls].some((x) => found.has(x)) || [...types].some((y) => targets(y, found))) found.add(imported + i);
    });
  }
  return found;
};

/** What can be captured in a module. */
export const captureOf = (valid: ValidModule, { isImport, defined }: Steady = NOT_KNOWN): Capture => {
  const { module, context: { types, funcs } } = valid;
  const of = (kind: ExternType['kind']): readonly Import[] => module.imports.filter(({ type }) => type.kind === kind);
  const imports = of('func'), imported = imports.length, tables = of('table').map(isImport);
  const isSteadyTable = (x: number): boolean => tables[x] === true;
  const behaviours = module.funcs.map(({ body }) => behaviourOf(body, isSteadyTable));
  const referred = referredOutside(valid);
  for (const { refers } of behaviours) for (const x of refers) referred.add(x);
  const open = isOpen(valid, isImport);
  const targets = (y: number, of: ReadonlySet<number>): boolean => {
    const wanted = types.at(y);
    return open || [...of].some((x) => {
      const dt = funcs.at(x);
      return referred.has(x) && dt !== undefined && wanted !== undefined && matchesDef(dt, wanted);
    });
  };
  const functions = closure(behaviours, imported, imports.flatMap((im, x) => isImport(im) ? [] : [x]), defined, targets);
  const switches = behaviours.some(({ suspends }) => suspends);
  const memo = new Map<number, boolean>();
  const mayCall = (y: number): boolean => {
    const known = memo.get(y) ?? targets(y, functions);
    memo.set(y, known);
    return known;
  };
  const mayUseSuspension = (e: Instr): boolean => {
    if (e.op === 'call') return functions.has(e.x);
    if (e.op === 'call_indirect' && isSteadyTable(e.x)) return false;
    return e.op === 'call_ref' || e.op === 'call_indirect' ? mayCall(e.y) : switchesStacks(e);
  };
  return { concerned: switches || functions.size > 0, functions, referred, mayUseSuspension };
};
