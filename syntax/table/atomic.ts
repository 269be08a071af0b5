/**
 * Forms of atomic accesses and wait queues.
 * @spec T core/binary/instructions.rst §Atomic Memory Instructions; SET Overview.md §Instructions
 * @module
 */
import type { AtomicRmwOp } from '../instructions.ts';
import { family, rows } from './form.ts';
import type { NameAndTemplate, Row } from './form.ts';

const waiting: readonly Row[] = rows(0xfe, 0x00, [
  ['memory.atomic.notify', { op: 'memory.atomic.notify' }],
  ['memory.atomic.wait32', { op: 'memory.atomic.wait', nt: 'i32' }],
  ['memory.atomic.wait64', { op: 'memory.atomic.wait', nt: 'i64' }],
  ['atomic.fence', { op: 'atomic.fence' }],
  ['pause', { op: 'pause' }],
  ['struct.wait', { op: 'struct.wait' }],
  ['waitqueue.notify', { op: 'waitqueue.notify' }],
  ['waitqueue.new', { op: 'waitqueue.new' }],
  ['array.wait', { op: 'array.wait' }],
  ['global.wait', { op: 'global.wait' }],
  ['table.wait', { op: 'table.wait' }],
  ['memory.wait32', { op: 'memory.wait', nt: 'i32' }],
  ['memory.wait64', { op: 'memory.wait', nt: 'i64' }],
]);

/** The widths of an atomic access, in the order of their opcodes. */
type Width = { readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined };
const WIDTHS: readonly Width[] = [
  { nt: 'i32', pack: undefined },
  { nt: 'i64', pack: undefined },
  { nt: 'i32', pack: 8 },
  { nt: 'i32', pack: 16 },
  { nt: 'i64', pack: 8 },
  { nt: 'i64', pack: 16 },
  { nt: 'i64', pack: 32 },
];
const widths = (first: number, form: (width: Width) => NameAndTemplate): readonly Row[] => rows(0xfe, first, WIDTHS.map(form));
/** `i32.atomic.load8_u`, `i32.atomic.store8`, `i32.atomic.rmw8.add_u`: unsigned is said where a narrow value is read. */
const unsigned = (pack: number | undefined): string => (pack === undefined ? '' : '_u');

const RMWS: readonly AtomicRmwOp[] = ['add', 'sub', 'and', 'or', 'xor', 'xchg'];
const memory: readonly Row[] = [
  ...widths(0x10, ({ nt, pack }) => [`${nt}.atomic.load${pack ?? ''}${unsigned(pack)}`, { op: 'atomic.load', nt, pack }]),
  ...widths(0x17, ({ nt, pack }) => [`${nt}.atomic.store${pack ?? ''}`, { op: 'atomic.store', nt, pack }]),
  ...RMWS.flatMap((f, i) => widths(0x1e + WIDTHS.length * i, ({ nt, pack }) =>
    [`${nt}.atomic.rmw${pack ?? ''}.${f}${unsigned(pack)}`, { op: 'atomic.rmw', nt, pack, f }])),
  ...widths(0x48, ({ nt, pack }) => [`${nt}.atomic.rmw${pack ?? ''}.cmpxchg${unsigned(pack)}`, { op: 'atomic.cmpxchg', nt, pack }]),
];

const globals: readonly Row[] = [
  ...rows(0xfe, 0x4f, [['global.atomic.get', { op: 'global.atomic.get' }], ['global.atomic.set', { op: 'global.atomic.set' }]]),
  ...family(0xfe, 0x51, RMWS, (f) => [`global.atomic.rmw.${f}`, { op: 'global.atomic.rmw', f }]),
  ...rows(0xfe, 0x57, [['global.atomic.rmw.cmpxchg', { op: 'global.atomic.cmpxchg' }]]),
];
const tables: readonly Row[] = rows(0xfe, 0x58, [
  ['table.atomic.get', { op: 'table.atomic.get' }],
  ['table.atomic.set', { op: 'table.atomic.set' }],
  ['table.atomic.rmw.xchg', { op: 'table.atomic.xchg' }],
  ['table.atomic.rmw.cmpxchg', { op: 'table.atomic.cmpxchg' }],
]);
const structs: readonly Row[] = [
  ...rows(0xfe, 0x5c, [
    ['struct.atomic.get', { op: 'struct.atomic.get', sx: undefined }],
    ['struct.atomic.get_s', { op: 'struct.atomic.get', sx: 's' }],
    ['struct.atomic.get_u', { op: 'struct.atomic.get', sx: 'u' }],
    ['struct.atomic.set', { op: 'struct.atomic.set' }],
  ]),
  ...family(0xfe, 0x60, RMWS, (f) => [`struct.atomic.rmw.${f}`, { op: 'struct.atomic.rmw', f }]),
  ...rows(0xfe, 0x66, [['struct.atomic.rmw.cmpxchg', { op: 'struct.atomic.cmpxchg' }]]),
];
const arrays: readonly Row[] = [
  ...rows(0xfe, 0x67, [
    ['array.atomic.get', { op: 'array.atomic.get', sx: undefined }],
    ['array.atomic.get_s', { op: 'array.atomic.get', sx: 's' }],
    ['array.atomic.get_u', { op: 'array.atomic.get', sx: 'u' }],
    ['array.atomic.set', { op: 'array.atomic.set' }],
  ]),
  ...family(0xfe, 0x6b, RMWS, (f) => [`array.atomic.rmw.${f}`, { op: 'array.atomic.rmw', f }]),
  ...rows(0xfe, 0x71, [['array.atomic.rmw.cmpxchg', { op: 'array.atomic.cmpxchg' }]]),
];

/** The forms of this file. */
export const atomicRows: readonly Row[] = [...waiting, ...memory, ...globals, ...tables, ...structs, ...arrays];
