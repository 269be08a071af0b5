/**
 * Instructions as a trace writes them: indices by their names at the place where the instruction stands.
 * @module
 */
import type { Code, RunInstr } from '../semantics/runtime/code.ts';
import { END } from '../semantics/runtime/code.ts';
import type { H } from '../semantics/runtime/contexts.ts';
import type { Frame, ModuleInst } from '../semantics/runtime/frames.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Addr } from '../semantics/runtime/values.ts';
import { showDef } from '../semantics/types/showing.ts';
import type { Indices } from '../syntax/text/identifiers.ts';
import { printInstr } from '../syntax/text/print-instructions.ts';
import { frameAround } from './holes.ts';
import type { Instrs } from './model.ts';
import { namesOf } from './names.ts';
import { showLoc, showQueue } from './show-locations.ts';
import type { Known } from './show-values.ts';
import { showVal } from './show-values.ts';

/** A store, and the instance that is traced. */
export interface World {
  readonly S: Store;
  readonly inst: ModuleInst;
}
/** A place in a configuration, for what stands there: the names of its module, its function, and the labels around it. */
export interface Scope extends Known {
  readonly x: number | undefined;
  readonly H: H;
}

/** The scope of a place. The embedder looks with the names of the instance that is traced. */
export const scopeOf = ({ S, inst }: World, F: Frame, H: H): Scope => {
  const names = namesOf(F.module.source === undefined ? inst : F.module);
  const frame = frameAround(H);
  return { S, names, x: frame && names.funcAt(frame.at), H };
};

const FAR = 64;
/** The label l: its identifier, if it is not far and nothing further inside has the same; otherwise its number. */
export const labelName = ({ names, x, H }: Scope, l: number): string => {
  if (l > FAR) return String(l);
  const inner = new Set<string | undefined>();
  let k = 0;
  for (let seg = H; seg !== null && seg.tag !== 'frame'; seg = seg.next) {
    if (seg.tag !== 'label') continue;
    const id = x === undefined ? undefined : names.label(x, seg.at);
    if (k++ === l) return id === undefined || inner.has(id) ? String(l) : id;
    inner.add(id);
  }
  return String(l);
};

/** What the tag at an address is called: `$e`, or `tag 3`. */
export const tagName = ({ names }: Known, ea: Addr): string => names.entity('tags', ea) ?? `tag ${ea}`;
/** An address of a tag, with its name: `tag 0 $e`. */
const tagAddress = ({ names }: Known, ea: Addr): string => [`tag ${ea}`, names.entity('tags', ea) ?? ''].join(' ').trimEnd();

const indicesAt = (scope: Scope): Indices => ({ ...scope.names.indices(scope.x), label: (l) => labelName(scope, l) });
const blockLabel = (e: RunInstr, { names, x }: Scope): string | undefined => x === undefined ? undefined : names.label(x, e.at);

/** An instruction without its parentheses. */
const words = (e: RunInstr, scope: Scope): string => {
  switch (e.op) {
    case 'value': return showVal(e.val, scope);
    case 'trap': return `trap: ${e.why}`;
    case 'suspend.addr': return `suspend ${tagAddress(scope, e.ea)}`;
    case 'switch.addr': return `switch ${scope.names.indices(scope.x).type(e.ct)} ${tagAddress(scope, e.ea)}`;
    case 'wait.at':
      return `wait ${showLoc(e.loc, scope)} ${showQueue(e.queue, scope)} ${showVal(e.expected, scope)} ${e.timeout}`;
    case 'waiting': return `waiting ${showQueue(e.queue, scope)} ${e.timeout}`;
    case 'turns': return `turns ${e.n}`;
    case 'end': return '';
    case 'call_ref': case 'return_call_ref':
      if (typeof e.y !== 'number') return `${e.op} ${showDef(e.y, scope.names.types)}`;
      return printInstr({ op: e.op, y: e.y, at: e.at }, indicesAt(scope));
    default: return printInstr(e, indicesAt(scope), blockLabel(e, scope));
  }
};
/** An instruction in parentheses, the bodies of a block as `…`; a value among instructions without. */
export const showInstr = (e: RunInstr, scope: Scope): string => e.op === 'value' ? words(e, scope) : `(${words(e, scope)})`;

/** The first n instructions of es, of which not more than `most` are shown. */
export const instrsOf = (n: number, es: Code, most: number, scope: Scope): Instrs => {
  const out: string[] = [];
  let p = es;
  for (let i = Math.min(n, most); i > 0 && p !== END; i--, p = p.next) out.push(showInstr(p.e, scope));
  return { instrs: out, more: p !== END && n > most };
};
