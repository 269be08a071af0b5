/**
 * Accesses of what threads share, beside the same ones of a shared memory in the host's own WebAssembly. One thread makes them, so these are
 * the costs of the instructions themselves.
 * @module
 */

/** What is accessed, and how: by the evaluator, and by the host. */
export interface Access {
  readonly name: string;
  /** what the program declares, and its locals, with their first values */
  readonly fields: string;
  readonly locals: string;
  /** what is done in each turn; the host has an address of an unknown value in $a */
  readonly turn: string;
  readonly host: string;
  /** the ratio to stay below */
  readonly goal: number;
}

/** A loop of $n turns around some code, without anything to count that the code may be mixed up with. */
const looping = (turn: string): string => `(loop $turn
      ${turn}
      (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))`;
/** The module for the evaluator. */
export const evaluatorText = ({ fields, locals, turn }: Access): string => `(module
  ${fields}
  (func (export "run") (param $n i32) (param $d i32) (result i32) ${locals}
    ${looping(turn)}
    (i32.const 0)))`;
/** The module for the host: $d is an address. */
export const hostText = ({ host }: Access): string => `(module
  (memory 1 1 shared)
  (func (export "run") (param $n i32) (param $a i32) (result i32)
    ${looping(host)}
    (i32.const 0)))`;

const CELL = '(type $cell (shared (struct (field $x (mut i32)) (field $y (mut i64)))))';
const cell = (type: string): string => `(local $cell ${type}) (local.set $cell (struct.new $cell (i32.const 1) (i64.const 2)))`;
const BUMP = '(struct.set $cell $x (local.get $cell) (i32.add (struct.get $cell $x (local.get $cell)) (local.get $n)))';
const HOST_BUMP = '(i32.store (local.get $a) (i32.add (i32.load (local.get $a)) (local.get $n)))';
const ADD = '(drop (i32.atomic.rmw.add (local.get $a) (local.get $n)))';

/** All of them, in the order of the report. */
export const accesses: readonly Access[] = [
  { name: 'field get and set', fields: CELL, locals: cell('(ref $cell)'), turn: BUMP, host: HOST_BUMP, goal: 1.3 },
  { name: 'field get and set, may be null', fields: CELL, locals: cell('(ref null $cell)'), turn: BUMP, host: HOST_BUMP, goal: 1.3 },
];
