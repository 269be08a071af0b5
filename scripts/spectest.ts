/**
 * What the functions of the module `spectest` are, which the official test suites import.
 * @spec core interpreter/README.md §Spectest host module
 * @category Scripts
 * @module
 */
import type { NumType } from '../syntax/types.ts';

/** The functions, which print their arguments and return nothing. */
export const printers: readonly (readonly [name: string, params: readonly NumType[]])[] = [
  ['print', []], ['print_i32', ['i32']], ['print_i64', ['i64']], ['print_f32', ['f32']], ['print_f64', ['f64']],
  ['print_i32_f32', ['i32', 'f32']], ['print_f64_f64', ['f64', 'f64']],
];
