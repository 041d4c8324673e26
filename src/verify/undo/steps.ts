import type { ROOT_STEPS, StepName } from '#model/route';
import { asItStands, type Undo } from './undo.ts';
import { backwards, fromSemiOctets, unbase64, unhex } from './alphabets.ts';
import { fromCbor, fromMsgpack, fromProtobuf } from './records.ts';
import { fromCharset, fromGsm7, fromUtf16 } from './charsets.ts';
import { fromMicloud } from './micloud.ts';
import { fromMiota, fromMiotRc4, fromMistat } from './xiaomi.ts';
import { gunzip, inflate, unbrotli, unzlib } from './inflate.ts';
import { unescape, unform, unpercent, unquote, unreference } from './escapes.ts';
import { unsnap } from './snappy.ts';
import { unzip } from './zip.ts';
import { unzstd } from './zstd.ts';

/** A step that begins a route. */
export type RootStep = (typeof ROOT_STEPS)[number];

/** How each step of a route is undone. */
export const UNDO: Readonly<Record<Exclude<StepName, RootStep>, Undo>> = {
  form: unform,
  percent: unpercent,
  entity: unreference,
  json: unescape,
  escape: unescape,
  'json-lines': asItStands,
  multipart: asItStands,
  pair: asItStands,
  xml: unreference,
  base64: unbase64,
  base64url: unbase64,
  hex: unhex,
  'quoted-printable': unquote,
  gzip: gunzip,
  zlib: unzlib,
  deflate: inflate,
  brotli: unbrotli,
  zstd: unzstd,
  snappy: unsnap,
  protobuf: fromProtobuf,
  grpc: asItStands,
  msgpack: fromMsgpack,
  cbor: fromCbor,
  jwt: asItStands,
  'data-url': asItStands,
  utf16le: fromUtf16('utf-16le'),
  utf16be: fromUtf16('utf-16be'),
  charset: fromCharset,
  reverse: backwards,
  zip: unzip,
  tar: asItStands,
  gsm7: fromGsm7,
  'semi-octets': fromSemiOctets,
  'xiaomi-micloud': fromMicloud,
  'xiaomi-passport': fromMicloud,
  'xiaomi-mistat-v2': fromMistat,
  'xiaomi-miota': fromMiota,
  'xiaomi-miot-rc4': fromMiotRc4,
};
