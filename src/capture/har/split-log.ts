import { type LogCursor, enterEntries, startCursor, stepCursor } from './log-cursor.ts';
import { type ElementScan, scanElement, startScan } from './scan-element.ts';

/** First keys of an entry as written by Chrome, Firefox, Safari, mitmproxy, Charles, Proxyman, HTTP Toolkit. */
const ENTRY_START =
  /\{\s{0,64}"(?:startedDateTime|request|response|pageref|connection|serverIPAddress|_flow|_initiator|_connectionId|_fromCache|_resourceType|_priority|_id)"\s{0,64}:/;
const ENTRY_START_LONGEST = 200;
const SEARCH_BYTES = 1 << 20;
/** Searches for a new start after broken JSON, and the bytes that they may scan once more. */
const RESYNCS = 1000;
const RESCAN_BYTES = 1 << 30;

/** Limits of one element; beyond them it is not parsed. */
export type ElementBounds = { readonly byteLength: number; readonly depth: number; readonly commas: number };

/** One element of an array of `log`, as bytes. */
export type LogElement = {
  readonly array: string;
  /** 0-based within its array. */
  readonly index: number;
  /** Valid until the next element is asked for; no more than the bound and one chunk. */
  readonly bytes: Buffer;
  /** Byte of the file. */
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** False when the file ended inside it, or when it was given up for its size. */
  readonly ended: boolean;
  /** True for the rest of a broken element: it has no index of its own. */
  readonly torn: boolean;
  /** The bound that it breaks, else null. */
  readonly over: 'size' | 'depth' | 'count' | null;
};

type OpenElement = {
  readonly scan: ElementScan;
  readonly offset: number;
  readonly line: number;
  parts: Buffer[];
  byteLength: number;
};

/** Mutable state of cutting one file; made by startSplit. */
export type LogSplit = {
  readonly bounds: ElementBounds;
  readonly cursor: LogCursor;
  readonly counts: Map<string, number>;
  element: OpenElement | null;
  /** Byte of the file and line at which the next piece begins. */
  offset: number;
  line: number;
  /** Bytes to scan before the rest of the chunk. */
  pending: Buffer[];
  /** While looking for the next entry: the last bytes seen; else null. */
  lost: Buffer | null;
  resyncs: number;
  rescanBytes: number;
  /** Places where a bracket closed what was not open; at most as many as searches. */
  readonly tears: { readonly offset: number; readonly line: number }[];
};

/** Prepares to cut a file into the elements of `log.entries` without parsing them. */
export const startSplit = (bounds: ElementBounds): LogSplit => ({
  bounds,
  cursor: startCursor(),
  counts: new Map(),
  element: null,
  offset: 0,
  line: 1,
  pending: [],
  lost: null,
  resyncs: RESYNCS,
  rescanBytes: RESCAN_BYTES,
  tears: [],
});

const overOf = (element: OpenElement, bounds: ElementBounds): LogElement['over'] => {
  if (element.byteLength > bounds.byteLength) return 'size';
  if (element.scan.deepest > bounds.depth) return 'depth';
  return element.scan.commas > bounds.commas ? 'count' : null;
};

const hold = (element: OpenElement, bytes: Buffer): void => {
  element.byteLength += bytes.length;
  element.parts.push(bytes);
};

const finish = (split: LogSplit, element: OpenElement): LogElement => {
  const array = split.cursor.array ?? 'entries';
  const index = split.counts.get(array) ?? 0;
  if (!element.scan.torn) split.counts.set(array, index + 1);
  split.element = null;
  split.offset = element.offset + element.byteLength;
  split.line = element.line + element.scan.newlines;
  return {
    array,
    index,
    bytes: element.parts.length === 1 ? (element.parts[0] ?? Buffer.alloc(0)) : Buffer.concat(element.parts),
    offset: element.offset,
    line: element.line,
    ended: element.scan.ended,
    torn: element.scan.torn,
    over: overOf(element, split.bounds),
  };
};

const countNewlines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
};

const advance = (split: LogSplit, bytes: Buffer): void => {
  split.offset += bytes.length;
  split.line += countNewlines(bytes);
};

/** From here on, everything is passed over until something looks like the beginning of an entry. */
const lose = (split: LogSplit): void => {
  split.lost = Buffer.alloc(0);
  split.resyncs -= 1;
};

