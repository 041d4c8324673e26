import type { Undo } from './undo.ts';

const decoded = (bytes: Buffer, label: string, isFatal: boolean, keepsMark: boolean): Buffer | null => {
  try {
    const text = new TextDecoder(label, { fatal: isFatal, ignoreBOM: keepsMark }).decode(bytes);
    return Buffer.from(text, 'utf8');
  } catch {
    return null;
  }
};

/** UTF-16 of one order as UTF-8, without its mark; a last odd byte is left out. */
export const fromUtf16 =
  (label: 'utf-16le' | 'utf-16be'): Undo =>
  (taken) =>
    decoded(taken.subarray(0, taken.length & ~1), label, false, false);

/** How a route names UTF-8 whose characters, all up to U+00FF, stand for one byte each. */
const BYTES_IN_UTF8 = 'utf-8>latin1';

const narrowed = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replace(/[\xc2\xc3][\x80-\xbf]/g, (pair) =>
        String.fromCharCode(((pair.charCodeAt(0) & 3) << 6) | (pair.charCodeAt(1) & 0x3f)),
      ),
    'latin1',
  );

/** Text of the charset that the path names (WHATWG Encoding) as UTF-8. */
export const fromCharset: Undo = (taken, { path }) =>
  path === BYTES_IN_UTF8 ? narrowed(taken) : decoded(taken, path, true, true);

// 3GPP TS 23.038 §6.2.1, the default alphabet by rows of 16, and its extension table.
const GSM7 = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('');
const EXTENDED = new Map<number, string>([
  ...([
    [0x0a, '\f'],
    [0x14, '^'],
    [0x28, '{'],
    [0x29, '}'],
    [0x2f, '\\'],
  ] as const),
  ...([
    [0x3c, '['],
    [0x3d, '~'],
    [0x3e, ']'],
    [0x40, '|'],
    [0x65, '€'],
  ] as const),
]);

const septetsOf = (bytes: Buffer): readonly number[] => {
  const bits = [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .reverse()
    .join('');
  const count = Math.floor(bits.length / 7);
  return Array.from({ length: count }, (_, index) =>
    Number.parseInt(bits.slice(bits.length - 7 * (index + 1), bits.length - 7 * index), 2),
  );
};

const MOST_PACKED = 4096;

/** The packed septets of a short message (3GPP TS 23.038 §6.1.2.1) as UTF-8. */
export const fromGsm7: Undo = (taken) => {
  if (taken.length > MOST_PACKED) return null;
  const septets = septetsOf(taken);
  const ended = septets.at(-1) === 0 ? septets.slice(0, -1) : septets;
  const text = ended.map((septet, index) => {
    if (septet === 0x1b) return '';
    return ended[index - 1] === 0x1b ? (EXTENDED.get(septet) ?? ' ') : (GSM7[septet] ?? '');
  });
  return Buffer.from(text.join(''), 'utf8');
};
