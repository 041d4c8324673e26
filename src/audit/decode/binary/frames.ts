import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isMedia } from '../unread/media.ts';
import { TRAIT } from '../traits.ts';

const LENGTH_BYTES = 4;
/** Bytes before a length: a mark, a version, a kind, a time. */
const MOST_HEAD = 32;
/** Bytes behind what it counts: a checksum, or filled up with NULs. */
const MOST_TAIL = 4;
/** Fewer bytes hold nothing that is not found where it stands. */
const MIN_CONTENT = 8;
const MAX_FRAMES = 10_000;

type ReadLength = (bytes: Buffer, at: number) => number;
const ORDERS: readonly ReadLength[] = [
  (bytes, at) => bytes.readUInt32BE(at),
  (bytes, at) => bytes.readUInt32LE(at),
];

// One after the other up to the end: start, end, start, end, …; [] for any other bytes.
const framesInRow = (bytes: Buffer, lengthAt: ReadLength): number[] => {
  const frames: number[] = [];
  for (let at = 0; at < bytes.length && frames.length < 2 * MAX_FRAMES;) {
    const start = at + LENGTH_BYTES;
    const end = start > bytes.length ? Infinity : start + lengthAt(bytes, at);
    if (end > bytes.length || end === start) return [];
    frames.push(start, end);
    at = end;
  }
  return frames;
};

// Behind a head, up to the end.
const frameBehindHead = (bytes: Buffer): number[] => {
  const last = Math.min(MOST_HEAD, bytes.length - LENGTH_BYTES - MIN_CONTENT);
  for (let at = 1; at <= last; at++) {
    // The highest byte of a length is 0, and it is the first or the last one.
    if (bytes[at] !== 0 && bytes[at + LENGTH_BYTES - 1] !== 0) continue;
    const start = at + LENGTH_BYTES;
    const most = bytes.length - start;
    for (const lengthAt of ORDERS) {
      const length = lengthAt(bytes, at);
      if (length <= most && most - length <= MOST_TAIL && length >= MIN_CONTENT)
        return [start, start + length];
    }
  }
  return [];
};

/** Where content stands behind its length, frame after frame, in either order: start, end, …; [] for any other bytes. */
export const framesOnly = (bytes: Buffer): number[] => {
  for (const lengthAt of ORDERS) {
    const frames = framesInRow(bytes, lengthAt);
    if (frames.length > 0) return frames;
  }
  return [];
};

/**
 * Where content stands that four bytes before it count, in either order: frame after frame, or one behind a head; start,
 * end, start, end, …; [] for any other bytes. Of drawn ones one in ten million passes.
 */
export const framesOf = (bytes: Buffer): number[] => {
  if (bytes.length < LENGTH_BYTES + MIN_CONTENT || isMedia(bytes)) return [];
  const frames = framesOnly(bytes);
  return frames.length > 0 ? frames : frameBehindHead(bytes);
};

const decode = ({ bytes, traits, budget }: View): readonly Child[] => {
  if ((traits & TRAIT.nul) === 0) return [];
  const frames = framesOf(bytes);
  if (frames.length >= 2 * MAX_FRAMES) budget.hit.add('layers');
  const children: Child[] = [];
  for (let k = 0; k < frames.length; k += 2) {
    const [offset = 0, end = 0] = frames.slice(k, k + 2);
    // Cut out as it stands, so that no route shows this link; a message of gRPC has such a length before it, too.
    children.push({
      bytes: bytes.subarray(offset, end),
      link: { step: 'grpc', offset, length: end - offset },
    });
  }
  return children;
};

/** For bytes that nothing else opens as a whole: content behind its length, as `DataOutputStream.writeInt` and sockets' own protocols write it. */
export const FRAMES: Decoder = { name: 'frames', decode };
