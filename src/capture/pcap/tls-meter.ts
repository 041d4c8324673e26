const APPLICATION_DATA = 23;
const HEADER_BYTES = 5;
/** A record's own bytes at most: explicit nonce, padding, MAC (RFC 5246 6.2.3, RFC 8446 5.2). */
const RECORD_OVERHEAD = 64;
/** What a handshake says in records of this kind (RFC 8446 4.4): certificate of the client, Finished, close. */
const HANDSHAKE_BYTES = 256;

/** Counts what the handset sent in records of application data, so that what was not decrypted can be told. */
export type TlsMeter = {
  readonly take: (bytes: Buffer) => void;
  readonly lose: () => void;
  /** Bytes that were certainly sent beyond so many decrypted ones. */
  readonly beyond: (decrypted: number) => number;
};

/** Starts a count. */
export const createTlsMeter = (): TlsMeter => {
  const header = Buffer.alloc(HEADER_BYTES);
  let inHeader = 0;
  let left = 0;
  let sent = 0;
  let records = 0;
  let isLost = false;
  const endHeader = (): void => {
    inHeader = 0;
    left = header.readUInt16BE(3);
    if (header[0] !== APPLICATION_DATA) return;
    records += 1;
    sent += left;
  };
  const step = (bytes: Buffer, at: number): number => {
    if (left > 0) {
      const passed = Math.min(left, bytes.length - at);
      left -= passed;
      return at + passed;
    }
    const copied = bytes.copy(header, inHeader, at, at + HEADER_BYTES - inHeader);
    inHeader += copied;
    if (inHeader === HEADER_BYTES) endHeader();
    return at + copied;
  };
  return {
    take: (bytes) => {
      if (isLost) sent += bytes.length;
      else for (let at = 0; at < bytes.length;) at = step(bytes, at);
    },
    lose: () => {
      isLost = true;
    },
    beyond: (decrypted) => Math.max(0, sent - records * RECORD_OVERHEAD - HANDSHAKE_BYTES - decrypted),
  };
};
