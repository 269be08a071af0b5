/**
 * Accesses of what threads share, beside the same ones of a shared memory in the host's own WebAssembly. One thread makes them, so these
 * are the costs of the instructions themselves.
 * @module
 */

/** What is accessed, and how: by the evaluator, and by the host. */
export interface Access {
  readonly name: string;
  /** what the program declares, and the locals that it has, with their first values */
  readonly fields: string;
  readonly locals: string;
  /** what is done in turn $n */
  readonly turn: string;
  /** the same for the host, which is given the address $a */
  readonly hostLocals: string;
  readonly hostTurn: string;
  /** the ratio to stay below; undefined: it is only told */
  readonly goal: number | undefined;
}

const looping = (locals: string, turn: string): string => `${locals}
    (loop $turn
      ${turn}
      (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)`;
/** The module for the evaluator: an export `run`, of how many turns. */
export const evaluatorText = ({ fields, locals, turn }: Access): string => `(module
  ${fields}
  (func (export "run") (param $n i32) (param $a i32) (result i32) (local $sum i32) ${looping(locals, turn)}))`;
/** The module for the host, with the same export. */
export const hostText = ({ hostLocals, hostTurn }: Access): string => `(module
  (memory 1 1 shared)
  (func (export "run") (param $n i32) (param $a i32) (result i32) (local $sum i32) ${looping(hostLocals, hostTurn)}))`;

const FIELDS = [0, 1, 2, 3] as const;
/** Four fields of one structure in each turn. */
const four: Access = {
  name: 'four fields get and set', fields: `(type $four (shared (struct ${FIELDS.map((i) => `(field $x${i} (mut i32))`).join(' ')})))`,
  locals: '(local $p (ref null $four)) (local.set $p (struct.new_default $four))',
  turn: FIELDS.map((i) =>
    `(struct.set $four $x${i} (local.get $p) (i32.add (struct.get $four $x${i} (local.get $p)) (local.get $n)))`).join(' '),
  hostLocals: '(local $p i32) (local.set $p (local.get $a))',
  hostTurn: FIELDS.map((i) =>
    `(i32.store offset=${4 * i} (local.get $p) (i32.add (i32.load offset=${4 * i} (local.get $p)) (local.get $n)))`).join(' '),
  goal: 1.3,
};

const CELL = '(type $cell (shared (struct (field $x (mut i32)) (field $y (mut i64)))))';
const NEW = '(struct.new $cell (i32.const 1) (i64.const 2))';
/** One reference, which stays the same. */
const one = (type: string): string => `(local $p ${type}) (local.set $p ${NEW})`;
/** Two references, of which each turn takes one or the other. */
const two = (type: string): string =>
  `(local $p ${type}) (local $q ${type}) (local $r ${type}) (local.set $q ${NEW}) (local.set $r ${NEW})`;
const either = (type: string): string =>
  `(local.set $p (select ${type} (local.get $q) (local.get $r) (i32.and (local.get $n) (i32.const 1))))`;
const HOST_ONE = '(local $p i32) (local.set $p (local.get $a))', HOST_TWO = `(local $p i32) (local $q i32) (local $r i32)
    (local.set $q (local.get $a)) (local.set $r (i32.add (local.get $a) (i32.const 16)))`;

const summed = (value: string): string => `(local.set $sum (i32.add (local.get $sum) ${value}))`;
const GET = '(struct.get $cell $x (local.get $p))', HOST_GET = '(i32.load (local.get $p))';
const BUMP = `(struct.set $cell $x (local.get $p) (i32.add ${GET} (local.get $n)))`;
const HOST_BUMP = `(i32.store (local.get $p) (i32.add ${HOST_GET} (local.get $n)))`;
const ADD = '(struct.atomic.rmw.add $cell $x (local.get $p) (local.get $n))';
const HOST_ADD = '(i32.atomic.rmw.add (local.get $p) (local.get $n))';

const same = (name: string, type: string, turn: string, hostTurn: string, goal?: number): Access =>
  ({ name, fields: CELL, locals: one(type), turn, hostLocals: HOST_ONE, hostTurn, goal });
const other = (name: string, type: string, turn: string, hostTurn: string, goal?: number): Access => ({
  name, fields: CELL, locals: two(type), turn: `${either(`(result ${type})`)} ${turn}`,
  hostLocals: HOST_TWO, hostTurn: `${either('')} ${hostTurn}`, goal,
});
/** A global, which the host has at an address that the code knows. */
const global = (name: string, turn: string, hostTurn: string, goal?: number): Access =>
  ({ name, fields: '(global $g (shared (mut i32)) (i32.const 0))', locals: '', turn, hostLocals: '', hostTurn, goal });
/** A memory, which the evaluator has as well. */
const memory = (name: string, turn: string, goal?: number): Access =>
  ({ name, fields: '(memory 1 1 shared)', locals: '', turn, hostLocals: '', hostTurn: turn, goal });
const VALUE = '(ref $cell)', NULLABLE = '(ref null $cell)';

const INDEX = '(i32.and (local.get $n) (i32.const 1023))', PLACE = `(i32.add (local.get $a) (i32.shl ${INDEX} (i32.const 2)))`;
const array: Access = {
  name: 'array element get and set', fields: '(type $array (shared (array (mut i32))))',
  locals: '(local $p (ref $array)) (local.set $p (array.new_default $array (i32.const 1024)))',
  turn: `(array.set $array (local.get $p) ${INDEX} (i32.add (array.get $array (local.get $p) ${INDEX}) (local.get $n)))`,
  hostLocals: '', hostTurn: `(i32.store ${PLACE} (i32.add (i32.load ${PLACE}) (local.get $n)))`, goal: undefined,
};

/** All of them, in the order of the report. */
export const accesses: readonly Access[] = [
  four,
  same('field get and set', VALUE, BUMP, HOST_BUMP, 1.3),
  same('field get and set, may be null', NULLABLE, BUMP, HOST_BUMP, 1.3),
  other('field get and set, another each turn', VALUE, BUMP, HOST_BUMP, 1.3),
  other('… that may be null', NULLABLE, BUMP, HOST_BUMP, 1.3),
  other('field get, another each turn', VALUE, summed(GET), summed(HOST_GET)),
  other('… that may be null, too', NULLABLE, summed(GET), summed(HOST_GET)),
  same('field atomic add', NULLABLE, summed(ADD), summed(HOST_ADD), 1.2),
  global('global get and set', '(global.set $g (i32.add (global.get $g) (local.get $n)))',
    '(i32.store (i32.const 1024) (i32.add (i32.load (i32.const 1024)) (local.get $n)))'),
  global('global atomic add', summed('(global.atomic.rmw.add $g (local.get $n))'),
    summed('(i32.atomic.rmw.add (i32.const 1024) (local.get $n))'), 1.2),
  memory('memory atomic add', summed('(i32.atomic.rmw.add (local.get $a) (local.get $n))'), 1.2),
  array,
  memory('notify nobody', summed('(memory.atomic.notify (local.get $a) (i32.const 1))')),
  memory('wait for what is already there', summed('(memory.atomic.wait32 (local.get $a) (i32.const 1) (i64.const -1))')),
];
