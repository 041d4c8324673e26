const LONGEST_SHOWN_SEGMENT = 32;
const LONGEST_SHOWN_KEY = 40;
const LONGEST_SHOWN_HOST = 253;
const MOST_SHOWN_KEYS = 60;

const BLANK = '{…}';
const ADDRESS = /[^\s'"[\]<>@/=&]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/giu;
const SHORTEST_ENCODED = 12;

/** Base64 of text, or of anything: padded, or with digits strewn among letters of both cases, as no name has them. */
const isEncoded = (text: string): boolean => {
  if (text.length < SHORTEST_ENCODED || !/^[\w+/-]+={0,2}$/u.test(text)) return false;
  if (text.endsWith('=') || /^[\x20-\x7e]+$/u.test(Buffer.from(text, 'base64').toString('latin1')))
    return true;
  const isMixed = /[a-z]/u.test(text) && /[A-Z]/u.test(text);
  return isMixed && (text.match(/\d+/gu) ?? []).length >= (text.length < 16 ? 3 : 2);
};

/** Whether a name or a piece of a path could be a value: four digits in a row, an address, a number, or encoded. */
export const isTelling = (text: string): boolean =>
  /\d{4}|[^\x21-\x7e]|%[0-9a-f]{2}|@[^@]*\.[a-z]/iu.test(text) ||
  /^(?=.*\d)[0-9a-f:-]{8,}$/iu.test(text) ||
  isEncoded(text);

/** A path with every segment blanked that could hold a value: long, with four digits in a row, or encoded. */
export const templateOf = (path: string): string =>
  path
    .slice(0, 2000)
    .split('/')
    .slice(0, 40)
    .map((segment) => (segment.length > LONGEST_SHOWN_SEGMENT || isTelling(segment) ? BLANK : segment))
    .join('/');

// A key that is no word stands in quotes.
const maskKey = (key: string): string =>
  key.length > LONGEST_SHOWN_KEY || isTelling(key.replace(/^'|'$/gu, '')) ? BLANK : key;

/** A name written by the party under audit, fit to be shown: long, telling or strange names are blanked. */
export const maskFieldPath = (path: string): string =>
  path
    .replace(ADDRESS, BLANK)
    .split(/(?=[.[\]])|(?<=[.[\]])/u)
    .map((piece) => (/^\d{1,6}$/u.test(piece) ? piece : maskKey(piece)))
    .join('');

/** Whether a host is an address, of IPv4 or IPv6, and no name. */
export const isAddress = (host: string): boolean => /^[\d.]+$/u.test(host) || host.includes(':');

/** A label that is a number, an id or a hardware address rather than a name. */
const isId = (label: string): boolean =>
  /\d{10}|•|^(?=.*\d)[0-9a-f]{16,}$|^(?:[0-9a-f]{2}[_-]){5}[0-9a-f]{2}$/iu.test(label) ||
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(label);

/** A host with every label blanked that is somebody's number or id; addresses stay. */
export const maskHost = (host: string): string =>
  isAddress(host)
    ? host
    : host
        .split('.')
        .map((label) => (isId(label) ? BLANK : label))
        .join('.');

const LONGEST_METHOD = 20;

/** A method as it was sent, where it is one word as methods are. */
export const maskMethod = (method: string): string =>
  method.length <= LONGEST_METHOD && /^[A-Za-z_-]*$/u.test(method) ? method : BLANK;

/** The parts of a URL as the wire had them; never throws, also for what is no URL. */
export const partsOfUrl = (
  url: string,
): { readonly scheme: string; readonly host: string; readonly path: string; readonly query: string } => {
  const match = /^([a-z][a-z0-9+.-]{0,20}):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/iu.exec(url);
  if (match === null)
    return {
      scheme: '',
      host: '',
      path: url.split(/[?#]/u, 1)[0] ?? '',
      query: /\?([^#]*)/u.exec(url)?.[1] ?? '',
    };
  const authority = match[2] ?? '';
  return {
    scheme: (match[1] ?? '').toLowerCase(),
    host: authority.slice(authority.lastIndexOf('@') + 1),
    path: match[3] ?? '',
    query: match[4] ?? '',
  };
};

/** Scheme, host and plain path stay; every value of the query and every telling path segment is blanked. */
export const maskUrl = (url: string): string => {
  const { scheme, host, path, query } = partsOfUrl(url);
  const pairs = query === '' ? [] : query.split('&');
  const keys = pairs.slice(0, MOST_SHOWN_KEYS).map((pair) => {
    const cut = pair.indexOf('=');
    return cut === -1 ? maskKey(pair) : `${maskKey(pair.slice(0, cut))}=…`;
  });
  const more = pairs.length > MOST_SHOWN_KEYS ? '&…' : '';
  const origin =
    scheme === '' && host === '' ? '' : `${scheme}://${maskHost(host).slice(0, LONGEST_SHOWN_HOST)}`;
  return `${origin}${templateOf(path)}${keys.length === 0 ? '' : `?${keys.join('&')}${more}`}`;
};
