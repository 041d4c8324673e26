import { getLocal, type Mockttp } from 'mockttp';
import type { Upstream } from '#model/surroundings';
import { makeHttpListeners, type Intercepting } from './http-listeners.ts';
import { onLoopback } from './loopback.ts';
import type { ProjectCa } from './project-ca.ts';
import type { Recorder } from './recorder.ts';

/** Largest part of a body that mockttp may hold for itself; the bytes go to the recorder as they pass. */
const MAX_BODY_SIZE = 65_536;

/** What the harness answers itself to the one request that proves its certificate. */
export type ControlAnswer = { readonly host: string; readonly text: string };

/** A running mockttp on loopback: it ends TLS with certificates of the project's CA and speaks HTTP both ways. */
export type Interceptor = { readonly port: number; stop(): Promise<void> };

/** An exception in a listener would end the process (mockttp emits outside any try): each becomes a `gap`. */
const guarded =
  <One>(recorder: Recorder, listen: (event: One) => void): ((event: One) => void) =>
  (event) => {
    try {
      listen(event);
    } catch {
      try {
        recorder.event({ type: 'gap', why: 'engine-fault', lost: 0, flow: null });
      } catch {
        // The sink itself is broken; whoever owns it reports that.
      }
    }
  };

const listen = async (server: Mockttp, events: Intercepting): Promise<void> => {
  const { recorder } = events;
  const on = makeHttpListeners(events);
  await server.on('request-initiated', guarded(recorder, on.begin));
  await server.on('request-body-data', guarded(recorder, on.requestBytes));
  await server.on('response-initiated', guarded(recorder, on.respond));
  await server.on('response-body-data', guarded(recorder, on.responseBytes));
  await server.on('abort', guarded(recorder, on.abort));
  await server.on('websocket-request', guarded(recorder, on.begin));
  await server.on('websocket-accepted', guarded(recorder, on.respond));
  await server.on('websocket-message-received', guarded(recorder, on.message));
  await server.on('websocket-message-sent', guarded(recorder, on.message));
  await server.on('client-error', guarded(recorder, on.clientError));
  await server.on('tls-client-error', guarded(recorder, on.tlsFailure));
};

const addRules = async (server: Mockttp, upstream: Upstream, control: ControlAnswer): Promise<void> => {
  const passThrough = {
    additionalTrustedCAs: upstream.trustedCAs.map((cert) => ({ cert })),
    simulateConnectionErrors: true,
  };
  const answer = { 'cache-control': 'no-store', 'content-type': 'text/plain' };
  await server.forGet().forHostname(control.host).asPriority(10).thenReply(200, control.text, answer);
  await server.forAnyRequest().thenPassThrough(passThrough);
  await server.forAnyWebSocket().thenPassThrough(passThrough);
};

/** Starts mockttp in streaming mode on a free loopback port. @throws Failure `environment`. */
export const startInterceptor = async (
  ca: ProjectCa,
  upstream: Upstream,
  control: ControlAnswer,
  events: Intercepting,
): Promise<Interceptor> => {
  const server = getLocal({
    https: { cert: ca.certPem, key: ca.keyPem },
    http2: true,
    recordTraffic: false,
    maxBodySize: MAX_BODY_SIZE,
    suggestChanges: false,
  });
  await listen(server, events);
  await addRules(server, upstream, control);
  await onLoopback(() => server.start(0));
  return { port: server.port, stop: () => server.stop() };
};
