import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import snappy from 'snappyjs';
import { byProgram, byPython } from './programs.ts';

/** One encoding around what was encoded before it. */
export type Step = {
  readonly name: string;
  /** The external program that encodes; null for a library or a line of our own. */
  readonly program: string | null;
  readonly takes: 'text' | 'bytes';
  /** `line`: text without a line end. */
  readonly gives: 'line' | 'text' | 'bytes';
  /** Set for a charset: stands innermost, and is declared. */
  readonly charset?: string;
  /** Null where it cannot encode an input. */
  readonly encode: (inputs: readonly Buffer[]) => readonly (Buffer | null)[];
};

type Kind = Pick<Step, 'takes' | 'gives'>;

const TEXT_TO_LINE: Kind = { takes: 'text', gives: 'line' };
const TEXT_TO_TEXT: Kind = { takes: 'text', gives: 'text' };
const TEXT_TO_BYTES: Kind = { takes: 'text', gives: 'bytes' };
const BYTES_TO_LINE: Kind = { takes: 'bytes', gives: 'line' };
const BYTES_TO_TEXT: Kind = { takes: 'bytes', gives: 'text' };
const BYTES: Kind = { takes: 'bytes', gives: 'bytes' };

const python = (kind: Kind, ...names: readonly string[]): readonly Step[] =>
  names.map((name) => ({
    ...kind,
    name,
    program: 'python3',
    encode: (inputs) => byPython(inputs.map((data) => ({ step: name, data: data.toString('base64') }))),
  }));

const program = (kind: Kind, ...names: readonly string[]): readonly Step[] =>
  names.map((name) => ({
    ...kind,
    name,
    program: name.split(' ')[0] ?? name,
    encode: (inputs) => byProgram(name, inputs),
  }));

const own = (kind: Kind, name: string, encode: (input: Buffer) => Uint8Array | string): Step => ({
  ...kind,
  name,
  program: null,
  encode: (inputs) => inputs.map((input) => Buffer.from(encode(input))),
});

const charsets = ['gbk', 'big5', 'shift_jis', 'iso-8859-1'].flatMap((name) =>
  python(TEXT_TO_BYTES, name).map((step): Step => ({ ...step, charset: name })),
);

// https://github.com/google/snappy/blob/main/framing_format.txt: stream identifier, then one compressed chunk.
const snappyFramed = (input: Buffer): Buffer => {
  const packed = Buffer.from(snappy.compress(input));
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUIntLE(packed.length + 4, 1, 3);
  return Buffer.concat([Buffer.from('ff060000734e61507059', 'hex'), head, packed]);
};

const grpcFrame = (input: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(input.length, 1);
  return Buffer.concat([head, input]);
};

const glued = (input: Buffer): string =>
  `${['v1', 'A7x', 'k'][input.length % 3] ?? ''}${input.toString('base64url')}`;

/** Every encoding of the generator. */
export const STEPS: readonly Step[] = [
  ...python(BYTES_TO_LINE, 'percent', 'percent every byte', 'percent twice', 'form', 'x escapes'),
  ...python(BYTES_TO_LINE, 'base64', 'base64url', 'hex', 'HEX', 'data URL'),
  ...python(BYTES_TO_TEXT, 'base64 wrapped'),
  ...python(TEXT_TO_LINE, 'json', 'json ascii', 'u escapes', 'jwt', 'numeric entities'),
  ...python(
    TEXT_TO_TEXT,
    'html entities',
    'xml element',
    'xml attribute',
    'json lines',
    'quoted-printable',
    'reversed',
    'multipart field',
  ),
  ...python(TEXT_TO_BYTES, 'utf-16le', 'utf-16be', 'utf-16 with mark', 'gzip cut off'),
  ...python(BYTES, 'multipart file', 'zlib', 'deflate', 'gzip of two members', 'zip', 'zip stored', 'tar'),
  ...charsets,
  ...program(BYTES, 'gzip', 'gzip with name', 'brotli', 'zstd', 'protoc', 'protoc nested'),
  ...program(BYTES_TO_TEXT, 'openssl base64', 'xxd', 'xxd capital'),
  ...program(BYTES_TO_LINE, 'openssl base64 on one line'),
  own(TEXT_TO_LINE, 'JSON.stringify', (input) => JSON.stringify({ v: 4, d: input.toString() })),
  own(TEXT_TO_LINE, 'JSON in a list', (input) => JSON.stringify([1, null, [input.toString()], 'x'])),
  own(BYTES_TO_LINE, 'base64 in text', (input) => `token <${input.toString('base64')}> sent`),
  own(BYTES_TO_LINE, 'base64url after a prefix', glued),
  own(BYTES, 'msgpack', (input) => msgpack({ v: 4, data: input, list: [1, 2] })),
  own(TEXT_TO_BYTES, 'msgpack text', (input) => msgpack(['event', { data: input.toString() }])),
  own(BYTES, 'cbor', (input) => cbor({ v: 4, data: Uint8Array.from(input) })),
  own(TEXT_TO_BYTES, 'cbor text', (input) => cbor([7, { data: input.toString() }])),
  own(BYTES, 'snappy', (input) => snappy.compress(input)),
  own(BYTES, 'snappy framed', snappyFramed),
  own(BYTES, 'grpc', grpcFrame),
];
