import { createHash } from 'node:crypto';
import type { Direction } from '#model/flow';
import type { Sink } from './dialogue.ts';

/** Bytes of one body that are kept: what the handset sent, and what came back. */
const KEPT_BYTES: Readonly<Record<Direction, number>> = { out: 256 << 20, in: 16 << 20 };

/** One body on its way into the events. */
export type BodyWriter = {
  readonly take: (bytes: Buffer) => void;
  readonly lose: (byteLength: number) => void;
  /** The body is complete but for what was lost. */
  readonly end: () => void;
};

/** Starts a body. One with lost bytes has no hash of all of them, so it never ends: its request counts as cut off. */
export const createBodyWriter = (sink: Sink, flow: string, dir: Direction): BodyWriter => {
  const hash = createHash('sha256');
  let passed = 0;
  let kept = 0;
  let lost = 0;
  return {
    take: (bytes) => {
      hash.update(bytes);
      passed += bytes.length;
      const own = bytes.subarray(0, Math.max(0, KEPT_BYTES[dir] - kept));
      kept += own.length;
      if (own.length > 0) sink.event({ type: 'body', flow, dir, ...sink.bytes(own) });
    },
    lose: (byteLength) => {
      lost += byteLength;
      sink.event({ type: 'gap', why: 'not-captured', lost: byteLength, flow, dir });
    },
    end: () => {
      if (lost > 0 && dir === 'out')
        sink.event({ type: 'http.abort', flow, reason: 'bytes of it are not in the capture' });
      if (lost > 0) return;
      const sha256 = hash.digest('hex');
      const truncated = kept < passed;
      sink.event({ type: 'body.end', flow, dir, bytes: passed, sha256, truncated, aborted: false });
    },
  };
};
