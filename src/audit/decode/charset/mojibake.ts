import { isUtf8 } from 'node:buffer';
import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { gather, undoWith, type UndoInto } from '../text/gather.ts';
import type { Letters } from './letters.ts';
import { opensAsBinary } from '../opens.ts';
import { TRAIT } from '../traits.ts';

/** The path of the step: UTF-8 whose characters are all up to U+00FF, as one byte for each. */
const LATIN1_BYTES = 'utf-8>latin1';

const isLead = (byte: number | undefined): boolean => byte === 0xc2 || byte === 0xc3;
const isTail = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Writes each character up to U+00FF as one byte; any other byte stays. */
const latin1Into: UndoInto = (source, start, end, sink) => {
  for (let at = start; at < end; at++) {
    const byte = source[at] as number;
    if (isLead(byte) && at + 1 < end && isTail(source[at + 1]))
      sink.bytes[sink.at++] = ((byte & 3) << 6) | ((source[++at] as number) & 0x3f);
    else sink.bytes[sink.at++] = byte;
  }
};

const ENDS_PIECE = new Uint8Array(256).fill(1, 0, 32);
ENDS_PIECE[0x22] = 1;
ENDS_PIECE[0x3c] = 1;

const BINARY_BYTES = 12;

// Pieces between quotes, marks and controls whose high bytes are all pairs of this kind, and give UTF-8 once more or
// something binary.
const pieces = (bytes: Buffer, letters: Letters | null): number[] => {
  const spans: number[] = [];
  let floor = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!isLead(bytes[at]) || !isTail(bytes[at + 1]) || at < floor) continue;
    let start = at;
    while (
      start > floor &&
      ENDS_PIECE[bytes[start - 1] as number] === 0 &&
      (bytes[start - 1] as number) < 0x80
    )
      start--;
    let end = at;
    while (end < bytes.length && ENDS_PIECE[bytes[end] as number] === 0) {
      if ((bytes[end] as number) < 0x80) end++;
      else if (isLead(bytes[end]) && isTail(bytes[end + 1])) end += 2;
      else break;
    }
    const found = undoWith(latin1Into, bytes.subarray(start, end));
    if (isUtf8(found) || (found.length >= BINARY_BYTES && opensAsBinary(found, letters)))
      spans.push(start, end);
    floor = end;
  }
  return spans;
};

const allPaired = (bytes: Buffer): boolean => {
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] as number) < 0x80) continue;
    if (!isLead(bytes[at])) return false;
    at++;
  }
  return true;
};

// A string of bytes: what was binary before it was taken for Latin-1.
const binaryString = ({ bytes, traits, context }: View): Child[] => {
  const found = undoWith(latin1Into, bytes);
  if ((traits & TRAIT.control) === 0 && !opensAsBinary(found, context.letters)) return [];
  return [{ bytes: found, link: { step: 'charset', path: LATIN1_BYTES, offset: 0, length: bytes.length } }];
};

const decode = (view: View): readonly Child[] => {
  const { bytes, traits, budget, context } = view;
  if ((traits & TRAIT.high) === 0) return [];
  const whole = (traits & TRAIT.notUtf8) === 0 && allPaired(bytes) ? binaryString(view) : [];
  if (whole.length > 0) return whole;
  return gather(bytes, pieces(bytes, context.letters), 'charset', {
    undo: latin1Into,
    budget,
    path: LATIN1_BYTES,
  });
};

/** Text that was encoded as UTF-8 twice, and binary in a string of characters up to U+00FF. */
export const MOJIBAKE: Decoder = { name: 'mojibake', decode };
