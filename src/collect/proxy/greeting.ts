import type { Peeked } from './peek.ts';

/** How the handset asks for a destination. `headBytes` are the proxy's own, no payload. */
export type Greeting =
  | { readonly kind: 'connect'; readonly host: string; readonly port: number; readonly headBytes: number }
  | { readonly kind: 'absolute-form' }
  | { readonly kind: 'socks'; readonly headBytes: number }
  | { readonly kind: 'other' };

const HEAD_BOUND = 65_536;
const METHOD = /^[A-Z][A-Z-]{0,19} /;

/** Splits `host:port`, with brackets about an IPv6 address. Null when it is neither. */
export const hostAndPort = (text: string, defaultPort: number): { host: string; port: number } | null => {
  const parts = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([^:\s/]{1,255}))(?::(\d{1,5}))?$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = parts?.[3] === undefined ? defaultPort : Number(parts[3]);
  return host === undefined || port > 65_535 ? null : { host, port };
};

const connectGreeting = (head: Buffer): Peeked<Greeting> => {
  const end = head.indexOf('\r\n\r\n');
  if (end < 0)
    return head.length > HEAD_BOUND ? { kind: 'done', value: { kind: 'other' } } : { kind: 'need' };
  const target = head.subarray(0, head.indexOf('\r\n')).toString('latin1').split(' ')[1] ?? '';
  const destination = hostAndPort(target, 443);
  const value: Greeting =
    destination === null ? { kind: 'other' } : { kind: 'connect', ...destination, headBytes: end + 4 };
  return { kind: 'done', value };
};

/** SOCKS5 (RFC 1928 section 3): version, count of methods, methods. */
const socksGreeting = (head: Buffer): Peeked<Greeting> => {
  const headBytes = 2 + (head[1] ?? 255);
  return head.length < headBytes ? { kind: 'need' } : { kind: 'done', value: { kind: 'socks', headBytes } };
};

/** Tells what the first bytes of a connection to the proxy are. */
export const readGreeting = (head: Buffer): Peeked<Greeting> => {
  if (head[0] === 5) return socksGreeting(head);
  const text = head.subarray(0, 64).toString('latin1');
  if ('CONNECT '.startsWith(text.slice(0, 8)) && text.length < 8) return { kind: 'need' };
  if (text.startsWith('CONNECT ')) return connectGreeting(head);
  if (/^[A-Z][A-Z-]{0,19}$/.test(text)) return { kind: 'need' };
  const method = METHOD.exec(text);
  if (method === null) return { kind: 'done', value: { kind: 'other' } };
  const target = text.slice(method[0].length, method[0].length + 7).toLowerCase();
  if (target.length < 7 && 'http://'.startsWith(target)) return { kind: 'need' };
  return { kind: 'done', value: { kind: target === 'http://' ? 'absolute-form' : 'other' } };
};

/** A SOCKS5 request (RFC 1928 section 4), or null for one that is no CONNECT. */
export type SocksRequest = {
  readonly host: string;
  readonly port: number;
  readonly headBytes: number;
} | null;

const socksHost = (head: Buffer): { host: string; end: number } | null => {
  const length = head[4] ?? 0;
  switch (head[3]) {
    case 1:
      return { host: head.subarray(4, 8).join('.'), end: 8 };
    case 3:
      return { host: head.subarray(5, 5 + length).toString('latin1'), end: 5 + length };
    case 4:
      return {
        host: Array.from({ length: 8 }, (_, group) => head.readUInt16BE(4 + group * 2).toString(16)).join(
          ':',
        ),
        end: 20,
      };
    default:
      return null;
  }
};

const socksSize = (head: Buffer): number => {
  if (head.length < 5) return 5;
  const hostSize = head[3] === 1 ? 4 : head[3] === 4 ? 16 : 1 + (head[4] ?? 0);
  return 4 + hostSize + 2;
};

/** Reads the request that follows the SOCKS5 greeting. */
export const readSocksRequest = (head: Buffer): Peeked<SocksRequest> => {
  const size = socksSize(head);
  if (head.length < size) return { kind: 'need' };
  const at = socksHost(head);
  if (at === null || head[0] !== 5 || head[1] !== 1) return { kind: 'done', value: null };
  return { kind: 'done', value: { host: at.host, port: head.readUInt16BE(at.end), headBytes: size } };
};
