import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { refOk } from '../../../semantics/runtime/typing.ts';
import type { Ref } from '../../../semantics/runtime/values.ts';
import { NULL, refCont, refExn, refExtern, refHost, refI31, refStruct, refWaitQueue } from '../../../semantics/runtime/values.ts';
import type { AbsHeapName, RefType } from '../../../syntax/types.ts';
import { absRef } from '../../../syntax/types.ts';
import type { DefType } from '../../../semantics/types/deftypes.ts';
import { sharedTypesOf, storeOf, struct, structType, typeAt, typesOf } from '../../reduction/configurations.ts';

const unshared = typesOf(structType('i32')), shared = sharedTypesOf(structType('i32'));
/** The structure at the address 0 is unshared, that at 1 shared. */
const S = storeOf({ structs: [struct(typeAt(unshared, 0)), struct(typeAt(shared, 0))] });
const has = (ref: Ref, name: AbsHeapName, isShared: boolean): boolean => refOk(S, ref, absRef(name, false, isShared));

const typing = suite('types of references');
typing('what carries no type is in both hierarchies', () => {
  const tops: readonly (readonly [Ref, ...AbsHeapName[]])[] = [
    [refI31(1), 'i31', 'eq', 'any'], [refHost(1), 'any'], [refExn(1), 'exn'], [refExtern(refHost(1)), 'extern'], [refCont(1), 'cont'],
  ];
  for (const [ref, ...names] of tops) {
    for (const name of names) for (const isShared of [false, true]) assert.ok(has(ref, name, isShared), `${ref.t} of ${name}`);
    for (const name of ['none', 'struct', 'nofunc', 'waitqueue'] as const) for (const isShared of [false, true]) assert.not(has(ref, name, isShared));
  }
});
typing('a structure is in the hierarchy of its type', () => {
  for (const name of ['struct', 'eq', 'any'] as const) {
    assert.equal([has(refStruct(0), name, false), has(refStruct(0), name, true)], [true, false]);
    assert.equal([has(refStruct(1), name, false), has(refStruct(1), name, true)], [false, true]);
  }
  const of = (types: readonly DefType[]): RefType<DefType> => ({ kind: 'ref', nullable: false, heap: typeAt(types, 0) });
  assert.equal([refOk(S, refStruct(1), of(unshared)), refOk(S, refStruct(1), of(shared))], [false, true]);
  assert.not(refOk(S, refI31(1), of(shared)));
});
typing('a wait queue is shared', () => {
  assert.equal([has(refWaitQueue(0), 'waitqueue', true), has(refWaitQueue(0), 'waitqueue', false)], [true, false]);
  for (const name of ['nowaitqueue', 'any', 'eq'] as const) assert.not(has(refWaitQueue(0), name, true));
});
typing('null is of every nullable type', () => {
  for (const isShared of [false, true]) {
    assert.ok(refOk(S, NULL, absRef('waitqueue', true, isShared)));
    assert.not(refOk(S, NULL, absRef('waitqueue', false, isShared)));
  }
});
typing.run();
