import type { HeaderPair, HttpFlow, LoadedFlow } from '#model/flow';

/** What of a loaded exchange a test cares about; the rest is filled in. */
export type LoadedFlowParts = {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly HeaderPair[];
  readonly body?: Uint8Array;
  readonly responseHeaders?: readonly HeaderPair[];
  readonly responseBody?: Uint8Array;
  readonly messages?: HttpFlow['messages'];
  readonly messageBodies?: readonly Uint8Array[];
};

/** An exchange with its bytes: a GET of a neutral address unless said otherwise. */
export const makeLoadedFlow = (parts: LoadedFlowParts = {}): LoadedFlow => {
  const url = parts.url ?? 'https://vendor.example/';
  const empty = new Uint8Array();
  return {
    flow: {
      kind: 'http',
      id: 'flow-1',
      atMs: 0,
      connectionId: null,
      destination: {
        host: new URL(url).hostname,
        port: 443,
        ip: null,
        placeSource: null,
        sni: null,
        ja4: null,
      },
      control: false,
      method: parts.method ?? 'GET',
      url,
      httpVersion: '1.1',
      requestHeaders: parts.headers ?? [],
      requestBody: null,
      status: 200,
      responseHeaders: parts.responseHeaders ?? [],
      responseBody: null,
      messages: parts.messages ?? [],
      aborted: false,
      app: null,
      bodyFidelity: 'exact',
    },
    requestBody: parts.body ?? empty,
    responseBody: parts.responseBody ?? empty,
    messages: parts.messageBodies ?? [],
    opaque: empty,
  };
};
