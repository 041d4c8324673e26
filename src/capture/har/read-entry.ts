import type { HeaderPair, HttpFlow, LoadedFlow } from '#model/flow';
import { destinationFrom, ipFrom } from '../destination.ts';
import { type FieldReader, type JsonObject, createFieldReader, isObject } from './json-field.ts';
import { NO_BODY, type ReadBody, readRequestBody, readResponseBody } from './read-body.ts';
import { readMessages } from './read-messages.ts';
import { type RequestHead, readHeaders, readRequestHead } from './read-request.ts';

/** What an entry gave. */
export type ReadEntry =
  | {
      readonly kind: 'flow';
      readonly loaded: LoadedFlow & { readonly flow: HttpFlow };
      readonly faults: readonly string[];
    }
  /** It never left the handset: answered by a cache, or of a scheme without a network. */
  | { readonly kind: 'not-sent'; readonly why: 'cache' | 'scheme' }
  | { readonly kind: 'unreadable'; readonly faults: readonly string[] };

/** What an entry needs to know of the file: its name, where its connection is kept, and the session clock. */
export type EntryContext = {
  readonly id: (own: string | null) => string;
  readonly connectionId: (
    connection: string | null,
    head: { readonly host: string; readonly port: number },
  ) => string;
  /** Session time of a moment in ms since the epoch; null gives that of the entry before. */
  readonly atMs: (epochMs: number | null) => number;
};

type Response = {
  readonly status: number | null;
  readonly isCutOff: boolean;
  readonly headers: readonly HeaderPair[];
  readonly body: ReadBody;
};

const NOT_SENT_SCHEME =
  /^(?:data|blob|about|file|filesystem|javascript|chrome|chrome-extension|moz-extension|resource):/i;
const MOST_FAULTS = 5;

const epochMsFrom = (fields: FieldReader, entry: JsonObject): number | null => {
  const text = fields.text(entry, 'startedDateTime');
  if (text === null) return null;
  const ms = /^\d{12,14}(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text.slice(0, 60));
  return Number.isFinite(ms) ? ms : null;
};

const readResponse = (fields: FieldReader, entry: JsonObject): Response => {
  const response = fields.object(entry, 'response');
  if (response === null) return { status: null, isCutOff: false, headers: [], body: NO_BODY };
  const status = fields.number(response, 'status');
  const isStatus = status !== null && Number.isInteger(status) && status > 0 && status < 1000;
  return {
    status: isStatus ? status : null,
    isCutOff: status === 0,
    headers: readHeaders(fields, response).filter(([name]) => !name.startsWith(':')),
    body: readResponseBody(fields, response),
  };
};

const isNotSent = (entry: JsonObject, head: RequestHead): 'cache' | 'scheme' | null => {
  if (NOT_SENT_SCHEME.test(head.url)) return 'scheme';
  return entry['_fromCache'] === 'memory' || entry['_fromCache'] === 'disk' ? 'cache' : null;
};

const hasError = (entry: JsonObject): boolean =>
  [entry, entry['request'], entry['response']].some(
    (part) =>
      isObject(part) && part['_error'] !== undefined && part['_error'] !== null && part['_error'] !== '',
  );

const ownId = (fields: FieldReader, entry: JsonObject): string | null => {
  const id = fields.text(entry, '_flow')?.trim() ?? '';
  return id === '' || id.length > 100 ? null : id;
};

type Parts = { readonly head: RequestHead; readonly body: ReadBody; readonly response: Response };

const flowFrom = (fields: FieldReader, entry: JsonObject, parts: Parts, context: EntryContext): ReadEntry => {
  const { head, body, response } = parts;
  const atMs = context.atMs(epochMsFrom(fields, entry));
  const { messages, bytes, faults } = readMessages(fields, entry, context.atMs);
  const destination = destinationFrom(head.url, ipFrom(fields.text(entry, 'serverIPAddress')));
  const flow: HttpFlow = {
    kind: 'http',
    id: context.id(ownId(fields, entry)),
    atMs,
    connectionId: context.connectionId(fields.text(entry, 'connection'), destination),
    destination,
    control: false,
    method: head.method,
    url: head.url,
    httpVersion: head.httpVersion,
    requestHeaders: head.headers,
    requestBody: body.ref,
    status: response.status,
    responseHeaders: response.headers,
    responseBody: response.body.ref,
    messages,
    aborted: response.isCutOff || hasError(entry),
    app: fields.text(entry, '_app')?.slice(0, 200) ?? null,
    bodyFidelity: 'unknown',
  };
  const loaded = {
    flow,
    requestBody: body.bytes,
    responseBody: response.body.bytes,
    messages: bytes,
    opaque: new Uint8Array(0),
  };
  return { kind: 'flow', loaded, faults: [...body.faults, ...response.body.faults, ...faults] };
};

/** Reads one entry of `log.entries`, taking what is usable of it. Never throws. */
export const readEntry = (value: unknown, context: EntryContext): ReadEntry => {
  const wrong = new Map<string, string>();
  const fields = createFieldReader((key, expected) => {
    if (wrong.size < MOST_FAULTS) wrong.set(key, `${key} is not ${expected}`);
  });
  if (!isObject(value)) return { kind: 'unreadable', faults: ['it is not an object'] };
  const request = fields.object(value, 'request');
  if (request === null) return { kind: 'unreadable', faults: [wrong.get('request') ?? 'it has no request'] };
  const head = readRequestHead(fields, request);
  const why = isNotSent(value, head);
  if (why !== null) return { kind: 'not-sent', why };
  const body = readRequestBody(fields, request, head.headers);
  const read = flowFrom(fields, value, { head, body, response: readResponse(fields, value) }, context);
  return read.kind === 'flow'
    ? { ...read, faults: [...read.faults, ...wrong.values()].slice(0, MOST_FAULTS) }
    : read;
};
