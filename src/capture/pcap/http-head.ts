import type { HeaderPair } from '#model/flow';
import type { Talk } from './dialogue.ts';

/** Bytes of a head at most. */
export const HEAD_BYTES = 256 << 10;
export const HEADERS = 2000;
const METHODS: readonly string[] = [
  'GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'PROPPATCH',
  'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'REPORT', 'QUERY', 'SEARCH', 'NOTIFY', 'M-SEARCH', 'SUBSCRIBE',
]; // prettier-ignore
const LONGEST_METHOD = 10;

/** The head of a request. */
export type RequestHead = {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: [string, string][];
};

/** Whether bytes begin like a request of HTTP/1; `maybe` while they are too few. */
export const looksLikeRequest = (bytes: Buffer): 'yes' | 'maybe' | 'no' => {
  const start = bytes.toString('latin1', 0, LONGEST_METHOD + 1);
  if (METHODS.some((method) => start.startsWith(`${method} `))) return 'yes';
  return METHODS.some((method) => `${method} `.startsWith(start)) ? 'maybe' : 'no';
};

/** Whether bytes begin like an answer of HTTP/1. */
export const looksLikeResponse = (bytes: Buffer): boolean =>
  /^HTTP\/1\.\d \d{3}/.test(bytes.toString('latin1', 0, 12));

/** Where the empty line behind a head ends; -1 while it has not come. */
export const endOfHead = (bytes: Buffer): number => {
  const strict = bytes.indexOf('\r\n\r\n');
  const loose = bytes.indexOf('\n\n');
  if (loose !== -1 && (strict === -1 || loose < strict)) return loose + 2;
  return strict === -1 ? -1 : strict + 4;
};

/** Header lines as pairs; a folded line belongs to the one before. */
export const headersFrom = (lines: readonly string[]): [string, string][] => {
  const headers: [string, string][] = [];
  for (const line of lines.slice(0, HEADERS)) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      headers[headers.length - 1] = [last[0], `${last[1]} ${line.trim()}`];
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return headers;
};

/** Reads a request's head, also one that was cut off. */
export const readRequestHead = (bytes: Buffer): RequestHead => {
  const [first = '', ...lines] = bytes.toString('latin1').split(/\r?\n/);
  const [method = '', target = '', version = ''] = first.split(' ');
  return { method, target, version: version === '' ? 'HTTP/1.1' : version, headers: headersFrom(lines) };
};

/** Reads an answer's head; null for bytes that are none. */
export const readResponseHead = (
  bytes: Buffer,
): { readonly status: number; readonly headers: [string, string][] } | null => {
  const [first = '', ...lines] = bytes.toString('latin1').split(/\r?\n/);
  const status = /^HTTP\/1\.\d (\d{3})/.exec(first)?.[1];
  return status === undefined ? null : { status: Number(status), headers: headersFrom(lines) };
};

/** The value of a header, in lower case; empty where there is none. */
export const headerText = (headers: readonly HeaderPair[], wanted: string): string =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1].toLowerCase() ?? '';

/** An authority with its port, where that is not what the scheme says. */
const authorityOf = ({ scheme, port, host }: Talk, named: string): string => {
  const own = host();
  const authority = named === '' ? (own.includes(':') ? `[${own}]` : own) : named;
  const isDefault = port === (scheme === 'https' ? 443 : 80);
  return isDefault || /:\d{1,5}$/.test(authority) ? authority : `${authority}:${port}`;
};

/** The URL that a request is for. */
export const urlFrom = (talk: Talk, { method, target }: RequestHead, authority: string): string => {
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(target)) return target;
  if (method === 'CONNECT') return `http://${target}/`;
  return `${talk.scheme}://${authorityOf(talk, authority)}${target.startsWith('/') ? '' : '/'}${target}`;
};
