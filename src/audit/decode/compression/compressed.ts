import type { Budget, Child, Layer } from '../../layer.ts';
import { bookedTogether, canAfford, hasRoomFor, spend } from '../budget.ts';
import type { Decoder, View } from '../decoder.ts';
import { inflateBrotli, inflateExactly, inflateRaw } from './inflate.ts';
import type { Inflated } from './inflate-slowly.ts';
import { IS_PRINTED, isPlainText, isZlibHeader, looksBinary } from '../plausible.ts';
import { startsBrotli } from './brotli-start.ts';
import { TRAIT } from '../traits.ts';

const MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
/** Places that look like a stream and are none: more of these three bytes are no chance, and what follows is unread. */
const MOST_FALSE_GZIP = 32;
/** Drawn bytes look like zlib once in 16,384. */
const MOST_FALSE_ZLIB = 1024;
const TRAILER_BYTES = 8;

/** The length of a gzip member's header at an offset (RFC 1952 §2.3), or 0 where none stands there. */
const gzipHeader = (bytes: Buffer, offset: number): number => {
  const flags = bytes[offset + 3] ?? 0xff;
  if (bytes.compare(MAGIC, 0, 3, offset, Math.min(offset + 3, bytes.length)) !== 0 || (flags & 0xe0) !== 0)
    return 0;
  let at = offset + 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [8, 16])
    if ((flags & flag) !== 0) {
      const nul = bytes.indexOf(0, at);
      if (nul === -1) return 0;
      at = nul + 1;
    }
  if ((flags & 2) !== 0) at += 2;
  return at < bytes.length ? at - offset : 0;
};

const gunzipAt = (bytes: Buffer, offset: number, budget: Budget): Inflated | null => {
  const members: Buffer[] = [];
  let at = offset;
  while (at < bytes.length) {
    const header = gzipHeader(bytes, at);
    if (header === 0 || !canAfford(budget, 1)) break;
    const member = inflateRaw(bytes.subarray(at + header), budget);
    if (member === null) break;
    members.push(member.bytes);
    spend(budget, member.bytes.length);
    at = Math.min(bytes.length, at + header + member.taken + TRAILER_BYTES);
  }
  const [only] = members;
  if (only === undefined) return null;
  return { bytes: members.length === 1 ? only : Buffer.concat(members), taken: at - offset };
};

const gunzipAll = (bytes: Buffer, budget: Budget): readonly Child[] => {
  const children: Child[] = [];
  let offset = bytes.indexOf(MAGIC);
  for (let failed = 0; offset !== -1 && mayTry(budget, children, failed < MOST_FALSE_GZIP);) {
    const found = gunzipAt(bytes, offset, budget);
    if (found === null) failed++;
    else children.push({ bytes: found.bytes, link: { step: 'gzip', offset, length: found.taken } });
    offset = bytes.indexOf(MAGIC, offset + Math.max(1, found?.taken ?? 1));
  }
  return children;
};

// Whether the next place is looked at; where not, it stays unread, and the bound says so.
const mayTry = (budget: Budget, children: readonly Child[], isFew: boolean): boolean => {
  if (!isFew) budget.hit.add('layers');
  return isFew && hasRoomFor(budget, children.length) && canAfford(budget, 1);
};

const gunzip = ({ bytes, traits, budget }: View): readonly Child[] =>
  (traits & TRAIT.control) === 0 ? [] : bookedTogether(budget, (own) => gunzipAll(bytes, own));

/** gzip at any offset: several members, without a checksum, cut off. */
export const GZIP: Decoder = { name: 'gzip', conclusive: true, decode: gunzip };

const unzlibAt = (bytes: Buffer, offset: number, budget: Budget): Child | null => {
  const found = inflateExactly(bytes.subarray(offset + 2), budget);
  const isAtStart = offset === 0 && found === null;
  const kept = isAtStart ? inflateRaw(bytes.subarray(2), budget) : found;
  if (kept === null || !isWorth(kept, bytes.length - offset)) return null;
  const length = Math.min(bytes.length - offset, kept.taken + 6);
  return { bytes: kept.bytes, link: { step: 'zlib', offset, length } };
};

const isWorth = (found: Inflated, byteLength: number): boolean =>
  found.taken + 16 >= byteLength || isPlainText(found.bytes) || looksBinary(found.bytes.subarray(0, 256));

