import { Readable } from 'node:stream';
import { calculateJa4, getExtensionData, readTlsClientHello } from 'read-tls-client-hello';

/** What a ClientHello gives away. */
export type ClientHello = {
  readonly sni: string | null;
  readonly alpn: readonly string[] | null;
  readonly ja4: string | null;
};

const HANDSHAKE = 22;
const HELLO_BYTES = 65_536;

/** A hello of which nothing is known. */
const NO_HELLO: ClientHello = { sni: null, alpn: null, ja4: null };

/** Whether bytes begin like a record of TLS: handshake, or what comes behind it where a capture began late. */
export const looksLikeTls = (bytes: Buffer): boolean => {
  const [type = 0, major, minor = 255] = bytes;
  return bytes.length >= 3 && type >= 20 && type <= 23 && major === 3 && minor <= 4;
};

/** Whether nothing more is to come of a ClientHello, which may stand in several records (RFC 8446 5.1). */
export const isHelloWhole = (bytes: Buffer): boolean => {
  if (bytes.length > HELLO_BYTES || bytes[0] !== HANDSHAKE) return true;
  let payload = 0;
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
    if (bytes[at] !== HANDSHAKE) return true;
    payload += Math.min(bytes.readUInt16BE(at + 3), bytes.length - at - 5);
    if (bytes.length >= 9 && payload >= 4 + bytes.readUIntBE(6, 3)) return true;
  }
  return false;
};

/** Reads name, protocols and fingerprint off a ClientHello; nulls for one that cannot be parsed. Never throws. */
export const readClientHello = async (bytes: Buffer): Promise<ClientHello> => {
  if (bytes[0] !== HANDSHAKE) return NO_HELLO;
  try {
    const hello = await readTlsClientHello(Readable.from([bytes], { objectMode: false }));
    return {
      sni: getExtensionData(hello, 'sni')?.serverName?.toLowerCase().slice(0, 300) ?? null,
      alpn: getExtensionData(hello, 'alpn')?.protocols ?? null,
      ja4: calculateJa4(hello),
    };
  } catch {
    return NO_HELLO;
  }
};
