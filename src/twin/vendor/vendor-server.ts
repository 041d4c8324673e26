import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { Failure } from '#model/failure';
import type { Upstream } from '#model/surroundings';
import type { TwinNetwork } from '../network.ts';
import { createAnswers } from './answers.ts';
import { makeVendorCertificates } from './certificates.ts';

const LOOPBACK = '127.0.0.1';
const MAX_BODY = 4 << 20;
const MAX_RECEIVED = 10_000;

/** One request as it came in. */
export type Received = {
  readonly transport: 'http' | 'https';
  /** `1.1` or `2.0`. */
  readonly version: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** All hosts of a firmware on loopback. Disposing it ends every connection. */
export type VendorServer = AsyncDisposable & {
  /** For the proxy: every known name leads here, with the simulated address recorded. */
  readonly upstream: Upstream;
  /** The authority that signed for all hosts; to stand in the twin's system store. */
  readonly caPem: string;
  /** For the twin, where traffic goes past the proxy. */
  readonly network: TwinNetwork;
  /** What came in so far, in order; the latest 10,000. */
  readonly received: readonly Received[];
};

/** What HTTP/1 and the compatibility interface of HTTP/2 have in common. */
type AnyRequest = Readable &
  Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'headers' | 'rawHeaders'> & {
    readonly socket: { destroy(): unknown };
  };
type AnyResponse = Writable & { writeHead(status: number, headers: Record<string, string>): unknown };
type Serve = (request: AnyRequest, response: AnyResponse) => void;

const hostOf = ({ headers }: AnyRequest): string =>
  String(headers[':authority'] ?? headers.host ?? '')
    .replace(/:\d+$/, '')
    .toLowerCase();

const headersOf = ({ headers }: AnyRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

const receive = async (request: AnyRequest): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    byteLength += (chunk as Buffer).length;
    if (byteLength > MAX_BODY) return null;
  }
  return Buffer.concat(chunks);
};

const listen = (server: Server): Promise<{ readonly port: number; readonly close: () => Promise<void> }> =>
  new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    });
    server.once('error', (cause) => {
      reject(
        new Failure('environment', 'the simulated servers of a twin cannot listen on loopback', { cause }),
      );
    });
    const close = (): Promise<void> =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        for (const socket of sockets) socket.destroy();
      });
    server.listen(0, LOOPBACK, () => {
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });

const serveWith = (isKnown: (host: string) => boolean, received: Received[]) => {
  const answerTo = createAnswers();
  const serve = async (
    transport: Received['transport'],
    request: AnyRequest,
    response: AnyResponse,
  ): Promise<void> => {
    const host = hostOf(request);
    const { socket } = request;
    const body = isKnown(host) ? await receive(request) : null;
    if (body === null) return void socket.destroy();
    const { method = '', url: path = '', httpVersion: version } = request;
    received.push({ transport, version, method, host, path, headers: headersOf(request), body });
    if (received.length > MAX_RECEIVED) received.shift();
    const { status, headers, body: text } = answerTo(path);
    response.writeHead(status, { ...headers });
    response.end(text);
  };
  return (transport: Received['transport']): Serve =>
    (request, response) => {
      const { socket } = request;
      response.on('error', () => undefined);
      serve(transport, request, response).catch(() => socket.destroy());
    };
};

/**
 * Starts a server on loopback that plays every host of a firmware: HTTP/1.1, HTTP/2 and TLS under an authority of its
 * own. `addresses`: host → the address that it is said to have. Names that are not among them lead nowhere.
 * @throws Failure environment when nothing can be listened on
 */
export const startVendorServer = async (
  addresses: Readonly<Record<string, string>>,
): Promise<VendorServer> => {
  const known = new Map(Object.entries(addresses).map(([host, ip]) => [host.toLowerCase(), ip]));
  const { caPem, certPem, keyPem } = makeVendorCertificates(['vendor.invalid', ...known.keys()], Date.now());
  const received: Received[] = [];
  const serve = serveWith((host) => known.has(host), received);
  const plain = await listen(createHttpServer(serve('http')));
  const secureServer = createSecureServer({ key: keyPem, cert: certPem, allowHTTP1: true }, serve('https'));
  secureServer.on('sessionError', () => undefined);
  const secure = await listen(secureServer);
  return {
    caPem,
    network: { httpPort: plain.port, httpsPort: secure.port },
    received,
    upstream: {
      trustedCAs: [caPem],
      resolve: (host, port) => {
        const recordedIp = known.get(host.toLowerCase());
        if (recordedIp === undefined) throw new Failure('not-found', 'no such name on the network of a twin');
        const to = port === 80 ? plain.port : secure.port;
        return { ip: LOOPBACK, port: to, recordedIp, placeSource: 'simulated' };
      },
    },
    [Symbol.asyncDispose]: async () => {
      await plain.close();
      await secure.close();
    },
  };
};
