import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Machine } from '../machine.ts';
import { createElements, type Elements } from './elements.ts';
import { ELEMENT_ENDPOINTS } from './element-endpoints.ts';
import { type Endpoint, UiFault } from './endpoint.ts';
import { SCREEN_ENDPOINTS } from './screen-endpoints.ts';

/** Port of the server on the handset's loopback. */
const UIAUTOMATOR_PORT = 6790;

const MAX_BODY = 8 * 1024 * 1024;
/** How long the process lives after its session was deleted. */
const EXIT_DELAY_MS = 20;

type Body = Readonly<Record<string, unknown>>;

type Session = {
  id: string;
  readonly capabilities: unknown;
  readonly elements: Elements;
  readonly settings: Map<string, unknown>;
};

type Reply = { readonly status: number; readonly sessionId: string | null; readonly value: unknown };

type Server = { readonly machine: Machine; session: Session | null; readonly exit: () => void };

const readBody = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > MAX_BODY) return {};
    chunks.push(chunk as Buffer);
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const parametersOf = (pattern: string, path: string): readonly string[] | null => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: string[] = [];
  for (const [index, name] of wanted.entries()) {
    const value = given[index] ?? '';
    if (name.startsWith(':')) parameters.push(decodeURIComponent(value));
    else if (name !== value) return null;
  }
  return parameters;
};

const findEndpoint = (
  route: string,
): { readonly endpoint: Endpoint; readonly parameters: readonly string[] } | null => {
  for (const [pattern, endpoint] of [...ELEMENT_ENDPOINTS, ...SCREEN_ENDPOINTS]) {
    const parameters = parametersOf(pattern, route);
    if (parameters !== null) return { endpoint, parameters };
  }
  return null;
};

const startSession = (server: Server, body: Body): Reply => {
  const { capabilities } = body as { readonly capabilities?: { readonly firstMatch?: readonly unknown[] } };
  const granted = capabilities?.firstMatch?.[0] ?? {};
  server.session = {
    id: randomUUID(),
    capabilities: granted,
    elements: createElements(server.machine),
    settings: new Map(),
  };
  return {
    status: 200,
    sessionId: server.session.id,
    value: { sessionId: server.session.id, capabilities: granted },
  };
};

const endSession = (server: Server): Reply => {
  const sessionId = server.session?.id ?? null;
  server.session = null;
  setTimeout(server.exit, EXIT_DELAY_MS).unref();
  return { status: 200, sessionId, value: null };
};

const outsideSession = (server: Server, route: string, body: Body): Reply | null => {
  const sessionId = server.session?.id ?? null;
  switch (route) {
    case 'GET status':
      return {
        status: 200,
        sessionId,
        value: {
          ready: true,
          message: 'UiAutomator2 Server is ready to accept commands',
          build: { version: '10.0.0' },
        },
      };
    case 'GET sessions':
      return { status: 200, sessionId, value: server.session === null ? [] : [{ id: sessionId }] };
    case 'POST session':
      return startSession(server, body);
    default:
      return null;
  }
};

const failure = (sessionId: string | null, status: number, error: string, message: string): Reply => ({
  status,
  sessionId,
  value: { error, message, stacktrace: `io.appium.uiautomator2.common.exceptions: ${message}` },
});

const callEndpoint = ({ machine }: Server, session: Session, route: string, body: Body): Reply => {
  const found = findEndpoint(route);
  if (found === null) {
    machine.unknownCommands.push(`uiautomator2: ${route.replace(/[0-9a-f-]{36}/g, ':id')}`);
    return failure(session.id, 404, 'unknown command', `${route} is not played`);
  }
  const { endpoint, parameters } = found;
  const value = endpoint({ machine, ...session, parameters, body }) ?? null;
  return { status: 200, sessionId: session.id, value };
};

const inSession = (server: Server, route: string, body: Body): Reply => {
  const [, method = '', id = '', rest = ''] = /^(\w+) session\/([^/]+)\/?(.*)$/.exec(route) ?? [];
  const { session } = server;
  if (session?.id !== id) return failure(null, 404, 'invalid session id', 'The session does not exist');
  if (rest === '' && method === 'DELETE') return endSession(server);
  if (rest === '' && method === 'GET') return { status: 200, sessionId: id, value: session.capabilities };
  return callEndpoint(server, session, `${method} ${rest}`, body);
};

const answer = async (server: Server, request: IncomingMessage): Promise<Reply> => {
  const path = (request.url ?? '/').replace(/^\/(wd\/hub\/)?/, '').replace(/\?.*$/, '');
  const route = `${request.method ?? 'GET'} ${path}`;
  const body = await readBody(request);
  try {
    return outsideSession(server, route, body) ?? inSession(server, route, body);
  } catch (fault) {
    if (!(fault instanceof UiFault)) throw fault;
    return failure(server.session?.id ?? null, fault.status, fault.error, fault.message);
  }
};

const respond = async (server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { status, sessionId, value } = await answer(server, request);
  const bytes = Buffer.from(JSON.stringify({ sessionId, value }));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
};

/**
 * Runs the UiAutomator2 server on the handset's port 6790 until its session ends, its process is killed or the signal
 * is aborted.
 */
export const runUiAutomator = (machine: Machine, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const open = new Set<Duplex>();
    const process = machine.processes.start('u0_a301', 'io.appium.uiautomator2.server', () => {
      machine.ports.delete(UIAUTOMATOR_PORT);
      for (const stream of open) stream.destroy();
      resolve();
    });
    const server: Server = { machine, session: null, exit: process.stop };
    const http = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      respond(server, request, response).catch(() => {
        response.destroy();
      });
    });
    machine.ports.set(UIAUTOMATOR_PORT, (stream) => {
      open.add(stream);
      stream.once('close', () => open.delete(stream));
      http.emit('connection', stream);
    });
    signal.addEventListener('abort', process.stop);
  });
