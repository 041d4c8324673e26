import type { Decoder } from './decoder.ts';
import { RUNS } from './text/base64.ts';
import { CBOR } from './binary/cbor.ts';
import { CHARSET } from './charset/charset.ts';
import { GZIP, UNMARKED, ZLIB } from './compression/compressed.ts';
import { ENTITY } from './text/entity.ts';
import { FRAMES } from './binary/frames.ts';
import { GRPC } from './binary/grpc.ts';
import { GSM7 } from './charset/gsm7.ts';
import { HEX_PAIRS } from './text/hex-pairs.ts';
import { MOJIBAKE } from './charset/mojibake.ts';
import { MSGPACK } from './binary/msgpack.ts';
import { MULTIPART } from './binary/multipart.ts';
import { PERCENT_ENCODING } from './text/percent.ts';
import { PROTOBUF } from './binary/protobuf.ts';
import { QUOTED_PRINTABLE } from './text/quoted-printable.ts';
import { SNAPPY } from './compression/snappy.ts';
import { TAR } from './compression/tar.ts';
import { TPDU } from './charset/tpdu.ts';
import { UNESCAPE } from './text/unescape.ts';
import { UTF16 } from './charset/utf16.ts';
import { ZIP } from './compression/zip.ts';
import { ZSTD } from './compression/zstd.ts';
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

/** Decoders of bytes that none of those opens as a whole. */
export const LAST_BINARY_DECODERS: readonly Decoder[] = [FRAMES];

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
