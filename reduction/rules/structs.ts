/**
 * Structure instructions.
 * @spec core 4.3-execution.instructions §Structure instructions
 * @category Reduction: structure instructions
 * @module
 */
import { cons, drop } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { defaultsOf, packfield, structInst, unpackfield } from '../../semantics/runtime/fields.ts';
import { READ, WRITE, partAccess } from '../../semantics/runtime/labels.ts';
import { structField, structTypeOf } from '../../semantics/runtime/lookup.ts';
import { isNull, structOf, val } from '../../semantics/runtime/operands.ts';
import { addStruct, withField } from '../../semantics/runtime/updates.ts';
import { refStruct } from '../../semantics/runtime/values.ts';
import { asStruct } from '../../semantics/types/expansion.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

/**
 * ```rule
 * z; valⁿ (struct.new x)  ↪  z[.structs =⊕ si]; (ref.struct a)
 *   — if z.types[x] = dt
 *   — and dt ≈ struct (mut? zt)ⁿ
 *   — and the operands are valⁿ
 *   — and a = |z.structs|
 *   — and si = {type dt, fields (pack_zt(val))ⁿ}
 * ```
 * @rule Step/struct.new
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structNew: Rule<'struct.new'> = step('struct.new', 'struct.new')
  .so('dt', 'z.types[x] = dt', ({ z, e }) => z.F.module.types[e.x])
  .so('ct', 'dt ≈ struct (mut? zt)ⁿ', ({ dt }) => asStruct(dt))
  .iff('the operands are valⁿ', ({ z, ct }) => z.vs.n >= ct.fields.length)
  .so('a', 'a = |z.structs|', ({ z }) => z.S.structs.n)
  .so('si', 'si = {type dt, fields (pack_zt(val))ⁿ}', ({ z, dt, ct }) => structInst(dt, ct, z.vs))
  .gives(({ z, z: { S, vs, es }, ct, a, si }) => changed(z, addStruct(S, si), cons(refStruct(a), drop(ct.fields.length, vs)), es.next));

/**
 * ```rule
 * z; (struct.new_default x)  ↪  val* (struct.new x)
 *   — if z.types[x] ≈ struct (mut? zt)*
 *   — and (default_{unpack(zt)} = val)*
 * ```
 * @rule Step_read/struct.new_default
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structNewDefault: Rule<'struct.new_default'> = read('struct.new_default', 'struct.new_default')
  .so('ct', 'z.types[x] ≈ struct (mut? zt)*', ({ z, e }) => structTypeOf(z, e.x))
  .so('vals', '(default_{unpack(zt)} = val)*', ({ ct }) => defaultsOf(ct))
  .gives(({ z, e, vals }) => to(z, vals.reduce((vs, v) => cons(v, vs), z.vs), then({ op: 'struct.new', x: e.x, at: e.at }, z.es.next)));

/**
 * ```rule
 * z; (ref.null) (struct.get_sx? x i)  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/struct.get-null
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structGetNull: Rule<'struct.get'> = read('struct.get-null', 'struct.get')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'null structure reference'), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) (struct.get_sx? x i)  ↪  val
 *   — if the operand is (ref.struct a)
 *   — and z.types[x] ≈ struct (mut? zt)*
 *   — and zt*[i] = zt
 *   — and z.structs[a].fields[i] = fv
 *   — and val = unpack^{sx?}_zt(fv)
 * ```
 * @rule Step_read/struct.get-struct
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structGetStruct: Rule<'struct.get'> = read('struct.get-struct', 'struct.get')
  .so('a', 'the operand is (ref.struct a)', ({ z }) => structOf(z.vs.v))
  .so('ct', 'z.types[x] ≈ struct (mut? zt)*', ({ z, e }) => structTypeOf(z, e.x))
  .so('zt', 'zt*[i] = zt', ({ e, ct }) => ct.fields[e.i]?.storage)
  .so('fv', 'z.structs[a].fields[i] = fv', ({ z, e, a }) => structField(z.S, a, e.i))
  .so('val', 'val = unpack^{sx?}_zt(fv)', ({ e, zt, fv }) => unpackfield(zt, e.sx, fv))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, READ, e.i))
  .gives(({ z, val }) => to(z, cons(val, z.vs.next), z.es.next));

/**
 * ```rule
 * z; (ref.null) val (struct.set x i)  ↪  z; trap
 *   — if the second operand is val
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/struct.set-null
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structSetNull: Rule<'struct.set'> = step('struct.set-null', 'struct.set')
  .so('val', 'the second operand is val', ({ z }) => val(z.vs.v))
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, 'null structure reference'), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) val (struct.set x i)  ↪  z[.structs[a].fields[i] = fv]; ε
 *   — if the second operand is val
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] = si
 *   — and z.types[x] ≈ struct (mut? zt)*
 *   — and zt*[i] = zt
 *   — and fv = pack_zt(val)
 * ```
 * @rule Step/struct.set-struct
 * @spec core 4.3-execution.instructions §Structure instructions
 */
export const structSetStruct: Rule<'struct.set'> = step('struct.set-struct', 'struct.set')
  .so('val', 'the second operand is val', ({ z }) => val(z.vs.v))
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.v))
  .so('si', 'z.structs[a] = si', ({ z, a }) => get(z.S.structs, a))
  .so('ct', 'z.types[x] ≈ struct (mut? zt)*', ({ z, e }) => structTypeOf(z, e.x))
  .so('zt', 'zt*[i] = zt', ({ e, ct }) => ct.fields[e.i]?.storage)
  .so('fv', 'fv = pack_zt(val)', ({ zt, val }) => packfield(zt, val))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, WRITE, e.i))
  .gives(({ z, z: { S, vs, es }, e, a, si, fv }) => changed(z, withField(S, a, si, e.i, fv), vs.next.next, es.next));
