import type { HeaderPair } from '#model/flow';
import { type FieldReader, type JsonObject, isObject } from './json-field.ts';

const MOST_HEADERS = 10_000;

const pairs = (fields: FieldReader, from: JsonObject, key: string): readonly HeaderPair[] =>
  fields
    .list(from, key)
    .slice(0, MOST_HEADERS)
    .filter(isObject)
    .map((row) => [fields.text(row, 'name') ?? '', fields.text(row, 'value') ?? ''] as const);

/** Header pairs in order, duplicates kept; `{name: value}` objects of some tools are read as well. */
export const readHeaders = (fields: FieldReader, message: JsonObject): readonly HeaderPair[] => {
  const headers = message['headers'];
  if (!isObject(headers)) return pairs(fields, message, 'headers');
  return Object.keys(headers)
    .slice(0, MOST_HEADERS)
    .map((name) => [name, fields.text(headers, name) ?? ''] as const);
};

const valueOf = (headers: readonly HeaderPair[], wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** A URL from the HTTP/2 pseudo headers or from Host, for entries whose own URL is missing or relative. */
const urlFromHeaders = (headers: readonly HeaderPair[], url: string): string => {
  const host = valueOf(headers, ':authority') ?? valueOf(headers, 'host');
  if (host === undefined || host === '') return url;
  const path = url.startsWith('/') ? url : (valueOf(headers, ':path') ?? '/');
  return `${valueOf(headers, ':scheme') ?? 'https'}://${host}${path}`;
};

const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const withQuery = (fields: FieldReader, request: JsonObject, url: string): string => {
  if (url.includes('?')) return url;
  const query = pairs(fields, request, 'queryString').map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  if (query.length === 0) return url;
  const [path = '', ...fragment] = url.split('#');
  return [`${path}?${query.join('&')}`, ...fragment].join('#');
};

const withCookies = (
  fields: FieldReader,
  request: JsonObject,
  headers: readonly HeaderPair[],
): readonly HeaderPair[] => {
  if (valueOf(headers, 'cookie') !== undefined) return headers;
  const cookies = pairs(fields, request, 'cookies').map(([name, value]) => `${name}=${value}`);
  return cookies.length === 0 ? headers : [...headers, ['Cookie', cookies.join('; ')] as const];
};

/** The head of a request. */
export type RequestHead = {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: readonly HeaderPair[];
};

/**
 * Reads the head of a request. Pseudo headers are left out, since URL and method say the same; a query or cookies that
 * stand only in their own lists are put where they were sent.
 */
export const readRequestHead = (fields: FieldReader, request: JsonObject): RequestHead => {
  const all = readHeaders(fields, request);
  const given = fields.text(request, 'url') ?? '';
  const url = URL.canParse(given) ? given : urlFromHeaders(all, given);
  const headers = all.filter(([name]) => !name.startsWith(':'));
  return {
    method: (fields.text(request, 'method') ?? valueOf(all, ':method') ?? '').slice(0, 200),
    url: withQuery(fields, request, url),
    httpVersion: (fields.text(request, 'httpVersion') ?? '').slice(0, 20),
    headers: withCookies(fields, request, headers),
  };
};
