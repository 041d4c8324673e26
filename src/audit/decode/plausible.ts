import { holdsControl, isText, traitsOf } from './traits.ts';

/** Where UTF-8 begins of which a character may be cut off at the start. */
export const startOfCharacters = (bytes: Buffer): number => {
  let start = 0;
  while (start < 3 && start < bytes.length && ((bytes[start] as number) & 0xc0) === 0x80) start++;
  return start;
};

/** Where UTF-8 ends of which a character may be cut off at the end. */
export const endOfCharacters = (bytes: Buffer): number => {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? end - back : end;
  }
  return end;
};

/** Whether bytes are UTF-8 text without control characters, allowing for a character cut off at either end. */
export const isPlainText = (bytes: Buffer): boolean => {
  const start = startOfCharacters(bytes);
  const end = endOfCharacters(bytes);
  // Of drawn bytes most end here, which costs less than a view of them.
  if (end <= start || holdsControl(bytes, start, end)) return false;
  return isText(traitsOf(bytes.subarray(start, end)));
};

const MAGICS: readonly (readonly number[])[] = [
  [0x1f, 0x8b, 0x08],
  [0x28, 0xb5, 0x2f, 0xfd],
  // A frame that readers of Zstandard skip (RFC 8878 §3.1.2), as pzstd begins.
  [0x50, 0x2a, 0x4d, 0x18],
  [0x50, 0x4b, 0x03, 0x04],
  [0xff, 0x06, 0x00, 0x00, 0x73],
  [0x82, 0x53, 0x4e, 0x41, 0x50],
  [0xff, 0xfe],
  [0xfe, 0xff],
];

const MAGIC_STARTS = new Uint8Array(256);
for (const [first = 0] of [...MAGICS, [0x78]]) MAGIC_STARTS[first] = 1;

/** Whether bytes begin like something that a decoder opens: gzip, zlib, zstd, zip, snappy, UTF-16. */
export const hasMagic = (bytes: Uint8Array): boolean =>
  MAGIC_STARTS[bytes[0] ?? 0] === 1 &&
  (MAGICS.some((magic) => magic.every((byte, at) => bytes[at] === byte)) || isZlibHeader(bytes, 0));

/** Whether a zlib header (RFC 1950 §2.2) with deflate and a window of 32 KB stands at an offset. */
export const isZlibHeader = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x78 &&
  ((0x78 << 8) | (bytes[at + 1] ?? 0)) % 31 === 0 &&
  ((bytes[at + 1] ?? 0) & 0x20) === 0;

const STRETCH_BYTES = 6;

/** 1 for each byte of ASCII that is seen when it is printed, a blank among them. */
export const IS_PRINTED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f ? 1 : 0,
);
/** 1 for the byte 0. */
export const IS_NUL = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 1 : 0));

/** Whether bytes that are no text still look made rather than drawn: a stretch of ASCII, or many NULs. */
export const looksBinary = (bytes: Uint8Array): boolean => {
  let stretch = 0;
  let nuls = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    // Without a branch, which drawn bytes would send either way: it costs more than all the rest.
    stretch = (stretch + 1) * (IS_PRINTED[byte] as number);
    if (stretch === STRETCH_BYTES) return true;
    nuls += IS_NUL[byte] as number;
  }
  return nuls * 4 >= bytes.length;
};
