import type { Decoder } from './decoder.ts';
import { RUNS } from './base64.ts';
import { CBOR } from './cbor.ts';
import { CHARSET } from './charset.ts';
import { GZIP, UNMARKED, ZLIB } from './compressed.ts';
import { ENTITY } from './entity.ts';
import { GRPC } from './grpc.ts';
import { GSM7 } from './gsm7.ts';
import { HEX_PAIRS } from './hex-pairs.ts';
import { MOJIBAKE } from './mojibake.ts';
import { MSGPACK } from './msgpack.ts';
import { MULTIPART } from './multipart.ts';
import { PERCENT_ENCODING } from './percent.ts';
import { PROTOBUF } from './protobuf.ts';
import { QUOTED_PRINTABLE } from './quoted-printable.ts';
import { SNAPPY } from './snappy.ts';
import { TAR } from './tar.ts';
import { TPDU } from './tpdu.ts';
import { UNESCAPE } from './unescape.ts';
import { UTF16 } from './utf16.ts';
import { ZIP } from './zip.ts';
import { ZSTD } from './zstd.ts';
import { MICLOUD, MICLOUD_IV } from './vendor/micloud.ts';
import { MIOT_RC4 } from './vendor/miot-rc4.ts';
import { MIOTA } from './vendor/miota.ts';
import { MISTAT_V2 } from './vendor/mistat-v2.ts';

/** Decoders that open binary bytes, or look at where a layer begins; in the order in which they see it. */
export const BINARY_DECODERS: readonly Decoder[] = [
  GZIP,
  ZLIB,
  ZSTD,
  ZIP,
  TAR,
  MULTIPART,
  GRPC,
  PROTOBUF,
  MSGPACK,
  CBOR,
  SNAPPY,
  TPDU,
  UTF16,
  CHARSET,
  MOJIBAKE,
  GSM7,
  UNMARKED,
];

/** Decoders of encodings that are text themselves, at any offset; noise has none of them. */
export const TEXT_DECODERS: readonly Decoder[] = [
  UNESCAPE,
  PERCENT_ENCODING,
  ENTITY,
  QUOTED_PRINTABLE,
  HEX_PAIRS,
  RUNS,
];

/** Decoders of one vendor's own encryption, where the key is known: another vendor is one file and one row. */
export const VENDOR_DECODERS: readonly Decoder[] = [MISTAT_V2, MIOTA, MICLOUD, MICLOUD_IV, MIOT_RC4];
