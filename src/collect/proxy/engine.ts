import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { CaptureSink } from '#model/capture-sink';
import { Failure } from '#model/failure';
import type { Upstream } from '#model/surroundings';
import { acceptConnection } from './accept.ts';
import type { Accepting } from './accepting.ts';
import { makeBypassPolicy } from './bypass-policy.ts';
import { startInterceptor, type ControlAnswer } from './intercept.ts';
import { LOOPBACK } from './loopback.ts';
import type { ProjectCa } from './project-ca.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import { makeRegistry } from './registry.ts';

const QUEUE_LIMIT = 32 * 1_048_576;
const SILENCE_MS = 1500;

/** What an engine is started with. */
export type EngineOptions = {
  readonly ca: ProjectCa;
  readonly upstream: Upstream;
  readonly sink: CaptureSink;
  /** Session clock, ms. */
  readonly nowMs: () => number;
  /** The host that the harness answers itself, to prove its certificate; its connections are `control`. */
  readonly control: ControlAnswer;
  /** 0 for any free port. */
  readonly port?: number;
  /** Where a connection that came by redirection wanted to go; absent, the proxy is addressed as one. */
  readonly originalDestination?: (socket: Socket) => { readonly ip: string; readonly port: number } | null;
  /** Silence after which a client is taken to wait for the server's first word. */
  readonly silenceMs?: number;
  /** Bytes that may wait for the disk. */
  readonly queueLimit?: number;
};

/** A running engine. `stop` ends every connection and returns when all events are out. */
export type RunningEngine = {
  readonly address: { readonly host: string; readonly port: number };
  stop(): Promise<void>;
};

const listen = (accept: (socket: Socket) => void, port: number): Promise<ReturnType<typeof createServer>> =>
  new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, accept);
    server.once('error', (cause) => {
      const remedy = 'choose another port or let phonehome choose';
      reject(
        new Failure('environment', `the proxy cannot listen on port ${String(port)}`, { cause, remedy }),
      );
    });
    server.listen({ host: LOOPBACK, port }, () => {
      resolve(server);
    });
  });

type Ingress = { readonly port: number; close(): Promise<void> };

/** The handset's side of the proxy: one acceptance per connection, all ended and waited for on closing. */
const startIngress = async (accepting: Accepting, port: number): Promise<Ingress> => {
  const sockets = new Set<Socket>();
  const running = new Set<Promise<void>>();
  const server = await listen((socket) => {
    sockets.add(socket);
    const done = acceptConnection(socket, accepting).finally(() => {
      sockets.delete(socket);
      running.delete(done);
    });
    running.add(done);
  }, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.allSettled([...running]);
    },
  };
};

/** Ends, as cut off, what was under way when the engine stopped. */
const endOpenFlows = (recorder: Recorder): void => {
  for (const flow of recorder.openFlows()) {
    recorder.endBody(flow, 'out', true);
    recorder.endBody(flow, 'in', true);
  }
};

/**
 * Starts the engine `native`: our ingress on loopback, mockttp behind it.
 * @throws Failure `environment` when a port is taken or mockttp binds elsewhere.
 */
export const startNativeEngine = async (options: EngineOptions): Promise<RunningEngine> => {
  const recorder = makeRecorder(options.sink, options.queueLimit ?? QUEUE_LIMIT);
  const policy = makeBypassPolicy();
  const registry = makeRegistry(recorder, policy, options.nowMs);
  const { ca, upstream, control } = options;
  const interceptor = await startInterceptor(ca, upstream, control, { recorder, ...registry });
  const accepting: Accepting = {
    ...registry,
    recorder,
    policy,
    enginePort: interceptor.port,
    upstream,
    controlHost: control.host,
    silenceMs: options.silenceMs ?? SILENCE_MS,
    originalDestination: options.originalDestination ?? (() => null),
  };
  const ingress = await startIngress(accepting, options.port ?? 0).catch(async (fault: unknown) => {
    await interceptor.stop();
    throw fault;
  });
  const stop = async (): Promise<void> => {
    await ingress.close();
    await interceptor.stop();
    endOpenFlows(recorder);
    recorder.event({ type: 'engine.exit', code: 0, why: 'stopped' });
  };
  let stopped: Promise<void> | undefined;
  return { address: { host: LOOPBACK, port: ingress.port }, stop: () => (stopped ??= stop()) };
};
