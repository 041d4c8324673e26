import { isUtf8 } from 'node:buffer';
import { processRequest } from 'trackhar';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';

type Indicators = Readonly<Record<string, readonly string[]>>;

/** Known values as TrackHAR takes them: by property. */
export const indicatorsFrom = (canaries: readonly Canary[]): Indicators =>
  Object.fromEntries(canaries.map(({ id, value }) => [id, [value]]));

/** Whether TrackHAR 1.0.0 finds one of its indicator values in a request; binary bodies are given as latin1 text. */
export const isFoundByTrackhar = ({ flow, requestBody }: LoadedFlow, indicators: Indicators): boolean => {
  if (flow.kind !== 'http') return false;
  const { hostname, pathname, search } = new URL(flow.url);
  const cookie = flow.requestHeaders.find(([name]) => name === 'Cookie')?.[1] ?? '';
  const result = processRequest(
    {
      startTime: new Date(0),
      method: flow.method,
      host: hostname,
      path: pathname + search,
      endpointUrl: `https://${hostname}${pathname}`,
      content: Buffer.from(requestBody).toString(isUtf8(requestBody) ? 'utf8' : 'latin1'),
      port: '443',
      scheme: 'https',
      httpVersion: 'HTTP/1.1',
      headers: flow.requestHeaders.map(([name, value]) => ({ name, value })),
      cookies: cookie
        .split('; ')
        .map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.split('=')[1] ?? '' })),
    },
    {
      indicatorValues: Object.fromEntries(
        Object.entries(indicators).map(([name, values]) => [name, [...values]]),
      ),
    },
  );
  return result !== undefined && result.length > 0;
};
