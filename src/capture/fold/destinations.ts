import type { EventOf } from '#model/event';
import type { Destination } from '#model/flow';
import { NOWHERE, destinationFrom, ipFrom } from '../destination.ts';

const isName = (host: string): boolean => host !== '' && ipFrom(host) === null;

/** Where a connection led. `nameOf` gives the name that DNS last gave an address, for hosts known by address only. */
export const destinationOfConnection = (
  open: EventOf<'conn.open'> | null,
  nameOf: (ip: string) => string | undefined,
): Destination => {
  if (open === null) return NOWHERE;
  const { port, ip, placeSource, sni, ja4 } = open;
  const named = isName(open.host) ? open.host : (sni ?? nameOf(ip ?? open.host) ?? open.host);
  return { host: named.toLowerCase(), port, ip: ip ?? ipFrom(open.host), placeSource, sni, ja4 };
};

/** The name that a connection was made to, as the handset told the network; null where it only named an address. */
const nameOfConnection = (open: EventOf<'conn.open'>): string | null =>
  open.sni ?? (isName(open.host) ? open.host : null);

/**
 * Where a request went. Its URL is made from the Host header, which its sender may choose freely: over HTTP/1 the name
 * that the connection was made to counts. Over HTTP/2, and to a proxy in absolute form, one connection serves several
 * names, and the URL's counts.
 */
export const destinationOfRequest = (
  request: EventOf<'http.req'>,
  open: EventOf<'conn.open'> | null,
): Destination => {
  const told = destinationFrom(request.url, open?.ip ?? null);
  if (open === null) return told;
  const { placeSource, sni, ja4 } = open;
  const known = { ip: open.ip ?? told.ip, placeSource, sni, ja4 };
  const name = nameOfConnection(open);
  const isOne = open.via !== 'absolute-form' && /^(?:HTTP\/)?1\b/i.test(request.httpVersion);
  if (told.host !== '' && (name === null || !isOne)) return { ...told, ...known };
  return {
    host: (name ?? open.host).toLowerCase(),
    port: told.host === '' ? open.port : told.port,
    ...known,
  };
};
