const lengthBytes = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const size = length < 0x100 ? 1 : 2;
  const bytes = Buffer.alloc(1 + size, 0x80 | size);
  bytes.writeUIntBE(length, 1, size);
  return bytes;
};

/** One DER value (X.690 8.1) of at most 65,535 bytes. */
export const value = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
};

/** A SEQUENCE. */
export const sequence = (...contents: readonly Uint8Array[]): Buffer => value(0x30, ...contents);

const arcBytes = (arc: number): number[] => {
  const groups = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
  return groups;
};

/** An OBJECT IDENTIFIER by its arcs. */
export const oid = (first: number, second: number, ...rest: readonly number[]): Buffer =>
  value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(arcBytes)]));
