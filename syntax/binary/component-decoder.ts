/**
 * Decoding components.
 * @spec CM Binary.md §Component Definitions
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import type { Canon, Component, CoreInstanceExpr, CoreSort, Definition } from '../components.ts';
import type { Export } from '../modules.ts';
import type { SourceError } from '../source.ts';
import { attempt, fail } from '../text/failure.ts';
import {
  canonCodes, COMPONENT_VERSION, componentSections, CORE, CORE_EXPORT, INSTANCE_SORT, instanceCodes, MODULE_TYPE, flagCodes, sortCodes,
} from './component-codes.ts';
import { recType } from './decode-types.ts';
import { decode } from './decoder.ts';
import type { MutableReader } from './reader.ts';
import { byte, failSince, hex, length, list, name, peek, readerOf, skip, spanFrom, u32 } from './reader.ts';
import { CUSTOM_ID, MAGIC } from './section-codes.ts';

/** The key of a code. */
const keyOf = <K extends string>(codes: { readonly [key in K]: number }, code: number): K | undefined =>
  (Object.keys(codes) as K[]).find((key) => codes[key] === code); // complete, since the keys are those of the type
/** Reads a code of a table. */
const coded = <K extends string>(r: MutableReader, codes: { readonly [key in K]: number }, what: string): K => {
  const code = byte(r);
  return keyOf(codes, code) ?? failSince(r, r.at - 1, `malformed ${what}: ${hex(code)}`);
};
const fixed = (r: MutableReader, expected: number, what: string): void => {
  const code = byte(r);
  if (code !== expected) failSince(r, r.at - 1, `malformed ${what}: ${hex(code)}, expected ${hex(expected)}`);
};

const sort = (r: MutableReader): CoreSort => coded(r, sortCodes, 'core sort');
const exported = (r: MutableReader): Export => {
  const start = r.at, text = name(r), kind = sort(r), x = u32(r);
  return { name: text, desc: { kind, x }, at: spanFrom(r, start) };
};
const instanceExpr = (r: MutableReader): CoreInstanceExpr => {
  if (coded(r, instanceCodes, 'core instance') === 'exports') return { kind: 'exports', exports: list(r, exported) };
  const module = u32(r), args = list(r, () => {
    const text = name(r);
    fixed(r, INSTANCE_SORT, 'argument of an instantiation');
    return { name: text, instance: u32(r) };
  });
  return { kind: 'instantiate', module, args };
};
const canonical = (r: MutableReader): Canon => {
  const kind = coded(r, canonCodes, 'or unknown built-in function');
  const flag = coded(r, flagCodes, 'immediate of a built-in function') === 'present', shared = flag;
  switch (kind) {
    case 'thread.spawn-ref': return { kind, shared, type: u32(r) };
    case 'thread.spawn-indirect': return { kind, shared, type: u32(r), table: u32(r) };
    case 'thread.available-parallelism': return { kind, shared };
    case 'thread.yield': return { kind, cancellable: flag };
  }
};
const coreType = (r: MutableReader): Definition => {
  const start = r.at;
  if (peek(r) === MODULE_TYPE) failSince(r, start, 'malformed core type: types of modules are not read here');
  if (peek(r) === 0x00) skip(r, 1);
  return { kind: 'core type', rec: recType(r), at: spanFrom(r, start) };
};
const alias = (r: MutableReader): Definition => {
  const start = r.at;
  fixed(r, CORE, 'sort of an alias');
  const kind = sort(r);
  fixed(r, CORE_EXPORT, 'target of an alias');
  const instance = u32(r), text = name(r);
  return { kind: 'alias', sort: kind, instance, name: text, at: spanFrom(r, start) };
};

/** The module of a section; its spans are offsets in the component. */
const coreModule = (r: MutableReader, size: number): Definition => {
  const start = skip(r, size);
  const module = decode(r.bytes.subarray(start, r.at));
  if (E.isRight(module)) return { kind: 'core module', module: module.right, at: spanFrom(r, start) };
  const { message, span } = module.left;
  return fail({ start: start + span.start, end: start + span.end }, message);
};
const definitionsOf = (r: MutableReader, kind: Definition['kind'], size: number): readonly Definition[] => {
  const at = { start: r.at, end: r.at + size };
  switch (kind) {
    case 'core module': return [coreModule(r, size)];
    case 'core instance': return list(r, (inner): Definition => ({ kind: 'core instance', expr: instanceExpr(inner), at }));
    case 'core type': return list(r, coreType);
    case 'alias': return list(r, alias);
    case 'canon': return list(r, (inner): Definition => ({ kind: 'canon', canon: canonical(inner), at }));
  }
};

const header = (r: MutableReader): void => {
  const start = skip(r, MAGIC.length + COMPONENT_VERSION.length);
  const differs = (b: number, i: number): boolean => r.bytes[start + i] !== b;
  if (MAGIC.some(differs)) failSince(r, start, 'magic header not detected: a binary begins with the bytes 00 61 73 6d');
  if ([...MAGIC, ...COMPONENT_VERSION].some(differs)) failSince(r, start, 'unknown binary version: that of a component is 0d 00 01 00');
};
const decodeAll = (bytes: Uint8Array): Component => {
  const r = readerOf(bytes), definitions: Definition[] = [];
  header(r);
  while (peek(r) >= 0) {
    const start = r.at, id = byte(r), kind = keyOf(componentSections, id);
    if (kind === undefined && id !== CUSTOM_ID) failSince(r, start, `malformed section id: ${hex(id)}, which is not read here`);
    const size = length(r), content = r.at;
    if (kind === undefined) skip(r, size);
    else definitions.push(...definitionsOf(r, kind, size));
    if (r.at !== content + size) {
      failSince(r, start, `section size mismatch: the size of the section is ${size} bytes, its content takes ${r.at - content}`);
    }
  }
  return { definitions, at: { start: 0, end: r.end } };
};

/** Whether a binary begins as a component does, be it one or not. */
export const isComponentBinary = (bytes: Uint8Array): boolean => [...MAGIC, ...COMPONENT_VERSION].every((b, i) => bytes[i] === b);
/**
 * The component of a binary.
 * @param bytes - the binary; the component keeps no part of it
 * @returns the component, with byte offsets as spans (those in a module count from its beginning), or the first thing that is malformed, or
 *   is not part of what is read here
 */
export const decodeComponent = (bytes: Uint8Array): Either<SourceError, Component> => attempt(() => decodeAll(bytes));
