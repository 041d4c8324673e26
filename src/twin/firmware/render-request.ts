import type { TwinRequest } from '#model/twin-firmware';
import type { Handset } from '../handset.ts';
import { renderBody, renderChain, renderPairs } from './body.ts';
import { type Carried, distinct, type Rendered } from './carried.ts';
import { renderTemplate, type Scope } from './template.ts';

/** A request as its bytes will leave. */
export type OutgoingRequest = {
  readonly transport: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly http2: boolean;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** In order; without those that the transport adds. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  readonly carries: readonly Carried[];
};

const FORM = 'application/x-www-form-urlencoded';

const contentType = ({ body, encode }: TwinRequest): string => {
  const last = encode.at(-1);
  if (last !== undefined)
    return typeof last === 'object' && 'form' in last ? FORM : 'application/octet-stream';
  if (body === undefined || 'base64' in body) return 'application/octet-stream';
  if ('json' in body) return 'application/json; charset=utf-8';
  return 'form' in body ? FORM : 'text/plain; charset=utf-8';
};

/** As Android's own HTTP client names itself. */
export const userAgent = ({ androidVersion, model, buildId }: Handset['profile']): string =>
  `Dalvik/2.1.0 (Linux; U; Android ${androidVersion}; ${model} Build/${buildId})`;

const headersOf = (
  request: TwinRequest,
  own: readonly (readonly [string, Rendered])[],
  agent: string,
): (readonly [string, string])[] => {
  const given = own.map(([name, { bytes }]) => [name, bytes.toString()] as const);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const standard: (readonly [string, string])[] = [['User-Agent', agent]];
  if (request.body !== undefined) standard.push(['Content-Type', contentType(request)]);
  return [...standard.filter(([name]) => !names.has(name.toLowerCase())), ...given];
};

const withQuery = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** A request with all templates rendered. @throws as renderTemplate and renderChain */
export const renderRequest = (request: TwinRequest, scope: Scope, agent: string): OutgoingRequest => {
  const path = renderTemplate(request.path, scope);
  const query = renderPairs(request.query ?? {}, scope);
  const headers = Object.entries(request.headers).map(
    ([name, template]) => [name, renderTemplate(template, scope)] as const,
  );
  const body =
    request.body === undefined ? null : renderChain(renderBody(request.body, scope), request.encode, scope);
  const { transport, host, http2, method } = request;
  const parts = [path, query, ...headers.map(([, rendered]) => rendered), ...(body === null ? [] : [body])];
  return {
    transport,
    host,
    port: request.port ?? (transport === 'https' ? 443 : 80),
    http2,
    method,
    path: withQuery(path.bytes.toString(), query.bytes.toString()),
    headers: headersOf(request, headers, agent),
    body: body?.bytes ?? null,
    carries: distinct(parts.flatMap(({ carries }) => carries)),
  };
};
