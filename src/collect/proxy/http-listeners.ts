import type {
  AbortedRequest,
  BodyData,
  ClientError,
  InitiatedRequest,
  InitiatedResponse,
  TlsHandshakeFailure,
  WebSocketMessage,
} from 'mockttp';
import type { Connection } from './connection.ts';
import type { Recorder } from './recorder.ts';

/** What mockttp's events are turned into events of the capture with. */
export type Intercepting = {
  readonly recorder: Recorder;
  connectionById(id: string): Connection | undefined;
  /** A refused handshake, by the port from which mockttp was reached. */
  onTlsFailure(enginePort: number, cause: TlsHandshakeFailure['failureCause']): void;
  onRequest(conn: string): void;
};

const TAG = 'socket-metadata:';
const connOf = (tags: readonly string[]): string | null =>
  tags.find((tag) => tag.startsWith(TAG))?.slice(TAG.length) ?? null;

type Headers = readonly [string, string][];

const headerNumber = (headers: Headers, name: string): number | null => {
  const found = headers.find(([key]) => key.toLowerCase() === name)?.[1];
  return found !== undefined && /^\d{1,15}$/.test(found) ? Number(found) : null;
};

/** Length that a request's head promises; null where only the end tells (chunked, or HTTP/2 without a length). */
const declaredLength = ({ rawHeaders, httpVersion }: InitiatedRequest): number | null => {
  const openEnded =
    httpVersion.startsWith('2') || rawHeaders.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  return headerNumber(rawHeaders, 'content-length') ?? (openEnded ? null : 0);
};

/** Pseudo-headers of HTTP/2 say what method and url say already. */
const plainHeaders = (headers: Headers): [string, string][] =>
  headers.filter(([name]) => !name.startsWith(':'));

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, ws: 80, https: 443, wss: 443 };

/** The URL as the handset meant it: mockttp's shows the port of the address that was dialled, and a tidied path. */
const urlOf = (request: InitiatedRequest, connection: Connection | undefined): string => {
  const { hostname } = new URL(request.url);
  const port = connection?.port ?? request.destination.port;
  const shownPort = port === DEFAULT_PORTS[request.protocol] ? '' : `:${String(port)}`;
  const path = request.path.startsWith('/') || request.path === '' ? request.path : `/${request.path}`;
  return `${request.protocol}://${hostname}${shownPort}${path}`;
};

/** Where each exchange stands; mockttp tells the ends of bodies apart from their being cut off only together. */
type Standing = {
  readonly answered: Set<string>;
  readonly ended: Set<string>;
  readonly aborted: Set<string>;
};

const requestListeners = ({ recorder, ...events }: Intercepting, standing: Standing) => ({
  begin: (request: InitiatedRequest): void => {
    const conn = connOf(request.tags);
    if (conn !== null) events.onRequest(conn);
    recorder.event({
      type: 'http.req',
      flow: request.id,
      conn,
      method: request.method,
      url: urlOf(request, conn === null ? undefined : events.connectionById(conn)),
      httpVersion: request.httpVersion,
      headers: plainHeaders(request.rawHeaders),
      app: null,
    });
    recorder.beginBody(request.id, 'out', declaredLength(request));
  },
  /** `isEnded` is true also for an upload that was cut off: then only what was declared, or an abort, tells. */
  requestBytes: ({ id, content, isEnded }: BodyData): void => {
    recorder.bodyBytes(id, 'out', content);
    if (isEnded) standing.ended.add(id);
    if (isEnded && standing.answered.has(id)) recorder.endBody(id, 'out', recorder.isShort(id, 'out'));
  },
  abort: ({ id, error }: AbortedRequest): void => {
    const cut = !standing.ended.has(id) || recorder.isOpenEnded(id, 'out') || recorder.isShort(id, 'out');
    recorder.endBody(id, 'out', cut);
    recorder.endBody(id, 'in', true);
    standing.aborted.add(id);
    recorder.event({ type: 'http.abort', flow: id, reason: error?.code ?? error?.name ?? 'closed' });
  },
});

/** mockttp still answers, with an error of its own, requests whose client has left: those answers are left out. */
const responseListeners = ({ recorder }: Intercepting, { answered, ended, aborted }: Standing) => ({
  respond: (response: InitiatedResponse): void => {
    const { id, rawHeaders } = response;
    if (aborted.has(id)) return;
    answered.add(id);
    if (ended.has(id)) recorder.endBody(id, 'out', recorder.isShort(id, 'out'));
    const headers = plainHeaders(rawHeaders);
    recorder.event({ type: 'http.res', flow: id, status: response.statusCode, headers });
    recorder.beginBody(id, 'in', headerNumber(rawHeaders, 'content-length'));
  },
  responseBytes: ({ id, content, isEnded }: BodyData): void => {
    if (aborted.has(id)) return;
    recorder.bodyBytes(id, 'in', content);
    if (!isEnded) return;
    recorder.endBody(id, 'out', recorder.isShort(id, 'out'));
    recorder.endBody(id, 'in', false);
    answered.delete(id);
    ended.delete(id);
  },
  message: ({ streamId, direction, content, isBinary }: WebSocketMessage): void => {
    const dir = direction === 'received' ? 'out' : 'in';
    recorder.message(streamId, dir, isBinary ? 'binary' : 'text', content);
  },
});

const errorListeners = (events: Intercepting) => ({
  /** A request that could not be parsed: what is known of it is recorded as cut off. */
  clientError: ({ request, errorCode }: ClientError): void => {
    const { id, method, url, httpVersion, rawHeaders, tags } = request;
    if (method === undefined || url === undefined) return;
    const headers = plainHeaders(rawHeaders);
    const conn = connOf(tags);
    events.recorder.event({ type: 'http.req', flow: id, conn, method, url, httpVersion, headers, app: null });
    events.recorder.event({ type: 'http.abort', flow: id, reason: errorCode ?? 'not parsable' });
  },
  tlsFailure: ({ remotePort, failureCause }: TlsHandshakeFailure): void => {
    if (remotePort !== undefined) events.onTlsFailure(remotePort, failureCause);
  },
});

/** One listener per event of mockttp. They may throw when the sink does: guard them. */
export const makeHttpListeners = (events: Intercepting) => {
  const standing: Standing = { answered: new Set(), ended: new Set(), aborted: new Set() };
  return {
    ...requestListeners(events, standing),
    ...responseListeners(events, standing),
    ...errorListeners(events),
  };
};
