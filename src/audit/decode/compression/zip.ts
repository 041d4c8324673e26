import type { Budget, Child } from '../../layer.ts';
import { bookedTogether, canAfford, hasRoomFor, spend } from '../budget.ts';
import type { Decoder, View } from '../decoder.ts';
import { inflateRaw } from './inflate.ts';
import { TRAIT } from '../traits.ts';

const MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const HEADER_BYTES = 30;
/** What a header without content is taken to cost. */
const FAILED_BYTES = 256;
const NAME_BYTES = 200;

/** An entry of a zip archive: its record from the local header on, and where in it the data begins. */
type Entry = {
  readonly name: string;
  readonly method: number;
  readonly start: number;
  readonly data: number;
};

/** The entry whose local header (APPNOTE.TXT §4.3.7) stands at an offset; null where it is cut off. */
const zipEntryAt = (bytes: Buffer, start: number): Entry | null => {
  if (start + HEADER_BYTES > bytes.length) return null;
  const nameLength = bytes.readUInt16LE(start + 26);
  const data = start + HEADER_BYTES + nameLength + bytes.readUInt16LE(start + 28);
  if (data > bytes.length) return null;
  const nameStart = start + HEADER_BYTES;
  const name = bytes.toString('utf8', nameStart, nameStart + Math.min(nameLength, NAME_BYTES));
  return { name, method: bytes.readUInt16LE(start + 8), start, data };
};

// Sizes may be missing from the local header; then a stored entry goes on to the next header.
const storedEnd = (bytes: Buffer, { start, data }: Entry): number => {
  const size = bytes.readUInt32LE(start + 18);
  if (size !== 0 && data + size <= bytes.length) return data + size;
  const next = bytes.indexOf('PK', data);
  return next === -1 ? bytes.length : next;
};

const childAt = (bytes: Buffer, entry: Entry, budget: Budget): Child | null => {
  const { start, data, method, name } = entry;
  const link = (end: number) => ({ step: 'zip', path: name, offset: start, length: end - start }) as const;
  if (method === 0) {
    const end = storedEnd(bytes, entry);
    return end === data ? null : { bytes: bytes.subarray(data, end), link: link(end) };
  }
  const found = method === 8 ? inflateRaw(bytes.subarray(data), budget) : null;
  return found === null ? null : { bytes: found.bytes, link: link(data + found.taken) };
};

const entries = (bytes: Buffer, budget: Budget): readonly Child[] => {
  const children: Child[] = [];
  let at = bytes.indexOf(MAGIC);
  while (at !== -1 && hasRoomFor(budget, children.length) && canAfford(budget, 1)) {
    const entry = zipEntryAt(bytes, at);
    const child = entry === null ? null : childAt(bytes, entry, budget);
    if (child !== null) children.push(child);
    spend(budget, child?.bytes.length ?? FAILED_BYTES);
    at = bytes.indexOf(MAGIC, at + Math.max(MAGIC.length, child?.link.length ?? 0));
  }
  return children;
};

const decode = ({ bytes, traits, budget }: View): readonly Child[] =>
  (traits & TRAIT.control) === 0 ? [] : bookedTogether(budget, (own) => entries(bytes, own));

/** The entries of a zip archive, stored or deflated, read by their local headers. */
export const ZIP: Decoder = { name: 'zip', decode };
