import { ENTITY_NAMES } from '#model/entity-names';
import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { hexAt, writeCodePoint } from './characters.ts';
import { gather, type UndoInto } from './gather.ts';
import { mirrorInto } from './reverse.ts';
import { TRAIT } from '../traits.ts';

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const LONGEST = 10;

const numbered = (bytes: Buffer, at: number, end: number): number => {
  if (bytes[at] === 0x78 || bytes[at] === 0x58) return end - at < 2 ? -1 : hexAt(bytes, at + 1, end - at - 1);
  let value = end === at ? -1 : 0;
  for (let next = at; next < end && value !== -1; next++) {
    const digit = (bytes[next] as number) - 0x30;
    value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
  }
  return value;
};

// The code point of the reference at an ampersand, and its end; -1 for none.
const referenceAt = (bytes: Buffer, at: number, limit: number): { point: number; end: number } => {
  let end = at + 1;
  const furthest = Math.min(limit, at + LONGEST);
  while (end < furthest && bytes[end] !== SEMICOLON) end++;
  if (bytes[end] !== SEMICOLON || end >= limit) return { point: -1, end: at + 1 };
  const point =
    bytes[at + 1] === 0x23
      ? numbered(bytes, at + 2, end)
      : (ENTITY_NAMES.get(bytes.toString('latin1', at + 1, end)) ?? -1);
  return point > 0x10ffff ? { point: -1, end: at + 1 } : { point, end: end + 1 };
};

/** Undoes named references, `&#DDD;` and `&#xHHH;`, as UTF-8; anything else stays. */
export const entityInto: UndoInto = (source, start, end, sink) => {
  for (let from = start; from < end;) {
    const byte = source[from] as number;
    const found = byte === AMPERSAND ? referenceAt(source, from, end) : null;
    if (found === null || found.point === -1) {
      sink.bytes[sink.at++] = byte;
      from++;
      continue;
    }
    sink.at = writeCodePoint(sink.bytes, sink.at, found.point);
    from = found.end;
  }
};

const backwards = Buffer.alloc(LONGEST + 1);

// Whether a reference that is read backwards ends at an ampersand.
const endsReference = (bytes: Buffer, at: number): boolean =>
  referenceAt(backwards, 0, mirrorInto(backwards, bytes, 0, at + 1)).point !== -1;

/** Whether some character reference stands backwards. */
export const hasReversedReference = ({ bytes, traits }: View): boolean => {
  if ((traits & TRAIT.ampersand) === 0 || !bytes.includes(SEMICOLON)) return false;
  for (let at = bytes.indexOf(AMPERSAND); at !== -1; at = bytes.indexOf(AMPERSAND, at + 1))
    if (endsReference(bytes, at)) return true;
  return false;
};

// A run of text or an attribute: what XML's own marks, quotes and lines leave whole.
const ENDS_TEXT = new Uint8Array(256);
for (const byte of [0, 0x0a, 0x0d, 0x22, 0x3c, 0x3e]) ENDS_TEXT[byte] = 1;

const NEWLINE = 0x0a;

// The lines of a text in which every letter is a reference are one text.
const isLineBetween = (bytes: Buffer, at: number): boolean =>
  bytes[at] === NEWLINE && bytes[at - 1] === SEMICOLON && bytes[at + 1] === AMPERSAND;

const decode = ({ bytes, traits, budget }: View): readonly Child[] => {
  if ((traits & TRAIT.ampersand) === 0 || !bytes.includes(SEMICOLON)) return [];
  const spans: number[] = [];
  for (let at = bytes.indexOf(AMPERSAND); at !== -1;) {
    if (referenceAt(bytes, at, bytes.length).point === -1) {
      at = bytes.indexOf(AMPERSAND, at + 1);
      continue;
    }
    let start = at;
    const floor = spans.at(-1) ?? 0;
    while (start > floor && ENDS_TEXT[bytes[start - 1] as number] === 0) start--;
    let end = at;
    while (end < bytes.length && (ENDS_TEXT[bytes[end] as number] === 0 || isLineBetween(bytes, end))) end++;
    spans.push(start, end);
    at = bytes.indexOf(AMPERSAND, end);
  }
  return gather(bytes, spans, 'entity', { undo: entityInto, budget });
};

/** Character references of XML and HTML. */
export const ENTITY: Decoder = { name: 'entity', decode };
