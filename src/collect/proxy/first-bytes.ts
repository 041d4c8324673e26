import { Readable } from 'node:stream';
import { calculateJa4, getExtensionData, readTlsClientHello } from 'read-tls-client-hello';
import type { Peeked } from './peek.ts';

/** What the handset speaks inside its connection, told by its first bytes. */
export type FirstBytes = 'tls' | 'http' | 'raw';

/** What a ClientHello gives away. */
export type ClientHello = {
  readonly sni: string | null;
  readonly alpn: readonly string[] | null;
  readonly ja4: string | null;
};

const HELLO_BOUND = 65_536;
const HTTP_METHODS = [
  'GET ', 'POST ', 'PUT ', 'HEAD ', 'DELETE ', 'OPTIONS ', 'PATCH ', 'TRACE ', 'PRI ', 'CONNECT ',
  'PROPFIND ', 'PROPPATCH ', 'MKCOL ', 'COPY ', 'MOVE ', 'LOCK ', 'UNLOCK ', 'REPORT ', 'QUERY ',
]; // prettier-ignore

/** Bytes of the TLS records that hold the whole ClientHello, or null while more are needed (RFC 8446 4, 5.1). */
const helloIsWhole = (head: Buffer): boolean => {
  let payload = 0;
  for (let at = 0; at + 5 <= head.length;) {
    const length = head.readUInt16BE(at + 3);
    const have = Math.min(length, head.length - at - 5);
    if (head[at] !== 0x16 || have < length) return head[at] !== 0x16;
    payload += length;
    if (head.length >= 9 && payload >= 4 + head.readUIntBE(6, 3)) return true;
    at += 5 + length;
  }
  return head.length > HELLO_BOUND;
};

/** Tells TLS, HTTP and anything else apart; a TLS ClientHello is waited for as a whole. */
export const readFirstBytes = (head: Buffer): Peeked<FirstBytes> => {
  if (head.length === 0) return { kind: 'need' };
  if (head[0] === 0x16 && (head.length < 2 || head[1] === 3))
    return helloIsWhole(head) ? { kind: 'done', value: 'tls' } : { kind: 'need' };
  const text = head.subarray(0, 12).toString('latin1');
  if (HTTP_METHODS.some((method) => text.startsWith(method))) return { kind: 'done', value: 'http' };
  if (HTTP_METHODS.some((method) => method.startsWith(text))) return { kind: 'need' };
  return { kind: 'done', value: 'raw' };
};

/** Reads name, protocols and fingerprint off a ClientHello; nulls for one that cannot be parsed. Never throws. */
export const readClientHello = async (head: Buffer): Promise<ClientHello> => {
  try {
    const hello = await readTlsClientHello(Readable.from([head], { objectMode: false }));
    return {
      sni: getExtensionData(hello, 'sni')?.serverName ?? null,
      alpn: getExtensionData(hello, 'alpn')?.protocols ?? null,
      ja4: calculateJa4(hello),
    };
  } catch {
    return { sni: null, alpn: null, ja4: null };
  }
};
