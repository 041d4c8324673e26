import { isIP } from 'node:net';
import type { Page, PageFetcher } from '../machine.ts';
import type { Running } from './dispatch.ts';
import { type Transmission, transmit } from './network/transmit.ts';
import { type OutgoingRequest, userAgent } from './render-request.ts';

const requestFor = (url: URL, agent: string): OutgoingRequest => {
  const transport = url.protocol === 'http:' ? 'http' : 'https';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    transport,
    host,
    port: url.port === '' ? (transport === 'http' ? 80 : 443) : Number(url.port),
    http2: transport === 'https',
    method: 'GET',
    path: url.pathname + url.search,
    headers: [
      ['User-Agent', `Mozilla/5.0 (${agent})`],
      ['Accept', 'text/html,*/*'],
    ],
    body: null,
    carries: [],
  };
};

/** What a person sees of it, in Chromium's words. */
const pageFrom = ({ outcome, answered, fault }: Transmission): Page => {
  if (answered !== undefined) return { status: answered.status, text: answered.body };
  if (fault?.startsWith('net::') === true) return { fault };
  return {
    fault: outcome === 'tls-refused' ? 'net::ERR_CERT_AUTHORITY_INVALID' : 'net::ERR_CONNECTION_CLOSED',
  };
};

/** Loads pages for the handset's browsers along its own route; each attempt is a line of the ledger, `page`. */
export const createPageFetcher =
  ({ sources: { handset }, network, signal, ledger }: Running): PageFetcher =>
  async (address, app) => {
    if (!URL.canParse(address)) return { fault: 'net::ERR_INVALID_URL' };
    const request = requestFor(new URL(address), userAgent(handset.profile));
    if (request.host === '' && isIP(request.host) === 0) return { fault: 'net::ERR_INVALID_URL' };
    const triggeredAtMs = handset.clock.nowMs();
    const rules = { pin: 'none', pinned: [], honoursProxy: true } as const;
    const transmission = await transmit({ handset, network, app, signal, ...rules }, request);
    const { answered, ...sent } = transmission;
    const { transport, method, host, path } = request;
    ledger.write({
      ...{ flow: 'page', app, trigger: 'browser.visited', triggeredAtMs, attempt: 1, carries: [] },
      ...sent,
      ...{ transport, method, host, path },
      ...(answered === undefined ? {} : { status: answered.status }),
    });
    return pageFrom(transmission);
  };