const zlibFrom = (bytes: Buffer, from: number): number => {
  let at = bytes.indexOf(0x78, from);
  while (at !== -1 && !isZlibHeader(bytes, at)) at = bytes.indexOf(0x78, at + 1);
  return at;
};

const unzlibAll = (bytes: Buffer, budget: Budget): readonly Child[] => {
  const children: Child[] = [];
  let at = zlibFrom(bytes, 0);
  for (let failed = 0; at !== -1 && mayTry(budget, children, failed < MOST_FALSE_ZLIB);) {
    const child = unzlibAt(bytes, at, budget);
    if (child === null) failed++;
    else {
      children.push(child);
      spend(budget, child.bytes.length);
    }
    at = zlibFrom(bytes, at + (child?.link.length ?? 1));
  }
  return children;
};

const unzlib = ({ bytes, traits, budget }: View): readonly Child[] =>
  (traits & TRAIT.notUtf8) === 0 ? [] : bookedTogether(budget, (own) => unzlibAll(bytes, own));

/** zlib (RFC 1950) at any offset of binary bytes. */
export const ZLIB: Decoder = { name: 'zlib', conclusive: true, decode: unzlib };

const SURE_BYTES = 12;

// A stream that ends exactly with the layer is hardly chance; one followed by other bytes has to open to something.
const isOpened = (found: Inflated, byteLength: number): boolean => {
  if (found.bytes.length < 4) return false;
  if (found.taken === byteLength && byteLength >= SURE_BYTES) return true;
  if (isPlainText(found.bytes)) return found.taken + TRAILER_BYTES >= byteLength || isMuch(found);
  return (isMuch(found) || found.bytes.length >= byteLength) && looksBinary(found.bytes.subarray(0, 256));
};

const isMuch = ({ bytes, taken }: Inflated): boolean => Math.min(taken, bytes.length) >= SURE_BYTES;

/** Steps that undo the compression of a whole stream. */
const COMPRESSIONS: ReadonlySet<string> = new Set(['gzip', 'zlib', 'deflate', 'brotli', 'zstd']);

// What a body is as it was sent, or behind other compressions of the whole of it.
const isBody = ({ parent, link }: Layer): boolean =>
  parent === null ? link.step === 'body' : COMPRESSIONS.has(link.step) && isBody(parent);

// Elsewhere only what can hold some such amount of text is tried. A body is tried once, however dense it is, so that
// none is taken for bytes that were read; where it does not say that it is Brotli the stream has to end with it.
const unbrotli = ({ layer, bytes, budget, context }: View): Inflated | null => {
  const isDeclared = context.encodings.includes('br') && isBody(layer);
  if (isDeclared || startsBrotli(bytes)) return inflateBrotli(bytes, budget);
  return isBody(layer) && startsBrotli(bytes, true) ? inflateBrotli(bytes, budget, true) : null;
};

const PRINTED_BYTES = 64;

// Of compressed bytes so many are printed characters once in 10²⁷; text that ends in a NUL may be a stream all the same, and
// ten times as long.
const beginsPrinted = (bytes: Buffer): boolean => {
  if (bytes.length < PRINTED_BYTES) return false;
  for (let at = 0; at < PRINTED_BYTES; at++) if (IS_PRINTED[bytes[at] as number] === 0) return false;
  return true;
};

const unmarked = (view: View): readonly Child[] => {
  const { bytes, traits, budget } = view;
  if ((traits & (TRAIT.control | TRAIT.notUtf8)) === 0 || bytes.length < 6) return [];
  const isAll = (child: Child | null): boolean => child?.link.length === bytes.length;
  const open = (step: 'deflate' | 'brotli', found: Inflated | null): Child | null =>
    found !== null && isOpened(found, bytes.length)
      ? { bytes: found.bytes, link: { step, offset: 0, length: found.taken } }
      : null;
  const deflated = beginsPrinted(bytes) ? null : open('deflate', inflateExactly(bytes, budget));
  if (deflated !== null && isAll(deflated)) return [deflated];
  // A few bytes of Brotli may be deflate by chance: what ends with the layer tells more.
  const other = open('brotli', unbrotli(view));
  const found = deflated === null || isAll(other) ? other : deflated;
  return found === null ? [] : [found];
};

/** Raw deflate and Brotli, which carry no mark: kept when they take the layer to its end and open to something. */
export const UNMARKED: Decoder = { name: 'unmarked', decode: unmarked };
