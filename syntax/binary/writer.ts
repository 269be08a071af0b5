/**
 * Writing bytes: numbers, names and lists, each in its shortest form.
 * @spec core 5.1-binary.values
 * @module
 */
import { encodeUtf8 } from '../text/utf8.ts';

/** Bytes that grow. */
export interface MutableWriter {
  bytes: Uint8Array;
  view: DataView;
  size: number;
}

/** A writer without bytes. */
export const writer = (): MutableWriter => {
  const bytes = new Uint8Array(256);
  return { bytes, view: new DataView(bytes.buffer), size: 0 };
};

/** What is written, as bytes of its own. */
export const written = (w: MutableWriter): Uint8Array => w.bytes.slice(0, w.size);

/** The position of n new bytes. */
const grow = (w: MutableWriter, n: number): number => {
  const at = w.size;
  if (at + n > w.bytes.length) {
    const bytes = new Uint8Array(Math.max(2 * w.bytes.length, at + n));
    bytes.set(w.bytes.subarray(0, at));
    w.bytes = bytes;
    w.view = new DataView(bytes.buffer);
  }
  w.size = at + n;
  return at;
};

/** byte */
export const byte = (w: MutableWriter, b: number): void => {
  const at = grow(w, 1);
  w.bytes[at] = b;
};
/** byte* */
export const raw = (w: MutableWriter, bytes: ArrayLike<number>): void => {
  const at = grow(w, bytes.length);
  w.bytes.set(bytes, at);
};
/** Everything that another writer wrote. */
export const append = (w: MutableWriter, inner: MutableWriter): void => raw(w, inner.bytes.subarray(0, inner.size));

/** u32 */
export const u32 = (w: MutableWriter, n: number): void => {
  let rest = n >>> 0;
  for (; rest >= 0x80; rest >>>= 7) byte(w, (rest & 0x7f) | 0x80);
  byte(w, rest);
};
/** i32, given as a signed number */
export const i32 = (w: MutableWriter, n: number): void => s33(w, n | 0);
/** s33 */
export const s33 = (w: MutableWriter, n: number): void => {
  let rest = n;
  // Division, because 33 bits do not fit the operators on 32.
  for (; rest < -0x40 || rest >= 0x40; rest = Math.floor(rest / 0x80)) byte(w, (rest & 0x7f) | 0x80);
  byte(w, rest & 0x7f);
};
/** u64 */
export const u64 = (w: MutableWriter, n: bigint): void => {
  let rest = BigInt.asUintN(64, n);
  for (; rest >= 0x80n; rest >>= 7n) byte(w, Number(rest & 0x7fn) | 0x80);
  byte(w, Number(rest));
};
/** i64, given as a signed bigint */
export const i64 = (w: MutableWriter, n: bigint): void => {
  let rest = n;
  for (; rest < -0x40n || rest >= 0x40n; rest >>= 7n) byte(w, Number(rest & 0x7fn) | 0x80);
  byte(w, Number(rest & 0x7fn));
};
/** The bits of an f32. */
export const f32 = (w: MutableWriter, bits: number): void => {
  const at = grow(w, 4);
  w.view.setInt32(at, bits, true);
};
/** The bits of an f64. */
export const f64 = (w: MutableWriter, bits: bigint): void => {
  const at = grow(w, 8);
  w.view.setBigInt64(at, bits, true);
};
/** The 128 bits of a vector. */
export const v128 = (w: MutableWriter, bits: bigint): void => {
  f64(w, bits);
  f64(w, bits >> 64n);
};

/** list(X) */
export const list = <A>(w: MutableWriter, elements: readonly A[], element: (w: MutableWriter, a: A) => void): void => {
  u32(w, elements.length);
  for (const a of elements) element(w, a);
};
/** list(byte) */
export const bytes = (w: MutableWriter, content: Uint8Array): void => {
  u32(w, content.length);
  raw(w, content);
};
/** Whether the characters are their own encodings. */
const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
};
/** name */
export const name = (w: MutableWriter, text: string): void => {
  if (!isAscii(text)) {
    bytes(w, encodeUtf8(text));
    return;
  }
  u32(w, text.length);
  const at = grow(w, text.length);
  for (let i = 0; i < text.length; i++) w.bytes[at + i] = text.charCodeAt(i);
};
/** Something, after its size in bytes. It is written first, and then makes room for the size. */
export const sized = (w: MutableWriter, content: (w: MutableWriter) => void): void => {
  const at = w.size;
  content(w);
  const size = w.size - at;
  u32(w, size);
  const length = w.size - at - size;
  w.bytes.copyWithin(at + length, at, at + size);
  w.size = at;
  u32(w, size);
  w.size = at + length + size;
};
