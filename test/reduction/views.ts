/**
 * Configurations as plain trees: two of them are equal exactly if the configurations print alike, however they came to be.
 * @module
 */
import { toArray } from '../../semantics/data/list.ts';
import { bytesAt } from '../../semantics/data/memory.ts';
import { elements } from '../../semantics/data/vector.ts';
import type { Code, RunInstr } from '../../semantics/runtime/code.ts';
import { END } from '../../semantics/runtime/code.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { Cont, H, P, PromptSeg, Seg, Vals } from '../../semantics/runtime/contexts.ts';
import type { Frame } from '../../semantics/runtime/frames.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import type { Thread } from '../../semantics/runtime/threads.ts';

/** The instructions of a list. */
export const instructionsOf = (es: Code): readonly RunInstr[] => {
  const out: RunInstr[] = [];
  for (let p = es; p !== END; p = p.next) out.push(p.e);
  return out;
};
const withoutSpan = ({ at: _, ...e }: RunInstr): unknown => e;
const viewCode = (es: Code): unknown => instructionsOf(es).map(withoutSpan);
const viewVals = (vs: Vals): unknown => toArray(vs).reverse();
const viewFrame = ({ locals, module }: Frame): unknown => ({ locals: elements(locals), module });

const segsOf = (H: H): readonly Seg[] => {
  const out: Seg[] = [];
  for (let seg = H; seg !== null; seg = seg.next) out.push(seg);
  return out;
};
const viewSeg = (seg: Seg): unknown => {
  const { tag, n, d } = seg, vs = viewVals(seg.vs), es = viewCode(seg.es);
  switch (seg.tag) {
    case 'label': return { tag, n, d, vs, es, k: viewCode(seg.k) };
    case 'frame': return { tag, n, d, vs, es, F: viewFrame(seg.F) };
    case 'handler': return { tag, n, d, vs, es, catches: seg.catches };
  }
};
const viewH = (H: H): unknown => segsOf(H).map(viewSeg);
const viewP = (P: P): unknown => {
  const out: PromptSeg[] = [];
  for (let p = P; p !== null; p = p.next) out.push(p);
  return out.map(({ hdls, F, H, vs, es, d }) => ({ hdls, F: viewFrame(F), H: viewH(H), vs: viewVals(vs), es: viewCode(es), d }));
};
const viewCont = ({ F, inner, H, vs, es, n }: Cont): unknown =>
  ({ F: viewFrame(F), inner: viewP(inner), H: viewH(H), vs: viewVals(vs), es: viewCode(es), n });

/** A store, component by component. */
export const viewStore = ({ mems, tables, structs, arrays, conts, threading, cells: _, ...others }: Store): unknown => ({
  ...Object.fromEntries(Object.entries(others).map(([component, insts]) => [component, elements<unknown>(insts)])),
  mems: elements(mems).map(({ type, bytes }) => ({ type, size: bytes.size, bytes: bytesAt(bytes, 0, Math.min(bytes.size, 65536)) })),
  tables: elements(tables).map(({ type, refs }) => ({ type, refs: elements(refs) })),
  structs: elements(structs).map(({ type, fields }) => ({ type, fields: elements(fields) })),
  arrays: elements(arrays).map(({ type, fields }) => ({ type, fields: elements(fields) })),
  threading: { ...threading, spawned: elements(threading.spawned), waitqueues: threading.waitqueues.n },
  conts: elements(conts).map(({ E }) => E === undefined ? 'ε' : viewCont(E)),
});
const viewThread = ({ id, globals }: Thread): unknown => ({ id, globals: [...globals] });
/** A configuration; of a memory, the first page. */
export const view = ({ S, T, F, P, H, vs, es }: Config): unknown =>
  ({ S: viewStore(S), T: viewThread(T), F: viewFrame(F), P: viewP(P), H: viewH(H), vs: viewVals(vs), es: viewCode(es) });
