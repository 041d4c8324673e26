import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type InitialKeys, initialKeys, type Version, versionOf } from './quic-keys.ts';

/** A piece of the handshake, and where in it that piece stands. */
export type CryptoPiece = { readonly offset: number; readonly bytes: Buffer };

const LONG_HEADER = 0xc0;
const MAX_ID_BYTES = 20;
const TAG_BYTES = 16;
const SAMPLE_BYTES = 16;
/** Where the sample stands behind the beginning of the packet number, as if that had four bytes (RFC 9001 §5.4.2). */
const SAMPLE_AT = 4;

type Varint = { readonly value: number; readonly end: number };

/** A number of RFC 9000 §16; null where it is cut off. Exact up to 2^53; larger is only compared. */
const varintAt = (bytes: Buffer, at: number): Varint | null => {
  const first = bytes[at];
  if (first === undefined) return null;
  const end = at + (1 << (first >> 6));
  if (end > bytes.length) return null;
  let value = first & 0x3f;
  for (let next = at + 1; next < end; next += 1) value = value * 256 + (bytes[next] ?? 0);
  return { value, end };
};

type IdAt = { readonly id: Buffer; readonly end: number };

const idAt = (bytes: Buffer, at: number): IdAt | null => {
  const length = bytes[at] ?? MAX_ID_BYTES + 1;
  const end = at + 1 + length;
  return length > MAX_ID_BYTES || end > bytes.length ? null : { id: bytes.subarray(at + 1, end), end };
};

/** A packet with a long header whose length is told: of an Initial, where its number begins. */
type Packet = {
  readonly version: Version;
  readonly isInitial: boolean;
  readonly destination: Buffer;
  readonly start: number;
  readonly numberAt: number;
  readonly end: number;
};

/** What stands at an offset of a datagram (RFC 9000 §17.2); null for what ends the packets that can be told apart. */
const packetAt = (bytes: Buffer, start: number): Packet | null => {
  const first = bytes[start] ?? 0;
  if ((first & LONG_HEADER) !== LONG_HEADER || start + 6 > bytes.length) return null;
  const version = versionOf(bytes.readUInt32BE(start + 1));
  const destination = idAt(bytes, start + 5);
  const source = destination === null ? null : idAt(bytes, destination.end);
  if (version === null || destination === null || source === null) return null;
  const isInitial = ((first >> 4) & 3) === version.initialType;
  const token = isInitial ? varintAt(bytes, source.end) : { value: 0, end: source.end };
  const length = token === null ? null : varintAt(bytes, token.end + token.value);
  if (length === null) return null;
  const end = length.end + length.value;
  if (end > bytes.length) return null;
  return { version, isInitial, destination: destination.id, start, numberAt: length.end, end };
};

/** The inside of an Initial; null where these are not its keys. */
const open = (bytes: Buffer, packet: Packet, { key, iv, mask }: InitialKeys): Buffer | null => {
  const { start, numberAt, end } = packet;
  const sampleAt = numberAt + SAMPLE_AT;
  if (sampleAt + SAMPLE_BYTES > end) return null;
  const hide = createCipheriv('aes-128-ecb', mask, null).update(
    bytes.subarray(sampleAt, sampleAt + SAMPLE_BYTES),
  );
  const first = (bytes[start] ?? 0) ^ ((hide[0] ?? 0) & 0x0f);
  const numberBytes = (first & 3) + 1;
  const head = Buffer.from(bytes.subarray(start, numberAt + numberBytes));
  const nonce = Buffer.from(iv);
  head[0] = first;
  for (let index = 0; index < numberBytes; index += 1) {
    const at = head.length - numberBytes + index;
    head[at] = (head[at] ?? 0) ^ (hide[index + 1] ?? 0);
    const under = nonce.length - numberBytes + index;
    nonce[under] = (nonce[under] ?? 0) ^ (head[at] ?? 0);
  }
  try {
    const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAAD(head);
    cipher.setAuthTag(bytes.subarray(end - TAG_BYTES, end));
    const plain = cipher.update(bytes.subarray(numberAt + numberBytes, end - TAG_BYTES));
    cipher.final();
    return plain;
  } catch {
    return null;
  }
};

const PADDING = 0;
const PING = 1;
const ACK = 2;
const ACK_ECN = 3;
const CRYPTO = 6;

// Past the numbers of an ACK (RFC 9000 §19.3); null where it is cut off.
const ackEnd = (bytes: Buffer, at: number, hasEcn: boolean): number | null => {
  let next = at;
  let left = 4;
  for (let index = 0; index < left; index += 1) {
    const number = varintAt(bytes, next);
    if (number === null) return null;
    // The third says how many pairs follow the fourth.
    if (index === 2) left += number.value * 2 + (hasEcn ? 3 : 0);
    next = number.end;
  }
  return next;
};

const cryptoAt = (bytes: Buffer, at: number): (CryptoPiece & { readonly end: number }) | null => {
  const offset = varintAt(bytes, at);
  const length = offset === null ? null : varintAt(bytes, offset.end);
  if (offset === null || length === null) return null;
  const end = length.end + length.value;
  return end > bytes.length ? null : { offset: offset.value, bytes: bytes.subarray(length.end, end), end };
};

/** The pieces of handshake in the frames of a packet, as far as they can be read (RFC 9000 §19). */
const piecesIn = (plain: Buffer): CryptoPiece[] => {
  const pieces: CryptoPiece[] = [];
  for (let at = 0; at < plain.length;) {
    const type = plain[at] ?? 0;
    if (type === PADDING || type === PING) {
      at += 1;
      continue;
    }
    if (type === ACK || type === ACK_ECN) {
      const end = ackEnd(plain, at + 1, type === ACK_ECN);
      if (end === null) return pieces;
      at = end;
      continue;
    }
    const piece = type === CRYPTO ? cryptoAt(plain, at + 1) : null;
    if (piece === null) return pieces;
    pieces.push({ offset: piece.offset, bytes: piece.bytes });
    at = piece.end;
  }
  return pieces;
};

/** What the packets of one datagram say of the handshake. */
export type Initials = {
  /** The destination that keys are made from, of the first Initial in the datagram. */
  readonly destination: Buffer;
  readonly pieces: readonly CryptoPiece[];
};

/**
 * Reads a client's Initial packets in a datagram of QUIC; null where there is none. They are sealed with keys from the
 * destination of its very first Initial, which `earlier` gives, or from their own behind a Retry. Never throws.
 */
export const readInitials = (datagram: Buffer, earlier: Buffer | null): Initials | null => {
  let destination: Buffer | null = null;
  const pieces: CryptoPiece[] = [];
  for (let packet = packetAt(datagram, 0); packet !== null; packet = packetAt(datagram, packet.end)) {
    if (!packet.isInitial) continue;
    destination ??= packet.destination;
    for (const from of new Set([earlier ?? packet.destination, packet.destination])) {
      const plain = open(datagram, packet, initialKeys(packet.version, from));
      if (plain === null) continue;
      pieces.push(...piecesIn(plain));
      break;
    }
  }
  return destination === null ? null : { destination, pieces };
};
