import type { EventInput } from '#model/capture-sink';
import { digest } from './tools.ts';

/** An event of the sample and, for events that point into the blob, its bytes. */
export type Draft = { readonly atMs: number; readonly event: EventInput; readonly bytes?: Uint8Array };

type Server = { readonly host: string; readonly ip: string };
type Header = [name: string, value: string];

/** One request and its answer, as the sample tells them. */
export type Exchange = {
  readonly id: string;
  readonly atMs: number;
  readonly server: Server;
  readonly isCleartext?: boolean;
  readonly isControl?: boolean;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly app: string | null;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
  /** Of the body this many bytes were kept, though all passed. */
  readonly keptBytes?: number;
  /** The connection broke after so many bytes of the body. */
  readonly brokenAfterBytes?: number;
  readonly status?: number;
  readonly answer?: { readonly headers?: readonly Header[]; readonly body: Uint8Array };
  readonly messages?: readonly {
    readonly afterMs: number;
    readonly direction: 'out' | 'in';
    readonly opcode: 'text' | 'binary';
    readonly bytes: Uint8Array;
  }[];
};

/** What TLS adds to a short connection, from the handset: greeting, key exchange, frames. An estimate. */
const TLS_BYTES_OUT = 640;

const sha256Of = (bytes: Uint8Array): string => digest('sha256', bytes).toString('hex');

const openOf = (exchange: Exchange, conn: string): Draft => {
  const { server, isCleartext = false, isControl = false } = exchange;
  return {
    atMs: exchange.atMs,
    event: {
      type: 'conn.open',
      conn,
      via: isCleartext ? 'absolute-form' : 'connect',
      client: '127.0.0.1',
      host: server.host,
      port: isCleartext ? 80 : 443,
      ip: server.ip,
      placeSource: 'simulated',
      sni: isCleartext ? null : server.host,
      alpn: isCleartext ? null : ['http/1.1'],
      ja4: null,
      control: isControl,
    },
  };
};

const bodyOf = (
  flow: string,
  dir: 'out' | 'in',
  atMs: number,
  body: Uint8Array,
  cut: Partial<Exchange>,
): Draft[] => {
  const { keptBytes, brokenAfterBytes } = cut;
  const passed = brokenAfterBytes === undefined ? body : body.subarray(0, brokenAfterBytes);
  const kept = keptBytes === undefined ? passed : passed.subarray(0, keptBytes);
  const end: EventInput = {
    type: 'body.end',
    flow,
    dir,
    bytes: passed.length,
    sha256: sha256Of(passed),
    truncated: kept.length < passed.length,
    aborted: passed.length < body.length,
  };
  const data: EventInput = { type: 'body', flow, dir, off: 0, len: kept.length };
  return [...(kept.length === 0 ? [] : [{ atMs, event: data, bytes: kept }]), { atMs: atMs + 4, event: end }];
};

const answerOf = (exchange: Exchange): Draft[] => {
  const { id, atMs, status = 200, answer } = exchange;
  const body = answer?.body ?? Buffer.alloc(0);
  const headers: Header[] = [...(answer?.headers ?? []), ['Content-Length', String(body.length)]];
  const isUpgrade = status === 101;
  return [
    {
      atMs: atMs + 90,
      event: {
        type: 'http.res',
        flow: id,
        status,
        headers: isUpgrade ? [['Upgrade', 'websocket']] : headers,
      },
    },
    ...(isUpgrade ? [] : bodyOf(id, 'in', atMs + 92, body, {})),
  ];
};

const messagesOf = ({ id, atMs, messages = [] }: Exchange): Draft[] =>
  messages.map(({ afterMs, direction, opcode, bytes }) => ({
    atMs: atMs + afterMs,
    event: { type: 'ws.msg', flow: id, dir: direction, opcode, off: 0, len: bytes.length, truncated: false },
    bytes,
  }));

const headersOf = ({ server, headers = [], body }: Exchange): Header[] => [
  ['Host', server.host],
  ['User-Agent', 'Dalvik/2.1.0 (Linux; U; Android 13; Sample Build/SAMPLE)'],
  ...headers,
  ...(body === undefined ? [] : ([['Content-Length', String(body.length)]] satisfies Header[])),
];

/** The events of one exchange on a connection of its own. */
export const draftsOfExchange = (exchange: Exchange): readonly Draft[] => {
  const { id, atMs, isCleartext = false, method, target, server, app, body } = exchange;
  const conn = `c-${id}`;
  const headers = headersOf(exchange);
  const scheme = `${exchange.status === 101 ? 'ws' : 'http'}${isCleartext ? '' : 's'}`;
  const url = `${scheme}://${server.host}${target}`;
  const request: EventInput = {
    type: 'http.req',
    flow: id,
    conn,
    method,
    url,
    httpVersion: 'HTTP/1.1',
    headers,
    app,
  };
  const isBroken = exchange.brokenAfterBytes !== undefined;
  const sent = isBroken ? exchange.brokenAfterBytes : (body?.length ?? 0);
  const head = `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const messages = messagesOf(exchange);
  const up = head.length + sent + (isCleartext ? 0 : TLS_BYTES_OUT);
  return [
    openOf(exchange, conn),
    { atMs: atMs + 40, event: request },
    ...(body === undefined ? [] : bodyOf(id, 'out', atMs + 44, body, exchange)),
    ...(isBroken
      ? [
          {
            atMs: atMs + 60,
            event: { type: 'http.abort', flow: id, reason: 'connection reset by the handset' },
          } as const,
        ]
      : answerOf(exchange)),
    ...messages,
    {
      atMs: (messages.at(-1)?.atMs ?? atMs) + 200,
      event: {
        type: 'conn.close',
        conn,
        up: up + messages.reduce((total, { bytes }) => total + (bytes?.length ?? 0), 0),
        down: 400 + (exchange.answer?.body.length ?? 0),
        mode: isCleartext ? 'plain' : 'mitm',
        reason: 'closed',
      },
    },
  ];
};

/** A connection on which the handset refused the certificate. */
export const draftsOfRefusal = (id: string, atMs: number, server: Server): readonly Draft[] => [
  openOf({ id, atMs, server, method: '', target: '', app: null }, `c-${id}`),
  { atMs: atMs + 60, event: { type: 'conn.tlsfail', conn: `c-${id}`, cause: 'cert-rejected' } },
  {
    atMs: atMs + 70,
    event: {
      type: 'conn.close',
      conn: `c-${id}`,
      up: 524,
      down: 1900,
      mode: 'mitm',
      reason: 'alert: unknown CA',
    },
  },
];

/** A connection that speaks no HTTP; `out` is what the handset said. */
export const draftsOfSocket = (
  id: string,
  atMs: number,
  server: Server & { readonly port: number },
  out: Uint8Array,
): readonly Draft[] => [
  {
    atMs,
    event: {
      type: 'conn.open',
      conn: `c-${id}`,
      via: 'connect',
      client: '127.0.0.1',
      ...server,
      placeSource: 'simulated',
      sni: null,
      alpn: null,
      ja4: null,
      control: false,
    },
  },
  {
    atMs: atMs + 30,
    event: { type: 'raw.data', conn: `c-${id}`, dir: 'out', off: 0, len: out.length, truncated: false },
    bytes: out,
  },
  {
    atMs: atMs + 240_000,
    event: { type: 'conn.close', conn: `c-${id}`, up: out.length, down: 96, mode: 'raw', reason: 'closed' },
  },
];
