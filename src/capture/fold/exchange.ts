import type { EventOf } from '#model/event';
import type { Direction, HeaderPair, HttpFlow, WebSocketMessage } from '#model/flow';
import { contentLength } from '../content-length.ts';
import { type BodyState, bodyRefFrom, hasBegun, startBody } from './body-state.ts';
import type { ConnectionState } from './connection-state.ts';
import { destinationOfRequest } from './destinations.ts';

/** One exchange while its events come in. Mutable; made by startExchange. */
export type Exchange = {
  readonly id: string;
  readonly request: EventOf<'http.req'>;
  readonly connection: ConnectionState | null;
  readonly out: BodyState;
  readonly in: BodyState;
  readonly messages: WebSocketMessage[];
  /** Fields behind the request's body. */
  readonly trailers: HeaderPair[];
  /** Messages that are too many to be told apart. */
  readonly rest: { out: BodyState | null; in: BodyState | null; isTruncated: boolean };
  response: EventOf<'http.res'> | null;
  aborted: boolean;
  /** True once it is over and only waits for late events. */
  isLeaving: boolean;
  /** True once it was handed out. */
  isGone: boolean;
};

/** Begins an exchange with its request. */
export const startExchange = (
  id: string,
  request: EventOf<'http.req'>,
  connection: ConnectionState | null,
): Exchange => ({
  id,
  request,
  connection,
  out: startBody(),
  in: startBody(),
  messages: [],
  trailers: [],
  rest: { out: null, in: null, isTruncated: false },
  response: null,
  aborted: false,
  isLeaving: false,
  isGone: false,
});

const declaresBody = (headers: EventOf<'http.req'>['headers']): boolean =>
  (contentLength(headers) ?? 0) > 0 || headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');

const isRequestOver = ({ out, request }: Exchange): boolean =>
  out.end !== null || (!hasBegun(out) && !declaresBody(request.headers));

const isResponseOver = (exchange: Exchange, response: EventOf<'http.res'>): boolean => {
  if (exchange.in.end !== null) return true;
  if (hasBegun(exchange.in)) return false;
  const hasNone = response.status === 204 || response.status === 304 || exchange.request.method === 'HEAD';
  return hasNone || contentLength(response.headers) === 0;
};

/** A WebSocket and a tunnel end with their connection, not with a body. */
const isOpenEnded = ({ messages, request }: Exchange, response: EventOf<'http.res'>): boolean =>
  response.status === 101 || messages.length > 0 || request.method.toUpperCase() === 'CONNECT';

/** Whether nothing more is to come of an exchange, as far as its own events tell. */
export const isOver = (exchange: Exchange): boolean => {
  const { response } = exchange;
  if (exchange.aborted) return true;
  if (response === null || isOpenEnded(exchange, response)) return false;
  return isRequestOver(exchange) && isResponseOver(exchange, response);
};

/** A request is unfinished when it was aborted, or when neither its end nor any answer was seen. */
const isUnfinished = ({ aborted, out, response }: Exchange): boolean =>
  aborted || out.end?.aborted === true || (out.end === null && (response === null || hasBegun(out)));

const restOf = ({ request, rest }: Exchange, direction: Direction): WebSocketMessage[] => {
  const body = rest[direction];
  if (body === null) return [];
  const ref = { spans: body.spans, byteLength: body.kept, sha256: null, truncated: rest.isTruncated };
  return [{ atMs: request.atMs, direction, opcode: 'binary', body: ref }];
};

const messagesOf = (exchange: Exchange): readonly WebSocketMessage[] => [
  ...exchange.messages,
  ...restOf(exchange, 'out'),
  ...restOf(exchange, 'in'),
];

/** The flow that an exchange is, finished or not. */
export const flowFromExchange = (exchange: Exchange): HttpFlow => {
  const { request, response, connection } = exchange;
  return {
    kind: 'http',
    id: exchange.id,
    atMs: request.atMs,
    connectionId: request.conn,
    destination: destinationOfRequest(request, connection?.open ?? null),
    control: connection?.open?.control ?? false,
    method: request.method,
    url: request.url,
    httpVersion: request.httpVersion,
    requestHeaders:
      exchange.trailers.length === 0 ? request.headers : [...request.headers, ...exchange.trailers],
    requestBody: bodyRefFrom(exchange.out),
    status: response?.status ?? null,
    responseHeaders: response?.headers ?? [],
    responseBody: bodyRefFrom(exchange.in),
    messages: messagesOf(exchange),
    aborted: isUnfinished(exchange),
    app: request.app,
    bodyFidelity: 'exact',
  };
};
