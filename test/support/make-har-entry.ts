/** A HAR entry of one POST, with what the test says about it laid over it. */
export const makeHarEntry = (
  over: Readonly<Record<string, unknown>> = {},
  request: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  startedDateTime: '2026-03-01T10:00:00.000Z',
  time: 12,
  request: {
    method: 'POST',
    url: 'https://vendor.example/v1/track?a=1',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [{ name: 'Content-Type', value: 'application/json' }],
    queryString: [],
    headersSize: -1,
    bodySize: 9,
    postData: { mimeType: 'application/json', text: '{"k":"v"}' },
    ...request,
  },
  response: {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    content: { size: 2, mimeType: 'text/plain', text: 'ok' },
    redirectURL: '',
    headersSize: -1,
    bodySize: 2,
  },
  cache: {},
  timings: { send: 0, wait: 0, receive: 0 },
  ...over,
});

/** The text of a HAR with these entries. */
export const makeHar = (entries: readonly unknown[], log: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries, ...log } });
