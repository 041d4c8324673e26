import type { Direction, HeaderPair } from '#model/flow';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import { type Dialogue, type Talk, takeRest } from './dialogue.ts';
import { type HeaderDecoder, createHeaderDecoder } from './hpack.ts';
import { type Streams, createStreams } from './http2-streams.ts';

/** What a client says first (RFC 9113 3.4). */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const FRAME_HEADER_BYTES = 9;
const FRAME_BYTES = 4 << 20;
const BLOCK_BYTES = 1 << 20;

const DATA = 0;
const HEADERS = 1;
const RESET = 3;
const PUSH_PROMISE = 5;
const CONTINUATION = 9;
const END_STREAM = 1;
const END_HEADERS = 4;
const PADDED = 8;
const PRIORITY = 32;

/** Header fields whose frames are still coming; mutable. */
type Block = {
  readonly stream: number;
  readonly parts: Buffer[];
  /** Of all parts: frames of a block may be any number, and empty. */
  byteLength: number;
  readonly endsStream: boolean;
  readonly isPromise: boolean;
};

/** One direction; mutable. */
type Side = {
  readonly direction: Direction;
  readonly queue: ByteQueue;
  readonly decode: HeaderDecoder;
  /** Bytes of the preface that are still to come. */
  preface: number;
  block: Block | null;
  isLost: boolean;
};

type Http2 = { readonly talk: Talk; readonly streams: Streams };

type Frame = {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
};

const startSide = (direction: Direction): Side => ({
  direction,
  queue: startByteQueue(),
  decode: createHeaderDecoder(),
  preface: direction === 'out' ? PREFACE.length : 0,
  block: null,
  isLost: false,
});

/** A payload without padding and what stands before its content; null where the padding is longer than the frame. */
const contentOf = ({ flags, payload, type }: Frame): Buffer | null => {
  const isPadded = (flags & PADDED) !== 0;
  const padding = isPadded ? (payload[0] ?? 0) : 0;
  const priority = type === HEADERS && (flags & PRIORITY) !== 0 ? 5 : 0;
  const from = (isPadded ? 1 : 0) + priority + (type === PUSH_PROMISE ? 4 : 0);
  return from + padding > payload.length ? null : payload.subarray(from, payload.length - padding);
};

const endBlock = (http: Http2, side: Side, block: Block): void => {
  side.block = null;
  const headers: readonly HeaderPair[] = side.decode(Buffer.concat(block.parts));
  if (!block.isPromise) http.streams.head(side.direction, block.stream, headers);
  if (block.endsStream) http.streams.end(side.direction, block.stream);
};

const takeBlock = (http: Http2, side: Side, frame: Frame, content: Buffer): void => {
  const { stream, flags, type } = frame;
  const endsStream = type === HEADERS && (flags & END_STREAM) !== 0;
  const block: Block =
    type === CONTINUATION && side.block !== null
      ? side.block
      : { stream, parts: [], byteLength: 0, endsStream, isPromise: type === PUSH_PROMISE };
  if (content.length > 0) block.parts.push(Buffer.from(content));
  block.byteLength += content.length;
  side.block = block;
  if (block.byteLength > BLOCK_BYTES) throw new RangeError('a header block is too large');
  if ((flags & END_HEADERS) !== 0) endBlock(http, side, block);
};

/** @throws RangeError for a frame that cannot stand here */
const takeFrame = (http: Http2, side: Side, frame: Frame): void => {
  const { type, flags, stream, payload } = frame;
  if (type === CONTINUATION) takeBlock(http, side, frame, payload);
  if (type === RESET) http.streams.reset(side.direction, stream);
  if (type !== DATA && type !== HEADERS && type !== PUSH_PROMISE) return;
  const content = contentOf(frame);
  if (content === null) throw new RangeError('padding is longer than its frame');
  if (type !== DATA) takeBlock(http, side, frame, content);
  else {
    if (content.length > 0) http.streams.data(side.direction, stream, content);
    if ((flags & END_STREAM) !== 0) http.streams.end(side.direction, stream);
  }
};

const giveUp = ({ talk }: Http2, side: Side): void => {
  side.isLost = true;
  if (side.direction === 'out') takeRest(talk, viewQueue(side.queue));
  dropBytes(side.queue, queuedBytes(side.queue));
};

const passPreface = (side: Side): boolean => {
  const passed = Math.min(side.preface, queuedBytes(side.queue));
  dropBytes(side.queue, passed);
  side.preface -= passed;
  return side.preface === 0;
};

const readFrames = (http: Http2, side: Side): void => {
  while (queuedBytes(side.queue) >= FRAME_HEADER_BYTES) {
    const bytes = viewQueue(side.queue);
    const length = bytes.readUIntBE(0, 3);
    if (length > FRAME_BYTES) throw new RangeError('a frame is too large');
    const end = FRAME_HEADER_BYTES + length;
    if (bytes.length < end) return;
    const stream = bytes.readUInt32BE(5) & 0x7fffffff;
    const payload = bytes.subarray(FRAME_HEADER_BYTES, end);
    takeFrame(http, side, { type: bytes[3] ?? 0, flags: bytes[4] ?? 0, stream, payload });
    dropBytes(side.queue, end);
  }
};

const take = (http: Http2, side: Side, bytes: Buffer): void => {
  if (side.isLost) {
    if (side.direction === 'out') takeRest(http.talk, bytes);
    return;
  }
  pushBytes(side.queue, bytes);
  try {
    if (passPreface(side)) readFrames(http, side);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    giveUp(http, side);
  }
};

/**
 * HTTP/2 on one connection (RFC 9113), from its first byte on. Behind lost or broken bytes its header tables are unknown:
 * what the handset sends from there on is kept, and its open requests count as cut off.
 */
export const createHttp2 = (talk: Talk): Dialogue => {
  const http: Http2 = { talk, streams: createStreams(talk) };
  const sides = { out: startSide('out'), in: startSide('in') };
  return {
    take: (direction, bytes) => take(http, sides[direction], bytes),
    lose: (direction, byteLength) => {
      if (direction === 'out')
        talk.sink.event({ type: 'gap', why: 'not-captured', lost: byteLength, flow: null });
      giveUp(http, sides[direction]);
    },
    end: () => giveUp(http, sides.out),
  };
};
