import { type CryptoPiece, readInitials } from './quic-initial.ts';

/** A ClientHello with a key exchange that withstands quantum computers has two thousand bytes. */
const HELLO_BYTES = 16_384;
const DATAGRAMS = 8;
const PIECES = 200;
const HEAD_BYTES = 4;

/** The ClientHello in a record of TLS once it is whole, `none` where none is to come, null while there is more. */
export type Heard = Buffer | 'none' | null;

/** Puts together the ClientHello of one conversation over QUIC. */
export type QuicHello = {
  /** Takes the next datagram of the handset. */
  readonly take: (datagram: Buffer) => Heard;
};

// The pieces in order without a gap, from the first byte on.
const joined = (pieces: readonly CryptoPiece[]): Buffer => {
  const inOrder = [...pieces].sort((a, b) => a.offset - b.offset);
  const bytes = Buffer.alloc(HELLO_BYTES);
  let end = 0;
  for (const piece of inOrder) {
    if (piece.offset > end) break;
    end = Math.max(end, piece.offset + piece.bytes.copy(bytes, piece.offset));
  }
  return bytes.subarray(0, end);
};

/** The bytes of the one message that a whole hello has; null while some are missing. */
const wholeOf = (bytes: Buffer): Buffer | null => {
  const end = bytes.length < HEAD_BYTES ? Infinity : HEAD_BYTES + bytes.readUIntBE(1, 3);
  return end <= bytes.length ? bytes.subarray(0, end) : null;
};

/** In QUIC there are no records: the readers of a ClientHello know it in one (RFC 8446 §5.1). */
const inRecord = (hello: Buffer): Buffer => {
  const head = Buffer.of(22, 3, 1, hello.length >> 8, hello.length & 0xff);
  return Buffer.concat([head, hello]);
};

/** Starts to listen, within bounds. */
export const createQuicHello = (): QuicHello => {
  const pieces: CryptoPiece[] = [];
  let destination: Buffer | null = null;
  let datagrams = 0;
  return {
    take: (datagram) => {
      datagrams += 1;
      const found = readInitials(datagram, destination);
      if (found === null) return 'none';
      // Own copies: what was read of the file is reused.
      destination ??= Buffer.from(found.destination);
      for (const { offset, bytes } of found.pieces)
        if (offset + bytes.length <= HELLO_BYTES && pieces.length < PIECES)
          pieces.push({ offset, bytes: Buffer.from(bytes) });
      const hello = wholeOf(joined(pieces));
      if (hello !== null) return inRecord(hello);
      return datagrams < DATAGRAMS ? null : 'none';
    },
  };
};

/** Conversations whose ClientHello is waited for at a time. */
const LISTENED = 1000;

/** Listens to many conversations, within bounds: of those beyond no ClientHello is read. */
export type QuicListener = {
  /** Takes the next datagram of one of them. */
  readonly take: (conversation: string, datagram: Buffer) => Heard;
  readonly forget: (conversation: string) => void;
};

/** Starts to listen to conversations. */
export const createQuicListener = (): QuicListener => {
  const waiting = new Map<string, QuicHello>();
  return {
    take: (conversation, datagram) => {
      const known = waiting.get(conversation);
      if (known === undefined && waiting.size >= LISTENED) return 'none';
      const hello = known ?? createQuicHello();
      const heard = hello.take(datagram);
      if (heard === null) waiting.set(conversation, hello);
      else waiting.delete(conversation);
      return heard;
    },
    forget: (conversation) => void waiting.delete(conversation),
  };
};
