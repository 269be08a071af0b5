/**
 * Tables of operators by name.
 * @module
 */

/**
 * The operator of that name.
 * @throws RangeError if there is none: an instruction that no module can hold was put together by hand.
 */
export const entry = <F extends string, Operator>(table: { readonly [f in F]?: Operator }, f: F): Operator => {
  const operator = table[f];
  if (operator === undefined) throw new RangeError(`no operator ${f} at these types: expected one of ${Object.keys(table).join(', ')}`);
  return operator;
};
