/**
 * Encoding components.
 * @spec CM Binary.md §Component Definitions
 * @module
 */
import type { Canon, Component, CoreInstanceExpr, Definition } from '../components.ts';
import type { ExternIdx } from '../modules.ts';
import {
  canonCodes, COMPONENT_VERSION, componentSections, CORE, CORE_EXPORT, INSTANCE_SORT, instanceCodes, MODULE_TYPE, flagCodes, sortCodes,
} from './component-codes.ts';
import { recType } from './encode-types.ts';
import { encode } from './encoder.ts';
import { MAGIC } from './section-codes.ts';
import type { MutableWriter } from './writer.ts';
import { append, byte, list, name, raw, sized, u32, writer, written } from './writer.ts';

const sortIdx = (w: MutableWriter, { kind, x }: ExternIdx): void => {
  byte(w, sortCodes[kind]);
  u32(w, x);
};
const instanceExpr = (w: MutableWriter, expr: CoreInstanceExpr): void => {
  byte(w, instanceCodes[expr.kind]);
  if (expr.kind === 'instantiate') {
    u32(w, expr.module);
    list(w, expr.args, (inner, arg) => {
      name(inner, arg.name);
      byte(inner, INSTANCE_SORT);
      u32(inner, arg.instance);
    });
  } else {
    list(w, expr.exports, (inner, ex) => {
      name(inner, ex.name);
      sortIdx(inner, ex.desc);
    });
  }
};
const canonical = (w: MutableWriter, canon: Canon): void => {
  byte(w, canonCodes[canon.kind]);
  const flag = canon.kind === 'thread.yield' ? canon.cancellable : canon.shared;
  byte(w, flag ? flagCodes.present : flagCodes.absent);
  if (canon.kind === 'thread.spawn-ref' || canon.kind === 'thread.spawn-indirect') u32(w, canon.type);
  if (canon.kind === 'thread.spawn-indirect') u32(w, canon.table);
};
/** A definition, as an entry of its section. */
const entry = (w: MutableWriter, definition: Definition): void => {
  switch (definition.kind) {
    case 'core module': raw(w, encode(definition.module)); return;
    case 'core instance': instanceExpr(w, definition.expr); return;
    case 'core type': {
      const inner = writer();
      recType(inner, definition.rec);
      if (inner.bytes[0] === MODULE_TYPE) byte(w, 0x00);
      append(w, inner);
      return;
    }
    case 'alias':
      byte(w, CORE);
      byte(w, sortCodes[definition.sort]);
      byte(w, CORE_EXPORT);
      u32(w, definition.instance);
      name(w, definition.name);
      return;
    case 'canon': canonical(w, definition.canon);
  }
};

/** Neighbours of the same kind share a section; a module has one of its own. */
const sectionsOf = (definitions: readonly Definition[]): readonly (readonly [Definition, ...Definition[]])[] => {
  const sections: [Definition, ...Definition[]][] = [];
  for (const definition of definitions) {
    const last = sections.at(-1);
    if (last?.[0].kind === definition.kind && definition.kind !== 'core module') last.push(definition);
    else sections.push([definition]);
  }
  return sections;
};

/**
 * The binary of a component, with as few sections as its order allows.
 * @throws Error if an instruction of a module has an operator at a type where it does not exist
 */
export const encodeComponent = ({ definitions }: Component): Uint8Array => {
  const w = writer();
  raw(w, MAGIC);
  raw(w, COMPONENT_VERSION);
  for (const section of sectionsOf(definitions)) {
    const [{ kind }] = section;
    byte(w, componentSections[kind]);
    sized(w, (inner) => kind === 'core module' ? entry(inner, section[0]) : list(inner, section, entry));
  }
  return written(w);
};
