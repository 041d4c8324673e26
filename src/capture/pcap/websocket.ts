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
import { headerText } from './http-head.ts';
import { createMessageInflater } from './ws-inflate.ts';

const FRAME_BYTES = 16 << 20;
const MESSAGE_BYTES = 16 << 20;
const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
/** What a frame of control may carry (RFC 6455 5.5). */
const CONTROL_BYTES = 125;

/** One direction; mutable. */
type Side = {
  readonly direction: Direction;
  readonly queue: ByteQueue;
  readonly inflate: (bytes: Buffer) => Buffer | null;
  /** The message so far: frames may be as many as bytes, or empty. */
  readonly message: ByteQueue;
  opcode: 'text' | 'binary' | null;
  isDeflated: boolean;
  isCut: boolean;
  isLost: boolean;
};

type Socket = { readonly talk: Talk; readonly flow: string; readonly deflates: boolean };

type Frame = {
  readonly byteLength: number;
  readonly opcode: number;
  readonly isLast: boolean;
  readonly isDeflated: boolean;
  readonly payload: Buffer;
};

const startSide = (direction: Direction): Side => ({
  direction,
  queue: startByteQueue(),
  inflate: createMessageInflater(),
  message: startByteQueue(),
  opcode: null,
  isDeflated: false,
  isCut: false,
  isLost: false,
});

const unmask = (payload: Buffer, mask: Buffer): Buffer => {
  const plain = Buffer.from(payload);
  for (let at = 0; at < plain.length; at += 1) plain[at] = (plain[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return plain;
};

type Sizes = { readonly from: number; readonly length: number; readonly isMasked: boolean };

/** Lengths of the frame that the bytes begin with (RFC 6455 5.2); null while its head is not whole. */
const sizesOf = (bytes: Buffer): Sizes | null => {
  const short = (bytes[1] ?? 0) & 127;
  const isMasked = ((bytes[1] ?? 0) & 128) !== 0;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const from = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.length < from) return null;
  if (lengthBytes === 0) return { from, length: short, isMasked };
  const length =
    lengthBytes === 2 ? bytes.readUInt16BE(2) : bytes.readUInt32BE(2) * 2 ** 32 + bytes.readUInt32BE(6);
  return { from, length, isMasked };
};

const readFrame = (bytes: Buffer): Frame | 'short' | 'broken' => {
  const sizes = sizesOf(bytes);
  if (sizes === null) return 'short';
  const { from, length, isMasked } = sizes;
  const first = bytes[0] ?? 0;
  const opcode = first & 15;
  if (length > FRAME_BYTES || (first & 0x30) !== 0 || (opcode > BINARY && opcode < CLOSE)) return 'broken';
  if (opcode >= CLOSE && length > CONTROL_BYTES) return 'broken';
  if (bytes.length < from + length) return 'short';
  const raw = bytes.subarray(from, from + length);
  return {
    byteLength: from + length,
    opcode,
    isLast: (first & 128) !== 0,
    isDeflated: (first & 64) !== 0,
    payload: isMasked ? unmask(raw, bytes.subarray(from - 4, from)) : Buffer.from(raw),
  };
};

type Message = { readonly opcode: 'text' | 'binary'; readonly bytes: Buffer; readonly truncated: boolean };

const tell = ({ talk, flow }: Socket, { direction }: Side, { opcode, bytes, truncated }: Message): void =>
  talk.sink.event({
    type: 'ws.msg',
    flow,
    dir: direction,
    opcode,
    ...talk.sink.bytes(bytes),
    truncated,
  });

const endMessage = (socket: Socket, side: Side): void => {
  const raw = Buffer.from(viewQueue(side.message));
  const isPacked = side.isDeflated && socket.deflates;
  const plain = isPacked && !side.isCut ? side.inflate(raw) : raw;
  const truncated = side.isCut || plain === null;
  tell(socket, side, { opcode: side.opcode ?? 'binary', bytes: plain ?? raw, truncated });
  dropBytes(side.message, queuedBytes(side.message));
  Object.assign(side, { opcode: null, isCut: false });
};

// What a ping carries leaves the handset as a message does.
const takeControl = (socket: Socket, side: Side, { payload }: Frame): void => {
  if (side.direction === 'out' && payload.length > 0)
    tell(socket, side, { opcode: 'binary', bytes: payload, truncated: false });
};

const takeFrame = (socket: Socket, side: Side, frame: Frame): void => {
  if (frame.opcode >= CLOSE) {
    takeControl(socket, side, frame);
    return;
  }
  if (frame.opcode !== CONTINUATION) {
    side.opcode = frame.opcode === TEXT ? 'text' : 'binary';
    side.isDeflated = frame.isDeflated;
  }
  const kept = frame.payload.subarray(0, Math.max(0, MESSAGE_BYTES - queuedBytes(side.message)));
  side.isCut ||= kept.length < frame.payload.length;
  pushBytes(side.message, kept);
  if (frame.isLast) endMessage(socket, side);
};

const giveUp = ({ talk }: Socket, side: Side): void => {
  side.isLost = true;
  for (const queue of [side.message, side.queue]) {
    if (side.direction === 'out') takeRest(talk, Buffer.from(viewQueue(queue)));
    dropBytes(queue, queuedBytes(queue));
  }
};

const take = (socket: Socket, side: Side, bytes: Buffer): void => {
  if (side.isLost) {
    if (side.direction === 'out') takeRest(socket.talk, bytes);
    return;
  }
  pushBytes(side.queue, bytes);
  while (queuedBytes(side.queue) >= 2) {
    const frame = readFrame(viewQueue(side.queue));
    if (frame === 'short') return;
    if (frame === 'broken') {
      giveUp(socket, side);
      return;
    }
    dropBytes(side.queue, frame.byteLength);
    takeFrame(socket, side, frame);
  }
};

/** A WebSocket (RFC 6455) with or without compression (RFC 7692), from its first frame on. */
export const createWebSocket = (talk: Talk, flow: string, headers: readonly HeaderPair[]): Dialogue => {
  const deflates = headerText(headers, 'sec-websocket-extensions').includes('permessage-deflate');
  const socket: Socket = { talk, flow, deflates };
  const sides = { out: startSide('out'), in: startSide('in') };
  return {
    take: (direction, bytes) => take(socket, sides[direction], bytes),
    lose: (direction, byteLength) => {
      if (direction === 'out')
        talk.sink.event({ type: 'gap', why: 'not-captured', lost: byteLength, flow: null });
      giveUp(socket, sides[direction]);
    },
    end: () => giveUp(socket, sides.out),
  };
};
