import { toBuffer } from '../buffer.ts';

/**
 * How compressed bytes begin that no decoder here opens: xz and LZMA (The .xz File Format 1.2 §2.1.1.1; LZMA SDK,
 * lzma.txt), LZ4 (LZ4 Frame Format 1.6.4), bzip2, 7z, lzop and RAR (their signatures as `file` knows them).
 */
const SIGNATURES: readonly (readonly [string, Buffer])[] = [
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['LZMA', Buffer.from('5d00008000', 'hex')],
  ['LZ4', Buffer.from('04224d18', 'hex')],
  ['LZ4', Buffer.from('02214c18', 'hex')],
  ['bzip2', Buffer.from('314159265359', 'hex')],
  ['7z', Buffer.from('377abcaf271c', 'hex')],
  ['lzop', Buffer.from('894c5a4f000d0a1a0a', 'hex')],
  ['RAR', Buffer.from('526172211a07', 'hex')],
];

/** `BZh` and the size of its blocks stand before bzip2's own signature. */
const BZIP2_HEAD = /^BZh[1-9]$/;

const startOf = (bytes: Buffer): number => (BZIP2_HEAD.test(bytes.toString('latin1', 0, 4)) ? 4 : 0);

/** The name of the compression that bytes begin as and that nothing here opens; null for all else. */
export const unopenedCompression = (bytes: Uint8Array): string | null => {
  const buffer = toBuffer(bytes);
  const start = startOf(buffer);
  const found = SIGNATURES.find(
    ([name, signature]) =>
      (name === 'bzip2') === start > 0 && buffer.subarray(start, start + signature.length).equals(signature),
  );
  return found?.[0] ?? null;
};
