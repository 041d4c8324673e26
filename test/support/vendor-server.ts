import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Readable, Writable } from 'node:stream';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Upstream } from '#model/surroundings';

/** The names that the local vendor answers to; anything else is unknown. */
const VENDOR_HOSTS = ['api.vendor.example', 'data.vendor.example', '192.0.2.7'];

type Certificates = { readonly caPem: string; readonly certPem: string; readonly keyPem: string };

/** A vendor's authority and its certificate for VENDOR_HOSTS, made by openssl. */
const makeCertificates = (): Certificates => {
  const folder = mkdtempSync(join(tmpdir(), 'vendor-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const names = VENDOR_HOSTS.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',');
  writeFileSync(join(folder, 'ext'), `subjectAltName=${names}\n`);
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=vendor CA',
  );
  openssl('req', ...key, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=vendor');
  openssl(
    ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-out', 'leaf.pem', '-days', '2', '-extfile', 'ext'],
  );
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const made = { caPem: read('ca.pem'), certPem: read('leaf.pem'), keyPem: read('leaf.key') };
  rmSync(folder, { recursive: true });
  return made;
};

/** What the vendor received: one entry per request that arrived whole. */
export type Received = {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly version: string;
  readonly sha256: string;
  readonly byteLength: number;
};

/** A local vendor: HTTPS (h1 and h2) and plain HTTP on loopback. */
export type Vendor = {
  readonly upstream: Upstream;
  readonly received: Received[];
  readonly caPem: string;
  /** Makes every TLS and raw connection to this port end at a server of the test's own. */
  readonly rawPorts: Map<number, number>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Listening = { readonly port: number; close(): Promise<void> };

/** Listens on a free loopback port and remembers the sockets, to end them. */
const listening = (server: Server): Promise<Listening> =>
  new Promise((resolve) => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });

/** A server for raw TCP. */
export const rawServer = (serve: (socket: Socket) => void): Promise<Listening> =>
  listening(createServer({ allowHalfOpen: true }, serve));

/** What HTTP/1 and the compatibility API of HTTP/2 have in common. */
type AnyRequest = Readable &
  Pick<IncomingMessage, 'method' | 'url' | 'httpVersion'> & {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly socket: { destroy(): unknown };
  };
type AnyResponse = Writable & { writeHead(status: number, headers?: Record<string, string>): unknown };

const answerTo = (received: Received[], request: AnyRequest, response: AnyResponse): void => {
  const hash = createHash('sha256');
  let byteLength = 0;
  request.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    byteLength += chunk.length;
  });
  request.on('error', () => undefined);
  request.on('end', () => {
    const url = request.url ?? '';
    const host = [request.headers[':authority'] ?? request.headers['host'] ?? ''].flat().join();
    const { method = '', httpVersion: version } = request;
    received.push({ method, url, host: host, version, sha256: hash.digest('hex'), byteLength });
    if (url.startsWith('/hang-up')) return void request.socket.destroy();
    const size = Number(/^\/bytes\/(\d+)$/.exec(url)?.[1] ?? 0);
    if (size === 0) {
      response.writeHead(200, { 'content-type': 'text/plain' });
      return void response.end(`got ${url}`);
    }
    response.writeHead(200);
    sendBytes(response, size);
  });
};

/** The bytes that `/bytes/N` answers with, chunk by chunk. */
export const downloadChunk = Buffer.alloc(65_536, 'phonehome test body ');

const sendBytes = (response: AnyResponse, size: number): void => {
  let left = size;
  const more = (): void => {
    while (left > 0) {
      const chunk = downloadChunk.subarray(0, Math.min(left, downloadChunk.length));
      left -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
};

/** Starts a vendor on loopback. */
export const startVendor = async (): Promise<Vendor> => {
  const certificates = makeCertificates();
  const received: Received[] = [];
  const onRequest = (request: AnyRequest, response: AnyResponse): void => {
    answerTo(received, request, response);
  };
  const plain = createHttpServer(onRequest);
  plain.on('upgrade', echoWebSocket);
  const secure = createSecureServer({
    key: certificates.keyPem,
    cert: certificates.certPem,
    allowHTTP1: true,
  });
  secure.on('request', onRequest);
  secure.on('upgrade', echoWebSocket);
  const http = await listening(plain);
  const https = await listening(secure);
  const rawPorts = new Map<number, number>();
  return {
    received,
    caPem: certificates.caPem,
    rawPorts,
    upstream: {
      trustedCAs: [certificates.caPem],
      resolve: (host, port) => {
        if (!VENDOR_HOSTS.includes(host)) throw new Error('unknown name');
        const to = rawPorts.get(port) ?? (port === 80 ? http.port : https.port);
        return { ip: '127.0.0.1', port: to, recordedIp: '192.0.2.7', placeSource: 'simulated' };
      },
    },
    [Symbol.asyncDispose]: async () => {
      await http.close();
      await https.close();
    },
  };
};

/** One unmasked WebSocket frame shorter than 126 bytes (RFC 6455 5.2). */
const frame = (opcode: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]);

/** One masked frame, as a client must send it. */
export const maskedFrame = (opcode: number, payload: Buffer): Buffer => {
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, masked]);
};

const echoWebSocket = (request: IncomingMessage, socket: Socket): void => {
  const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write(`${head.join('\r\n')}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    const length = (data[1] ?? 0) & 0x7f;
    const mask = data.subarray(2, 6);
    const payload = data.subarray(6, 6 + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
    const opcode = (data[0] ?? 0) & 0x0f;
    if (opcode === 8) socket.end(frame(8, Buffer.from(payload)));
    else socket.write(frame(opcode, Buffer.from(`echo ${Buffer.from(payload).toString()}`)));
  });
};
