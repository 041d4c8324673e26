import type { BodyRef, Destination, HeaderPair, HttpFlow, LoadedFlow, WebSocketMessage } from '#model/flow';
import { contentLength } from '../content-length.ts';
import { NOWHERE, ipFrom } from '../destination.ts';
import {
  type Dictionary,
  bytesFrom,
  dictionaryAt,
  isDictionary,
  listAt,
  listFrom,
  numberAt,
  textAt,
  textFrom,
} from './flow-field.ts';

const NONE = new Uint8Array(0);
const TEXT_OPCODE = 1;

/** What a flow needs to know of its file. */
export type FlowContext = {
  readonly id: string;
  /** Session time of a moment in seconds since the epoch; null gives that of the flow before. */
  readonly atMs: (seconds: number | null) => number;
};

const isName = (host: string | null): host is string => host !== null && host !== '' && ipFrom(host) === null;

const fieldsFrom = (message: Dictionary, name: 'headers' | 'trailers'): readonly HeaderPair[] =>
  listAt(message, name).map((pair) => {
    const [key, value] = listFrom(pair);
    return [textFrom(key) ?? '', textFrom(value) ?? ''] as const;
  });

// Fields behind a body say no less than those before it (RFC 9110 §6.5).
const headersFrom = (message: Dictionary): readonly HeaderPair[] => [
  ...fieldsFrom(message, 'headers'),
  ...fieldsFrom(message, 'trailers'),
];

const hostOfHeader = (headers: readonly HeaderPair[], authority: string | null): string | null => {
  const host =
    authority !== null && authority !== ''
      ? authority
      : headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  return host?.replace(/:\d{1,5}$/, '') ?? null;
};

/** Address of the server: `ip_address` up to version 18, `peername` from 19 on. */
const addressOf = (server: Dictionary): string | null => {
  const [ip] = listFrom(server.get('peername') ?? server.get('ip_address'));
  return ipFrom(textFrom(ip));
};

/**
 * Where a flow went. The name that the handset asked for counts: of the tunnel, else of the ClientHello, else of the
 * Host header, which is all that a transparent proxy knows of plain HTTP.
 */
const destinationOf = (flow: Dictionary, headerHost: string | null): Destination => {
  const server = dictionaryAt(flow, 'server_conn');
  const client = dictionaryAt(flow, 'client_conn');
  const request = dictionaryAt(flow, 'request');
  const [address, serverPort] = listFrom(server.get('address'));
  const asked = textAt(request, 'host') ?? textFrom(address);
  const sni = textAt(client, 'sni') ?? textAt(server, 'sni');
  const host = [asked, sni, headerHost].find(isName) ?? asked ?? '';
  const port = numberAt(request, 'port') ?? (typeof serverPort === 'number' ? serverPort : 0);
  const ip = addressOf(server) ?? ipFrom(asked);
  return {
    ...NOWHERE,
    host: host.toLowerCase().slice(0, 300),
    port: Number.isInteger(port) ? port : 0,
    ip,
    sni,
  };
};

const urlFrom = (request: Dictionary, { host, port }: Destination): string => {
  const scheme = textAt(request, 'scheme') ?? '';
  const path = textAt(request, 'path') ?? '';
  const isDefault = (scheme === 'https' && port === 443) || (scheme === 'http' && port === 80);
  const name = host.includes(':') ? `[${host}]` : host;
  return `${scheme === '' ? 'http' : scheme}://${name}${isDefault || port === 0 ? '' : `:${port}`}${path}`;
};

type Body = { readonly ref: BodyRef | null; readonly bytes: Uint8Array };

/** A body; `content` is null where the proxy streamed it and kept nothing. */
const bodyFrom = (message: Dictionary, headers: readonly HeaderPair[]): Body => {
  const bytes = bytesFrom(message.get('content'));
  if (bytes !== null)
    return bytes.length === 0
      ? { ref: null, bytes: NONE }
      : { ref: { spans: [], byteLength: bytes.length, sha256: null, truncated: false }, bytes };
  const declared = contentLength(headers) ?? 0;
  const isChunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  if (declared === 0 && !isChunked) return { ref: null, bytes: NONE };
  return {
    ref: { spans: [], byteLength: Math.max(1, declared), sha256: null, truncated: true },
    bytes: NONE,
  };
};

type Messages = { readonly messages: readonly WebSocketMessage[]; readonly bytes: readonly Uint8Array[] };

