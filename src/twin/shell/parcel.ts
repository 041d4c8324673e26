const ROW = 16;

const words = (bytes: Buffer): string[] =>
  Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes
      .readUInt32LE(index * 4)
      .toString(16)
      .padStart(8, '0'),
  );

const letters = (bytes: Buffer): string =>
  [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');

/** A parcel as `service call` prints it: up to 16 bytes on one line, else rows with offsets, the last one padded. */
export const printParcel = (bytes: Buffer): string => {
  if (bytes.length <= ROW) {
    const hex = words(bytes);
    return `Result: Parcel(${hex.join(' ').padEnd(4 + 8 * hex.length)}'${letters(bytes)}')\n`;
  }
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = bytes.subarray(at, at + ROW);
    const offset = at.toString(16).padStart(8, '0');
    rows.push(`  0x${offset}: ${words(row).join(' ').padEnd(36)}'${letters(row).padEnd(ROW)}'`);
  }
  return `Result: Parcel(\n${rows.join('\n')})\n`;
};

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

/** A string as Parcel.writeString16: length, UTF-16LE, a zero, padded to four bytes; null is length -1. */
const string16 = (text: string | null): Buffer => {
  if (text === null) return int(-1);
  const raw = Buffer.from(`${text}\0`, 'utf16le');
  return Buffer.concat([int(text.length), raw, Buffer.alloc((4 - (raw.length % 4)) % 4)]);
};

/** The answer of a call that succeeded. */
export const stringParcel = (text: string | null): Buffer => Buffer.concat([int(0), string16(text)]);

/** The answer of a call that was refused: exception code -1, the message, no remote stack. */
export const securityExceptionParcel = (message: string): Buffer =>
  Buffer.concat([int(-1), string16(message), int(0)]);

/** An answer of bare numbers. */
export const intParcel = (...values: readonly number[]): Buffer => Buffer.concat(values.map(int));
