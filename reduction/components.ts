/**
 * Instantiation of components: their definitions, one after the other.
 * @spec CM Explainer.md §Instance Definitions
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.spawn-indirect, §canon thread.available-parallelism, §canon thread.yield
 * @category Reduction: modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Task } from '../semantics/data/task.ts';
import { done } from '../semantics/data/task.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { ExternAddr } from '../semantics/runtime/frames.ts';
import { EMPTY_MODULE } from '../semantics/runtime/frames.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import type { FuncInst, Store } from '../semantics/runtime/store.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import { addFunc } from '../semantics/runtime/updates.ts';
import type { ValidCanon, ValidComponent, ValidDefinition } from '../semantics/statics/components.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { matchesExtern } from '../semantics/types/matching-extern.ts';
import type { Canon, CoreSort, InstantiateArg } from '../syntax/components.ts';
import { externType } from './allocation.ts';
import { linkAndInstantiate } from './embedding.ts';
import { parallelism } from './hosts/threads.ts';
import type { Instantiated } from './instantiation.ts';
import { inThread } from './instantiation.ts';
import type { Run } from './machine.ts';

/** What can be imported: one thing, but for built-in functions, which there are for each of their types. */
type Offered = readonly ExternAddr[];
/** What an instance exports. */
type Exports = ReadonlyMap<string, Offered>;
/** What the definitions so far have made, by index. */
interface Made {
  readonly S: Store;
  /** the thread of the embedder that instantiates */
  readonly T: Thread;
  readonly modules: readonly ValidModule[];
  readonly instances: readonly Exports[];
  readonly items: { readonly [sort in CoreSort]: readonly Offered[] };
}
/** How an instantiation ends. What was done before a failure has changed the store. */
export type ComponentEnd = { readonly S: Store; readonly T: Thread } & (
  | { readonly kind: 'instances'; readonly instances: readonly Exports[] }
  | { readonly kind: 'unlinkable' | 'limit'; readonly message: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
);

/** What an instantiation still has to do: to run start functions, one after the other. */
type Instantiating = Task<Config, Pick<Run, 'z' | 'outcome'>, ComponentEnd>;

const withItem = (made: Made, sort: CoreSort, item: Offered): Made =>
  ({ ...made, items: { ...made.items, [sort]: [...made.items[sort], item] } });

const codeOf = ({ items }: Made, canon: Canon, target: ValidCanon['target']): FuncInst['code'] | undefined => {
  if (canon.kind === 'thread.available-parallelism') return parallelism;
  if (canon.kind === 'thread.yield') return { kind: 'yield' };
  if (target === undefined) return undefined;
  if (canon.kind === 'thread.spawn-ref') return { kind: 'spawn_ref', type: target };
  return { kind: 'spawn_indirect', type: target, table: items.table[canon.table]?.[0]?.a };
};
/** A built-in function, once for each of its types. */
const allocate = (made: Made, { canon, types, target }: ValidCanon): Made => {
  let { S } = made;
  const item: ExternAddr[] = [], code = codeOf(made, canon, target);
  for (const type of types) {
    const ft = asFunc(type);
    if (code === undefined || ft === undefined) continue;
    item.push({ kind: 'func', a: S.funcs.n });
    S = addFunc(S, { type, n: ft.params.length, m: ft.results.length, module: EMPTY_MODULE, code });
  }
  return withItem({ ...made, S }, 'func', item);
};

/** What a module imports from the arguments: of what there is for several types, what it wants. */
const namesFor = ({ S, instances }: Made, { module, imports }: ValidModule, args: readonly InstantiateArg[]): Namespace => {
  const names = new Map<string, Map<string, ExternAddr>>(args.map(({ name }) => [name, new Map()]));
  for (const [i, im] of module.imports.entries()) {
    const arg = args.find(({ name }) => name === im.module), wanted = imports[i];
    const addr = arg && instances[arg.instance]?.get(im.name)?.find((offered) => {
      const type = externType(S, offered);
      return type !== undefined && wanted !== undefined && matchesExtern(type, wanted);
    });
    if (addr !== undefined) names.get(im.module)?.set(im.name, addr);
  }
  return names;
};
const exportsOf = ({ inst }: Instantiated): Exports => new Map(inst.exports.map(({ name, addr }) => [name, [addr]]));

/** What a definition makes that runs nothing. */
const define = (made: Made, definition: ValidDefinition): Made => {
  switch (definition.kind) {
    case 'core module': return { ...made, modules: [...made.modules, definition.valid] };
    case 'core type': return made;
    case 'alias': return withItem(made, definition.sort, made.instances[definition.instance]?.get(definition.name) ?? []);
    case 'canon': return allocate(made, definition);
    case 'core instance': {
      const exports = definition.expr.kind === 'exports' ? definition.expr.exports : [];
      const instance = new Map(exports.map(({ name, desc: { kind, x } }) => [name, made.items[kind][x] ?? []]));
      return { ...made, instances: [...made.instances, instance] };
    }
  }
};

/** The definitions from number `first` on. */
const goOn = (made0: Made, definitions: readonly ValidDefinition[], first: number): Instantiating => {
  let made = made0;
  for (let i = first; i < definitions.length; i++) {
    const definition = definitions[i];
    if (definition === undefined) break;
    const expr = definition.kind === 'core instance' && definition.expr.kind === 'instantiate' ? definition.expr : undefined;
    const valid = expr && made.modules[expr.module];
    if (expr === undefined || valid === undefined) made = define(made, definition);
    else return instantiateModule(made, valid, expr.args, (next) => goOn(next, definitions, i + 1));
  }
  const { S, T, instances } = made;
  return done({ kind: 'instances', S, T, instances });
};
/** Instantiates a module; its start function is to be run before what comes `after`. */
const instantiateModule = (
  made: Made, valid: ValidModule, args: readonly InstantiateArg[], after: (made: Made) => Instantiating,
): Instantiating => {
  const { S, T } = made, result = linkAndInstantiate(S, valid, namesFor(made, valid, args));
  if (E.isLeft(result)) {
    const error = result.left;
    return done(error.kind === 'trap' ? { kind: 'outcome', S, T, outcome: error } : { kind: error.kind, S, T, message: error.message });
  }
  return { kind: 'run', job: inThread(result.right.z, T), then: ({ z, outcome }) => outcome.kind !== 'values'
    ? done({ kind: 'outcome', S: z.S, T: z.T, outcome })
    : after({ ...made, S: z.S, T: z.T, instances: [...made.instances, exportsOf(result.right)] }) };
};

/** Instantiates a component in a thread of the embedder: what has to be run, and then what came of it. */
export const instantiateComponent = (S: Store, T: Thread, { definitions }: ValidComponent): Instantiating =>
  goOn({ S, T, modules: [], instances: [], items: { func: [], table: [], mem: [], global: [], tag: [] } }, definitions, 0);