/** The same, unless resync did so while the element was at hand. */
const loseUnlessLost = (split: LogSplit): void => {
  if (split.lost === null) lose(split);
};

/** Looks for an entry in the next bytes while lost; gives the bytes that are still to be scanned. */
const findEntry = (split: LogSplit, bytes: Buffer): Buffer => {
  const tail = split.lost ?? Buffer.alloc(0);
  const next = bytes.subarray(0, SEARCH_BYTES);
  const window = tail.length === 0 ? next : Buffer.concat([tail, next]);
  const found = split.resyncs < 0 ? -1 : window.toString('latin1').search(ENTRY_START);
  if (found < 0) {
    advance(split, next);
    split.lost = Buffer.from(window.subarray(Math.max(0, window.length - ENTRY_START_LONGEST)));
    return bytes.subarray(next.length);
  }
  split.offset += found - tail.length;
  split.line += countNewlines(window.subarray(0, found)) - countNewlines(tail);
  split.lost = null;
  enterEntries(split.cursor);
  const skipped = found - tail.length;
  return skipped >= 0 ? bytes.subarray(skipped) : Buffer.concat([tail.subarray(skipped), bytes]);
};

/** Reads outside of elements until one begins; gives its index, or the length of the bytes. */
const readAround = (split: LogSplit, bytes: Buffer): number => {
  for (let at = 0; at < bytes.length; at += 1) {
    const outcome = stepCursor(split.cursor, bytes[at] ?? 0);
    if (outcome === 'go-on') continue;
    advance(split, bytes.subarray(0, at));
    if (outcome === 'torn') {
      split.tears.push({ offset: split.offset, line: split.line });
      lose(split);
    } else
      split.element = {
        scan: startScan(),
        offset: split.offset,
        line: split.line,
        parts: [],
        byteLength: 0,
      };
    return at;
  }
  advance(split, bytes);
  return bytes.length;
};

/** Takes one step over some bytes; gives the bytes that are still to be scanned. */
function* scanPiece(split: LogSplit, bytes: Buffer): Generator<LogElement, Buffer> {
  if (split.lost !== null) return findEntry(split, bytes);
  if (split.element === null) return bytes.subarray(readAround(split, bytes));
  const end = scanElement(bytes, 0, split.element.scan);
  hold(split.element, bytes.subarray(0, end));
  if (split.element.scan.ended) yield finish(split, split.element);
  else if (split.element.byteLength > split.bounds.byteLength) {
    yield finish(split, split.element);
    loseUnlessLost(split);
  }
  return bytes.subarray(end);
}

/** Gives the elements that end in this chunk. The chunk may be used again once all were taken. */
export function* pushChunk(split: LogSplit, chunk: Buffer): Generator<LogElement> {
  split.pending = [chunk];
  for (let next = split.pending.shift(); next !== undefined; next = split.pending.shift()) {
    let rest = next;
    while (rest.length > 0) {
      const before = split.pending.length;
      rest = yield* scanPiece(split, rest);
      if (split.pending.length === before) continue;
      split.pending.splice(1, 0, rest);
      break;
    }
  }
  const open = split.element;
  if (open !== null)
    open.parts = open.parts.map((part) => (part.buffer === chunk.buffer ? Buffer.from(part) : part));
}

/** Gives the element that the file ended in, if any. */
export function* endSplit(split: LogSplit): Generator<LogElement> {
  while (split.element !== null) {
    yield finish(split, split.element);
    const pending = split.pending;
    split.pending = [];
    for (const bytes of pending) yield* pushChunk(split, bytes);
  }
}

/** To be called while an element is at hand: from a byte of it on, looks for the next entry. */
export const resync = (split: LogSplit, element: LogElement, from: number): void => {
  const again = element.bytes.subarray(from);
  split.rescanBytes -= again.length;
  if (split.rescanBytes < 0) split.resyncs = -1;
  lose(split);
  if (split.resyncs < 0) return;
  const skipped = element.bytes.subarray(0, from);
  split.offset = element.offset + from;
  split.line = element.line + countNewlines(skipped);
  split.pending.unshift(again);
};

/** Whether something that looks like an entry begins at or behind a byte. */
export const hasEntryStart = (bytes: Buffer, from: number): boolean => {
  for (let at = from; at < bytes.length; at += SEARCH_BYTES)
    if (ENTRY_START.test(bytes.toString('latin1', at, at + SEARCH_BYTES + ENTRY_START_LONGEST))) return true;
  return false;
};
