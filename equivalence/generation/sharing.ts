/**
 * The same program with everything in it shared but what the host has: its continuations are shared ones.
 * @module
 */
import type { Module } from '../../syntax/modules.ts';
import type { Limits } from '../../syntax/types.ts';
import { HOST, sharedName } from '../host.ts';
import type { Program } from '../program.ts';

/** Something of the abstract syntax. */
type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
  && !Array.isArray(value) && !(value instanceof Map) && !(value instanceof Uint8Array);

/** Shared memories have a maximum. */
const bounded = ({ min, max = min + 16n }: Limits): Limits => ({ min, max });
/** What is shared about one node: a type, a reference to what is shared, or an instruction that makes one. */
const shared = (node: Node): Node => {
  if (node['kind'] === 'abs' || 'final' in node || ('ref' in node && 'limits' in node)) return { ...node, shared: true };
  if ('sharing' in node) return { ...node, sharing: 'shared' };
  if ('mode' in node && 'at' in node) return { ...node, shared: true };
  if ('limits' in node) return { ...node, shared: true, limits: bounded(node['limits'] as Limits) };
  if (node['module'] === HOST) return { ...node, name: sharedName(String(node['name'])) };
  return node['op'] === 'ref.i31' ? { ...node, op: 'ref.i31_shared' } : node;
};
/** The tree with everything in it shared; blocks nest no deeper than generated ones do. */
const everywhere = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(everywhere);
  if (!isNode(value)) return value;
  return shared(Object.fromEntries(Object.entries(value).map(([field, part]) => [field, everywhere(part)])));
};

/** The program with everything in it shared. */
export const allShared = ({ modules, calls }: Program): Program =>
  ({ modules: modules.map((named) => ({ ...named, module: everywhere(named.module) as Module })), calls });
