import type { HttpFlow, LoadedFlow } from '#model/flow';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';
import type { Random } from './random.ts';

/** Where in a request the encoded bytes stand. */
export const PLACEMENTS = [
  'path',
  'query',
  'header',
  'cookie',
  'form body',
  'body',
  'body',
  'websocket',
] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** What is to be sent, and what is said of it. */
export type Payload = {
  readonly bytes: Buffer;
  readonly gives: 'line' | 'text' | 'bytes';
  readonly charset: string | null;
  /** Of the outermost step. */
  readonly outermost: string;
};

const MOST_HEAD_BYTES = 6000;
const HOST = 'https://api.vendor.example';

/** Whether a placement can carry so much of this kind. */
export const canCarry = (placement: Placement, { bytes, gives, charset }: Payload): boolean => {
  if (placement === 'body') return true;
  if (placement === 'websocket' || placement === 'form body') return charset === null;
  if (charset !== null || bytes.length > MOST_HEAD_BYTES) return false;
  return placement === 'path' || placement === 'query' || gives === 'line';
};

const escaped = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      /[A-Za-z0-9\-_.~]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

const KINDS: Readonly<Record<Payload['gives'], readonly string[]>> = {
  line: ['text/plain', 'application/json', 'application/octet-stream'],
  text: ['text/plain; charset=utf-8', 'application/xml', 'application/octet-stream'],
  bytes: ['application/octet-stream', 'application/x-protobuf', 'application/json', 'text/plain'],
};

const CODINGS: Readonly<Record<string, string>> = {
  gzip: 'gzip',
  brotli: 'br',
  zstd: 'zstd',
  zlib: 'deflate',
};

// A media type and a coding that may be right, wrong or missing: nobody may rely on them.
const headersOf = (
  { gives, charset, outermost }: Payload,
  random: Random,
): readonly (readonly [string, string])[] => {
  if (charset !== null) return [['Content-Type', `text/plain; charset=${charset}`]];
  const kind: readonly [string, string] = ['Content-Type', random.pick(KINDS[gives])];
  const coding = random.isOneIn(8) ? 'gzip' : CODINGS[outermost];
  return coding === undefined || random.isOneIn(2) ? [kind] : [kind, ['Content-Encoding', coding]];
};

const messageOf = (bytes: Buffer): HttpFlow['messages'] => [
  {
    atMs: 10,
    direction: 'out',
    opcode: 'binary',
    body: { spans: [], byteLength: bytes.length, sha256: null, truncated: false },
  },
];

/** A request that carries the payload, as the proxy would have loaded it. */
export const place = (placement: Placement, payload: Payload, random: Random): LoadedFlow => {
  const { bytes } = payload;
  switch (placement) {
    case 'path':
      return makeLoadedFlow({ url: `${HOST}/v2/device/${escaped(bytes)}/register` });
    case 'query':
      return makeLoadedFlow({ url: `${HOST}/collect?v=4&p=${escaped(bytes)}&ts=1764150000` });
    case 'header':
      return makeLoadedFlow({ url: `${HOST}/h`, headers: [['X-Client-Info', bytes.toString()]] });
    case 'cookie': {
      const text = bytes.toString();
      const value = /[;,\s"]/.test(text) ? escaped(bytes) : text;
      return makeLoadedFlow({ url: `${HOST}/c`, headers: [['Cookie', `lang=en; info=${value}; theme=2`]] });
    }
    case 'form body': {
      const body = Buffer.from(`v=4&p=${escaped(bytes)}&ts=1764150000`);
      const headers = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
      return makeLoadedFlow({ url: `${HOST}/f`, method: 'POST', headers, body });
    }
    case 'body':
      return makeLoadedFlow({
        url: `${HOST}/b`,
        method: 'POST',
        headers: headersOf(payload, random),
        body: bytes,
      });
    case 'websocket':
      return makeLoadedFlow({ url: `${HOST}/ws`, messages: messageOf(bytes), messageBodies: [bytes] });
  }
};
