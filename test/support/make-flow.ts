import type { HttpFlow, LoadedFlow } from '#model/flow';

/** A finished GET without bodies. */
const makeFlow = (overrides: Partial<HttpFlow> = {}): HttpFlow => ({
  kind: 'http',
  id: 'flow-1',
  atMs: 0,
  connectionId: 'c1',
  destination: { host: 'api.vendor.example', port: 443, ip: null, placeSource: null, sni: null, ja4: null },
  control: false,
  method: 'GET',
  url: 'https://api.vendor.example/',
  httpVersion: '1.1',
  requestHeaders: [],
  requestBody: null,
  status: 200,
  responseHeaders: [],
  responseBody: null,
  messages: [],
  aborted: false,
  app: null,
  bodyFidelity: 'exact',
  ...overrides,
});

/** The flow with the body it sent, and nothing received. */
export const makeLoaded = (overrides: Partial<HttpFlow> = {}, body: string | Uint8Array = ''): LoadedFlow => {
  const requestBody = typeof body === 'string' ? Buffer.from(body) : body;
  const ref = { spans: [], byteLength: requestBody.length, sha256: null, truncated: false };
  const flow = makeFlow(
    requestBody.length === 0 ? overrides : { method: 'POST', requestBody: ref, ...overrides },
  );
  return { flow, requestBody, responseBody: new Uint8Array(0), messages: [], opaque: new Uint8Array(0) };
};
