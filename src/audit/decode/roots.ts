import type { HttpFlow, LoadedFlow } from '#model/flow';
import type { Part, RouteLink } from '#model/route';
import { isAscii, isUtf8 } from 'node:buffer';
import type { Layer } from '../layer.ts';
import { normaliseHost } from '../attribute/normalise-host.ts';

const root = (bytes: Uint8Array, part: Part, link: RouteLink): Layer => ({
  bytes,
  parent: null,
  link,
  part,
  depth: 0,
});

/**
 * The bytes of a header or URL that was held as a string. A string of bytes (no character above U+00FF) that are
 * UTF-8 gives those bytes; any other string gives its UTF-8.
 */
const bytesOf = (text: string): Buffer => {
  const wide = Buffer.from(text, 'utf8');
  if (isAscii(wide)) return wide;
  const narrow = Buffer.from(text, 'latin1');
  return narrow.toString('latin1') === text && isUtf8(narrow) ? narrow : wide;
};

/** The parts of a URL as they stand in it: nothing is decoded, nothing normalised; a fragment is never sent. */
const urlParts = (url: string): { path: string; query: string } => {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(url);
  const [rest = ''] = url.slice(scheme?.[0].length ?? 0).split('#', 1);
  const mark = rest.indexOf('?');
  return mark === -1 ? { path: rest, query: '' } : { path: rest.slice(0, mark), query: rest.slice(mark + 1) };
};

const UNREAD_HEADERS = new Set(['content-length', ':method', ':path', ':scheme']);
const HOST_HEADERS = new Set(['host', ':authority']);

// The host is a layer of its own; behind a name that was only borrowed for the connection another one may be asked for.
const isHostOf = ({ destination }: HttpFlow, path: string, value: string): boolean =>
  HOST_HEADERS.has(path) && normaliseHost(value) === normaliseHost(destination.host);

const NAME_CHARACTERS = 8;

// A name may hold what a value would; one without a digit is words, and nearly all of them are the same everywhere.
const nameRoots = (name: string, part: Part, step: 'header-name' | 'cookie-name'): Layer[] =>
  name.length < NAME_CHARACTERS || !/\d/.test(name) ? [] : [root(bytesOf(name), part, { step })];

const headerRoots = (flow: HttpFlow): Layer[] =>
  flow.requestHeaders.flatMap(([name, value]) => {
    const path = name.toLowerCase();
    if (path === 'cookie') return cookieRoots(value);
    const named = nameRoots(name, 'header', 'header-name');
    if (UNREAD_HEADERS.has(path) || value === '' || isHostOf(flow, path, value)) return named;
    return [...named, root(bytesOf(value), 'header', { step: 'header', path })];
  });

const cookieRoots = (value: string): Layer[] =>
  value.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=');
    const bytes = bytesOf(pair.slice(equals + 1).trim());
    const path = equals === -1 ? '' : pair.slice(0, equals).trim();
    const named = nameRoots(path, 'cookie', 'cookie-name');
    return bytes.length === 0 ? named : [...named, root(bytes, 'cookie', { step: 'cookie', path })];
  });

const messageRoots = (flow: HttpFlow, messages: readonly Uint8Array[]): Layer[] =>
  flow.messages.flatMap((message, index) => {
    const bytes = messages[index];
    if (message.direction !== 'out' || bytes === undefined || bytes.length === 0) return [];
    return [root(bytes, 'websocket', { step: 'websocket', path: String(index) })];
  });

const httpRoots = (flow: HttpFlow, loaded: LoadedFlow): Layer[] => {
  const { path, query } = urlParts(flow.url);
  const named: readonly (readonly [Buffer, Part, RouteLink])[] = [
    [bytesOf(flow.destination.host), 'url', { step: 'host' }],
    [bytesOf(path), 'url', { step: 'path' }],
    [bytesOf(query), 'query', { step: 'query' }],
  ];
  const url = named
    .filter(([bytes]) => bytes.length > 0)
    .map(([bytes, part, link]) => root(bytes, part, link));
  const body = loaded.requestBody;
  const bodies = body.length === 0 ? [] : [root(body, 'body', { step: 'body' })];
  return [...url, ...headerRoots(flow), ...bodies, ...messageRoots(flow, loaded.messages)];
};

/** Everything that the handset sent in a flow, as layers to peel; nothing of what it received. */
export const rootsFrom = (loaded: LoadedFlow): readonly Layer[] => {
  const { flow } = loaded;
  if (flow.kind === 'http') return httpRoots(flow, loaded);
  if (flow.kind === 'refused' || loaded.opaque.length === 0) return [];
  return [root(loaded.opaque, 'body', { step: 'raw' })];
};
