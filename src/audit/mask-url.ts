const LONGEST_SHOWN_SEGMENT = 32;
const LONGEST_SHOWN_KEY = 40;
const LONGEST_SHOWN_HOST = 253;
const MOST_SHOWN_KEYS = 60;

const isTelling = (text: string): boolean =>
  /\d{4}|[^\x21-\x7e]|%[0-9a-f]{2}/iu.test(text) || /^(?=.*\d)[0-9a-f-]{8,}$/iu.test(text);

/** A path with every segment blanked that could hold a value: long, with four digits in a row, or encoded. */
export const templateOf = (path: string): string =>
  path
    .slice(0, 2000)
    .split('/')
    .slice(0, 40)
    .map((segment) => (segment.length > LONGEST_SHOWN_SEGMENT || isTelling(segment) ? '{…}' : segment))
    .join('/');

const maskKey = (key: string): string => (key.length > LONGEST_SHOWN_KEY || isTelling(key) ? '{…}' : key);

/** A name written by the party under audit, fit to be shown: long, telling or strange names are blanked. */
export const maskFieldPath = (path: string): string =>
  path
    .split(/(?=[.[\]])|(?<=[.[\]])/u)
    .map((piece) => (/^\d{1,6}$/u.test(piece) ? piece : maskKey(piece)))
    .join('');

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
  const origin = scheme === '' && host === '' ? '' : `${scheme}://${host.slice(0, LONGEST_SHOWN_HOST)}`;
  return `${origin}${templateOf(path)}${keys.length === 0 ? '' : `?${keys.join('&')}${more}`}`;
};
