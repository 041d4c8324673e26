import { isIP } from 'node:net';
import type { Destination } from '#model/flow';

const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'wss:': 443, 'http:': 80, 'ws:': 80 };

/** A destination of which nothing is known. */
export const NOWHERE: Destination = {
  host: '',
  port: 0,
  ip: null,
  placeSource: null,
  sni: null,
  ja4: null,
};

const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** An address as text if it is one, else null; brackets around IPv6 are taken off. */
export const ipFrom = (text: string | null): string | null => {
  const address = bare(text ?? '').replace(/%.*$/, '');
  return isIP(address) === 0 ? null : address;
};

/** Where a URL leads; host and port stay empty for text that is no absolute URL. */
export const destinationFrom = (url: string, ip: string | null): Destination => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.hostname === '') return { ...NOWHERE, ip };
  const host = bare(parsed.hostname);
  const port = parsed.port === '' ? (PORTS[parsed.protocol] ?? 0) : Number(parsed.port);
  return { ...NOWHERE, host, port, ip: ip ?? ipFrom(host) };
};