/** WebSocket messages: `[opcode, from client, content, seconds, dropped, injected]`; injected ones were not sent. */
const messagesFrom = (flow: Dictionary, context: FlowContext): Messages => {
  const messages: WebSocketMessage[] = [];
  const bytes: Uint8Array[] = [];
  for (const item of listAt(dictionaryAt(flow, 'websocket'), 'messages')) {
    const [opcode, fromClient, content, seconds, , injected] = listFrom(item);
    const body = bytesFrom(content);
    if (body === null || injected === true) continue;
    bytes.push(body);
    messages.push({
      atMs: context.atMs(typeof seconds === 'number' ? seconds : null),
      direction: fromClient === true ? 'out' : 'in',
      opcode: opcode === TEXT_OPCODE ? 'text' : 'binary',
      body: { spans: [], byteLength: body.length, sha256: null, truncated: false },
    });
  }
  return { messages, bytes };
};

/** The flow as the handset sent it: `backup` keeps it where somebody edited it in the proxy. */
const asSent = (flow: Dictionary): Dictionary => {
  const backup = flow.get('backup');
  return isDictionary(backup) && isDictionary(backup.get('request')) ? backup : flow;
};

const statusOf = (response: Dictionary): number | null => {
  const status = numberAt(response, 'status_code');
  return status !== null && Number.isInteger(status) && status > 0 && status < 1000 ? status : null;
};

/** Reads a flow of type `http`. */
export const readHttpFlow = (
  edited: Dictionary,
  context: FlowContext,
): LoadedFlow & { readonly flow: HttpFlow } => {
  const whole = asSent(edited);
  const request = dictionaryAt(whole, 'request');
  const response = dictionaryAt(whole, 'response');
  const headers = headersFrom(request);
  const responseHeaders = headersFrom(response);
  const destination = destinationOf(whole, hostOfHeader(headers, textAt(request, 'authority')));
  const body = bodyFrom(request, headers);
  const answer = bodyFrom(response, responseHeaders);
  const atMs = context.atMs(numberAt(request, 'timestamp_start'));
  const { messages, bytes } = messagesFrom(edited, context);
  const status = statusOf(response);
  const flow: HttpFlow = {
    kind: 'http',
    id: context.id,
    atMs,
    connectionId: textAt(dictionaryAt(whole, 'client_conn'), 'id')?.slice(0, 120) ?? context.id,
    destination,
    control: false,
    method: (textAt(request, 'method') ?? '').slice(0, 200),
    url: urlFrom(request, destination),
    httpVersion: (textAt(request, 'http_version') ?? '').slice(0, 20),
    requestHeaders: headers,
    requestBody: body.ref,
    status,
    responseHeaders,
    responseBody: answer.ref,
    messages,
    aborted: status === null && isDictionary(whole.get('error')),
    app: null,
    bodyFidelity: 'exact',
  };
  return { flow, requestBody: body.bytes, responseBody: answer.bytes, messages: bytes, opaque: NONE };
};

/** Reads a flow of type `tcp` or `udp`: messages are `[from client, content, seconds]`; what the handset said is kept. */
export const readStreamFlow = (flow: Dictionary, context: FlowContext, isUdp: boolean): LoadedFlow => {
  const items = listAt(flow, 'messages').map(listFrom);
  const sent = items.flatMap(([fromClient, content]) => {
    const bytes = fromClient === true ? bytesFrom(content) : null;
    return bytes === null ? [] : [bytes];
  });
  const seconds = items[0]?.[2] ?? numberAt(flow, 'timestamp_created');
  const opaque = Buffer.concat(sent);
  const destination = destinationOf(flow, null);
  return {
    flow: {
      kind: 'opaque',
      id: context.id,
      atMs: context.atMs(typeof seconds === 'number' ? seconds : null),
      connectionId: textAt(dictionaryAt(flow, 'client_conn'), 'id')?.slice(0, 120) ?? context.id,
      destination,
      control: false,
      reason: isUdp && destination.port === 443 ? 'quic' : 'not-http',
      bytesOut: opaque.length,
      count: 1,
      body:
        opaque.length === 0 ? null : { spans: [], byteLength: opaque.length, sha256: null, truncated: false },
    },
    requestBody: NONE,
    responseBody: NONE,
    messages: [],
    opaque,
  };
};
