import { constants, inflateRawSync } from 'node:zlib';

const WINDOW = 32_768;
const MESSAGE_BYTES = 16 << 20;
/** What a sender takes off the end of each message (RFC 7692 7.2.1). */
const TAIL = Buffer.of(0, 0, 0xff, 0xff);

/** Inflates the messages of one direction in their order, each with the window that those before it left. Null for bytes that are broken. */
export const createMessageInflater = (): ((bytes: Buffer) => Buffer | null) => {
  let window: Buffer = Buffer.alloc(0);
  return (bytes) => {
    try {
      const plain = inflateRawSync(Buffer.concat([bytes, TAIL]), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: MESSAGE_BYTES,
        ...(window.length === 0 ? {} : { dictionary: window }),
      });
      window = Buffer.concat([window, plain.subarray(-WINDOW)]).subarray(-WINDOW);
      return plain;
    } catch {
      return null;
    }
  };
};
