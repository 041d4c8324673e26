import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import { type Talk, takeRest } from './dialogue.ts';
import { type BodyReader, requestBody } from './http-framing.ts';
import {
  HEAD_BYTES,
  type RequestHead,
  endOfHead,
  headerText,
  looksLikeRequest,
  readRequestHead,
  urlFrom,
} from './http-head.ts';

/** A request that waits for its answer. */
export type Asked = {
  readonly flow: string;
  readonly method: string;
  /** The protocol that it asks to change to. */
  readonly upgrade: 'websocket' | 'tunnel' | null;
};

const ASKED = 1000;

/** The requests of one connection. */
export type Requests = {
  /** Gives how many bytes were read: fewer than all behind a request to speak another protocol. */
  readonly take: (bytes: Buffer) => number;
  readonly lose: (byteLength: number) => void;
  /** Reads on behind such a request. */
  readonly resume: () => void;
  readonly end: () => void;
  /** Requests without an answer, oldest first. */
  readonly asked: Asked[];
};

/** Mutable; made by createRequests. */
type Reading = {
  readonly talk: Talk;
  readonly asked: Asked[];
  readonly head: ByteQueue;
  body: { readonly reader: BodyReader; readonly writer: BodyWriter } | null;
  /** True behind lost bytes, until a request begins. */
  isLost: boolean;
  isWaiting: boolean;
};

const upgradeOf = ({ method, headers }: RequestHead): Asked['upgrade'] => {
  if (method === 'CONNECT') return 'tunnel';
  const wanted = headerText(headers, 'upgrade');
  if (wanted === 'websocket') return 'websocket';
  // Offers of h2c and TLS are refused as a rule: only the answer tells.
  return wanted === '' || !headerText(headers, 'connection').includes('upgrade') ? null : 'tunnel';
};

const begin = (reading: Reading, head: RequestHead): Asked => {
  const { talk, asked } = reading;
  const { method, version, headers } = head;
  const own: Asked = { flow: talk.nextFlowId(), method, upgrade: upgradeOf(head) };
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const url = urlFrom(talk, head, host);
  const { flow } = own;
  const conn = talk.connectionId;
  talk.sink.event({
    type: 'http.req',
    flow,
    conn,
    method,
    url,
    httpVersion: version,
    headers,
    app: talk.app(),
  });
  if (asked.length >= ASKED) asked.shift();
  asked.push(own);
  return own;
};

const giveUp = (reading: Reading): void => {
  reading.isLost = true;
  takeRest(reading.talk, viewQueue(reading.head));
  dropBytes(reading.head, queuedBytes(reading.head));
};

/** Passes over empty lines before a request (RFC 9112 2.2). */
const blankBytes = (bytes: Buffer, at: number): number => {
  let end = at;
  while (bytes[end] === 13 || bytes[end] === 10) end += 1;
  return end - at;
};

/** The head that waits, taken off; null while it is not whole, or where there is none. */
const takeHead = (reading: Reading): { readonly head: RequestHead; readonly end: number } | null => {
  const all = viewQueue(reading.head);
  const end = endOfHead(all);
  if (looksLikeRequest(all) === 'no' || (end === -1 && all.length > HEAD_BYTES)) giveUp(reading);
  if (reading.isLost || end === -1) return null;
  const head = readRequestHead(all.subarray(0, end));
  dropBytes(reading.head, queuedBytes(reading.head));
  return { head, end };
};

/** Reads towards the end of a head; gives the place behind what was read. */
const readHead = (reading: Reading, bytes: Buffer, at: number): number => {
  const before = queuedBytes(reading.head);
  const blank = before === 0 ? blankBytes(bytes, at) : 0;
  if (blank > 0) return at + blank;
  pushBytes(reading.head, bytes.subarray(at));
  const taken = takeHead(reading);
  if (taken === null) return bytes.length;
  const { flow, upgrade } = begin(reading, taken.head);
  const reader = requestBody(taken.head.headers);
  if (reader !== null) reading.body = { reader, writer: createBodyWriter(reading.talk.sink, flow, 'out') };
  reading.isWaiting = upgrade !== null && reader === null;
  return at + taken.end - before;
};

const readBody = (reading: Reading, bytes: Buffer, at: number): number => {
  if (reading.body === null) return at;
  const { reader, writer } = reading.body;
  const end = reader.read(bytes, at, writer.take);
  if (end === null) {
    reading.body = null;
    reading.isLost = true;
    takeRest(reading.talk, bytes.subarray(at));
    return bytes.length;
  }
  if (reader.isDone()) {
    writer.end();
    reading.body = null;
  }
  return end;
};

const take = (reading: Reading, bytes: Buffer): number => {
  if (reading.isLost && looksLikeRequest(bytes) === 'yes') reading.isLost = false;
  if (reading.isLost) {
    takeRest(reading.talk, bytes);
    return bytes.length;
  }
  let at = 0;
  while (at < bytes.length && !reading.isWaiting)
    at = reading.body === null ? readHead(reading, bytes, at) : readBody(reading, bytes, at);
  return at;
};

/** A head that will not be completed: a request all the same, cut off. */
const cutHead = (reading: Reading, reason: string): void => {
  const all = viewQueue(reading.head);
  if (all.length === 0) return;
  if (looksLikeRequest(all) !== 'yes') {
    giveUp(reading);
    return;
  }
  const { flow } = begin(reading, readRequestHead(all));
  reading.talk.sink.event({ type: 'http.abort', flow, reason });
  dropBytes(reading.head, all.length);
};

const lose = (reading: Reading, byteLength: number): void => {
  const { body } = reading;
  if (body === null) {
    cutHead(reading, 'bytes of its head are not in the capture');
    reading.isLost = true;
    return;
  }
  body.writer.lose(byteLength);
  const goesOn = body.reader.skip(byteLength);
  if (goesOn && !body.reader.isDone()) return;
  body.writer.end();
  reading.body = null;
  reading.isLost = !goesOn;
};

/** Reads what the handset asks on one connection. */
export const createRequests = (talk: Talk): Requests => {
  const head = startByteQueue();
  const reading: Reading = { talk, asked: [], head, body: null, isLost: false, isWaiting: false };
  return {
    asked: reading.asked,
    take: (bytes) => take(reading, bytes),
    lose: (byteLength) => lose(reading, byteLength),
    resume: () => {
      reading.isWaiting = false;
    },
    end: () => cutHead(reading, 'the capture ends inside its head'),
  };
};
