import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** The known value that stands at the beginning of each bomb and at the end of each long body. */
export const HIDDEN = '861234050123457';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const times = (part: Uint8Array, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => part));

const zeros = (megabytes: number): Buffer =>
  Buffer.concat([Buffer.from(`{"i":"${HIDDEN}"}`), Buffer.alloc(megabytes << 20)]);

const varint = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];

const nestedMessage = (depth: number): Buffer => {
  let content: Buffer = Buffer.from([8, 0x80, 0x80, 0x80, 0x01]);
  for (let level = 0; level < depth; level++)
    content = Buffer.concat([Buffer.from([0x0a, ...varint(content.length)]), content]);
  return content;
};

const nestedJson = (depth: number): string => {
  let text = `"${HIDDEN}"`;
  for (let level = 0; level < depth; level++) text = JSON.stringify({ a: text });
  return text;
};

const zipEntry = (content: Buffer): Buffer => {
  const raw = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(raw.length, 18);
  head.writeUInt16LE(5, 26);
  return Buffer.concat([head, Buffer.from('a.txt'), raw]);
};

const values = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(',');

/** Bodies that cannot be opened within the budget of a flow: each has to be told as `bound-hit`. */
export const BOMBS: Readonly<Record<string, () => Buffer>> = {
  'one stream of gzip': () => gzipSync(zeros(90)),
  'gzip in gzip': () => gzipSync(gzipSync(zeros(90))),
  'members of gzip': () => times(gzipSync(zeros(24)), 30),
  'streams of gzip apart': () => times(Buffer.concat([gzipSync(zeros(24)), Buffer.from('\0x')]), 30),
  'streams of zlib': () => times(deflateSync(zeros(24)), 30),
  'many small streams of zlib': () => times(deflateSync(`hello hello hello ${HIDDEN}`), 60_000),
  'entries of a zip': () => times(zipEntry(zeros(24)), 30),
  'many entries of a zip': () => times(zipEntry(Buffer.from(`hello hello ${HIDDEN}`)), 60_000),
  'no gzip, again and again, before some': () =>
    Buffer.concat([times(Buffer.from('1f8b08ff00', 'hex'), 100), gzipSync(HIDDEN)]),
  'JSON in JSON in JSON': () => Buffer.from(nestedJson(18)),
  'ten megabytes of a percent sign encoded again and again': () => Buffer.from(`%${'25'.repeat(5_000_000)}`),
  'fifty megabytes of the base64 alphabet': () => Buffer.from(ALPHABET.repeat(781_250)),
  'messages in messages': () => nestedMessage(2000),
  'more fields than are told apart': () => times(Buffer.from([0x0a, 2, 8, 1]), 1_200_000),
  'binary fields without number': () => times(Buffer.from([0x0a, 6, 0x91, 0x82, 0xff, 0, 1, 2]), 300_000),
  'lists of MessagePack in lists': () => Buffer.concat([Buffer.alloc(100, 0x91), Buffer.from([0xff])]),
  'lists of CBOR in lists': () => Buffer.concat([Buffer.alloc(100, 0x81), Buffer.from([0x20])]),
  'base64 without number': () =>
    Buffer.from(values(200_000, (index) => Buffer.from(`"hello there ${index}`).toString('base64'))),
};

/** Bodies that look as hostile and are read to their end, where the known value stands. */
export const LONG_BODIES: Readonly<Record<string, () => Buffer>> = {
  'a million lists in lists': () => Buffer.from(`${'['.repeat(1_000_000)}"${HIDDEN}"`),
  'objects in objects': () => Buffer.from(`${'{"a":'.repeat(300_000)}"${HIDDEN}"`),
  'elements in elements': () => Buffer.from(`${'<a>'.repeat(300_000)}${HIDDEN}`),
  'three million percent signs': () => Buffer.from(`${'%25'.repeat(3_000_000)}&i=${HIDDEN}`),
  'varints without an end': () =>
    Buffer.concat([Buffer.alloc(2_000_000, 0x80), Buffer.from(`\n\x0f${HIDDEN}`)]),
  'varints that may be fields or not': () =>
    Buffer.concat([times(Buffer.from([0x08, 0x81, 0x01]), 700_000), Buffer.from(`\n\x0f${HIDDEN}`)]),
  'more values than are named': () => Buffer.from(`[${values(2_000_000, () => '1')},"${HIDDEN}"]`),
  'more fields of a form than are named': () =>
    Buffer.from(`${'a=1&'.repeat(1_100_000)}i=%38${HIDDEN.slice(1)}`),
};
