/** One DER value, as read: tag, the whole encoding and its content. */
export type DerValue = { readonly tag: number; readonly whole: Buffer; readonly content: Buffer };

const lengthBytes = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};

/** Encodes one value (X.690 8.1): tag, length, contents joined. */
export const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
};

/** Encodes an object identifier given by its arcs, such as 2.5.4.3. */
export const derOid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
};

/** Reads the values that stand side by side in `bytes`. @throws RangeError when a length points outside. */
export const derValues = (bytes: Buffer): DerValue[] => {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const short = bytes.readUInt8(at + 1);
    const lengthSize = short < 0x80 ? 0 : short & 0x7f;
    const length = lengthSize === 0 ? short : bytes.readUIntBE(at + 2, lengthSize);
    const start = at + 2 + lengthSize;
    if (start + length > bytes.length) throw new RangeError('a DER length points outside its bytes');
    values.push({
      tag: bytes.readUInt8(at),
      whole: bytes.subarray(at, start + length),
      content: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return values;
};
