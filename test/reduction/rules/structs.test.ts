import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/structs.ts';
import { i32, i64, NULL, refI31, refStruct } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import { absRef } from '../../../syntax/types.ts';
import { arrayType, struct, structType, typeAt, typesOf } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

/** Type 0 is the array that no rule here wants, 1 a structure, 2 one without default values, 3 one without fields. */
const types = typesOf(arrayType('i32'), structType('i8', 'i64', 'i16', absRef('any')), structType(absRef('any', false)), structType());
const module = { types };
const [other, mine] = [struct(typeAt(types, 3)), struct(typeAt(types, 1), { t: 'i8', c: 0xfe }, i64(5n), { t: 'i16', c: 0xfffe }, NULL)];
const S = { structs: [other, mine] };
const instead = (x: number, i = 0): { readonly e: { readonly op: 'struct.get'; readonly sx: 's'; readonly x: number; readonly i: number } } =>
  ({ e: { op: 'struct.get', sx: 's', x, i } });

const making = suite('making structures');
const operands: readonly Val[] = [i32(0x1fe), i64(5n), i32(-2), NULL];
law(making, rules.structNew, { e: { op: 'struct.new', x: 1 }, vs: operands, module, S: { structs: [other] } },
  leaves([refStruct(1)], [], { structs: [other, mine] }), {
    'z.types[x] = dt': { module: {} },
    'dt ≈ struct (mut? zt)ⁿ': { e: { op: 'struct.new', x: 0 } },
    'the operands are valⁿ': { below: [], vs: operands.slice(1) },
    'si = {type dt, fields (pack_zt(val))ⁿ}': { vs: [i64(0n), i64(5n), i32(-2), NULL] },
  });
law(making, rules.structNewDefault, { e: { op: 'struct.new_default', x: 1 }, module },
  leaves([i32(0), i64(0n), i32(0), NULL], [{ op: 'struct.new', x: 1 }]), {
    'z.types[x] ≈ struct (mut? zt)*': { e: { op: 'struct.new_default', x: 0 } },
    '(default_{unpack(zt)} = val)*': { e: { op: 'struct.new_default', x: 2 } },
  });
making('nothing needs to stand below the operands', () =>
  fires(rules.structNew, { e: { op: 'struct.new', x: 1 }, below: [], vs: operands, module, S: {} },
    { vs: [refStruct(0)], es: [{ op: 'nop' }], S: { structs: [mine] } }));
making('a structure may have no fields', () => {
  fires(rules.structNew, { e: { op: 'struct.new', x: 3 }, below: [], module, S: {} }, { vs: [refStruct(0)], es: [{ op: 'nop' }], S: { structs: [other] } });
});
making.run();

const reading = suite('struct.get');
const get0 = { ...instead(1), vs: [refStruct(1)], module, S } as const;
law(reading, rules.structGetNull, { ...get0, vs: [NULL] }, traps('null structure reference'), { 'the operand is (ref.null)': { vs: [refStruct(0)] } });
law(reading, rules.structGetStruct, get0, leaves([i32(-2)]), {
  'the operand is (ref.struct a)': { vs: [refI31(0)] },
  'z.types[x] ≈ struct (mut? zt)*': instead(0),
  'zt*[i] = zt': instead(1, 4),
  'z.structs[a].fields[i] = fv': { vs: [refStruct(0)] },
  'val = unpack^{sx?}_zt(fv)': instead(1, 1),
});
reading('a packed field is extended with the sign or with zeros, others are as they are', () => {
  const field = (i: number, sx: 's' | 'u' | undefined, val: Val): void =>
    fires(rules.structGetStruct, { ...get0, e: { op: 'struct.get', sx, x: 1, i } }, leaves([val]));
  field(0, 'u', i32(0xfe));
  field(1, undefined, i64(5n));
  field(2, 's', i32(-2));
  field(2, 'u', i32(0xfffe));
  field(3, undefined, NULL);
});
reading.run();

const writing = suite('struct.set');
const set0 = { e: { op: 'struct.set', x: 1, i: 0 }, vs: [refStruct(1), i32(0x17f)], module, S } as const;
law(writing, rules.structSetNull, { ...set0, vs: [NULL, i32(0)] }, traps('null structure reference'), {
  'the second operand is val': { below: [], vs: [] },
  'the first operand is (ref.null)': { vs: [refStruct(0), i32(0)] },
});
const changed = struct(typeAt(types, 1), { t: 'i8', c: 0x7f }, i64(5n), { t: 'i16', c: 0xfffe }, NULL);
law(writing, rules.structSetStruct, set0, leaves([], [], { structs: [other, changed] }), {
  'the second operand is val': { below: [], vs: [] },
  'the first operand is (ref.struct a)': { vs: [refI31(0), i32(0)] },
  'z.structs[a] = si': { S: { structs: [other] } },
  'z.types[x] ≈ struct (mut? zt)*': { e: { op: 'struct.set', x: 0, i: 0 } },
  'zt*[i] = zt': { e: { op: 'struct.set', x: 1, i: 4 } },
  'fv = pack_zt(val)': { vs: [refStruct(1), i64(0n)] },
});
writing.run();
