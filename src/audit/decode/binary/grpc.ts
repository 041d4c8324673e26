import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { TRAIT } from '../traits.ts';

const PREFIX_BYTES = 5;
const MAX_FRAMES = 10_000;

/** Where the messages of a gRPC stream stand, up to a bound: start, end, start, end, …; [] for any other bytes. */
export const grpcFrames = (bytes: Buffer): number[] => {
  const frames: number[] = [];
  for (let at = 0; at < bytes.length && frames.length < 2 * MAX_FRAMES;) {
    // The highest bit marks the trailers of gRPC-Web.
    const flag = (bytes[at] as number) & 0x7f;
    if (flag > 1 || at + PREFIX_BYTES > bytes.length) return [];
    const start = at + PREFIX_BYTES;
    const end = start + bytes.readUInt32BE(at + 1);
    if (end > bytes.length) return [];
    frames.push(start, end);
    at = end;
  }
  return frames;
};

const decode = ({ bytes, traits, budget }: View): readonly Child[] => {
  if ((traits & TRAIT.nul) === 0 || bytes.length <= PREFIX_BYTES) return [];
  const children: Child[] = [];
  const frames = grpcFrames(bytes);
  if (frames.length >= 2 * MAX_FRAMES) budget.hit.add('layers');
  for (let k = 0; k < frames.length; k += 2) {
    const [offset = 0, end = 0] = frames.slice(k, k + 2);
    if (end > offset)
      children.push({
        bytes: bytes.subarray(offset, end),
        link: { step: 'grpc', path: String(k / 2), offset, length: end - offset },
      });
  }
  return children;
};

/** Messages behind the five-byte prefix of gRPC (PROTOCOL-HTTP2.md, Length-Prefixed-Message). */
export const GRPC: Decoder = { name: 'grpc', decode };
