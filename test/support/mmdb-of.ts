const text = (value: string): Buffer => Buffer.concat([sized(2, value.length), Buffer.from(value)]);

/** The control byte of a field: type in the upper three bits, size below; sizes over 28 take a further byte. */
const sized = (type: number, size: number): Buffer =>
  Buffer.from(size < 29 ? [(type << 5) | size] : [(type << 5) | 29, size - 29]);

const field = (value: unknown): Buffer => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([sized(6, 4), bytes]);
  }
  const entries = Object.entries(value as object);
  return Buffer.concat([
    sized(7, entries.length),
    ...entries.flatMap(([key, item]) => [text(key), field(item)]),
  ]);
};

/** A MaxMind database in its file format 2.0 that gives one record for every IPv4 address. */
export const mmdbOf = (record: object, databaseType = 'Test', buildEpoch = 1_780_272_000): Buffer => {
  const pointer = Buffer.from([0, 0, 1 + 16]);
  const marker = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
  const metadata = field({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: buildEpoch,
    database_type: databaseType,
    ip_version: 4,
    node_count: 1,
    record_size: 24,
  });
  return Buffer.concat([pointer, pointer, Buffer.alloc(16), field(record), marker, metadata]);
};
