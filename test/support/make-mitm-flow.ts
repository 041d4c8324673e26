/** A value that can be written as a typed netstring: strings are text, Uint8Arrays are bytes. */
export type Tnet =
  null | boolean | number | string | Uint8Array | readonly Tnet[] | { readonly [key: string]: Tnet };

const frame = (payload: Uint8Array | string, type: string): Buffer => {
  const bytes = Buffer.from(payload as Uint8Array);
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(type)]);
};

/** Writes a typed netstring as mitmproxy does: whole numbers as `#`, others as `^`. */
export const tnet = (value: Tnet): Buffer => {
  if (value === null) return frame('', '~');
  if (typeof value === 'boolean') return frame(String(value), '!');
  if (typeof value === 'number') return frame(String(value), Number.isInteger(value) ? '#' : '^');
  if (typeof value === 'string') return frame(value, ';');
  if (value instanceof Uint8Array) return frame(value, ',');
  if (Array.isArray(value)) return frame(Buffer.concat((value as readonly Tnet[]).map(tnet)), ']');
  const items = Object.entries(value).flatMap(([key, item]) => [frame(key, ';'), tnet(item)]);
  return frame(Buffer.concat(items), '}');
};

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The state of a connection as a version of the format has it. */
const connection = (version: number, side: 'client' | 'server'): Record<string, Tnet> => {
  const peer: Tnet = side === 'client' ? ['10.0.0.2', 40000] : ['192.0.2.7', 443];
  const renamed = version >= 19;
  return {
    id: `${side}-1`,
    sni: 'vendor.example',
    ...(side === 'server' ? { address: ['vendor.example', 443] as Tnet } : {}),
    ...(renamed ? { peername: peer } : side === 'client' ? { address: peer } : { ip_address: peer }),
    ...(renamed ? {} : { tls_established: true }),
    ...(version >= 18 && side === 'client' ? { proxy_mode: 'regular' } : {}),
    ...(version < 20 ? { state: 0 } : {}),
    timestamp_start: 1772359200.5,
    tls_version: version >= 21 ? 'QUICv1' : 'TLSv1.3',
  };
};

/** An http flow of a version of the format, with what the test says about it laid over it. */
export const makeMitmFlow = (
  version: number,
  over: Readonly<Record<string, Tnet>> = {},
  request: Readonly<Record<string, Tnet>> = {},
): Record<string, Tnet> => ({
  version,
  type: 'http',
  id: 'flow-a',
  error: null,
  intercepted: false,
  is_replay: null,
  marked: '',
  metadata: {},
  comment: '',
  ...(version >= 16 ? { timestamp_created: 1772359200.25 } : { mode: 'regular' }),
  client_conn: connection(version, 'client'),
  server_conn: connection(version, 'server'),
  request: {
    http_version: bytes('HTTP/2.0'),
    headers: [
      [bytes('content-type'), bytes('application/json')],
      [bytes('x-a'), bytes('1')],
      [bytes('x-a'), bytes('2')],
    ],
    content: bytes('{"k":"v"}'),
    trailers: null,
    timestamp_start: 1772359201.5,
    timestamp_end: 1772359201.75,
    host: version < 16 ? bytes('vendor.example') : 'vendor.example',
    port: 443,
    method: bytes('POST'),
    scheme: bytes('https'),
    authority: bytes(''),
    path: bytes('/v1/track?a=1'),
    ...request,
  },
  response: {
    http_version: bytes('HTTP/2.0'),
    status_code: 200,
    reason: bytes(''),
    headers: [],
    content: bytes('ok'),
    trailers: null,
    timestamp_start: 1772359202.5,
    timestamp_end: 1772359202.75,
  },
  websocket: null,
  ...over,
});
