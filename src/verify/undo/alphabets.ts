import { isAscii } from 'node:buffer';
import type { Undo } from './undo.ts';

/** Base64 of either alphabet (RFC 4648 §4, §5), white space skipped, up to the first other character. */
export const unbase64: Undo = (taken) => {
  const packed = taken.toString('latin1').replace(/[ \t\r\n]+/g, '');
  const [body = ''] = /^[A-Za-z0-9+/_-]*/.exec(packed) ?? [];
  return Buffer.from(body, 'base64');
};

/** Pairs of hexadecimal digits; `0x` and whatever stands between digits is skipped, a last odd digit left out. */
export const unhex: Undo = (taken) => {
  const digits = taken
    .toString('latin1')
    .replace(/0[xX]/g, '')
    .replace(/[^\da-fA-F]+/g, '');
  return Buffer.from(digits.slice(0, digits.length & ~1), 'hex');
};

const widthOf = (bytes: Buffer, at: number): number => {
  const lead = bytes[at] ?? 0;
  const width = lead < 0xc2 || lead >= 0xf8 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let next = at + 1; next < at + width; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 1;
  return width;
};

/** The bytes backwards, UTF-8 characters kept whole. */
export const backwards: Undo = (taken) => {
  if (isAscii(taken)) return Buffer.from(taken).reverse();
  const target = Buffer.alloc(taken.length);
  for (let at = 0, width = 0; at < taken.length; at += width) {
    width = widthOf(taken, at);
    taken.copy(target, taken.length - at - width, at, at + width);
  }
  return target;
};

/** Digits that stand in halves of bytes, the lower half first; an F fills the last (3GPP TS 23.040 §9.1.2.3). */
export const fromSemiOctets: Undo = (taken) => {
  const digits = taken
    .toString('hex')
    .replace(/(.)(.)/g, '$2$1')
    .replace(/f$/, '');
  return /^\d+$/.test(digits) ? Buffer.from(digits) : null;
};
