import {
  Agent,
  createServer,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hostAndPort } from './greeting.ts';

/** Opens a tunnel for one destination of one client connection; the same one for as long as it lives. */
export type OpenTunnel = (client: Socket, host: string, port: number) => Promise<Socket>;

const HOP_HEADERS = new Set(['proxy-connection', 'proxy-authorization']);

/** The headers in order, with their casing, without those meant for the proxy; equal names together. */
const forwardedHeaders = (raw: readonly string[]): Map<string, { name: string; values: string[] }> => {
  const kept = new Map<string, { name: string; values: string[] }>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const key = name.toLowerCase();
    if (HOP_HEADERS.has(key)) continue;
    const entry = kept.get(key) ?? { name, values: [] };
    entry.values.push(raw[at + 1] ?? '');
    kept.set(key, entry);
  }
  return kept;
};

type Target = { readonly host: string; readonly port: number; readonly path: string };

/** Splits an absolute-form target (RFC 9112 3.2.2), the path byte for byte. Null for any other form. */
const targetOf = (url: string): Target | null => {
  const parts = /^http:\/\/([^/?#]{1,300})(.*)$/is.exec(url);
  const authority = hostAndPort((parts?.[1] ?? '').replace(/^.*@/, ''), 80);
  if (parts === null || authority === null) return null;
  const rest = parts[2] ?? '';
  return { ...authority, path: rest.startsWith('/') ? rest : `/${rest}` };
};

/** One upstream agent per client connection and destination: a client's order of requests is kept. */
const agentFor = (client: Socket, target: Target, open: OpenTunnel): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, done) => {
    open(client, target.host, target.port).then(
      (socket) => done?.(null, socket.resume()),
      (error: unknown) => done?.(error instanceof Error ? error : new Error('no tunnel'), client),
    );
    return undefined;
  };
  return agent;
};

const answer = (response: ServerResponse, upstream: IncomingMessage): void => {
  response.sendDate = false;
  response.writeHead(upstream.statusCode ?? 502, upstream.statusMessage, upstream.rawHeaders);
  upstream.pipe(response);
  upstream.on('error', () => response.destroy());
};

const forward = (request: IncomingMessage, response: ServerResponse, outgoing: ClientRequest): void => {
  outgoing.on('response', (upstream) => {
    answer(response, upstream);
  });
  outgoing.on('error', () => request.socket.destroy());
  request.on('error', () => outgoing.destroy());
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  request.pipe(outgoing);
};

const upgrade = async (request: IncomingMessage, head: Buffer, open: OpenTunnel): Promise<void> => {
  const target = targetOf(request.url ?? '');
  const client = request.socket;
  if (target === null) return void client.destroy();
  const tunnel = await open(client, target.host, target.port);
  const headers = [...forwardedHeaders(request.rawHeaders).values()];
  const lines = headers.flatMap(({ name, values }) => values.map((value) => `${name}: ${value}`));
  tunnel.write(`${request.method ?? 'GET'} ${target.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  tunnel.write(head);
  client.on('error', () => tunnel.destroy());
  tunnel.pipe(client);
  client.pipe(tunnel);
};

/**
 * Takes connections that speak absolute-form HTTP, where each request may name another server, and forwards each
 * request through the tunnel of its destination. Listens nowhere. Returns a function that takes a connection.
 */
export const makePlainFront = (open: OpenTunnel): ((client: Duplex) => void) => {
  const agents = new WeakMap<Socket, Map<string, Agent>>();
  const agentOf = (client: Socket, target: Target): Agent => {
    const own = agents.get(client) ?? new Map<string, Agent>();
    agents.set(client, own);
    const key = `${target.host}:${String(target.port)}`;
    const agent = own.get(key) ?? agentFor(client, target, open);
    own.set(key, agent);
    return agent;
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const target = targetOf(request.url ?? '');
    if (target === null) return void response.writeHead(400).end();
    const agent = agentOf(request.socket, target);
    request.socket.once('close', () => {
      agent.destroy();
    });
    const { method = 'GET' } = request;
    const outgoing = httpRequest({ agent, method, path: target.path, setHost: false });
    const headers = forwardedHeaders(request.rawHeaders);
    for (const { name, values } of headers.values())
      outgoing.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
    // Without this Node adds a `Connection` that the handset did not send.
    if (!headers.has('connection')) outgoing.removeHeader('connection');
    forward(request, response, outgoing);
  };
  const server = createServer(
    { requireHostHeader: false, keepAliveTimeout: 0, requestTimeout: 0 },
    onRequest,
  );
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    onRequest(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(request, head, open).catch(() => socket.destroy());
  });
  return (client) => {
    server.emit('connection', client);
    // Node's parser reads from the handle and would miss what was unshifted, until someone listens for data
    // (_http_server.js, socketOnWrap).
    client.on('data', () => undefined);
    client.resume();
  };
};
