import { createCipheriv, createHmac } from 'node:crypto';

/** A client's Initial to be written: what is not given is plain. */
export type InitialOver = {
  /** The destination that the packet names. */
  readonly destination?: Buffer;
  /** The destination of the client's very first Initial, which keys are made from. */
  readonly keyedBy?: Buffer;
  readonly version?: 1 | 2;
  readonly token?: Buffer;
  readonly number?: number;
  /** Bytes of the frames, filled up with padding. */
  readonly byteLength?: number;
};

const VERSIONS = {
  1: { id: '00000001', salt: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a', label: 'quic', type: 0xc3 },
  2: { id: '6b3343cf', salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9', label: 'quicv2', type: 0xd3 },
} as const;

const DESTINATION = Buffer.from('8394c8f03e515708', 'hex');

const mac = (key: Buffer, data: Buffer): Buffer => createHmac('sha256', key).update(data).digest();

const derive = (secret: Buffer, label: string, length: number): Buffer => {
  const full = `tls13 ${label}`;
  const info = Buffer.concat([Buffer.of(0, length, full.length), Buffer.from(full), Buffer.of(0, 1)]);
  return mac(secret, info).subarray(0, length);
};

const two = (value: number): Buffer => Buffer.of(0x40 | (value >> 8), value & 0xff);

/** A frame that carries a piece of the handshake (RFC 9000 §19.6). */
export const cryptoFrame = (offset: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.of(6), offset < 64 ? Buffer.of(offset) : two(offset), two(bytes.length), bytes]);

/** A client's Initial packet around some frames, sealed after RFC 9001 §5; its number has four bytes. */
export const initialPacket = (frames: Buffer, over: InitialOver = {}): Buffer => {
  const { destination = DESTINATION, version = 1, token = Buffer.alloc(0), number = 2 } = over;
  const { id, salt, label, type } = VERSIONS[version];
  const plain = Buffer.alloc(Math.max(over.byteLength ?? 1162, frames.length));
  frames.copy(plain);
  const secret = derive(mac(Buffer.from(salt, 'hex'), over.keyedBy ?? destination), 'client in', 32);
  const numberBytes = Buffer.alloc(4);
  numberBytes.writeUInt32BE(number);
  const head = Buffer.concat([
    Buffer.of(type),
    Buffer.from(id, 'hex'),
    Buffer.of(destination.length),
    destination,
    Buffer.of(0, token.length),
    token,
    two(4 + plain.length + 16),
    numberBytes,
  ]);
  const nonce = derive(secret, `${label} iv`, 12);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  const cipher = createCipheriv('aes-128-gcm', derive(secret, `${label} key`, 16), nonce).setAAD(head);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const ecb = createCipheriv('aes-128-ecb', derive(secret, `${label} hp`, 16), null);
  const mask = ecb.update(sealed.subarray(0, 16));
  head[0]! ^= mask[0]! & 0x0f;
  for (let index = 0; index < 4; index += 1) head[head.length - 4 + index]! ^= mask[index + 1]!;
  return Buffer.concat([head, sealed]);
};
