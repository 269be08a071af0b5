/**
 * Frames and module instances: what a running function sees of its own.
 * @spec core 4.0-execution.configurations §Instances
 * @module
 */
import type { Module } from '../../syntax/modules.ts';
import { emptyVec } from '../data/vector.ts';
import type { Vec } from '../data/vector.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Addr, Val } from './values.ts';

/** externaddr */
export interface ExternAddr {
  readonly kind: 'func' | 'table' | 'mem' | 'global' | 'tag';
  readonly a: Addr;
}
/** exportinst ::= {name, addr} */
export interface ExportInst {
  readonly name: string;
  readonly addr: ExternAddr;
}
/** moduleinst */
export interface ModuleInst {
  readonly types: readonly DefType[];
  readonly tags: readonly Addr[];
  readonly globals: readonly Addr[];
  readonly mems: readonly Addr[];
  readonly tables: readonly Addr[];
  readonly funcs: readonly Addr[];
  readonly datas: readonly Addr[];
  readonly elems: readonly Addr[];
  readonly exports: readonly ExportInst[];
  /** the module it is an instance of, for names and sources; undefined for the embedder's own frame */
  readonly source: Module | undefined;
}
/** A module instance with nothing in it. */
export const EMPTY_MODULE: ModuleInst = {
  types: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], exports: [], source: undefined,
};

/** frame ::= {locals (val?)*, module moduleinst} */
export interface Frame {
  readonly locals: Vec<Val | undefined>;
  readonly module: ModuleInst;
}
/** The frame of an embedder. */
export const EMPTY_FRAME: Frame = { locals: emptyVec, module: EMPTY_MODULE };
