import { z } from 'zod';

/** Steps that begin a route: the parts of what was sent. */
export const ROOT_STEPS = [
  'host',
  'path',
  'query',
  'header',
  'header-name',
  'cookie',
  'cookie-name',
  'body',
  'websocket',
  'raw',
] as const;
const DECODE_STEPS = [
  'form',
  'percent',
  'entity',
  'json',
  'escape',
  'json-lines',
  'multipart',
  'pair',
  'xml',
  'base64',
  'base64url',
  'hex',
  'quoted-printable',
  'gzip',
  'zlib',
  'deflate',
  'brotli',
  'zstd',
  'snappy',
  'protobuf',
  'grpc',
  'msgpack',
  'cbor',
  'jwt',
  'data-url',
  'utf16le',
  'utf16be',
  'charset',
  'reverse',
  'zip',
  'tar',
  'gsm7',
  'semi-octets',
  'xiaomi-micloud',
  'xiaomi-passport',
  'xiaomi-mistat-v2',
  'xiaomi-miota',
  'xiaomi-miot-rc4',
] as const;
/** Every step that can stand in a route: the roots first, then the decodings. A closed list. */
export const STEP_NAMES = [...ROOT_STEPS, ...DECODE_STEPS] as const;
export type StepName = (typeof STEP_NAMES)[number];

/**
 * One link of a route: take `length` bytes at `offset` of the layer before, then undo `step`. `path` names the
 * field (JSONPath for JSON, MessagePack and CBOR; the field's name for query, form, header, cookie and multipart;
 * field numbers joined by dots for protobuf; `charset` names the charset). A root has no offset: it is the whole part.
 */
export const routeLinkSchema = z.strictObject({
  step: z.enum(STEP_NAMES),
  path: z.string().max(2000).optional(),
  offset: z.number().int().nonnegative().optional(),
  length: z.number().int().nonnegative().optional(),
});
export type RouteLink = Readonly<z.infer<typeof routeLinkSchema>>;
export type Route = readonly RouteLink[];

/** The part of the exchange that a finding stands in. */
const PARTS = ['url', 'query', 'header', 'cookie', 'body', 'websocket'] as const;
export const partSchema = z.enum(PARTS);
export type Part = z.infer<typeof partSchema>;
