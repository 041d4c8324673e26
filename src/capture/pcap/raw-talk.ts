import type { Dialogue, Talk } from './dialogue.ts';

const KEPT_BYTES = 16 << 20;

/** A protocol that is not read: what the handset says is kept, up to 16 MiB, and searched. */
export const createRawTalk = ({ sink, connectionId: conn }: Talk): Dialogue => {
  let kept = 0;
  return {
    take: (dir, bytes) => {
      const own = bytes.subarray(0, Math.max(0, KEPT_BYTES - kept));
      if (dir === 'in' || own.length === 0) return;
      kept += own.length;
      sink.event({ type: 'raw.data', conn, dir, ...sink.bytes(own), truncated: own.length < bytes.length });
    },
    lose: () => undefined,
    end: () => undefined,
  };
};
