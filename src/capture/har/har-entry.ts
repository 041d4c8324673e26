import { isUtf8 } from 'node:buffer';
import type { BodyRef, HeaderPair, HttpFlow, LoadedFlow, RefusedFlow } from '#model/flow';

/** What a HAR for others shows instead of texts and bodies; null leaves a body out. */
export type HarMasks = {
  readonly text: (text: string) => string;
  readonly body: (bytes: Uint8Array) => Uint8Array | null;
};

type Content = { readonly text?: string; readonly encoding?: 'base64' };

/** Text where the bytes are whole and UTF-8, else base64: read back, both give the same bytes. */
const contentOf = (bytes: Uint8Array | null, isWhole: boolean): Content => {
  if (bytes === null) return {};
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isWhole && isUtf8(buffer)
    ? { text: buffer.toString() }
    : { text: buffer.toString('base64'), encoding: 'base64' };
};

const timeOf = (epochMs: number, atMs: number): string => new Date(epochMs + atMs).toISOString();

const headersOf = (headers: readonly HeaderPair[], masks: HarMasks): readonly unknown[] =>
  headers.map(([name, value]) => ({ name: masks.text(name), value: masks.text(value) }));

const valueOf = (headers: readonly HeaderPair[], wanted: string): string =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';

const queryOf = (url: string): readonly unknown[] =>
  URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [];

const requestOf = ({ flow, requestBody }: HttpLoaded, masks: HarMasks): unknown => {
  const url = masks.text(flow.url);
  const body = flow.requestBody;
  const mimeType = masks.text(valueOf(flow.requestHeaders, 'content-type'));
  const isWhole = body?.byteLength === requestBody.length;
  return {
    method: masks.text(flow.method),
    url,
    httpVersion: flow.httpVersion,
    cookies: [],
    headers: headersOf(flow.requestHeaders, masks),
    queryString: queryOf(url),
    headersSize: -1,
    bodySize: body?.byteLength ?? 0,
    ...(body === null ? {} : { postData: { mimeType, ...contentOf(masks.body(requestBody), isWhole) } }),
  };
};

const responseOf = ({ flow, responseBody }: HttpLoaded, masks: HarMasks): unknown => {
  const body: BodyRef | null = flow.responseBody;
  const mimeType = masks.text(valueOf(flow.responseHeaders, 'content-type'));
  const content =
    body === null ? {} : contentOf(masks.body(responseBody), body.byteLength === responseBody.length);
  return {
    status: flow.status ?? 0,
    statusText: '',
    httpVersion: flow.httpVersion,
    cookies: [],
    headers: headersOf(flow.responseHeaders, masks),
    content: { size: body?.byteLength ?? 0, mimeType, ...content },
    redirectURL: '',
    headersSize: -1,
    bodySize: body?.byteLength ?? -1,
  };
};

const messagesOf = ({ flow, messages }: HttpLoaded, epochMs: number, masks: HarMasks): readonly unknown[] =>
  flow.messages.map(({ direction, opcode, atMs }, index) => {
    const bytes = Buffer.from(masks.body(messages[index] ?? new Uint8Array(0)) ?? []);
    const isText = opcode === 'text' && isUtf8(bytes);
    return {
      type: direction === 'out' ? 'send' : 'receive',
      time: (epochMs + atMs) / 1000,
      opcode: isText ? 1 : 2,
      data: bytes.toString(isText ? 'utf8' : 'base64'),
    };
  });

/** A loaded exchange. */
export type HttpLoaded = LoadedFlow & { readonly flow: HttpFlow };

/** One exchange as an entry of `log.entries`. */
export const harEntryFrom = (loaded: HttpLoaded, epochMs: number, masks: HarMasks): unknown => {
  const { flow } = loaded;
  return {
    _flow: flow.id,
    startedDateTime: timeOf(epochMs, flow.atMs),
    time: 0,
    request: requestOf(loaded, masks),
    response: responseOf(loaded, masks),
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    ...(flow.destination.ip === null ? {} : { serverIPAddress: flow.destination.ip }),
    ...(flow.connectionId === null ? {} : { connection: flow.connectionId }),
    ...(flow.app === null ? {} : { _app: masks.text(flow.app) }),
    ...(flow.aborted ? { _error: 'aborted' } : {}),
    ...(flow.messages.length === 0 ? {} : { _webSocketMessages: messagesOf(loaded, epochMs, masks) }),
  };
};

/** A refusal as an item of `log._tlsErrors`. */
export const harTlsErrorFrom = (flow: RefusedFlow, epochMs: number, masks: HarMasks): unknown => ({
  _flow: flow.id,
  startedDateTime: timeOf(epochMs, flow.atMs),
  time: 0,
  hostname: masks.text(flow.destination.host),
  cause: flow.reason,
  tlsMetadata: {
    ...(flow.destination.sni === null ? {} : { sniHostname: masks.text(flow.destination.sni) }),
    ...(flow.destination.ja4 === null ? {} : { ja4Fingerprint: flow.destination.ja4 }),
  },
  _bytesOut: flow.bytesOut,
  _count: flow.count,
});

/** Unread bytes as an item of `log._opaque`. */
export const harOpaqueFrom = ({ flow, opaque }: LoadedFlow, epochMs: number, masks: HarMasks): unknown => {
  const bytes = opaque.length === 0 ? null : masks.body(opaque);
  return {
    _flow: flow.id,
    startedDateTime: timeOf(epochMs, flow.atMs),
    hostname: masks.text(flow.destination.host),
    port: flow.destination.port,
    ...(flow.destination.ip === null ? {} : { serverIPAddress: flow.destination.ip }),
    reason: flow.kind === 'opaque' ? flow.reason : 'gap',
    bytesOut: flow.kind === 'http' ? 0 : flow.bytesOut,
    count: flow.kind === 'http' ? 1 : flow.count,
    ...(bytes === null ? {} : { data: Buffer.from(bytes).toString('base64') }),
  };
};
