import { hexAt } from './characters.ts';
import type { UndoInto } from './gather.ts';

const EQUALS = 0x3d;

/** Bytes that an equals sign takes with it: 3 for `=XX`, 2 or 3 for a soft line break, 0 for neither. */
export const widthAt = (bytes: Buffer, at: number, end: number): number => {
  if (bytes[at + 1] === 0x0a && at + 1 < end) return 2;
  if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a && at + 2 < end) return 3;
  return at + 2 < end && hexAt(bytes, at + 1, 2) !== -1 ? 3 : 0;
};

/** Undoes quoted-printable (RFC 2045 §6.7): `=XX` as one byte, `=` at a line's end as nothing. */
export const quotedPrintableInto: UndoInto = (source, start, end, sink) => {
  for (let from = start; from < end;) {
    const width = source[from] === EQUALS ? widthAt(source, from, end) : 0;
    const value = width === 3 ? hexAt(source, from + 1, 2) : -1;
    if (width === 0) sink.bytes[sink.at++] = source[from] as number;
    else if (value !== -1) sink.bytes[sink.at++] = value;
    from += Math.max(1, width);
  }
};
