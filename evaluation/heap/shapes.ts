/**
 * Where references are in objects, as a collection needs it.
 * @category Evaluation: heap
 * @module
 */
import type { StorageType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asArray, asFunc, asStruct, contTarget } from '../../semantics/types/expansion.ts';
import { bytesOf, FIELDS_OFFSET, fieldLayout, HOST_OFFSET, HOST_SIZE, PAYLOAD_OFFSET } from '../sharing/layout.ts';

/** The shape of the objects of a type. */
export interface Shape {
  /** bytes of an object, or of an element of an array */
  readonly size: number;
  /** the offsets of references in an object, or whether the elements of an array are some */
  readonly references: readonly number[] | boolean;
}

const isReference = (zt: StorageType<unknown> | undefined): boolean => typeof zt === 'object';
const fieldsShape = (zts: readonly StorageType<unknown>[], from: number): Shape => {
  const { offsets, size } = fieldLayout(zts, from);
  return { size, references: offsets.filter((_, i) => isReference(zts[i])) };
};
/** The shape of function records, wait queues and whatever has no references. */
export const OPAQUE: Shape = { size: HOST_SIZE, references: [] };
/** The shape of continuations, which refer to a record. */
const CONTINUATION: Shape = { size: HOST_SIZE, references: [HOST_OFFSET] };
/** The shape of the objects of a defined type. */
export const shapeOf = (dt: DefType): Shape => {
  const struct = asStruct(dt), array = asArray(dt);
  if (struct !== undefined) return fieldsShape(struct.fields.map(({ storage }) => storage), FIELDS_OFFSET);
  if (array !== undefined) return { size: bytesOf(array.field.storage), references: isReference(array.field.storage) };
  return contTarget(dt) === undefined ? OPAQUE : CONTINUATION;
};
/** The shape of the exceptions with a tag of this type. */
export const exceptionShape = (dt: DefType): Shape => fieldsShape(asFunc(dt)?.params ?? [], PAYLOAD_OFFSET);
